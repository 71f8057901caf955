import { inTransaction, type Pool, type Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';
import { insertUses, lockActive, usedLots } from './uses-store.ts';

/** So many lots are remembered; the oldest gives way, and is looked up again. */
const mostRemembered = 100_000;

/** Which lots a validation has said yes by: whoever made them by an act on terms can no longer undo it (design: Undo). */
export interface FirstUses {
  /** Whether all of them are known to be marked. */
  areMarked(lotIds: readonly Uuid[]): boolean;
  /** Marks those that are not marked yet; false where one of them is no longer active, so that the answer must be found again. */
  mark(vendorId: Uuid, lotIds: readonly Uuid[], now: Temporal.Instant): Promise<boolean>;
}

/**
 * Behind the same locks as undoing: of an undo and a first use at the same moment the one is first, and the other sees it.
 * A lot is written down once; afterwards a validation by it costs nothing more.
 */
export function createFirstUses(pool: Pool): FirstUses {
  const marked = new Set<Uuid>();
  const underway = new Map<string, Promise<boolean>>();
  const remember = (lotIds: readonly Uuid[]) => {
    for (const id of lotIds) {
      if (marked.size >= mostRemembered) marked.delete(marked.values().next().value!);
      marked.add(id);
    }
  };
  return {
    areMarked: (lotIds) => lotIds.every((id) => marked.has(id)),
    mark(vendorId, lotIds, now) {
      const key = lotIds.join();
      // Many who ask at once are answered by one mark.
      const known = underway.get(key);
      if (known !== undefined) return known;
      const marking = inTransaction(pool, { vendorId }, (tx) => markIn(tx, vendorId, lotIds, now))
        .then((isMarked) => {
          if (isMarked) remember(lotIds);
          return isMarked;
        })
        .finally(() => underway.delete(key));
      underway.set(key, marking);
      return marking;
    },
  };
}

async function markIn(tx: Tx, vendorId: Uuid, lotIds: readonly Uuid[], now: Temporal.Instant): Promise<boolean> {
  const used = await usedLots(tx, vendorId, lotIds);
  const fresh = lotIds.filter((id) => !used.has(id));
  if (fresh.length === 0) return true;
  const active = await lockActive(tx, vendorId, fresh);
  if (!fresh.every((id) => active.has(id))) return false;
  await insertUses(tx, vendorId, fresh, now);
  return true;
}
