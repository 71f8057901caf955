import type { listEntitlements as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { activeOn } from '@muniment/domain/ledger';
import { vendorDay } from '@muniment/domain/terms';
import { fromId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { Handler, Uuid } from '../../../core/context.ts';
import { currentPack, languageFor, type VersionedPack } from '../../catalog/index.ts';
import { type DeviceRow, loadDevice, relationOf, viewerOf } from '../../devices/index.ts';
import { balancesAsOf, balancesOf, findAccounts } from '../../ledger/index.ts';
import { toHoldings } from '../../lots/index.ts';
import { entitlementInput, toActiveLots, toCoverage, toEntitlements } from '../device-entitlements.ts';

/** The device whose licences count: the one above, where that one's licences cover both (B7). */
function licensedDevice(device: DeviceRow, current: VersionedPack | null): { readonly id: Uuid } & Pick<DeviceRow, 'product' | 'variant'> {
  if (current === null || relationOf(current, device)?.licensed !== 'with-parent') return device;
  return { id: device.parent_id!, product: device.parent_product!, variant: device.parent_variant };
}

/** What a device may do, now or at a past instant, and the steps of the arithmetic (F12). */
export const listEntitlements: Handler<typeof contract> = async (context, { params, query }) => {
  const { tx, vendor, now } = context;
  const device = await loadDevice(tx, viewerOf(context), fromId('dev', params.deviceId)!);
  if (device === null) return refuse('not-found');
  const current = await currentPack(context);
  const asOf = query.asOf === undefined ? now : Temporal.Instant.from(query.asOf);
  const licensed = licensedDevice(device, current);
  const accounts = await findAccounts(tx, vendor.id, [activeOn(licensed.id)]);
  const balances = query.asOf === undefined ? await balancesOf(tx, vendor.id, accounts) : await balancesAsOf(tx, vendor.id, accounts, asOf);
  const answer = { deviceId: params.deviceId, asOf: asOf.toString() };
  if (current === null || balances.length === 0) return accept({ ...answer, entitlements: [], coverage: [] });
  const { pack } = current;
  const lots = toActiveLots(await toHoldings(tx, vendor.id, balances));
  const input = entitlementInput(pack, licensed, lots, vendorDay(asOf, pack.vendor.timeZone));
  const language = languageFor(pack, query.language, context.language);
  return accept({ ...answer, entitlements: toEntitlements(pack, language, input), coverage: toCoverage(pack, language, licensed, input) });
};
