import { asOwner } from '@muniment/platform/postgres';
import { listVendors } from '../../core/store.ts';
import type { OperatorParts } from '../context.ts';
import { type Demo, readDemo } from './demo-file.ts';

/** Programs of a customer that may be run beside a demo, and who may let them take seats. */
export interface DemoPrograms {
  /** Slug. */
  readonly vendor: string;
  /** Of the customer's licence manager. */
  readonly email: string;
  readonly password: string;
  readonly programs: readonly Omit<Demo['programs'][number], 'customer'>[];
}

function programsOf({ vendor, password, customers, programs }: Demo): DemoPrograms[] {
  return [...Map.groupBy(programs, ({ customer }) => customer)].map(([customer, own]) => {
    const person = customers.find(({ id }) => id === customer)?.people.find(({ role }) => role === 'customer');
    if (person === undefined) throw new Error(`demo: nobody of ${customer} may let programs take seats`);
    return { vendor: vendor.slug, email: person.email, password, programs: own.map(({ customer: _, ...program }) => program) };
  });
}

/** The programs of the demos that are there. */
export async function demoPrograms(parts: Pick<OperatorParts, 'pool'>, directories: readonly string[]): Promise<DemoPrograms[]> {
  const vendors = await asOwner(parts.pool, { vendorId: null }, listVendors);
  const demos = await Promise.all(directories.map(readDemo));
  return demos.flatMap(({ demo }) => (vendors.some(({ slug }) => slug === demo.vendor.slug) ? programsOf(demo) : []));
}
