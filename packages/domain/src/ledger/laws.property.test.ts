import { randomPack as plainPack, type RandomPack } from '@muniment/testkit/random-pack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { World } from '../../test/world.ts';
import type { Part } from '../catalog/index.ts';
import { assertBalanced, type Balances, mayGoNegative, movesOf, postingsOf } from './index.ts';

const partners = ['p0', 'p1'];
const devices = ['d0', 'd1'];

/** Any pack, with a demo of everything on every product, and rules that are asked at imports too. */
const randomPack = plainPack.map((random): RandomPack => {
  const { pack } = random;
  const all: Part = {
    ...pack.parts[0]!,
    number: 'DEMO-OF-ALL',
    model: 'term',
    term: { runs: 'fixed', days: 30 },
    grants: pack.parts
      .flatMap(({ grants }) => grants)
      .filter(({ feature }, at, list) => list.findIndex((one) => one.feature === feature) === at),
  };
  const products = pack.products.map((product) => ({
    ...product,
    demos: [{ id: 'all', label: {}, part: all.number, count: 2, starts: 'request' as const }],
    rules: product.rules.map((rule) => ({ ...rule, when: [...rule.when, 'import' as const] })),
  }));
  return { ...random, pack: { ...pack, parts: [...pack.parts, all], products } };
});

/** An act; `aimed` picks among lots it can succeed with, else among all there are, as clumsy hands do. */
const act = fc.record({
  kind: fc.constantFrom('ship', 'attach', 'attach', 'attach', 'detach', 'detach', 'activate', 'cancel', 'demo', 'import', 'undo', 'undo'),
  who: fc.constantFrom(...partners),
  device: fc.nat(devices.length - 1),
  aimed: fc.constantFrom(true, true, true, false),
  pick: fc.array(fc.record({ which: fc.nat(200), quantity: fc.nat(6) }), { minLength: 1, maxLength: 3 }),
  seconds: fc.oneof(fc.integer({ min: -2, max: 600 }), fc.constantFrom(0, 40_000_000)),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** Sixty acts: enough for units to be shipped, attached, activated and half of it taken back. */
const sequences = fc.tuple(randomPack, fc.array(act, { minLength: 60, maxLength: 60 }));

function perform(world: World, { pack }: RandomPack, { kind, who, device, aimed, pick, seconds }: Act): void {
  world.now = world.now.add({ seconds });
  const deviceId = devices[device]!;
  const product = pack.products[device % pack.products.length]!;
  const parts = product.parts.map(({ part }) => part!);
  const within = {
    attach: () => world.bin(who).filter(({ lot }) => parts.includes(lot.partNumber)),
    detach: () => world.reserved(deviceId),
    activate: () => world.reserved(deviceId),
  } as const;
  const open = aimed && kind in within ? within[kind as keyof typeof within]().map(({ lot }) => lot.id) : [...world.lots.keys()];
  const lines = open.length === 0 ? [] : pick.map(({ which, quantity }) => ({ lotId: open[which % open.length]!, quantity }));
  if (kind === 'ship') {
    const from = aimed ? parts : pack.parts.map(({ number }) => number);
    world.ship(
      who,
      pick.map(({ which, quantity }) => ({ part: from[which % from.length]!, quantity: 3 * quantity + 1 })),
    );
  } else if (kind === 'demo') world.startDemo(product, deviceId, 'all', aimed);
  else if (kind === 'import') {
    const from = aimed ? parts : pack.parts.map(({ number }) => number);
    world.import(
      product,
      deviceId,
      pick.map(({ which, quantity }) => ({ part: from[which % from.length]!, quantity: quantity + 1 })),
    );
  } else if (kind === 'attach') world.attach(who, product, deviceId, lines);
  else if (kind === 'detach') world.detach(who, deviceId, lines);
  else if (kind === 'activate') world.activate(product, deviceId, pick.length === 1 ? undefined : lines);
  else if (kind === 'cancel' && open.length > 0 && !aimed) world.cancel(open[pick[0]!.which % open.length]!);
  else if (kind === 'undo' && world.operations.length > 0) world.undo(Math.max(0, world.operations.length - 1 - (pick[0]!.which % 8)));
}

const positive = (balances: Balances): string =>
  JSON.stringify([...balances].filter(([, { quantity }]) => quantity !== 0).sort(([a], [b]) => (a < b ? -1 : 1)));

describe('any sequence of acts by several partners, on any pack', () => {
  it('keeps the laws: zero sums, nothing below zero, every unit issued is somewhere', () => {
    fc.assert(
      fc.property(sequences, ([random, acts]) => {
        const world = new World(random.pack);
        for (const step of acts) perform(world, random, step);
        for (const { draft } of world.operations) assertBalanced(draft.postings);
        const issued = new Map<string, number>();
        for (const { account, lotId, quantity } of world.balances.values()) {
          if (!mayGoNegative(account.kind)) expect(quantity).toBeGreaterThanOrEqual(0);
          issued.set(lotId, (issued.get(lotId) ?? 0) + (account.kind === 'issue' ? 0 : quantity));
        }
        for (const lot of world.lots.values()) expect(issued.get(lot.id)).toBe(lot.quantity);
      }),
      { numRuns: 60 },
    );
  });

  it('never goes back in time on any balance', () => {
    fc.assert(
      fc.property(sequences, ([random, acts]) => {
        const world = new World(random.pack);
        const seen = new Map<string, bigint>();
        for (const step of acts) perform(world, random, step);
        for (const { draft } of world.operations) {
          for (const { account, lotId } of draft.postings) {
            const pair = JSON.stringify([account, lotId]);
            expect(draft.at.epochNanoseconds >= (seen.get(pair) ?? 0n)).toBe(true);
            seen.set(pair, draft.at.epochNanoseconds);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is as if it had not been when undone: an accepted undo restores exactly what stood before its act', () => {
    fc.assert(
      fc.property(sequences, ([random, acts]) => {
        const world = new World(random.pack);
        for (const step of acts) {
          const before = positive(world.balances);
          const known = world.operations.length;
          perform(world, random, step);
          if (world.operations.length === known || !world.undo(known).ok) continue;
          expect(positive(world.balances)).toBe(before);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never puts units into a bin they did not come from', () => {
    fc.assert(
      fc.property(sequences, ([random, acts]) => {
        const world = new World(random.pack);
        for (const step of acts) perform(world, random, step);
        const shippedTo = new Map(
          world.operations
            .filter(({ draft }) => draft.kind === 'ship-order')
            .flatMap(({ draft }) => draft.moves.map(({ lotId, to }) => [lotId, to.ownerId] as const)),
        );
        for (const { account, lotId } of world.balances.values()) {
          if (account.kind === 'bin') expect(account.ownerId).toBe(shippedTo.get(lotId));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('starts each demo no oftener than its count, for one unit and its days, and imports once and first', () => {
    let [started, imported] = [0, 0];
    fc.assert(
      fc.property(sequences, ([random, acts]) => {
        const world = new World(random.pack);
        for (const step of acts) perform(world, random, step);
        for (const deviceId of devices) {
          const own = world.operations.filter(({ draft }) => draft.details['deviceId'] === deviceId);
          const demos = own.filter(({ draft }) => draft.kind === 'start-demo');
          expect(demos.length).toBeLessThanOrEqual(2);
          started += demos.length;
          imported += own.filter(({ draft }) => draft.kind === 'import-license-file').length;
          for (const { draft } of demos) {
            const [lot] = draft.lots;
            expect(lot).toMatchObject({ origin: 'demo', quantity: 1 });
            expect(lot!.validFrom!.until(lot!.validUntil!).days).toBe(30);
          }
          const committing = own.filter(({ draft }) => draft.kind === 'activate-licenses' || draft.kind === 'import-license-file');
          expect(committing.slice(1).filter(({ draft }) => draft.kind === 'import-license-file')).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
    expect(Math.min(started, imported)).toBeGreaterThan(10);
  });

  it('activates no more of a part on a device than a rule of its pack allows', () => {
    fc.assert(
      fc.property(sequences, ([random, acts]) => {
        const world = new World(random.pack);
        for (const step of acts) perform(world, random, step);
        devices.forEach((deviceId, index) => {
          const product = random.pack.products[index % random.pack.products.length]!;
          for (const { part, most } of random.limits.filter(({ productId }) => productId === product.id)) {
            const term = world.part(part).model === 'term';
            const held = world.active(deviceId).filter(({ lot }) => lot.partNumber === part);
            if (!term) expect(held.reduce((sum, { quantity }) => sum + quantity, 0)).toBeLessThanOrEqual(most);
          }
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('moves and postings', () => {
  it('say the same: the moves found in postings lead to the same postings', () => {
    const place = fc
      .constantFrom('a', 'b', 'c', 'd')
      .map((ownerId) => ({ kind: 'pool' as const, ownerId, partClass: null, originId: null }));
    const move = fc
      .record({ lotId: fc.constantFrom('x', 'y'), from: place, to: place, quantity: fc.integer({ min: 1, max: 9 }) })
      .filter(({ from, to }) => from.ownerId !== to.ownerId);
    fc.assert(
      fc.property(fc.array(move), (moves) => {
        const postings = postingsOf(moves);
        expect(postingsOf(movesOf(postings))).toEqual(postings);
      }),
    );
  });
});
