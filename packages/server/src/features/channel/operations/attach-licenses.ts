import type { attachLicenses as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { type Balance, attachLicenses as decide, reservedOn } from '@muniment/domain/ledger';
import { fromId } from '@muniment/platform/ids';
import type { Context, Handler, Uuid } from '../../../core/context.ts';
import { accountsHolding, balancesOfPairs, findAccounts, lockBalances, recordOperation } from '../../ledger/index.ts';
import { fillIn, lotsOfSameOrders, toHoldings } from '../../lots/index.ts';
import { concludeAct, type LockedDevice, lockActDevice } from '../act.ts';
import { resolveLines } from '../selection.ts';

/** Units of lots in the actor's bins, without a lock: to say which lots a line means. */
function heldInBins(context: Context, locked: LockedDevice) {
  return async (lotIds: readonly Uuid[]): Promise<ReadonlyMap<Uuid, number>> => {
    const pairs = lotIds.flatMap((lotId) => locked.bins.map((account) => ({ account, lotId })));
    const balances = await balancesOfPairs(context.tx, context.vendor.id, pairs);
    const sums = new Map<Uuid, number>();
    for (const { lotId, quantity } of balances) sums.set(lotId, (sums.get(lotId) ?? 0) + quantity);
    return sums;
  };
}

/** Locks what may move: the lots in the actor's bins, and on the device where units of them are reserved already. */
async function lockSources(context: Context, locked: LockedDevice, lotIds: readonly Uuid[]) {
  const { tx, vendor } = context;
  const targets = await findAccounts(
    tx,
    vendor.id,
    locked.bins.map((bin) => reservedOn(locked.device.id, bin.id)),
  );
  const pairs = lotIds.flatMap((lotId) => [...locked.bins, ...targets].map((account) => ({ account, lotId })));
  const balances = await lockBalances(tx, vendor.id, pairs);
  const isTarget = ({ account }: Balance) => account.kind === 'reserved';
  return {
    sources: await fillIn(
      tx,
      vendor.id,
      balances.filter((balance) => !isTarget(balance)),
    ),
    targets: balances.filter(isTarget),
  };
}

/**
 * What there is of the orders that these lots came with: in the actor's bins, and on other devices. Only asked where orders
 * cannot be split.
 */
export async function loadOfOrders(context: Context, locked: LockedDevice, lotIds: readonly Uuid[]) {
  if (!locked.product.unsplittableOrders) return { ofOrders: [], elsewhere: [] };
  const { tx, vendor } = context;
  const lots = await lotsOfSameOrders(tx, vendor.id, lotIds);
  const pairs = lots.flatMap((lotId) => locked.bins.map((account) => ({ account, lotId })));
  // Whoever moves units of these lots from a bin to a device waits behind this lock, or is seen below.
  const ofOrders = await toHoldings(tx, vendor.id, await lockBalances(tx, vendor.id, pairs));
  const onDevices = [];
  for (const lotId of lots) {
    for (const account of await accountsHolding(tx, vendor.id, lotId)) {
      const onDevice = account.kind === 'reserved' || account.kind === 'active';
      if (onDevice && account.ownerId !== locked.device.id) onDevices.push({ account, lotId });
    }
  }
  return { ofOrders, elsewhere: await toHoldings(tx, vendor.id, await balancesOfPairs(tx, vendor.id, onDevices)) };
}

/** Reserves units from the actor's bin for a device (B8). */
export const attachLicenses: Handler<typeof contract> = async (context, { params, body }) => {
  const loaded = await lockActDevice(context, fromId('dev', params.deviceId)!);
  if (!loaded.ok) return loaded;
  const locked = loaded.value;
  const lines = await resolveLines(context, body.lines, heldInBins(context, locked));
  if (!lines.ok) return lines;
  const lotIds = lines.value.map(({ lotId }) => lotId);
  // The wider circle first: locks of balances are taken in one order.
  const ofOrders = await loadOfOrders(context, locked, lotIds);
  const moving = await lockSources(context, locked, lotIds);

  const { device, current, product } = locked;
  const state = {
    catalog: current.pack,
    product,
    device: locked.facts,
    ...ofOrders,
    ...moving,
    reserved: locked.reserved,
    active: locked.active,
  };
  const decision = decide(state, { lines: lines.value }, context.now);
  const about = { deviceId: device.id, customerId: device.customer_id, packVersion: current.version, reason: body.reason ?? null };
  return concludeAct(context, {
    kind: 'attach-licenses',
    decision,
    previewDigest: body.previewDigest,
    locked,
    current,
    file: null,
    commit: async (draft) => accept({ operationId: await recordOperation(context, draft, about) }),
  });
};
