import { Temporal } from 'temporal-polyfill';
import { acceptsPart, type Part, type Product, type SelectionRefusal } from '../catalog/index.ts';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { hasEnded, untilOf, vendorDay } from '../terms/index.ts';
import { activeOn, assignedTo, poolOf, vendorPlace } from './accounts.ts';
import { draftOperation } from './draft.ts';
import { passedOver } from './second-choice.ts';
import type { Holding } from './state.ts';
import { checkReady, checkTaken, heldInCategory, isOfSameCategory } from './term-checks.ts';
import { componentsOf, daysIn, inOrder, isTermLicence, spendMoves, type TermHolding } from './term-lots.ts';
import type { AssignCommand, Assignee, AssignState, PoolHolding } from './term-state.ts';
import type { AccountPlace, Lot, OperationDraft } from './types.ts';

export type AssignRefusal =
  | 'no-licence-available'
  | 'lot-not-found'
  | 'part-not-assignable'
  | 'already-licensed'
  | 'licences-not-combinable'
  | 'licensed-with-parent'
  | 'device-replaced'
  | 'hardware-key-provisional'
  | SelectionRefusal;

/**
 * Puts a term licence of the pool on a device or named user (A6): its days run from today. One that is licensed in the same
 * category already is extended: terms add up to one cumulative licence whose first day stays (A7). What had ended before
 * is tidied away as spent.
 */
export function assignLicense(state: AssignState, command: AssignCommand, now: Temporal.Instant): Decision<OperationDraft, AssignRefusal> {
  const ready = checkReady(state.assignee);
  if (!ready.ok) return ready;
  const today = vendorDay(now, state.catalog.vendor.timeZone);
  const chosen = chooseLicence(state, command, today);
  if (!chosen.ok) return chosen;
  const source = chosen.value;
  const same = heldInCategory(state.assignee, source.part);
  const valid = same.filter(({ lot }) => !hasEnded(lot, today));
  const extended = checkExtension(state, command, source, valid);
  if (!extended.ok) return extended;
  const taken = checkTaken(state, source.part, same, today);
  if (!taken.ok) return taken;
  const spent = same.filter((held) => !valid.includes(held));
  const insteadOfDays = insteadOf(state, command, source, today);
  return accept(draftAssignment(state, command, { source, extended: extended.value, spent, insteadOfDays }, now));
}

/** What a part is assigned to, as far as it decides which parts fit. */
export type Taker = { readonly kind: 'user' } | { readonly kind: 'device'; readonly product: Product };

/**
 * Which parts are meant where only a length was named: all that fit; but where a licence runs already those of its category,
 * since whoever extends does not want another one instead. Another category is asked for by naming the licence.
 */
export function isMeant(assignee: Assignee, today: Temporal.PlainDate): (part: Part) => boolean {
  const running = assignee.held.filter(isTermLicence).filter(({ lot }) => lot.startsOn != null && !hasEnded(lot, today));
  return isMeantBeside(
    assignee,
    running.map(({ part }) => part),
  );
}

/** The same where it is known of which parts its valid licences are. */
export function isMeantBeside(taker: Taker, running: readonly Part[]): (part: Part) => boolean {
  return (part) => fits(taker, part) && (running.length === 0 || running.some((held) => isOfSameCategory(part, held)));
}

/** Whether a licence of the part may be assigned to this at all. */
export function fits(taker: Taker, part: Part): boolean {
  if (part.term?.runs !== 'while-assigned' || part.assignedTo !== taker.kind) return false;
  return taker.kind === 'user' || acceptsPart(taker.product, part);
}

/** The length that was wanted, where none of it is left and another is taken. */
function insteadOf(
  { assignee, atFirst }: AssignState,
  { choose }: AssignCommand,
  { part, lot: { termDays } }: TermHolding<PoolHolding>,
  today: Temporal.PlainDate,
): number | null {
  if ('lotId' in choose || atFirst === undefined) return null;
  const meant = isMeant(assignee, today);
  return passedOver(
    choose.prefer,
    { part, termDays },
    atFirst.filter((one) => meant(one.part)),
  );
}

type ChoiceRefusal = 'no-licence-available' | 'lot-not-found' | 'part-not-assignable';

function chooseLicence(
  { assignee, pool }: AssignState,
  { choose }: AssignCommand,
  today: Temporal.PlainDate,
): Decision<TermHolding<PoolHolding>, ChoiceRefusal> {
  const free = pool.filter(({ quantity }) => quantity > 0).filter(isTermLicence);
  if ('lotId' in choose) {
    const named = pool.find(({ lot }) => lot.id === choose.lotId);
    if (named === undefined) return refuse('lot-not-found', { lotId: choose.lotId });
    const facts = { lotId: choose.lotId, part: named.part.number, partLabel: named.part.label, ...about(assignee) };
    if (!fits(assignee, named.part)) return refuse('part-not-assignable', facts);
    const found = free.find(({ lot }) => lot.id === choose.lotId);
    return found === undefined ? refuse('no-licence-available', facts) : accept(found);
  }
  const meant = isMeant(assignee, today);
  const [first] = free
    .filter(({ part }) => meant(part))
    .sort((a, b) => (choose.prefer === 'shortest' ? a.lot.termDays - b.lot.termDays : b.lot.termDays - a.lot.termDays) || inOrder(a, b));
  return first === undefined ? refuse('no-licence-available', about(assignee)) : accept(first);
}

function about(assignee: Assignee): Readonly<Record<string, unknown>> {
  if (assignee.kind === 'user') return { assignedTo: 'user', user: assignee.name };
  return { assignedTo: 'device', device: assignee.device.name, product: assignee.product.id, productLabel: assignee.product.label };
}

/** What the licence would be added to, null where it is the first. */
function checkExtension(
  { catalog, assignee }: AssignState,
  { ifLicensed }: AssignCommand,
  source: TermHolding<PoolHolding>,
  valid: readonly TermHolding<Holding>[],
): Decision<TermHolding<Holding> | null, 'already-licensed' | 'licences-not-combinable'> {
  const [present] = valid;
  if (present === undefined) return accept(null);
  const facts = { lotId: present.lot.id, part: present.part.number, until: present.lot.validUntil?.toString() ?? null, ...about(assignee) };
  if (ifLicensed === 'refuse' || !catalog.terms.combine) return refuse('already-licensed', { ...facts, combine: catalog.terms.combine });
  if (grantsText(present.part) !== grantsText(source.part)) {
    return refuse('licences-not-combinable', { ...facts, with: source.part.number });
  }
  return accept(present);
}

/** Whether a licence of one part can follow on one of another: for the same, of the same category, giving the same. */
export function canFollow(next: Part, held: Part): boolean {
  if (next.term?.runs !== 'while-assigned' || next.assignedTo !== held.assignedTo) return false;
  return isOfSameCategory(next, held) && grantsText(next) === grantsText(held);
}

/** Grants and cover as one text, whatever order they stand in: licences that give different things do not become one. */
function grantsText({ grants, covers }: Part): string {
  const given = grants.map(({ feature, quantity, version }) => `${feature}|${quantity ?? ''}|${version ?? ''}`).sort();
  return [...given, covers === undefined ? '' : `${covers.feature}|${covers.quantity}`].join('\n');
}

interface Assignment {
  readonly source: TermHolding<PoolHolding>;
  readonly extended: TermHolding<Holding> | null;
  readonly spent: readonly TermHolding<Holding>[];
  readonly insteadOfDays: number | null;
}

function draftAssignment(
  { catalog, projectId, assignee, targets }: AssignState,
  { lotId }: AssignCommand,
  { source, extended, spent, insteadOfDays }: Assignment,
  now: Temporal.Instant,
): OperationDraft {
  const startsOn = extended?.lot.startsOn ?? vendorDay(now, catalog.vendor.timeZone);
  const to = assignee.kind === 'device' ? activeOn(assignee.id) : assignedTo(assignee.id);
  const components = [...(extended === null ? [] : componentsOf(extended.lot, now)), ...componentsOf(source.lot, source.registeredAt)].sort(
    (a, b) => Temporal.Instant.compare(a.registeredAt, b.registeredAt) || (a.lotId < b.lotId ? -1 : 1),
  );
  const termDays = source.lot.termDays + (extended?.lot.termDays ?? 0);
  // It is of the part of the first of its originals, which all grant the same.
  const first =
    [source, ...(extended === null ? [] : [extended])].find(({ lot }) => componentsOf(lot, now)[0]!.lotId === components[0]!.lotId) ??
    source;
  const lot: Lot = {
    id: lotId,
    partNumber: first.lot.partNumber,
    packVersion: first.lot.packVersion,
    origin: 'conversion',
    quantity: 1,
    validFrom: startsOn,
    validUntil: untilOf({ days: termDays, startsOn }),
    termDays,
    startsOn,
    components,
  };
  const conversion = vendorPlace('conversion');
  const out = (place: AccountPlace, id: string) => ({ lotId: id, from: place, to: conversion, quantity: 1 });
  const moves = [
    out(poolOf(projectId), source.lot.id),
    ...(extended === null ? [] : [out(to, extended.lot.id)]),
    { lotId, from: conversion, to, quantity: 1 },
    ...spendMoves(spent, to),
  ];
  const parents = [source, ...(extended === null ? [] : [extended])];
  return draftOperation(extended === null ? 'assign-license' : 'extend-license', {
    now,
    moves,
    lots: [lot],
    lotParents: parents.map(({ lot: { id } }) => ({ lotId, parentId: id, quantity: 1 })),
    touched: [source, ...assignee.held, ...targets],
    details: {
      projectId,
      ...(assignee.kind === 'device' ? { deviceId: assignee.id } : { namedUserId: assignee.id }),
      startsOn: startsOn.toString(),
      until: lot.validUntil!.toString(),
      ...(insteadOfDays === null ? {} : { tookDays: source.lot.termDays, insteadOfDays }),
      ...daysIn({ daysIn: termDays + sumDays(spent), daysUsed: sumDays(spent), daysDeducted: 0, daysOut: termDays }),
    },
  });
}

function sumDays(holdings: readonly TermHolding<Holding>[]): number {
  return holdings.reduce((sum, { lot }) => sum + lot.termDays, 0);
}
