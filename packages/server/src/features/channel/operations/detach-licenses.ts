import type { detachLicenses as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { detachLicenses as decide } from '@muniment/domain/ledger';
import { fromId } from '@muniment/platform/ids';
import type { Handler, Uuid } from '../../../core/context.ts';
import { lockBalances, recordOperation } from '../../ledger/index.ts';
import { toHoldings } from '../../lots/index.ts';
import { concludeAct, type LockedDevice, lockActDevice } from '../act.ts';
import { resolveLines } from '../selection.ts';

/** Units the actor reserved on the device, by lot. */
export function heldReserved(locked: LockedDevice) {
  const sums = new Map<Uuid, number>();
  for (const { lot, quantity } of locked.ownReserved) sums.set(lot.id, (sums.get(lot.id) ?? 0) + quantity);
  return async (): Promise<ReadonlyMap<Uuid, number>> => sums;
}

/** Gives reserved units back to the bin and order they came from (B8). */
export const detachLicenses: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor } = context;
  const loaded = await lockActDevice(context, fromId('dev', params.deviceId)!);
  if (!loaded.ok) return loaded;
  const locked = loaded.value;
  const lines = await resolveLines(context, body.lines, heldReserved(locked));
  if (!lines.ok) return lines;

  const lots = new Set(lines.value.map(({ lotId }) => lotId));
  // Whether an order is given back as a whole is seen only beside what else of it is reserved.
  if (locked.product.unsplittableOrders) for (const { lot } of locked.ownReserved) lots.add(lot.id);
  const reservedAccounts = new Map(locked.ownReserved.map(({ account }) => [account.id, account]));
  const pairs = [...lots].flatMap((lotId) => [...reservedAccounts.values(), ...locked.bins].map((account) => ({ account, lotId })));
  const balances = await lockBalances(tx, vendor.id, pairs);
  const { device, current, product } = locked;
  const state = {
    product,
    device: { id: device.id },
    sources: await toHoldings(
      tx,
      vendor.id,
      balances.filter(({ account }) => account.kind === 'reserved'),
    ),
    origins: locked.bins,
    active: locked.active,
    targets: balances.filter(({ account }) => account.kind !== 'reserved'),
  };
  const decision = decide(state, { lines: lines.value }, context.now);
  const about = { deviceId: device.id, customerId: device.customer_id, packVersion: current.version, reason: body.reason ?? null };
  return concludeAct(context, {
    kind: 'detach-licenses',
    decision,
    previewDigest: body.previewDigest,
    locked,
    current,
    file: null,
    commit: async (draft) => accept({ operationId: await recordOperation(context, draft, about) }),
  });
};
