import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyCapacity, type CapacityOrder, coverageOf, type Endpoint, type EndpointState, provision } from './index.ts';

const protocols = [
  { id: 'wired', feature: 'shared' },
  { id: 'radio', feature: 'shared' },
  { id: 'serial', feature: 'own' },
];
const featureOf = ({ protocol }: Endpoint) => protocols.find(({ id }) => id === protocol)?.feature;

const states: readonly EndpointState[] = ['unlicensed', 'unprovisioned', 'provisioned'];
const anEndpoint = fc.record({
  id: fc.uuid(),
  protocol: fc.constantFrom('wired', 'radio', 'serial', 'unknown'),
  name: fc.string(),
  address: fc.string(),
  // Few instants, so that many come in the same one.
  since: fc.integer({ min: 0, max: 5 }).map((day) => `2026-01-0${day + 1}T00:00:00Z`),
  state: fc.constantFrom(...states),
});
const endpoints = fc.uniqueArray(anEndpoint, { selector: ({ id }) => id, maxLength: 24 });
const capacities = fc.record({ shared: fc.nat({ max: 12 }), own: fc.nat({ max: 6 }) }, { requiredKeys: [] });
const order = fc.constantFrom<CapacityOrder>('oldest-first', 'newest-first');
const situation = [endpoints, capacities, order] as const;

const isLicensed = ({ state }: Endpoint) => state !== 'unlicensed';
const before = (a: Endpoint, b: Endpoint) => a.since < b.since || (a.since === b.since && a.id < b.id);

describe('the rule of capacity', () => {
  it('never licenses more endpoints than there is capacity for, and wastes none', () => {
    fc.assert(
      fc.property(...situation, (list, capacity, how) => {
        const after = applyCapacity(list, capacity, protocols, how);
        for (const feature of ['shared', 'own'] as const) {
          const needing = after.filter((one) => featureOf(one) === feature);
          expect(needing.filter(isLicensed)).toHaveLength(Math.min(needing.length, capacity[feature] ?? 0));
        }
        expect(after.filter((one) => featureOf(one) === undefined && isLicensed(one))).toEqual([]);
      }),
    );
  });

  it('lets none keep its capacity that comes after one of its feature that does not', () => {
    fc.assert(
      fc.property(...situation, (list, capacity, how) => {
        const after = applyCapacity(list, capacity, protocols, how);
        for (const kept of after.filter(isLicensed))
          for (const lost of after.filter((one) => !isLicensed(one) && featureOf(one) === featureOf(kept)))
            expect(how === 'oldest-first' ? before(kept, lost) : before(lost, kept)).toBe(true);
      }),
    );
  });

  it('makes all unlicensed that lose everything, and unprovisioned all that a licence comes for', () => {
    fc.assert(
      fc.property(endpoints, order, (list, how) => {
        const lost = applyCapacity(list, {}, protocols, how);
        expect(lost.some(isLicensed)).toBe(false);
        const regained = applyCapacity(lost, { shared: 99, own: 99 }, protocols, how);
        const known = regained.filter((one) => featureOf(one) !== undefined);
        expect(known.every(({ state }) => state === 'unprovisioned')).toBe(true);
      }),
    );
  });

  it('provisions nothing by itself, and changes nothing but states that must change', () => {
    fc.assert(
      fc.property(...situation, (list, capacity, how) => {
        const after = applyCapacity(list, capacity, protocols, how);
        after.forEach((one, index) => {
          const was = list[index]!;
          expect({ ...one, state: was.state }).toEqual(was);
          if (one.state === 'provisioned') expect(was.state).toBe('provisioned');
          if (isLicensed(was) === isLicensed(one)) expect(one).toBe(was);
        });
        expect(after).toHaveLength(list.length);
      }),
    );
  });

  it('does nothing the second time, and minds no order of the list', () => {
    fc.assert(
      fc.property(...situation, (list, capacity, how) => {
        const once = applyCapacity(list, capacity, protocols, how);
        expect(applyCapacity(once, capacity, protocols, how)).toEqual(once);
        expect(applyCapacity([...list].reverse(), capacity, protocols, how)).toEqual([...once].reverse());
      }),
    );
  });

  it('takes nothing from others where capacity grows, and gives nothing to others where it shrinks', () => {
    fc.assert(
      fc.property(endpoints, fc.nat({ max: 12 }), fc.nat({ max: 12 }), order, (list, one, other, how) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        const licensed = (shared: number) => new Set(applyCapacity(list, { shared }, protocols, how).filter(isLicensed));
        const ids = (of: ReadonlySet<Endpoint>) => [...of].map(({ id }) => id);
        expect(ids(licensed(more))).toEqual(expect.arrayContaining(ids(licensed(less))));
      }),
    );
  });

  it('lets people provision exactly what is licensed, and counts what lacks', () => {
    fc.assert(
      fc.property(...situation, (list, capacity, how) => {
        const after = applyCapacity(list, capacity, protocols, how);
        for (const one of after) expect(provision(one).ok).toBe(isLicensed(one));
        const set = after.map((one) => {
          const done = provision(one);
          return done.ok ? done.value : one;
        });
        expect(applyCapacity(set, capacity, protocols, how)).toEqual(set);
        for (const { feature, lacking } of coverageOf(list, capacity, protocols))
          expect(after.filter((one) => featureOf(one) === feature && !isLicensed(one))).toHaveLength(lacking);
      }),
    );
  });
});
