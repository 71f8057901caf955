import type { Temporal } from 'temporal-polyfill';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { binOf, placeOf, vendorPlace } from './accounts.ts';
import { draftOperation } from './draft.ts';
import type { KeyFacts } from './redeem-license-keys.ts';
import type { Balance, OperationDraft } from './types.ts';

export interface RevokeKeysState {
  readonly keys: readonly KeyFacts[];
  /** Balances that the act touches, as far as they exist. */
  readonly touched: readonly Balance[];
}
export interface RevokeKeysCommand {
  /** Where the units go: back to the bin of whoever holds the keys, or out of the world. */
  readonly to: 'bin' | 'retired';
}

export type RevokeKeysRefusal = 'nothing-selected' | 'license-key-redeemed' | 'license-key-already-revoked';

/** Revokes keys that nobody has registered yet; one that somebody has, or that is revoked already, stops the whole act. */
export function revokeLicenseKeys(
  { keys, touched }: RevokeKeysState,
  { to }: RevokeKeysCommand,
  now: Temporal.Instant,
): Decision<OperationDraft, RevokeKeysRefusal> {
  if (keys.length === 0) return refuse('nothing-selected');
  const redeemed = keys.filter(({ redeemedBy }) => redeemedBy !== null);
  if (redeemed.length > 0) return refuse('license-key-redeemed', { count: redeemed.length, licenseKeyIds: redeemed.map(({ id }) => id) });
  const revoked = keys.filter((key) => key.revoked);
  if (revoked.length > 0)
    return refuse('license-key-already-revoked', { count: revoked.length, licenseKeyIds: revoked.map(({ id }) => id) });
  const moves = keys.map(({ lot, account, quantity }) => ({
    lotId: lot.id,
    from: placeOf(account),
    // Keys are made of licences only, and a keyed account's owner is the organization that holds them.
    to: to === 'retired' ? vendorPlace('retired') : binOf(account.ownerId!, 'licence'),
    quantity,
  }));
  const details = { licenseKeyIds: keys.map(({ id }) => id), to };
  return accept(draftOperation('revoke-license-keys', { now, moves: summed(moves), touched, details }));
}

/** Keys of one lot go together: one move for each way. */
function summed<M extends { readonly lotId: string; readonly from: { readonly ownerId: string | null }; readonly quantity: number }>(
  moves: readonly M[],
): M[] {
  const sums = new Map<string, M>();
  for (const move of moves) {
    const key = `${move.lotId} ${move.from.ownerId}`;
    const before = sums.get(key);
    sums.set(key, before === undefined ? move : { ...before, quantity: before.quantity + move.quantity });
  }
  return [...sums.values()];
}
