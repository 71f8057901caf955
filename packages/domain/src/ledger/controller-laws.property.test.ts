import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ControllerWorld } from '../../test/controller-world.ts';
import { readPack } from '../../test/packs.ts';
import { findProduct } from '../catalog/index.ts';
import type { AccountKind } from './index.ts';

// Licences between a project's pool and its controllers, whatever anybody does in whatever order (E2, E3).

const shipped = readPack('catalogs/edge-controller/pack.yaml');
const begins = {
  ...shipped.parts.find(({ number }) => number === 'CAP-5')!,
  number: 'CAP-5-YEAR',
  model: 'term' as const,
  term: { runs: 'from-activation' as const, days: 365 },
};
const pack = { ...shipped, parts: [...shipped.parts, begins] };
const product = findProduct(pack, 'ESC-400')!;
const parts = ['CAP-5', 'CAP-25', 'MNT1-25', begins.number];
const devices = ['one', 'two'];

const act = fc.record({
  kind: fc.constantFrom('ship', 'give', 'take', 'take', 'take', 'back', 'back', 'takeBack', 'attach', 'activate', 'pass'),
  which: fc.nat(50),
  device: fc.nat(1),
  quantity: fc.option(fc.integer({ min: 1, max: 3 })),
  days: fc.integer({ min: 1, max: 200 }),
});
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;
const sequences = fc.array(act, { minLength: 12, maxLength: 40 });

function perform(world: ControllerWorld, { kind, which, device, quantity, days }: Act, alive: readonly string[] = devices): void {
  const pick = <T>(list: readonly T[]): T | undefined => list[which % Math.max(1, list.length)];
  const deviceId = alive[device]!;
  const [inBin, inPool] = [pick(world.bin('dealer')), pick(world.pool('north'))];
  if (kind === 'ship') world.ship('dealer', [{ part: parts[which % parts.length]!, quantity: 3 }]);
  if (kind === 'give' && inBin) world.give('dealer', 'north', inBin.lot.id, quantity ?? inBin.quantity);
  if (kind === 'take' && inPool) world.take('north', deviceId, product, inPool.lot.id, quantity);
  if (kind === 'back') world.giveBack(deviceId);
  if (kind === 'takeBack') world.takeBack(deviceId, false);
  if (kind === 'attach' && inBin) world.attach('dealer', product, deviceId, [{ lotId: inBin.lot.id, quantity: 1 }]);
  if (kind === 'activate') world.activate(product, deviceId);
  if (kind === 'pass') world.now = world.now.add({ hours: 24 * days });
}

function stocked(): ControllerWorld {
  const world = new ControllerWorld(pack);
  world.ship(
    'dealer',
    parts.map((part) => ({ part, quantity: 8 })),
  );
  for (const { lot } of world.bin('dealer')) world.give('dealer', 'north', lot.id, 5);
  return world;
}

const unitsIn = (world: ControllerWorld, ...kinds: readonly AccountKind[]) =>
  [...world.balances.values()].reduce((sum, { account, quantity }) => sum + (kinds.includes(account.kind) ? quantity : 0), 0);

describe('Whatever controllers take and give back', () => {
  it('stays as many units, and what came on another way never goes to the pool', () => {
    let [taken, returned, takenBack] = [0, 0, 0];
    fc.assert(
      fc.property(sequences, (acts) => {
        const world = stocked();
        for (const step of acts) {
          const bought = devices.map((id) => world.active(id).reduce((sum, one) => sum + one.quantity, 0) - sumOf(world.fromPool(id)));
          perform(world, step);
          expect(unitsIn(world, 'issue', 'bin', 'pool', 'reserved', 'active')).toBe(0);
          expect(unitsIn(world, 'conversion')).toBe(0);
          devices.forEach((id, index) => {
            const now = world.active(id).reduce((sum, one) => sum + one.quantity, 0) - sumOf(world.fromPool(id));
            expect(now).toBeGreaterThanOrEqual(bought[index]!);
            if (sumOf(world.fromPool(id)) > 0)
              expect(world.takeBack(id, true)).toMatchObject({ ok: false, refusal: { code: 'device-key-in-force' } });
            if ((step.kind !== 'back' && step.kind !== 'takeBack') || devices[step.device] !== id) return;
            expect(sumOf(world.fromPool(id))).toBe(0);
            for (const again of [world.giveBack(id), world.takeBack(id, false)])
              expect(again).toMatchObject({ ok: false, refusal: { code: 'nothing-to-return' } });
          });
        }
        taken += world.operations.filter(({ draft }) => draft.kind === 'activate-on-device').length;
        returned += world.operations.filter(({ draft }) => draft.kind === 'return-from-device').length;
        takenBack += world.operations.filter(({ draft }) => draft.kind === 'take-back-licenses').length;
      }),
      { numRuns: 120 },
    );
    expect(Math.min(taken, returned, takenBack)).toBeGreaterThan(20);
  });

  it('begins a term once: its last day is the same wherever the licence has been meanwhile', () => {
    fc.assert(
      fc.property(sequences, (acts) => {
        const world = stocked();
        for (const step of acts) perform(world, step);
        for (const { draft } of world.operations) {
          for (const { lotId, parentId } of draft.kind === 'activate-on-device' ? draft.lotParents : []) {
            expect(world.lots.get(parentId)!.validUntil).toBeNull();
            const { validFrom, validUntil } = world.lots.get(lotId)!;
            expect(validFrom!.until(validUntil!).days).toBe(365);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('Whatever hardware is replaced', () => {
  it('leaves nothing behind, brings all of it over, and what came from the pool still goes back there', () => {
    let replaced = 0;
    fc.assert(
      fc.property(sequences, fc.array(fc.nat(1), { minLength: 1, maxLength: 6 }), (acts, dead) => {
        const world = stocked();
        const alive = [...devices];
        for (const [index, which] of dead.entries()) {
          const part = Math.ceil(acts.length / dead.length);
          for (const step of acts.slice(index * part, (index + 1) * part)) perform(world, step, alive);
          const [old, next] = [alive[which]!, `${devices[which]} ${index}`];
          const before = { units: unitsOn(world, old), fromPool: sumOf(world.fromPool(old)) };
          const done = world.replace(old, next);
          if (!done.ok) {
            expect([done.refusal.code, before.units]).toEqual(['nothing-to-replace', 0]);
            continue;
          }
          replaced += 1;
          alive[which] = next;
          expect({ units: unitsOn(world, next), fromPool: sumOf(world.fromPool(next)) }).toEqual(before);
          expect([unitsOn(world, old), sumOf(world.fromPool(old))]).toEqual([0, 0]);
          expect(unitsIn(world, 'issue', 'bin', 'pool', 'reserved', 'active')).toBe(0);
        }
        for (const id of alive) {
          const before = sumOf(world.fromPool(id));
          expect(world.giveBack(id).ok).toBe(before > 0);
          expect(sumOf(world.fromPool(id))).toBe(0);
        }
      }),
      { numRuns: 80 },
    );
    expect(replaced).toBeGreaterThan(20);
  });
});

const unitsOn = (world: ControllerWorld, id: string): number =>
  [...world.balances.values()].reduce(
    (sum, { account, quantity }) =>
      sum + (account.ownerId === id && (account.kind === 'active' || account.kind === 'reserved') ? quantity : 0),
    0,
  );

function sumOf(units: ReadonlyMap<string, number>): number {
  return [...units.values()].reduce((sum, quantity) => sum + quantity, 0);
}
