import type { listDeviceLicenses as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { Handler } from '../../../core/context.ts';
import { loadDevice, viewerOf } from '../../devices/index.ts';
import { accountsById, accountsOf, balancesAsOf, balancesOf } from '../../ledger/index.ts';
import { toHoldings } from '../../lots/index.ts';
import { toHeldLots } from '../wire.ts';

/** Licences on a device, now or at a past instant. What others reserved is theirs to see. */
export const listDeviceLicenses: Handler<typeof contract> = async (context, { params, query }) => {
  const { tx, vendor, actor } = context;
  const id = fromId('dev', params.deviceId)!;
  const device = await loadDevice(tx, viewerOf(context), id);
  if (device === null) return refuse('not-found');
  const accounts = await accountsOf(tx, vendor.id, id, ['reserved', 'active']);
  const balances =
    query.asOf === undefined
      ? await balancesOf(tx, vendor.id, accounts)
      : await balancesAsOf(tx, vendor.id, accounts, Temporal.Instant.from(query.asOf));
  const origins = await accountsById(
    tx,
    vendor.id,
    accounts.flatMap(({ originId }) => originId ?? []),
  );
  const ownerOf = new Map(origins.map((origin) => [origin.id, origin.ownerId]));
  const sees = (originId: string | null) => actor.organization.kind === 'vendor' || ownerOf.get(originId ?? '') === actor.organization.id;
  const holdings = await toHoldings(tx, vendor.id, balances);
  const reserved = holdings.filter(({ account }) => account.kind === 'reserved' && sees(account.originId));
  const active = holdings.filter(({ account }) => account.kind === 'active');
  return accept({ reserved: await toHeldLots(context, reserved, ownerOf), active: await toHeldLots(context, active, ownerOf) });
};
