import { toId } from '@muniment/platform/ids';

/** Fields of refusals and of acts' details that hold an id, with the prefix that people and programs know it by (design: API). */
const prefixes: Readonly<Record<string, string>> = {
  lotId: 'lot',
  licenseKeyId: 'lk',
  licenseKeyIds: 'lk',
  licenseKeyBatchId: 'lkb',
  projectId: 'prj',
  deviceId: 'dev',
  enrolmentId: 'enr',
  orderId: 'ord',
  namedUserId: 'usr',
  operationId: 'op',
  undoes: 'op',
  undoneBy: 'op',
  organizationId: 'org',
  customerId: 'org',
  partnerId: 'org',
  fromId: 'org',
  toId: 'org',
  allowanceId: 'alw',
  servesId: 'srv',
  taskId: 'task',
  personId: 'per',
  externalFileId: 'ext',
  batchId: 'bat',
  transferId: 'trf',
  toProjectId: 'prj',
  fromProjectId: 'prj',
  counterId: 'ctr',
  leaseId: 'lse',
  reservationId: 'rsv',
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Facts as they leave the server: inside it ids are bare UUIDs, outside they can be asked for again only with their prefix. */
export function publicIds<T>(facts: T): T {
  return convert('', facts) as T;
}

function convert(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => convert(name, item));
  if (typeof value === 'string') return prefixes[name] !== undefined && uuid.test(value) ? toId(prefixes[name], value) : value;
  // Only plain data: an instant or a date has no fields of its own.
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  // What it was before an act, and after it, goes by the name of what changed.
  const nameOf = (key: string) => (key === 'before' || key === 'after' ? name : key);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, convert(nameOf(key), item)]));
}
