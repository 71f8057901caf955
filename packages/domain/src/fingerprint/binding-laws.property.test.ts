import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  checkBindable,
  compareFingerprints,
  decideBinding,
  decideReinstallation,
  decideRepair,
  type Fingerprint,
  type FingerprintPolicy,
  fingerprintComponents,
  repairsLeft,
} from './index.ts';

const now = Temporal.Instant.from('2026-11-28T12:00:00Z');
const hash = (of: number): string => String(of).padStart(43, 'h');
const hashes = fc.uniqueArray(fc.integer({ min: 0, max: 3 }).map(hash), { minLength: 1, maxLength: 2 });
const aFingerprint: fc.Arbitrary<Fingerprint> = fc.record(Object.fromEntries(fingerprintComponents.map((id) => [id, hashes])), {
  requiredKeys: [],
});
const aPolicy: fc.Arbitrary<FingerprintPolicy> = fc
  .uniqueArray(fc.record({ id: fc.constantFrom(...fingerprintComponents), weight: fc.integer({ min: 1, max: 9 }) }), {
    selector: ({ id }) => id,
    minLength: 1,
  })
  .chain((components) =>
    fc.record({
      components: fc.constant(components),
      atLeast: fc.integer({ min: 1, max: components.reduce((sum, { weight }) => sum + weight, 0) }),
      yearlyRepairs: fc.nat({ max: 3 }),
    }),
  );
const daysBefore = fc.array(fc.nat({ max: 800 }), { maxLength: 5 });
const instants = (days: readonly number[]) => days.map((count) => now.subtract({ hours: 24 * count }));
const isItself = (policy: FingerprintPolicy, bound: Fingerprint, present: Fingerprint) =>
  compareFingerprints(policy, bound, present).verdict !== 'another-machine';

describe('what is tolerated', () => {
  it('grows with a lower sum asked for, and with every part that agrees, and never shrinks', () => {
    fc.assert(
      fc.property(
        aPolicy,
        aFingerprint,
        aFingerprint,
        fc.nat({ max: 9 }),
        fc.constantFrom(...fingerprintComponents),
        (policy, bound, present, less, id) => {
          fc.pre(isItself(policy, bound, present));
          const milder = { ...policy, atLeast: Math.max(1, policy.atLeast - less) };
          expect(isItself(milder, bound, present)).toBe(true);
          fc.pre(bound[id] !== undefined);
          // Another part that is what it was.
          expect(isItself(policy, bound, { ...present, [id]: bound[id] })).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is the same whatever parts show that the policy does not name, in whatever order it names them', () => {
    fc.assert(
      fc.property(aPolicy, aFingerprint, aFingerprint, aFingerprint, (policy, bound, present, noise) => {
        const named = new Set(policy.components.map(({ id }) => id));
        const unnamed = Object.fromEntries(Object.entries(noise).filter(([id]) => !named.has(id as never)));
        const turned = { ...policy, components: policy.components.toReversed() };
        const expected = isItself(policy, bound, present);
        expect(isItself(turned, { ...bound, ...unnamed }, present)).toBe(expected);
        expect(isItself(policy, bound, { ...present, ...unnamed })).toBe(expected);
      }),
    );
  });

  it('changes nothing: however many machines were tolerated, the licence is for the one that it was bound to', () => {
    fc.assert(
      fc.property(aPolicy, aFingerprint, fc.array(aFingerprint, { maxLength: 8 }), (policy, first, asking) => {
        const bindable = checkBindable(policy, first);
        fc.pre(bindable.ok);
        if (!bindable.ok) return;
        let bound: Fingerprint = bindable.value;
        for (const present of asking) {
          const decision = decideBinding(policy, { bound, present, licensed: true, repaired: false, repairs: [] }, now);
          expect(decision.ok).toBe(isItself(policy, bindable.value, present));
          if (decision.ok) bound = decision.value.fingerprint;
          expect(bound).toEqual(bindable.value);
        }
      }),
    );
  });
});

describe('a machine that mends itself', () => {
  it('never gets more repairs within any year than the policy says, by repairs and by installing anew alike', () => {
    const steps = fc.array(fc.record({ days: fc.nat({ max: 200 }), present: aFingerprint, anew: fc.boolean() }), { maxLength: 20 });
    fc.assert(
      fc.property(aPolicy, aFingerprint, steps, (policy, first, asking) => {
        const bindable = checkBindable(policy, first);
        fc.pre(bindable.ok);
        if (!bindable.ok) return;
        let [bound, at] = [bindable.value, now];
        const repairs: Temporal.Instant[] = [];
        for (const { days, present, anew } of asking) {
          at = at.add({ hours: 24 * days });
          const asked = { bound, present, repairs, now: at };
          const left = repairsLeft(policy, repairs, at);
          const decision = (anew ? decideReinstallation : decideRepair)(policy, asked);
          if (!decision.ok) continue;
          expect(left).toBeGreaterThan(0);
          bound = decision.value;
          repairs.push(at);
          expect(repairsLeft(policy, repairs, at)).toBe(left - 1);
        }
        for (const from of repairs) {
          const until = from.toZonedDateTimeISO('UTC').add({ years: 1 }).toInstant();
          const within = repairs.filter((one) => Temporal.Instant.compare(one, from) >= 0 && Temporal.Instant.compare(one, until) < 0);
          expect(within.length).toBeLessThanOrEqual(policy.yearlyRepairs);
        }
      }),
    );
  });

  it('is itself after each, so that the next request needs none', () => {
    fc.assert(
      fc.property(aPolicy, aFingerprint, aFingerprint, daysBefore, (policy, bound, present, days) => {
        for (const decide of [decideRepair, decideReinstallation]) {
          const decision = decide(policy, { bound, present, repairs: instants(days), now });
          if (decision.ok) expect(compareFingerprints(policy, decision.value, present).verdict).toBe('same');
        }
      }),
    );
  });

  it('is installed anew only as the machine that it was, also where a repair would be allowed', () => {
    fc.assert(
      fc.property(aPolicy, aFingerprint, aFingerprint, daysBefore, (policy, bound, present, days) => {
        const decision = decideReinstallation(policy, { bound, present, repairs: instants(days), now });
        const fits = checkBindable(policy, present).ok && isItself(policy, bound, present);
        expect(decision.ok).toBe(fits && repairsLeft(policy, instants(days), now) > 0);
        if (!decision.ok && fits) expect(decision.refusal.code).toBe('repairs-used-up');
      }),
    );
  });
});
