import { randomUUID } from 'node:crypto';

/** Everything of somebody's that a request can name. Each value is unlike any other in the test. */
export interface Names {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly personId: string;
  readonly email: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly city: string;
  readonly projectId: string;
  /** The customer id that controllers of the project are given. */
  readonly controllersId: string;
  readonly userId: string;
  readonly userEmail: string;
  readonly deviceId: string;
  readonly deviceName: string;
  readonly referenceNote: string;
  readonly hardwareKey: string;
  readonly orderId: string;
  readonly salesOrder: string;
  readonly purchaseOrder: string;
  /** In the bin. */
  readonly lotId: string;
  readonly reservedLotId: string;
  readonly activeLotId: string;
  readonly licenseKeyBatchId: string;
  /** Registered in the project. */
  readonly licenseKeyId: string;
  readonly openLicenseKeyId: string;
  readonly documentId: string;
  readonly externalFileId: string;
  /** The act that activated. */
  readonly operationId: string;
  readonly attachId: string;
  readonly invitationId: string;
  readonly invitedEmail: string;
  readonly apiKeyId: string;
  readonly mailId: string;
  readonly taskId: string;
  readonly allowanceId: string;
  readonly servesId: string;
  readonly batchId: string;
  /** Of a device that fetches its licences itself. */
  readonly controllerId: string;
  readonly controllerName: string;
  /** The key of another one, which waits. */
  readonly enrolmentId: string;
  readonly thumbprint: string;
  /** Of seats that a team shares. */
  readonly counterId: string;
  readonly leaseId: string;
  readonly leaseUser: string;
  readonly reservationId: string;
}

const id = /^[a-z]+_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const bare = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const anyOf = (characters: string) => characters[Math.floor(Math.random() * characters.length)]!;

/** A value that exists nowhere, of the same form and length, so that an answer that repeats it is as long. */
function invent(value: string): string {
  if (id.test(value)) return `${value.split('_')[0]}_${randomUUID()}`;
  if (bare.test(value)) return randomUUID();
  // The first two digits of a hardware key say which product it fits.
  if (/^\d+$/.test(value)) return value.slice(0, 2) + value.slice(2).replaceAll(/\d/g, () => anyOf('0123456789'));
  const [local, domain] = value.split('@');
  const other = local!
    .replaceAll(/[a-z]/g, () => anyOf('abcdefghijklmnopqrstuvwxyz'))
    .replaceAll(/[A-Z]/g, () => anyOf('ABCDEFGHIJKLMNOPQRSTUVWXYZ'));
  return domain === undefined ? other : `${other}@${domain}`;
}

/** Names of nobody. */
export function invented(names: Names): Names {
  return Object.fromEntries(Object.entries(names).map(([key, value]: [string, string]) => [key, invent(value)])) as unknown as Names;
}

/** What must not stand in an answer: every value, ids also without their prefix. */
export function markersOf(names: Partial<Names>): string[] {
  return Object.values(names).map((value) => (id.test(value) ? value.slice(value.indexOf('_') + 1) : value));
}

/** A text with every name in it replaced by what it is the name of: what is left must not depend on whose names they are. */
export function withoutNames(text: string, names: Names): string {
  const longestFirst = Object.entries(names).sort(([, a]: [string, string], [, b]: [string, string]) => b.length - a.length);
  return longestFirst.reduce(
    (left, [key, value]: [string, string]) => left.replaceAll(value, `<${key}>`).replaceAll(value.toLowerCase(), `<${key}>`),
    text,
  );
}
