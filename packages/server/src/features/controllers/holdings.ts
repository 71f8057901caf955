import { activeOn } from '@muniment/domain/ledger';
import type { Context, Uuid } from '../../core/context.ts';
import { balancesOf, findAccounts } from '../ledger/index.ts';
import { type LoadedHolding, toHoldings } from '../lots/index.ts';

/** What is active on a device, ended lots too. */
export async function activeHoldings({ tx, vendor }: Context, deviceId: Uuid): Promise<LoadedHolding[]> {
  const accounts = await findAccounts(tx, vendor.id, [activeOn(deviceId)]);
  return toHoldings(tx, vendor.id, await balancesOf(tx, vendor.id, accounts));
}
