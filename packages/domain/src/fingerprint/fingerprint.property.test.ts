import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  checkBindable,
  compareFingerprints,
  decideRepair,
  type Fingerprint,
  type FingerprintPolicy,
  fingerprintComponents,
  isRepaired,
  readFingerprint,
  readFingerprintPolicy,
} from './index.ts';

const hash = (of: number): string => String(of).padStart(43, 'h');
const hashes = fc.uniqueArray(fc.integer({ min: 0, max: 5 }).map(hash), { minLength: 1, maxLength: 3 });
const several = ['disk-serial', 'mac-address'] as const;
const one = hashes.map((list) => list.slice(0, 1));
const isSeveral = (id: string) => several.some((name) => name === id);
const aFingerprint: fc.Arbitrary<Fingerprint> = fc.record(
  Object.fromEntries(fingerprintComponents.map((id) => [id, isSeveral(id) ? hashes : one])),
  {
    requiredKeys: [],
  },
);
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

describe('comparing fingerprints', () => {
  it('finds a machine that shows enough to be itself, whatever the policy', () => {
    fc.assert(
      fc.property(aPolicy, aFingerprint, (policy, machine) => {
        const bindable = checkBindable(policy, machine);
        const { verdict, matched } = compareFingerprints(policy, machine, machine);
        expect(bindable.ok).toBe(matched >= policy.atLeast);
        expect(verdict).toBe(bindable.ok ? 'same' : 'another-machine');
        // What is kept of it compares as all of it.
        if (bindable.ok) expect(compareFingerprints(policy, bindable.value, machine).verdict).toBe('same');
      }),
    );
  });

  it('names every component of the policy once, and counts exactly what is the same', () => {
    fc.assert(
      fc.property(aPolicy, aFingerprint, aFingerprint, (policy, bound, present) => {
        const { components, matched, verdict } = compareFingerprints(policy, bound, present);
        expect(components.map(({ id }) => id)).toEqual(policy.components.map(({ id }) => id));
        for (const { id, state } of components) {
          const both = (bound[id] ?? []).filter((one) => present[id]?.includes(one));
          expect(state === 'same').toBe(both.length > 0);
        }
        expect(matched).toBe(components.reduce((sum, { state, weight }) => sum + (state === 'same' ? weight : 0), 0));
        if (verdict !== 'another-machine') expect(matched).toBeGreaterThanOrEqual(policy.atLeast);
        if (verdict === 'same') expect(components.every(({ state }) => state === 'same' || state === 'absent')).toBe(true);
      }),
    );
  });

  it('counts the same both ways: nothing is gained by showing the later machine first', () => {
    fc.assert(
      fc.property(aPolicy, aFingerprint, aFingerprint, (policy, one, other) => {
        const [there, back] = [compareFingerprints(policy, one, other), compareFingerprints(policy, other, one)];
        expect([there.matched, there.verdict]).toEqual([back.matched, back.verdict]);
      }),
    );
  });

  it('takes nothing from a machine that gets another disk or card beside those it has', () => {
    fc.assert(
      fc.property(aPolicy, aFingerprint, hashes, (policy, machine, added) => {
        fc.pre(checkBindable(policy, machine).ok);
        const [id] = Object.keys(machine).filter(isSeveral) as (keyof Fingerprint)[];
        fc.pre(id !== undefined);
        const grown = { ...machine, [id!]: [...(machine[id!] ?? []), ...added] };
        expect(compareFingerprints(policy, machine, grown).verdict).toBe('same');
      }),
    );
  });
});

describe('a repair', () => {
  it('is never of a machine of which less than a third is left, or nothing but its name and its kind of processor', () => {
    fc.assert(
      fc.property(aPolicy, aFingerprint, aFingerprint, (policy, bound, present) => {
        const { matched, components } = compareFingerprints(policy, bound, present);
        const own = components.filter(({ id, state }) => state === 'same' && id !== 'host-name' && id !== 'cpu-model');
        const moved = components.some(({ id, state }) => id === 'container-id' && (state === 'new' || state === 'gone'));
        const decision = decideRepair(policy, { bound, present, repairs: [], now });
        if (3 * matched < policy.atLeast || own.length === 0 || moved) expect(decision.ok).toBe(false);
      }),
    );
  });

  const now = Temporal.Instant.from('2026-11-28T12:00:00Z');
  const daysBefore = fc.array(fc.nat({ max: 800 }), { maxLength: 5 });

  it('is allowed as often within any year as the policy says, and says when the next one is', () => {
    fc.assert(
      fc.property(aPolicy, aFingerprint, aFingerprint, daysBefore, (policy, bound, present, days) => {
        const comparison = compareFingerprints(policy, bound, present);
        fc.pre(checkBindable(policy, present).ok && comparison.verdict !== 'same' && isRepaired(comparison));
        const repairs = days.map((count) => now.subtract({ hours: 24 * count }));
        const decision = decideRepair(policy, { bound, present, repairs, now });
        const recent = days.filter((count) => count < 365).length;
        expect(decision.ok).toBe(recent < policy.yearlyRepairs);
        if (decision.ok) {
          expect(compareFingerprints(policy, decision.value, present).verdict).toBe('same');
          return;
        }
        expect(decision.refusal.code).toBe('repairs-used-up');
        const { nextAt } = decision.refusal.facts as { nextAt: string | null };
        expect(nextAt === null).toBe(policy.yearlyRepairs === 0);
        if (nextAt === null) return;
        const at = (instant: Temporal.Instant) => decideRepair(policy, { bound, present, repairs, now: instant }).ok;
        expect([at(Temporal.Instant.from(nextAt).subtract({ seconds: 1 })), at(Temporal.Instant.from(nextAt))]).toEqual([false, true]);
      }),
    );
  });
});

describe('what is read of a fingerprint', () => {
  it('is what was written, and nothing else', () => {
    fc.assert(
      fc.property(aFingerprint, aPolicy, (fingerprint, policy) => {
        expect(readFingerprint(JSON.parse(JSON.stringify(fingerprint)))).toEqual(fingerprint);
        expect(readFingerprintPolicy(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const read = readFingerprint(value);
        if (read !== null)
          expect(
            Object.values(read)
              .flat()
              .every((one) => one.length === 43),
          ).toBe(true);
        const policy = readFingerprintPolicy(value);
        if (policy !== null) expect(policy.components.length).toBeGreaterThan(0);
      }),
    );
  });
});
