import type { listEntitlements as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { activeOn } from '@muniment/domain/ledger';
import { vendorDay } from '@muniment/domain/terms';
import { fromId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { Handler } from '../../../core/context.ts';
import { currentPack, languageFor } from '../../catalog/index.ts';
import { loadDevice, viewerOf } from '../../devices/index.ts';
import { balancesAsOf, balancesOf, findAccounts } from '../../ledger/index.ts';
import { toHoldings } from '../../lots/index.ts';
import { entitlementInput, toActiveLots, toEntitlements } from '../device-entitlements.ts';

/** What a device may do, now or at a past instant, and the steps of the arithmetic (F12). */
export const listEntitlements: Handler<typeof contract> = async (context, { params, query }) => {
  const { tx, vendor, now } = context;
  const device = await loadDevice(tx, viewerOf(context), fromId('dev', params.deviceId)!);
  if (device === null) return refuse('not-found');
  const current = await currentPack(context);
  const asOf = query.asOf === undefined ? now : Temporal.Instant.from(query.asOf);
  const accounts = await findAccounts(tx, vendor.id, [activeOn(device.id)]);
  const balances = query.asOf === undefined ? await balancesOf(tx, vendor.id, accounts) : await balancesAsOf(tx, vendor.id, accounts, asOf);
  if (current === null || balances.length === 0) return accept({ deviceId: params.deviceId, asOf: asOf.toString(), entitlements: [] });
  const { pack } = current;
  const lots = toActiveLots(await toHoldings(tx, vendor.id, balances));
  const input = entitlementInput(pack, device, lots, vendorDay(asOf, pack.vendor.timeZone));
  const language = languageFor(pack, query.language, context.language);
  return accept({ deviceId: params.deviceId, asOf: asOf.toString(), entitlements: toEntitlements(pack, language, input) });
};
