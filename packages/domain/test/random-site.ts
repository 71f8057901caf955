import { type RandomMechanisms, type RandomModel, randomMechanisms, type Units } from '@muniment/testkit/random-mechanisms';
import fc from 'fast-check';
import { acceptsPart, type Product } from '../src/catalog/index.ts';
import type { Holding } from '../src/ledger/index.ts';
import { hasEnded, vendorDay } from '../src/terms/index.ts';
import { World } from './world.ts';

/** A device of a random model, and the product that it is of here. */
export interface SiteDevice {
  readonly id: string;
  readonly model: RandomModel;
  readonly product: Product;
}

/** Devices of random models and partners who act on them. */
export interface Site {
  readonly world: World;
  readonly devices: readonly SiteDevice[];
  readonly random: RandomMechanisms;
}

const kinds = [
  'start-demo',
  'import',
  'regenerate',
  'ship',
  'ship-whole',
  'ship-whole',
  'attach',
  'attach-order',
  'attach-order',
  'attach-order',
  'detach',
  'detach-order',
] as const;
const more = [
  'activate',
  'activate',
  'activate',
  'activate-some',
  'make-key',
  'make-key',
  'add-child',
  'cancel',
  'undo',
  'undo',
  'undo',
] as const;

/** One act. `pick` chooses among what there is; which of it that is, the site knows. */
const act = fc.record({
  kind: fc.constantFrom(...kinds, ...more),
  who: fc.constantFrom('p0', 'p0', 'p0', 'p1'),
  device: fc.nat(3),
  pick: fc.array(fc.record({ which: fc.nat(200), quantity: fc.nat(5) }), { minLength: 1, maxLength: 3 }),
  seconds: fc.oneof({ arbitrary: fc.integer({ min: -2, max: 600 }), weight: 9 }, { arbitrary: fc.constant(5_000_000), weight: 1 }),
});
export type SiteAct = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** A pack, which of its models the devices are of, and acts. */
export const siteActs = fc.tuple(randomMechanisms, fc.nat(7), fc.array(act, { minLength: 70, maxLength: 70 }));

/**
 * Two devices of one model, one of another, and one of a product that takes the same parts as the first but splits orders
 * where it does not, or the other way round.
 */
export function openSite(random: RandomMechanisms, first: number): Site {
  const world = new World(random.pack);
  const at = (index: number) => random.models[index % random.models.length]!;
  const [model, other] = [at(first), at(first + 1)];
  const likeFirst: Product = { ...model.settings, id: 'like-the-first', unsplittableOrders: !model.settings.unsplittableOrders };
  const devices = [
    { id: 'd0', model, product: model.settings },
    { id: 'd1', model, product: model.settings },
    { id: 'd2', model: other, product: other.settings },
    { id: 'd3', model, product: likeFirst },
  ];
  for (const { id, model: of, product } of devices) {
    const provisional = product.tempKey?.use === 'provisional';
    const below = provisional ? [] : automatic(product);
    world.devices.set(id, { id, product, variant: of.variant, provisional, licensed: false, below });
  }
  return { world, devices, random };
}

/** What appears below a device with its key. */
const automatic = ({ children }: Product): string[] => children.filter(({ creation }) => creation === 'automatic').map(({ id }) => id);

/** What came of an act: nothing, or where a licence file was made. */
export interface Done {
  readonly accepted: boolean;
  readonly fileFor: SiteDevice | null;
  /** Rules were asked about what the file says; a file of a demo, or one made again, says no more than the last such one. */
  readonly asked: boolean;
}
const nothing: Done = { accepted: false, fileFor: null, asked: false };

export function perform({ world, devices, random }: Site, { kind, who, device: at, pick, seconds }: SiteAct): Done {
  world.now = world.now.add({ seconds });
  const device = devices[at]!;
  const { id, product, model } = device;
  // Mostly what it takes: as people who look before they choose.
  const fitting = pick[0]!.which % 10 === 0 ? world.bin(who) : world.bin(who).filter(({ part }) => acceptsPart(product, part));
  const some = (from: readonly Holding[]) =>
    from.length === 0 ? [] : pick.map(({ which, quantity }) => ({ lotId: from[which % from.length]!.lot.id, quantity }));
  const ofOrder = (from: readonly Holding[]) => {
    const order = from[pick[0]!.which % Math.max(1, from.length)]?.order?.id;
    return from.filter((holding) => holding.order?.id === order).map(({ lot, quantity }) => ({ lotId: lot.id, quantity }));
  };
  const plain = (outcome: { readonly ok: boolean }): Done => ({ ...nothing, accepted: outcome.ok });
  const withFile = (outcome: { readonly ok: boolean }, asked = true): Done => ({
    accepted: outcome.ok,
    fileFor: outcome.ok ? device : null,
    asked,
  });
  switch (kind) {
    case 'ship-whole': {
      const { trigger } = model;
      // What enables the key comes by itself: nothing else may be attached before there is one.
      const units: Units = trigger !== null && pick[0]!.quantity % 2 === 0 ? { [trigger]: 1 } : model.whole;
      return plain(
        world.ship(
          who,
          Object.entries(units).map(([part, quantity]) => ({ part, quantity })),
        ),
      );
    }
    case 'ship': {
      const parts = Object.keys(model.whole).concat(
        model.rules.flatMap(({ breaks }) => Object.keys(breaks)),
        model.maxima.map(({ part }) => part),
      );
      return plain(
        world.ship(
          who,
          pick.map(({ which, quantity }) => ({ part: parts[which % parts.length]!, quantity: quantity + 1 })),
        ),
      );
    }
    case 'attach':
      return plain(world.attach(who, product, id, some(fitting)));
    case 'attach-order':
      return plain(world.attach(who, product, id, ofOrder(fitting)));
    case 'detach':
      return plain(world.detach(who, id, some(world.reservedBy(who, id))));
    case 'detach-order':
      return plain(world.detach(who, id, ofOrder(world.reservedBy(who, id))));
    case 'activate':
      return withFile(world.activateOwn(who, product, id));
    case 'activate-some':
      return withFile(world.activateOwn(who, product, id, some(world.reservedBy(who, id))));
    case 'make-key': {
      const standing = world.devices.get(id)!;
      // Where none is made, somebody enters it: no act of the ledger.
      if (standing.provisional && product.derivedKey === undefined) {
        standing.provisional = false;
        standing.below.push(...automatic(product));
        return nothing;
      }
      const { outcome, file } = world.makeKey(who, product, id);
      if (outcome.ok) standing.below.push(...automatic(product));
      return { accepted: outcome.ok, fileFor: file ? device : null, asked: true };
    }
    case 'add-child': {
      const relation = product.children[pick[0]!.which % Math.max(1, product.children.length)];
      const standing = world.devices.get(id)!;
      if (
        relation === undefined ||
        relation.creation === 'automatic' ||
        standing.provisional ||
        standing.below.filter((one) => one === relation.id).length >= relation.most
      )
        return nothing;
      standing.below.push(relation.id);
      return nothing;
    }
    case 'start-demo': {
      const demo = product.demos[pick[0]!.which % Math.max(1, product.demos.length)];
      return demo === undefined ? nothing : withFile(world.startDemo(product, id, demo.id), false);
    }
    case 'import': {
      const units: Record<string, number> = { ...model.whole };
      // Sometimes as somebody wrote it who knew no rule.
      for (const { which, quantity } of pick)
        if (which % 3 === 0) units[Object.keys(units)[which % Object.keys(units).length]!] = quantity + 1;
      return product.import === undefined
        ? nothing
        : withFile(
            world.import(
              product,
              id,
              Object.entries(units).map(([part, quantity]) => ({ part, quantity })),
            ),
          );
    }
    case 'regenerate':
      return { ...nothing, fileFor: world.said(product, id).length === 0 ? null : device };
    case 'cancel':
      return world.lots.size === 0 ? nothing : plain(world.cancel([...world.lots.keys()][pick[0]!.which % world.lots.size]!));
    case 'undo': {
      const { length } = world.operations;
      return length === 0 ? nothing : plain(world.undo(Math.max(0, length - 1 - (pick[0]!.which % 6))));
    }
  }
  throw new Error(`${random.seed}: nobody knows how to ${kind satisfies never}`);
}

/** Units by part, without demos and what has ended: what rules and maxima count. */
export function countedUnits({ world }: Site, holdings: readonly Holding[]): Units {
  const today = vendorDay(world.now, world.pack.vendor.timeZone);
  const counts: Record<string, number> = {};
  for (const { lot, quantity } of holdings) {
    if (lot.origin !== 'demo' && !hasEnded(lot, today)) counts[lot.partNumber] = (counts[lot.partNumber] ?? 0) + quantity;
  }
  return counts;
}
