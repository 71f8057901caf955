import type { CatalogPack } from '@muniment/domain/catalog';
import { type Account, isMeant, type PoolHolding, poolOf, vendorPlace } from '@muniment/domain/ledger';
import { vendorDay } from '@muniment/domain/terms';
import type { Temporal } from 'temporal-polyfill';
import type { Context, Uuid } from '../../core/context.ts';
import { findAccounts, lockBalances, type StoredBalance } from '../ledger/index.ts';
import { fillIn, type LoadedHolding } from '../lots/index.ts';
import type { ProjectFacts } from '../projects/index.ts';
import type { LockedAssignee } from './assignees.ts';
import { findFree, lockPoolTurn } from './store.ts';

export type LoadedPoolHolding = PoolHolding & LoadedHolding;

/** The parts of which one is meant for it, by the present pack. */
function partsFor(pack: CatalogPack, { assignee }: LockedAssignee, today: Temporal.PlainDate): string[] {
  return pack.parts.filter(isMeant(assignee, today)).map(({ number }) => number);
}

/** So often is looked again, where somebody took what was found before it was locked. */
const mostLooks = 5;

export interface Wanted {
  readonly prefer: 'shortest' | 'longest';
  readonly lotId: Uuid | null;
}

/**
 * Licences of the pool for these devices or users, locked: the one that is named, or as many as there are assignees, the
 * shortest or the longest. `most` of each part could be asked for by one product alone, so each group of parts that one
 * product takes is looked for by itself.
 */
export async function lockPool(
  context: Context,
  project: ProjectFacts,
  pack: CatalogPack,
  assignees: readonly LockedAssignee[],
  { prefer, lotId }: Wanted,
): Promise<readonly LoadedPoolHolding[]> {
  const { tx, vendor, now } = context;
  const [account] = await findAccounts(tx, vendor.id, [poolOf(project.id)]);
  if (account === undefined) return [];
  const today = vendorDay(now, pack.vendor.timeZone);
  if (lotId !== null) return toPool(context, await lockBalances(tx, vendor.id, [{ account, lotId }]));
  return lockFree(
    context,
    account,
    assignees.map((assignee) => partsFor(pack, assignee, today)),
    prefer,
  );
}

/** Licences of a pool, locked: for each that is wanted one of some parts, the shortest or the longest. */
export async function lockFree(
  context: Context,
  account: Account,
  wanted: readonly (readonly string[])[],
  prefer: Wanted['prefer'],
): Promise<readonly LoadedPoolHolding[]> {
  const { tx, vendor } = context;
  await lockPoolTurn(tx, vendor.id, account.ownerId!);
  const groups = new Map<string, { parts: readonly string[]; count: number }>();
  for (const parts of wanted) {
    const group = groups.get(parts.join('\n')) ?? { parts, count: 0 };
    groups.set(parts.join('\n'), { parts, count: group.count + 1 });
  }
  for (let look = 1; ; look++) {
    const found = new Set<Uuid>();
    for (const { parts, count } of groups.values()) {
      for (const id of await findFree(tx, vendor.id, account.id, { parts, prefer, most: count })) found.add(id);
    }
    const pairs = [...found].map((id) => ({ account, lotId: id }));
    const balances = await lockBalances(tx, vendor.id, pairs);
    // Somebody was faster: what is left may be enough of the next ones.
    const gone = balances.some(({ quantity }) => quantity === 0);
    if (!gone || look === mostLooks) return toPool(context, balances);
  }
}

export async function toPool({ tx, vendor }: Context, balances: readonly StoredBalance[]): Promise<LoadedPoolHolding[]> {
  const holdings = await fillIn(tx, vendor.id, balances);
  return holdings.map((holding) => ({ ...holding, registeredAt: holding.cameAt }));
}

/**
 * Where units of these lots went before when they changed their nature: what comes next stands after that. Locked, since
 * keys that were made together are one lot, which lies in the pools of many.
 */
export async function conversionsOf({ tx, vendor }: Context, lotIds: readonly Uuid[]): Promise<StoredBalance[]> {
  const accounts = await findAccounts(tx, vendor.id, [vendorPlace('conversion')]);
  const pairs = accounts.flatMap((account) => lotIds.map((lotId) => ({ account, lotId })));
  return lockBalances(tx, vendor.id, pairs);
}
