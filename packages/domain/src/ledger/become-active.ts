import type { Temporal } from 'temporal-polyfill';
import { activeOn, placeOf, vendorPlace } from './accounts.ts';
import { periodFromToday } from './lot-period.ts';
import type { Picked } from './pick.ts';
import type { Lot, LotParent, Move } from './types.ts';

interface BecomingActive {
  readonly moves: readonly Move[];
  readonly lots: readonly Lot[];
  readonly lotParents: readonly LotParent[];
}

/**
 * Moves of units to a device's active account. Where a term runs from activation it begins today, so that the units become
 * a new lot with dates; `lotIds` are fresh ids, one for each that was picked.
 */
export function becomeActive(
  picked: readonly Picked[],
  deviceId: string,
  today: Temporal.PlainDate,
  lotIds: readonly string[],
): BecomingActive {
  const to = activeOn(deviceId);
  const moves: Move[] = [];
  const lots: Lot[] = [];
  const lotParents: LotParent[] = [];
  picked.forEach(({ holding: { lot, part, account }, quantity }, index) => {
    const from = placeOf(account);
    // A term that has begun runs on, wherever the units were meanwhile.
    if (part.term?.runs !== 'from-activation' || lot.validUntil !== null) {
      moves.push({ lotId: lot.id, from, to, quantity });
      return;
    }
    const id = lotIds[index];
    if (id === undefined) throw new Error(`No fresh id for what lot ${lot.id} becomes`);
    lots.push({ ...lot, id, origin: 'conversion', quantity, ...periodFromToday(part, today) });
    lotParents.push({ lotId: id, parentId: lot.id, quantity });
    moves.push(
      { lotId: lot.id, from, to: vendorPlace('conversion'), quantity },
      { lotId: id, from: vendorPlace('conversion'), to, quantity },
    );
  });
  return { moves, lots, lotParents };
}
