import type { heldLot, order, orderLine } from '@muniment/contract';
import { toId } from '@muniment/platform/ids';
import type { z } from 'zod';
import type { Context, Uuid } from '../../core/context.ts';
import { actorNames } from '../audit/index.ts';
import { currentPack } from '../catalog/index.ts';
import { type LoadedHolding, lotPeriod, lotWords, orderNumberFor, ownerNames } from '../lots/index.ts';
import type { LineRow, OrderRow } from './store.ts';

export type WireOrder = z.output<typeof order>;
export type WireLine = z.output<typeof orderLine>;
export type WireHeld = z.output<typeof heldLot>;

export async function toOrders(context: Context, rows: readonly OrderRow[]): Promise<WireOrder[]> {
  const names = await actorNames(
    context.tx,
    context.vendor.id,
    rows.map((row) => row.shipped_by),
  );
  return rows.map((row) => ({
    id: toId('ord', row.id),
    salesOrder: row.sales_order,
    purchaseOrder: row.purchase_order,
    shipper: { id: toId('org', row.shipper_id), name: row.shipper_name },
    receiver: { id: toId('org', row.receiver_id), name: row.receiver_name },
    shippedAt: row.shipped_at.toString(),
    shippedBy: names.get(row.shipped_by) ?? '',
    maintenanceMonths: row.maintenance_months,
    note: row.note,
    fields: row.fields,
    lineCount: row.line_count,
    shipped: row.shipped,
    available: row.available,
  }));
}

export async function toLines(context: Context, rows: readonly LineRow[]): Promise<WireLine[]> {
  const wordsOf = await lotWords(
    context,
    await currentPack(context),
    rows.map((row) => row.pack_version),
  );
  return rows.map((row) => {
    const { partLabel, unit } = wordsOf({ partNumber: row.part, packVersion: row.pack_version });
    return {
      line: row.line,
      lotId: toId('lot', row.lot_id),
      part: row.part,
      partLabel,
      unit,
      shipped: row.shipped,
      available: row.available,
      reserved: row.reserved,
      active: row.active,
      elsewhere: row.shipped - row.available - row.reserved - row.active,
      ...lotPeriod({ validFrom: row.valid_from, validUntil: row.valid_until }),
    };
  });
}

/** Lots on a device. Whose bin reserved units came from is known to that bin and the vendor. */
export async function toHeldLots(
  context: Context,
  holdings: readonly LoadedHolding[],
  origins: ReadonlyMap<Uuid, Uuid | null>,
): Promise<WireHeld[]> {
  const { actor } = context;
  const owners = holdings.flatMap(({ account }) => origins.get(account.originId ?? '') ?? []);
  const names = await ownerNames(context, owners);
  const wordsOf = await lotWords(
    context,
    await currentPack(context),
    holdings.map(({ lot }) => lot.packVersion),
  );
  return holdings.map(({ account, lot, quantity, cameAt }) => {
    const owner = origins.get(account.originId ?? '') ?? null;
    const number = orderNumberFor(context, lot);
    return {
      lotId: toId('lot', lot.id),
      part: lot.partNumber,
      ...wordsOf(lot),
      quantity,
      salesOrder: number,
      purchaseOrder: number === null ? null : (lot.order?.purchaseOrder ?? null),
      canDetach: account.kind === 'reserved' && owner === actor.organization.id,
      reservedBy: owner === null ? null : { id: toId('org', owner), name: names.get(owner) ?? '' },
      since: cameAt.toString(),
      ...lotPeriod(lot),
      packVersion: lot.packVersion,
    };
  });
}
