import { startTestServer, type TestServer } from '@muniment/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Moved } from './ledger/model.ts';
import type { Variant } from './ledger/pack.ts';
import { type Act, devices, World } from './ledger/world.ts';

// Any acts by several hands, one after the other and at once: the books of the server say what a plain count says, the
// laws hold after every step, and every past instant stays as it was.

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
});
afterAll(() => server?.stop());

const variant: fc.Arbitrary<Variant> = fc.record({
  seats: fc.constantFrom(5, 8),
  takesFlag: fc.constantFrom(true, true, false),
  agreement: fc.constantFrom('1', '2'),
});

const ofUnits = [
  'ship',
  'attach',
  'attach',
  'attach',
  'attach',
  'detach',
  'detach',
  'activate',
  'activate',
  'undo',
  'undo',
  'cancel',
  'regenerate',
] as const;

const actOf = (kinds: readonly Act['kind'][]): fc.Arbitrary<Act> =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    dealer: fc.nat(1),
    device: fc.nat(devices - 1),
    picks: fc.array(fc.record({ which: fc.nat(60), quantity: fc.constantFrom(0, 1, 1, 2, 2, 3, 7) }), { minLength: 1, maxLength: 3 }),
    aimed: fc.constantFrom(true, true, true, false),
    variant,
  });

/** One act, a few at the same time, or time that passes. */
const step = fc.oneof(
  { weight: 6, arbitrary: actOf([...ofUnits, 'load', 'rotate']).map((act) => ({ acts: [act], pass: 'PT1S' })) },
  { weight: 3, arbitrary: fc.array(actOf([...ofUnits, 'rotate']), { minLength: 2, maxLength: 6 }).map((acts) => ({ acts, pass: 'PT1S' })) },
  { weight: 1, arbitrary: fc.constantFrom('P1D', 'P12D').map((pass) => ({ acts: [] as Act[], pass })) },
);

const stock = (dealer: number, device: number): Act => ({
  kind: 'ship',
  dealer,
  device,
  picks: [0, 1, 2, 3, 4].map((which) => ({ which, quantity: 5 })),
  aimed: true,
  variant: { seats: 5, takesFlag: true, agreement: '1' },
});

const inOrder = (moves: readonly Moved[]) => [...moves].sort((a, b) => (a.lot < b.lot ? -1 : 1));

/** One act alone: the model says beforehand what it will come to. */
async function alone(world: World, act: Act): Promise<void> {
  const expected = world.expected(act);
  const { answered, record } = await world.send(act);
  const said = JSON.stringify({ act, answered });
  if (typeof expected === 'string') expect('code' in answered && answered.code, said).toBe(expected);
  else if (expected !== undefined && 'outcome' in answered) {
    const device = act.kind === 'undo' ? deviceOf(expected, act.device) : act.device;
    expect(inOrder(world.movesOf(answered.outcome, device)), said).toEqual(inOrder(expected));
  } else if (expected !== undefined) expect(answered, said).toEqual({ done: true });
  else if ('code' in answered) expect(['pack-unchanged'], said).toContain(answered.code);
  record();
}

/** The device of moves that were undone: the act names only the operation. */
function deviceOf(moves: readonly Moved[], otherwise: number): number {
  const place = moves.flatMap(({ from, to }) => [from, to]).find((one) => one.startsWith('reserved'));
  return place === undefined ? otherwise : Number(place.split(' ')[1]);
}

/** Acts at the same time: whatever order they took, what succeeded adds up. */
async function together(world: World, acts: readonly Act[]): Promise<void> {
  const sent = await Promise.all(acts.map((act) => world.send(act)));
  const fault = sent.find(({ answered }) => 'code' in answered && ['internal-error', 'unavailable'].includes(answered.code));
  expect(fault).toBeUndefined();
  // The model is told in the order the server gave them, which later undoing depends on: by instant, then by id.
  const order = ({ answered }: (typeof sent)[number]) =>
    'outcome' in answered ? `${Date.parse(answered.outcome.at)} ${answered.outcome.operationId}` : '';
  for (const { record } of [...sent].sort((a, b) => (order(a) < order(b) ? -1 : 1))) record();
}

describe('Any sequence of any acts by several actors', () => {
  it('keeps every law, agrees with a plain count, and never changes the past', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 16, maxLength: 16 }), async (steps) => {
        const world = await World.create(server, { seats: 5, takesFlag: true, agreement: '1' });
        await world.pass('PT1S');
        for (const first of [stock(0, 0), stock(1, 0)]) await alone(world, first);
        for (const { acts, pass } of steps) {
          await world.pass(pass);
          if (acts.length === 1) await alone(world, acts[0]!);
          else if (acts.length > 1) await together(world, acts);
          await world.check();
        }
        await world.checkPast();
      }),
      { numRuns: 4, endOnFailure: true },
    );
  }, 300_000);
});
