import type { Decision } from '../refusal/index.ts';
import { placeKey } from './accounts.ts';
import type { OperationDraft, OperationKind } from './types.ts';

/**
 * What an act would do, as far as a digest may know it: accounts, source lots, quantities, dates, refusal.
 * New ids, instants, serials and remaining balances are left out, so that the same outcome has the same digest.
 */
export interface Preview {
  readonly kind: OperationKind;
  readonly moves: readonly PreviewMove[];
  readonly refusal: { readonly code: string; readonly facts: Readonly<Record<string, unknown>> } | null;
}

export interface PreviewMove {
  readonly from: string;
  readonly to: string;
  /** An existing lot by its id, a new one by what it will be. */
  readonly lot: string | PreviewLot;
  readonly quantity: number;
}

export interface PreviewLot {
  readonly part: string;
  readonly packVersion: number;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  /** Only of term licences that run while assigned. */
  readonly termDays?: number;
}

/** The preview of a decision; its digest is SHA-256 over its canonical JSON (RFC 8785). */
export function previewOf(kind: OperationKind, decision: Decision<OperationDraft, string>): Preview {
  if (!decision.ok) return { kind, moves: [], refusal: { code: decision.refusal.code, facts: withoutBalances(decision.refusal.facts) } };
  const fresh = new Map(decision.value.lots.map((lot) => [lot.id, lot]));
  const moves = decision.value.moves.map(({ lotId, from, to, quantity }): PreviewMove => {
    const lot = fresh.get(lotId);
    const shown =
      lot === undefined
        ? lotId
        : {
            part: lot.partNumber,
            packVersion: lot.packVersion,
            validFrom: lot.validFrom?.toString() ?? null,
            validUntil: lot.validUntil?.toString() ?? null,
            ...(lot.termDays == null ? {} : { termDays: lot.termDays }),
          };
    return { from: placeKey(from), to: placeKey(to), lot: shown, quantity };
  });
  return { kind, moves, refusal: null };
}

/** `available` and `present` are remaining balances: they may differ while the outcome, a refusal, is the same. */
function withoutBalances(facts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => name !== 'available' && name !== 'present' && name !== 'active'));
}
