import { Temporal } from 'temporal-polyfill';
import { assertBalanced, postingsOf } from './laws.ts';
import type { Lot, LotParent, Move, OperationDraft, OperationKind } from './types.ts';

interface DraftParts {
  readonly now: Temporal.Instant;
  readonly moves: readonly Move[];
  readonly lots?: readonly Lot[];
  readonly lotParents?: readonly LotParent[];
  /** Balances the moves touch, as far as they exist. */
  readonly touched: readonly { readonly lastAt: Temporal.Instant }[];
  readonly details: Readonly<Record<string, unknown>>;
}

/** Completes an operation from its moves. */
export function draftOperation(kind: OperationKind, parts: DraftParts): OperationDraft {
  const postings = postingsOf(parts.moves);
  assertBalanced(postings);
  return {
    kind,
    at: latest(parts.now, parts.touched),
    moves: parts.moves,
    postings,
    lots: parts.lots ?? [],
    lotParents: parts.lotParents ?? [],
    details: parts.details,
  };
}

/** The clocks of several processes differ a little: an operation never stands before one it builds on. */
function latest(now: Temporal.Instant, touched: readonly { readonly lastAt: Temporal.Instant }[]): Temporal.Instant {
  return touched.reduce((at, { lastAt }) => (Temporal.Instant.compare(lastAt, at) > 0 ? lastAt : at), now);
}
