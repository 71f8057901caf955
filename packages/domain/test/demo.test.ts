import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findProduct, matchHardwareKey } from '../src/catalog/index.ts';
import { checkRoleFor, type OrganizationKind, type Role } from '../src/identity/index.ts';
import { readPack } from './packs.ts';
import { World } from './world.ts';

interface Line {
  readonly salesOrder?: string;
  readonly part: string;
  readonly quantity: number;
}
interface Act {
  readonly daysAgo: number;
  readonly by: string;
  readonly device: string;
  readonly receiver: string;
  readonly salesOrder: string;
  readonly lines: readonly Line[];
}
interface Person {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
}
interface Demo {
  readonly vendor: { readonly people: readonly Person[] };
  readonly organizations: readonly { readonly id: string; readonly kind: OrganizationKind; readonly people: readonly Person[] }[];
  readonly allowances: readonly { readonly from: string; readonly to: string }[];
  readonly customers: readonly { readonly id: string; readonly servedBy: string; readonly people?: readonly Person[] }[];
  readonly devices: readonly { readonly id: string; readonly customer: string; readonly product: string; readonly hardwareKey: string }[];
  readonly history: readonly Readonly<Record<'ship' | 'attach' | 'detach' | 'activate', Act | undefined>>[];
}

const pack = readPack('catalogs/pbx-channel/pack.yaml');
const demo = parse(readFileSync(new URL('../../../catalogs/pbx-channel/demo.yaml', import.meta.url), 'utf8')) as Demo;
const organizationOf = new Map(demo.organizations.flatMap(({ id, people }) => people.map((person) => [person.id, id])));

describe('the demo data of the PBX channel', () => {
  it('has hardware keys their system types take, each once, and leaves the guide’s own free', () => {
    for (const { product, hardwareKey } of demo.devices) {
      expect(matchHardwareKey(findProduct(pack, product)!, hardwareKey)).toMatchObject({ ok: true, value: { key: hardwareKey } });
    }
    const keys = demo.devices.map(({ hardwareKey }) => hardwareKey);
    expect(new Set(keys).size).toBe(keys.length);
    for (const product of pack.products) for (const { example } of product.keyFormats) expect(keys).not.toContain(example);
  });

  it('names only what it has, and roles that fit', () => {
    const customers = demo.customers.map(({ id }) => id);
    const organizations = demo.organizations.map(({ id }) => id);
    for (const { customer } of demo.devices) expect(customers).toContain(customer);
    for (const { servedBy } of demo.customers) expect(organizations).toContain(servedBy);
    for (const { from, to } of demo.allowances) expect(organizations).toEqual(expect.arrayContaining([from, to]));
    const staffed: readonly (readonly [OrganizationKind, readonly Person[]])[] = [
      ['vendor', demo.vendor.people],
      ...demo.organizations.map(({ kind, people }) => [kind, people] as const),
      ...demo.customers.map(({ people }) => ['customer', people ?? []] as const),
    ];
    for (const [kind, people] of staffed) for (const { role } of people) expect(checkRoleFor(kind, role).ok).toBe(true);
    const emails = staffed.flatMap(([, people]) => people.map(({ email }) => email));
    expect(new Set(emails).size).toBe(emails.length);
  });

  it('tells a history in which every act succeeds, in order', () => {
    const world = new World(pack);
    const lotsOf = new Map<string, string>();
    let before = Number.POSITIVE_INFINITY;
    for (const entry of demo.history) {
      const [kind, act] = Object.entries(entry)[0] as ['ship' | 'attach' | 'detach' | 'activate', Act];
      expect(act.daysAgo).toBeLessThanOrEqual(before);
      before = act.daysAgo;
      const device = demo.devices.find(({ id }) => id === act.device);
      const lines = (act.lines ?? []).map(({ salesOrder, part, quantity }) => ({ lotId: lotsOf.get(`${salesOrder} ${part}`)!, quantity }));
      const by = organizationOf.get(act.by) ?? 'vendor';
      const product = findProduct(pack, device?.product ?? '');
      const outcome =
        kind === 'ship'
          ? world.ship(act.receiver, act.lines)
          : kind === 'attach'
            ? world.attach(by, product!, act.device, lines)
            : kind === 'detach'
              ? world.detach(by, act.device, lines)
              : world.activate(product!, act.device);
      expect(outcome).toMatchObject({ ok: true });
      if (outcome.ok && kind === 'ship') for (const lot of outcome.value.lots) lotsOf.set(`${act.salesOrder} ${lot.partNumber}`, lot.id);
      if (device !== undefined) expect(demo.customers.find(({ id }) => id === device.customer)!.servedBy).toBe(by);
    }
    expect(
      world
        .bin('bakker')
        .filter(({ lot }) => lot.partNumber === 'EX81-SEAT-20')
        .map(({ quantity }) => quantity),
    ).toContain(10);
  });
});
