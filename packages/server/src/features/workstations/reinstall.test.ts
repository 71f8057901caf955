import { readFile } from 'node:fs/promises';
import type { Fingerprint } from '@muniment/domain/fingerprint';
import { moveClock } from '@muniment/platform/clock';
import { auditLedger } from '@muniment/server/operator';
import {
  machineOf,
  makeKeys,
  makeWorkstation,
  type Party,
  setUpChannel,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// A machine whose disk was wiped (F14): activate-workstation and renew-from-file with a licence key and a reason.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let projectId: string;
let made = 0;

const agreements = [{ id: 'licence-terms', version: '2026-01', language: 'en', accepted: true }];
const part = 'SF-CLOUD-WS';

beforeAll(async () => {
  server = await startTestServer({ testClock: '2026-03-01T09:00:00Z' });
  const pack = (await readFile('catalogs/survey-network/pack.yaml', 'utf8')).replace('atLeast: 6', 'atLeast: 9');
  channel = await setUpChannel(server, 'survey', pack);
  const session = await channel.partner('dealer', 'Peak Instruments');
  // A key does not end when the clock moves on, as a session does.
  const { secret } = await value(session.client.createApiKey({ name: 'Tests', scopes: ['all'] }));
  dealer = { ...session, client: server.client(secret), credential: secret };
  projectId = (await value(dealer.client.createCustomer({ name: 'Survey Office' }))).projects[0]!.id;
});
afterAll(() => server?.stop());

const newKey = async () => (await makeKeys(channel, part, 1, { projectId, by: dealer }))[0]!;
type More = Readonly<Record<string, unknown>>;
const codeOf = async (answer: Promise<{ ok: true } | { ok: false; problem: { code: string } }>) => {
  const got = await answer;
  return got.ok ? 'done' : got.problem.code;
};

/** An installation of its own on some machine: it has a key that nobody else has. */
async function installation() {
  const at = Math.floor((await server.clock.now()).epochMilliseconds / 1000);
  const hardwareKey = `WS-${String(++made).padStart(16, '0')}`;
  return makeWorkstation(server, { product: 'SCANFELL', vendor: 'survey', hardwareKey, seconds: () => at });
}
async function activate(fingerprint: Fingerprint, licenseKey: string, more: More = {}) {
  const one = await installation();
  const request = one.request({ purpose: 'licenses', customerId: undefined, fingerprint, licenseKey, ...more } as never);
  const send = (changed: More = {}) => server.client().activateWorkstation({ request, agreements, vendor: 'survey', ...changed } as never);
  return { one, request, send, answer: await send() };
}
const done = async (activation: ReturnType<typeof activate>) => {
  const { answer, ...rest } = await activation;
  return { ...rest, value: await value(Promise.resolve(answer)) };
};
const wiped = (fingerprint: Fingerprint): Fingerprint => ({ ...fingerprint, 'machine-id': machineOf(`${++made}`)['machine-id']! });
const activeOn = async (deviceId: string) => (await value(dealer.client.listDeviceCloudLicenses({ deviceId }))).active.length;
const repair = 'Disk replaced, installed anew';

describe('activate-workstation on a machine that was installed anew', () => {
  it('takes the place of the installation before with no further unit, as a repair of the year', async () => {
    const fingerprint = machineOf('office');
    const licenseKey = await newKey();
    const first = await done(activate(fingerprint, licenseKey));
    const refused = (await activate(wiped(fingerprint), licenseKey)).answer;
    expect(refused).toMatchObject({
      problem: { code: 'license-key-in-use', facts: { where: 'this-machine' }, nextStep: expect.stringContaining('--repair') },
    });
    const again = await activate(wiped(fingerprint), licenseKey, { repair });
    const next = await value(Promise.resolve(again.answer));
    expect(next).toMatchObject({ machine: { change: 'repaired', repairsLeft: 1, comparison: { verdict: 'tolerated' } } });
    expect(next.device.id).not.toBe(first.value.device.id);
    expect([await activeOn(first.value.device.id), await activeOn(next.device.id)]).toEqual([0, 1]);
    // What was lost on the way comes again, and nothing is counted twice.
    expect((await value(again.send())).document!.text).toBe(next.document!.text);
    const seen = await value(dealer.client.getDeviceMachine({ deviceId: next.device.id }));
    expect(seen).toMatchObject({
      replaces: first.value.device.id,
      repairsLeft: 1,
      repairs: [{ reason: repair, changed: ['installation of the operating system'] }],
    });
    // The one before is dead.
    const old = first.one.request({ purpose: 'renew', customerId: undefined, fingerprint });
    expect(await codeOf(server.client().renewWorkstation({ request: old, vendor: 'survey' }))).toBe('hardware-key-blocked');
    const { items } = await value(dealer.client.listOperations({ deviceId: next.device.id }));
    expect(items.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['replace-hardware', 'repair-workstation']));
  });

  it('is called as the one before unless it says a name, and shows the one before as replaced wherever it is listed', async () => {
    const fingerprint = machineOf('named');
    const licenseKey = await newKey();
    const standing = async () => {
      const { total } = await value(dealer.client.listDevices({ projectId, status: 'unlicensed' }));
      const { counts } = await value(dealer.client.getProject({ projectId }));
      const assigned = await value(dealer.client.listAssignments({ projectId, state: 'unlicensed' }));
      const home = await value(dealer.client.getHome());
      return [total, counts.devicesUnlicensed, assigned.counts.unlicensed, home.counts.unlicensed];
    };
    const first = (await done(activate(fingerprint, licenseKey, { name: 'Darkroom' }))).value.device.id;
    const before = await standing();
    const second = (await done(activate(wiped(fingerprint), licenseKey, { repair }))).value.device.id;
    expect(await value(dealer.client.getDevice({ deviceId: second }))).toMatchObject({
      name: 'Darkroom',
      status: 'active',
      replacedBy: null,
    });
    expect(await value(dealer.client.getDevice({ deviceId: first }))).toMatchObject({ status: 'replaced', replacedBy: second });
    expect(await standing()).toEqual(before);
    const replaced = (await value(dealer.client.listDevices({ projectId, status: 'replaced' }))).items;
    expect(replaced.map(({ id }) => id)).toContain(first);
    expect(replaced.every(({ status }) => status === 'replaced')).toBe(true);
    // Both entries tell of it, by the one act that it was.
    const act = async (deviceId: string) =>
      (await value(dealer.client.listOperations({ deviceId, kinds: 'replace-hardware' }))).items.map(({ id, reason }) => [id, reason]);
    expect(await act(first)).toEqual([[expect.any(String), repair]]);
    expect(await act(second)).toEqual(await act(first));
    const third = (await done(activate(wiped(fingerprint), licenseKey, { repair, name: 'Attic' }))).value.device.id;
    expect(await value(dealer.client.getDevice({ deviceId: third }))).toMatchObject({ name: 'Attic' });
  });

  it('is refused once the repairs of the year are used up, and is possible again on the day that is said', async () => {
    const fingerprint = machineOf('workshop');
    const licenseKey = await newKey();
    await done(activate(fingerprint, licenseKey));
    await done(activate(fingerprint, licenseKey, { repair }));
    await done(activate(fingerprint, licenseKey, { repair }));
    const third = await activate(fingerprint, licenseKey, { repair });
    expect(third.answer).toMatchObject({ problem: { code: 'repairs-used-up', facts: { yearlyRepairs: 2 } } });
    const { nextAt } = (third.answer as unknown as { problem: { facts: { nextAt: string } } }).problem.facts;
    await moveClock(server.database.pool, { set: nextAt });
    expect(await done(activate(fingerprint, licenseKey, { repair }))).toMatchObject({ value: { machine: { repairsLeft: 0 } } });
  });

  it('is for the same machine, with the same licence key, and for whoever says so', async () => {
    const fingerprint = machineOf('van');
    const licenseKey = await newKey();
    const first = await done(activate(fingerprint, licenseKey));
    expect((await activate(machineOf('car'), licenseKey, { repair })).answer).toMatchObject({
      problem: { code: 'license-key-in-use', facts: { where: 'elsewhere' } },
    });
    // Two people on one machine have a licence each: another key takes nobody's place.
    const other = await done(activate(fingerprint, await newKey(), { repair }));
    expect(other.value.machine).toMatchObject({ change: 'bound' });
    expect([await activeOn(first.value.device.id), await activeOn(other.value.device.id)]).toEqual([1, 1]);
    // A key that somebody took away goes on with nobody's help but theirs.
    await value(dealer.client.revokeDeviceKey({ deviceId: first.value.device.id, reason: 'Stolen' }));
    expect(await codeOf((await activate(fingerprint, licenseKey, { repair })).send())).toBe('license-key-in-use');
  });

  it('changes nothing in a dry run', async () => {
    const fingerprint = machineOf('dry');
    const licenseKey = await newKey();
    const first = await done(activate(fingerprint, licenseKey));
    const one = await installation();
    const request = one.request({ purpose: 'licenses', customerId: undefined, fingerprint, licenseKey, repair } as never);
    const body = { request, agreements, vendor: 'survey' };
    const preview = await value(server.client().activateWorkstation({ ...body, dryRun: true }));
    expect(preview).toMatchObject({ dryRun: true, document: null, machine: { change: 'repaired' } });
    expect(await activeOn(first.value.device.id)).toBe(1);
    expect(await value(server.client().activateWorkstation({ ...body, previewDigest: preview.digest! }))).toMatchObject({ dryRun: false });
  });
});

describe('renew-from-file of a machine that was installed anew', () => {
  it('does the same by a file that somebody carries to the portal', async () => {
    const fingerprint = machineOf('offline');
    const licenseKey = await newKey();
    const first = await done(activate(fingerprint, licenseKey));
    const one = await installation();
    const ask = (more: More) => one.request({ purpose: 'renew', customerId: undefined, fingerprint: wiped(fingerprint), ...more } as never);
    expect(await codeOf(dealer.client.renewFromFile({ request: ask({ licenseKey }) }))).toBe('device-not-enrolled');
    const request = ask({ licenseKey, repair });
    const stranger = await channel.partner('dealer', 'Stranger');
    expect(await codeOf(stranger.client.renewFromFile({ request }))).toBe('not-found');
    const next = await value(dealer.client.renewFromFile({ request }));
    expect(next).toMatchObject({ machine: { change: 'repaired' }, document: { text: expect.any(String) } });
    expect([await activeOn(first.value.device.id), await activeOn(next.device.id)]).toEqual([0, 1]);
    expect(await codeOf(dealer.client.renewFromFile({ request }))).toBe('request-answered');
    const elsewhere = (await installation()).request({
      purpose: 'renew',
      customerId: undefined,
      fingerprint: machineOf('else'),
      licenseKey,
      repair,
    } as never);
    expect(await codeOf(dealer.client.renewFromFile({ request: elsewhere }))).toBe('device-not-enrolled');
  });
});

it('leaves books that add up', async () => {
  expect(await auditLedger(server.operator)).toMatchObject({ ok: true });
});
