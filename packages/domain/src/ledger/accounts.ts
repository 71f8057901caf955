import type { PartClass } from '../catalog/index.ts';
import type { Account, AccountKind, AccountPlace } from './types.ts';

/** Every kind of account; the database knows the same list. */
export const accountKinds: readonly AccountKind[] = [
  'issue',
  'conversion',
  'bin',
  'keyed',
  'pool',
  'reserved',
  'active',
  'assigned',
  'transit',
  'consumed',
  'retired',
];

/** Only where units come from, and where they change their nature, may a balance be below zero. */
export function mayGoNegative(kind: AccountKind): boolean {
  return kind === 'issue' || kind === 'conversion';
}

/** The vendor's one account of a kind that nobody owns. */
export function vendorPlace(kind: 'issue' | 'conversion' | 'consumed' | 'retired'): AccountPlace {
  return { kind, ownerId: null, partClass: null, originId: null };
}

/** An organization's bin for a class of parts. */
export function binOf(organizationId: string, partClass: PartClass): AccountPlace {
  return { kind: 'bin', ownerId: organizationId, partClass, originId: null };
}

/** Units a device holds back, by the account they came from and go back to. */
export function reservedOn(deviceId: string, originId: string): AccountPlace {
  return { kind: 'reserved', ownerId: deviceId, partClass: null, originId };
}

/** Units committed to a device. */
export function activeOn(deviceId: string): AccountPlace {
  return { kind: 'active', ownerId: deviceId, partClass: null, originId: null };
}

/** What a project holds and has assigned to nothing. */
export function poolOf(projectId: string): AccountPlace {
  return { kind: 'pool', ownerId: projectId, partClass: null, originId: null };
}

/** What is assigned to a named user. */
export function assignedTo(namedUserId: string): AccountPlace {
  return { kind: 'assigned', ownerId: namedUserId, partClass: null, originId: null };
}

/** Units in licence keys that nobody has redeemed, by the organization that holds the keys. */
export function keyedBy(organizationId: string): AccountPlace {
  return { kind: 'keyed', ownerId: organizationId, partClass: null, originId: null };
}

/** What a project has offered to another customer. */
export function inTransitFrom(projectId: string): AccountPlace {
  return { kind: 'transit', ownerId: projectId, partClass: null, originId: null };
}

/** An account without its id. */
export function placeOf({ kind, ownerId, partClass, originId }: AccountPlace): AccountPlace {
  return { kind, ownerId, partClass, originId };
}

/** One text per place: the key of a map, and the order of postings. */
export function placeKey(place: AccountPlace): string {
  return [place.kind, place.ownerId ?? '', place.partClass ?? '', place.originId ?? ''].join('|');
}

/** Whether an account is at a place. */
export function isAt(account: Account, place: AccountPlace): boolean {
  return placeKey(account) === placeKey(place);
}
