import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CounterRules, type CounterState, decide, type Lease, means, mostWaiting, type Request } from './index.ts';

const none: CounterRules = { include: [], exclude: [], perUser: null, reservations: [], idleSeconds: null, ticketSeconds: null };
const empty = (seats: number, rules: Partial<CounterRules> = {}, overdraft = 0): CounterState => ({
  seats,
  overdraft,
  rules: { ...none, ...rules },
  leases: [],
  tickets: [],
});
let made = 0;
const asks = (user: string, more: Partial<Request> = {}): Request => ({
  id: `lease-${++made}`,
  seats: 1,
  user,
  host: `${user}-pc`,
  groups: [],
  waits: false,
  ...more,
});
const told = (state: CounterState, requests: readonly Request[], at = 0) =>
  decide(state, requests, at).outcomes.map((outcome) =>
    'code' in outcome ? outcome.code : 'position' in outcome ? outcome.position : outcome.kind,
  );
const after = (state: CounterState, requests: readonly Request[], at = 0): CounterState => decide(state, requests, at).state;
const without = (state: CounterState, id: string): CounterState => ({ ...state, leases: state.leases.filter((lease) => lease.id !== id) });

describe('a counter with rules', () => {
  it('keeps reserved seats for whom they are reserved, by user, group or host', () => {
    const reservations = [
      { id: 'r1', seats: 1, whom: { kind: 'user', name: 'Ada' } },
      { id: 'r2', seats: 1, whom: { kind: 'group', name: 'field' } },
      { id: 'r3', seats: 1, whom: { kind: 'host', name: 'plotter' } },
    ] as const;
    const state = empty(4, { reservations });
    expect(
      told(state, [asks('bob'), asks('bob'), asks('ADA'), asks('eve', { groups: ['Field'] }), asks('bob', { host: 'plotter' })]),
    ).toEqual(['granted', 'no-seat-free', 'granted', 'granted', 'granted']);
  });

  it('says how many seats are kept for others, where it says no though some are in nobody’s hands', () => {
    const reservations = [
      { id: 'r1', seats: 2, whom: { kind: 'user', name: 'ada' } },
      { id: 'r2', seats: 3, whom: { kind: 'group', name: 'field' } },
    ] as const;
    const asked = [asks('ada'), asks('bob'), asks('bob', { groups: ['field'], seats: 4 })];
    expect(decide(empty(5, { reservations }), asked, 0).outcomes).toEqual([
      { kind: 'granted', reservation: 'r1' },
      // One of ada’s and all three of the others; those who are of the group are told of ada’s alone.
      { kind: 'denied', code: 'no-seat-free', reserved: 4 },
      { kind: 'denied', code: 'no-seat-free', reserved: 1 },
    ]);
    // Reserved after others took them: what is in use is not kept for anybody.
    const late = { ...after(empty(3), [asks('kim'), asks('kim')]), rules: { ...none, reservations } };
    expect(decide(late, [asks('bob')], 0).outcomes).toEqual([{ kind: 'denied', code: 'no-seat-free', reserved: 1 }]);
  });

  it('serves the first reservations where there are fewer seats than reserved', () => {
    const reservations = ['ada', 'bob'].map((name, index) => ({ id: `r${index}`, seats: 2, whom: { kind: 'user' as const, name } }));
    expect(told(empty(3, { reservations }), [asks('bob'), asks('bob'), asks('ada'), asks('ada')])).toEqual([
      'granted',
      'no-seat-free',
      'granted',
      'granted',
    ]);
  });

  it('bars whom it excludes or does not include, and holds a user to the limit', () => {
    const state = empty(9, { include: [{ kind: 'group', name: 'survey' }], exclude: [{ kind: 'host', name: 'lab' }], perUser: 2 });
    const survey = { groups: ['survey'] };
    expect(
      told(state, [
        asks('ada', survey),
        asks('bob'),
        asks('eve', { ...survey, host: 'LAB' }),
        asks('ada', { ...survey, seats: 2 }),
        asks('Ada', survey),
        asks('ada', survey),
        asks('kim', { ...survey, seats: 10 }),
      ]),
    ).toEqual(['granted', 'not-included', 'excluded', 'user-limit', 'granted', 'user-limit', 'more-than-there-are']);
  });

  it('lets people wait, tells them their place, and serves them before newcomers', () => {
    const [ada, bob, eve] = [asks('ada'), asks('bob', { waits: true }), asks('eve', { waits: true })];
    const full = after(empty(1, { ticketSeconds: 60 }), [ada]);
    expect(told(full, [bob, eve, asks('kim')])).toEqual([1, 2, 'no-seat-free']);
    const waiting = without(after(full, [bob, eve]), ada.id);
    expect(told(waiting, [asks('kim'), eve, bob, eve])).toEqual(['no-seat-free', 2, 'granted', 1]);
  });

  it('does not starve a wish for many by wishes for one', () => {
    const [ada, bob] = [asks('ada', { seats: 3 }), asks('bob', { seats: 3, waits: true })];
    const waiting = after(after(empty(4, { ticketSeconds: 60 }), [ada]), [bob]);
    expect(told(waiting, [asks('kim')])).toEqual(['no-seat-free']);
    expect(told(without(waiting, ada.id), [bob, asks('kim')])).toEqual(['granted', 'granted']);
  });

  it('lets nobody wait for somebody in front whose own limit is in the way', () => {
    const [one, two, three] = [asks('ada'), asks('bob'), asks('ada', { waits: true })];
    const full = after(empty(2, { ticketSeconds: 60, perUser: 1 }), [one, two]);
    expect(told(full, [three])).toEqual(['user-limit']);
    const state = { ...full, tickets: [{ ...three, since: 0 }] };
    expect(told(without(state, two.id), [asks('kim')])).toEqual(['granted']);
  });

  it('counts what a user waits for as what it has: nobody fills the queue alone, and whoever is told no keeps the places there are', () => {
    const [one, two, three] = [asks('Ada', { waits: true }), asks('ada', { waits: true }), asks('ada', { waits: true })];
    const full = after(empty(1, { ticketSeconds: 60, perUser: 2 }), [asks('bob')]);
    expect(told(full, [one, two, three, asks('ada'), asks('kim', { waits: true })])).toEqual([1, 2, 'user-limit', 'user-limit', 3]);
    const waiting = after(full, [one, two]);
    // Asked again, a place is not counted twice.
    expect(told(waiting, [two, one, three])).toEqual([2, 1, 'user-limit']);
    expect(told(without(waiting, full.leases[0]!.id), [one, two, three])).toEqual(['granted', 1, 'user-limit']);
    expect(told({ ...waiting, tickets: waiting.tickets.slice(1) }, [three])).toEqual([2]);
  });

  it('takes back what is unused the longest, only when somebody wants it, and never what is borrowed or one’s own', () => {
    const minutes = (count: number) => count * 60_000;
    const idle = (lease: Lease, since: number | null): Lease => ({ ...lease, idleSince: since });
    const [ada, bob, eve] = [asks('ada'), asks('bob'), asks('eve')];
    const full = after(empty(3, { idleSeconds: 600 }), [ada, bob, eve]);
    const [a, b, e] = full.leases as [Lease, Lease, Lease];
    const state = { ...full, leases: [idle(a, minutes(5)), idle(b, minutes(1)), { ...idle(e, 0), borrowed: true }] };
    const kim = asks('kim');
    expect(decide(state, [kim], minutes(10)).reclaimed).toEqual([]);
    expect(decide(state, [kim], minutes(11)).reclaimed).toEqual([bob.id]);
    expect(decide(state, [asks('kim', { seats: 2 })], minutes(60)).reclaimed).toEqual([bob.id, ada.id]);
    expect(told(state, [asks('kim', { seats: 3 })], minutes(60))).toEqual(['no-seat-free']);
    expect(told(state, [asks('bob')], minutes(12))).toEqual(['no-seat-free']);
  });

  it('keeps a seat for its holder while it lingers, and for nobody else', () => {
    const ada = asks('ada');
    const full = after(empty(1), [ada]);
    const state = { ...full, leases: full.leases.map((lease) => ({ ...lease, lingers: true })) };
    expect(told(state, [asks('bob'), asks('ada')])).toEqual(['no-seat-free', 'granted']);
    expect(after(state, [asks('ada')]).leases).toHaveLength(1);
  });

  it('gives beyond what there is up to the overdraft, out of everybody’s', () => {
    const state = empty(1, {}, 1);
    expect(told(state, [asks('ada'), asks('bob'), asks('eve')])).toEqual(['granted', 'granted', 'no-seat-free']);
  });

  it('lets nobody wait for somebody who cannot be served any more, and whoever is told no does not wait', () => {
    const [ada, bob] = [asks('ada'), asks('bob', { seats: 3, waits: true })];
    const waiting = after(after(empty(3, { ticketSeconds: 60 }), [ada]), [bob]);
    expect(waiting.tickets).toHaveLength(1);
    const shrunk = { ...waiting, seats: 2 };
    expect(told(shrunk, [asks('kim')])).toEqual(['granted']);
    expect(decide(shrunk, [bob], 0)).toMatchObject({ outcomes: [{ code: 'more-than-there-are' }], state: { tickets: [] } });
    expect(decide(waiting, [{ ...bob, waits: false }], 0)).toMatchObject({ outcomes: [{ code: 'no-seat-free' }], state: { tickets: [] } });
    const excluded = { ...waiting, rules: { ...waiting.rules, exclude: [{ kind: 'user' as const, name: 'bob' }] } };
    expect(decide(excluded, [bob], 0).state.tickets).toEqual([]);
  });

  it('lets so many wait and no more, and those who wait keep their places', () => {
    const waiting = Array.from({ length: mostWaiting }, (_, number) => asks(`user ${number}`, { waits: true }));
    const full = after(empty(0, { ticketSeconds: 60 }, 1), [asks('ada'), ...waiting]);
    expect(told(full, [asks('eve', { waits: true }), asks('kim'), waiting.at(-1)!])).toEqual(['queue-full', 'no-seat-free', mostWaiting]);
    expect(told(full, [{ ...waiting[0]!, waits: false }, asks('eve', { waits: true })])).toEqual(['no-seat-free', mostWaiting]);
  });

  it('takes back nothing that is no help, such as a seat reserved for others', () => {
    const reservations = [{ id: 'r1', seats: 1, whom: { kind: 'user', name: 'eve' } }] as const;
    const [eve, ada] = [asks('eve'), asks('ada')];
    const full = after(empty(2, { reservations, idleSeconds: 60 }), [eve, ada]);
    const state = { ...full, leases: full.leases.map((lease, index) => ({ ...lease, idleSince: index })) };
    expect(decide(state, [asks('kim')], 3_600_000).reclaimed).toEqual([ada.id]);
  });

  it('sets aside for whoever waits what is free where the seats will come from', () => {
    const reservations = [{ id: 'r1', seats: 3, whom: { kind: 'group', name: 'field' } }] as const;
    const field = { groups: ['field'] };
    const state = after(empty(4, { reservations, ticketSeconds: 60 }), [asks('ada', field)]);
    const waiting = after(state, [asks('eve', { ...field, seats: 3, waits: true })]);
    expect(waiting.tickets).toHaveLength(1);
    expect(told(waiting, [asks('kim', field), asks('kim', field)])).toEqual(['granted', 'no-seat-free']);
  });

  it('decides for hundreds at once, whatever they wait for and however many rules there are, without anybody noticing', () => {
    const whoms = Array.from({ length: 200 }, (_, number) => ({ kind: 'group' as const, name: `team ${number}` }));
    const reservations = whoms.map((whom, index) => ({ id: `r${index}`, seats: 5, whom }));
    const groups = Array.from({ length: 50 }, (_, number) => `Team ${number * 4}`);
    const rules: Partial<CounterRules> = { reservations, include: whoms, perUser: 1_000_000, idleSeconds: 60, ticketSeconds: 60 };
    const holders = Array.from({ length: 1000 }, (_, number) => asks(`holder ${number}`, { groups: [`team ${number % 200}`] }));
    const held = after(empty(1000, rules), holders);
    const leases = held.leases.map((lease, index) => (index % 2 === 0 ? { ...lease, idleSince: 0 } : lease));
    const wishes = Array.from({ length: mostWaiting }, (_, number) => asks(`waits ${number}`, { groups, seats: 999, waits: true }));
    const full = after({ ...held, leases: held.leases }, wishes);
    expect(full.tickets).toHaveLength(mostWaiting);
    const newcomers = Array.from({ length: 300 }, (_, number) => asks(`new ${number}`, { groups, seats: 900 }));
    const start = performance.now();
    expect(new Set(told({ ...full, leases }, newcomers, 3_600_000))).toEqual(new Set(['no-seat-free']));
    expect(performance.now() - start).toBeLessThan(4000);
  });
});

const names = ['ada', 'bob', 'eve', 'kim'];
const whom = fc.oneof(
  fc.record({ kind: fc.constant('user' as const), name: fc.constantFrom(...names) }),
  fc.record({ kind: fc.constant('group' as const), name: fc.constantFrom('field', 'office') }),
);
const rules = fc.record({
  include: fc.array(whom, { maxLength: 2 }),
  exclude: fc.array(whom, { maxLength: 1 }),
  perUser: fc.option(fc.integer({ min: 1, max: 4 })),
  reservations: fc.array(fc.record({ seats: fc.integer({ min: 1, max: 4 }), whom }), { maxLength: 3 }),
  idleSeconds: fc.option(fc.integer({ min: 1, max: 50 })),
  ticketSeconds: fc.option(fc.constant(60)),
});
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constant('ask' as const),
      user: fc.nat(3),
      group: fc.nat(2),
      seats: fc.integer({ min: 1, max: 3 }),
      waits: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('release' as const), which: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('again' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('lapse' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('resize' as const), seats: fc.nat(8) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('idle' as const), which: fc.nat() }) },
);
const total = (leases: readonly { seats: number }[]) => leases.reduce((all, { seats }) => all + seats, 0);

it('whatever is asked, nobody gets what the rules forbid, and who waits in front is served first', () => {
  fc.assert(
    fc.property(rules, fc.nat(8), fc.nat(2), fc.array(step, { maxLength: 60 }), (drawn, seats, overdraft, steps) => {
      const reservations = drawn.reservations.map((one, index) => ({ ...one, id: `r${index}` }));
      let state: CounterState = { ...empty(seats, {}, overdraft), rules: { ...drawn, reservations } };
      let next = 0;
      steps.forEach((one, index) => {
        const at = index * 1000;
        if (one.act === 'resize') state = { ...state, seats: one.seats };
        if (one.act === 'release')
          state = { ...state, leases: state.leases.filter((_, place) => place !== one.which % (state.leases.length || 1)) };
        if (one.act === 'lapse')
          state = { ...state, tickets: state.tickets.filter((_, place) => place !== one.which % (state.tickets.length || 1)) };
        if (one.act === 'idle')
          state = {
            ...state,
            leases: state.leases.map((lease, place) => (place === one.which % state.leases.length ? { ...lease, idleSince: at } : lease)),
          };
        if (one.act !== 'ask' && one.act !== 'again') return;
        const ticket = one.act === 'again' ? state.tickets[one.which % (state.tickets.length || 1)] : undefined;
        if (one.act === 'again' && ticket === undefined) return;
        const request: Request =
          one.act === 'ask'
            ? {
                id: `l${next++}`,
                seats: one.seats,
                user: names[one.user]!,
                host: 'h',
                groups: [['field'], ['office'], []][one.group]!,
                waits: one.waits,
              }
            : { ...ticket!, waits: true };
        const before = state;
        const { outcomes, state: now, reclaimed } = decide(before, [request], at);
        const [outcome] = outcomes;
        state = now;
        // What is granted is within what there is, the limits, and whom the rules let in.
        if (outcome!.kind === 'granted') {
          expect(total(now.leases)).toBeLessThanOrEqual(before.seats + before.overdraft);
          const mine = now.leases.filter(({ user }) => user === request.user);
          if (drawn.perUser !== null) expect(total(mine)).toBeLessThanOrEqual(drawn.perUser);
          expect(drawn.exclude.some((who) => means(who, request))).toBe(false);
          expect(drawn.include.length === 0 || drawn.include.some((who) => means(who, request))).toBe(true);
          const { reservation } = outcome as { reservation: string | null };
          const from = reservations.find(({ id }) => id === reservation);
          if (from) {
            expect(means(from.whom, request)).toBe(true);
            expect(total(now.leases.filter((lease) => lease.reservation === from.id))).toBeLessThanOrEqual(from.seats);
          }
          expect(now.tickets.some(({ id }) => id === request.id)).toBe(false);
        } else {
          expect(now.leases).toEqual(before.leases);
          expect(reclaimed).toEqual([]);
        }
        if (drawn.perUser !== null)
          for (const user of names) {
            const [mine, places] = [now.leases, now.tickets].map((all) => total(all.filter((own) => own.user === user)));
            expect(mine! + places!).toBeLessThanOrEqual(drawn.perUser);
          }
        // Nothing else moves: leases stay but for the idle ones taken back, and nobody loses a place.
        expect(now.leases.length).toBe(before.leases.length - reclaimed.length + (outcome!.kind === 'granted' ? 1 : 0));
        const others = (tickets: CounterState['tickets']) => tickets.filter(({ id }) => id !== request.id).map(({ id }) => id);
        expect(others(now.tickets)).toEqual(others(before.tickets));
        // Without rules it is a plain count.
        const plain =
          reservations.length + drawn.include.length + drawn.exclude.length === 0 && drawn.perUser === null && drawn.idleSeconds === null;
        if (plain && before.tickets.length === 0)
          expect(outcome!.kind === 'granted').toBe(total(before.leases) + request.seats <= before.seats + before.overdraft);
        // Whoever is first in the queue and asks is served if there is room for everybody's seats.
        if (before.tickets[0]?.id === request.id && plain && total(before.leases) + request.seats <= before.seats + before.overdraft)
          expect(outcome!.kind).toBe('granted');
      });
    }),
    { numRuns: 500 },
  );
});
