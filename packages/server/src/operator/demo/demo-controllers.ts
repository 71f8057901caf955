import { findProduct } from '@muniment/domain/catalog';
import { asOwner } from '@muniment/platform/postgres';
import { listVendors } from '../../core/store.ts';
import { currentPack } from '../../features/catalog/index.ts';
import { loadCustomerId } from '../../features/enrolment/index.ts';
import type { OperatorParts } from '../context.ts';
import { firstProjectOf } from '../store.ts';
import { readDemo } from './demo-file.ts';

/** A controller that may be run beside a demo, with everything that it must be set up with. */
export interface DemoController {
  /** Slug. */
  readonly vendor: string;
  /** Of its project. */
  readonly customerId: string;
  readonly installCode: string;
  readonly product: string;
  readonly name: string;
  /** What its endpoints may speak, and the capacity each uses up. */
  readonly protocols: readonly { readonly id: string; readonly feature: string }[];
  readonly order: 'oldest-first' | 'newest-first';
  /** Part numbers of what it takes from the pool, one unit each. */
  readonly activate: readonly string[];
  /** How many endpoints of each protocol stand behind it. */
  readonly endpoints: Readonly<Record<string, number>>;
}

/** The controllers of the demos that are there. */
export async function demoControllers(parts: Pick<OperatorParts, 'pool'>, directories: readonly string[]): Promise<DemoController[]> {
  const vendors = await asOwner(parts.pool, { vendorId: null }, listVendors);
  const found: DemoController[] = [];
  for (const directory of directories) {
    const { demo } = await readDemo(directory);
    const vendor = vendors.find(({ slug }) => slug === demo.vendor.slug);
    if (vendor === undefined || demo.controllers.length === 0) continue;
    const told = await asOwner(parts.pool, { vendorId: vendor.id }, async (tx) => {
      const current = await currentPack({ tx, vendor });
      const of = demo.controllers.map(async ({ customer, ...controller }): Promise<DemoController[]> => {
        const { name } = demo.customers.find(({ id }) => id === customer)!;
        const projectId = await firstProjectOf(tx, vendor.id, name);
        const rules = current === null ? undefined : findProduct(current.pack, controller.product)?.endpoints;
        if (projectId === null || rules === undefined) return [];
        const { customer_id: customerId } = await loadCustomerId(tx, vendor.id, projectId);
        const protocols = rules.protocols.map(({ id, feature }) => ({ id, feature }));
        return [{ ...controller, vendor: vendor.slug, customerId, protocols, order: rules.overCapacity }];
      });
      return (await Promise.all(of)).flat();
    });
    found.push(...told);
  }
  return found;
}
