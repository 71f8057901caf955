import type { Transfer } from '../../lib/types.ts';

/** What a mark says of an offer. */
export const marks = {
  offered: 'waiting',
  accepted: 'accepted',
  refused: 'revoked',
  withdrawn: 'withdrawn',
  lapsed: 'expired',
} as const satisfies Record<Transfer['state'], string>;

/** A customer id, with or without the prefix of an id, as it was typed; null where it is none. */
export function customerIdIn(text: string): string | null {
  const found = /^(?:prj_)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text.trim().toLowerCase());
  return found?.[1] ?? null;
}
