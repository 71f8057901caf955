import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, it } from 'vitest';
import { readPack } from '../../test/packs.ts';
import { alone, World } from '../../test/world.ts';
import { findProduct, type Product } from '../catalog/index.ts';
import { type DeviceFacts, type Holding, previewOf, startDemo } from './index.ts';

const pack = readPack('catalogs/pbx-channel/pack.yaml');
const sv8100 = findProduct(pack, 'SV8100')!;

let world: World;
let lots: Record<string, string>;

beforeEach(() => {
  world = new World(pack);
  const shipped = world.ship('dealer', [
    { part: 'EX81-SEAT-20', quantity: 10 },
    { part: 'EX81-VER-3', quantity: 1 },
    { part: 'EX81-VER-4', quantity: 1 },
    { part: 'EX81-VER-6', quantity: 1 },
    { part: 'EX81-OPT-VM', quantity: 2 },
  ]);
  lots = Object.fromEntries(shipped.ok ? shipped.value.lots.map(({ partNumber, id }) => [partNumber, id]) : []);
});

const line = (part: string, quantity: number) => ({ lotId: lots[part]!, quantity });
const counts = (holdings: readonly Holding[]) => Object.fromEntries(holdings.map(({ lot, quantity }) => [lot.partNumber, quantity]));
const refusal = (outcome: { ok: boolean; refusal?: unknown }) => (outcome.ok ? 'accepted' : outcome.refusal);

describe('the channel’s four steps', () => {
  it('ship, attach 7 and three versions, detach 2, attach 1, activate: 6 × SEAT-20 and the versions are active', () => {
    expect(counts(world.bin('dealer'))['EX81-SEAT-20']).toBe(10);
    const first = [line('EX81-SEAT-20', 7), line('EX81-VER-3', 1), line('EX81-VER-4', 1), line('EX81-VER-6', 1)];
    expect(world.attach('dealer', sv8100, 'dev', first).ok).toBe(true);
    expect(world.detach('dealer', 'dev', [line('EX81-SEAT-20', 2)]).ok).toBe(true);
    expect(world.attach('dealer', sv8100, 'dev', [line('EX81-SEAT-20', 1)]).ok).toBe(true);
    expect(world.activate(sv8100, 'dev').ok).toBe(true);
    expect(counts(world.active('dev'))).toEqual({ 'EX81-SEAT-20': 6, 'EX81-VER-3': 1, 'EX81-VER-4': 1, 'EX81-VER-6': 1 });
    expect(counts(world.bin('dealer'))).toEqual({ 'EX81-SEAT-20': 4, 'EX81-OPT-VM': 2 });
    expect(world.reserved('dev')).toEqual([]);
  });

  it('a line of quantity 0 is left out, and nothing but such lines is nothing selected', () => {
    const outcome = world.attach('dealer', sv8100, 'dev', [line('EX81-SEAT-20', 0), line('EX81-VER-6', 1)]);
    expect(outcome.ok && outcome.value.moves.map(({ quantity }) => quantity)).toEqual([1]);
    expect(refusal(world.attach('dealer', sv8100, 'dev', [line('EX81-SEAT-20', 0)]))).toMatchObject({ code: 'nothing-selected' });
  });

  it('lines of one lot add up, and more than there is is refused', () => {
    const twice = [line('EX81-SEAT-20', 6), line('EX81-SEAT-20', 5)];
    expect(refusal(world.attach('dealer', sv8100, 'dev', twice))).toEqual({
      code: 'not-enough-units',
      facts: { lotId: lots['EX81-SEAT-20'], part: 'EX81-SEAT-20', requested: 11, available: 10 },
    });
  });

  it('attaching stands after the activation that emptied the reservation, though its clock is behind', () => {
    world.attach('dealer', sv8100, 'dev', [line('EX81-SEAT-20', 1)]);
    world.now = world.now.add({ seconds: 5 });
    const activated = world.activate(sv8100, 'dev');
    world.now = world.now.subtract({ seconds: 3 });
    const late = world.attach('dealer', sv8100, 'dev', [line('EX81-SEAT-20', 1)]);
    const until = activated.ok && late.ok ? activated.value.at.until(late.value.at) : null;
    expect(until?.total('microseconds')).toBe(1);
  });

  it('of two acts in one millisecond it is known which came first', () => {
    const attached = world.attach('dealer', sv8100, 'dev', [line('EX81-SEAT-20', 3)]);
    const detached = world.detach('dealer', 'dev', [line('EX81-SEAT-20', 1)]);
    const instants = [attached, detached].map((act) => (act.ok ? act.value.at : null)!);
    expect(Temporal.Instant.compare(instants[0]!, instants[1]!)).toBe(-1);
  });

  it('another dealer’s lot is not found', () => {
    expect(refusal(world.attach('other', sv8100, 'dev', [line('EX81-SEAT-20', 1)]))).toMatchObject({ code: 'lot-not-found' });
  });

  it('a part the product does not take is refused at attach, and again at activation', () => {
    const sl2100 = findProduct(pack, 'SL2100')!;
    const refused = { code: 'part-not-accepted', facts: { product: 'SL2100', part: 'EX81-SEAT-20' } };
    expect(refusal(world.attach('dealer', sl2100, 'dev', [line('EX81-SEAT-20', 1)]))).toMatchObject(refused);
    world.attach('dealer', sv8100, 'dev', [line('EX81-SEAT-20', 1)]);
    expect(refusal(world.activate(sl2100, 'dev'))).toMatchObject(refused);
  });

  it('what is reserved counts against a maximum: the third voice mail is one too many', () => {
    world.ship('dealer', [{ part: 'EX81-OPT-VM', quantity: 1 }]);
    expect(world.attach('dealer', sv8100, 'dev', [line('EX81-OPT-VM', 2)]).ok).toBe(true);
    const third = world.bin('dealer').find(({ lot }) => lot.partNumber === 'EX81-OPT-VM')!.lot.id;
    expect(refusal(world.attach('dealer', sv8100, 'dev', [{ lotId: third, quantity: 1 }]))).toMatchObject({
      code: 'maximum-exceeded',
      facts: { part: 'EX81-OPT-VM', maximum: 2, present: 2, requested: 1 },
    });
  });

  it('activation asks for the agreement in its present version, last of all', () => {
    expect(refusal(world.activate(sv8100, 'dev', undefined, false))).toMatchObject({ code: 'nothing-reserved' });
    world.attach('dealer', sv8100, 'dev', [line('EX81-VER-6', 1)]);
    expect(refusal(world.activate(sv8100, 'dev', undefined, false))).toMatchObject({
      code: 'agreement-not-accepted',
      facts: { agreement: { id: 'system-software', version: '2' } },
    });
    const outcome = world.activate(sv8100, 'dev');
    expect(outcome.ok && outcome.value.details).toMatchObject({ agreement: { id: 'system-software', version: '2', language: 'en' } });
  });

  it('activated units can be neither detached nor activated again', () => {
    world.attach('dealer', sv8100, 'dev', [line('EX81-SEAT-20', 3)]);
    world.activate(sv8100, 'dev');
    expect(refusal(world.detach('dealer', 'dev', [line('EX81-SEAT-20', 1)]))).toMatchObject({ code: 'already-active' });
    expect(refusal(world.activate(sv8100, 'dev', [line('EX81-SEAT-20', 1)]))).toMatchObject({ code: 'already-active' });
    expect(refusal(world.activate(sv8100, 'dev'))).toMatchObject({ code: 'nothing-reserved' });
  });

  it('part of what is reserved can be activated, the rest stays reserved', () => {
    world.attach('dealer', sv8100, 'dev', [line('EX81-SEAT-20', 5)]);
    world.activate(sv8100, 'dev', [line('EX81-SEAT-20', 2)]);
    expect([counts(world.active('dev')), counts(world.reserved('dev'))]).toEqual([{ 'EX81-SEAT-20': 2 }, { 'EX81-SEAT-20': 3 }]);
  });
});

describe('detaching', () => {
  it('gives units of two partners back to the bin each came from', () => {
    world.ship('other', [{ part: 'EX81-SEAT-20', quantity: 4 }]);
    const theirs = world.bin('other')[0]!.lot.id;
    world.attach('dealer', sv8100, 'dev', [line('EX81-SEAT-20', 5)]);
    world.attach('other', sv8100, 'dev', [{ lotId: theirs, quantity: 4 }]);
    expect(refusal(world.detach('other', 'dev', [line('EX81-SEAT-20', 1)]))).toMatchObject({ code: 'lot-not-found' });
    expect(world.detach('other', 'dev', [{ lotId: theirs, quantity: 3 }]).ok).toBe(true);
    expect(counts(world.bin('other'))).toEqual({ 'EX81-SEAT-20': 3 });
    expect(counts(world.bin('dealer'))['EX81-SEAT-20']).toBe(5);
  });
});

describe('an order that cannot be split', () => {
  const whole = { ...sv8100, unsplittableOrders: true };

  it('is not taken in part, nor the rest of it while some is on another device', () => {
    const ask = (device: string, quantity: number) => world.attach('dealer', whole, device, [line('EX81-OPT-VM', quantity)]);
    const all = ['EX81-SEAT-20', 'EX81-VER-3', 'EX81-VER-4', 'EX81-VER-6'].map((part) => line(part, part === 'EX81-SEAT-20' ? 10 : 1));
    expect(refusal(ask('dev', 2))).toMatchObject({ code: 'order-not-splittable', facts: { left: expect.any(Array), elsewhere: [] } });
    // A product that does split orders takes some of it …
    expect(world.attach('dealer', sv8100, 'other', [line('EX81-OPT-VM', 1)]).ok).toBe(true);
    const rest = [...all, line('EX81-OPT-VM', 1)];
    expect(refusal(world.attach('dealer', whole, 'dev', rest))).toMatchObject({
      code: 'order-not-splittable',
      facts: { left: [], elsewhere: [{ part: 'EX81-OPT-VM', quantity: 1 }] },
    });
    // … and gives it back.
    expect(world.detach('dealer', 'other', [line('EX81-OPT-VM', 1)]).ok).toBe(true);
    expect(world.attach('dealer', whole, 'dev', [...all, line('EX81-OPT-VM', 2)]).ok).toBe(true);
  });
});

describe('cancelling an order line', () => {
  it('takes back what is still in the bin and lists the rest', () => {
    world.attach('dealer', sv8100, 'dev', [line('EX81-SEAT-20', 6)]);
    world.activate(sv8100, 'dev', [line('EX81-SEAT-20', 2)]);
    const outcome = world.cancel(lots['EX81-SEAT-20']!);
    expect(outcome.ok && outcome.value.details).toMatchObject({
      cancelled: 4,
      remaining: [
        { kind: 'reserved', quantity: 4 },
        { kind: 'active', quantity: 2 },
      ],
    });
    expect(refusal(world.cancel(lots['EX81-SEAT-20']!))).toMatchObject({ code: 'nothing-to-cancel' });
  });
});

describe('undo', () => {
  it('restores exactly what was before, once', () => {
    const before = counts(world.bin('dealer'));
    world.attach('dealer', sv8100, 'dev', [line('EX81-SEAT-20', 7)]);
    expect(world.undo(1).ok).toBe(true);
    expect([counts(world.bin('dealer')), world.reserved('dev')]).toEqual([before, []]);
    expect(refusal(world.undo(1))).toMatchObject({ code: 'already-undone' });
    expect(refusal(world.undo(2))).toMatchObject({ code: 'cannot-undo-kind' });
  });

  it('is refused once something was built on it, or a document went out', () => {
    world.attach('dealer', sv8100, 'dev', [line('EX81-SEAT-20', 7)]);
    world.detach('dealer', 'dev', [line('EX81-SEAT-20', 2)]);
    expect(refusal(world.undo(1))).toMatchObject({ code: 'built-upon', facts: { reason: 'moved-since' } });
    world.operations[2]!.delivered = true;
    expect(refusal(world.undo(2))).toMatchObject({ code: 'built-upon', facts: { reason: 'delivered' } });
  });

  it('of detaching is attaching again: what others filled up meanwhile does not overflow', () => {
    world.devices.set('dev', { id: 'dev', product: sv8100, variant: null, provisional: false, licensed: false, below: [] });
    world.ship('other', [{ part: 'EX81-OPT-VM', quantity: 2 }]);
    const theirs = world.bin('other')[0]!.lot.id;
    world.attach('dealer', sv8100, 'dev', [line('EX81-OPT-VM', 2)]);
    world.detach('dealer', 'dev', [line('EX81-OPT-VM', 2)]);
    const detached = world.operations.length - 1;
    expect(world.attach('other', sv8100, 'dev', [{ lotId: theirs, quantity: 1 }]).ok).toBe(true);
    expect(refusal(world.undo(detached))).toMatchObject({
      code: 'maximum-exceeded',
      facts: { part: 'EX81-OPT-VM', maximum: 2, present: 1, requested: 2 },
    });
    world.detach('other', 'dev', [{ lotId: theirs, quantity: 1 }]);
    expect(world.undo(detached).ok).toBe(true);
    expect(counts(world.reserved('dev'))).toEqual({ 'EX81-OPT-VM': 2 });
  });

  it('is not for what cannot be undone', () => {
    expect(refusal(world.undo(0))).toMatchObject({ code: 'cannot-undo-kind', facts: { kind: 'ship-order' } });
  });
});

describe('instants and previews', () => {
  it('an operation stands after those it builds on', () => {
    world.now = world.now.subtract({ seconds: 5 });
    const outcome = world.attach('dealer', sv8100, 'dev', [line('EX81-SEAT-20', 1)]);
    expect(outcome.ok && outcome.value.at.toString()).toBe('2026-03-01T09:00:00.000001Z');
  });

  it('a preview holds neither new ids nor instants: shipping twice the same looks the same', () => {
    const ship = () => previewOf('ship-order', world.ship('dealer', [{ part: 'EX81-SEAT-20', quantity: 3 }]));
    const first = ship();
    world.now = world.now.add({ minutes: 1 });
    expect(ship()).toEqual(first);
    expect(first.moves).toEqual([
      {
        from: 'issue|||',
        to: 'bin|dealer|licence|',
        lot: { part: 'EX81-SEAT-20', packVersion: 1, validFrom: null, validUntil: null },
        quantity: 3,
      },
    ]);
  });

  it('a preview of a refusal holds its code', () => {
    expect(previewOf('attach-licenses', world.attach('dealer', sv8100, 'dev', [])).refusal).toMatchObject({ code: 'nothing-selected' });
  });
});

describe('shipping', () => {
  it('refuses parts that are unknown or withdrawn', () => {
    expect(refusal(world.ship('dealer', [{ part: 'EX81-SEAT-21', quantity: 1 }]))).toMatchObject({ code: 'part-unknown' });
    const withdrawn = new World({ ...pack, parts: pack.parts.map((part) => ({ ...part, withdrawn: true })) });
    expect(refusal(withdrawn.ship('dealer', [{ part: 'EX81-SEAT-20', quantity: 1 }]))).toMatchObject({ code: 'part-withdrawn' });
  });

  it('dates a lot of a term part from the vendor’s day, which may be tomorrow already', () => {
    const term = {
      ...pack,
      parts: pack.parts.map((part) => ({ ...part, model: 'term' as const, term: { runs: 'fixed' as const, days: 30 } })),
    };
    const late = new World(term);
    late.now = Temporal.Instant.from('2026-03-28T23:30:00Z');
    const outcome = late.ship('dealer', [{ part: 'EX81-SEAT-20', quantity: 1 }]);
    expect(outcome.ok && outcome.value.lots[0]).toMatchObject({
      validFrom: Temporal.PlainDate.from('2026-03-29'),
      validUntil: Temporal.PlainDate.from('2026-04-28'),
    });
    const [{ lot }] = late.bin('dealer') as [Holding];
    late.now = Temporal.Instant.from('2026-04-27T21:59:59Z');
    expect(late.attach('dealer', sv8100, 'dev', [{ lotId: lot.id, quantity: 1 }]).ok).toBe(true);
    late.now = Temporal.Instant.from('2026-04-27T22:00:00Z');
    expect(refusal(late.activate(sv8100, 'dev'))).toMatchObject({
      code: 'lot-not-valid-now',
      facts: { lastDay: '2026-04-27', today: '2026-04-28' },
    });
  });
});

describe('a demo', () => {
  const [start, trial] = [(accepted = true) => world.startDemo(sv8100, 'dev', 'demo', accepted), 'trial'];

  it('is one unit from issue for its part’s days, counts in no maximum, and is there as often as the product says (B12)', () => {
    const outcome = start();
    expect(outcome.ok && outcome.value.moves).toMatchObject([
      { from: { kind: 'issue' }, to: { kind: 'active', ownerId: 'dev' }, quantity: 1 },
    ]);
    const [lot] = outcome.ok ? outcome.value.lots : [];
    expect(lot).toMatchObject({ partNumber: 'EX81-DEMO', origin: 'demo', quantity: 1 });
    expect([lot!.validFrom!.toString(), lot!.validUntil!.toString()]).toEqual(['2026-03-01', '2026-03-31']);
    // All the seats that the product may have, beside a demo of as many.
    const shipped = world.ship('dealer', [{ part: 'EX81-SEAT-20', quantity: 48 }]);
    const lotId = shipped.ok ? shipped.value.lots[0]!.id : '';
    expect(world.attach('dealer', sv8100, 'dev', [{ lotId, quantity: 48 }]).ok).toBe(true);
    expect(world.activate(sv8100, 'dev').ok).toBe(true);
    expect(start().ok).toBe(true);
    expect(refusal(start())).toMatchObject({ code: 'demo-used-up', facts: { demo: 'demo', count: 2 } });
    expect(refusal(world.startDemo(sv8100, 'dev', 'no such'))).toMatchObject({
      code: 'demo-unknown',
      facts: { demos: [trial, 'demo', 'service'] },
    });
  });

  it('asks for the agreement when somebody starts it, and for nothing when it starts by itself', () => {
    expect(refusal(start(false))).toMatchObject({ code: 'agreement-not-accepted' });
    const state = { catalog: pack, packVersion: 1, product: sv8100, device: alone('dev'), started: 0 };
    const byItself = startDemo(state, { demo: trial, lotId: 'lot', agreement: null, byItself: true }, world.now);
    expect(byItself.ok && byItself.value.details).toEqual({ deviceId: 'dev', demo: trial, number: 1, byItself: true });
  });

  it('does not start where nothing can be activated: a provisional key, licences of the device above, a child that is missing', () => {
    const children = [{ ...findProduct(pack, 'SV8500')!.children[0]!, least: 1 }];
    const ask = (product: Product, device: Partial<DeviceFacts>) =>
      startDemo(
        { catalog: pack, packVersion: 1, product, device: { ...alone('dev'), ...device }, started: 0 },
        { demo: 'demo', lotId: 'lot', agreement: null, byItself: true },
        world.now,
      );
    const parent = { name: 'Main', hardwareKey: '190400324412' };
    expect(refusal(ask(sv8100, { provisional: true }))).toMatchObject({ code: 'hardware-key-provisional' });
    expect(refusal(ask(sv8100, { licensedWith: parent }))).toMatchObject({ code: 'licensed-with-parent' });
    expect(refusal(ask(sv8100, { replacedBy: 'next' }))).toMatchObject({ code: 'device-replaced', facts: { replacedBy: 'next' } });
    expect(refusal(ask({ ...sv8100, children }, {}))).toMatchObject({ code: 'child-missing' });
  });
});

describe('an import', () => {
  const dect = findProduct(pack, 'DECT')!;
  const take = (units: readonly { part: string; quantity: number }[]) => world.import(dect, 'dev', units);

  it('makes new lots active at once, once, by the rules that are asked at imports (B21, B22)', () => {
    const fewer = take([
      { part: 'EU917062', quantity: 12 },
      { part: 'EXDE-MSG', quantity: 3 },
    ]);
    expect(refusal(fewer)).toMatchObject({
      code: 'import-refused',
      facts: { kind: 'feature-quantity', reason: 'rule-refused', rule: { code: 'INVALID_FEATURE_QUANTITY' } },
    });
    expect(refusal(take([{ part: 'EX81-SEAT-20', quantity: 1 }]))).toMatchObject({ facts: { reason: 'part-not-accepted' } });
    expect(take([{ part: 'EU917062', quantity: 12 }]).ok).toBe(true);
    expect(counts(world.active('dev'))).toEqual({ EU917062: 12 });
    expect(world.active('dev').map(({ lot }) => lot.origin)).toEqual(['import']);
    expect(refusal(take([{ part: 'EU917062', quantity: 1 }]))).toMatchObject({ facts: { kind: 'not-applicable' } });
  });
});
