import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type EnteredKeys, findProduct, type Product, planKeys } from '../src/catalog/index.ts';
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
  readonly devices: readonly Device[];
  readonly history: readonly Readonly<Record<ActKind, Act | undefined>>[];
}
type ActKind = 'ship' | 'attach' | 'detach' | 'activate' | 'makeKey' | 'deposit' | 'supply' | 'startDemo' | 'importFile';
interface Device extends EnteredKeys {
  readonly id: string;
  readonly customer: string;
  readonly product: string;
  readonly variant?: string;
  readonly children?: readonly (EnteredKeys & { readonly id: string; readonly relation: string })[];
}
/** A device as the history calls it, with the product it is of. */
interface Named {
  readonly id: string;
  readonly customer: string;
  readonly product: Product;
  /** Null: its key follows from the device above. */
  readonly entered: EnteredKeys | null;
  /** The device above, and what its product calls this one. */
  readonly above?: { readonly id: string; readonly relation: string };
}

const pack = readPack('catalogs/pbx-channel/pack.yaml');
const demo = parse(readFileSync(new URL('../../../catalogs/pbx-channel/demo.yaml', import.meta.url), 'utf8')) as Demo;
/** Every device by its name: those of the file, those below them, and what appears by itself as `device/relation`. */
const devices: readonly Named[] = demo.devices.flatMap(({ id, customer, product: productId, variant, children = [], ...entered }) => {
  const product = findProduct(pack, productId, variant ?? null)!;
  const below = product.children.flatMap((relation): Named[] => {
    const model = findProduct(pack, relation.product, relation.variant ?? null)!;
    const above = { id, relation: relation.id };
    if (relation.creation === 'automatic') return [{ id: `${id}/${relation.id}`, customer, product: model, entered: null, above }];
    const added = children.filter((child) => child.relation === relation.id);
    return added.map((child) => {
      const follows = relation.key !== undefined && child.hardwareKey === undefined;
      return { id: child.id, customer, product: model, entered: follows ? null : child, above };
    });
  });
  return [{ id, customer, product, entered }, ...below];
});
const organizationOf = new Map(demo.organizations.flatMap(({ id, people }) => people.map((person) => [person.id, id])));

describe('the demo data of the PBX channel', () => {
  it('has keys their system types take, each once, and leaves the guide’s own free', () => {
    const keys = devices.flatMap(({ id, product, entered }) => {
      if (entered === null) return [];
      const planned = planKeys(product, entered);
      expect([id, planned]).toMatchObject([id, { ok: true }]);
      if (!planned.ok) return [];
      const { primary, secondary, productKey, input } = planned.value;
      return [primary.origin === 'entered' ? primary : null, secondary, productKey, input].flatMap((key) => key?.key ?? []);
    });
    expect(new Set(keys).size).toBe(keys.length);
    const formats = pack.products.flatMap(({ variants, ...product }) =>
      [product, ...variants].flatMap(({ keyFormats = [], productKey, derivedKey }) => [
        ...keyFormats,
        ...(productKey?.keyFormats ?? []),
        ...(derivedKey?.keyFormats ?? []),
      ]),
    );
    for (const { example } of formats) expect(keys).not.toContain(example);
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
    for (const { id, above } of devices) {
      const product = devices.find((device) => device.id === above?.id)?.product.id;
      if (above !== undefined) world.above.set(id, { relation: above.relation, product: product!, hardwareKey: '', active: [] });
    }
    const lotsOf = new Map<string, string>();
    let before = Number.POSITIVE_INFINITY;
    for (const entry of demo.history) {
      const [kind, act] = Object.entries(entry)[0] as [ActKind, Act];
      expect(act.daysAgo).toBeLessThanOrEqual(before);
      before = act.daysAgo;
      // Files from elsewhere move no licences, and what comes without an order is in no bin.
      if (!['ship', 'attach', 'detach', 'activate', 'makeKey'].includes(kind)) continue;
      const device = devices.find(({ id }) => id === act.device);
      const lines = (act.lines ?? []).map(({ salesOrder, part, quantity }) => ({ lotId: lotsOf.get(`${salesOrder} ${part}`)!, quantity }));
      const by = organizationOf.get(act.by) ?? 'vendor';
      const product = device?.product;
      const trigger = world.reserved(act.device).filter(({ part }) => part.number === product?.derivedKey?.trigger);
      const enabling = trigger.map(({ lot, quantity }) => ({ lotId: lot.id, quantity }));
      const outcome =
        kind === 'ship'
          ? world.ship(act.receiver, act.lines)
          : kind === 'attach'
            ? world.attach(by, product!, act.device, lines)
            : kind === 'detach'
              ? world.detach(by, act.device, lines)
              : world.activate(product!, act.device, kind === 'makeKey' ? enabling : undefined);
      expect(outcome).toMatchObject({ ok: true });
      if (outcome.ok && kind === 'ship') for (const lot of outcome.value.lots) lotsOf.set(`${act.salesOrder} ${lot.partNumber}`, lot.id);
      if (kind !== 'ship') expect(demo.customers.find(({ id }) => id === device!.customer)!.servedBy).toBe(by);
    }
    expect(
      world
        .bin('bakker')
        .filter(({ lot }) => lot.partNumber === 'EX81-SEAT-20')
        .map(({ quantity }) => quantity),
    ).toContain(10);
  });
});
