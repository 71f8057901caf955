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
    at: after(parts.touched, parts.now),
    moves: parts.moves,
    postings,
    lots: parts.lots ?? [],
    lotParents: parts.lotParents ?? [],
    details: parts.details,
  };
}

/**
 * Always after what it builds on, by a microsecond where the clock says the same or (another process's) less: so the
 * instants of what touched a balance say in which order it was, and what the last one was.
 */
function after(touched: readonly { readonly lastAt: Temporal.Instant }[], now: Temporal.Instant): Temporal.Instant {
  return touched.reduce((at, { lastAt }) => (Temporal.Instant.compare(lastAt, at) >= 0 ? lastAt.add({ microseconds: 1 }) : at), now);
}
