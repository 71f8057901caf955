import { accept, type Decision, refuse } from '@muniment/domain';
import type { SelectionLine } from '@muniment/domain/ledger';
import { fromId } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../core/context.ts';
import { lotsOfPart } from './store.ts';

/** A line as the wire has it: a lot by id, or a part of an order. */
export interface AskedLine {
  readonly lotId?: string | undefined;
  readonly order?: string | undefined;
  readonly part?: string | undefined;
  readonly quantity: number;
}

/** An order is named by its id or by its sales order number. */
export function orderNamed(order: string): { readonly id: Uuid | null; readonly salesOrder: string } {
  return { id: fromId('ord', order), salesOrder: order };
}

/**
 * Which lots lines mean. A part of an order may lie in several lots (the order has two lines of it): they are used in
 * line order, and what none has enough of is asked of the last, whose refusal then says how much there is.
 * `held` says how many units of a lot can be taken.
 */
export async function resolveLines(
  context: Context,
  lines: readonly AskedLine[],
  held: (lotIds: readonly Uuid[]) => Promise<ReadonlyMap<Uuid, number>>,
): Promise<Decision<SelectionLine[], 'selection-incomplete' | 'lot-not-found'>> {
  const { tx, vendor, actor } = context;
  const resolved: SelectionLine[] = [];
  const taken = new Map<Uuid, number>();
  const take = (lotId: Uuid, quantity: number) => {
    resolved.push({ lotId, quantity });
    taken.set(lotId, (taken.get(lotId) ?? 0) + quantity);
  };
  for (const [index, line] of lines.entries()) {
    if (line.quantity === 0) continue;
    if (line.lotId !== undefined) {
      take(fromId('lot', line.lotId)!, line.quantity);
      continue;
    }
    if (line.order === undefined || line.part === undefined) return refuse('selection-incomplete', { line: index });
    const lots = await lotsOfPart(tx, vendor.id, actor.organization.id, { ...orderNamed(line.order), part: line.part });
    if (lots.length === 0) return refuse('lot-not-found', { line: index, order: line.order, part: line.part });
    const available = await held(lots);
    let wanted = line.quantity;
    for (const [position, lotId] of lots.entries()) {
      const left = Math.max(0, (available.get(lotId) ?? 0) - (taken.get(lotId) ?? 0));
      const quantity = position === lots.length - 1 ? wanted : Math.min(wanted, left);
      if (quantity > 0) take(lotId, quantity);
      wanted -= quantity;
    }
  }
  return accept(merge(resolved));
}

/** One line per lot: the same lot named twice is asked for once, with the sum. */
function merge(lines: readonly SelectionLine[]): SelectionLine[] {
  const sums = new Map<Uuid, number>();
  for (const { lotId, quantity } of lines) sums.set(lotId, (sums.get(lotId) ?? 0) + quantity);
  return [...sums].map(([lotId, quantity]) => ({ lotId, quantity }));
}
