import { type RandomTerms, randomTerms } from '@muniment/testkit/random-terms';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { type Place, TermWorld } from '../../test/term-world.ts';
import { daysOf, hasEnded, vendorDay } from '../terms/index.ts';
import {
  assertBalanced,
  type Balances,
  componentsOf,
  type Lot,
  mayGoNegative,
  type OperationDraft,
  previewOf,
  type TermComponent,
} from './index.ts';

const projects = ['office', 'branch'];
const places: readonly Place[] = [
  { kind: 'device', id: 'd0' },
  { kind: 'device', id: 'd1' },
  { kind: 'device', id: 'd2' },
  { kind: 'user', id: 'u0' },
  { kind: 'user', id: 'u1' },
];

const act = fc.record({
  kind: fc.constantFrom(
    'register',
    'assign',
    'assign',
    'assign',
    'assign',
    'unassign',
    'unassign',
    'split',
    'transfer',
    'undo',
    'undo',
    'use',
  ),
  where: fc.nat(places.length - 1),
  which: fc.nat(200),
  prefer: fc.constantFrom('shortest', 'longest', 'named'),
  extend: fc.constantFrom(true, true, false),
  // Mostly the same day or soon, now and then years later.
  hours: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 5 }) },
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 200 }) },
    { weight: 1, arbitrary: fc.constantFrom(24 * 365, 24 * 900) },
  ),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;
const sequences = fc.tuple(randomTerms, fc.array(act, { minLength: 40, maxLength: 40 }));

/** A vendor's world in which every device and user belongs to the first project, bar one of each. */
function worldOf({ pack }: RandomTerms): TermWorld {
  const world = new TermWorld({ ...pack, products: pack.products.map((product) => ({ ...product, rules: [] })) });
  places.forEach(({ id }, at) => {
    world.products.set(id, world.pack.products[at % world.pack.products.length]!);
  });
  return world;
}
const projectOf = (place: Place) => (place.id === 'd2' || place.id === 'u1' ? 'branch' : 'office');

type Command = Parameters<TermWorld['assign']>[2];

function commandOf(world: TermWorld, { where, which, prefer, extend }: Act): Command {
  const pool = world.pool(projectOf(places[where]!));
  const named = pool.length === 0 ? undefined : pool[which % pool.length]!.lot.id;
  const choose: Command['choose'] =
    prefer === 'named' && named !== undefined ? { lotId: named } : { prefer: prefer === 'longest' ? 'longest' : 'shortest' };
  return { choose, ifLicensed: extend ? 'extend' : 'refuse' };
}

function perform(world: TermWorld, random: RandomTerms, step: Act): void {
  const { kind, where, which, hours } = step;
  world.now = world.now.add({ hours });
  const place = places[where]!;
  const project = projectOf(place);
  const pool = world.pool(project);
  const parts = [...random.combinable, random.other, random.loose, ...random.forUsers];
  if (kind === 'register') world.register(project, parts[which % parts.length]!, 1 + (which % 4));
  else if (kind === 'assign') world.assign(project, place, commandOf(world, step));
  else if (kind === 'unassign') {
    const licensed = places.filter((one) => world.held(one).length > 0);
    const from = licensed.length === 0 ? place : licensed[where % licensed.length]!;
    const held = world.held(from);
    world.unassign(projectOf(from), from, held.length === 0 ? undefined : held[which % held.length]!.lot.id);
  } else if (kind === 'undo' && world.operations.length > 0) world.undo(Math.max(0, world.operations.length - 1 - (which % 6)));
  else if (kind === 'use') for (const { lot } of world.held(place)) world.use(lot.id);
  else if (pool.length > 0) {
    const { lot, quantity } = pool[which % pool.length]!;
    const cumulative = pool.find((holding) => (holding.lot.components?.length ?? 0) > 1);
    if (kind === 'split') world.split(project, (which % 4 === 0 ? undefined : cumulative)?.lot.id ?? lot.id);
    else if (kind === 'transfer') world.passOn(project, projects.find((other) => other !== project)!, lot.id, 1 + (which % quantity));
  }
}

/** Something to begin with: licences in both pools, of which some that are several have been in use. */
function begin(world: TermWorld, random: RandomTerms): void {
  for (const project of projects) for (const part of [...random.combinable, ...random.forUsers]) world.register(project, part, 2);
  for (const place of places) {
    for (let each = 0; each < 3; each++) {
      world.assign(projectOf(place), place, { choose: { prefer: 'longest' }, ifLicensed: 'extend' });
    }
    world.now = world.now.add({ hours: 30 });
    world.unassign(projectOf(place), place);
  }
}

interface Watching {
  readonly before?: (world: TermWorld, step: Act) => void;
  readonly after?: (world: TermWorld) => void;
}

/** Performs everything; whoever watches sees each step. */
function live([random, acts]: [RandomTerms, Act[]], { before, after }: Watching = {}): TermWorld {
  const world = worldOf(random);
  begin(world, random);
  for (const step of acts) {
    before?.(world, step);
    perform(world, random, step);
    after?.(world);
  }
  return world;
}

const days = ({ details }: OperationDraft, name: string): number => Number(details[name] ?? 0);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const positive = (balances: Balances): string =>
  JSON.stringify([...balances].filter(([, { quantity }]) => quantity !== 0).sort(([a], [b]) => (a < b ? -1 : 1)));

const componentsIn = (world: TermWorld, lotId: string): readonly TermComponent[] => componentsOf(world.lots.get(lotId)!, world.now);

/** The conversion of one licence into others: what went in, and what came out. */
const ends = (draft: OperationDraft) => ({
  parents: [...new Set(draft.lotParents.map(({ parentId }) => parentId))],
  made: draft.lots.map(({ id }) => id),
});

describe('any years of registering, assigning, extending, removing, splitting, moving and undoing, by any rules', () => {
  it('conserve days: what was bought lies in pools, runs somewhere, was used, or was deducted', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(sequences, (life) => {
        const world = live(life);
        for (const { draft } of world.operations) seen.set(draft.kind, (seen.get(draft.kind) ?? 0) + 1);
        const acts = world.standing();
        for (const draft of acts) {
          assertBalanced(draft.postings);
          expect(days(draft, 'daysIn')).toBe(days(draft, 'daysOut') + days(draft, 'daysUsed') + days(draft, 'daysDeducted'));
        }
        const bought = sum(
          acts.flatMap(({ kind, lots }) => (kind === 'redeem-license-keys' ? lots.map((lot) => lot.quantity * lot.termDays!) : [])),
        );
        const lying = sum(projects.flatMap((id) => world.pool(id).map(({ lot, quantity }) => quantity * lot.termDays!)));
        const running = sum(places.flatMap((place) => world.held(place).map(({ lot, quantity }) => quantity * lot.termDays!)));
        const gone = sum(acts.map((draft) => days(draft, 'daysUsed') + days(draft, 'daysDeducted')));
        expect(lying + running + gone).toBe(bought);
        for (const { account, quantity } of world.balances.values()) {
          if (!mayGoNegative(account.kind)) expect(quantity).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 30 },
    );
    for (const kind of ['assign-license', 'extend-license', 'unassign-license', 'split-license', 'transfer-licenses', 'undo-operation']) {
      expect(seen.get(kind) ?? 0).toBeGreaterThan(10);
    }
  });

  it('give nobody more days than were bought: days that devices and users have lived licensed are days that are gone', () => {
    fc.assert(
      fc.property(sequences, (life) => {
        const zone = life[0].pack.vendor.timeZone;
        let lived = 0;
        // Counted evening by evening, until the evening before each act.
        const count = (world: TermWorld, step: Act) => {
          const until = vendorDay(world.now.add({ hours: step.hours }), zone);
          for (const { lot } of places.flatMap((place) => world.held(place))) {
            const last = Temporal.PlainDate.compare(lot.validUntil!, until) < 0 ? lot.validUntil! : until;
            lived += Math.max(0, world.today.until(last, { largestUnit: 'days' }).days);
          }
        };
        const world = live(life, { before: count });
        const used = sum(world.standing().map((draft) => days(draft, 'daysUsed')));
        const ran = ({ termDays, startsOn }: Lot) => Math.min(termDays!, startsOn!.until(world.today, { largestUnit: 'days' }).days);
        const running = sum(places.flatMap((place) => world.held(place).map(({ lot }) => ran(lot))));
        expect(lived).toBeLessThanOrEqual(used + running);
      }),
      { numRuns: 25 },
    );
  });

  it('keep at most one valid licence of a category on each, which is as long as its parts', () => {
    fc.assert(
      fc.property(sequences, (life) => {
        const atMostOne = (world: TermWorld) => {
          for (const place of places) {
            const valid = world.held(place).filter(({ lot }) => !hasEnded(lot, world.today));
            const kinds = valid.map(({ part }) => part.category ?? part.number);
            expect(new Set(kinds).size).toBe(kinds.length);
          }
        };
        for (const lot of live(life, { after: atMostOne }).lots.values()) {
          if (lot.origin !== 'conversion') continue;
          expect(daysOf(lot.components!)).toBe(lot.termDays);
          if (lot.startsOn != null) expect(lot.startsOn.add({ days: lot.termDays! }).toString()).toBe(lot.validUntil!.toString());
          const ages = lot.components!.map(({ registeredAt }) => registeredAt.epochNanoseconds);
          expect([...ages].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))).toEqual(ages);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('use up the oldest original first, and split into parts that are exactly the whole', () => {
    let [removals, splits] = [0, 0];
    fc.assert(
      fc.property(sequences, (life) => {
        const world = live(life);
        for (const { draft } of world.operations) {
          const { parents, made } = ends(draft);
          if (draft.kind === 'unassign-license' && made.length > 0) {
            removals++;
            const [before, after] = [componentsIn(world, parents[0]!), componentsIn(world, made[0]!)];
            const kept = before.slice(-after.length);
            expect(after.map(({ lotId }) => lotId)).toEqual(kept.map(({ lotId }) => lotId));
            // Only the oldest that is left may have lost some; all older ones are gone.
            expect(after.slice(1).map(({ days: left }) => left)).toEqual(kept.slice(1).map(({ days: left }) => left));
            expect(after[0]!.days).toBeLessThanOrEqual(kept[0]!.days);
          }
          if (draft.kind === 'split-license') {
            splits++;
            const whole = world.lots.get(parents[0]!)!;
            const parts = made.map((id) => world.lots.get(id)!);
            expect(sum(parts.map(({ termDays }) => termDays!))).toBe(whole.termDays);
            expect(parts.flatMap(({ components }) => components!)).toEqual(whole.components);
          }
        }
      }),
      { numRuns: 30 },
    );
    expect(Math.min(removals, splits)).toBeGreaterThan(10);
  });

  it('are undone exactly, on the same day of the vendor, and never from the next on or after a use', () => {
    let [undone, late, used] = [0, 0, 0];
    fc.assert(
      fc.property(sequences, fc.nat(39), (life, at) => {
        const [random, acts] = life;
        const world = live([random, acts.slice(0, at)]);
        const before = positive(world.balances);
        const known = world.operations.length;
        perform(world, random, acts[at]!);
        const done = world.operations[known];
        if (done === undefined || !['assign-license', 'extend-license', 'unassign-license', 'split-license'].includes(done.draft.kind))
          return;
        const then = world.now;
        const midnight = vendorDay(done.draft.at, world.pack.vendor.timeZone).add({ days: 1 }).toZonedDateTime(world.pack.vendor.timeZone);
        world.now = midnight.toInstant();
        expect(world.undo(known)).toMatchObject({ refusal: { code: 'undo-too-late' } });
        late++;
        world.now = then;
        done.delivered = true;
        expect(world.undo(known)).toMatchObject({ refusal: { code: 'built-upon', facts: { reason: 'delivered' } } });
        used++;
        done.delivered = false;
        expect(world.undo(known).ok).toBe(true);
        undone++;
        expect(positive(world.balances)).toBe(before);
      }),
      { numRuns: 100 },
    );
    expect(Math.min(undone, late, used)).toBeGreaterThan(10);
  });

  it('are what their previews said: the same moves and days, whatever the fresh ids', () => {
    fc.assert(
      fc.property(sequences, (life) => {
        const [random, acts] = life;
        const world = worldOf(random);
        begin(world, random);
        for (const step of acts) {
          world.now = world.now.add({ hours: step.hours });
          const now = { ...step, hours: 0 };
          const place = places[step.where]!;
          const shown = JSON.stringify(previewOf('assign-license', world.assigning(projectOf(place), place, commandOf(world, now))));
          const known = world.operations.length;
          perform(world, random, { ...now, kind: 'assign' });
          const done = world.operations[known];
          if (done !== undefined) expect(JSON.stringify(previewOf('assign-license', { ok: true, value: done.draft }))).toBe(shown);
          perform(world, random, now);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('packs that do not want it', () => {
  it('never combine, and never split', () => {
    fc.assert(
      fc.property(sequences, ([random, acts]) => {
        const terms = { ...random.pack.terms, combine: false, split: false };
        const world = live([{ ...random, pack: { ...random.pack, terms } }, acts]);
        const kinds = new Set(world.operations.map(({ draft }) => draft.kind));
        expect(kinds.has('extend-license') || kinds.has('split-license')).toBe(false);
        for (const lot of world.lots.values()) expect(lot.components?.length ?? 1).toBe(1);
      }),
      { numRuns: 20 },
    );
  });
});
