import {
  customerIdOf,
  type Party,
  poolPack,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// Projects: where a customer's licences lie, and what is to happen when they end (A5, A11, E1).

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let other: Party;
let customerId: string;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'quarr', poolPack());
  dealer = await channel.partner('dealer', 'Dealer');
  other = await channel.partner('dealer', 'Other Dealer');
  customerId = (await value(dealer.client.createCustomer({ name: 'Harbour' }))).id;
});
afterAll(() => server.stop());

const codeOf = (answer: { readonly ok: boolean; readonly problem?: { readonly code: string } }) =>
  answer.ok ? 'ok' : answer.problem!.code;
const create = (name: string) => value(dealer.client.createProject({ customerId, name }));

describe('create-project', () => {
  it('adds a project with a customer id for its controllers that is not its own', async () => {
    const project = await create('Quay');
    expect(project).toMatchObject({ name: 'Quay', customer: { id: customerId, name: 'Harbour' }, version: 1 });
    expect(await value(dealer.client.getProject({ projectId: project.id }))).toEqual(project);
    const given = await customerIdOf(dealer.client, project.id);
    expect(given).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect(project.id).not.toContain(given);
  });

  it('is for partners who look after the customer, for the vendor, and for the customer itself', async () => {
    expect(codeOf(await other.client.createProject({ customerId, name: 'Not mine' }))).toBe('customer-not-found');
    expect(codeOf(await dealer.client.createProject({ name: 'Whose' }))).toBe('customer-not-found');
    expect((await value(channel.vendor.client.createProject({ customerId, name: 'By the vendor' }))).customer.id).toBe(customerId);
    const tenant = await channel.person(customerId, 'customer', 'tenant@harbour.example');
    expect((await value(tenant.createProject({ name: 'By the customer' }))).customer.id).toBe(customerId);
    const reader = await channel.person(customerId, 'read-only', 'reader@harbour.example');
    expect(codeOf(await reader.createProject({ name: 'By a reader' }))).toBe('not-allowed');
  });
});

describe('list-projects', () => {
  it('lists what the rule of sight shows, found by name, customer and id', async () => {
    const { id } = await create('Lighthouse');
    const namesOf = async (client: Party['client'], query: Parameters<Party['client']['listProjects']>[0]) =>
      (await value(client.listProjects(query))).items.map(({ name }) => name);
    expect(await namesOf(dealer.client, { q: 'lightho' })).toEqual(['Lighthouse']);
    expect(await namesOf(dealer.client, { q: id })).toEqual(['Lighthouse']);
    expect(await namesOf(dealer.client, { customerId, sort: 'created' })).toContain('Harbour');
    expect(await namesOf(dealer.client, { q: 'Harbour' })).toContain('Lighthouse');
    expect(await namesOf(other.client, {})).toEqual([]);
    expect(await namesOf(channel.vendor.client, { q: 'Lighthouse' })).toEqual(['Lighthouse']);
    const first = await value(dealer.client.listProjects({ limit: 1 }));
    const second = await value(dealer.client.listProjects({ limit: 1, cursor: first.next! }));
    expect(second.items[0]!.id).not.toBe(first.items[0]!.id);
  });

  it('and Easy Nav lead to a project by part of its name and by its id', async () => {
    const project = await create('Breakwater');
    for (const q of ['breakw', project.id.slice('prj_'.length), project.id]) {
      expect((await value(dealer.client.search({ q }))).hits[0]).toMatchObject({ kind: 'project', id: project.id, title: 'Breakwater' });
      expect((await value(other.client.search({ q }))).hits).toEqual([]);
    }
  });
});

describe('get-project', () => {
  it('counts devices and users, licensed and not, and the units in the pool', async () => {
    const { id: projectId } = await create('Counted');
    await value(dealer.client.createDevice({ customerId, projectId, name: 'One', product: 'BOX', hardwareKey: 'B000001' }));
    await value(dealer.client.createDevice({ customerId, projectId, name: 'Two', product: 'BOX', hardwareKey: 'B000002' }));
    await value(dealer.client.createNamedUser({ projectId, name: 'Ada', email: 'ada@harbour.example' }));
    const { lots } = await ship(channel, dealer, 'SO-COUNT', { 'PLAN-365': 5, PLUG: 1 });
    await value(dealer.client.giveLicenses({ projectId, lines: [{ lotId: lots['PLAN-365']!, quantity: 3 }] }));
    const [device] = (await value(dealer.client.listDevices({ q: 'B000001' }))).items;
    await value(dealer.client.attachLicenses({ deviceId: device!.id, lines: [{ lotId: lots['PLUG']!, quantity: 1 }] }));
    await value(dealer.client.activateLicenses({ deviceId: device!.id }));
    const { counts } = await value(dealer.client.getProject({ projectId }));
    expect(counts).toEqual({
      devicesLicensed: 1,
      devicesExpired: 0,
      devicesUnlicensed: 1,
      devicesExpiring: 0,
      usersLicensed: 0,
      usersExpired: 0,
      usersUnlicensed: 1,
      usersExpiring: 0,
      poolUnits: 3,
      controllersWaiting: 0,
    });
  });

  it('answers who does not see the customer as if it did not exist', async () => {
    const { id: projectId } = await create('Hidden');
    expect(codeOf(await other.client.getProject({ projectId }))).toBe('not-found');
  });
});

describe('update-project', () => {
  it('says when people are told, and whether licences are extended: since the day it was switched on', async () => {
    const { id: projectId, settings } = await create('Settings');
    expect(settings).toEqual({ noticeDays: [45, 10], atExpiry: 'lapse', extendPrefer: 'shortest', extendSince: null });
    const on = await value(
      dealer.client.updateProject({ projectId, noticeDays: [7, 60, 30], atExpiry: 'extend', extendPrefer: 'longest' }, { ifMatch: '*' }),
    );
    const since = on.settings.extendSince!;
    expect(on.settings).toEqual({ noticeDays: [60, 30, 7], atExpiry: 'extend', extendPrefer: 'longest', extendSince: since });
    expect(since).toMatch(/^\d{4}-\d\d-\d\d$/);
    const renamed = await value(dealer.client.updateProject({ projectId, name: 'Renamed' }, { ifMatch: '*' }));
    expect(renamed.settings).toEqual(on.settings);
    const off = await value(dealer.client.updateProject({ projectId, atExpiry: 'lapse', noticeDays: [] }, { ifMatch: '*' }));
    expect(off).toMatchObject({ name: 'Renamed', settings: { noticeDays: [], atExpiry: 'lapse', extendSince: null } });
    // Back to what the catalog says, whatever it will say.
    const back = await value(dealer.client.updateProject({ projectId, noticeDays: null }, { ifMatch: '*' }));
    expect(back.settings.noticeDays).toEqual([45, 10]);
    await value(dealer.client.updateProject({ projectId, atExpiry: 'lapse', extendPrefer: 'shortest' }, { ifMatch: '*' }));
    const { items } = await value(dealer.client.listOperations({ projectId, kind: 'update-project' }));
    expect(items.map(({ details }) => details).reverse()).toEqual([
      {
        projectId,
        changed: ['noticeDays', 'atExpiry', 'extendPrefer'],
        noticeDays: [60, 30, 7],
        atExpiry: 'extend',
        extendPrefer: 'longest',
      },
      { projectId, changed: ['name'] },
      { projectId, changed: ['noticeDays', 'atExpiry'], noticeDays: [], atExpiry: 'lapse' },
      { projectId, changed: ['noticeDays'], noticeDays: null },
      { projectId, changed: ['extendPrefer'], extendPrefer: 'shortest' },
    ]);
    expect((await value(dealer.client.search({ q: 'Renamed' }))).hits[0]).toMatchObject({ kind: 'project', id: projectId });
  });

  it('refuses days twice or out of range, and an edit of what somebody has changed since', async () => {
    const { id: projectId, version } = await create('Edited');
    for (const noticeDays of [[7, 7], [0], [401]]) {
      expect(codeOf(await dealer.client.updateProject({ projectId, noticeDays }, { ifMatch: '*' }))).toBe('invalid-request');
    }
    await value(dealer.client.updateProject({ projectId, name: 'Edited once' }, { ifMatch: `"${version}"` }));
    const late = await dealer.client.updateProject({ projectId, name: 'Too late' }, { ifMatch: `"${version}"` });
    expect(codeOf(late)).toBe('precondition-failed');
    const { items } = await value(dealer.client.listOperations({ customerId, kind: 'update-project' }));
    expect(items[0]).toMatchObject({ kind: 'update-project', details: { projectId, changed: ['name'] } });
  });

  it('is no act where everything is as it was, unless it is of a version that is no longer', async () => {
    const { id: projectId } = await create('Same');
    const edit = (noticeDays: number[]) =>
      dealer.client.updateProject({ projectId, name: 'Same', atExpiry: 'extend', noticeDays }, { ifMatch: '*' });
    const before = await value(edit([60, 7]));
    expect(await value(edit([7, 60]))).toEqual(before);
    expect(codeOf(await dealer.client.updateProject({ projectId }, { ifMatch: `"${before.version + 1}"` }))).toBe('precondition-failed');
    expect((await value(dealer.client.listOperations({ projectId, kind: 'update-project' }))).items).toHaveLength(1);
  });
});

describe('update-device', () => {
  const device = (hardwareKey: string) => value(dealer.client.createDevice({ customerId, name: hardwareKey, product: 'BOX', hardwareKey }));
  const move = (deviceId: string, projectId: string) => dealer.client.updateDevice({ deviceId, projectId }, { ifMatch: '*' });

  it('moves a device to another project of its customer while nothing is on it', async () => {
    const [target, { id }] = [await create('Target'), await device('B000011')];
    expect((await value(move(id, target.id))).projectId).toBe(target.id);
    expect((await value(dealer.client.getProject({ projectId: target.id }))).counts.devicesUnlicensed).toBe(1);
    const { lots } = await ship(channel, dealer, 'SO-MOVE', { PLUG: 1 });
    await value(dealer.client.attachLicenses({ deviceId: id, lines: [{ lotId: lots['PLUG']!, quantity: 1 }] }));
    expect(codeOf(await move(id, (await create('Elsewhere')).id))).toBe('device-still-licensed');
  });

  it('keeps it with its customer', async () => {
    const stranger = (await value(dealer.client.createCustomer({ name: 'Somebody else' }))).projects[0]!;
    expect(codeOf(await move((await device('B000012')).id, stranger.id))).toBe('project-not-found');
  });
});
