import type { listBalances as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId, toId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { Context, Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { loadDevice, viewerOf } from '../../devices/index.ts';
import { accountsById, accountsOf } from '../../ledger/index.ts';
import { balanceKeyset, countBalances, listBalances as load, loadLots, orderNumberFor, placeNames } from '../../lots/index.ts';

/** Accounts whose balances the organization may read: its own, or those of a device it sees. */
async function readableAccounts(context: Context, deviceId: string | undefined) {
  const { tx, vendor, actor } = context;
  if (deviceId === undefined) return accountsOf(tx, vendor.id, actor.organization.id, ['bin', 'pool', 'keyed']);
  const device = await loadDevice(tx, viewerOf(context), fromId('dev', deviceId)!);
  if (device === null) return null;
  const accounts = await accountsOf(tx, vendor.id, device.id, ['reserved', 'active']);
  const origins = await accountsById(
    tx,
    vendor.id,
    accounts.flatMap(({ originId }) => originId ?? []),
  );
  const ownerOf = new Map(origins.map((origin) => [origin.id, origin.ownerId]));
  const isVendor = actor.organization.kind === 'vendor';
  return accounts.filter(({ kind, originId }) => kind === 'active' || isVendor || ownerOf.get(originId ?? '') === actor.organization.id);
}

/** What accounts hold, now or as of a past instant (F1). */
export const listBalances: Handler<typeof contract> = async (context, { query }) => {
  const { tx, vendor, actor } = context;
  const accounts = await readableAccounts(context, query.deviceId);
  if (accounts === null) return refuse('not-found');
  const { cursor: _, limit: __, ...filter } = query;
  const opened = openPage(query, { list: 'balances', organization: actor.organization.id, ...filter }, balanceKeyset);
  if (!opened.ok) return opened;
  const asked = {
    accountIds: accounts.map(({ id }) => id),
    part: query.part ?? null,
    asOf: query.asOf ? Temporal.Instant.from(query.asOf) : null,
  };
  const page = cutPage(opened.value, await load(tx, vendor.id, asked, opened.value), (row) => [row.account_id, row.lot_id]);
  const lots = await loadLots(
    tx,
    vendor.id,
    page.rows.map((row) => row.lot_id),
  );
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const nameOf = await placeNames(context, accounts);
  return accept({
    items: page.rows.map((row) => ({
      accountId: toId('acc', row.account_id),
      account: nameOf(byId.get(row.account_id)!),
      kind: byId.get(row.account_id)!.kind,
      lotId: toId('lot', row.lot_id),
      part: lots.get(row.lot_id)?.partNumber ?? '',
      quantity: row.quantity,
      order: orderNumberFor(context, lots.get(row.lot_id)),
    })),
    next: page.next,
    total: await countBalances(tx, vendor.id, asked),
  });
};
