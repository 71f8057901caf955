import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  checkBindable,
  compareFingerprints,
  decideRepair,
  differencesOf,
  type Fingerprint,
  type FingerprintPolicy,
  readFingerprint,
  readFingerprintPolicy,
} from './index.ts';

const policy: FingerprintPolicy = {
  components: [
    { id: 'machine-id', weight: 3 },
    { id: 'board-serial', weight: 3, label: 'Mainboard' },
    { id: 'disk-serial', weight: 2 },
    { id: 'mac-address', weight: 1 },
    { id: 'container-id', weight: 1 },
  ],
  atLeast: 6,
  yearlyRepairs: 1,
};
const hash = (name: string): string => name.padStart(43, '-');
const machine: Fingerprint = {
  'machine-id': [hash('m')],
  'board-serial': [hash('b')],
  'disk-serial': [hash('d1'), hash('d2')],
  'mac-address': [hash('a')],
};
const states = (present: Fingerprint, bound = machine) =>
  Object.fromEntries(compareFingerprints(policy, bound, present).components.map(({ id, state }) => [id, state]));
const verdict = (present: Fingerprint, bound = machine) => compareFingerprints(policy, bound, present).verdict;
const without = (id: keyof Fingerprint): Fingerprint => Object.fromEntries(Object.entries(machine).filter(([name]) => name !== id));

describe('a workstation', () => {
  it('is still itself with another disk and another card, and each of them is named', () => {
    const repaired = { ...machine, 'disk-serial': [hash('d3')], 'mac-address': [hash('z')] };
    expect(compareFingerprints(policy, machine, repaired)).toMatchObject({ verdict: 'tolerated', matched: 6, atLeast: 6 });
    expect(differencesOf(compareFingerprints(policy, machine, repaired))).toEqual([
      { id: 'disk-serial', weight: 2, state: 'changed' },
      { id: 'mac-address', weight: 1, state: 'changed' },
    ]);
    // One of two disks is enough to know the disks by.
    expect(verdict({ ...machine, 'disk-serial': [hash('d2'), hash('d3')] })).toBe('same');
  });

  it('is another one with another board', () => {
    const other = { ...machine, 'board-serial': [hash('c')], 'disk-serial': [hash('d3')] };
    expect(compareFingerprints(policy, machine, other)).toMatchObject({ verdict: 'another-machine', matched: 4 });
    expect(differencesOf(compareFingerprints(policy, machine, other))[0]).toEqual({
      id: 'board-serial',
      weight: 3,
      label: 'Mainboard',
      state: 'changed',
    });
  });

  it('that does not tell a part is told apart from one that has another part, and from one that never had it', () => {
    expect(states(without('mac-address'))).toMatchObject({ 'mac-address': 'gone', 'container-id': 'absent' });
    expect(states(machine, without('mac-address'))).toMatchObject({ 'mac-address': 'new' });
    expect(verdict(machine, without('mac-address'))).toBe('tolerated');
    expect(verdict(without('mac-address'), without('mac-address'))).toBe('same');
  });

  it('is not the container that is started on it, nor the other way round, though all else agrees', () => {
    const container = { ...machine, 'container-id': [hash('k')] };
    expect([verdict(container), verdict(machine, container), verdict(container, container)]).toEqual([
      'another-machine',
      'another-machine',
      'same',
    ]);
    // A container that is made anew from the same image is judged as any other changed part.
    expect(verdict({ ...container, 'container-id': [hash('l')] }, container)).toBe('tolerated');
  });

  it('is bound only where it shows as much as is asked of it, and by no more than the policy names', () => {
    expect(checkBindable(policy, { ...machine, 'host-name': [hash('n')] })).toEqual({ ok: true, value: machine });
    expect(checkBindable(policy, { 'machine-id': [hash('m')], 'disk-serial': [] })).toEqual({
      ok: false,
      refusal: {
        code: 'fingerprint-too-weak',
        facts: { shown: 3, atLeast: 6, missing: ['board-serial', 'disk-serial', 'mac-address', 'container-id'] },
      },
    });
  });
});

describe('a repair', () => {
  const now = Temporal.Instant.from('2026-11-28T12:00:00Z');
  const newBoard = { ...machine, 'board-serial': [hash('c')], 'disk-serial': [hash('d3')] };
  const repair = (present: Fingerprint, repairs: readonly string[] = []) =>
    decideRepair(policy, { bound: machine, present, repairs: repairs.map((at) => Temporal.Instant.from(at)), now });

  it('binds the machine as it is now, once a year here', () => {
    expect(repair(newBoard, ['2025-11-28T12:00:00Z'])).toEqual({ ok: true, value: newBoard });
    expect(repair(newBoard, ['2025-11-28T12:00:01Z'])).toEqual({
      ok: false,
      refusal: { code: 'repairs-used-up', facts: { yearlyRepairs: 1, nextAt: '2026-11-28T12:00:01Z' } },
    });
  });

  it('is for a machine of which something is left, and which differs', () => {
    expect(repair(machine)).toMatchObject({ refusal: { code: 'nothing-to-repair' } });
    const stranger = { 'machine-id': [hash('x')], 'board-serial': [hash('y')] };
    expect(repair(stranger)).toMatchObject({ refusal: { code: 'repair-of-another-machine' } });
    expect(repair({ 'mac-address': [hash('a')] })).toMatchObject({ refusal: { code: 'fingerprint-too-weak' } });
  });

  it('leaves a third of what is asked, and more than a name or a kind of processor; it leads into no container and out of none', () => {
    const another = 'repair-of-another-machine';
    // 1 of 6 is the same, then 2.
    const card = { ...newBoard, 'machine-id': [hash('x')] };
    expect(repair(card)).toMatchObject({ refusal: { code: another } });
    const disks = { ...card, 'disk-serial': machine['disk-serial']!, 'mac-address': [hash('z')] };
    expect(repair(disks)).toMatchObject({ ok: true });
    expect(repair({ ...newBoard, 'container-id': [hash('k')] })).toMatchObject({ refusal: { code: another } });
    const named = (name: string): Fingerprint => ({ 'host-name': [hash('n')], 'cpu-model': [hash('c')], 'machine-id': [hash(name)] });
    const weighty = {
      ...policy,
      components: (['host-name', 'cpu-model', 'machine-id'] as const).map((id) => ({ id, weight: 3 })),
      atLeast: 7,
    };
    const asked = { bound: named('one'), present: named('other'), repairs: [], now };
    expect(decideRepair(weighty, asked)).toMatchObject({ refusal: { code: another } });
  });

  it('counts where the difference is still tolerated: no machine becomes another one part by part', () => {
    const newCard = { ...machine, 'mac-address': [hash('z')] };
    expect(repair(newCard)).toMatchObject({ ok: true });
    expect(repair(newCard, ['2026-11-01T00:00:00Z'])).toMatchObject({ refusal: { code: 'repairs-used-up' } });
  });
});

describe('a fingerprint or policy from a file', () => {
  it('is refused where anything of it cannot be', () => {
    const wrong = [
      null,
      [],
      { 'machine-id': 'h' },
      { 'machine-id': [] },
      { 'machine-id': ['short'] },
      { unknown: [hash('u')] },
      { 'mac-address': Array(9).fill(hash('a')) },
      // One file for two machines.
      { 'machine-id': [hash('m'), hash('other')] },
      { 'host-name': [hash('m'), hash('other')] },
    ];
    expect(wrong.map(readFingerprint)).toEqual(wrong.map(() => null));
    expect(readFingerprint(machine)).toEqual(machine);
    const component = policy.components[0]!;
    const policies: readonly object[] = [
      { ...policy, atLeast: 0 },
      { ...policy, atLeast: 11 },
      { ...policy, yearlyRepairs: -1 },
      { ...policy, components: [component, component], atLeast: 1 },
      { ...policy, components: [{ ...component, weight: 0.5 }], atLeast: 1 },
      { ...policy, components: [{ ...component, id: 'shoe-size' }], atLeast: 1 },
    ];
    expect(policies.map(readFingerprintPolicy)).toEqual(policies.map(() => null));
    expect(readFingerprintPolicy(policy)).toEqual(policy);
  });
});
