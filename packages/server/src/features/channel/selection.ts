import { accept, type Decision, refuse } from '@muniment/domain';
import type { SelectionLine } from '@muniment/domain/ledger';
import { fromId } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../core/context.ts';
import { lotsOfParts } from './store.ts';

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

/** Units of each lot that can be taken. */
type Held = (lotIds: readonly Uuid[]) => Promise<ReadonlyMap<Uuid, number>>;

/** Lots by the position of the line that names them as a part of an order. */
async function lotsOf(context: Context, lines: readonly AskedLine[]): Promise<ReadonlyMap<number, readonly Uuid[]>> {
  const named = lines.flatMap(({ lotId, order, part }, line) =>
    lotId !== undefined || order === undefined || part === undefined ? [] : [{ ...orderNamed(order), part, line }],
  );
  return named.length === 0 ? new Map() : lotsOfParts(context.tx, context.vendor.id, context.actor.organization.id, named);
}

/**
 * Which lots lines mean. A part of an order may lie in several lots (the order has two lines of it): they are used in
 * line order, and what none has enough of is asked of the last, whose refusal then says how much there is.
 */
export async function resolveLines(
  context: Context,
  asked: readonly AskedLine[],
  held: Held,
): Promise<Decision<SelectionLine[], 'selection-incomplete' | 'lot-not-found'>> {
  const lines = asked.map((line, index) => ({ ...line, index })).filter(({ quantity }) => quantity !== 0);
  const incomplete = lines.find(({ lotId, order, part }) => lotId === undefined && (order === undefined || part === undefined));
  const candidates = await lotsOf(context, lines);
  const known = [...candidates.values()].flat();
  const available = known.length === 0 ? new Map<Uuid, number>() : await held(known);
  const taken = new Map<Uuid, number>();
  const take = (lotId: Uuid, quantity: number) => taken.set(lotId, (taken.get(lotId) ?? 0) + quantity);
  for (const [position, line] of lines.entries()) {
    if (line === incomplete) return refuse('selection-incomplete', { line: line.index });
    if (line.lotId !== undefined) {
      take(fromId('lot', line.lotId)!, line.quantity);
      continue;
    }
    const lots = candidates.get(position);
    if (lots === undefined) return refuse('lot-not-found', { line: line.index, order: line.order, part: line.part });
    let wanted = line.quantity;
    for (const lotId of lots) {
      const left = Math.max(0, (available.get(lotId) ?? 0) - (taken.get(lotId) ?? 0));
      const quantity = lotId === lots.at(-1) ? wanted : Math.min(wanted, left);
      if (quantity > 0) take(lotId, quantity);
      wanted -= quantity;
    }
  }
  // One line per lot: the same lot named twice is asked for once, with the sum.
  return accept([...taken].map(([lotId, quantity]) => ({ lotId, quantity })));
}
