import { Temporal } from 'temporal-polyfill';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { vendorDay } from '../terms/index.ts';
import { inTransitFrom, placeOf, poolOf } from './accounts.ts';
import { draftOperation } from './draft.ts';
import { checkNotExpired, type PickRefusal, pickUnits } from './pick.ts';
import type { SettleState, TransferCommand, TransferEnding, TransferState } from './transfer-state.ts';
import type { OperationDraft, Posting } from './types.ts';

export type TransferRefusal = PickRefusal | 'lot-not-valid-now' | 'transfer-same-project' | 'transfer-not-to-others';

/**
 * Moves whole units of a pool to another project (A10): of the same customer at once, of another as an offer that waits in
 * transit. The lots stay what they are.
 */
export function transferLicenses(
  state: TransferState,
  command: TransferCommand,
  now: Temporal.Instant,
): Decision<OperationDraft, TransferRefusal> {
  const { catalog, from, to, sources } = state;
  if (from.projectId === to.projectId) return refuse('transfer-same-project');
  const atOnce = from.customerId === to.customerId;
  if (!atOnce && !catalog.terms.transfer.toOthers) return refuse('transfer-not-to-others');
  const picked = pickUnits(command.lines, sources);
  if (!picked.ok) return picked;
  const today = vendorDay(now, catalog.vendor.timeZone);
  const valid = checkNotExpired(picked.value, today);
  if (!valid.ok) return valid;
  const target = atOnce ? poolOf(to.projectId) : inTransitFrom(from.projectId);
  const moves = picked.value.map(({ holding, quantity }) => ({
    lotId: holding.lot.id,
    from: placeOf(holding.account),
    to: target,
    quantity,
  }));
  const touched = [...picked.value.map(({ holding }) => holding), ...state.targets];
  const offer = { transferId: command.transferId, until: transferUntil(today, catalog.terms.transfer.lapseDays).toString() };
  const details = { projectId: from.projectId, toProjectId: to.projectId, ...(atOnce ? {} : offer) };
  return accept(draftOperation('transfer-licenses', { now, moves, touched, details }));
}

/** The first day on which an offer made today can no longer be accepted. */
export function transferUntil(today: Temporal.PlainDate, lapseDays: number): Temporal.PlainDate {
  return today.add({ days: lapseDays });
}

/** Whether postings are those of an offer: it is withdrawn by whoever made it, and not undone. */
export function isOffer(postings: readonly Posting[]): boolean {
  return postings.some(({ account }) => account.kind === 'transit');
}

export type SettleRefusal = 'transfer-decided' | 'transfer-lapsed';

/**
 * The end of an offer by somebody, of which there is one: accepted, the units come into the receiver's pool; refused or
 * withdrawn, they go back. Past its day it can only lapse, whether or not anybody has seen to that yet.
 */
export function settleTransfer(
  ending: Exclude<TransferEnding, 'lapse-transfer'>,
  state: SettleState,
  now: Temporal.Instant,
): Decision<OperationDraft, SettleRefusal> {
  const { transfer } = state;
  if (transfer.decision !== null) return refuse('transfer-decided', { transferId: transfer.id, decision: transfer.decision });
  if (isOver(state, now)) return refuse('transfer-lapsed', { transferId: transfer.id, until: transfer.until.toString() });
  return accept(endOffer(ending, state, now));
}

/** The end of an offer that nobody has answered by its day: the units go back. */
export function lapseTransfer(
  state: SettleState,
  now: Temporal.Instant,
): Decision<OperationDraft, 'transfer-decided' | 'transfer-not-lapsed'> {
  const { transfer } = state;
  if (transfer.decision !== null) return refuse('transfer-decided', { transferId: transfer.id, decision: transfer.decision });
  if (!isOver(state, now)) return refuse('transfer-not-lapsed', { transferId: transfer.id, until: transfer.until.toString() });
  return accept(endOffer('lapse-transfer', state, now));
}

function isOver({ catalog, transfer }: SettleState, now: Temporal.Instant): boolean {
  return Temporal.PlainDate.compare(vendorDay(now, catalog.vendor.timeZone), transfer.until) >= 0;
}

function endOffer(ending: TransferEnding, { transfer, balances }: SettleState, now: Temporal.Instant): OperationDraft {
  const from = inTransitFrom(transfer.fromProjectId);
  const to = poolOf(ending === 'accept-transfer' ? transfer.toProjectId : transfer.fromProjectId);
  const moves = transfer.lines.map(({ lotId, quantity }) => ({ lotId, from, to, quantity }));
  const details = { transferId: transfer.id, projectId: transfer.fromProjectId, toProjectId: transfer.toProjectId };
  return draftOperation(ending, { now, moves, touched: balances, details });
}
