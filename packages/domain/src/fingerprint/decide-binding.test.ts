import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { type BindingState, decideBinding, type Fingerprint, type FingerprintPolicy } from './index.ts';

const policy: FingerprintPolicy = {
  components: [
    { id: 'machine-id', weight: 2 },
    { id: 'board-serial', weight: 3 },
    { id: 'disk-serial', weight: 2 },
  ],
  atLeast: 5,
  yearlyRepairs: 1,
};
const now = Temporal.Instant.from('2026-05-01T12:00:00Z');
const whole: Fingerprint = { 'machine-id': ['a'], 'board-serial': ['b'], 'disk-serial': ['c'] };
const state = (changed: Partial<BindingState>): BindingState => ({
  bound: whole,
  present: whole,
  licensed: true,
  repaired: false,
  repairs: [],
  ...changed,
});
const decide = (changed: Partial<BindingState>) => decideBinding(policy, state(changed), now);

describe('which machine a licence file is for', () => {
  it('is the first one that asks, if it shows enough', () => {
    expect(decide({ bound: null })).toEqual({
      ok: true,
      value: { change: 'bound', fingerprint: whole, policy, comparison: null },
    });
    expect(decide({ bound: null, present: { 'machine-id': ['a'] } })).toMatchObject({
      refusal: { code: 'fingerprint-too-weak', facts: { shown: 2, atLeast: 5, missing: ['board-serial', 'disk-serial'] } },
    });
  });

  it('stays the one it was while enough is the same, and says what differs', () => {
    const other = { ...whole, 'disk-serial': ['x'] };
    expect(decide({ present: other })).toMatchObject({
      ok: true,
      value: { change: 'kept', fingerprint: whole, comparison: { verdict: 'tolerated', matched: 5 } },
    });
    expect(decide({ present: { ...other, 'machine-id': ['y'] } })).toMatchObject({
      refusal: {
        code: 'wrong-machine',
        facts: {
          matched: 3,
          atLeast: 5,
          differences: [
            { id: 'machine-id', state: 'changed' },
            { id: 'disk-serial', state: 'changed' },
          ],
        },
      },
    });
  });

  it('is what it has become after a repair, as often in a year as the catalog says', () => {
    const board = { ...whole, 'board-serial': ['new'] };
    expect(decide({ present: board, repaired: true })).toMatchObject({ value: { change: 'repaired', fingerprint: board } });
    const repairs = [Temporal.Instant.from('2025-06-01T00:00:00Z')];
    expect(decide({ present: board, repaired: true, repairs })).toMatchObject({
      refusal: { code: 'repairs-used-up', facts: { yearlyRepairs: 1, nextAt: '2026-06-01T00:00:00Z' } },
    });
    expect(decide({ repaired: true })).toMatchObject({ refusal: { code: 'nothing-to-repair' } });
    const none = { 'machine-id': ['1'], 'board-serial': ['2'], 'disk-serial': ['3'] };
    expect(decide({ present: none, repaired: true })).toMatchObject({ refusal: { code: 'repair-of-another-machine' } });
  });

  it('may be any once nothing is licensed on it', () => {
    const none = { 'machine-id': ['1'], 'board-serial': ['2'], 'disk-serial': ['3'] };
    expect(decide({ present: none, licensed: false })).toMatchObject({ value: { change: 'bound', fingerprint: none } });
    expect(decide({ licensed: false })).toMatchObject({ value: { change: 'kept', fingerprint: whole } });
  });

  describe('that was bound under another policy', () => {
    const shown = { 'machine-id': ['a'], 'disk-serial': ['c'] };
    const under: FingerprintPolicy = {
      components: [
        { id: 'machine-id', weight: 1 },
        { id: 'disk-serial', weight: 1 },
      ],
      atLeast: 1,
      yearlyRepairs: 9,
    };

    it('is judged by that, and stays under it while it does not show what is asked today', () => {
      const kept = { change: 'kept', fingerprint: shown, policy: under };
      expect(decide({ bound: shown, present: shown, under })).toMatchObject({ ok: true, value: kept });
      const other = { ...shown, 'disk-serial': ['x'] };
      expect(decide({ bound: shown, present: other, under })).toMatchObject({ value: { ...kept, comparison: { verdict: 'tolerated' } } });
      const stranger = { 'machine-id': ['y'], 'disk-serial': ['x'], 'board-serial': ['b'] };
      expect(decide({ bound: shown, present: stranger, under })).toMatchObject({
        refusal: { code: 'wrong-machine', facts: { atLeast: 1 } },
      });
      const repaired = decide({ bound: shown, present: other, under, repaired: true });
      expect(repaired).toMatchObject({ value: { change: 'repaired', fingerprint: other, policy: under } });
    });

    it('is known by the one of today once nothing of it differs and it shows as much as that asks', () => {
      const renewed = decide({ bound: shown, present: whole, under });
      expect(renewed).toMatchObject({ value: { change: 'renewed', fingerprint: whole, policy, comparison: { verdict: 'same' } } });
      // What is tolerated changes nothing.
      const other = { ...whole, 'disk-serial': ['x'] };
      expect(decide({ bound: shown, present: other, under })).toMatchObject({
        value: { change: 'kept', fingerprint: shown, policy: under },
      });
      const repairs = [Temporal.Instant.from('2026-04-01T00:00:00Z')];
      expect(decide({ bound: shown, present: other, under, repaired: true, repairs })).toMatchObject({
        refusal: { code: 'repairs-used-up', facts: { yearlyRepairs: 1 } },
      });
    });
  });
});
