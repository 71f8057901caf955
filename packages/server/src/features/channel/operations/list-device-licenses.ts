import type { listDeviceLicenses as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { findProduct } from '@muniment/domain/catalog';
import type { Account } from '@muniment/domain/ledger';
import { fromId, toId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { Context, Handler } from '../../../core/context.ts';
import { currentPack, inLanguage, languageFor } from '../../catalog/index.ts';
import { childrenOf, type DeviceRow, loadDevice, viewerOf } from '../../devices/index.ts';
import { accountsById, accountsOf, balancesAsOf, balancesOf } from '../../ledger/index.ts';
import { toHoldings } from '../../lots/index.ts';
import { toHeldLots } from '../wire.ts';

/** Licences on a device, now or at a past instant. What others reserved is theirs to see. */
export const listDeviceLicenses: Handler<typeof contract> = async (context, { params, query }) => {
  const { tx, vendor, actor } = context;
  const id = fromId('dev', params.deviceId)!;
  const device = await loadDevice(tx, viewerOf(context), id);
  if (device === null) return refuse('not-found');
  const asOf = query.asOf === undefined ? null : Temporal.Instant.from(query.asOf);
  const accounts = await accountsOf(tx, vendor.id, id, ['reserved', 'active']);
  const origins = await accountsById(
    tx,
    vendor.id,
    accounts.flatMap(({ originId }) => originId ?? []),
  );
  const ownerOf = new Map(origins.map((origin) => [origin.id, origin.ownerId]));
  const sees = (originId: string | null) => actor.organization.kind === 'vendor' || ownerOf.get(originId ?? '') === actor.organization.id;
  const holdings = await toHoldings(tx, vendor.id, await balancesAt(context, accounts, asOf));
  const reserved = holdings.filter(({ account }) => account.kind === 'reserved' && sees(account.originId));
  const active = holdings.filter(({ account }) => account.kind === 'active');
  return accept({
    reserved: await toHeldLots(context, reserved, ownerOf),
    active: await toHeldLots(context, active, ownerOf),
    children: await shownChildren(context, device, asOf),
  });
};

function balancesAt({ tx, vendor }: Context, accounts: readonly Account[], asOf: Temporal.Instant | null) {
  return asOf === null ? balancesOf(tx, vendor.id, accounts) : balancesAsOf(tx, vendor.id, accounts, asOf);
}

/** Licences of devices below that the product shows here, too (B6). */
async function shownChildren(context: Context, device: DeviceRow, asOf: Temporal.Instant | null) {
  const { tx, vendor, language } = context;
  const current = device.child_count === 0 ? null : await currentPack(context);
  if (current === null) return [];
  const shown = findProduct(current.pack, device.product, device.variant)?.children.filter(({ shownOnParent }) => shownOnParent) ?? [];
  const t = inLanguage(current.pack, languageFor(current.pack, language));
  const found = [];
  for (const row of await childrenOf(tx, vendor.id, device.id)) {
    const child = shown.find(({ id }) => id === row.relation);
    if (child === undefined) continue;
    const accounts = await accountsOf(tx, vendor.id, row.id, ['active']);
    const active = await toHoldings(tx, vendor.id, await balancesAt(context, accounts, asOf));
    found.push({
      device: { id: toId('dev', row.id), name: row.name, hardwareKey: row.hardware_key, relationLabel: t(child.label) },
      active: await toHeldLots(context, active, new Map()),
    });
  }
  return found;
}
