import type { Temporal } from 'temporal-polyfill';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { daysOf } from '../terms/index.ts';
import { placeOf, vendorPlace } from './accounts.ts';
import { draftOperation } from './draft.ts';
import { componentsOf, daysIn, isTermLicence } from './term-lots.ts';
import type { SplitCommand, SplitState } from './term-state.ts';
import type { Lot, OperationDraft } from './types.ts';

export type SplitRefusal = 'split-not-allowed' | 'nothing-to-split' | 'not-enough-units';

/** Takes a cumulative licence of the pool apart into what is left of its originals (A8): the parts add up to the whole exactly. */
export function splitLicense(
  { rules, pool, holding, originals, targets }: SplitState,
  { lotIds }: SplitCommand,
  now: Temporal.Instant,
): Decision<OperationDraft, SplitRefusal> {
  const { lot, quantity } = holding;
  const facts = { lotId: lot.id, part: lot.partNumber };
  if (!rules.split) return refuse('split-not-allowed', facts);
  if (quantity < 1) return refuse('not-enough-units', { ...facts, requested: 1, available: quantity });
  const components = isTermLicence(holding) ? componentsOf(lot, now) : [];
  if (components.length < 2) return refuse('nothing-to-split', { ...facts, termDays: lot.termDays ?? null });
  const conversion = vendorPlace('conversion');
  const lots = components.map((component, index): Lot => {
    const id = lotIds[index];
    if (id === undefined) throw new Error(`No fresh id for part ${index + 1} of lot ${lot.id}`);
    return { ...termOf(originals.get(component.lotId) ?? lot), id, quantity: 1, termDays: component.days, components: [component] };
  });
  return accept(
    draftOperation('split-license', {
      now,
      moves: [
        { lotId: lot.id, from: placeOf(pool), to: conversion, quantity: 1 },
        ...lots.map(({ id }) => ({ lotId: id, from: conversion, to: placeOf(pool), quantity: 1 })),
      ],
      lots,
      lotParents: lots.map(({ id }) => ({ lotId: id, parentId: lot.id, quantity: 1 })),
      touched: [holding, ...targets],
      details: {
        projectId: pool.ownerId,
        ...daysIn({ daysIn: lot.termDays ?? 0, daysUsed: 0, daysDeducted: 0, daysOut: daysOf(components) }),
      },
    }),
  );
}

function termOf({
  partNumber,
  packVersion,
}: Pick<Lot, 'partNumber' | 'packVersion'>): Pick<Lot, 'partNumber' | 'packVersion' | 'origin' | 'validFrom' | 'validUntil' | 'startsOn'> {
  return { partNumber, packVersion, origin: 'conversion', validFrom: null, validUntil: null, startsOn: null };
}
