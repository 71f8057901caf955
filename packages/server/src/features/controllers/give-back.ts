import { type DeviceDocumentRefusal, isNewer, type ReceiptPayload, verifyReceipt } from '@muniment/documents/verify';
import { accept, type Decision, refuse } from '@muniment/domain';
import { activeOn, poolOf, previewOf, returnFromDevice } from '@muniment/domain/ledger';
import { digestOf } from '@muniment/platform/hash';
import { fromId, toId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { Context, Uuid } from '../../core/context.ts';
import { type LockedDevice, lockActDevice } from '../channel/index.ts';
import { type DeviceRow, loadDevice, viewerOf } from '../devices/index.ts';
import type { EnrolmentRow, KeyInForce } from '../enrolment/index.ts';
import { ensureAccounts, findAccounts, lockBalances, recordOperation } from '../ledger/index.ts';
import { isAnswered, newestDocument, wasIssued } from '../licenses/index.ts';
import { fillIn, toHoldings } from '../lots/index.ts';
import { revokeFiles } from '../revocations/index.ts';
import { conclude } from './activate.ts';
import { activeHoldings } from './holdings.ts';
import { findReceipt, insertReceipt, returnedBy, type TakenReceiptRow, takenFromPool } from './store.ts';
import { type CloudLicense, type ControllerLicenses, toCloudLicenses, toDeviceRef, toDocument } from './wire.ts';

const day = 86_400;
/** A receipt is sent until it is answered, however long that takes: which file it is about is said by the serial. */
const times = { oldestSeconds: 3650 * day, clockToleranceSeconds: day };

export interface Return {
  readonly receipt: string;
  /** The key that the receipt is signed with, as far as is claimed. */
  readonly key: KeyInForce;
  readonly previewDigest?: string | undefined;
  readonly reason?: string | undefined;
}

export type ReturnRefusal =
  | DeviceDocumentRefusal
  | 'not-found'
  | 'no-catalog'
  | 'receipt-outdated'
  | 'receipt-serial-unknown'
  | 'nothing-to-return'
  | 'request-answered'
  | 'license-file-external'
  | 'preview-outdated';

/** What a device has then, and what of it went back to the pool. */
export type GivenBack = ControllerLicenses & { readonly returned: CloudLicense[] };

/** What a return put back into the pool, as its people see licences. */
async function toReturned(context: Context, { device, current }: LockedDevice, operationId: Uuid): Promise<CloudLicense[]> {
  const { tx, vendor } = context;
  const [pool] = [...(await ensureAccounts(tx, vendor.id, [poolOf(device.project_id)])).values()];
  const rows = await returnedBy(tx, vendor.id, operationId);
  const balances = rows.map(({ lot_id, quantity, at }) => ({ account: pool!, lotId: lot_id, quantity, lastAt: at, cameAt: at }));
  return toCloudLicenses(context, current, await fillIn(tx, vendor.id, balances));
}

/** What came from the pool goes back to it, once for every licence file that a device has removed (E3). */
export async function giveBack(context: Context, asked: Return): Promise<Decision<GivenBack, ReturnRefusal>> {
  const { tx, vendor, now } = context;
  const deviceId = asked.key.device_id;
  const loaded = await lockActDevice(context, deviceId);
  if (!loaded.ok) return loaded;
  const locked = loaded.value;
  const read = await readReceipt(context, locked.device, asked);
  if (!read.ok) return read;
  const { serial, nonce } = read.value;
  const before = await findReceipt(tx, vendor.id, deviceId, serial.epoch, serial.number);
  if (before !== null) return accept(await answerAgain(context, locked, before));
  const known = await checkSerial(context, locked, read.value);
  if (!known.ok) return known;
  const removedAt = removalOf(read.value, now);
  const key = { enrolmentId: asked.key.id, thumbprint: asked.key.thumbprint };
  const decision = returnFromDevice(await loadReturnState(context, locked), { serial, removedAt, key }, now);
  const digest = digestOf(previewOf('return-from-device', decision));
  if (asked.previewDigest !== undefined && asked.previewDigest !== digest) {
    return refuse('preview-outdated', decision.ok ? { digest } : { refusal: decision.refusal });
  }
  if (!decision.ok) return decision;
  const { device, current } = locked;
  const operationId = await recordOperation(context, decision.value, {
    deviceId,
    customerId: device.customer_id,
    projectId: device.project_id,
    packVersion: current.version,
    reason: asked.reason ?? null,
  });
  // It signed that it removed them; of a copy that it kept, or that came from a back-up, everybody is told.
  await revokeFiles(context, deviceId, 'returned');
  const done = await conclude(context, locked, { cause: 'return-from-device', operationId, nonce, at: decision.value.at, digest });
  if (done.document !== null) {
    const row = { deviceId, epoch: serial.epoch, serial: serial.number, operation_id: operationId };
    await insertReceipt(tx, vendor.id, { ...row, document_id: fromId('doc', done.document.id)! }, now);
  }
  return accept({ ...done, returned: await toReturned(context, locked, operationId) });
}

/** When the device says that it removed the file; a clock that is ahead of the server's says nothing. */
function removalOf({ removedAt }: ReceiptPayload, now: Temporal.Instant): Temporal.Instant | null {
  const said = Temporal.Instant.fromEpochMilliseconds(removedAt * 1000);
  return Temporal.Instant.compare(said, now) > 0 ? null : said;
}

function readReceipt(
  { vendor, now, services }: Context,
  device: DeviceRow,
  { receipt, key }: Return,
): Promise<Decision<ReceiptPayload, DeviceDocumentRefusal>> {
  return verifyReceipt(receipt, {
    ...times,
    vendor: vendor.slug,
    now: now.epochMilliseconds,
    acceptTest: services.testClock,
    key: key.public_jwk,
    hardwareKey: device.hardware_key,
    product: device.product,
  });
}

/** The removed file must be the newest that was made: else the device does not know yet what it has. */
async function checkSerial(
  { tx, vendor }: Context,
  { device, product }: LockedDevice,
  { serial, nonce }: ReceiptPayload,
): Promise<Decision<null, 'receipt-outdated' | 'receipt-serial-unknown' | 'request-answered' | 'license-file-external'>> {
  if (product.licenseFile.format === 'external') {
    return refuse('license-file-external', { product: product.id, productLabel: product.label });
  }
  if (!(await wasIssued(tx, vendor.id, device.id, serial.epoch, serial.number))) return refuse('receipt-serial-unknown', { serial });
  const { epoch, serial: number } = (await newestDocument(tx, vendor.id, device.id))!;
  if (isNewer({ epoch, number }, serial)) return refuse('receipt-outdated', { serial, newest: { epoch, number } });
  return (await isAnswered(tx, vendor.id, device.id, nonce)) ? refuse('request-answered', { deviceId: device.id }) : accept(null);
}

/** What is active on a device, what of it came from the pool, and where it would go. */
export async function loadReturnState({ tx, vendor }: Context, { device, active }: LockedDevice) {
  const accounts = await findAccounts(tx, vendor.id, [activeOn(device.id)]);
  // The project has a pool once something of it is active; where it was emptied in another way, it is made.
  const pool = [...(await ensureAccounts(tx, vendor.id, [poolOf(device.project_id)])).values()];
  const pairs = active.flatMap(({ lot }) => [...accounts, ...pool].map((account) => ({ account, lotId: lot.id })));
  const balances = await lockBalances(tx, vendor.id, pairs);
  const [own] = accounts;
  return {
    device: { id: device.id },
    projectId: device.project_id,
    active: await toHoldings(
      tx,
      vendor.id,
      balances.filter(({ account }) => account.kind === 'active'),
    ),
    fromPool: own === undefined ? new Map<Uuid, number>() : await takenFromPool(tx, vendor.id, own.id),
    targets: balances.filter(({ account }) => account.kind === 'pool'),
  };
}

/** The same receipt again: what was lost on the way is told once more, and nothing is booked. */
async function answerAgain(
  context: Context,
  locked: LockedDevice,
  { operation_id, document_id, received_at }: TakenReceiptRow,
): Promise<GivenBack> {
  const { tx, vendor } = context;
  const { device, current } = locked;
  return {
    dryRun: context.dryRun,
    operationId: toId('op', operation_id),
    at: received_at.toString(),
    device: toDeviceRef(device),
    document: toDocument(await newestDocument(tx, vendor.id, device.id, document_id)),
    licenses: await toCloudLicenses(context, current, await activeHoldings(context, device.id)),
    digest: null,
    returned: await toReturned(context, locked, operation_id),
  };
}

/** The device that a key belongs to, as far as it is seen. */
export async function deviceOfKey(context: Context, key: EnrolmentRow | null): Promise<DeviceRow | null> {
  return key === null || key.device_id === null ? null : loadDevice(context.tx, viewerOf(context), key.device_id);
}
