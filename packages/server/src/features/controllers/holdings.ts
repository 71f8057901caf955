import { type Account, activeOn, poolOf } from '@muniment/domain/ledger';
import type { Context, Uuid } from '../../core/context.ts';
import { balancesOf, findAccounts } from '../ledger/index.ts';
import { type LoadedHolding, toHoldings } from '../lots/index.ts';

async function holdingsIn({ tx, vendor }: Context, accounts: readonly Account[]): Promise<LoadedHolding[]> {
  return toHoldings(tx, vendor.id, await balancesOf(tx, vendor.id, accounts));
}

/** What is active on a device, ended lots too. */
export async function activeHoldings(context: Context, deviceId: Uuid): Promise<LoadedHolding[]> {
  return holdingsIn(context, await findAccounts(context.tx, context.vendor.id, [activeOn(deviceId)]));
}

/** What a project's pool holds. */
export async function poolHoldings(context: Context, projectId: Uuid): Promise<LoadedHolding[]> {
  return holdingsIn(context, await findAccounts(context.tx, context.vendor.id, [poolOf(projectId)]));
}
