import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { readPack } from '../../test/packs.ts';
import { alone } from '../../test/world.ts';
import { findPart, findProduct, type Part } from '../catalog/index.ts';
import {
  type Account,
  type ActivateOnDeviceState,
  activateOnDevice,
  activeOn,
  type Holding,
  poolOf,
  returnFromDevice,
  takesItself,
} from './index.ts';

const pack = readPack('catalogs/edge-controller/pack.yaml');
const product = findProduct(pack, 'ESC-400')!;
const now = Temporal.Instant.from('2026-05-01T12:00:00Z');
const today = Temporal.PlainDate.from('2026-05-01');
const pool: Account = { id: 'pool', ...poolOf('prj') };
const active: Account = { id: 'active', ...activeOn('dev') };
const agreement = { id: 'end-user-terms', version: '4', language: 'en' };

function holding(id: string, quantity: number, part: Part, account = pool): Holding {
  const dates = { validFrom: null, validUntil: null, termDays: part.term?.runs === 'from-activation' ? part.term.days : null };
  const lot = { id, partNumber: part.number, packVersion: 1, origin: 'conversion' as const, quantity, ...dates };
  return { account, quantity, lastAt: now, lot, part, order: null };
}
const capacity = findPart(pack, 'CAP-10')!;
const begins: Part = { ...capacity, model: 'term', term: { runs: 'from-activation', days: 365 } };
const assigned: Part = { ...capacity, model: 'term', term: { runs: 'while-assigned', days: 365 } };

const state = (holdings: readonly Holding[], more: Partial<ActivateOnDeviceState> = {}): ActivateOnDeviceState => ({
  catalog: pack,
  product,
  device: alone('dev'),
  pool: holdings,
  reserved: [],
  active: [],
  targets: [],
  ...more,
});
const activate = (given: ActivateOnDeviceState, licenses: readonly { lotId: string; quantity: number | null }[], accepted = true) =>
  activateOnDevice(
    given,
    {
      licenses,
      agreement: accepted ? agreement : null,
      lotIds: licenses.map((_, at) => `new${at}`),
      key: { enrolmentId: 'enr', thumbprint: 'sha' },
    },
    now,
  );
const codeOf = (decision: ReturnType<typeof activate>) => (decision.ok ? 'accepted' : decision.refusal.code);

describe('a controller that takes licences from the pool', () => {
  it('gets all of a licence, or as much as it asks for', () => {
    const all = activate(state([holding('lot', 3, capacity)]), [{ lotId: 'lot', quantity: null }]);
    expect(all).toMatchObject({
      ok: true,
      value: {
        kind: 'activate-on-device',
        moves: [{ lotId: 'lot', from: poolOf('prj'), to: activeOn('dev'), quantity: 3 }],
        details: { enrolmentId: 'enr', keyThumbprint: 'sha' },
      },
    });
    const some = activate(state([holding('lot', 3, capacity)]), [{ lotId: 'lot', quantity: 1 }]);
    expect(some.ok && some.value.moves.map(({ quantity }) => quantity)).toEqual([1]);
  });

  it('begins a term that runs from activation on that day, and never begins it anew', () => {
    const first = activate(state([holding('lot', 1, begins)]), [{ lotId: 'lot', quantity: null }]);
    const [lot] = first.ok ? first.value.lots : [];
    expect(lot).toMatchObject({ id: 'new0', validFrom: today, validUntil: today.add({ days: 365 }), termDays: null });
    const back = { ...holding('new0', 1, begins), lot: lot! };
    const again = activate(state([back]), [{ lotId: 'new0', quantity: null }]);
    expect(again).toMatchObject({ ok: true, value: { lots: [], moves: [{ lotId: 'new0' }] } });
  });

  it('is refused what is not there, what people assign, what is too much, and without the agreement', () => {
    const there = state([holding('lot', 1, capacity), holding('empty', 0, capacity), holding('plan', 1, assigned)]);
    expect(codeOf(activate(there, [{ lotId: 'other', quantity: null }]))).toBe('lot-not-found');
    expect(codeOf(activate(there, [{ lotId: 'empty', quantity: null }]))).toBe('not-enough-units');
    expect(codeOf(activate(there, [{ lotId: 'lot', quantity: 2 }]))).toBe('not-enough-units');
    expect(codeOf(activate(there, Array(2).fill({ lotId: 'lot', quantity: null })))).toBe('not-enough-units');
    expect(codeOf(activate(there, [{ lotId: 'plan', quantity: null }]))).toBe('part-is-assigned');
    expect(codeOf(activate(there, [{ lotId: 'lot', quantity: null }], false))).toBe('agreement-not-accepted');
    const full = state([holding('big', 3, findPart(pack, 'CAP-1000')!)]);
    expect(codeOf(activate(full, [{ lotId: 'big', quantity: null }]))).toBe('maximum-exceeded');
    expect(there.pool.map(({ part }) => takesItself(product, part))).toEqual([true, true, false]);
  });
});

describe('a controller that gives its licences back', () => {
  const give = (holdings: readonly Holding[], fromPool: ReadonlyMap<string, number>) =>
    returnFromDevice(
      { device: { id: 'dev' }, projectId: 'prj', active: holdings, fromPool, targets: [] },
      { serial: { epoch: 1, number: 2 }, removedAt: now, key: { enrolmentId: 'enr', thumbprint: 'sha' } },
      now,
    );

  it('returns what came from the pool, and keeps what came on another way', () => {
    const held = [holding('both', 3, capacity, active), holding('bought', 1, capacity, active)];
    const done = give(held, new Map([['both', 2]]));
    expect(done).toMatchObject({
      ok: true,
      value: {
        moves: [{ lotId: 'both', quantity: 2, to: poolOf('prj') }],
        details: { serial: { number: 2 }, removedAt: now.toString(), enrolmentId: 'enr', keyThumbprint: 'sha' },
      },
    });
  });

  it('never returns more than is there, and says where there is nothing', () => {
    const done = give([holding('lot', 1, capacity, active)], new Map([['lot', 5]]));
    expect(done.ok && done.value.moves.map(({ quantity }) => quantity)).toEqual([1]);
    expect(give([holding('lot', 1, capacity, active)], new Map())).toMatchObject({ ok: false, refusal: { code: 'nothing-to-return' } });
  });
});
