import type { Client } from '@muniment/client';
import { moveClock } from '@muniment/platform/clock';
import { startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newLease, type Office, openOffice } from '../../../test/survey-office.ts';

// Seats of all projects that somebody sees (C8): list-all-counters, what home says of them, and the sums of list-overuses.

let server: TestServer;
let office: Office;
let branchId: string;
let keeper: Client;
let reader: Client;
let other: Client;

beforeAll(async () => {
  server = await startTestServer({ testClock: '2026-01-10T09:00:00Z' });
  office = await openOffice(server, 'merestone');
  await office.give('SF-CLOUD-NET', 1);
  await office.give('SF-DESIGN-NET', 1);
  branchId = (await value(office.dealer.client.createProject({ customerId: office.customerId, name: 'A branch' }))).id;
});
afterAll(() => server?.stop());

const take = async (user: string, feature: string, more: { queue?: boolean } = {}) => {
  const leaseId = newLease();
  const { code } = await value(office.program.checkOutSeat({ leaseId, feature, user, host: 'pc', ...more }));
  return { leaseId, code };
};
const named = async (client: Client, query: { state?: 'over' | 'waiting' | 'full'; q?: string } = {}) =>
  (await value(client.listAllCounters(query))).items.map(({ feature }) => feature);
const tasks = async (client: Client) => {
  const found = (await value(client.getHome({}))).tasks.filter(({ kind }) => kind.startsWith('seats-'));
  return Object.fromEntries(found.map(({ kind, count, link }) => [kind, [count, link]]));
};

describe('list-overuses', () => {
  it('tells how many seats more would have been enough, of all times or of those that touch some days', async () => {
    const { client } = office.dealer;
    const { id: counterId } = await office.counterOf('design-seats');
    const sums = async (query: { from?: string; to?: string } = {}) => {
      const { total, most } = await value(client.listOveruses({ counterId, ...query }));
      return [total, most];
    };
    const overused = async () => {
      const leases = [await take('pia', 'design-seats'), await take('olaf', 'design-seats')];
      const release = async () => {
        for (const { leaseId } of leases) await value(office.program.releaseSeat({ leaseId }));
      };
      return release;
    };
    const none = [0, 0];
    expect(await sums()).toEqual(none);
    const first = await overused();
    expect([await sums(), await sums({ from: '2026-01-10', to: '2026-01-10' })]).toEqual([
      [1, 1],
      [1, 1],
    ]);
    await first();
    expect([await sums(), await sums({ to: '2026-01-09' }), await sums({ from: '2026-01-11' })]).toEqual([[1, 1], none, none]);
    await moveClock(server.database.pool, { advance: 'P1D' });
    const second = await overused();
    expect([await sums(), await sums({ from: '2026-01-11' }), await sums({ to: '2026-01-10' })]).toEqual([
      [2, 1],
      [1, 1],
      [1, 1],
    ]);
    await second();
    const page = await value(client.listOveruses({ counterId, limit: 1 }));
    const next = await client.listOveruses({ counterId, limit: 1, from: '2026-01-10', cursor: page.next! });
    expect(next).toMatchObject({ ok: false, problem: { code: 'cursor-not-valid' } });
  });
});

describe('list-all-counters and get-home', () => {
  // Sessions would end with the day before.
  beforeAll(async () => {
    keeper = await office.channel.person(office.customerId, 'customer', 'keeper@office.example');
    reader = await office.channel.person(office.customerId, 'read-only', 'reader@office.example');
    other = (await office.channel.partner('dealer', 'Other reseller')).client;
  });

  it('tell whoever sees them which seats are used beyond what there is, which somebody waits for, and which are all taken', async () => {
    const { client } = office.dealer;
    expect(await named(client)).toEqual(['cloud-seats', 'design-seats']);
    expect([await named(client, { state: 'full' }), await tasks(client)]).toEqual([[], {}]);
    const ada = await take('ada', 'cloud-seats');
    expect(await named(client, { state: 'full' })).toEqual(['cloud-seats']);
    expect((await take('bob', 'cloud-seats', { queue: true })).code).toBe('waiting');
    for (const user of ['kim', 'lea']) expect((await take(user, 'design-seats')).code).toBe('granted');
    const { items } = await value(client.listAllCounters({ state: 'over' }));
    expect(items).toMatchObject([
      { feature: 'design-seats', used: 2, over: { seats: 1 }, project: { id: office.projectId }, customer: { name: 'Survey office' } },
    ]);
    expect([await named(client, { state: 'waiting' }), await named(client, { state: 'full' })]).toEqual([
      ['cloud-seats'],
      ['cloud-seats', 'design-seats'],
    ]);
    const [cloud, design] = [await office.counterOf('cloud-seats'), await office.counterOf('design-seats')];
    const expected = { 'seats-over': [1, `/seats/${design.id}`], 'seats-waiting': [1, `/seats/${cloud.id}?tab=queue`] };
    expect(await tasks(client)).toEqual(expected);
    expect(await tasks(keeper)).toEqual(expected);
    // Who gives licences to nobody is not told to ship any.
    const toDo = async (who: Client) => (await value(who.getHome({}))).tasks.find(({ kind }) => kind === 'seats-over')!.detail;
    expect([await toDo(client), await toDo(keeper)]).toEqual([expect.stringContaining('Ship more'), expect.stringContaining('Order more')]);
    // Who only reads is asked to do nothing, and sees the list; who is no partner of the customer sees neither.
    expect([await tasks(reader), await named(reader, { state: 'over' })]).toEqual([{}, ['design-seats']]);
    expect([await tasks(other), await named(other)]).toEqual([{}, []]);
    await value(office.program.releaseSeat({ leaseId: ada.leaseId }));
  });

  it('say nothing more once the seats of programs that died are free, though nobody took them back yet', async () => {
    await moveClock(server.database.pool, { advance: 'PT11M' });
    expect([
      await named(keeper, { state: 'over' }),
      await named(keeper, { state: 'full' }),
      await named(keeper, { state: 'waiting' }),
    ]).toEqual([[], [], []]);
  });

  it('lead to the list where it is several, and come in pages by project, found by its name or the customer\u2019s', async () => {
    const { secret } = await value(office.channel.vendor.client.createApiKey({ name: 'Branch', scopes: ['seats'], projectId: branchId }));
    const { items: pool } = await value(office.dealer.client.listPoolLicenses({ projectId: office.projectId }));
    expect(pool.length).toBeGreaterThan(0);
    const second = await openOffice(server, 'lakeside');
    await second.give('SF-DESIGN-NET', 1);
    expect(await named(second.dealer.client)).toEqual(['design-seats']);
    expect(
      (await value(server.client(secret).checkOutSeat({ leaseId: newLease(), feature: 'cloud-seats', user: 'u', host: 'h' }))).code,
    ).toBe('no-counter');
    const { client } = office.dealer;
    const first = await value(client.listAllCounters({ limit: 1 }));
    const rest = await value(client.listAllCounters({ limit: 1, cursor: first.next! }));
    expect([first.total, rest.total, rest.next]).toEqual([2, 2, null]);
    expect([...first.items, ...rest.items].map(({ feature }) => feature)).toEqual(await named(client));
    expect([await named(client, { q: 'survey OFF' }), await named(client, { q: 'nobody' })]).toEqual([['cloud-seats', 'design-seats'], []]);
    const mixed = await client.listAllCounters({ state: 'over', cursor: first.next! });
    expect(mixed).toMatchObject({ ok: false, problem: { code: 'cursor-not-valid' } });
  });
});

describe('get-counter and get-me', () => {
  it('say whose a counter is, and whether there are seats at all', async () => {
    const { id: counterId } = await office.counterOf('cloud-seats');
    expect(await value(keeper.getCounter({ counterId }))).toMatchObject({
      project: { id: office.projectId },
      customer: { id: office.customerId },
    });
    expect((await value(keeper.getMe({}))).offers).toEqual({ seats: true, carriedFiles: true });
    const { features, parts } = await value(keeper.getCatalog({}));
    expect(features.filter(({ seats }) => seats).map(({ id }) => id)).toEqual(['cloud-seats', 'field-seats', 'design-seats']);
    expect(parts.filter(({ floating }) => !floating).every(({ number }) => number.includes('-WS'))).toBe(true);
  });
});
