import { readFile } from 'node:fs/promises';
import {
  customerIdOf,
  machineOf,
  makeKeys,
  makeWorkstation,
  type Party,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestController,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: TestServer;
/** Of the same products: in the one people approve, in the other the customer id lets in. */
let asked: TestChannel;
let open: TestChannel;
let number = 0;
const agreements = [{ id: 'licence-terms', version: '2026-01', language: 'en', accepted: true }];
const part = 'SF-CLOUD-WS';

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  const pack = await readFile('catalogs/survey-network/pack.yaml', 'utf8');
  asked = await setUpChannel(server, 'asked', pack.replace('enrolment: customer-id', 'enrolment: approval'));
  open = await setUpChannel(server, 'open', pack);
});
afterAll(() => server?.stop());

const code = async (answer: Promise<{ ok: true } | { ok: false; problem: { code: string } }>) => {
  const got = await answer;
  return got.ok ? 'accepted' : got.problem.code;
};

/** A project with licences in its pool, and a workstation that one licence key of it let in. */
async function letIn(channel: TestChannel, vendor: string) {
  const dealer = await channel.partner('dealer', `Peak ${++number}`);
  const projectId = (await value(dealer.client.createCustomer({ name: `Office ${number}` }))).projects[0]!.id;
  const hardwareKey = `WS-${String(number).padStart(16, '0')}`;
  const one = makeWorkstation(server, { product: 'SCANFELL', vendor, hardwareKey });
  const [licenseKey] = await makeKeys(channel, part, 1, { projectId, by: dealer });
  const fingerprint = machineOf(`machine ${number}`);
  const request = one.request({ purpose: 'licenses', customerId: undefined, fingerprint, licenseKey });
  const answer = await value(server.client().activateWorkstation({ request, agreements, vendor } as never));
  const renew = () =>
    code(server.client().renewWorkstation({ request: one.request({ purpose: 'renew', customerId: undefined, fingerprint }), vendor }));
  return { dealer, projectId, one, answer, renew, deviceId: answer.device.id };
}
const enrol = async (one: TestController, customerId?: string, more: { readonly code?: string } = {}) =>
  one.enrol({ request: one.request({ customerId }), ...more });
const listed = async ({ client }: Party, projectId: string, state: 'waiting' | 'current' | 'killed') =>
  (await value(client.listEnrolments({ projectId, state }))).items;

describe('a workstation that a licence key let in', () => {
  it('gets no token where people approve devices, until somebody does; what its key is worth it has all the time', async () => {
    const { dealer, projectId, one, renew, deviceId } = await letIn(asked, 'asked');
    expect(await listed(dealer, projectId, 'waiting')).toEqual([]);
    const customerId = await customerIdOf(dealer.client, projectId);
    expect(await value(enrol(one, customerId))).toMatchObject({ state: 'waiting', waitsFor: 'approval', token: null });
    expect(await renew()).toBe('accepted');
    const [waiting] = await listed(dealer, projectId, 'waiting');
    expect(waiting).toMatchObject({ state: 'waiting', waitsFor: 'approval', deviceId, thumbprint: one.thumbprint });
    expect(await listed(dealer, projectId, 'current')).toEqual([]);
    expect(await value(dealer.client.approveEnrolment({ enrolmentId: waiting!.id }))).toMatchObject({ state: 'current', waitsFor: null });
    expect(await code(dealer.client.approveEnrolment({ enrolmentId: waiting!.id }))).toBe('enrolment-decided');
    const { token } = await value(enrol(one));
    expect(await code(one.client(token!).listCloudLicenses({}))).toBe('accepted');
  });

  it('gets it by an enrolment code, which is used up by it', async () => {
    const { dealer, projectId, one } = await letIn(asked, 'asked');
    const made = await value(dealer.client.createEnrolmentCode({ projectId }));
    expect(await code(enrol(one, undefined, { code: 'ABCD-EFGH' }))).toBe('enrolment-code-not-valid');
    expect(await value(enrol(one, undefined, { code: made.code }))).toMatchObject({ state: 'current', token: expect.any(String) });
    expect(await value(enrol(one))).toMatchObject({ state: 'current', token: expect.any(String) });
    const customerId = await customerIdOf(dealer.client, projectId);
    const next = makeWorkstation(server, { product: 'SCANFELL', vendor: 'asked', hardwareKey: 'WS-AAAAAAAAAAAAAAAA' });
    expect(await code(enrol(next, customerId, { code: made.code }))).toBe('enrolment-code-not-valid');
  });

  it('loses its key where people refuse it, and its licence may be taken back', async () => {
    const { dealer, projectId, one, renew, deviceId } = await letIn(asked, 'asked');
    await value(enrol(one));
    const [waiting] = await listed(dealer, projectId, 'waiting');
    expect(await value(dealer.client.refuseEnrolment({ enrolmentId: waiting!.id }))).toMatchObject({ state: 'killed' });
    // Who verifies his licence file without asking hears of it, too: refuse-enrolment takes a key away as revoke-device-key does.
    const list = (await value(server.client().downloadRevocations({ vendor: 'asked' }))).text;
    const { entries } = JSON.parse(Buffer.from(list.split('.')[1]!, 'base64url').toString()) as { entries: readonly object[] };
    expect(entries).toContainEqual(expect.objectContaining({ device: deviceId, reason: 'key-revoked' }));
    expect(await renew()).toBe('device-key-killed');
    expect(await code(enrol(one))).toBe('device-key-killed');
    expect(await value(asked.vendor.client.takeBackLicenses({ deviceId, reason: 'Nobody of us' }))).toMatchObject({ licenses: [] });
  });

  it('shows the customer id where that lets devices in: the key of one licence opens no pool', async () => {
    const { dealer, projectId, one } = await letIn(open, 'open');
    await ship(open, dealer, `SO-${number}`, { [part]: 3 });
    const elsewhere = await letIn(open, 'open');
    expect(await code(enrol(one))).toBe('customer-id-unknown');
    expect(await code(enrol(one, '00000000-0000-4000-8000-000000000000'))).toBe('customer-id-unknown');
    expect(await code(enrol(one, await customerIdOf(elsewhere.dealer.client, elsewhere.projectId)))).not.toBe('accepted');
    expect(await value(enrol(one, await customerIdOf(dealer.client, projectId)))).toMatchObject({ token: expect.any(String) });
    expect(await value(enrol(one))).toMatchObject({ token: expect.any(String) });
  });
});

it('lets in by a licence key only what is bound to a machine', async () => {
  const pack = await readFile('catalogs/survey-network/pack.yaml', 'utf8');
  const [, product] = /^( {2}- id: SCANFELL\n[\s\S]*?)\nparts:/m.exec(pack)!;
  const unbound = product!
    .replace('id: SCANFELL', 'id: FIELDBOX')
    .replace(/ {4}fingerprint:[\s\S]*(?= {4}parts:)/, '')
    .replaceAll('WS-', 'FB-');
  const channel = await setUpChannel(server, 'both', pack.replace(product!, `${product}\n${unbound}`));
  const dealer = await channel.partner('dealer', 'Lakeside');
  const projectId = (await value(dealer.client.createCustomer({ name: 'Harrow' }))).projects[0]!.id;
  const [licenseKey] = await makeKeys(channel, part, 1, { projectId, by: dealer });
  const one = makeWorkstation(server, { product: 'FIELDBOX', vendor: 'both', hardwareKey: 'FB-0123456789ABCDEF' });
  const request = one.request({ purpose: 'licenses', customerId: undefined, licenseKey });
  expect(await code(server.client().activateWorkstation({ request, agreements, vendor: 'both' } as never))).toBe('not-for-workstations');
  expect((await value(dealer.client.listDevices({ projectId }))).total).toBe(0);
});
