import type { heldLot, order, orderLine } from '@muniment/contract';
import { findPart } from '@muniment/domain/catalog';
import { lastDayOf } from '@muniment/domain/terms';
import { toId } from '@muniment/platform/ids';
import type { z } from 'zod';
import type { Context, Uuid } from '../../core/context.ts';
import { actorNames } from '../audit/index.ts';
import { grantTexts, inLanguage, languageFor, packsAt, unitOf } from '../catalog/index.ts';
import { type LoadedHolding, orderNumberFor, ownerNames } from '../lots/index.ts';
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
  const packs = await packsAt(
    context.tx,
    context.vendor.id,
    rows.map((row) => row.pack_version),
  );
  return rows.map((row) => {
    const pack = packs.get(row.pack_version)!;
    const language = languageFor(pack, context.language);
    const part = findPart(pack, row.part);
    return {
      line: row.line,
      lotId: toId('lot', row.lot_id),
      part: row.part,
      partLabel: part === undefined ? '' : inLanguage(pack, language)(part.label),
      unit: unitOf(pack, language, part),
      shipped: row.shipped,
      available: row.available,
      reserved: row.reserved,
      active: row.active,
      elsewhere: row.shipped - row.available - row.reserved - row.active,
    };
  });
}

/** Lots on a device. Whose bin reserved units came from is known to that bin and the vendor. */
export async function toHeldLots(
  context: Context,
  holdings: readonly LoadedHolding[],
  origins: ReadonlyMap<Uuid, Uuid | null>,
): Promise<WireHeld[]> {
  const { tx, vendor, actor } = context;
  const owners = holdings.flatMap(({ account }) => origins.get(account.originId ?? '') ?? []);
  const names = await ownerNames(context, owners);
  const packs = await packsAt(
    tx,
    vendor.id,
    holdings.map(({ lot }) => lot.packVersion),
  );
  return holdings.map(({ account, lot, part, quantity, lastAt }) => {
    const pack = packs.get(lot.packVersion)!;
    const language = languageFor(pack, context.language);
    const owner = origins.get(account.originId ?? '') ?? null;
    const number = orderNumberFor(context, lot);
    return {
      lotId: toId('lot', lot.id),
      part: part.number,
      partLabel: inLanguage(pack, language)(part.label),
      unit: unitOf(pack, language, part),
      quantity,
      salesOrder: number,
      purchaseOrder: number === null ? null : (lot.order?.purchaseOrder ?? null),
      canDetach: account.kind === 'reserved' && owner === actor.organization.id,
      reservedBy: owner === null ? null : { id: toId('org', owner), name: names.get(owner) ?? '' },
      since: lastAt.toString(),
      grants: grantTexts(pack, language, part),
      validFrom: lot.validFrom?.toString() ?? null,
      until: lot.validUntil?.toString() ?? null,
      lastDay: lot.validUntil === null ? null : lastDayOf(lot.validUntil).toString(),
      packVersion: lot.packVersion,
    };
  });
}
