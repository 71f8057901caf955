import { readFile } from 'node:fs/promises';
import { operations } from '@muniment/contract';
import {
  addSite,
  type Party,
  requestOf,
  send,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let deviceId: string;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'acme', await readFile('catalogs/pbx-channel/pack.yaml', 'utf8'));
  dealer = await channel.partner('dealer', 'Historian');
  deviceId = (await addSite(dealer.client, 'Remembered')).id;
});
afterAll(() => server.stop());

const seats = (order: string, quantity: number) => ({ deviceId, lines: [{ order, part: 'EX81-SEAT-20', quantity }] });
const kinds = (page: { readonly items: readonly { readonly kind: string }[]; readonly total: number }) => {
  expect(page.total).toBe(page.items.length);
  return page.items.map(({ kind }) => kind);
};

describe('the history of an order or licence', () => {
  it('holds every act on its units, newest first, and no act on another’s', async () => {
    const { client } = dealer;
    const [one, two] = [
      await ship(channel, dealer, 'SO-1', { 'EX81-SEAT-20': 5 }),
      await ship(channel, dealer, 'SO-2', { 'EX81-SEAT-20': 5 }),
    ];
    await value(client.attachLicenses(seats('SO-1', 3)));
    await value(client.detachLicenses(seats('SO-1', 1)));
    await value(client.attachLicenses(seats('SO-2', 1)));
    const [first, second] = await Promise.all(['SO-1', 'SO-2'].map((order) => value(client.getOrder({ order }))));
    const whole = ['detach-licenses', 'attach-licenses', 'ship-order'];
    expect(kinds(await value(client.listOperations({ orderId: first!.order.id })))).toEqual(whole);
    expect(kinds(await value(client.listOperations({ orderId: second!.order.id })))).toEqual(['attach-licenses', 'ship-order']);
    expect(kinds(await value(client.listOperations({ lotId: one.lots['EX81-SEAT-20']! })))).toEqual(whole);
    expect(kinds(await value(client.listOperations({ lotId: two.lots['EX81-SEAT-20']!, kind: 'ship-order' })))).toEqual(['ship-order']);
  });
});

describe('the history of a project (list-operations)', () => {
  it('holds every act on what belonged to it at that time, and none on what did not', async () => {
    const { client } = dealer;
    const { id, customer, projectId } = await addSite(client, 'Belonging', '190400324499');
    await ship(channel, dealer, 'SO-P', { 'EX81-SEAT-20': 1 });
    await value(client.attachLicenses({ deviceId: id, lines: [{ order: 'SO-P', part: 'EX81-SEAT-20', quantity: 1 }] }));
    await value(client.detachLicenses({ deviceId: id, lines: [{ order: 'SO-P', part: 'EX81-SEAT-20', quantity: 1 }] }));
    const other = (await value(client.createProject({ customerId: customer.id, name: 'Later' }))).id;
    await value(client.updateDevice({ deviceId: id, projectId: other }, { ifMatch: '*' }));
    await value(client.updateDevice({ deviceId: id, name: 'Belonging elsewhere' }, { ifMatch: '*' }));
    const ofProject = async (of: string) => {
      const { items, total } = await value(client.listOperations({ projectId: of }));
      expect(total).toBe(items.length);
      return items.filter(({ device }) => device?.id === id);
    };
    const [left, ...before] = await ofProject(projectId);
    // That it left is told where it was, too.
    expect(left).toMatchObject({ kind: 'update-device', details: { projectId: { before: projectId, after: other } } });
    expect(before.map(({ kind }) => kind)).toEqual(['detach-licenses', 'attach-licenses', 'create-device']);
    const [changed, came, ...none] = await ofProject(other);
    expect([changed!.kind, came!.id, none]).toEqual(['update-device', left!.id, []]);
    const third = (await value(client.createProject({ customerId: customer.id, name: 'Beside' }))).id;
    expect(await ofProject(third)).toEqual([]);
    const stranger = (await channel.partner('dealer', 'Stranger')).client;
    const answer = await stranger.listOperations({ projectId });
    expect(!answer.ok && answer.problem.code).toBe('not-found');
  });
});

describe('the channel of an act', () => {
  it('is one of ours, whatever a program’s header says', async () => {
    const create = operations.find(({ id }) => id === 'create-customer')!;
    for (const [said, kept] of [
      ['constructor', 'api'],
      ['__proto__', 'api'],
      ['operator', 'api'],
      ['cli', 'cli'],
    ] as const) {
      const request = requestOf(create, { body: { name: `By ${said}` } });
      const headers = { ...request.headers, 'Muniment-Channel': said };
      const { body } = await send(server.url, { ...request, headers, credential: dealer.credential });
      const { items } = await value(dealer.client.listOperations({ customerId: body.id }));
      expect(items.map(({ channel: by }) => by)).toEqual([kept]);
    }
  });
});

describe('undo', () => {
  it('is offered until something was built on an act, and not for one below it', async () => {
    const { client } = dealer;
    await ship(channel, dealer, 'SO-3', { 'EX81-SEAT-20': 5 });
    const attached = await value(client.attachLicenses(seats('SO-3', 3)));
    const offered = async () => (await value(client.getOperation({ operationId: attached.operationId! }))).canUndo;
    expect(await offered()).toBe(true);
    const detached = await value(client.detachLicenses(seats('SO-3', 1)));
    expect(Date.parse(detached.at)).toBeGreaterThanOrEqual(Date.parse(attached.at));
    expect(await offered()).toBe(false);
    expect(await value(client.getOperation({ operationId: attached.operationId! }))).toMatchObject({
      undoRefusal: 'built-upon',
      undoUntil: null,
    });
    expect(await client.undoOperation({ operationId: attached.operationId! })).toMatchObject({ problem: { code: 'built-upon' } });
    await value(client.undoOperation({ operationId: detached.operationId! }));
    expect(await offered()).toBe(false);
  });
});
