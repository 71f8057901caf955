import type { Temporal } from 'temporal-polyfill';
import type { Part } from '../catalog/index.ts';
import { checkOrderFields, findPart, type OrderFieldRefusal } from '../catalog/index.ts';
import { accept, type Decision, refuse } from '../refusal/index.ts';
import { vendorDay } from '../terms/index.ts';
import { binOf, vendorPlace } from './accounts.ts';
import { draftOperation } from './draft.ts';
import { lotPeriod } from './lot-period.ts';
import type { ShipCommand, ShipState } from './state.ts';
import type { Lot, Move, OperationDraft } from './types.ts';

export type ShipRefusal = 'nothing-selected' | 'part-unknown' | 'part-withdrawn' | OrderFieldRefusal;

/** Ships an order (B1): a new lot per line, from issue into the receiver's bin for the part's class. */
export function shipOrder(state: ShipState, command: ShipCommand, now: Temporal.Instant): Decision<OperationDraft, ShipRefusal> {
  if (command.lines.length === 0) return refuse('nothing-selected');
  const fields = checkOrderFields(state.catalog, command.fields);
  if (!fields.ok) return fields;
  const today = vendorDay(now, state.catalog.vendor.timeZone);
  const lots: Lot[] = [];
  const moves: Move[] = [];
  for (const { partNumber, quantity, lotId } of command.lines) {
    const part = checkPart(state, partNumber);
    if (!part.ok) return part;
    const period = lotPeriod(part.value, today);
    lots.push({ id: lotId, partNumber, packVersion: state.packVersion, origin: 'order', quantity, ...period });
    moves.push({ lotId, from: vendorPlace('issue'), to: binOf(command.organizationId, part.value.class), quantity });
  }
  const details = { orderId: command.orderId, organizationId: command.organizationId };
  return accept(draftOperation('ship-order', { now, moves, lots, touched: [], details }));
}

function checkPart({ catalog }: ShipState, number: string): Decision<Part, 'part-unknown' | 'part-withdrawn'> {
  const part = findPart(catalog, number);
  if (part === undefined) return refuse('part-unknown', { part: number });
  return part.withdrawn ? refuse('part-withdrawn', { part: number, partLabel: part.label }) : accept(part);
}
