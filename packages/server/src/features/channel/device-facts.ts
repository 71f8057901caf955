import type { Product } from '@muniment/domain/catalog';
import type { DeviceFacts, RelatedFacts } from '@muniment/domain/ledger';
import type { Context, Uuid } from '../../core/context.ts';
import type { VersionedPack } from '../catalog/index.ts';
import { childrenOf, type DeviceRow, isProvisional, relationOf } from '../devices/index.ts';
import { accountsOf, balancesOf } from '../ledger/index.ts';
import { toHoldings } from '../lots/index.ts';

/** A device as rules know it: its key, and what is active above and below it. Its family's rows are locked. */
export async function deviceFacts(context: Context, current: VersionedPack, device: DeviceRow, product: Product): Promise<DeviceFacts> {
  const below = device.child_count === 0 ? [] : await childrenOf(context.tx, context.vendor.id, device.id);
  const children = [];
  for (const row of below) children.push(await related(context, row.relation, row));
  return {
    id: device.id,
    name: device.name,
    hardwareKey: device.hardware_key,
    variant: device.variant,
    provisional: isProvisional(device, product),
    replacedBy: device.replaced_by,
    licensedWith:
      relationOf(current, device)?.licensed === 'with-parent' ? { name: device.parent_name!, hardwareKey: device.parent_key! } : null,
    parent:
      device.parent_id === null
        ? null
        : await related(context, device.relation!, {
            id: device.parent_id,
            product: device.parent_product!,
            hardware_key: device.parent_key!,
          }),
    children,
  };
}

async function related(
  { tx, vendor }: Context,
  relation: string,
  row: { readonly id: Uuid; readonly product: string; readonly hardware_key: string },
): Promise<RelatedFacts> {
  const accounts = await accountsOf(tx, vendor.id, row.id, ['active']);
  const active = accounts.length === 0 ? [] : await toHoldings(tx, vendor.id, await balancesOf(tx, vendor.id, accounts));
  return { relation, product: row.product, hardwareKey: row.hardware_key, active };
}
