import { findProduct } from '@muniment/domain/catalog';
import { applyCapacity, type Capacities, capacitiesOf, type Endpoint } from '@muniment/domain/endpoints';
import { entitlements } from '@muniment/domain/entitlements';
import { vendorDay } from '@muniment/domain/terms';
import type { Context } from '../../core/context.ts';
import type { VersionedPack } from '../catalog/index.ts';
import type { DeviceRow } from '../devices/index.ts';
import { entitlementInput, toActiveLots } from '../licenses/index.ts';
import { loadEndpoints, reportedAt, saveStates } from './endpoints-store.ts';
import { activeHoldings } from './holdings.ts';

/** What a device's licences allow today, feature by feature. */
export async function capacityOf(context: Context, { pack }: VersionedPack, device: DeviceRow): Promise<Capacities> {
  const active = await activeHoldings(context, device.id);
  const input = entitlementInput(pack, device, toActiveLots(active), vendorDay(context.now, pack.vendor.timeZone));
  return capacitiesOf(Object.fromEntries(entitlements(input).map(({ feature, value }) => [feature, value])));
}

/** Endpoints as they are with the capacity of today (E4, E5): the rule is the one that the device applies itself. */
export function withCapacity(
  { pack }: VersionedPack,
  device: Pick<DeviceRow, 'product' | 'variant'>,
  endpoints: readonly Endpoint[],
  capacities: Capacities,
): readonly Endpoint[] {
  const rules = findProduct(pack, device.product, device.variant)?.endpoints;
  return rules === undefined ? endpoints : applyCapacity(endpoints, capacities, rules.protocols, rules.overCapacity);
}

/** Licences came or went: what is licensed behind the device changes with them, as far as it was told. */
export async function settleEndpoints(context: Context, current: VersionedPack, device: DeviceRow): Promise<void> {
  const { tx, vendor } = context;
  if ((await reportedAt(tx, vendor.id, device.id)) === null) return;
  const before = await loadEndpoints(tx, vendor.id, device.id);
  const after = withCapacity(current, device, before, await capacityOf(context, current, device));
  await saveStates(
    tx,
    vendor.id,
    device.id,
    after.filter((endpoint, index) => endpoint !== before[index]),
  );
}

/** How many are in each state. */
export function countStates(endpoints: readonly Pick<Endpoint, 'state'>[]) {
  const counts = { unlicensed: 0, unprovisioned: 0, provisioned: 0, total: endpoints.length };
  for (const { state } of endpoints) counts[state] += 1;
  return counts;
}
