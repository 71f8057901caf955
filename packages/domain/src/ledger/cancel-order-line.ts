import type { Temporal } from 'temporal-polyfill';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { placeOf, vendorPlace } from './accounts.ts';
import { draftOperation } from './draft.ts';
import type { CancelLineState } from './state.ts';
import type { AccountKind, OperationDraft } from './types.ts';

/** Where units of a cancelled line are that could not be taken back. */
export interface RemainingUnits {
  readonly kind: AccountKind;
  readonly quantity: number;
}

/** Takes back what is still in bins of one order line; what is reserved or active stays and is listed in the details. */
export function cancelOrderLine(state: CancelLineState, now: Temporal.Instant): Decision<OperationDraft, 'nothing-to-cancel'> {
  const inBins = state.balances.filter(({ account, quantity }) => account.kind === 'bin' && quantity > 0);
  const remaining = remainingUnits(state);
  if (inBins.length === 0) return refuse('nothing-to-cancel', { orderId: state.orderId, lotId: state.lotId, remaining });
  const to = vendorPlace('retired');
  const moves = inBins.map(({ account, quantity }) => ({ lotId: state.lotId, from: placeOf(account), to, quantity }));
  const cancelled = inBins.reduce((sum, { quantity }) => sum + quantity, 0);
  const details = { orderId: state.orderId, lotId: state.lotId, cancelled, remaining };
  return accept(draftOperation('cancel-order-line', { now, moves, touched: state.balances, details }));
}

function remainingUnits({ balances }: CancelLineState): readonly RemainingUnits[] {
  const sums = new Map<AccountKind, number>();
  for (const { account, quantity } of balances) {
    if (account.kind === 'bin' || account.kind === 'retired' || quantity <= 0) continue;
    sums.set(account.kind, (sums.get(account.kind) ?? 0) + quantity);
  }
  return [...sums].map(([kind, quantity]) => ({ kind, quantity }));
}
