import type { OperationId } from '@muniment/contract';
import { createSigner, generateKey, openKey, signReceipt, signRequest, signReturn } from '@muniment/documents/self';
import type { Asking } from '@muniment/testkit';
import type { Names } from './names.ts';
import type { Own } from './scene.ts';

type Ask = (names: Names, own: Own) => readonly Asking[];

let made = 0;
/** A name nobody has; equally long every time. */
const fresh = () => `Fresh ${String(++made).padStart(6, '0')}`;

const password = 'a password long enough';
const token = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ';
const [seat, version] = ['EX81-SEAT-20', 'EX81-VER-3'];
const longAgo = '2026-01-01T00:00:00Z';
const agreement = { id: 'system-software', version: '2', language: 'en', accepted: true };
const device = { name: 'New', product: 'SV8100', hardwareKey: '190999999999' };

const signer = createSigner(openKey(generateKey().privateKeyPem));
/** By whichever device says it: somebody's that waits, or one that nobody knows. */
const signed = (_: Names, own: Own) => ({
  sub: '1ABCDEA2',
  aud: own.slug,
  iat: Math.floor(Date.now() / 1000),
  nonce: 'abcdefghijklmnop',
  product: 'DECT',
});
/**
 * What a device says of itself that has the hardware key of somebody's, or one of nobody's, and a key of its own. Whoever
 * knows a customer id may ask to be one of the project, and its people see that somebody asks: here each asks in its own.
 */
const requests = (purpose: 'enrol' | 'licenses' | 'renew', n: Names, own: Own): string[] =>
  ['1ABCDEA1', '1ABCDEA9'].map((sub) =>
    signRequest(signer, { ...signed(n, own), sub, purpose, customerId: purpose === 'enrol' ? own.controllersId : n.controllersId }),
  );
const receipt = (n: Names, own: Own): string =>
  signReceipt(signer, { ...signed(n, own), serial: { epoch: 1, number: 1 }, removedAt: signed(n, own).iat });

/** What a borrower signs, as far as anybody can who does not have its key. */
const seatReceipt = (n: Names, own: Own): string => {
  const { iat, nonce } = signed(n, own);
  return signReturn(signer, { sub: n.leaseId, aud: own.slug, iat, nonce, number: Number.MAX_SAFE_INTEGER, removedAt: iat });
};
const { kid: _, use: __, ...borrowerKey } = signer.publicKey;

/** An offer that is somebody's, as far as the asker can tell. */
const transfer = (n: Names) => `trf_${n.orderId.slice('ord_'.length)}`;

const whole: Ask = () => [{}];
/** One list, asked for whole and with each filter by itself. */
const list = (...filters: readonly Readonly<Record<string, string>>[]): readonly Asking[] => [{}, ...filters.map((query) => ({ query }))];
/** One thing by each of its ids. */
const each = (name: string, ids: readonly string[], body?: Asking['body']): readonly Asking[] =>
  ids.map((id) => ({ params: { [name]: id }, ...(body ? { body } : {}) }));

const onDevice: Ask = (n) => [...each('deviceId', [n.deviceId]), { params: { deviceId: n.deviceId }, query: { asOf: longAgo } }];
const orders: Ask = (n) => [n.orderId, n.salesOrder].map((order) => ({ params: { order, line: 1 } }));

/** Selections that name somebody's lots and orders, on a device of one's own; and one's own lot on somebody's device. */
const selections =
  (more: Asking['body'] = {}): Ask =>
  (n, own) => {
    const foreign = [
      ...[n.lotId, n.reservedLotId, n.activeLotId].map((lotId) => ({ lotId, quantity: 1 })),
      ...[n.orderId, n.salesOrder].map((order) => ({ order, part: seat, quantity: 1 })),
    ];
    return [
      { params: { deviceId: n.deviceId }, body: { lines: [{ lotId: own.lotId, quantity: 1 }], ...more } },
      { params: { deviceId: n.deviceId }, body: { lines: [{ lotId: n.reservedLotId, quantity: 1 }], ...more } },
      { params: { deviceId: n.deviceId }, body: { lines: [{ lotId: n.activeLotId, quantity: 0 }], ...more } },
      ...foreign.map((line) => ({ params: { deviceId: own.deviceId }, body: { lines: [line], ...more } })),
    ];
  };

const histories: Ask = (n) =>
  list(
    { deviceId: n.deviceId },
    { customerId: n.customerId },
    { projectId: n.projectId },
    { orderId: n.orderId },
    ...[n.lotId, n.reservedLotId, n.activeLotId].map((lotId) => ({ lotId })),
  );

/**
 * How each operation is asked with somebody's names: in its path, its query, its body. Where an operation takes no
 * names it is asked as it is, and its answer must hold nothing of others. An operation that is missing does not compile.
 */
export const asks: Readonly<Record<OperationId, Ask>> = {
  'sign-in': (n, own) => [{ body: { email: n.email, password: 'not the password', vendor: own.slug } }],
  'sign-out': whole,
  'get-me': whole,
  'update-me': () => [{ body: {} }],
  'change-password': () => [{ body: { currentPassword: 'not the password', newPassword: password } }],
  'request-password-reset': (n, own) => [{ body: { email: n.email, vendor: own.slug } }],
  'reset-password': () => [{ body: { token, password } }],
  'list-people': (n) => list({ organizationId: n.organizationId }, { organizationId: n.customerId }, { q: n.email }),
  'list-invitations': whole,
  'invite-person': (n, own) =>
    [n.organizationId, n.customerId].map((organizationId) => ({ body: { email: 'new@person.example', role: own.role, organizationId } })),
  'revoke-invitation': (n) => each('invitationId', [n.invitationId]),
  'look-up-invitation': () => [{ body: { token } }],
  'accept-invitation': () => [{ body: { token, name: 'Nobody', password } }],
  'set-role': (n, own) => [
    { params: { personId: n.personId }, body: { role: own.role } },
    { params: { personId: n.personId }, body: { role: own.role, organizationId: n.organizationId } },
    { params: { personId: own.personId }, body: { role: own.role, organizationId: n.organizationId } },
  ],
  'get-person': (n) => each('personId', [n.personId]),
  'deactivate-person': (n) => each('personId', [n.personId]),
  'reactivate-person': (n) => each('personId', [n.personId]),
  'list-api-keys': whole,
  'create-api-key': () => [{ body: { name: 'Own', scopes: ['read'] } }],
  'revoke-api-key': (n) => each('apiKeyId', [n.apiKeyId]),
  'list-organizations': (n) => list({ q: n.organizationName }, { q: n.customerName }),
  'get-organization': (n) => each('organizationId', [n.organizationId, n.customerId]),
  'create-organization': () => [{ body: { name: fresh(), kind: 'dealer' } }],
  'update-organization': (n) => each('organizationId', [n.organizationId, n.customerId], { name: 'Renamed' }),
  'list-allowances': (n) => list({ organizationId: n.organizationId }, { organizationId: n.customerId }),
  'grant-allowance': (n, own) => [
    { body: { fromId: n.organizationId, toId: own.organizationId } },
    { body: { fromId: own.organizationId, toId: n.organizationId } },
  ],
  'end-allowance': (n) => each('allowanceId', [n.allowanceId]),
  'list-serves': (n) => list({ customerId: n.customerId }, { organizationId: n.organizationId }, { organizationId: n.customerId }),
  'start-serves': (n, own) => [
    { body: { partnerId: n.organizationId, customerId: own.customerId } },
    { body: { partnerId: own.organizationId, customerId: n.customerId } },
  ],
  'end-serves': (n) => each('servesId', [n.servesId]),
  'get-catalog': whole,
  'list-catalog-versions': whole,
  'check-catalog': () => [{ body: { pack: 'format: 1' } }],
  'load-catalog': () => [{ body: { pack: 'format: 1' } }],
  'list-customers': (n) => list({ q: n.customerName }, { q: n.city }, { q: n.referenceNote }),
  'get-customer': (n) => each('customerId', [n.customerId]),
  'create-customer': () => [{ body: { name: fresh() } }],
  'update-customer': (n) => each('customerId', [n.customerId], { referenceNote: 'seen' }),
  'list-projects': (n) => list({ customerId: n.customerId }, { q: n.customerName }, { q: n.projectId.slice(4) }, { q: n.controllersId }),
  'get-project': (n) => each('projectId', [n.projectId]),
  'create-project': (n) => [{ body: { customerId: n.customerId, name: 'New' } }],
  'update-project': (n) => each('projectId', [n.projectId], { name: 'seen' }),
  'list-named-users': (n, own) => [
    ...each('projectId', [n.projectId]),
    { params: { projectId: own.projectId }, query: { q: n.userEmail } },
  ],
  'create-named-user': (n) => each('projectId', [n.projectId], { name: 'New', email: 'new@user.example' }),
  'create-named-users': (n) => each('projectId', [n.projectId], { users: [{ name: 'New', email: 'new@user.example' }] }),
  'get-named-user': (n) => each('userId', [n.userId]),
  'update-named-user': (n) => each('userId', [n.userId], { name: 'seen' }),
  'remove-named-user': (n) => each('userId', [n.userId]),
  'give-licenses': (n, own) => [
    { params: { projectId: n.projectId }, body: { lines: [{ lotId: own.lotId, quantity: 1 }] } },
    ...[n.lotId, n.reservedLotId].map((lotId) => ({ params: { projectId: own.projectId }, body: { lines: [{ lotId, quantity: 1 }] } })),
    { params: { projectId: own.projectId }, body: { lines: [{ order: n.salesOrder, part: seat, quantity: 1 }] } },
  ],
  // Whoever knows a customer id may offer to it, so that it exists is no secret; whose it is, is.
  'transfer-licenses': (n, own) => [
    { params: { projectId: n.projectId }, body: { to: own.projectId, lines: [{ lotId: n.lotId, quantity: 1 }] } },
    { params: { projectId: own.projectId }, body: { to: own.projectId, lines: [{ lotId: n.lotId, quantity: 1 }] } },
  ],
  'list-transfers': (n) => list({ projectId: n.projectId }, { projectId: n.projectId, direction: 'incoming' }),
  'accept-transfer': (n) => each('transferId', [transfer(n)]),
  'refuse-transfer': (n) => each('transferId', [transfer(n)]),
  'withdraw-transfer': (n) => each('transferId', [transfer(n)]),
  'list-inventory': (n) =>
    list(
      { q: n.salesOrder },
      { of: 'customers', customerId: n.customerId },
      { of: 'customers', projectId: n.projectId },
      { of: 'customers', q: n.customerName },
    ),
  'list-devices': (n) =>
    list({ customerId: n.customerId }, { parentId: n.deviceId }, { q: n.deviceName }, { q: n.hardwareKey }, { q: n.referenceNote }),
  'get-device': (n) => each('deviceId', [n.deviceId]),
  'create-device': (n, own) => [
    { params: { customerId: n.customerId }, body: device },
    { params: { customerId: own.customerId }, body: { ...device, projectId: n.projectId } },
  ],
  'create-devices': (n, own) => [
    { params: { customerId: n.customerId }, body: { product: device.product, devices: [{ hardwareKey: device.hardwareKey }] } },
    {
      params: { customerId: own.customerId },
      body: { product: device.product, devices: [{ hardwareKey: device.hardwareKey }], projectId: n.projectId },
    },
  ],
  'create-child-device': (n) => each('deviceId', [n.deviceId], { relation: 'any', name: 'Below' }),
  'list-child-devices': (n) => each('deviceId', [n.deviceId]),
  'update-device': (n, own) => [
    ...each('deviceId', [n.deviceId], { name: 'seen' }),
    { params: { deviceId: own.deviceId }, body: { projectId: n.projectId } },
  ],
  'check-hardware-key': (n) => [{ body: { product: 'SV8100', hardwareKey: n.hardwareKey } }],
  'import-devices': (n) => each('projectId', [n.projectId], { csv: 'name,product,hardwareKey\nNew,SV8100,190999999999\n' }),
  'export-devices': (n) =>
    list({ customerId: n.customerId }, { projectId: n.projectId }, { q: n.deviceName }, { hardwareKey: n.hardwareKey }),
  'assign-many': (n) => each('projectId', [n.projectId], { devices: {} }),
  'unassign-many': (n) => each('projectId', [n.projectId], { devices: {} }),
  'list-batches': (n) => list({ projectId: n.projectId }),
  'get-batch': (n) => each('batchId', [n.batchId]),
  'list-batch-items': (n) => each('batchId', [n.batchId]),
  'cancel-batch': (n) => each('batchId', [n.batchId]),
  'download-batch-errors': (n) => each('batchId', [n.batchId]),
  'list-pool': (n) => each('projectId', [n.projectId]),
  'list-pool-licenses': (n) => each('projectId', [n.projectId]),
  'list-assignments': (n) => each('projectId', [n.projectId]),
  'assign-licenses': (n, own) => [
    { params: { projectId: n.projectId }, body: { deviceIds: [own.deviceId] } },
    { params: { projectId: own.projectId }, body: { deviceIds: [n.deviceId] } },
    { params: { projectId: own.projectId }, body: { deviceIds: [own.deviceId], lotId: n.lotId } },
  ],
  'unassign-licenses': (n, own) => [
    { params: { projectId: n.projectId }, body: { deviceIds: [own.deviceId] } },
    { params: { projectId: own.projectId }, body: { deviceIds: [n.deviceId] } },
  ],
  'split-license': (n, own) => [
    { params: { projectId: n.projectId }, body: { lotId: n.lotId } },
    { params: { projectId: own.projectId }, body: { lotId: n.lotId } },
  ],
  'list-bin': (n) => list({ q: n.salesOrder }, { q: n.purchaseOrder }),
  'list-orders': (n) => list({ q: n.salesOrder }, { q: n.purchaseOrder }, { receiverId: n.organizationId }),
  'get-order': (n) => [
    ...[n.orderId, n.salesOrder].map((order) => ({ params: { order } })),
    { params: { order: n.orderId }, query: { asOf: longAgo } },
  ],
  'ship-order': (n) =>
    [{ receiverId: n.organizationId }, { receiverId: n.customerId }, { receiverEmail: n.email }].map((receiver) => ({
      body: { salesOrder: fresh(), lines: [{ part: seat, quantity: 1 }], ...receiver },
    })),
  'cancel-order-line': orders,
  'list-device-licenses': onDevice,
  'attach-licenses': selections(),
  'detach-licenses': selections(),
  'make-hardware-key': (n) => each('deviceId', [n.deviceId], { keyInput: '10.0.0.1' }),
  'activate-licenses': (n, own) => [...selections({ agreement })(n, own), ...each('deviceId', [n.deviceId], { agreement })],
  'list-entitlements': onDevice,
  'list-license-files': (n) => each('deviceId', [n.deviceId]),
  'download-license': (n, own) => [
    ...each('deviceId', [n.deviceId]),
    ...[n.deviceId, own.deviceId].map((deviceId) => ({ params: { deviceId }, query: { documentId: n.documentId } })),
    { params: { deviceId: n.deviceId }, query: { content: 'document' } },
  ],
  'list-external-files': (n) => list({ deviceId: n.deviceId }, { q: n.hardwareKey }, { q: n.salesOrder }, { q: n.deviceName }),
  'deposit-external-file': (n) =>
    [n.orderId, n.salesOrder].map((order) => ({ body: { order, product: 'RCC', fileName: 'rcc.lic', content: 'AAAA' } })),
  'upload-device-file': (n) => each('externalFileId', [n.externalFileId], { fileName: 'protect.dat', content: 'AAAA' }),
  'supply-external-file': (n) => each('externalFileId', [n.externalFileId], { fileName: 'expense.lic', content: 'AAAA' }),
  'download-external-file': (n) => each('externalFileId', [n.externalFileId]),
  'download-device-file': (n) => each('externalFileId', [n.externalFileId]),
  'regenerate-license': (n) => each('deviceId', [n.deviceId]),
  'validate-license': (n) => [
    ...[n.lotId, n.reservedLotId, n.activeLotId].map((licenseId) => ({ body: { licenseId } })),
    { body: { product: 'SV8100', hardwareKey: n.hardwareKey } },
    { body: { product: 'SV8100', hardwareKey: n.hardwareKey, licenseId: n.activeLotId } },
  ],
  'make-license-keys': (n) => [
    { body: { part: version, keys: 1, source: 'issue', receiverId: n.organizationId, salesOrder: n.salesOrder } },
    { body: { part: version, keys: 1, source: 'issue', receiverEmail: n.email, salesOrder: n.salesOrder } },
    { body: { part: version, keys: 1, source: 'bin', salesOrder: n.salesOrder } },
    { body: { part: version, keys: 1, source: 'issue', projectId: n.projectId, agreement } },
  ],
  'list-license-key-batches': (n) => list({ q: n.salesOrder }, { q: n.purchaseOrder }),
  'export-license-keys': (n) => each('batchId', [n.licenseKeyBatchId]),
  'list-license-keys': (n) => list({ projectId: n.projectId }, { batchId: n.licenseKeyBatchId }, { salesOrder: n.salesOrder }),
  'show-license-keys': (n) => [n.licenseKeyId, n.openLicenseKeyId].map((id) => ({ body: { keyIds: [id] } })),
  'get-license-key-terms': whole,
  'redeem-license-keys': (n) => each('projectId', [n.projectId], { keys: ['ML-2'], agreement }),
  'revoke-license-keys': (n) => [
    { body: { keyIds: [n.openLicenseKeyId], reason: 'Mine' } },
    { body: { batchId: n.licenseKeyBatchId, reason: 'Mine' } },
  ],
  'list-demos': (n) => each('deviceId', [n.deviceId]),
  'start-demo': (n) => each('deviceId', [n.deviceId], { demo: 'any', agreement }),
  'import-license-file': (n) => each('deviceId', [n.deviceId], { content: '[LICENSE]' }),
  'list-tasks': (n) => list({ deviceId: n.deviceId }, { q: n.deviceName }, { q: n.hardwareKey }),
  'complete-task': (n) => each('taskId', [n.taskId]),
  'get-key-set': (_, own) => list({ vendor: own.slug }),
  'download-key-set': (_, own) => list({ vendor: own.slug }),
  'download-revocations': (_, own) => list({ vendor: own.slug }),
  'list-signing-keys': whole,
  'rotate-signing-key': () => [{ body: {} }],
  'list-expiries': (n) => list({ projectId: n.projectId }),
  'list-operations': histories,
  'export-operations': histories,
  'get-operation': (n) => each('operationId', [n.operationId, n.attachId]),
  'undo-operation': (n) => each('operationId', [n.operationId, n.attachId]),
  'list-balances': (n) => list({ deviceId: n.deviceId }, { deviceId: n.deviceId, asOf: longAgo }),
  search: (n) => Object.values(n).map((q: string) => ({ query: { q } })),
  'get-home': whole,
  'list-mails': (n) => list({ q: n.email }, { q: n.salesOrder }),
  'get-mail': (n) => each('mailId', [n.mailId]),
  'resend-mail': (n) => each('mailId', [n.mailId]),
  'send-test-mail': () => [{ body: { to: 'somebody@example.org' } }],
  'list-audit-events': whole,
  // Hashes are nobody's to guess; that they open only one's own is tested beside the use case.
  'get-audit-event': () => each('hash', ['A'.repeat(43)]),
  'enrol-device': (n, own) => requests('enrol', n, own).map((request) => ({ body: { request, vendor: own.slug } })),
  'list-enrolments': (n) => list({ projectId: n.projectId }, { deviceId: n.controllerId }, { state: 'waiting' }),
  'approve-enrolment': (n) => each('enrolmentId', [n.enrolmentId]),
  'refuse-enrolment': (n) => each('enrolmentId', [n.enrolmentId]),
  'create-enrolment-code': (n) => each('projectId', [n.projectId]),
  'get-customer-id': (n) => each('projectId', [n.projectId]),
  'renew-customer-id': (n) => each('projectId', [n.projectId]),
  'revoke-device-key': (n) => each('deviceId', [n.controllerId]),
  'list-cloud-licenses': whole,
  'activate-cloud-licenses': (n) => [{ body: { licenses: [{ lotId: n.lotId }] } }],
  'return-licenses': (n, own) => [{ body: { receipt: receipt(n, own) } }],
  'get-current-license': whole,
  'report-endpoints': () => [{ body: { endpoints: [] } }],
  'list-capacities': (n) => each('projectId', [n.projectId]),
  'list-all-capacities': () => list({ missing: 'capacity' }, { missing: 'maintenance' }),
  'list-endpoints': (n) => each('deviceId', [n.controllerId]),
  'list-device-cloud-licenses': (n) => each('deviceId', [n.controllerId]),
  'check-license-request': (n, own) => requests('licenses', n, own).map((request) => ({ body: { request } })),
  'activate-from-file': (n, own) => requests('licenses', n, own).map((request) => ({ body: { request, licenses: [{ lotId: n.lotId }] } })),
  'take-back-licenses': (n) => each('deviceId', [n.deviceId, n.controllerId], { reason: 'Lost' }),
  'return-from-file': (n, own) => [{ body: { receipt: receipt(n, own) } }],
  'check-out-seat': (n) => [{ body: { leaseId: n.leaseId, feature: 'handsets', user: 'u', host: 'h' } }],
  'heartbeat-seats': (n) => [{ body: { leases: [{ leaseId: n.leaseId }] } }],
  'release-seat': (n) => each('leaseId', [n.leaseId]),
  'borrow-seat': (n) => each('leaseId', [n.leaseId], { until: '2099-01-01T00:00:00Z', publicKey: borrowerKey }),
  'return-borrowed': (n, own) => [{ body: { receipt: seatReceipt(n, own) } }],
  'list-counters': (n) => each('projectId', [n.projectId]),
  'list-all-counters': (n) => list({ q: n.customerName }, { state: 'over' }, { state: 'waiting' }, { state: 'full' }),
  'get-counter': (n) => each('counterId', [n.counterId]),
  'update-counter': (n) => each('counterId', [n.counterId], { perUser: 1 }),
  'list-overuses': (n) => [
    ...each('counterId', [n.counterId]),
    { params: { counterId: n.counterId }, query: { from: '2026-01-01', to: '2026-12-31' } },
  ],
  'list-leases': (n) => each('counterId', [n.counterId]),
  'list-tickets': (n) => each('counterId', [n.counterId]),
  'end-lease': (n) => each('leaseId', [n.leaseId], { reason: 'seen' }),
  'take-back-seats': (n) => each('counterId', [n.counterId], { leaseIds: [n.leaseId], reason: 'seen' }),
  'recall-seat': (n) => each('leaseId', [n.leaseId], { reason: 'seen' }),
  'return-borrowed-from-file': (n, own) => [{ body: { receipt: seatReceipt(n, own) } }],
  'list-reservations': (n) => each('counterId', [n.counterId]),
  'create-reservation': (n) => each('counterId', [n.counterId], { seats: 1, whom: { kind: 'user', name: 'seen' } }),
  'get-reservation': (n) => each('reservationId', [n.reservationId]),
  'update-reservation': (n) => each('reservationId', [n.reservationId], { seats: 2 }),
  'remove-reservation': (n) => each('reservationId', [n.reservationId]),
  'get-workstation-setup': (_, own) => [{ query: { vendor: own.slug } }],
  'activate-workstation': (n, own) => requests('licenses', n, own).map((request) => ({ body: { request, vendor: own.slug } })),
  'renew-workstation': (n, own) => requests('renew', n, own).map((request) => ({ body: { request, vendor: own.slug } })),
  'deactivate-workstation': (n, own) => [{ body: { receipt: receipt(n, own), vendor: own.slug } }],
  'renew-from-file': (n, own) => requests('renew', n, own).map((request) => ({ body: { request } })),
  'get-device-machine': (n) => each('deviceId', [n.deviceId, n.controllerId]),
  'replace-hardware': (n, own) => [
    ...each('deviceId', [n.deviceId, n.controllerId], { reason: 'Dead', newDeviceId: own.deviceId }),
    { params: { deviceId: own.deviceId }, body: { reason: 'Dead', newDeviceId: n.deviceId } },
  ],
};
