import { readFile } from 'node:fs/promises';
import type { Client } from '@muniment/client';
import { createSigner, generateKey, openKey } from '@muniment/documents/self';
import { moveClock } from '@muniment/platform/clock';
import { inTransaction } from '@muniment/platform/postgres';
import { auditLedger } from '@muniment/server/operator';
import {
  type ControllerFacts,
  customerIdOf,
  freshNonce,
  makeController,
  type Party,
  setUpChannel,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enrolmentForgetting } from './index.ts';

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let other: Party;
let organizationId: string;
let customerId: string;
let projectId: string;
let tenant: Client;
let number = 0;
/** How far the server's clock was moved, in seconds; devices keep pace. */
let moved = 0;
const seconds = () => Math.floor(Date.now() / 1000) + moved;

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  channel = await setUpChannel(server, 'edge', await readFile('catalogs/edge-controller/pack.yaml', 'utf8'));
  dealer = await channel.partner('dealer', 'Lakeside Automation');
  other = await channel.partner('dealer', 'Other Automation');
  const customer = await value(dealer.client.createCustomer({ name: 'Town of Harrow' }));
  organizationId = customer.id;
  projectId = customer.projects[0]!.id;
  customerId = await customerIdOf(dealer.client, projectId);
  tenant = await channel.person(organizationId, 'customer', 'facility@harrow.example');
});
afterAll(() => server?.stop());

const installCode = (product: 'E' | 'C' = 'E') => `17Q${product}-${String(++number).padStart(4, '0')}-00AB`;
const facts = (changed: Partial<ControllerFacts> = {}): ControllerFacts => ({
  hardwareKey: installCode(),
  product: 'ESC-400',
  customerId,
  vendor: 'edge',
  seconds,
  ...changed,
});
async function advance(by: { readonly hours?: number; readonly seconds?: number }): Promise<void> {
  const duration = Temporal.Duration.from(by);
  await moveClock(server.database.pool, { advance: duration.toString() });
  moved += duration.total('seconds');
}
const newSigner = () => createSigner(openKey(generateKey().privateKeyPem));

type Answer = { readonly ok: true } | { readonly ok: false; readonly problem: { readonly code: string } };
const codeOf = async (answer: Promise<Answer>) => {
  const got = await answer;
  return got.ok ? 'accepted' : got.problem.code;
};

describe('enrol-device', () => {
  it('lets a device with a new install code in by the customer id, and its token works for itself alone', async () => {
    const device = makeController(server, facts({ name: 'Roof', hardwareKey: '17qe 04ab 91f0' }));
    const enrolled = await value(device.enrol());
    expect(enrolled).toMatchObject({ state: 'current', hardwareKey: '17QE04AB91F0', epoch: 1, project: { id: projectId }, waitsFor: null });
    expect(await value(dealer.client.getDevice({ deviceId: enrolled.deviceId! }))).toMatchObject({
      name: 'Roof',
      projectId,
      product: 'ESC-400',
    });
    const client = device.client(enrolled.token!);
    expect(await codeOf(client.listDevices({}))).toBe('not-allowed');
    expect(await codeOf(client.getMe({}))).toBe('not-allowed');
    expect(await codeOf(client.getDevice({ deviceId: enrolled.deviceId! }))).toBe('not-allowed');
    const [act] = (await value(dealer.client.listOperations({ deviceId: enrolled.deviceId! }))).items.filter(
      ({ kind }) => kind === 'enrol-device',
    );
    expect(act).toMatchObject({ actor: { kind: 'device', name: 'Roof' } });
  });

  it('takes the customer id and nothing else: the id of the project, which others know, lets nobody in', async () => {
    for (const unknown of [projectId.slice('prj_'.length), '2133c667-af41-4518-94df-a2bb3b775330'])
      expect(await codeOf(makeController(server, facts({ customerId: unknown })).enrol()), unknown).toBe('customer-id-unknown');
    expect(await codeOf(makeController(server, facts({ customerId: projectId })).enrol())).toBe('document-malformed');
  });

  it('answers a new request of the same key with a new token; the one before is void', async () => {
    const device = makeController(server, facts());
    const [first, second] = [await value(device.enrol()), await value(device.enrol())];
    expect([second.deviceId, second.enrolmentId]).toEqual([first.deviceId, first.enrolmentId]);
    expect(await codeOf(device.client(first.token!).listDevices({}))).toBe('not-signed-in');
    expect(await codeOf(device.client(second.token!).listDevices({}))).toBe('not-allowed');
  });

  it('answers a request once: a copy of it brings no token, and the device keeps its own', async () => {
    const device = makeController(server, facts());
    const request = device.request();
    const answers = await Promise.all([1, 2, 3].map(() => device.enrol({ request })));
    const [good, ...more] = answers.filter(({ ok }) => ok);
    expect(more).toEqual([]);
    for (const answer of answers) if (!answer.ok) expect(answer.problem.code).toBe('request-outdated');
    expect(await codeOf(device.enrol({ request }))).toBe('request-outdated');
    expect(good?.ok === true ? await codeOf(device.client(good.value.token!).listDevices({})) : '').toBe('not-allowed');
  });

  it('refuses what is no request for this vendor and time, each with its own code', async () => {
    const device = makeController(server, facts());
    const now = seconds();
    const good = device.request();
    const [header, payload, signature] = good.split('.') as [string, string, string];
    const changed = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), sub: '17QEFFFFFFFF' }));
    const table: Readonly<Record<string, string>> = {
      'document-malformed': good.slice(0, -90),
      'document-altered': [header, changed.toString('base64url'), signature].join('.'),
      'wrong-kind': device.receipt({ epoch: 1, number: 1 }, { publicKey: device.signer.publicKey } as object),
      'wrong-vendor': device.request({ aud: 'somebody' }),
      'wrong-purpose': device.request({ purpose: 'licenses' }),
      'product-unknown': device.request({ product: 'ESC-9' }),
      'hardware-key-invalid': device.request({ sub: '17QX' }),
    };
    for (const [code, request] of Object.entries(table)) expect(await codeOf(device.enrol({ request })), code).toBe(code);
    for (const iat of [now - 901, now + 400]) expect(await codeOf(device.enrol({ request: device.request({ iat }) }))).toBe('clock-off');
    expect(await codeOf(device.enrol({ request: good }))).toBe('accepted');
  });

  it('refuses the key of one device for another, and a request of before', async () => {
    const device = makeController(server, facts());
    const early = device.request();
    await value(device.enrol());
    await advance({ seconds: 60 });
    await value(device.enrol());
    expect(await codeOf(device.enrol({ request: early }))).toBe('request-outdated');
    expect(await codeOf(makeController(server, facts(), device.signer).enrol())).toBe('device-key-in-use');
  });

  it('never takes an install code from another project', async () => {
    const elsewhere = await value(other.client.createCustomer({ name: 'Elsewhere' }));
    const hardwareKey = installCode();
    await value(makeController(server, facts({ hardwareKey })).enrol());
    const thief = makeController(server, facts({ hardwareKey, customerId: await customerIdOf(other.client, elsewhere.projects[0]!.id) }));
    expect(await codeOf(thief.enrol())).toBe('hardware-key-taken');
  });

  it('lets one of many in that come with one install code at the same moment; the others wait', async () => {
    const hardwareKey = installCode();
    const devices = Array.from({ length: 5 }, () => makeController(server, facts({ hardwareKey })));
    const answers = await Promise.all(devices.map((device) => value(device.enrol())));
    expect(answers.map(({ state, waitsFor }) => waitsFor ?? state).sort()).toEqual(['current', ...Array(4).fill('other-key')]);
    const { items } = await value(dealer.client.listEnrolments({ projectId }));
    expect(items.filter((item) => item.hardwareKey === hardwareKey.replaceAll('-', '') && item.state === 'current')).toHaveLength(1);
  });
});

describe('approve-enrolment and refuse-enrolment', () => {
  const compact = () => facts({ hardwareKey: installCode('C'), product: 'ESC-100' });

  it('keep a device of a product that wants approval waiting, without a token, until somebody lets it in', async () => {
    const device = makeController(server, compact());
    const waiting = await value(device.enrol());
    expect(waiting).toMatchObject({
      state: 'waiting',
      waitsFor: 'approval',
      token: null,
      deviceId: null,
      project: null,
      askAgainAfterSeconds: 60,
    });
    const listed = await value(tenant.listEnrolments({ projectId, state: 'waiting' }));
    const item = listed.items.find(({ id }) => id === waiting.enrolmentId)!;
    expect(item).toMatchObject({ thumbprint: device.thumbprint, deviceId: null, decidedAt: null });
    const { enrolmentId } = waiting;
    // Whoever looks at the project is told that it waits.
    const waits = async () => (await value(tenant.getProject({ projectId }))).counts.controllersWaiting;
    const before = await waits();
    expect(before).toBeGreaterThan(0);
    const preview = await value(tenant.approveEnrolment({ enrolmentId, dryRun: true }));
    expect(preview.state).toBe('current');
    expect((await value(device.enrol())).state).toBe('waiting');
    expect(await value(tenant.approveEnrolment({ enrolmentId, reason: 'seen on site' }))).toMatchObject({
      state: 'current',
      waitsFor: null,
      decidedBy: 'facility',
    });
    expect(await waits()).toBe(before - 1);
    expect(await codeOf(tenant.approveEnrolment({ enrolmentId }))).toBe('enrolment-decided');
    expect(await value(device.enrol())).toMatchObject({ state: 'current', token: expect.any(String) });
  });

  it('tell those who can approve that one waits: on the home page, and by mail about the first of a day', async () => {
    const customer = await value(dealer.client.createCustomer({ name: 'Uninformed' }));
    const home = customer.projects[0]!.id;
    const person = await channel.person(customer.id, 'customer', 'warden@uninformed.example');
    const theirs = await customerIdOf(dealer.client, home);
    const waiting = async (client: Client) => (await value(client.getHome({}))).tasks.find(({ kind }) => kind === 'controllers-waiting');
    expect(await waiting(person)).toBeUndefined();
    const devices = ['Roof', 'Cellar'].map((name) => makeController(server, { ...compact(), customerId: theirs, name }));
    const asked = [];
    for (const device of devices) asked.push(await value(device.enrol()));
    await value(devices[0]!.enrol());
    expect(await waiting(person)).toMatchObject({ count: 2, link: `/projects/${home}/controllers?state=waiting` });
    expect((await waiting(dealer.client))!.count).toBeGreaterThanOrEqual(2);
    expect(await waiting(other.client)).toBeUndefined();
    expect((await waiting(channel.vendor.client))!.count).toBeGreaterThanOrEqual(2);
    const mails = (await value(channel.vendor.client.listMails({ q: 'warden@uninformed.example' }))).items;
    const told = mails.filter(({ kind }) => kind === 'controller-waits');
    expect(told).toHaveLength(1);
    expect((await value(channel.vendor.client.getMail({ mailId: told[0]!.id }))).text).toContain(devices[0]!.thumbprint);
    for (const { enrolmentId } of asked) await value(person.refuseEnrolment({ enrolmentId }));
    expect(await waiting(person)).toBeUndefined();
    // In several projects: the list over all of them.
    const annexe = (await value(dealer.client.createProject({ customerId: customer.id, name: 'Annexe' }))).id;
    const again = [];
    for (const id of [theirs, await customerIdOf(dealer.client, annexe)])
      again.push(await value(makeController(server, { ...compact(), customerId: id }).enrol()));
    expect(await waiting(person)).toMatchObject({ count: 2, link: '/enrolments?state=waiting' });
    for (const { enrolmentId } of again) await value(person.refuseEnrolment({ enrolmentId }));
  });

  it('refuse a key for good; with a new one the device may ask again', async () => {
    const said = compact();
    const device = makeController(server, said);
    const { enrolmentId } = await value(device.enrol());
    expect(await value(dealer.client.refuseEnrolment({ enrolmentId }))).toMatchObject({ state: 'refused' });
    expect(await codeOf(device.enrol())).toBe('enrolment-refused');
    expect(await codeOf(dealer.client.approveEnrolment({ enrolmentId }))).toBe('enrolment-decided');
    expect((await value(makeController(server, said).enrol())).state).toBe('waiting');
  });

  it('are for those who look after the customer, and nobody else', async () => {
    const device = makeController(server, compact());
    const { enrolmentId } = await value(device.enrol());
    expect(await codeOf(other.client.approveEnrolment({ enrolmentId }))).toBe('not-found');
    expect(await codeOf(other.client.refuseEnrolment({ enrolmentId }))).toBe('not-found');
    expect((await value(other.client.listEnrolments({}))).items).toEqual([]);
    const reader = await channel.person(organizationId, 'read-only', 'reader@harrow.example');
    expect(await codeOf(reader.approveEnrolment({ enrolmentId }))).toBe('not-allowed');
  });

  it('let one key in where several wait for one install code; the others are refused', async () => {
    const said = compact();
    const [one, two] = [makeController(server, said), makeController(server, said)];
    const [first, second] = [await value(one.enrol()), await value(two.enrol())];
    const [a, b] = await Promise.all([first, second].map(({ enrolmentId }) => codeOf(dealer.client.approveEnrolment({ enrolmentId }))));
    expect([a, b].sort()).toEqual(['accepted', 'enrolment-decided']);
    expect([await codeOf(one.enrol()), await codeOf(two.enrol())].sort()).toEqual(['accepted', 'enrolment-refused']);
  });
});

describe('a device that was reset', () => {
  it('waits with its new key; once approved the old key is dead for good, and the epoch is higher', async () => {
    const said = facts();
    const before = makeController(server, said);
    const old = await value(before.enrol());
    const oldRequest = before.request();
    const after = makeController(server, said);
    const waiting = await value(after.enrol());
    expect(waiting).toMatchObject({ state: 'waiting', waitsFor: 'other-key' });
    expect(await codeOf(before.client(old.token!).listDevices({}))).toBe('not-allowed');
    await value(tenant.approveEnrolment({ enrolmentId: waiting.enrolmentId }));
    expect(await codeOf(before.client(old.token!).listDevices({}))).toBe('not-signed-in');
    expect(await codeOf(before.enrol({ request: oldRequest }))).toBe('device-key-killed');
    expect(await codeOf(before.enrol())).toBe('device-key-killed');
    expect(await value(after.enrol())).toMatchObject({ state: 'current', deviceId: old.deviceId, epoch: 2 });
    const { items } = await value(tenant.listEnrolments({ deviceId: old.deviceId! }));
    expect(items.map(({ state }) => state)).toEqual(['current', 'killed']);
  });

  it('is let in by an enrolment code instead, used once', async () => {
    const said = facts();
    await value(makeController(server, said).enrol());
    const { code } = await value(tenant.createEnrolmentCode({ projectId }));
    const reset = makeController(server, said);
    expect(await value(reset.enrol({ code: code.toLowerCase().replaceAll('-', ' ') }))).toMatchObject({ state: 'current', epoch: 2 });
    expect(await codeOf(makeController(server, said).enrol({ code }))).toBe('enrolment-code-not-valid');
    expect(await value(reset.enrol({ code }))).toMatchObject({ state: 'current', epoch: 2 });
  });
});

describe('revoke-device-key', () => {
  it('kills a key with its token at once; only an approval brings the device back, with a new key', async () => {
    const said = facts();
    const device = makeController(server, said);
    const { token, deviceId } = await value(device.enrol());
    expect(await codeOf(other.client.revokeDeviceKey({ deviceId: deviceId! }))).toBe('not-found');
    expect(await value(dealer.client.revokeDeviceKey({ deviceId: deviceId!, reason: 'stolen' }))).toMatchObject({
      state: 'killed',
      waitsFor: null,
    });
    expect(await codeOf(device.client(token!).listDevices({}))).toBe('not-signed-in');
    expect(await codeOf(dealer.client.revokeDeviceKey({ deviceId: deviceId! }))).toBe('no-device-key');
    expect(await codeOf(device.enrol())).toBe('device-key-killed');
    expect(await value(makeController(server, said, newSigner()).enrol())).toMatchObject({ state: 'waiting', waitsFor: 'other-key' });
    expect(freshNonce()).not.toBe(freshNonce());
    expect(await auditLedger(server.operator)).toMatchObject({ ok: true });
  });
});

describe('get-customer-id and renew-customer-id', () => {
  it('take a customer id out of use: it lets nobody new in, and who asked with it before goes on', async () => {
    const customer = await value(dealer.client.createCustomer({ name: 'Indiscreet' }));
    const home = customer.projects[0]!.id;
    const old = await customerIdOf(dealer.client, home);
    expect(old).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    const inside = makeController(server, facts({ customerId: old }));
    await value(inside.enrol());
    const asking = makeController(server, facts({ customerId: old, hardwareKey: installCode('C'), product: 'ESC-100' }));
    const { enrolmentId } = await value(asking.enrol());
    const preview = await value(dealer.client.renewCustomerId({ projectId: home, dryRun: true }));
    expect(preview.customerId).toBeNull();
    expect(await customerIdOf(dealer.client, home)).toBe(old);
    const renewed = await value(dealer.client.renewCustomerId({ projectId: home, reason: 'was on a photograph' }));
    expect(renewed.customerId).not.toBe(old);
    expect(await value(dealer.client.getCustomerId({ projectId: home }))).toEqual(renewed);
    expect(await codeOf(makeController(server, facts({ customerId: old })).enrol())).toBe('customer-id-unknown');
    expect((await value(makeController(server, facts({ customerId: renewed.customerId! })).enrol())).state).toBe('current');
    expect((await value(inside.enrol())).state).toBe('current');
    expect((await value(asking.enrol())).state).toBe('waiting');
    await value(dealer.client.approveEnrolment({ enrolmentId }));
    expect((await value(asking.enrol())).state).toBe('current');
    const [act] = (await value(dealer.client.listOperations({ projectId: home }))).items.filter(({ kind }) => kind === 'renew-customer-id');
    expect(act).toMatchObject({ reason: 'was on a photograph' });
    expect(JSON.stringify(act)).not.toContain(renewed.customerId);
  });

  it('are for those who may let devices in', async () => {
    const reader = await channel.person(organizationId, 'read-only', 'second-reader@harrow.example');
    expect(await codeOf(reader.getCustomerId({ projectId }))).toBe('not-allowed');
    expect(await codeOf(reader.renewCustomerId({ projectId }))).toBe('not-allowed');
    expect(JSON.stringify(await value(reader.getProject({ projectId })))).not.toContain(customerId);
    for (const act of [other.client.getCustomerId({ projectId }), other.client.renewCustomerId({ projectId })])
      expect(await codeOf(act)).toBe('not-found');
    expect(await customerIdOf(tenant, projectId)).toBe(customerId);
  });
});

describe('enrol-device, after update-device moved it to another project', () => {
  it('knows the device there, with its key and those that wait for it', async () => {
    const { id: next } = await value(dealer.client.createProject({ customerId: organizationId, name: 'Next door' }));
    const said = facts();
    const device = makeController(server, said);
    const { deviceId, enrolmentId } = await value(device.enrol());
    const reset = makeController(server, { ...said, customerId: await customerIdOf(dealer.client, next) });
    await value(dealer.client.updateDevice({ deviceId: deviceId!, projectId: next }, { ifMatch: '*' }));
    const idsIn = async (id: string) =>
      (await value(dealer.client.listEnrolments({ projectId: id, limit: 200 }))).items.map((one) => one.id);
    expect(await idsIn(next)).toEqual([enrolmentId]);
    expect(await idsIn(projectId)).not.toContain(enrolmentId);
    const theirs = makeController(server, { ...said, customerId: await customerIdOf(dealer.client, next) }, device.signer);
    expect(await value(theirs.enrol())).toMatchObject({ state: 'current', enrolmentId, project: { id: next } });
    const waiting = await value(reset.enrol());
    expect(waiting).toMatchObject({ state: 'waiting', waitsFor: 'other-key' });
    expect(await value(dealer.client.approveEnrolment({ enrolmentId: waiting.enrolmentId }))).toMatchObject({ state: 'current', deviceId });
  });
});

describe('create-enrolment-code', () => {
  it('shows a code once; it holds a day, in its project, and enrols what would wait', async () => {
    const { code, expiresAt } = await value(tenant.createEnrolmentCode({ projectId }));
    expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    expect(Temporal.Instant.from(expiresAt).epochMilliseconds / 1000 - seconds()).toBeCloseTo(86_400, -2);
    const compact = facts({ hardwareKey: installCode('C'), product: 'ESC-100' });
    const elsewhere = await value(dealer.client.createCustomer({ name: 'Another town' }));
    const theirs = await customerIdOf(dealer.client, elsewhere.projects[0]!.id);
    expect(await codeOf(makeController(server, { ...compact, customerId: theirs }).enrol({ code }))).toBe('enrolment-code-not-valid');
    expect(await codeOf(other.client.createEnrolmentCode({ projectId }))).toBe('not-found');
    const late = await value(tenant.createEnrolmentCode({ projectId }));
    expect((await value(makeController(server, compact).enrol({ code }))).state).toBe('current');
    await advance({ hours: 25 });
    expect(await codeOf(makeController(server, facts()).enrol({ code: late.code }))).toBe('enrolment-code-not-valid');
  });
});

describe('what need not be remembered', () => {
  it('is who was let in by nobody for two weeks, and codes that ran out; a key that is dead or refused never comes back', async () => {
    const said = facts({ hardwareKey: installCode('C'), product: 'ESC-100' });
    const [waiting, refused] = [makeController(server, said), makeController(server, said)];
    await value(waiting.enrol());
    // Sessions have run out with the clock that was moved.
    const admin = channel.vendor.client;
    await value(admin.refuseEnrolment({ enrolmentId: (await value(refused.enrol())).enrolmentId }));
    const forget = (days: number) =>
      inTransaction(server.database.pool, { vendorId: channel.vendorId }, async (tx) => {
        const before = Temporal.Instant.fromEpochMilliseconds((seconds() + 1 - days * 86_400) * 1000);
        const gone = [];
        for (const one of enrolmentForgetting) gone.push(await one.forget(tx, channel.vendorId, before, 1000));
        return gone;
      });
    const states = async () => (await value(admin.listEnrolments({ projectId, limit: 200 }))).items.map(({ state }) => state);
    expect((await forget(14))[0]).toBe(0);
    expect(await states()).toContain('waiting');
    expect((await forget(0))[0]).toBeGreaterThan(0);
    expect(await states()).not.toContain('waiting');
    expect(await states()).toEqual(expect.arrayContaining(['current', 'killed', 'refused']));
    expect(await codeOf(refused.enrol())).toBe('enrolment-refused');
    expect((await value(waiting.enrol())).state).toBe('waiting');
  });
});
