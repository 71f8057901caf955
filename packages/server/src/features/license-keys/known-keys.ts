import {
  type Account,
  type AccountPlace,
  type Balance,
  binOf,
  type KeyFacts,
  keyedBy,
  placeKey,
  poolOf,
  vendorPlace,
} from '@muniment/domain/ledger';
import type { Context, Uuid } from '../../core/context.ts';
import { findAccounts, lockBalances } from '../ledger/index.ts';
import { loadLots } from '../lots/index.ts';
import { holdersOf, type LockedKeyRow } from './store.ts';

/** Locked keys as the rules look at them, with the account each waits in. */
export async function toKeyFacts({ tx, vendor }: Pick<Context, 'tx' | 'vendor'>, rows: readonly LockedKeyRow[]): Promise<KeyFacts[]> {
  const lots = await loadLots(
    tx,
    vendor.id,
    rows.map((row) => row.lot_id),
  );
  const holders = await holdersOf(tx, vendor.id, [...new Set(rows.map((row) => row.batch_id))]);
  const accounts = await findAccounts(
    tx,
    vendor.id,
    [...new Set(holders.values())].map((holder) => keyedBy(holder)),
  );
  const accountOf = new Map(accounts.map((account): [string | null, Account] => [account.ownerId, account]));
  return rows.map((row) => ({
    id: row.id,
    lot: lots.get(row.lot_id)!,
    quantity: row.quantity,
    account: accountOf.get(holders.get(row.batch_id)!)!,
    redeemedBy: row.project_id,
    revoked: row.revoked_at !== null,
  }));
}

/** Locks what the keys' units wait in and what they would go to, as far as there is any: after the keys, in the order everybody uses. */
async function lockUnits(
  { tx, vendor }: Pick<Context, 'tx' | 'vendor'>,
  keys: readonly KeyFacts[],
  to: readonly AccountPlace[],
): Promise<Balance[]> {
  const targets = await findAccounts(tx, vendor.id, to);
  const pairs = keys.flatMap(({ account, lot }) => [account, ...targets].map((each) => ({ account: each, lotId: lot.id })));
  const unique = new Map(pairs.map((pair) => [`${placeKey(pair.account)} ${pair.lotId}`, pair]));
  return lockBalances(tx, vendor.id, [...unique.values()]);
}

export function lockForProject(context: Context, keys: readonly KeyFacts[], projectId: Uuid): Promise<Balance[]> {
  const open = keys.filter(({ redeemedBy, revoked }) => redeemedBy === null && !revoked);
  return lockUnits(context, open, [poolOf(projectId)]);
}

export function lockForRevoking(context: Context, keys: readonly KeyFacts[]): Promise<Balance[]> {
  const holders = [...new Set(keys.map(({ account }) => account.ownerId!))];
  return lockUnits(context, keys, [vendorPlace('retired'), ...holders.map((holder) => binOf(holder, 'licence'))]);
}
