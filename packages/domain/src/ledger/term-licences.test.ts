import { randomTermsOf } from '@muniment/testkit/random-terms';
import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Place, TermWorld } from '../../test/term-world.ts';
import type { CatalogPack, Part } from '../catalog/index.ts';
import { type Holding, isBetterUndone, previewOf } from './index.ts';

const random = randomTermsOf(11);
const [year, month, user]: Part[] = [
  { ...random.combinable[0]!, number: 'YEAR', term: { runs: 'while-assigned', days: 365 } },
  { ...random.combinable[0]!, number: 'MONTH', term: { runs: 'while-assigned', days: 30 } },
  random.forUsers[0]!,
];
const pack: CatalogPack = {
  ...random.pack,
  vendor: { ...random.pack.vendor, timeZone: 'Europe/Berlin' },
  parts: [...random.pack.parts, year!, month!],
  terms: { ...random.pack.terms, unassign: { roundUpDays: 1, countLastDay: true, deductDays: 1 }, combine: true, split: true },
  products: random.pack.products.map((product) => ({ ...product, rules: [] })),
};
const [router, gateway]: Place[] = [
  { kind: 'device', id: 'router' },
  { kind: 'device', id: 'gateway' },
];
const shortest = { choose: { prefer: 'shortest' }, ifLicensed: 'extend' } as const;
const longest = { choose: { prefer: 'longest' }, ifLicensed: 'extend' } as const;

let world: TermWorld;
beforeEach(() => {
  world = worldOf(pack);
});

function worldOf(of: CatalogPack): TermWorld {
  const made = new TermWorld(of);
  for (const { id } of [router!, gateway!]) made.products.set(id, of.products[0]!);
  return made;
}

const on = (date: string, time = '10:00') => {
  world.now = Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime('Europe/Berlin').toInstant();
};
const terms = (holdings: readonly Holding[]) => holdings.map(({ lot }) => [lot.termDays, lot.validUntil?.toString() ?? null]);
const refusal = (outcome: { ok: boolean; refusal?: unknown }) => (outcome.ok ? 'accepted' : outcome.refusal);
const undoLast = () => world.undo(world.operations.length - 1);

describe('the vendor’s worked example (A9)', () => {
  it('365 days assigned on 2024-01-31, taken off on 2024-03-06, assigned to another on the day after', () => {
    on('2024-01-30');
    world.register('office', year!);
    on('2024-01-31');
    world.assign('office', router!, shortest);
    expect(terms(world.held(router!))).toEqual([[365, '2025-01-30']]);
    on('2024-03-06');
    const taken = world.unassign('office', router!);
    expect(taken.ok && taken.value.details).toMatchObject({ daysIn: 365, daysUsed: 37, daysDeducted: 1, daysOut: 327 });
    expect(terms(world.pool('office'))).toEqual([[327, null]]);
    expect(world.held(router!)).toEqual([]);
    on('2024-03-07');
    world.assign('office', gateway!, shortest);
    expect(terms(world.held(gateway!))).toEqual([[327, '2025-01-28']]);
    expect(world.pool('office')).toEqual([]);
  });

  it('a slip costs three days on the same day, and nothing when it is undone', () => {
    on('2024-01-31');
    world.register('office', year!);
    world.assign('office', router!, shortest);
    const slip = world.unassigning('office', router!);
    expect(slip.ok && slip.value.details).toMatchObject({ daysOut: 362 });
    expect(undoLast().ok).toBe(true);
    expect(terms(world.pool('office'))).toEqual([[365, null]]);
    expect(world.held(router!)).toEqual([]);
  });
});

describe('assigning', () => {
  it('takes the shortest or the longest, of equal ones the first registered, or the one that is named', () => {
    on('2026-01-01');
    const [first, , second] = [world.register('office', year!), world.register('office', month!), world.register('office', year!)];
    const chosen = (command: Parameters<TermWorld['assign']>[2]) => {
      const outcome = world.assigning('office', router!, command);
      return outcome.ok ? outcome.value.moves[0]!.lotId : outcome.refusal.code;
    };
    expect(world.lots.get(chosen(shortest))?.partNumber).toBe('MONTH');
    expect(chosen(longest)).toBe(first!.id);
    expect(chosen({ choose: { lotId: second!.id }, ifLicensed: 'extend' })).toBe(second!.id);
    expect(chosen({ choose: { lotId: 'lot_of_others' }, ifLicensed: 'extend' })).toBe('lot-not-found');
    expect(world.assign('branch', router!, shortest)).toMatchObject({ refusal: { code: 'no-licence-available' } });
  });

  it('puts on a device what is for devices of its category, and on a user what is for users', () => {
    on('2026-01-01');
    const [forDevice, forUser] = [world.register('office', year!), world.register('office', user!)];
    const person: Place = { kind: 'user', id: 'ada' };
    const named = (lotId: string) => ({ choose: { lotId }, ifLicensed: 'extend' }) as const;
    expect(refusal(world.assigning('office', router!, named(forUser!.id)))).toMatchObject({ code: 'part-not-assignable' });
    expect(refusal(world.assigning('office', person, named(forDevice!.id)))).toMatchObject({ code: 'part-not-assignable' });
    expect(world.assign('office', person, shortest).ok).toBe(true);
    expect(terms(world.held(person))).toHaveLength(1);
    world.products.set('bare', { ...pack.products[0]!, parts: [] });
    expect(refusal(world.assigning('office', { kind: 'device', id: 'bare' }, shortest))).toMatchObject({ code: 'no-licence-available' });
  });

  it('adds terms up, keeps the first day, and gives the cumulative licence back, not the originals (A7)', () => {
    on('2026-01-01');
    const originals = [world.register('office', year!), world.register('office', month!)].map(({ id }) => id);
    world.assign('office', router!, longest);
    on('2026-03-01');
    world.assign('office', router!, shortest);
    expect(terms(world.held(router!))).toEqual([[395, '2027-01-31']]);
    expect(world.held(router!)[0]!.lot.components?.map(({ lotId, days }) => [lotId, days])).toEqual([
      [originals[0], 365],
      [originals[1], 30],
    ]);
    on('2026-03-02');
    world.unassign('office', router!);
    expect(terms(world.pool('office'))).toEqual([[395 - 62 - 1, null]]);
  });

  it('the older original is used up first, though the younger was assigned first', () => {
    on('2026-01-01');
    const older = world.register('office', year!);
    on('2026-01-02');
    const younger = world.register('office', month!);
    world.assign('office', router!, shortest);
    world.assign('office', router!, shortest);
    on('2026-01-11');
    world.unassign('office', router!);
    const [left] = world.pool('office');
    expect(left!.lot.components?.map(({ lotId, days }) => [lotId, days])).toEqual([
      [older.id, 365 - 11 - 1],
      [younger.id, 30],
    ]);
    expect(left!.lot.partNumber).toBe('YEAR');
  });

  it('after a lapse a licence starts a term of its own, and what had ended is tidied away', () => {
    on('2026-01-01');
    world.register('office', month!);
    world.register('office', year!);
    world.assign('office', router!, shortest);
    on('2026-01-31');
    const outcome = world.assign('office', router!, shortest);
    expect(outcome.ok && [outcome.value.kind, outcome.value.details]).toMatchObject([
      'assign-license',
      { daysIn: 395, daysUsed: 30, daysDeducted: 0, daysOut: 365, startsOn: '2026-01-31', until: '2027-01-31' },
    ]);
    expect(terms(world.held(router!))).toEqual([[365, '2027-01-31']]);
  });

  it('on the last day it is still extended without a gap', () => {
    on('2026-01-01');
    world.register('office', month!);
    world.register('office', year!);
    world.assign('office', router!, shortest);
    on('2026-01-30', '23:59');
    expect(world.assign('office', router!, shortest)).toMatchObject({ value: { kind: 'extend-license' } });
    expect(terms(world.held(router!))).toEqual([[395, '2027-01-31']]);
  });

  it('what gives something else does not become one with it, though of the same category', () => {
    on('2026-01-01');
    world.register('office', year!);
    world.assign('office', router!, shortest);
    const other = world.register('office', random.other);
    const named = { choose: { lotId: other.id }, ifLicensed: 'extend' } as const;
    expect(refusal(world.assigning('office', router!, named))).toMatchObject({ code: 'licences-not-combinable' });
    world.register('office', random.loose);
    expect(world.assign('office', router!, { choose: { lotId: world.pool('office').at(-1)!.lot.id }, ifLicensed: 'refuse' }).ok).toBe(true);
  });

  it('is extended by its own category, though something shorter of another one lies in the pool', () => {
    const short: Part = { ...random.loose, number: 'SHORT', term: { runs: 'while-assigned', days: 5 } };
    const both = worldOf({
      ...pack,
      parts: [...pack.parts, short],
      products: pack.products.map((product) => ({ ...product, parts: [...product.parts, { part: 'SHORT' }] })),
    });
    both.register('office', month!, 2);
    both.assign('office', router!, shortest);
    const named = both.register('office', short);
    expect(both.assign('office', router!, shortest).ok).toBe(true);
    expect(both.held(router!).map(({ lot }) => lot.termDays)).toEqual([60]);
    expect(refusal(both.assign('office', router!, shortest))).toMatchObject({ code: 'no-licence-available' });
    expect(both.assign('office', router!, { ...shortest, choose: { lotId: named.id } }).ok).toBe(true);
    expect(
      both
        .held(router!)
        .map(({ lot }) => lot.termDays)
        .sort(),
    ).toEqual([5, 60]);
  });

  it('extends nothing where it is not wanted, nor where the pack says that licences do not combine', () => {
    for (const [of, ifLicensed] of [
      [pack, 'refuse'],
      [{ ...pack, terms: { ...pack.terms, combine: false } }, 'extend'],
    ] as const) {
      world = worldOf(of);
      on('2026-01-01');
      world.register('office', year!, 2);
      world.assign('office', router!, shortest);
      expect(refusal(world.assigning('office', router!, { ...shortest, ifLicensed }))).toMatchObject({ code: 'already-licensed' });
      on('2027-01-01');
      expect(world.assign('office', router!, { ...shortest, ifLicensed }).ok).toBe(true);
    }
  });
});

describe('taking off', () => {
  it('leaves nothing where too little is left: the licence is retired', () => {
    on('2026-01-01');
    world.register('office', month!);
    world.assign('office', router!, shortest);
    on('2026-01-28');
    const outcome = world.unassign('office', router!);
    expect(outcome.ok && outcome.value.details).toMatchObject({ daysIn: 30, daysUsed: 29, daysDeducted: 1, daysOut: 0 });
    expect(outcome.ok && outcome.value.moves.map(({ to }) => to.kind)).toEqual(['retired']);
    expect([...world.pool('office'), ...world.held(router!)]).toEqual([]);
  });

  it('wants to know which where there are several, and says so where there is none', () => {
    on('2026-01-01');
    expect(refusal(world.unassigning('office', router!))).toMatchObject({ code: 'not-licensed', facts: { deviceId: 'router' } });
    world.register('office', year!);
    const another = world.register('office', random.loose);
    world.assign('office', router!, longest);
    world.assign('office', router!, { ...shortest, choose: { lotId: another.id } });
    expect(refusal(world.unassigning('office', router!))).toMatchObject({ code: 'licence-not-named' });
    expect(refusal(world.unassigning('office', router!, 'lot_of_others'))).toMatchObject({ code: 'lot-not-found' });
    expect(world.unassign('office', router!, world.held(router!)[0]!.lot.id).ok).toBe(true);
  });
});

describe('splitting (A8)', () => {
  it('gives what is left of the originals, exactly, each of which keeps its age', () => {
    on('2026-01-01');
    const [first, second, third] = [world.register('office', month!), world.register('office', month!), world.register('office', year!)];
    for (const _ of [first, second, third]) world.assign('office', router!, shortest);
    on('2026-02-04');
    world.unassign('office', router!);
    const whole = world.pool('office')[0]!;
    expect(whole.lot.termDays).toBe(425 - 36 - 1);
    const outcome = world.split('office', whole.lot.id);
    expect(outcome.ok && outcome.value.details).toMatchObject({ daysIn: 388, daysOut: 388, daysUsed: 0, daysDeducted: 0 });
    const parts = world.pool('office').map(({ lot }) => [lot.termDays, lot.components?.map(({ lotId, days }) => [lotId, days])]);
    expect(parts).toEqual([
      [23, [[second!.id, 23]]],
      [365, [[third!.id, 365]]],
    ]);
    expect(refusal(world.splitting('office', world.pool('office')[0]!.lot.id))).toMatchObject({ code: 'nothing-to-split' });
  });

  it('is not offered where the pack does not want it, nor of an original', () => {
    world = worldOf({ ...pack, terms: { ...pack.terms, split: false } });
    on('2026-01-01');
    world.register('office', month!, 2);
    world.assign('office', router!, shortest);
    world.assign('office', router!, shortest);
    world.unassign('office', router!);
    expect(refusal(world.splitting('office', world.pool('office')[0]!.lot.id))).toMatchObject({ code: 'split-not-allowed' });
    world = worldOf(pack);
    on('2026-01-01');
    expect(refusal(world.splitting('office', world.register('office', month!, 2).id))).toMatchObject({ code: 'nothing-to-split' });
  });
});

describe('undoing acts on terms', () => {
  it('is too late from the vendor’s midnight on', () => {
    on('2026-01-01', '23:58');
    world.register('office', year!);
    world.assign('office', router!, shortest);
    on('2026-01-01', '23:59');
    const index = world.operations.length - 1;
    expect(world.undo(index).ok).toBe(true);
    world.assign('office', router!, shortest);
    on('2026-01-02', '00:00');
    expect(refusal(undoLast())).toMatchObject({ code: 'undo-too-late', facts: { day: '2026-01-01', today: '2026-01-02' } });
  });

  it('is too late once a validation said yes', () => {
    on('2026-01-01');
    world.register('office', year!);
    world.assign('office', router!, shortest);
    world.use(world.held(router!)[0]!.lot.id);
    expect(refusal(undoLast())).toMatchObject({ code: 'built-upon', facts: { reason: 'delivered' } });
  });

  it('takes back what was spent at the same time, and a removal that left nothing', () => {
    on('2026-01-01');
    world.register('office', month!);
    world.register('office', year!);
    world.assign('office', router!, shortest);
    on('2026-01-31');
    world.assign('office', router!, shortest);
    expect(undoLast().ok).toBe(true);
    expect(terms(world.held(router!))).toEqual([[30, '2026-01-31']]);
    world.unassign('office', router!);
    expect(undoLast().ok).toBe(true);
    expect(terms(world.held(router!))).toEqual([[30, '2026-01-31']]);
  });

  it('brings no second licence to what has got another meanwhile', () => {
    on('2026-01-01');
    world.register('office', year!, 2);
    world.assign('office', router!, shortest);
    on('2026-02-01');
    world.unassign('office', router!);
    const removal = world.operations.length - 1;
    world.assign('office', router!, longest);
    expect(refusal(world.undo(removal))).toMatchObject({ code: 'built-upon', facts: { reason: 'licensed-since' } });
    undoLast();
    expect(world.undo(removal).ok).toBe(true);
    expect(terms(world.held(router!))).toEqual([[365, '2027-01-01']]);
  });

  it('asks the rules of the pack again before a licence comes back', () => {
    const number = year!.number;
    const check = `selection.parts['${number}'] == 0 || active.parts['${random.loose.number}'] == 0`;
    const rule = { when: ['activate' as const], check, code: 'NOT_BOTH', message: {}, nextStep: {} };
    world = worldOf({ ...pack, products: [{ ...pack.products[0]!, rules: [rule] }] });
    on('2026-01-01');
    const licence = world.register('office', year!);
    const other = world.register('office', random.loose);
    world.assign('office', router!, { choose: { lotId: licence.id }, ifLicensed: 'extend' });
    world.unassign('office', router!);
    const removal = world.operations.length - 1;
    expect(world.assign('office', router!, { choose: { lotId: other.id }, ifLicensed: 'extend' }).ok).toBe(true);
    expect(refusal(world.undo(removal))).toMatchObject({ code: 'rule-refused', facts: { rule: { code: 'NOT_BOTH' } } });
    expect(undoLast().ok).toBe(true);
    expect(world.undo(removal).ok).toBe(true);
  });

  it('takes an extension back: the licence runs to the day it ran to before', () => {
    on('2026-01-01');
    world.register('office', year!, 2);
    world.assign('office', router!, shortest);
    on('2026-05-01');
    world.assign('office', router!, shortest);
    expect(terms(world.held(router!))).toEqual([[730, '2028-01-01']]);
    expect(undoLast().ok).toBe(true);
    expect(terms(world.held(router!))).toEqual([[365, '2027-01-01']]);
    expect(terms(world.pool('office'))).toEqual([[365, null]]);
  });
});

describe('what was given today', () => {
  const given = { kind: 'assign-license', isUndone: false, isBuiltUpon: false, isDelivered: false } as const;
  const at = (text: string) => Temporal.Instant.from(text);
  // 23:59 in Berlin, whose midnight is 22:00 of UTC in summer.
  const [morning, lastMinute, midnight] = [at('2026-06-01T07:00:00Z'), at('2026-06-01T21:59:00Z'), at('2026-06-01T22:00:00Z')];
  const better = (change: object, now = lastMinute) => isBetterUndone({ ...given, at: morning, ...change }, now, 'Europe/Berlin');

  it('is better undone than taken off until the vendor\u2019s midnight, as long as nothing stands on it', () => {
    expect([better({}), better({ kind: 'extend-license' })]).toEqual([true, true]);
    expect(better({}, midnight)).toBe(false);
    expect([better({ isUndone: true }), better({ isBuiltUpon: true }), better({ isDelivered: true })]).toEqual([false, false, false]);
    // What else made a licence gave nobody days.
    expect([better({ kind: 'split-license' }), better({ kind: 'unassign-license' })]).toEqual([false, false]);
  });
});

describe('previews of acts on terms', () => {
  it('say the same for the same outcome whatever the fresh ids, and something else on another day', () => {
    on('2026-01-01');
    world.register('office', month!, 2);
    const text = (outcome: ReturnType<TermWorld['assigning']>) => JSON.stringify(previewOf('assign-license', outcome));
    const assigning = () => text(world.assigning('office', router!, shortest));
    const before = assigning();
    expect(assigning()).toBe(before);
    on('2026-01-02');
    expect(assigning()).not.toBe(before);
    world.assign('office', router!, shortest);
    world.assign('office', router!, shortest);
    const removing = () => text(world.unassigning('office', router!));
    const [today, again] = [removing(), removing()];
    on('2026-01-03');
    expect([again, removing() === today]).toEqual([today, false]);
  });
});
