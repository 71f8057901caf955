import { detachLicenses } from '@muniment/domain/ledger';
import type { Context, Uuid } from '../../core/context.ts';
import { loadDevice, lockDevice, viewerOf } from '../devices/index.ts';
import { accountsById, lockBalances, recordOperation } from '../ledger/index.ts';
import { toHoldings } from '../lots/index.ts';
import { type ReservedRow, reservedFor } from './relations/store.ts';

/** Gives what was reserved on one device back to the bins it came from. */
async function returnFrom(context: Context, deviceId: Uuid, rows: readonly ReservedRow[]): Promise<void> {
  const { tx, vendor, now } = context;
  const device = (await loadDevice(tx, viewerOf(context), deviceId))!;
  await lockDevice(tx, vendor.id, deviceId);
  const accounts = await accountsById(
    tx,
    vendor.id,
    rows.flatMap((row) => [row.account_id, row.origin_id]),
  );
  const pairs = rows.flatMap(({ lot_id: lotId }) => accounts.map((account) => ({ account, lotId })));
  const balances = await lockBalances(tx, vendor.id, pairs);
  const sources = await toHoldings(
    tx,
    vendor.id,
    balances.filter(({ account }) => account.kind === 'reserved'),
  );
  const decision = detachLicenses(
    {
      // All that this partner has there goes back: no order is split by it.
      product: { id: device.product, label: {}, unsplittableOrders: false, parts: [] },
      device: { id: deviceId },
      sources,
      origins: accounts.filter(({ kind }) => kind !== 'reserved'),
      active: [],
      targets: balances.filter(({ account }) => account.kind !== 'reserved'),
    },
    { lines: sources.map(({ lot, account, quantity }) => ({ lotId: lot.id, accountId: account.id, quantity })) },
    now,
  );
  // Somebody activated or detached it all between the look and the lock: then nothing is left to give back.
  if (!decision.ok) return;
  await recordOperation(context, decision.value, { deviceId, customerId: device.customer_id, reason: 'end-serves' });
}

/**
 * Returns what a partner reserved on a customer's devices to the partner's bin. Once its care has ended the partner sees
 * the devices no more, and units it cannot reach would be lost to it.
 */
export async function returnReserved(context: Context, partnerId: Uuid, customerId: Uuid): Promise<number> {
  const rows = await reservedFor(context.tx, context.vendor.id, partnerId, customerId);
  const byDevice = Map.groupBy(rows, (row) => row.device_id);
  for (const [deviceId, held] of byDevice) await returnFrom(context, deviceId, held);
  return byDevice.size;
}
