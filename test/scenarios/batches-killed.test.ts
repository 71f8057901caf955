import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actOutside, joinOutside, type Outsider, poolPack, readOutside, type Sent, send } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type Blow,
  cleanUp,
  muniment,
  newDirectory,
  rise,
  type Serving,
  serve,
  strike,
  until,
} from '../../packages/muniment/test/process.ts';

// Long work of the built program, killed in the middle with kill -9 and started again, seen by HTTP alone (A7, A13): it goes on
// by itself where it was, each device has its licence once, and the counts are what happened.

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

/** Devices whose names begin so. */
const places = { Quay: 500, Pier: 200, Yard: 3300 };
const rows = Object.entries(places).flatMap(([place, count]) => Array.from({ length: count }, (_, n) => `${place} ${n + 1}`));

let directory: string;
let server: Serving;
let vendor: Outsider;
let dealer: Outsider & { readonly id: string };
let customerId: string;
let projectId: string;

beforeAll(async () => {
  directory = newDirectory();
  server = await serve(directory);
  const catalog = join(directory, 'pack.yaml');
  writeFileSync(catalog, poolPack());
  const made = await muniment(['vendor', 'create', 'quarr', '--catalog', catalog, '--admin', 'ada@quarr.example', '--json'], directory);
  vendor = { url: server.url, credential: (JSON.parse(made.stdout) as { apiKey: string }).apiKey };
  dealer = await joinOutside(vendor, 'dealer', 'Harbour Light');
  const customer = await act('/v1/customers', { name: 'Harbour' });
  [customerId, projectId] = [customer.id, customer.projects[0].id];
});
afterAll(cleanUp, 120_000);

const act = (path: string, body: unknown, key?: string) => actOutside(dealer, path, body, key);
const read = (path: string) => readOutside(dealer, path);
const batchOf = (id: string) => read(`/v1/batches/${id}`);
const results = ({ done, failed }: Sent['body']): number => done + failed;

/** Every page of a list. */
async function all(path: string): Promise<Sent['body'][]> {
  const items: Sent['body'][] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Sent['body'] = await read(`${path}${path.includes('?') ? '&' : '?'}limit=200${cursor && `&cursor=${cursor}`}`);
    items.push(...page.items);
    cursor = page.next;
  }
  return items;
}

/** Ships licences to the partner and gives them to the project. */
async function fillPool(salesOrder: string, quantity: number): Promise<void> {
  await actOutside(vendor, '/v1/orders', { salesOrder, receiverId: dealer.id, lines: [{ part: 'PLAN-365', quantity }] });
  const [{ lotId }] = (await read(`/v1/orders/${salesOrder}`)).lines;
  await act(`/v1/projects/${projectId}/give`, { lines: [{ lotId, quantity }] });
}

const inPool = async (): Promise<number> =>
  (await read(`/v1/projects/${projectId}/pool`)).items.reduce((sum: number, { count }: { count: number }) => sum + count, 0);
const counts = async () => (await read(`/v1/projects/${projectId}/assignments?limit=1`)).counts;

/** Kills and starts again. */
async function fell(blow: Blow): Promise<void> {
  await strike(blow, server, directory);
  server = await rise(blow, server, directory);
  vendor = { ...vendor, url: server.url };
  dealer = { ...dealer, url: server.url };
}

/** Kills once so many items have their result: none of them is forgotten, and it is in the middle. */
async function fellAt(items: number, blow: Blow, id: string): Promise<void> {
  const before = await until(
    async () => {
      const batch = await batchOf(id);
      return results(batch) >= items && batch;
    },
    120_000,
    server.output,
  );
  expect(before).toMatchObject({ state: 'running', endedAt: null });
  await fell(blow);
  expect(results(await batchOf(id))).toBeGreaterThanOrEqual(results(before));
}

const ended = (id: string): Promise<Sent['body']> =>
  until(
    async () => {
      const batch = await batchOf(id);
      return batch.endedAt !== null && batch;
    },
    120_000,
    server.output,
  );

async function expectLedgerInOrder(): Promise<void> {
  const audit = await muniment(['audit', '--json'], directory);
  expect(audit.code, audit.stdout + audit.stderr).toBe(0);
}

describe('Long work whose server is killed', () => {
  it('imports every row of a file once, and what it refused is in the file of errors', async () => {
    const keyOf = (n: number) => (n === 1200 ? 'nonsense' : `B${String(n === 3500 ? 10 : n).padStart(6, '0')}`);
    const csv = ['name,hardwareKey', ...rows.map((name, n) => `${name},${keyOf(n)}`), ''].join('\n');
    const key = randomUUID();
    const path = `/v1/projects/${projectId}/devices/import`;
    const { id } = await act(path, { csv, product: 'BOX' }, key);
    await fellAt(1, 'both', id);
    await fellAt(2000, 'server', id);
    // Whoever never had the answer asks again, and it is the same batch.
    expect((await act(path, { csv, product: 'BOX' }, key)).id).toBe(id);

    expect(await ended(id)).toMatchObject({ state: 'done', total: 4000, done: 3998, failed: 2 });
    const items = await all(`/v1/batches/${id}/items`);
    expect(items.map(({ label }) => label)).toEqual(rows);
    expect(new Set(items.map(({ result }) => result?.deviceId)).size).toBe(3998 + 1);
    expect((await read(`/v1/devices?projectId=${projectId}&limit=1`)).total).toBe(3998);
    expect((await read(`/v1/operations?customerId=${customerId}&kind=create-device&limit=1`)).total).toBe(3998);
    const { text } = await send(server.url, { path: `/v1/batches/${id}/errors`, credential: dealer.credential });
    expect(text.trimEnd().split('\r\n')).toEqual([
      'name,hardwareKey,error-code,error',
      expect.stringMatching(/^Yard 501,nonsense,hardware-key-invalid,/),
      expect.stringMatching(/^Yard 2801,B000010,hardware-key-taken,/),
    ]);
  });

  it('assigns one licence to every device as long as there are any, and says of each what became of it', async () => {
    await fillPool('SO-1', 450);
    const { id } = await act(`/v1/projects/${projectId}/assign-many`, { devices: { q: 'Quay' } });
    await fellAt(1, 'server', id);
    await fellAt(160, 'database', id);
    await fellAt(320, 'both', id);

    expect(await ended(id)).toMatchObject({ state: 'done', total: 500, done: 450, failed: 50 });
    expect([await inPool(), await counts()]).toEqual([0, { licensed: 450, expired: 0, unlicensed: 3548 }]);
    // A second licence would have made it longer, of two parts.
    const licensed = await all(`/v1/projects/${projectId}/assignments?state=licensed`);
    expect(new Set(licensed.map(({ licence }) => `${licence.termDays} in ${licence.components.length}`))).toEqual(new Set(['365 in 1']));
    const acts = await all(`/v1/operations?projectId=${projectId}&kinds=assign-license,extend-license`);
    expect([acts.length, new Set(acts.map(({ device }) => device.id)).size]).toEqual([450, 450]);
    const items = await all(`/v1/batches/${id}/items`);
    const told = items.filter(({ state }) => state === 'done').map(({ result }) => result.operationId);
    expect(told.sort()).toEqual(acts.map((one) => one.id).sort());
    expect(new Set(items.map(({ problem }) => problem?.code))).toEqual(new Set([undefined, 'no-licence-available']));
    await expectLedgerInOrder();
  });

  it('does no more of it once it is cancelled, and what is done and what is not adds up', async () => {
    await fillPool('SO-2', 200);
    const path = `/v1/projects/${projectId}/assign-many`;
    const { id } = await act(path, { devices: { q: 'Pier' } });
    await until(async () => results(await batchOf(id)) > 0);
    const cancelled = await act(`/v1/batches/${id}/cancel`, {});
    await fell('server');

    const { done } = cancelled;
    expect(cancelled).toMatchObject({ state: 'cancelled', total: 200, failed: 0 });
    expect(done).toBeLessThan(200);
    const itemsIn = async (state: string) => (await read(`/v1/batches/${id}/items?state=${state}&limit=1`)).total;
    expect([await itemsIn('done'), await itemsIn('cancelled'), await itemsIn('waiting')]).toEqual([done, 200 - done, 0]);

    // What is not done is asked for anew; by the end of that a worker has long seen what was cancelled.
    const rest = await act(path, { devices: { q: 'Pier', licensed: false } });
    expect(await ended(rest.id)).toMatchObject({ state: 'done', total: 200 - done, done: 200 - done, failed: 0 });
    expect(await batchOf(id)).toEqual(cancelled);
    expect([await inPool(), (await counts()).licensed]).toEqual([0, 650]);
    await expectLedgerInOrder();
  });
});
