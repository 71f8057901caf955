import type { Temporal } from 'temporal-polyfill';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { hasEnded, lastDayOf } from '../terms/index.ts';
import type { DeviceFacts, Holding, OrderFacts, SelectionLine } from './state.ts';

/** Units chosen from one holding. */
export interface Picked {
  readonly holding: Holding;
  readonly quantity: number;
}

export type PickRefusal = 'nothing-selected' | 'lot-not-found' | 'not-enough-units';

/**
 * Finds the units that lines ask for. Lines of the same lot add up, lines of 0 are left out. Where a lot lies in
 * several accounts and the line names none, the accounts are emptied in the order of their ids.
 */
export function pickUnits(lines: readonly SelectionLine[], sources: readonly Holding[]): Decision<readonly Picked[], PickRefusal> {
  const wanted = addUp(lines);
  if (wanted.length === 0) return refuse('nothing-selected');
  const left = new Map(sources.map((holding) => [holding, holding.quantity]));
  const picked: Picked[] = [];
  for (const { lotId, accountId, quantity } of wanted) {
    const holdings = sources
      .filter((holding) => holding.lot.id === lotId && (accountId === undefined || holding.account.id === accountId))
      .sort((a, b) => (a.account.id < b.account.id ? -1 : 1));
    if (holdings.length === 0) return refuse('lot-not-found', { lotId });
    let missing = quantity;
    for (const holding of holdings) {
      const taken = Math.min(missing, left.get(holding)!);
      if (taken <= 0) continue;
      picked.push({ holding, quantity: taken });
      left.set(holding, left.get(holding)! - taken);
      missing -= taken;
    }
    if (missing > 0) {
      const { partNumber } = holdings[0]!.lot;
      return refuse('not-enough-units', { lotId, part: partNumber, requested: quantity, available: quantity - missing });
    }
  }
  return accept(merge(picked));
}

function addUp(lines: readonly SelectionLine[]): SelectionLine[] {
  const sums = new Map<string, SelectionLine>();
  for (const line of lines) {
    const key = `${line.lotId}|${line.accountId ?? ''}`;
    sums.set(key, { ...line, quantity: (sums.get(key)?.quantity ?? 0) + line.quantity });
  }
  // Lines that name their account come first, so that a line that does not cannot take their units away.
  return [...sums.values()]
    .filter(({ quantity }) => quantity > 0)
    .sort((a, b) => Number(a.accountId === undefined) - Number(b.accountId === undefined));
}

function merge(picked: readonly Picked[]): Picked[] {
  const sums = new Map<Holding, number>();
  for (const { holding, quantity } of picked) sums.set(holding, (sums.get(holding) ?? 0) + quantity);
  return [...sums].map(([holding, quantity]) => ({ holding, quantity }));
}

/** Refuses units whose lot has ended by the vendor's calendar. A lot that begins later may be reserved and activated already. */
export function checkNotExpired(picked: readonly Picked[], today: Temporal.PlainDate): Decision<null, 'lot-not-valid-now'> {
  for (const { holding } of picked) {
    const { id, partNumber, validUntil } = holding.lot;
    if (validUntil === null || !hasEnded(holding.lot, today)) continue;
    const facts = { validUntil: validUntil.toString(), lastDay: lastDayOf(validUntil).toString(), today: today.toString() };
    return refuse('lot-not-valid-now', { lotId: id, part: partNumber, ...facts });
  }
  return accept(null);
}

/** Refuses lots that are active already and no longer reserved: what is activated cannot be detached or activated again. */
export function checkNotActive(
  lines: readonly SelectionLine[],
  sources: readonly Holding[],
  active: readonly Holding[],
  device: Pick<DeviceFacts, 'id'>,
): Decision<null, 'already-active'> {
  for (const { lotId, quantity } of lines) {
    if (quantity === 0 || sources.some((holding) => holding.lot.id === lotId)) continue;
    const found = active.find((holding) => holding.lot.id === lotId);
    if (found !== undefined)
      return refuse('already-active', { lotId, part: found.lot.partNumber, active: found.quantity, deviceId: device.id });
  }
  return accept(null);
}

/** The one order that all picked units came with, else null. */
export function commonOrder(picked: readonly Picked[]): OrderFacts | null {
  const [first, ...others] = picked.map(({ holding }) => holding.order);
  if (first === undefined || first === null) return null;
  const same = (order: OrderFacts | null): boolean => order?.salesOrder === first.salesOrder && order.purchaseOrder === first.purchaseOrder;
  return others.every(same) ? first : null;
}
