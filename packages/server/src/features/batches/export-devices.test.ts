import type { Pool } from '@muniment/platform/postgres';
import { type Party, poolPack, setUpChannel, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let projectId: string;
/** More than a page of an export, and than any search shows. */
const boxes = 1200;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'listed', poolPack());
  dealer = await channel.partner('dealer', 'Lister');
  const customer = await value(dealer.client.createCustomer({ name: 'Wide' }));
  projectId = customer.projects[0]!.id;
  const digits = (number: number, length: number) => String(number).padStart(length, '0');
  for (let part = 0; part < boxes / 200; part++) {
    const devices = Array.from({ length: 200 }, (_, index) => {
      const number = part * 200 + index;
      return { name: `Box ${digits(number, 4)}`, hardwareKey: `B${digits(number, 6)}` };
    });
    const made = await value(dealer.client.createDevices({ customerId: customer.id, product: 'BOX', devices }));
    expect(made.created).toBe(200);
  }
});
afterAll(() => server?.stop());

/** Does something before the first statement that begins with a name, on any connection. */
function before(pool: Pool, name: string, work: () => Promise<void>): { restore(): void; readonly done: boolean } {
  const connect = pool.connect;
  let done = false;
  pool.connect = (async (callback?: unknown) => {
    if (callback !== undefined) return (connect as (callback: unknown) => unknown).call(pool, callback);
    const client = await (connect as () => Promise<PoolClient>).call(pool);
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
    const watched = async (...args: unknown[]): Promise<unknown> => {
      const [statement] = args;
      if (!done && typeof statement === 'object' && (statement as { name: string }).name.startsWith(name)) {
        done = true;
        await work();
      }
      return query(...args);
    };
    return Object.assign(Object.create(client) as PoolClient, { query: watched, release: client.release.bind(client) });
  }) as typeof pool.connect;
  return {
    restore: () => {
      pool.connect = connect;
    },
    get done() {
      return done;
    },
  };
}

describe('export-devices', () => {
  it('writes a list of several pages as it was at one moment, whatever is renamed meanwhile', async () => {
    const { items } = await value(dealer.client.listDevices({ projectId, limit: 1 }));
    const hook = before(server.database.pool, 'devices-list-name-ASC', async () => {
      await value(dealer.client.updateDevice({ deviceId: items[0]!.id, name: 'Box 9999' }, { ifMatch: '*' }));
    });
    const { text } = await value(dealer.client.exportDevices({ projectId })).finally(() => hook.restore());
    expect(hook.done).toBe(true);
    const rows = text.trim().split('\r\n').slice(1);
    expect(rows).toHaveLength(boxes);
    expect(rows[0]).toMatch(/^Box 0000,/);
    expect(text).not.toContain('Box 9999');
  });

  it('writes all that a text finds, as work on many takes all of it, and of one project what is there, whatever others have', async () => {
    const other = await value(dealer.client.createCustomer({ name: 'Narrow' }));
    const narrow = { customerId: other.id, product: 'BOX', hardwareKey: 'B999999' };
    await value(dealer.client.createDevice({ ...narrow, name: 'A box of a name longer than those of all others' }));
    const rowsOf = async (query: Parameters<Party['client']['exportDevices']>[0]) =>
      (await value(dealer.client.exportDevices(query))).text.trim().split('\r\n').length - 1;
    for (const by of [dealer.client, channel.vendor.client]) {
      expect((await value(by.listDevices({ q: 'box', limit: 1 }))).total).toBe(boxes + 1);
      expect((await value(by.listDevices({ q: 'box', projectId: other.projects[0]!.id, limit: 1 }))).total).toBe(1);
    }
    for (const by of [dealer.client, channel.vendor.client]) {
      const { items, total } = await value(by.listCustomers({ q: 'ARRO' }));
      expect([items.map(({ name }) => name), total]).toEqual([['Narrow'], 1]);
      expect((await value(by.listCustomers({ q: '_arro' }))).total).toBe(0);
      expect((await value(by.listProjects({ q: 'arro', customerId: other.id }))).total).toBe(1);
      expect(
        (await value(by.listProjects({ q: 'arro', customerId: other.id.replace(/.$/, (last) => (last === '0' ? '1' : '0')) }))).total,
      ).toBe(0);
    }
    // What is found of all is what is found of each: whole words, their parts, one or two letters, and what no pattern means.
    for (const [q, ofVendor, ofDealer] of [
      ['box', boxes + 1, boxes + 1],
      ['BOX 01', 100, 100],
      ['longer than', 1, 1],
      ['bo', boxes, boxes + 1],
      ['ox', 0, boxes + 1],
      ['%', 0, 0],
      ['b_x', 0, 0],
      ['x\\ 0', 0, 0],
    ] as const) {
      for (const [by, found] of [[channel.vendor.client, ofVendor] as const, [dealer.client, ofDealer] as const]) {
        const totals = [{}, { projectId }, { customerId: other.id }].map(async (narrowed) => {
          const page = await value(by.listDevices({ q, limit: 1, ...narrowed }));
          return page.total;
        });
        const [all, wide, narrow] = await Promise.all(totals);
        expect([q, all, wide! + narrow!]).toEqual([q, found, found]);
      }
    }
    expect(await rowsOf({ q: 'box' })).toBe(boxes + 1);
    expect(await rowsOf({ q: 'box', projectId })).toBe(boxes);
    // Filters of every kind decide which, and each piece is of these.
    expect(await rowsOf({ projectId, hardwareKey: 'b0', status: 'unlicensed', licensed: false, product: 'BOX' })).toBe(boxes);
    expect(await rowsOf({ projectId, hardwareKey: 'b9' })).toBe(0);
    const many = { projectId, devices: { q: 'box' } };
    expect(await value(dealer.client.unassignMany({ ...many, dryRun: true }))).toMatchObject({ total: boxes });
    expect(await value(dealer.client.assignMany({ ...many, dryRun: true }))).toMatchObject({ total: boxes });
  });
});
