import type { Counter } from './types.ts';

type Counted = Pick<Counter, 'seats' | 'used' | 'borrowed' | 'reservedFree'>;

/**
 * What a bar is made of: seats in use here, away with a document, beyond those there are, and kept for some though nobody has them.
 * What is beyond is the newest: of those in use here, and only where these are too few, of those away.
 */
export function partsOf({ seats, used, borrowed, reservedFree }: Counted) {
  const over = Math.max(0, used - seats);
  const here = Math.max(0, used - borrowed);
  return [
    { part: 'used', count: Math.max(0, here - over) },
    { part: 'borrowed', count: borrowed - Math.max(0, over - here) },
    { part: 'over', count: over },
    { part: 'reserved', count: reservedFree },
  ] as const;
}
