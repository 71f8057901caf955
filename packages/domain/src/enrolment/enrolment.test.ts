import { describe, expect, it } from 'vitest';
import {
  decideEnrolment,
  type EnrolmentCommand,
  type EnrolmentState,
  type KnownKey,
  mostPerDay,
  mostWaiting,
  mostWaitingPerDevice,
  type WaitingKey,
} from './index.ts';

const state = (changed: Partial<EnrolmentState> = {}): EnrolmentState => ({
  policy: 'customer-id',
  key: null,
  device: null,
  waiting: [],
  cameToday: 0,
  ...changed,
});
const command = (changed: Partial<EnrolmentCommand> = {}): EnrolmentCommand => ({
  issuedAt: 1_000,
  nonce: 'second',
  code: 'none',
  knowsProject: true,
  ...changed,
});
const key = (changed: Partial<KnownKey> = {}): KnownKey => ({
  state: 'current',
  subject: 'same',
  issuedAt: 900,
  nonce: 'first',
  waitsFor: null,
  gaveWay: false,
  byLicenseKey: false,
  ...changed,
});
const keys = (name: string, count: number, changed: Partial<WaitingKey> = {}): WaitingKey[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${name} ${index}`,
    sameDevice: false,
    askedAgain: true,
    silentSeconds: 60,
    ...changed,
  }));
const others = (count: number) => keys('other', count);
const device = { project: 'same', hadKey: false, licensed: false } as const;

function told(given: EnrolmentState, asked: EnrolmentCommand = command()): string {
  const decision = decideEnrolment(given, asked);
  if (!decision.ok) return decision.refusal.code;
  return decision.value.outcome === 'wait' ? `wait for ${decision.value.waitsFor}` : decision.value.outcome;
}

describe('a device that asks to be one of a project', () => {
  it('is let in by the customer id where its install code is new and the product says so', () => {
    expect(told(state())).toBe('enrol');
    expect(told(state({ device }))).toBe('enrol');
    expect(told(state({ policy: 'approval' }))).toBe('wait for approval');
  });

  it('waits where something could be taken from somebody: a key, or licences', () => {
    expect(told(state({ device: { ...device, hadKey: true } }))).toBe('wait for other-key');
    expect(told(state({ device: { ...device, licensed: true } }))).toBe('wait for licences-there');
  });

  it('is let in by an enrolment code, also after a reset', () => {
    expect(told(state({ policy: 'approval' }), command({ code: 'valid' }))).toBe('enrol');
    expect(told(state({ device: { ...device, hadKey: true } }), command({ code: 'valid' }))).toBe('enrol');
    expect(told(state(), command({ code: 'not-valid' }))).toBe('enrolment-code-not-valid');
  });

  it('gets its next token by a new request, and needs no code for it', () => {
    const known = state({ key: key() });
    expect(told(known)).toBe('again');
    expect(told(known, command({ code: 'not-valid' }))).toBe('again');
    expect(told(state({ key: key({ issuedAt: 1_000 }) }))).toBe('again');
  });

  it('gets none for a licence key alone: it shows what every other device shows', () => {
    const byKey = key({ byLicenseKey: true });
    expect(told(state({ key: byKey, policy: 'approval' }))).toBe('wait for approval');
    expect(told(state({ key: byKey, policy: 'approval' }), command({ code: 'valid' }))).toBe('again');
    expect(told(state({ key: byKey }), command({ code: 'not-valid' }))).toBe('enrolment-code-not-valid');
    expect(told(state({ key: byKey }))).toBe('again');
    expect(told(state({ key: byKey }), command({ knowsProject: false }))).toBe('customer-id-unknown');
    expect(told(state({ key: key() }), command({ knowsProject: false }))).toBe('again');
  });

  it('gets none by a request that was answered: somebody may have kept a copy', () => {
    expect(told(state({ key: key({ nonce: 'second' }) }))).toBe('request-outdated');
  });

  it('goes on waiting for what it waits for, also where there is no room for others', () => {
    const waiting = key({ state: 'waiting', waitsFor: 'approval' });
    expect(told(state({ key: waiting, waiting: others(mostWaiting) }))).toBe('wait for approval');
    expect(told(state({ key: waiting }), command({ code: 'valid' }))).toBe('enrol');
  });

  it('never comes back with a key that was killed or refused, whatever comes along', () => {
    for (const code of ['none', 'valid'] as const) {
      expect(told(state({ key: key({ state: 'killed' }) }), command({ code }))).toBe('device-key-killed');
      expect(told(state({ key: key({ state: 'refused' }) }), command({ code }))).toBe('enrolment-refused');
    }
  });

  it('is not let in by a request of before, nor with a key of another device', () => {
    expect(told(state({ key: key({ issuedAt: 1_001 }) }))).toBe('request-outdated');
    expect(told(state({ key: key({ subject: 'other' }) }))).toBe('device-key-in-use');
  });

  it('is told that it is in another project where it comes with the customer id of one that it was never in', () => {
    for (const known of ['current', 'waiting'] as const)
      for (const code of ['none', 'valid'] as const)
        expect(told(state({ key: key({ state: known, subject: 'elsewhere' }) }), command({ code }))).toBe('device-in-another-project');
    expect(told(state({ key: key({ state: 'killed', subject: 'elsewhere' }) }))).toBe('device-key-killed');
  });

  it('never takes an install code from another project, not even with a code', () => {
    const elsewhere = { ...device, project: 'other' } as const;
    expect(told(state({ device: elsewhere }))).toBe('hardware-key-taken');
    expect(told(state({ device: elsewhere }), command({ code: 'valid' }))).toBe('hardware-key-taken');
  });

  it('waits where a flood of others came before', () => {
    expect(told(state({ cameToday: mostPerDay }))).toBe('wait for too-many');
  });

  const givesWay = (waiting: readonly WaitingKey[], known: KnownKey | null = null) => {
    const decision = decideEnrolment(state({ policy: 'approval', waiting, key: known }), command());
    return decision.ok && decision.value.outcome === 'wait' ? decision.value.givesWay : 'nothing waits';
  };

  it('makes another one give way where too many wait, of those for its install code where these are many', () => {
    expect(givesWay(others(mostWaiting - 1))).toBeNull();
    expect(givesWay(others(mostWaiting))).toBe('other 49');
    const same = keys('same', mostWaitingPerDevice, { sameDevice: true });
    expect(givesWay([...same, ...others(3)])).toBe('same 4');
    expect(givesWay([...same, ...others(mostWaiting)])).toBe('same 4');
  });

  it('makes those give way that asked once, the newest first, then who is gone, and never the first one that goes on asking', () => {
    const once = keys('once', 2, { askedAgain: false, silentSeconds: 900 });
    expect(givesWay([...once, ...others(mostWaiting)])).toBe('once 1');
    const gone = keys('gone', 2, { silentSeconds: 601 });
    const longer = keys('longer', 1, { silentSeconds: 602 });
    expect(givesWay([...gone, ...longer, ...others(mostWaiting)])).toBe('longer 0');
    expect(givesWay([...once.slice(0, 1), ...gone, ...others(mostWaiting)])).toBe('once 0');
  });

  it('takes its place again where it gave way, and asks for none where it has one', () => {
    const waiting = { state: 'waiting', waitsFor: 'approval' } as const;
    expect(givesWay(others(mostWaiting), key(waiting))).toBeNull();
    expect(givesWay(others(mostWaiting), key({ ...waiting, gaveWay: true }))).toBe('other 49');
  });
});
