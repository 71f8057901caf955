import { accept, type Decision, refuse } from '../refusal/index.ts';
import { mayGoNegative, placeKey, placeOf } from './accounts.ts';
import type { AccountPlace, Move, Posting } from './types.ts';

/** The postings of moves: one per account and lot, in a fixed order, none of zero. */
export function postingsOf(moves: readonly Move[]): readonly Posting[] {
  const sums = new Map<string, { account: AccountPlace; lotId: string; quantity: number }>();
  const add = (account: AccountPlace, lotId: string, quantity: number): void => {
    const key = pairKey(account, lotId);
    const sum = sums.get(key) ?? { account: placeOf(account), lotId, quantity: 0 };
    sums.set(key, { ...sum, quantity: sum.quantity + quantity });
  };
  for (const { lotId, from, to, quantity } of moves) {
    if (!Number.isSafeInteger(quantity) || quantity < 1) throw new RangeError(`A move of ${quantity} units`);
    add(from, lotId, -quantity);
    add(to, lotId, quantity);
  }
  return [...sums.entries()]
    .filter(([, { quantity }]) => quantity !== 0)
    .sort(byText)
    .map(([, posting]) => posting);
}

/** The moves that lead to postings: what went out of accounts is matched with what came in, lot by lot. */
export function movesOf(postings: readonly Posting[]): readonly Move[] {
  const sources = postings.filter(({ quantity }) => quantity < 0).map((posting) => ({ ...posting, quantity: -posting.quantity }));
  return postings
    .filter(({ quantity }) => quantity > 0)
    .flatMap(({ account, lotId, quantity }) => {
      const moves: Move[] = [];
      let left = quantity;
      for (const source of sources) {
        const taken = source.lotId === lotId ? Math.min(left, source.quantity) : 0;
        if (taken === 0) continue;
        moves.push({ lotId, from: source.account, to: account, quantity: taken });
        source.quantity -= taken;
        left -= taken;
      }
      return moves;
    });
}

/** The first law: for every lot the postings of an operation sum to zero. Throws where they do not: that is a bug. */
export function assertBalanced(postings: readonly Posting[]): void {
  const sums = new Map<string, number>();
  for (const { lotId, quantity } of postings) sums.set(lotId, (sums.get(lotId) ?? 0) + quantity);
  for (const [lotId, sum] of sums) {
    if (sum !== 0) throw new RangeError(`The postings of lot ${lotId} sum to ${sum}, not to zero`);
  }
}

/** Balances by account and lot; what is missing is zero. */
export type Balances = ReadonlyMap<string, BalanceOfPair>;
export interface BalanceOfPair {
  readonly account: AccountPlace;
  readonly lotId: string;
  readonly quantity: number;
}

/** The key of an account and lot in `Balances`. */
export function pairKey(account: AccountPlace, lotId: string): string {
  return `${placeKey(account)}|${lotId}`;
}

/** The second law: applies postings, and refuses where a balance outside `issue` and `conversion` would fall below zero. */
export function applyPostings(balances: Balances, postings: readonly Posting[]): Decision<Balances, 'balance-negative'> {
  assertBalanced(postings);
  const next = new Map(balances);
  for (const { account, lotId, quantity } of postings) {
    const key = pairKey(account, lotId);
    next.set(key, { account, lotId, quantity: (next.get(key)?.quantity ?? 0) + quantity });
  }
  for (const { account, lotId, quantity } of next.values()) {
    if (quantity < 0 && !mayGoNegative(account.kind)) return refuse('balance-negative', { account, lotId, quantity });
  }
  return accept(next);
}

function byText([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
