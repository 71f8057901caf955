import type { Temporal } from 'temporal-polyfill';
import { type CatalogPack, goesToPool } from '../catalog/index.ts';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { vendorDay } from '../terms/index.ts';
import { placeOf, poolOf, vendorPlace } from './accounts.ts';
import { draftOperation } from './draft.ts';
import { checkNotExpired, type Picked, type PickRefusal, pickUnits } from './pick.ts';
import type { GiveCommand, GiveState } from './transfer-state.ts';
import type { Lot, LotParent, Move, OperationDraft } from './types.ts';

export type GiveRefusal = PickRefusal | 'lot-not-valid-now' | 'part-not-for-projects';

/**
 * Gives units from a bin to a customer's project (E6): a conversion into lots that name their parents, with the same part
 * version, days and dates. The numbers of the order stay with the parent, and so with whoever gave.
 */
export function giveLicenses(state: GiveState, command: GiveCommand, now: Temporal.Instant): Decision<OperationDraft, GiveRefusal> {
  const picked = pickUnits(command.lines, state.sources);
  if (!picked.ok) return picked;
  const possible = checkGoesToPool(state.catalog, picked.value);
  if (!possible.ok) return possible;
  const valid = checkNotExpired(picked.value, vendorDay(now, state.catalog.vendor.timeZone));
  if (!valid.ok) return valid;
  const lots: Lot[] = [];
  const lotParents: LotParent[] = [];
  const moves: Move[] = [];
  picked.value.forEach(({ holding: { lot, account }, quantity }, index) => {
    const id = command.lotIds[index];
    if (id === undefined) throw new Error(`No fresh id for what lot ${lot.id} becomes`);
    lots.push({ ...lot, id, origin: 'conversion', quantity });
    lotParents.push({ lotId: id, parentId: lot.id, quantity });
    moves.push({ lotId: lot.id, from: placeOf(account), to: vendorPlace('conversion'), quantity });
    moves.push({ lotId: id, from: vendorPlace('conversion'), to: poolOf(state.projectId), quantity });
  });
  const touched = picked.value.map(({ holding }) => holding);
  return accept(draftOperation('give-licenses', { now, moves, lots, lotParents, touched, details: { projectId: state.projectId } }));
}

/** What nothing could ever take out of a pool again stays in the bin. */
function checkGoesToPool(catalog: CatalogPack, picked: readonly Picked[]): Decision<null, 'part-not-for-projects'> {
  const stuck = picked.find(({ holding }) => !goesToPool(catalog, holding.part));
  if (stuck === undefined) return accept(null);
  const { lot, part } = stuck.holding;
  return refuse('part-not-for-projects', { lotId: lot.id, part: part.number, partLabel: part.label });
}
