import {
  type BorrowExpectations,
  type BorrowPayload,
  type KeySet,
  type LicensePayload,
  thumbprintOf,
  verifyBorrow,
  verifyLicense,
} from '@muniment/documents/verify';
import { accept, type Decision, type Refusal, refuse } from '@muniment/domain/refusal';
import type { WorkstationRefusal } from './refusals.ts';
import type { Identity, State, StoredLicense } from './state.ts';

/**
 * Whose licences a program takes, built into it: the folder says what whoever set it up chose to believe, and lies where anybody may
 * change it. What is left out is not looked at.
 */
export interface Expected {
  /** The vendor's short name. */
  readonly vendor?: string;
  readonly product?: string;
  /**
   * Keys of the vendor, or their RFC 7638 thumbprints: only what one of them has signed is believed, and what is signed by a key that the
   * key sets in the file lead to from one of them. Those that the folder knows as revoked count no more.
   */
  readonly keys?: KeySet | readonly string[];
}

/** The thumbprints of keys (RFC 7638), made from the keys themselves: what they call themselves proves nothing. */
export const thumbprintsOf = ({ keys }: KeySet): Promise<readonly string[]> => Promise.all(keys.map(thumbprintOf));

/** Whether the folder is the program's: another vendor's or product's is told apart before anything in it is used. */
export function checkFolder(
  { vendor, product, hardwareKey }: Identity,
  expected: Expected,
): Decision<null, Extract<WorkstationRefusal, 'other-vendor' | 'other-product'>> {
  if (expected.vendor !== undefined && vendor !== expected.vendor)
    return refuse('other-vendor', { expected: expected.vendor, found: vendor, hardwareKey });
  if (expected.product !== undefined && product !== expected.product)
    return refuse('other-product', { expected: expected.product, found: product, hardwareKey });
  return accept(null);
}

const isKeySet = (keys: KeySet | readonly string[]): keys is KeySet => !Array.isArray(keys);

/** Of the keys that are believed in a folder those that the program knows. */
async function pinnedKeys(believed: KeySet, keys: NonNullable<Expected['keys']>) {
  const wanted = isKeySet(keys) ? await thumbprintsOf(keys) : keys;
  const known = await thumbprintsOf(believed);
  const pinned: KeySet = { keys: believed.keys.filter((_, index) => wanted.includes(known[index]!)) };
  return { keys: pinned, facts: { pinned: wanted, known } };
}

/** The same of a document about borrowed seats. */
export async function checkPinnedSeats(
  text: string,
  { iss }: Pick<BorrowPayload, 'iss'>,
  trust: State['trust'],
  { vendor, keys }: Expected,
  verification: Omit<BorrowExpectations, 'keys' | 'newestKeySet'>,
): Promise<Refusal<WorkstationRefusal> | null> {
  if (vendor !== undefined && iss !== vendor) return refuse('other-vendor', { expected: vendor, found: iss }).refusal;
  if (keys === undefined) return null;
  const pinned = await pinnedKeys(trust.keys, keys);
  const verified = await verifyBorrow(text, { ...verification, keys: pinned.keys });
  return verified.ok ? null : refuse('keys-not-pinned', pinned.facts).refusal;
}

/** Why a licence file that holds by the folder's keys is not believed by the program; null where it is. */
export async function checkPinned(
  { text, judgedAt }: Pick<StoredLicense, 'text' | 'judgedAt'>,
  payload: LicensePayload,
  { trust }: Pick<State, 'trust'>,
  { vendor, keys }: Expected,
): Promise<Refusal<WorkstationRefusal> | null> {
  if (vendor !== undefined && payload.iss !== vendor) return refuse('other-vendor', { expected: vendor, found: payload.iss }).refusal;
  if (keys === undefined) return null;
  const pinned = await pinnedKeys(trust.keys, keys);
  const verified = await verifyLicense(text, { keys: pinned.keys, now: judgedAt, acceptTest: true });
  return verified.ok ? null : refuse('keys-not-pinned', pinned.facts).refusal;
}
