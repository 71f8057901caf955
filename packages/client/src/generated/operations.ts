// Generated from packages/contract by packages/client/scripts/generate-table.ts. Do not edit.
import type { AllMethod, Method, PagesMethod, Route } from '../types.ts';

// biome-ignore format: one operation a line, so that a change of the contract reads as one line
export const routes = {
  'sign-in': { method: 'POST', path: '/v1/sign-in', body: ['email', 'password', 'vendor'] },
  'sign-out': { method: 'POST', path: '/v1/sign-out' },
  'get-me': { method: 'GET', path: '/v1/me' },
  'update-me': { method: 'PATCH', path: '/v1/me', body: ['name', 'language'], dryRun: true, ifMatch: true },
  'change-password': { method: 'POST', path: '/v1/me/password', body: ['currentPassword', 'newPassword'] },
  'request-password-reset': { method: 'POST', path: '/v1/password-reset-requests', body: ['email', 'vendor'] },
  'reset-password': { method: 'POST', path: '/v1/password-resets', body: ['token', 'password'] },
  'list-people': { method: 'GET', path: '/v1/people', query: ['limit', 'cursor', 'organizationId', 'q'], paged: true },
  'get-person': { method: 'GET', path: '/v1/people/:personId' },
  'list-invitations': { method: 'GET', path: '/v1/invitations', query: ['limit', 'cursor'], paged: true },
  'invite-person': { method: 'POST', path: '/v1/invitations', body: ['email', 'role', 'organizationId', 'language'], idempotent: true, dryRun: true },
  'revoke-invitation': { method: 'POST', path: '/v1/invitations/:invitationId/revoke', idempotent: true, dryRun: true },
  'look-up-invitation': { method: 'POST', path: '/v1/invitations/look-up', body: ['token'] },
  'accept-invitation': { method: 'POST', path: '/v1/invitations/accept', body: ['token', 'name', 'password'] },
  'set-role': { method: 'POST', path: '/v1/people/:personId/role', body: ['role', 'organizationId'], idempotent: true, dryRun: true },
  'deactivate-person': { method: 'POST', path: '/v1/people/:personId/deactivate', idempotent: true, dryRun: true },
  'reactivate-person': { method: 'POST', path: '/v1/people/:personId/reactivate', idempotent: true, dryRun: true },
  'list-api-keys': { method: 'GET', path: '/v1/api-keys', query: ['limit', 'cursor'], paged: true },
  'create-api-key': { method: 'POST', path: '/v1/api-keys', body: ['name', 'scopes', 'role', 'expiresAt', 'projectId'], idempotent: true },
  'revoke-api-key': { method: 'POST', path: '/v1/api-keys/:apiKeyId/revoke', idempotent: true, dryRun: true },
  'list-organizations': { method: 'GET', path: '/v1/organizations', query: ['limit', 'cursor', 'q', 'kind'], paged: true },
  'get-organization': { method: 'GET', path: '/v1/organizations/:organizationId' },
  'create-organization': { method: 'POST', path: '/v1/organizations', body: ['name', 'kind'], idempotent: true, dryRun: true },
  'update-organization': { method: 'PATCH', path: '/v1/organizations/:organizationId', body: ['name'], dryRun: true, ifMatch: true },
  'list-allowances': { method: 'GET', path: '/v1/allowances', query: ['limit', 'cursor', 'organizationId'], paged: true },
  'grant-allowance': { method: 'POST', path: '/v1/allowances', body: ['fromId', 'toId'], idempotent: true, dryRun: true },
  'end-allowance': { method: 'POST', path: '/v1/allowances/:allowanceId/end', idempotent: true, dryRun: true },
  'list-serves': { method: 'GET', path: '/v1/serves', query: ['limit', 'cursor', 'customerId', 'organizationId'], paged: true },
  'start-serves': { method: 'POST', path: '/v1/serves', body: ['partnerId', 'customerId'], idempotent: true, dryRun: true },
  'end-serves': { method: 'POST', path: '/v1/serves/:servesId/end', idempotent: true, dryRun: true },
  'get-catalog': { method: 'GET', path: '/v1/catalog', query: ['language'] },
  'list-catalog-versions': { method: 'GET', path: '/v1/catalog/versions', query: ['limit', 'cursor'], paged: true },
  'check-catalog': { method: 'POST', path: '/v1/catalog/check', body: ['pack'] },
  'load-catalog': { method: 'POST', path: '/v1/catalog', body: ['pack'], idempotent: true, dryRun: true },
  'list-projects': { method: 'GET', path: '/v1/projects', query: ['limit', 'cursor', 'q', 'customerId', 'sort'], paged: true },
  'get-project': { method: 'GET', path: '/v1/projects/:projectId' },
  'create-project': { method: 'POST', path: '/v1/projects', body: ['customerId', 'name'], idempotent: true, dryRun: true },
  'update-project': { method: 'PATCH', path: '/v1/projects/:projectId', body: ['name', 'noticeDays', 'atExpiry', 'extendPrefer'], dryRun: true, ifMatch: true },
  'list-named-users': { method: 'GET', path: '/v1/projects/:projectId/users', query: ['limit', 'cursor', 'q', 'status', 'sort'], paged: true },
  'create-named-user': { method: 'POST', path: '/v1/projects/:projectId/users', body: ['name', 'email', 'note'], idempotent: true, dryRun: true },
  'create-named-users': { method: 'POST', path: '/v1/projects/:projectId/users/batch', body: ['users'], idempotent: true, dryRun: true },
  'get-named-user': { method: 'GET', path: '/v1/named-users/:userId' },
  'update-named-user': { method: 'PATCH', path: '/v1/named-users/:userId', body: ['name', 'email', 'note'], dryRun: true, ifMatch: true },
  'remove-named-user': { method: 'POST', path: '/v1/named-users/:userId/remove', idempotent: true, dryRun: true },
  'give-licenses': { method: 'POST', path: '/v1/projects/:projectId/give', body: ['lines', 'previewDigest', 'reason'], idempotent: true, dryRun: true },
  'transfer-licenses': { method: 'POST', path: '/v1/projects/:projectId/transfer', body: ['to', 'lines', 'note', 'previewDigest', 'reason'], idempotent: true, dryRun: true },
  'list-transfers': { method: 'GET', path: '/v1/transfers', query: ['limit', 'cursor', 'projectId', 'direction', 'state'], paged: true },
  'accept-transfer': { method: 'POST', path: '/v1/transfers/:transferId/accept', body: ['previewDigest', 'reason'], idempotent: true, dryRun: true },
  'refuse-transfer': { method: 'POST', path: '/v1/transfers/:transferId/refuse', body: ['previewDigest', 'reason'], idempotent: true, dryRun: true },
  'withdraw-transfer': { method: 'POST', path: '/v1/transfers/:transferId/withdraw', body: ['previewDigest', 'reason'], idempotent: true, dryRun: true },
  'list-inventory': { method: 'GET', path: '/v1/inventory', query: ['limit', 'cursor', 'of', 'customerId', 'projectId', 'part', 'q'], paged: true },
  'list-customers': { method: 'GET', path: '/v1/customers', query: ['limit', 'cursor', 'q', 'sort'], paged: true },
  'get-customer': { method: 'GET', path: '/v1/customers/:customerId' },
  'create-customer': { method: 'POST', path: '/v1/customers', body: ['name', 'address', 'referenceNote'], idempotent: true, dryRun: true },
  'update-customer': { method: 'PATCH', path: '/v1/customers/:customerId', body: ['name', 'address', 'referenceNote'], dryRun: true, ifMatch: true },
  'list-devices': { method: 'GET', path: '/v1/devices', query: ['limit', 'cursor', 'q', 'customerId', 'projectId', 'product', 'variant', 'status', 'parentId', 'hardwareKey', 'licensed', 'licensedBefore', 'attribute', 'sort'], paged: true },
  'get-device': { method: 'GET', path: '/v1/devices/:deviceId' },
  'create-device': { method: 'POST', path: '/v1/customers/:customerId/devices', body: ['name', 'product', 'variant', 'hardwareKey', 'secondaryKey', 'productKey', 'keyInput', 'referenceNote', 'attributes', 'projectId'], idempotent: true, dryRun: true },
  'create-devices': { method: 'POST', path: '/v1/customers/:customerId/devices/batch', body: ['product', 'variant', 'devices', 'projectId'], idempotent: true, dryRun: true },
  'create-child-device': { method: 'POST', path: '/v1/devices/:deviceId/children', body: ['relation', 'name', 'hardwareKey', 'secondaryKey', 'productKey', 'keyInput', 'referenceNote', 'confirmed'], idempotent: true, dryRun: true },
  'list-child-devices': { method: 'GET', path: '/v1/devices/:deviceId/children' },
  'update-device': { method: 'PATCH', path: '/v1/devices/:deviceId', body: ['name', 'referenceNote', 'attributes', 'hardwareKey', 'secondaryKey', 'productKey', 'keyInput', 'projectId'], dryRun: true, ifMatch: true },
  'check-hardware-key': { method: 'POST', path: '/v1/hardware-keys/check', body: ['product', 'variant', 'role', 'hardwareKey'] },
  'import-devices': { method: 'POST', path: '/v1/projects/:projectId/devices/import', body: ['csv', 'product', 'variant', 'existing'], idempotent: true, dryRun: true },
  'export-devices': { method: 'GET', path: '/v1/device-list', query: ['q', 'customerId', 'projectId', 'product', 'variant', 'status', 'parentId', 'hardwareKey', 'licensed', 'licensedBefore', 'attribute', 'headings', 'delimiter'], file: true },
  'assign-many': { method: 'POST', path: '/v1/projects/:projectId/assign-many', body: ['deviceIds', 'userIds', 'devices', 'expected', 'prefer', 'lotId', 'ifLicensed', 'reason'], idempotent: true, dryRun: true },
  'unassign-many': { method: 'POST', path: '/v1/projects/:projectId/unassign-many', body: ['deviceIds', 'userIds', 'devices', 'expected', 'reason'], idempotent: true, dryRun: true },
  'list-batches': { method: 'GET', path: '/v1/batches', query: ['limit', 'cursor', 'state', 'kind', 'projectId'], paged: true },
  'get-batch': { method: 'GET', path: '/v1/batches/:batchId' },
  'list-batch-items': { method: 'GET', path: '/v1/batches/:batchId/items', query: ['limit', 'cursor', 'state'], paged: true },
  'cancel-batch': { method: 'POST', path: '/v1/batches/:batchId/cancel', idempotent: true, dryRun: true },
  'download-batch-errors': { method: 'GET', path: '/v1/batches/:batchId/errors', file: true },
  'list-bin': { method: 'GET', path: '/v1/bin', query: ['limit', 'cursor', 'q', 'class', 'sort'], paged: true },
  'list-orders': { method: 'GET', path: '/v1/orders', query: ['limit', 'cursor', 'q', 'receiverId', 'sort'], paged: true },
  'get-order': { method: 'GET', path: '/v1/orders/:order', query: ['asOf'] },
  'ship-order': { method: 'POST', path: '/v1/orders', body: ['salesOrder', 'purchaseOrder', 'receiverId', 'receiverEmail', 'lines', 'maintenanceMonths', 'note', 'fields', 'previewDigest', 'reason'], idempotent: true, dryRun: true },
  'cancel-order-line': { method: 'POST', path: '/v1/orders/:order/lines/:line/cancel', body: ['previewDigest', 'reason'], idempotent: true, dryRun: true },
  'list-device-licenses': { method: 'GET', path: '/v1/devices/:deviceId/licenses', query: ['asOf'] },
  'attach-licenses': { method: 'POST', path: '/v1/devices/:deviceId/attach', body: ['lines', 'previewDigest', 'reason'], idempotent: true, dryRun: true },
  'detach-licenses': { method: 'POST', path: '/v1/devices/:deviceId/detach', body: ['lines', 'previewDigest', 'reason'], idempotent: true, dryRun: true },
  'activate-licenses': { method: 'POST', path: '/v1/devices/:deviceId/activate', body: ['lines', 'agreement', 'previewDigest', 'reason'], idempotent: true, dryRun: true },
  'make-hardware-key': { method: 'POST', path: '/v1/devices/:deviceId/make-key', body: ['keyInput', 'agreement', 'previewDigest', 'reason'], idempotent: true, dryRun: true },
  'list-entitlements': { method: 'GET', path: '/v1/devices/:deviceId/entitlements', query: ['asOf', 'language'] },
  'list-license-files': { method: 'GET', path: '/v1/devices/:deviceId/license-files', query: ['limit', 'cursor'], paged: true },
  'download-license': { method: 'GET', path: '/v1/devices/:deviceId/license-file', query: ['documentId', 'content'], file: true },
  'regenerate-license': { method: 'POST', path: '/v1/devices/:deviceId/regenerate', idempotent: true, dryRun: true },
  'validate-license': { method: 'POST', path: '/v1/validate', body: ['licenseId', 'product', 'hardwareKey', 'feature', 'quantity', 'version'] },
  'get-key-set': { method: 'GET', path: '/.well-known/jwks.json', query: ['vendor'] },
  'download-key-set': { method: 'GET', path: '/v1/key-set', query: ['vendor', 'signedBy'], file: true },
  'list-signing-keys': { method: 'GET', path: '/v1/signing-keys' },
  'rotate-signing-key': { method: 'POST', path: '/v1/signing-keys/rotate', body: ['algorithm', 'reason'], idempotent: true },
  'list-pool': { method: 'GET', path: '/v1/projects/:projectId/pool', query: ['asOf'] },
  'list-pool-licenses': { method: 'GET', path: '/v1/projects/:projectId/pool-licenses', query: ['limit', 'cursor', 'category', 'part', 'termDays', 'sort'], paged: true },
  'assign-licenses': { method: 'POST', path: '/v1/projects/:projectId/assign', body: ['deviceIds', 'userIds', 'prefer', 'lotId', 'ifLicensed', 'previewDigest', 'reason'], idempotent: true, dryRun: true },
  'unassign-licenses': { method: 'POST', path: '/v1/projects/:projectId/unassign', body: ['deviceIds', 'userIds', 'lotId', 'previewDigest', 'reason'], idempotent: true, dryRun: true },
  'split-license': { method: 'POST', path: '/v1/projects/:projectId/split', body: ['lotId', 'previewDigest', 'reason'], idempotent: true, dryRun: true },
  'list-assignments': { method: 'GET', path: '/v1/projects/:projectId/assignments', query: ['limit', 'cursor', 'of', 'state', 'q', 'product', 'variant', 'category', 'ids'], paged: true },
  'list-expiries': { method: 'GET', path: '/v1/expiries', query: ['limit', 'cursor', 'projectId', 'from', 'until'], paged: true },
  'make-license-keys': { method: 'POST', path: '/v1/license-key-batches', body: ['part', 'keys', 'quantityPerKey', 'source', 'receiverId', 'receiverEmail', 'salesOrder', 'purchaseOrder', 'fields', 'projectId', 'agreement', 'note', 'reason'], idempotent: true },
  'list-license-key-batches': { method: 'GET', path: '/v1/license-key-batches', query: ['limit', 'cursor', 'q', 'batchId', 'sort'], paged: true },
  'export-license-keys': { method: 'POST', path: '/v1/license-key-batches/:batchId/export', file: true },
  'list-license-keys': { method: 'GET', path: '/v1/license-keys', query: ['limit', 'cursor', 'projectId', 'batchId', 'salesOrder', 'state'], paged: true },
  'show-license-keys': { method: 'POST', path: '/v1/license-keys/show', body: ['keyIds'] },
  'get-license-key-terms': { method: 'GET', path: '/v1/license-keys/terms' },
  'redeem-license-keys': { method: 'POST', path: '/v1/projects/:projectId/license-keys', body: ['keys', 'agreement', 'previewDigest', 'reason'], idempotent: true, dryRun: true },
  'revoke-license-keys': { method: 'POST', path: '/v1/license-keys/revoke', body: ['keyIds', 'batchId', 'to', 'previewDigest', 'reason'], idempotent: true, dryRun: true },
  'list-demos': { method: 'GET', path: '/v1/devices/:deviceId/demos' },
  'start-demo': { method: 'POST', path: '/v1/devices/:deviceId/demos', body: ['demo', 'agreement', 'previewDigest', 'reason'], idempotent: true, dryRun: true },
  'import-license-file': { method: 'POST', path: '/v1/devices/:deviceId/import', body: ['content', 'previewDigest', 'reason'], idempotent: true, dryRun: true },
  'list-external-files': { method: 'GET', path: '/v1/external-files', query: ['limit', 'cursor', 'q', 'deviceId', 'state'], paged: true },
  'deposit-external-file': { method: 'POST', path: '/v1/external-files', body: ['order', 'product', 'fileName', 'content', 'reason'], idempotent: true, dryRun: true },
  'upload-device-file': { method: 'POST', path: '/v1/external-files/:externalFileId/upload', body: ['fileName', 'content'], idempotent: true, dryRun: true },
  'supply-external-file': { method: 'POST', path: '/v1/external-files/:externalFileId/supply', body: ['fileName', 'content', 'reason'], idempotent: true, dryRun: true },
  'download-external-file': { method: 'GET', path: '/v1/external-files/:externalFileId/file', file: true },
  'download-device-file': { method: 'GET', path: '/v1/external-files/:externalFileId/upload', file: true },
  'enrol-device': { method: 'POST', path: '/v1/enrolments', body: ['request', 'code', 'vendor'] },
  'list-enrolments': { method: 'GET', path: '/v1/enrolments', query: ['limit', 'cursor', 'projectId', 'deviceId', 'state'], paged: true },
  'approve-enrolment': { method: 'POST', path: '/v1/enrolments/:enrolmentId/approve', body: ['reason'], idempotent: true, dryRun: true },
  'refuse-enrolment': { method: 'POST', path: '/v1/enrolments/:enrolmentId/refuse', body: ['reason'], idempotent: true, dryRun: true },
  'create-enrolment-code': { method: 'POST', path: '/v1/projects/:projectId/enrolment-codes', idempotent: true },
  'get-customer-id': { method: 'GET', path: '/v1/projects/:projectId/customer-id' },
  'renew-customer-id': { method: 'POST', path: '/v1/projects/:projectId/renew-customer-id', body: ['reason'], idempotent: true, dryRun: true },
  'revoke-device-key': { method: 'POST', path: '/v1/devices/:deviceId/revoke-key', body: ['reason'], idempotent: true, dryRun: true },
  'list-cloud-licenses': { method: 'GET', path: '/v1/controller/cloud-licenses', query: ['limit', 'cursor', 'lotIds'], paged: true },
  'activate-cloud-licenses': { method: 'POST', path: '/v1/controller/activate', body: ['licenses', 'agreement', 'nonce', 'previewDigest'], idempotent: true, dryRun: true },
  'return-licenses': { method: 'POST', path: '/v1/controller/return', body: ['receipt', 'previewDigest'], idempotent: true, dryRun: true },
  'get-current-license': { method: 'GET', path: '/v1/controller/license' },
  'report-endpoints': { method: 'POST', path: '/v1/controller/endpoints', body: ['endpoints'], idempotent: true, dryRun: true },
  'list-endpoints': { method: 'GET', path: '/v1/devices/:deviceId/endpoints', query: ['limit', 'cursor', 'q', 'state', 'protocol'], paged: true },
  'list-capacities': { method: 'GET', path: '/v1/projects/:projectId/capacities', query: ['limit', 'cursor', 'missing'], paged: true },
  'list-all-capacities': { method: 'GET', path: '/v1/capacities', query: ['limit', 'cursor', 'missing'], paged: true },
  'list-device-cloud-licenses': { method: 'GET', path: '/v1/devices/:deviceId/cloud-licenses', query: ['limit', 'cursor'] },
  'check-license-request': { method: 'POST', path: '/v1/license-requests/check', body: ['request'] },
  'activate-from-file': { method: 'POST', path: '/v1/license-requests', body: ['request', 'licenses', 'enrol', 'agreement', 'previewDigest', 'reason'], idempotent: true, dryRun: true },
  'return-from-file': { method: 'POST', path: '/v1/license-receipts', body: ['receipt', 'previewDigest', 'reason'], idempotent: true, dryRun: true },
  'take-back-licenses': { method: 'POST', path: '/v1/devices/:deviceId/take-back', body: ['previewDigest', 'reason'], idempotent: true, dryRun: true },
  'check-out-seat': { method: 'POST', path: '/v1/leases', body: ['leaseId', 'feature', 'seats', 'user', 'host', 'groups', 'queue'] },
  'heartbeat-seats': { method: 'POST', path: '/v1/leases/heartbeats', body: ['leases'] },
  'release-seat': { method: 'POST', path: '/v1/leases/:leaseId/release' },
  'borrow-seat': { method: 'POST', path: '/v1/leases/:leaseId/borrow', body: ['until', 'publicKey', 'fingerprint', 'nonce'], idempotent: true, dryRun: true },
  'return-borrowed': { method: 'POST', path: '/v1/leases/return', body: ['receipt'], idempotent: true, dryRun: true },
  'list-counters': { method: 'GET', path: '/v1/projects/:projectId/counters' },
  'list-all-counters': { method: 'GET', path: '/v1/counters', query: ['limit', 'cursor', 'q', 'state'], paged: true },
  'get-counter': { method: 'GET', path: '/v1/counters/:counterId' },
  'update-counter': { method: 'PATCH', path: '/v1/counters/:counterId', body: ['perUser', 'include', 'exclude'], dryRun: true, ifMatch: true },
  'list-overuses': { method: 'GET', path: '/v1/counters/:counterId/overuses', query: ['limit', 'cursor', 'from', 'to'], paged: true },
  'list-leases': { method: 'GET', path: '/v1/counters/:counterId/leases', query: ['limit', 'cursor', 'q', 'state', 'sort'], paged: true },
  'list-tickets': { method: 'GET', path: '/v1/counters/:counterId/tickets' },
  'end-lease': { method: 'POST', path: '/v1/leases/:leaseId/end', body: ['reason'], idempotent: true, dryRun: true },
  'recall-seat': { method: 'POST', path: '/v1/leases/:leaseId/recall', body: ['reason'], idempotent: true, dryRun: true },
  'take-back-seats': { method: 'POST', path: '/v1/counters/:counterId/take-back', body: ['leaseIds', 'reason'], idempotent: true, dryRun: true },
  'return-borrowed-from-file': { method: 'POST', path: '/v1/borrow-receipts', body: ['receipt'], idempotent: true, dryRun: true },
  'list-reservations': { method: 'GET', path: '/v1/counters/:counterId/reservations' },
  'get-reservation': { method: 'GET', path: '/v1/reservations/:reservationId' },
  'create-reservation': { method: 'POST', path: '/v1/counters/:counterId/reservations', body: ['seats', 'whom', 'note'], idempotent: true, dryRun: true },
  'update-reservation': { method: 'PATCH', path: '/v1/reservations/:reservationId', body: ['seats', 'whom', 'note'], dryRun: true, ifMatch: true },
  'remove-reservation': { method: 'POST', path: '/v1/reservations/:reservationId/remove', idempotent: true, dryRun: true },
  'get-workstation-setup': { method: 'GET', path: '/v1/workstation/setup', query: ['vendor', 'product', 'variant', 'hardwareKey', 'language'] },
  'activate-workstation': { method: 'POST', path: '/v1/workstation/activate', body: ['request', 'agreements', 'previewDigest', 'vendor'], idempotent: true, dryRun: true },
  'renew-workstation': { method: 'POST', path: '/v1/workstation/renew', body: ['request', 'vendor'], idempotent: true, dryRun: true },
  'deactivate-workstation': { method: 'POST', path: '/v1/workstation/deactivate', body: ['receipt', 'previewDigest', 'vendor'], idempotent: true, dryRun: true },
  'renew-from-file': { method: 'POST', path: '/v1/license-requests/renew', body: ['request', 'previewDigest', 'reason'], idempotent: true, dryRun: true },
  'get-device-machine': { method: 'GET', path: '/v1/devices/:deviceId/machine' },
  'replace-hardware': { method: 'POST', path: '/v1/devices/:deviceId/replace-hardware', body: ['request', 'newDeviceId', 'previewDigest', 'reason'], idempotent: true, dryRun: true },
  'download-revocations': { method: 'GET', path: '/v1/revocations', query: ['vendor'], file: true },
  'list-operations': { method: 'GET', path: '/v1/operations', query: ['limit', 'cursor', 'deviceId', 'customerId', 'projectId', 'namedUserId', 'orderId', 'lotId', 'kind', 'kinds', 'from', 'until', 'to'], paged: true },
  'export-operations': { method: 'GET', path: '/v1/license-log', query: ['deviceId', 'customerId', 'projectId', 'namedUserId', 'orderId', 'lotId', 'kind', 'kinds', 'from', 'until', 'to'], file: true },
  'get-operation': { method: 'GET', path: '/v1/operations/:operationId' },
  'undo-operation': { method: 'POST', path: '/v1/operations/:operationId/undo', body: ['previewDigest', 'reason'], idempotent: true, dryRun: true },
  'list-balances': { method: 'GET', path: '/v1/balances', query: ['limit', 'cursor', 'asOf', 'deviceId', 'part'], paged: true },
  'search': { method: 'GET', path: '/v1/search', query: ['q', 'limit'] },
  'get-home': { method: 'GET', path: '/v1/home' },
  'list-tasks': { method: 'GET', path: '/v1/tasks', query: ['limit', 'cursor', 'q', 'state', 'deviceId'], paged: true },
  'complete-task': { method: 'POST', path: '/v1/tasks/:taskId/complete', body: ['note'], idempotent: true, dryRun: true },
  'list-mails': { method: 'GET', path: '/v1/mails', query: ['limit', 'cursor', 'q', 'state'], paged: true },
  'get-mail': { method: 'GET', path: '/v1/mails/:mailId' },
  'resend-mail': { method: 'POST', path: '/v1/mails/:mailId/resend', idempotent: true, dryRun: true },
  'send-test-mail': { method: 'POST', path: '/v1/mails/test', body: ['to', 'language'], idempotent: true, dryRun: true },
  'list-audit-events': { method: 'GET', path: '/v1/audit-events', query: ['limit', 'cursor', 'kind', 'from', 'to'], paged: true },
  'get-audit-event': { method: 'GET', path: '/v1/audit-events/:hash' },
} as const satisfies Record<string, Route>;

/** One method per operation of the API. */
export interface Methods {
  /** Sign in with e-mail and password */
  signIn: Method<'sign-in'>;
  /** End this session */
  signOut: Method<'sign-out'>;
  /** Who I am, for which organization, and what I may do */
  getMe: Method<'get-me'>;
  /** Change my name or language */
  updateMe: Method<'update-me'>;
  /** Change my password; every other session of mine ends */
  changePassword: Method<'change-password'>;
  /** Mail a link for a new password, if the address is known */
  requestPasswordReset: Method<'request-password-reset'>;
  /** Set a new password with the mailed token; every session of the person ends */
  resetPassword: Method<'reset-password'>;
  /** People of my organization, or of all for the vendor’s administrators */
  listPeople: Method<'list-people'>;
  /** One person, as a member of each organization I may see */
  getPerson: Method<'get-person'>;
  /** Invitations and what became of them */
  listInvitations: Method<'list-invitations'>;
  /** Invite a person to an organization by mail */
  invitePerson: Method<'invite-person'>;
  /** Withdraw an invitation; its link stops working */
  revokeInvitation: Method<'revoke-invitation'>;
  /** What an invitation link is for, before accepting it */
  lookUpInvitation: Method<'look-up-invitation'>;
  /** Accept an invitation, choose name and password, and be signed in */
  acceptInvitation: Method<'accept-invitation'>;
  /** Change a person’s role in an organization */
  setRole: Method<'set-role'>;
  /** Close a person’s access; sessions end at once */
  deactivatePerson: Method<'deactivate-person'>;
  /** Open a deactivated person’s access again */
  reactivatePerson: Method<'reactivate-person'>;
  /** API keys of my organization */
  listApiKeys: Method<'list-api-keys'>;
  /** Make an API key; its secret is shown this once */
  createApiKey: Method<'create-api-key'>;
  /** Stop an API key at once */
  revokeApiKey: Method<'revoke-api-key'>;
  /** Organizations I may see: my own, and the ones an allowance shows me */
  listOrganizations: Method<'list-organizations'>;
  /** One organization */
  getOrganization: Method<'get-organization'>;
  /** Add a distributor or dealer */
  createOrganization: Method<'create-organization'>;
  /** Rename an organization */
  updateOrganization: Method<'update-organization'>;
  /** Who may ship to whom */
  listAllowances: Method<'list-allowances'>;
  /** Allow one organization to ship to another */
  grantAllowance: Method<'grant-allowance'>;
  /** End a shipping allowance now */
  endAllowance: Method<'end-allowance'>;
  /** Which partner looks after which customer */
  listServes: Method<'list-serves'>;
  /** Let a partner look after a customer */
  startServes: Method<'start-serves'>;
  /** End a partner’s care for a customer now */
  endServes: Method<'end-serves'>;
  /** Products, parts, key formats and agreement, in one language */
  getCatalog: Method<'get-catalog'>;
  /** Every catalog pack loaded so far */
  listCatalogVersions: Method<'list-catalog-versions'>;
  /** Look for mistakes in a catalog pack, and show what loading it would change */
  checkCatalog: Method<'check-catalog'>;
  /** Load a catalog pack as the new version; existing lots keep theirs */
  loadCatalog: Method<'load-catalog'>;
  /** Projects of the customers I look after, or my own */
  listProjects: Method<'list-projects'>;
  /** One project: its customer, its settings, and how many of its devices and users are licensed */
  getProject: Method<'get-project'>;
  /** Add a project to a customer; the customer id that its controllers are given is made with it */
  createProject: Method<'create-project'>;
  /** Change a project’s name, and what happens when a licence ends */
  updateProject: Method<'update-project'>;
  /** Named users of a project and what is assigned to them */
  listNamedUsers: Method<'list-named-users'>;
  /** Add a named user to a project */
  createNamedUser: Method<'create-named-user'>;
  /** Add many named users; each has a result of its own */
  createNamedUsers: Method<'create-named-users'>;
  /** One named user and what is assigned to it */
  getNamedUser: Method<'get-named-user'>;
  /** Change a named user’s name, e-mail address or note */
  updateNamedUser: Method<'update-named-user'>;
  /** Remove a named user to whom nothing is assigned; name, address and note are erased for good */
  removeNamedUser: Method<'remove-named-user'>;
  /** Give licences from my bin to a customer’s project */
  giveLicenses: Method<'give-licenses'>;
  /** Move licences of the pool to another project: at once within a customer, else as an offer */
  transferLicenses: Method<'transfer-licenses'>;
  /** Licences offered to the projects I see and by them */
  listTransfers: Method<'list-transfers'>;
  /** Take offered licences into the pool */
  acceptTransfer: Method<'accept-transfer'>;
  /** Refuse offered licences: they go back to where they came from */
  refuseTransfer: Method<'refuse-transfer'>;
  /** Take back licences that nobody has accepted yet */
  withdrawTransfer: Method<'withdraw-transfer'>;
  /** Licences in my bin that may be given to projects, or those of the customers I look after */
  listInventory: Method<'list-inventory'>;
  /** Customers I look after */
  listCustomers: Method<'list-customers'>;
  /** One customer */
  getCustomer: Method<'get-customer'>;
  /** Add a customer, with a first project, served by my organization */
  createCustomer: Method<'create-customer'>;
  /** Change a customer’s name, address or note */
  updateCustomer: Method<'update-customer'>;
  /** Devices of the customers I look after; part of a name or hardware key finds them */
  listDevices: Method<'list-devices'>;
  /** One device */
  getDevice: Method<'get-device'>;
  /** Add a device to a customer; its key is checked against the product’s formats, or made */
  createDevice: Method<'create-device'>;
  /** Add many devices of one product; each has a result of its own */
  createDevices: Method<'create-devices'>;
  /** Add a device below another one, as its product allows */
  createChildDevice: Method<'create-child-device'>;
  /** Devices below a device, and what may be added */
  listChildDevices: Method<'list-child-devices'>;
  /** Change a device’s name, note, attributes or keys */
  updateDevice: Method<'update-device'>;
  /** Whether a key fits a product, and how it will be written */
  checkHardwareKey: Method<'check-hardware-key'>;
  /** Add the devices of a CSV file to a project */
  importDevices: Method<'import-devices'>;
  /** The device list as CSV: every device that a filter leaves, as an import reads it */
  exportDevices: Method<'export-devices'>;
  /** Put term licences of the pool on many devices or named users, one after another, each with a result and an act of its own */
  assignMany: Method<'assign-many'>;
  /** Take term licences off many devices or named users, one after another; what is left comes back to the pool */
  unassignMany: Method<'unassign-many'>;
  /** Long work that my organization started, newest first */
  listBatches: Method<'list-batches'>;
  /** How far a batch is */
  getBatch: Method<'get-batch'>;
  /** Every item of a batch with its result, in their order */
  listBatchItems: Method<'list-batch-items'>;
  /** Do no more of a batch; what is done stays done */
  cancelBatch: Method<'cancel-batch'>;
  /** What a batch refused, as CSV: each item as it was given, the code, and why */
  downloadBatchErrors: Method<'download-batch-errors'>;
  /** Orders with units still in my organization’s bin */
  listBin: Method<'list-bin'>;
  /** Orders my organization received or shipped */
  listOrders: Method<'list-orders'>;
  /** One order with its lines: shipped, available, reserved, active */
  getOrder: Method<'get-order'>;
  /** Ship an order: a new lot per line into the receiver’s bin, and a mail to its people */
  shipOrder: Method<'ship-order'>;
  /** Take back what is still in the bin of one order line; the rest is listed */
  cancelOrderLine: Method<'cancel-order-line'>;
  /** Licences reserved and active on a device */
  listDeviceLicenses: Method<'list-device-licenses'>;
  /** Reserve units from my bin for a device */
  attachLicenses: Method<'attach-licenses'>;
  /** Give reserved units back to the bin and order they came from */
  detachLicenses: Method<'detach-licenses'>;
  /** Commit reserved units to the device and make its licence file; cannot be undone */
  activateLicenses: Method<'activate-licenses'>;
  /** Make the real key of a device with a provisional one, and activate the part that enables it; cannot be undone */
  makeHardwareKey: Method<'make-hardware-key'>;
  /** What a device may do, and why */
  listEntitlements: Method<'list-entitlements'>;
  /** Every licence file made for a device, newest first */
  listLicenseFiles: Method<'list-license-files'>;
  /** Download a device’s licence file, the newest or one by its id */
  downloadLicense: Method<'download-license'>;
  /** Make the licence file again, with the next serial and the current key */
  regenerateLicense: Method<'regenerate-license'>;
  /** What a device may do now; a negative answer is a 200 with a code */
  validateLicense: Method<'validate-license'>;
  /** The vendor’s public keys (RFC 7517) */
  getKeySet: Method<'get-key-set'>;
  /** The signed key set: current keys, signed by a key known before */
  downloadKeySet: Method<'download-key-set'>;
  /** The vendor’s signing keys and their states */
  listSigningKeys: Method<'list-signing-keys'>;
  /** Sign with a new key from now on; old files stay verifiable */
  rotateSigningKey: Method<'rotate-signing-key'>;
  /** What a project’s pool holds and has assigned to nothing, counted by category and term */
  listPool: Method<'list-pool'>;
  /** Every licence in a project’s pool */
  listPoolLicenses: Method<'list-pool-licenses'>;
  /** Put term licences of the pool on devices or named users; one that is licensed is extended */
  assignLicenses: Method<'assign-licenses'>;
  /** Take term licences off devices or named users; what is left by the vendor’s rule comes back to the pool */
  unassignLicenses: Method<'unassign-licenses'>;
  /** Take a cumulative licence of the pool apart into what is left of its originals */
  splitLicense: Method<'split-license'>;
  /** Licensed and unlicensed devices, or named users, of a project, with counts */
  listAssignments: Method<'list-assignments'>;
  /** Which licences end when and what happens then, of a project or of all I see, with a calendar */
  listExpiries: Method<'list-expiries'>;
  /** Make licence keys, for an order or of units in my bin; they are shown once, and exported later */
  makeLicenseKeys: Method<'make-license-keys'>;
  /** Licence keys that my organization made or holds, by when they were made together */
  listLicenseKeyBatches: Method<'list-license-key-batches'>;
  /** The keys of a batch in clear as a CSV file, for whoever made or holds them; who did it is recorded */
  exportLicenseKeys: Method<'export-license-keys'>;
  /** Licence keys, masked: every one ever registered in a project, or those my organization made or holds */
  listLicenseKeys: Method<'list-license-keys'>;
  /** Licence keys in clear, for whoever holds the project or made them; who did it is recorded */
  showLicenseKeys: Method<'show-license-keys'>;
  /** What licence keys look like, and what is to be accepted when one is registered */
  getLicenseKeyTerms: Method<'get-license-key-terms'>;
  /** Register licence keys in a project; each has a result of its own */
  redeemLicenseKeys: Method<'redeem-license-keys'>;
  /** Revoke keys that nobody has registered; their units go back to the bin, or out of use */
  revokeLicenseKeys: Method<'revoke-license-keys'>;
  /** Demo, service and trial licences of a device: how many are left, and until when one runs */
  listDemos: Method<'list-demos'>;
  /** Start a demo, service or trial licence on a device and make its licence file; cannot be undone */
  startDemo: Method<'start-demo'>;
  /** Take over the licences of an existing licence file, once and as the first act; cannot be undone */
  importLicenseFile: Method<'import-license-file'>;
  /** Licence files made elsewhere: waited for, available, or deposited with an order */
  listExternalFiles: Method<'list-external-files'>;
  /** Deposit a licence file with an order, so that it is there once the licences are activated */
  depositExternalFile: Method<'deposit-external-file'>;
  /** Upload the file from the device that the licence file is made against; another one takes its place until it is made */
  uploadDeviceFile: Method<'upload-device-file'>;
  /** Hand over the licence file; those who activated are told by mail */
  supplyExternalFile: Method<'supply-external-file'>;
  /** Download a licence file that was made elsewhere */
  downloadExternalFile: Method<'download-external-file'>;
  /** Download the file from the device that a licence file is to be made against */
  downloadDeviceFile: Method<'download-device-file'>;
  /** A device asks to be one of a project, with a request signed by its own key */
  enrolDevice: Method<'enrol-device'>;
  /** Devices that ask to be one of a project, and the keys there were, newest first */
  listEnrolments: Method<'list-enrolments'>;
  /** Let a waiting device into the project; a key it had before is dead from then on */
  approveEnrolment: Method<'approve-enrolment'>;
  /** Keep a waiting device out; its key is refused for good */
  refuseEnrolment: Method<'refuse-enrolment'>;
  /** Make a code with which one device enrols itself within a day; shown once */
  createEnrolmentCode: Method<'create-enrolment-code'>;
  /** The customer id of a project, which is entered into its controllers */
  getCustomerId: Method<'get-customer-id'>;
  /** Give a project another customer id, as when the one it has came into the wrong hands */
  renewCustomerId: Method<'renew-customer-id'>;
  /** Kill a device’s key, as when it was stolen; its token is void at once, its licences stay booked on it */
  revokeDeviceKey: Method<'revoke-device-key'>;
  /** Licences in the pool of the device’s project that it can activate */
  listCloudLicenses: Method<'list-cloud-licenses'>;
  /** Move licences from the pool to the device, and answer its new licence document */
  activateCloudLicenses: Method<'activate-cloud-licenses'>;
  /** Give everything that came from the pool back to it, against the device’s receipt */
  returnLicenses: Method<'return-licenses'>;
  /** The device’s newest licence document, what is active on it, and what may stand behind it */
  getCurrentLicense: Method<'get-current-license'>;
  /** Report everything that stands behind the device; the list takes the place of the one before */
  reportEndpoints: Method<'report-endpoints'>;
  /** What stands behind a device, and whether its capacity covers it */
  listEndpoints: Method<'list-endpoints'>;
  /** Capacity and maintenance of each device of a project, and what is missing; with totals */
  listCapacities: Method<'list-capacities'>;
  /** Capacity and maintenance of each device of all projects, and what is missing */
  listAllCapacities: Method<'list-all-capacities'>;
  /** Licences in the pool of a device’s project that the device can activate, and those it activated */
  listDeviceCloudLicenses: Method<'list-device-cloud-licenses'>;
  /** What a request file of a device says, and which licences wait for it */
  checkLicenseRequest: Method<'check-license-request'>;
  /** Activate licences for a device that has no connection, from its request file; answers the licence file to carry back */
  activateFromFile: Method<'activate-from-file'>;
  /** Take back the licences of a device that has no connection, from its receipt file */
  returnFromFile: Method<'return-from-file'>;
  /** Put the licences of a controller that is dead or gone back into its project’s pool, once its key is revoked */
  takeBackLicenses: Method<'take-back-licenses'>;
  /** Take seats of a feature until the lease time is over; a negative answer is a 200 with a code */
  checkOutSeat: Method<'check-out-seat'>;
  /** Say that seats are still in use, many leases at once; one that is lost is told with its reason */
  heartbeatSeats: Method<'heartbeat-seats'>;
  /** Give seats back that are no longer used, or leave the queue; what is borrowed is given back with its receipt */
  releaseSeat: Method<'release-seat'>;
  /** Take held seats away from the network until an instant, with a signed document; again, it renews or prolongs */
  borrowSeat: Method<'borrow-seat'>;
  /** Give borrowed seats back before their time, against the borrower’s receipt */
  returnBorrowed: Method<'return-borrowed'>;
  /** Seats of a project: how many there are, in use, borrowed, reserved, and beyond what there is */
  listCounters: Method<'list-counters'>;
  /** Seats of all projects, by project: which are used beyond what there is, and which somebody waits for */
  listAllCounters: Method<'list-all-counters'>;
  /** One counter: its seats by date and why there are so many, and how they are given */
  getCounter: Method<'get-counter'>;
  /** Change who may take seats of a counter, and the most that one user may have */
  updateCounter: Method<'update-counter'>;
  /** Times in which more seats were in use than there were: how much, since when, until when */
  listOveruses: Method<'list-overuses'>;
  /** Who holds seats of a counter: where, since when, until when */
  listLeases: Method<'list-leases'>;
  /** Who waits for seats of a counter, in the order of service */
  listTickets: Method<'list-tickets'>;
  /** Take seats back from whoever holds them, with a reason that they are told */
  endLease: Method<'end-lease'>;
  /** Call a borrowed seat back: its document is not renewed, and the seat is free when that one ends */
  recallSeat: Method<'recall-seat'>;
  /** Take many seats of a counter back at once: what is in use ends, what is borrowed is called back */
  takeBackSeats: Method<'take-back-seats'>;
  /** Give borrowed seats back against a receipt that was carried by hand */
  returnBorrowedFromFile: Method<'return-borrowed-from-file'>;
  /** Reserved seats of a counter, in the order in which they are served */
  listReservations: Method<'list-reservations'>;
  /** A reservation: how many seats, for whom, and how many of them are in use */
  getReservation: Method<'get-reservation'>;
  /** Reserve seats for a user, a group or a host */
  createReservation: Method<'create-reservation'>;
  /** Change how many seats are reserved, for whom, or the note */
  updateReservation: Method<'update-reservation'>;
  /** Reserve seats no longer; whoever has one of them keeps it */
  removeReservation: Method<'remove-reservation'>;
  /** What a workstation is set up with: its product’s fingerprint, clock and binding, what is accepted, whose files are believed */
  getWorkstationSetup: Method<'get-workstation-setup'>;
  /** A workstation activates its licence with a licence key, by a request signed with its own key */
  activateWorkstation: Method<'activate-workstation'>;
  /** A workstation fetches its licence file anew, for the machine that it is now */
  renewWorkstation: Method<'renew-workstation'>;
  /** A workstation gives its licences back to the pool, against its signed receipt */
  deactivateWorkstation: Method<'deactivate-workstation'>;
  /** Make the licence file of a workstation that has no connection anew, from its request file */
  renewFromFile: Method<'renew-from-file'>;
  /** The machine that a workstation’s licences are bound to, and how often it was repaired */
  getDeviceMachine: Method<'get-device-machine'>;
  /** Move everything from a device that is dead to another one; the old hardware key is blocked for good */
  replaceHardware: Method<'replace-hardware'>;
  /** The signed list of documents that count no more: recalled seats, licence files of machines that were replaced or gave back */
  downloadRevocations: Method<'download-revocations'>;
  /** History: every act I may see, of one object or of all */
  listOperations: Method<'list-operations'>;
  /** The licence log: every act that moved licences, as CSV */
  exportOperations: Method<'export-operations'>;
  /** One act with its movements */
  getOperation: Method<'get-operation'>;
  /** Take back an act while nothing was built on it */
  undoOperation: Method<'undo-operation'>;
  /** What my organization’s accounts hold, now or as of any instant */
  listBalances: Method<'list-balances'>;
  /** Easy Nav: part of a name, hardware key, order number or person, straight there */
  search: Method<'search'>;
  /** What needs me today */
  getHome: Method<'get-home'>;
  /** What somebody at the vendor must do by hand, newest first */
  listTasks: Method<'list-tasks'>;
  /** Say that a task is done */
  completeTask: Method<'complete-task'>;
  /** Mails Muniment wrote: waiting, sent, failed, or kept for reading here */
  listMails: Method<'list-mails'>;
  /** One mail with its text */
  getMail: Method<'get-mail'>;
  /** Send a mail once more */
  resendMail: Method<'resend-mail'>;
  /** Write a mail to an address, to see whether mails arrive */
  sendTestMail: Method<'send-test-mail'>;
  /** The audit log: acts and security events, each a hashed leaf */
  listAuditEvents: Method<'list-audit-events'>;
  /** One event of the audit log, by its leaf hash */
  getAuditEvent: Method<'get-audit-event'>;
}

/** Every page of a list, one after the other. */
export interface PageMethods {
  /** People of my organization, or of all for the vendor’s administrators */
  listPeople: PagesMethod<'list-people'>;
  /** Invitations and what became of them */
  listInvitations: PagesMethod<'list-invitations'>;
  /** API keys of my organization */
  listApiKeys: PagesMethod<'list-api-keys'>;
  /** Organizations I may see: my own, and the ones an allowance shows me */
  listOrganizations: PagesMethod<'list-organizations'>;
  /** Who may ship to whom */
  listAllowances: PagesMethod<'list-allowances'>;
  /** Which partner looks after which customer */
  listServes: PagesMethod<'list-serves'>;
  /** Every catalog pack loaded so far */
  listCatalogVersions: PagesMethod<'list-catalog-versions'>;
  /** Projects of the customers I look after, or my own */
  listProjects: PagesMethod<'list-projects'>;
  /** Named users of a project and what is assigned to them */
  listNamedUsers: PagesMethod<'list-named-users'>;
  /** Licences offered to the projects I see and by them */
  listTransfers: PagesMethod<'list-transfers'>;
  /** Licences in my bin that may be given to projects, or those of the customers I look after */
  listInventory: PagesMethod<'list-inventory'>;
  /** Customers I look after */
  listCustomers: PagesMethod<'list-customers'>;
  /** Devices of the customers I look after; part of a name or hardware key finds them */
  listDevices: PagesMethod<'list-devices'>;
  /** Long work that my organization started, newest first */
  listBatches: PagesMethod<'list-batches'>;
  /** Every item of a batch with its result, in their order */
  listBatchItems: PagesMethod<'list-batch-items'>;
  /** Orders with units still in my organization’s bin */
  listBin: PagesMethod<'list-bin'>;
  /** Orders my organization received or shipped */
  listOrders: PagesMethod<'list-orders'>;
  /** Every licence file made for a device, newest first */
  listLicenseFiles: PagesMethod<'list-license-files'>;
  /** Every licence in a project’s pool */
  listPoolLicenses: PagesMethod<'list-pool-licenses'>;
  /** Licensed and unlicensed devices, or named users, of a project, with counts */
  listAssignments: PagesMethod<'list-assignments'>;
  /** Which licences end when and what happens then, of a project or of all I see, with a calendar */
  listExpiries: PagesMethod<'list-expiries'>;
  /** Licence keys that my organization made or holds, by when they were made together */
  listLicenseKeyBatches: PagesMethod<'list-license-key-batches'>;
  /** Licence keys, masked: every one ever registered in a project, or those my organization made or holds */
  listLicenseKeys: PagesMethod<'list-license-keys'>;
  /** Licence files made elsewhere: waited for, available, or deposited with an order */
  listExternalFiles: PagesMethod<'list-external-files'>;
  /** Devices that ask to be one of a project, and the keys there were, newest first */
  listEnrolments: PagesMethod<'list-enrolments'>;
  /** Licences in the pool of the device’s project that it can activate */
  listCloudLicenses: PagesMethod<'list-cloud-licenses'>;
  /** What stands behind a device, and whether its capacity covers it */
  listEndpoints: PagesMethod<'list-endpoints'>;
  /** Capacity and maintenance of each device of a project, and what is missing; with totals */
  listCapacities: PagesMethod<'list-capacities'>;
  /** Capacity and maintenance of each device of all projects, and what is missing */
  listAllCapacities: PagesMethod<'list-all-capacities'>;
  /** Seats of all projects, by project: which are used beyond what there is, and which somebody waits for */
  listAllCounters: PagesMethod<'list-all-counters'>;
  /** Times in which more seats were in use than there were: how much, since when, until when */
  listOveruses: PagesMethod<'list-overuses'>;
  /** Who holds seats of a counter: where, since when, until when */
  listLeases: PagesMethod<'list-leases'>;
  /** History: every act I may see, of one object or of all */
  listOperations: PagesMethod<'list-operations'>;
  /** What my organization’s accounts hold, now or as of any instant */
  listBalances: PagesMethod<'list-balances'>;
  /** What somebody at the vendor must do by hand, newest first */
  listTasks: PagesMethod<'list-tasks'>;
  /** Mails Muniment wrote: waiting, sent, failed, or kept for reading here */
  listMails: PagesMethod<'list-mails'>;
  /** The audit log: acts and security events, each a hashed leaf */
  listAuditEvents: PagesMethod<'list-audit-events'>;
}

/** Every item of a list in one array. */
export interface AllMethods {
  /** People of my organization, or of all for the vendor’s administrators */
  listPeople: AllMethod<'list-people'>;
  /** Invitations and what became of them */
  listInvitations: AllMethod<'list-invitations'>;
  /** API keys of my organization */
  listApiKeys: AllMethod<'list-api-keys'>;
  /** Organizations I may see: my own, and the ones an allowance shows me */
  listOrganizations: AllMethod<'list-organizations'>;
  /** Who may ship to whom */
  listAllowances: AllMethod<'list-allowances'>;
  /** Which partner looks after which customer */
  listServes: AllMethod<'list-serves'>;
  /** Every catalog pack loaded so far */
  listCatalogVersions: AllMethod<'list-catalog-versions'>;
  /** Projects of the customers I look after, or my own */
  listProjects: AllMethod<'list-projects'>;
  /** Named users of a project and what is assigned to them */
  listNamedUsers: AllMethod<'list-named-users'>;
  /** Licences offered to the projects I see and by them */
  listTransfers: AllMethod<'list-transfers'>;
  /** Licences in my bin that may be given to projects, or those of the customers I look after */
  listInventory: AllMethod<'list-inventory'>;
  /** Customers I look after */
  listCustomers: AllMethod<'list-customers'>;
  /** Devices of the customers I look after; part of a name or hardware key finds them */
  listDevices: AllMethod<'list-devices'>;
  /** Long work that my organization started, newest first */
  listBatches: AllMethod<'list-batches'>;
  /** Every item of a batch with its result, in their order */
  listBatchItems: AllMethod<'list-batch-items'>;
  /** Orders with units still in my organization’s bin */
  listBin: AllMethod<'list-bin'>;
  /** Orders my organization received or shipped */
  listOrders: AllMethod<'list-orders'>;
  /** Every licence file made for a device, newest first */
  listLicenseFiles: AllMethod<'list-license-files'>;
  /** Every licence in a project’s pool */
  listPoolLicenses: AllMethod<'list-pool-licenses'>;
  /** Licensed and unlicensed devices, or named users, of a project, with counts */
  listAssignments: AllMethod<'list-assignments'>;
  /** Which licences end when and what happens then, of a project or of all I see, with a calendar */
  listExpiries: AllMethod<'list-expiries'>;
  /** Licence keys that my organization made or holds, by when they were made together */
  listLicenseKeyBatches: AllMethod<'list-license-key-batches'>;
  /** Licence keys, masked: every one ever registered in a project, or those my organization made or holds */
  listLicenseKeys: AllMethod<'list-license-keys'>;
  /** Licence files made elsewhere: waited for, available, or deposited with an order */
  listExternalFiles: AllMethod<'list-external-files'>;
  /** Devices that ask to be one of a project, and the keys there were, newest first */
  listEnrolments: AllMethod<'list-enrolments'>;
  /** Licences in the pool of the device’s project that it can activate */
  listCloudLicenses: AllMethod<'list-cloud-licenses'>;
  /** What stands behind a device, and whether its capacity covers it */
  listEndpoints: AllMethod<'list-endpoints'>;
  /** Capacity and maintenance of each device of a project, and what is missing; with totals */
  listCapacities: AllMethod<'list-capacities'>;
  /** Capacity and maintenance of each device of all projects, and what is missing */
  listAllCapacities: AllMethod<'list-all-capacities'>;
  /** Seats of all projects, by project: which are used beyond what there is, and which somebody waits for */
  listAllCounters: AllMethod<'list-all-counters'>;
  /** Times in which more seats were in use than there were: how much, since when, until when */
  listOveruses: AllMethod<'list-overuses'>;
  /** Who holds seats of a counter: where, since when, until when */
  listLeases: AllMethod<'list-leases'>;
  /** History: every act I may see, of one object or of all */
  listOperations: AllMethod<'list-operations'>;
  /** What my organization’s accounts hold, now or as of any instant */
  listBalances: AllMethod<'list-balances'>;
  /** What somebody at the vendor must do by hand, newest first */
  listTasks: AllMethod<'list-tasks'>;
  /** Mails Muniment wrote: waiting, sent, failed, or kept for reading here */
  listMails: AllMethod<'list-mails'>;
  /** The audit log: acts and security events, each a hashed leaf */
  listAuditEvents: AllMethod<'list-audit-events'>;
}
