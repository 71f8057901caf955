import type { Transfer } from '../../lib/types.ts';

/** What a mark says of an offer. */
export const marks = {
  offered: 'waiting',
  accepted: 'accepted',
  refused: 'revoked',
  withdrawn: 'withdrawn',
  lapsed: 'expired',
} as const satisfies Record<Transfer['state'], string>;

/** The id of a project as it was typed; null where it is none. */
export function projectIdIn(text: string): string | null {
  const id = text.trim().toLowerCase();
  return /^prj_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : null;
}
