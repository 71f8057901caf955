import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPack } from '../../test/packs.ts';
import { PoolWorld } from '../../test/pool-world.ts';
import { type AccountKind, placeKey, poolOf, type TransferEnd, type TransferEnding } from './index.ts';

// Licences on their way from bins to projects, and between projects, whatever anybody does in whatever order (A10, E6).

const pack = readPack('catalogs/network-cloud/pack.yaml');
const part = pack.parts.find(({ term }) => term?.runs === 'while-assigned')!.number;
const ends: readonly TransferEnd[] = [
  { projectId: 'north', customerId: 'first' },
  { projectId: 'south', customerId: 'first' },
  { projectId: 'east', customerId: 'second' },
];
const endings: readonly TransferEnding[] = ['accept-transfer', 'refuse-transfer', 'withdraw-transfer', 'lapse-transfer'];

const act = fc.record({
  kind: fc.constantFrom('ship', 'give', 'transfer', 'transfer', 'settle', 'settle', 'pass', 'undo'),
  which: fc.nat(50),
  from: fc.nat(2),
  to: fc.nat(2),
  quantity: fc.integer({ min: 1, max: 6 }),
  ending: fc.constantFrom(...endings),
  days: fc.integer({ min: 1, max: 20 }),
});
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;
const sequences = fc.array(act, { minLength: 12, maxLength: 40 });

/** Does one act, if there is anything to do it with. */
function perform(world: PoolWorld, { kind, which, from, to, quantity, ending, days }: Act): void {
  const pick = <T>(list: readonly T[]): T | undefined => list[which % Math.max(1, list.length)];
  const [giver, receiver] = [ends[from]!, ends[to]!];
  if (kind === 'ship') world.ship('dealer', [{ part, quantity }]);
  if (kind === 'pass') world.now = world.now.add({ hours: 24 * days });
  if (kind === 'undo' && world.operations.length > 0) world.undo(which % world.operations.length);
  const lot = kind === 'give' ? pick(world.bin('dealer'))?.lot : pick(world.pool(giver.projectId))?.lot;
  if (kind === 'give' && lot) world.give('dealer', receiver.projectId, lot.id, quantity);
  if (kind === 'transfer' && lot) world.transferOrOffer(giver, receiver, lot.id, quantity);
  const offer = pick(world.offers.filter(({ decision }) => decision === null));
  if (kind === 'settle' && offer) world.settle(offer, ending);
}

/** A vendor's books in which there is something to pass on. */
function stocked(): PoolWorld {
  const world = new PoolWorld(pack);
  world.ship('dealer', [{ part, quantity: 60 }]);
  for (const { projectId } of ends) world.give('dealer', projectId, world.bin('dealer')[0]!.lot.id, 15);
  return world;
}

function unitsIn(world: PoolWorld, ...kinds: readonly AccountKind[]): number {
  return [...world.balances.values()].reduce((sum, { account, quantity }) => sum + (kinds.includes(account.kind) ? quantity : 0), 0);
}

const heldBy = (world: PoolWorld, projectId: string) =>
  [...world.balances.values()].reduce(
    (sum, { account, quantity }) => sum + (placeKey(account) === placeKey(poolOf(projectId)) ? quantity : 0),
    0,
  );

describe('Whatever passes between bins and projects', () => {
  it('stays as many units: each is in one bin, one pool or on its way', () => {
    let [accepted, lapsed] = [0, 0];
    fc.assert(
      fc.property(sequences, (acts) => {
        const world = stocked();
        for (const step of acts) {
          perform(world, step);
          expect(unitsIn(world, 'issue', 'bin', 'pool', 'transit')).toBe(0);
          expect(unitsIn(world, 'conversion')).toBe(0);
          const open = world.offers.filter(({ decision }) => decision === null).flatMap(({ lines }) => lines);
          expect(unitsIn(world, 'transit')).toBe(open.reduce((sum, { quantity }) => sum + quantity, 0));
        }
        accepted += world.offers.filter(({ decision }) => decision === 'accept-transfer').length;
        lapsed += world.offers.filter(({ decision }) => decision === 'lapse-transfer').length;
      }),
      { numRuns: 200 },
    );
    expect(Math.min(accepted, lapsed)).toBeGreaterThan(2);
  });

  it('keeps its days, and a licence that was given names as many units of its parent', () => {
    fc.assert(
      fc.property(sequences, (acts) => {
        const world = stocked();
        for (const step of acts) perform(world, step);
        for (const { draft } of world.operations) {
          for (const lot of draft.kind === 'give-licenses' ? draft.lots : []) {
            const [parent, ...more] = draft.lotParents.filter(({ lotId }) => lotId === lot.id);
            expect(more).toEqual([]);
            expect(parent!.quantity).toBe(lot.quantity);
            const { termDays, validFrom, validUntil, packVersion, partNumber } = world.lots.get(parent!.parentId)!;
            expect(lot).toMatchObject({ termDays, validFrom, validUntil, packVersion, partNumber, origin: 'conversion' });
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('by offer has one end: accepted it is the receiver’s, else the giver’s again, and past its day it can only lapse', () => {
    fc.assert(
      fc.property(fc.constantFrom(...endings), fc.constantFrom(...endings), fc.integer({ min: 0, max: 20 }), (first, second, days) => {
        const world = new PoolWorld(pack);
        world.ship('dealer', [{ part, quantity: 5 }]);
        world.give('dealer', 'north', world.bin('dealer')[0]!.lot.id, 5);
        expect(world.transferOrOffer(ends[0]!, ends[2]!, world.pool('north')[0]!.lot.id, 3).ok).toBe(true);
        const [offer] = world.offers;
        world.now = world.now.add({ hours: 24 * days });
        const isOver = days >= pack.terms.transfer.lapseDays;
        const done = world.settle(offer!, first);
        expect(done.ok).toBe(isOver === (first === 'lapse-transfer'));
        if (!done.ok) return;
        const again = world.settle(offer!, second);
        expect(again).toMatchObject({ ok: false, refusal: { code: 'transfer-decided' } });
        expect([heldBy(world, 'north'), heldBy(world, 'east')]).toEqual(first === 'accept-transfer' ? [2, 3] : [5, 0]);
      }),
    );
  });

  it('within a customer comes back exactly when it is undone; an offer is withdrawn instead', () => {
    const world = new PoolWorld(pack);
    world.ship('dealer', [{ part, quantity: 5 }]);
    world.give('dealer', 'north', world.bin('dealer')[0]!.lot.id, 5);
    const lotId = world.pool('north')[0]!.lot.id;
    const before = [...world.balances.values()].filter(({ quantity }) => quantity !== 0).map((one) => JSON.stringify(one));
    world.transferOrOffer(ends[0]!, ends[1]!, lotId, 2);
    expect(heldBy(world, 'south')).toBe(2);
    expect(world.undo(world.operations.length - 1).ok).toBe(true);
    expect([...world.balances.values()].filter(({ quantity }) => quantity !== 0).map((one) => JSON.stringify(one))).toEqual(before);
    world.transferOrOffer(ends[0]!, ends[2]!, lotId, 2);
    expect(world.undo(world.operations.length - 1)).toMatchObject({ ok: false, refusal: { code: 'cannot-undo-kind' } });
  });
});
