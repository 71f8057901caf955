import type { Temporal } from 'temporal-polyfill';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { hasEnded, type RemovalSteps, removalSteps, useUp, vendorDay } from '../terms/index.ts';
import { activeOn, assignedTo, poolOf, vendorPlace } from './accounts.ts';
import { draftOperation } from './draft.ts';
import type { Holding } from './state.ts';
import { componentsOf, daysIn, isTermLicence, spendMoves, type TermHolding } from './term-lots.ts';
import type { UnassignCommand, UnassignState } from './term-state.ts';
import type { Lot, OperationDraft } from './types.ts';

export type UnassignRefusal = 'not-licensed' | 'lot-not-found' | 'licence-not-named';

/**
 * Takes a term licence off a device or named user (A9). What is left by the vendor's rule comes back to the pool as one
 * cumulative licence (A7); with nothing left it is retired.
 */
export function unassignLicense(
  state: UnassignState,
  command: UnassignCommand,
  now: Temporal.Instant,
): Decision<OperationDraft, UnassignRefusal> {
  const today = vendorDay(now, state.catalog.vendor.timeZone);
  const found = findLicence(state, command, today);
  if (!found.ok) return found;
  const { lot } = found.value;
  const steps = removalOf(state, found.value, today);
  const from = state.assignee.kind === 'device' ? activeOn(state.assignee.id) : assignedTo(state.assignee.id);
  const left: Lot = {
    id: command.newLotId,
    partNumber: lot.partNumber,
    packVersion: lot.packVersion,
    origin: 'conversion',
    quantity: 1,
    validFrom: null,
    validUntil: null,
    termDays: steps.remaining,
    startsOn: null,
    components: useUp(componentsOf(lot, now), steps.used + steps.deducted),
  };
  const conversion = vendorPlace('conversion');
  const moves =
    steps.remaining === 0
      ? spendMoves([found.value], from)
      : [
          { lotId: lot.id, from, to: conversion, quantity: 1 },
          { lotId: left.id, from: conversion, to: poolOf(state.projectId), quantity: 1 },
        ];
  return accept(
    draftOperation('unassign-license', {
      now,
      moves,
      lots: steps.remaining === 0 ? [] : [left],
      lotParents: steps.remaining === 0 ? [] : [{ lotId: left.id, parentId: lot.id, quantity: 1 }],
      touched: [found.value, ...state.targets],
      details: {
        projectId: state.projectId,
        ...(state.assignee.kind === 'device' ? { deviceId: state.assignee.id } : { namedUserId: state.assignee.id }),
        ...stepsText(steps),
        ...daysIn({ daysIn: steps.days, daysUsed: steps.used, daysDeducted: steps.deducted, daysOut: steps.remaining }),
      },
    }),
  );
}

/** What the removal of a licence today would leave, and why (F12). */
export function removalOf(
  { catalog }: Pick<UnassignState, 'catalog'>,
  { lot }: TermHolding<Holding>,
  today: Temporal.PlainDate,
): RemovalSteps {
  if (lot.startsOn == null) throw new Error(`The term of lot ${lot.id} does not run`);
  return removalSteps({ days: lot.termDays, startsOn: lot.startsOn }, today, catalog.terms.unassign);
}

function stepsText({ startsOn, until, removedOn, roundedTo, countsLastDay }: RemovalSteps) {
  return {
    startsOn: startsOn.toString(),
    until: until.toString(),
    removedOn: removedOn.toString(),
    roundedTo: roundedTo.toString(),
    countsLastDay,
  };
}

/** The licence that is meant: the one that is named, else the only one that is valid, else the only one at all. */
function findLicence(
  { assignee }: UnassignState,
  { lotId }: UnassignCommand,
  today: Temporal.PlainDate,
): Decision<TermHolding<Holding>, UnassignRefusal> {
  const held = assignee.held.filter(isTermLicence).filter(({ lot }) => lot.startsOn != null);
  if (lotId !== undefined) {
    const named = held.find(({ lot }) => lot.id === lotId);
    return named === undefined ? refuse('lot-not-found', { lotId }) : accept(named);
  }
  const valid = held.filter(({ lot }) => !hasEnded(lot, today));
  const [first, ...others] = valid.length > 0 ? valid : held;
  if (first === undefined) {
    const who = assignee.kind === 'device' ? { deviceId: assignee.id } : { namedUserId: assignee.id };
    return refuse('not-licensed', { assignedTo: assignee.kind, ...who });
  }
  return others.length === 0 ? accept(first) : refuse('licence-not-named', { lotIds: [first, ...others].map(({ lot }) => lot.id) });
}
