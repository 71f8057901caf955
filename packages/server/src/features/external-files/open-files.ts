import type { outcome } from '@muniment/contract';
import { externalFileState } from '@muniment/domain';
import type { ExternalFile } from '@muniment/domain/catalog';
import { toId, uuidv7 } from '@muniment/platform/ids';
import type { z } from 'zod';
import type { Context, Uuid } from '../../core/context.ts';
import type { VersionedPack } from '../catalog/index.ts';
import { type LotFacts, orderNumberFor } from '../lots/index.ts';
import { insertWaiting, lockOrderFiles, type OpenRow, openForOrder, openWithoutOrder, takeDeposit } from './store.ts';
import { messageOf } from './wire.ts';

type WireOpened = z.output<typeof outcome>['externalFiles'];

export interface Activated {
  readonly device: { readonly id: Uuid; readonly product: string };
  readonly current: VersionedPack;
  readonly file: ExternalFile;
  /** Lots of which something is activated. */
  readonly lots: readonly LotFacts[];
}

/** One lot of each order among those activated; those that came with no order count as one. In the order in which they are locked. */
function ordersOf(lots: readonly LotFacts[]): readonly LotFacts[] {
  const byOrder = new Map(lots.map((lot) => [lot.order?.id ?? '', lot]));
  return [...byOrder].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, lot]) => lot);
}

/**
 * Opens a file for every order of which something was activated (B19): the one deposited with the order is there at once,
 * else it is waited for. What the device waits for already is not asked for twice. Without an operation nothing is written:
 * that is what a preview shows.
 */
export async function openExternalFiles(context: Context, activated: Activated, operationId: Uuid | null): Promise<WireOpened> {
  const opened: WireOpened = [];
  for (const lot of ordersOf(activated.lots)) opened.push(await openOne(context, activated, lot, operationId));
  return opened;
}

async function openOne(context: Context, activated: Activated, lot: LotFacts, operationId: Uuid | null): Promise<WireOpened[number]> {
  const { tx, vendor, now, language } = context;
  const { device, current, file } = activated;
  const orderId = lot.order?.id ?? null;
  const row = await rowFor(context, activated, orderId, operationId !== null);
  const id = row?.id ?? uuidv7();
  if (operationId !== null && row === null) {
    const waiting = { id, deviceId: device.id, orderId, product: device.product, delivery: file.delivery, operationId };
    await insertWaiting(tx, vendor.id, waiting, now);
  }
  if (operationId !== null && row?.device_id === null) await takeDeposit(tx, vendor.id, id, device.id, operationId);
  const facts = {
    delivery: file.delivery,
    activated: true,
    uploaded: row?.uploaded ?? false,
    supplied: row != null && row.file_name !== null,
  };
  const state = externalFileState(facts) as WireOpened[number]['state'];
  return {
    id: operationId === null && (row === null || row.device_id === null) ? null : toId('ext', id),
    salesOrder: orderNumberFor(context, lot),
    state,
    fileName: row?.file_name ?? null,
    message: messageOf(current.pack, file, state, language),
  };
}

/** The file that lies with the order, or the one this device waits for already. */
async function rowFor(context: Context, { device }: Activated, orderId: Uuid | null, lock: boolean): Promise<OpenRow | null> {
  const { tx, vendor } = context;
  if (orderId === null) return (await openWithoutOrder(tx, vendor.id, device.id))[0] ?? null;
  if (lock) await lockOrderFiles(tx, vendor.id, orderId, device.product);
  const rows = await openForOrder(tx, vendor.id, orderId, device.product);
  return rows.find((row) => row.device_id === null) ?? rows.find((row) => row.device_id === device.id) ?? null;
}
