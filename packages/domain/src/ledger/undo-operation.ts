import { Temporal } from 'temporal-polyfill';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { hasEnded, startOfDay, vendorDay } from '../terms/index.ts';
import { mayGoNegative, placeKey } from './accounts.ts';
import { type AttachableRefusal, checkAttachable } from './attach-licenses.ts';
import { checkLicensedItself } from './device-checks.ts';
import { draftOperation } from './draft.ts';
import { movesOf } from './laws.ts';
import { checkTaken, heldInCategory } from './term-checks.ts';
import { isOffer } from './transfer-licenses.ts';
import type { OperationDraft, OperationKind, Posting } from './types.ts';
import type { UndoState } from './undo-state.ts';

/** Which kinds of operation can be undone. Undoing an undo is doing it again: that is its own act. */
export const undoable: Readonly<Record<OperationKind, boolean>> = {
  'ship-order': false,
  'cancel-order-line': false,
  'attach-licenses': true,
  'detach-licenses': true,
  'activate-licenses': false,
  'make-hardware-key': false,
  'start-demo': false,
  'import-license-file': false,
  'make-license-keys': false,
  'redeem-license-keys': false,
  'revoke-license-keys': false,
  'give-licenses': false,
  'assign-license': true,
  'extend-license': true,
  'unassign-license': true,
  'split-license': true,
  'transfer-licenses': true,
  'accept-transfer': false,
  'refuse-transfer': false,
  'withdraw-transfer': false,
  'lapse-transfer': false,
  'activate-on-device': false,
  'return-from-device': false,
  'take-back-licenses': false,
  // The old key is dead for good, and files are out: a further replacement moves on.
  'replace-hardware': false,
  'undo-operation': false,
};

/** Acts on terms: their days have run by the next day of the vendor, and what was is no more. */
const sameDayOnly: ReadonlySet<OperationKind> = new Set(['assign-license', 'extend-license', 'unassign-license', 'split-license']);

interface Done {
  readonly kind: OperationKind;
  readonly at: Temporal.Instant;
}

/** The instant from which an act can no longer be undone, whatever happens: the vendor's midnight after an act on terms; null: none. */
export function undoableUntil({ kind, at }: Done, timeZone: string): Temporal.Instant | null {
  return sameDayOnly.has(kind) ? startOfDay(vendorDay(at, timeZone).add({ days: 1 }), timeZone) : null;
}

/** Whether an operation of this kind can be undone at an instant, as far as its kind and day say. */
export function isUndoable(done: Done, now: Temporal.Instant, timeZone: string): boolean {
  const until = undoableUntil(done, timeZone);
  return undoable[done.kind] === true && (until === null || Temporal.Instant.compare(now, until) < 0);
}

/** An act as it stands now. */
export interface StandingAct extends Done {
  readonly isUndone: boolean;
  readonly isBuiltUpon: boolean;
  /** Something went out on its strength. */
  readonly isDelivered: boolean;
}

/**
 * The act that gave a device or user its licence, or more days of it, where undoing it is still possible: then taking the
 * licence off costs days that need not be lost (A9, F13). Whether the one who asks may is another question.
 */
export function isBetterUndone(act: StandingAct, now: Temporal.Instant, timeZone: string): boolean {
  const gave = act.kind === 'assign-license' || act.kind === 'extend-license';
  return gave && !act.isUndone && !act.isBuiltUpon && !act.isDelivered && isUndoable(act, now, timeZone);
}

export type UndoRefusal = 'cannot-undo-kind' | 'already-undone' | 'undo-too-late' | 'built-upon' | 'not-enough-units' | AttachableRefusal;

/** Reverses an operation once (F13), exactly, while nothing was built on it. */
export function undoOperation(state: UndoState, now: Temporal.Instant): Decision<OperationDraft, UndoRefusal> {
  const { operation } = state;
  const facts = { operationId: operation.id, kind: operation.kind };
  // An offer is withdrawn: the other side may be answering it.
  if (!undoable[operation.kind] || isOffer(operation.postings)) return refuse('cannot-undo-kind', facts);
  if (operation.undoneBy !== null) return refuse('already-undone', { ...facts, undoneBy: operation.undoneBy });
  const late = checkSameDay(state, now);
  if (!late.ok) return late;
  if (operation.delivered) return refuse('built-upon', { ...facts, reason: 'delivered' });
  if (state.builtUpon) return refuse('built-upon', { ...facts, reason: 'moved-since' });
  const reversed = operation.postings.map((posting) => ({ ...posting, quantity: -posting.quantity }));
  for (const { account, lotId, quantity } of reversed) {
    const key = placeKey(account);
    const balance = state.balances.find((candidate) => candidate.lotId === lotId && placeKey(candidate.account) === key);
    const available = balance?.quantity ?? 0;
    if (available + quantity < 0 && !mayGoNegative(account.kind))
      return refuse('not-enough-units', { ...facts, lotId, requested: -quantity, available });
  }
  const taken = checkTakenBack(state, reversed, now);
  if (!taken.ok) return taken;
  const returned = checkReturned(state, now);
  if (!returned.ok) return returned;
  const details = { undoes: operation.id };
  return accept(draftOperation('undo-operation', { now, moves: movesOf(reversed), touched: state.balances, details }));
}

function checkSameDay({ operation, timeZone }: UndoState, now: Temporal.Instant): Decision<null, 'undo-too-late'> {
  if (isUndoable(operation, now, timeZone)) return accept(null);
  const [done, today] = [vendorDay(operation.at, timeZone), vendorDay(now, timeZone)];
  if (done.equals(today)) return accept(null);
  return refuse('undo-too-late', { operationId: operation.id, kind: operation.kind, day: done.toString(), today: today.toString() });
}

/** What comes back to a device is attached to it: others may have filled it up meanwhile. */
function checkTakenBack({ attaching }: UndoState, reversed: readonly Posting[], now: Temporal.Instant): Decision<null, AttachableRefusal> {
  if (attaching === null) return accept(null);
  const picked = reversed.flatMap(({ account, lotId, quantity }) => {
    const holding = attaching.sources.find((one) => one.lot.id === lotId && placeKey(one.account) === placeKey(account));
    return quantity < 0 && holding !== undefined ? [{ holding, quantity: -quantity }] : [];
  });
  return checkAttachable(attaching, picked, vendorDay(now, attaching.catalog.vendor.timeZone));
}

/** A term licence comes back to a device or user that may have got another meanwhile. */
function checkReturned({ operation, returning }: UndoState, now: Temporal.Instant): Decision<null, 'built-upon' | AttachableRefusal> {
  if (returning === null) return accept(null);
  const { catalog, assignee, licence } = returning;
  const today = vendorDay(now, catalog.vendor.timeZone);
  if (hasEnded(licence.lot, today)) return accept(null);
  const itself = assignee.kind === 'user' ? accept(null) : checkLicensedItself(assignee);
  if (!itself.ok) return itself;
  const same = heldInCategory(assignee, licence.part);
  if (same.some(({ lot }) => !hasEnded(lot, today))) {
    return refuse('built-upon', { operationId: operation.id, kind: operation.kind, reason: 'licensed-since' });
  }
  return checkTaken({ catalog, assignee }, licence.part, same, today);
}
