import { accept, refuse } from '@muniment/domain';
import { createLogger } from '@muniment/platform/log';
import { inTransaction, openPlainPool, type Pool } from '@muniment/platform/postgres';
import {
  cutNext,
  type Party,
  randomPackOf,
  setUpChannel,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor, Context } from '../../core/context.ts';
import { actorLater } from '../identity/index.ts';
import { recordAct } from '../ledger/index.ts';
import type { BatchKind } from './kind.ts';
import { createRunBatch } from './run-batch.ts';
import { startBatch } from './start-batch.ts';
import { idleBatches, lockBatch } from './store.ts';

// Long work of kinds that the product has not: what each does is one act in the history, so that it can be counted.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let executioner: Pool;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'acme', JSON.stringify(randomPackOf(3).pack));
  dealer = await channel.partner('dealer', 'Dealer');
  executioner = openPlainPool(server.database.connection, { max: 1 });
});
afterAll(async () => {
  await executioner?.end();
  await server?.stop();
});

interface Input {
  readonly refused?: boolean;
  readonly throws?: boolean;
  readonly calls?: boolean;
}

/** What an item with `calls` does beside its act. */
let calling: () => void = () => {};

const act = (context: Context, number: number) => recordAct(context, 'test-item', { number });

const one: BatchKind<{ readonly series: string }, Input> = {
  id: 'test-one',
  permission: 'devices.write',
  one: async (context, { series }, input, number) => {
    // Written before it is known that it must not be: nothing of it may stay.
    await act(context, number);
    if (input.throws) throw new Error('a fault');
    if (input.calls) calling();
    return input.refused ? refuse('hardware-key-taken', { hardwareKey: `${series}${number}` }) : accept({ number });
  },
};
const many: BatchKind<{ readonly series: string }, Input> = {
  id: 'test-many',
  permission: 'devices.write',
  itemsAtOnce: 4,
  many: async (context, { series }, items) => {
    const results = [];
    for (const { input, number } of items) {
      if (input.throws) throw new Error('a fault');
      if (!input.refused) await act(context, number);
      results.push(input.refused ? refuse('hardware-key-taken', { hardwareKey: `${series}${number}` }) : accept({ number }));
    }
    return accept(results);
  },
};
const kinds = { one, many };
type Kind = keyof typeof kinds;

const inVendor = <T>(work: Parameters<typeof inTransaction<T>>[2]) =>
  inTransaction(server.database.pool, { vendorId: channel.vendorId }, work);

async function actorOf(party: Party): Promise<Actor> {
  const me = await value(party.client.getMe({}));
  const asker = { kind: me.kind, id: me.id.slice(4), organizationId: me.current.organization.id.slice(4) };
  return (await inVendor((tx) => actorLater(tx, channel.vendorId, asker, Temporal.Now.instant())))!;
}

let series = 0;

/** Starts a batch as an operation would. */
async function start(kind: Kind, inputs: readonly Input[], party = dealer): Promise<string> {
  const actor = await actorOf(party);
  series += 1;
  const batch = await inVendor((tx) => {
    const about = { tx, now: Temporal.Now.instant(), vendor: { id: channel.vendorId, slug: 'acme', name: 'Acme' }, actor };
    const how = {
      dryRun: false,
      channel: 'api',
      requestId: 'test',
      address: null,
      language: 'en',
      idempotencyKey: null,
      ifVersion: null,
    } as const;
    return startBatch({ ...about, ...how, services: server.operator.services }, kinds[kind], {
      customerId: null,
      projectId: null,
      settings: { series: `S${series}-` },
      items: inputs.map((input, index) => ({ label: `Item ${index + 1}`, input })),
    });
  });
  return batch.id!;
}

/** Runs the job once, as a worker would; `attempt` as the worker counts. */
function run(batchId: string, attempt = 1): Promise<void> {
  const parts = { pool: server.database.pool, services: server.operator.services, logger: createLogger('silent'), kinds: [one, many] };
  return createRunBatch(parts)({
    id: 'test',
    name: 'run-batch',
    vendorId: channel.vendorId,
    data: { batchId: batchId.slice(4) },
    now: Temporal.Now.instant(),
    attempt,
    maxAttempts: 12,
    signal: new AbortController().signal,
  });
}

const get = (batchId: string) => value(dealer.client.getBatch({ batchId }));
const itemsOf = async (batchId: string) => (await value(dealer.client.listBatchItems({ batchId, limit: 200 }))).items;
const plain = (count: number): Input[] => Array.from({ length: count }, () => ({}));

/** Numbers of the items that were done since, in the history: each act as often as it happened. */
async function acts(since: number): Promise<number[]> {
  const rows = await inVendor((tx) =>
    tx.query<{ number: number }>(
      'test-acts',
      "SELECT (details ->> 'number')::int AS number FROM operations WHERE vendor_id = $1 AND kind = 'test-item' ORDER BY at, id",
      [channel.vendorId],
    ),
  );
  return rows
    .slice(since)
    .map(({ number }) => number)
    .sort((a, b) => a - b);
}
const actCount = async () => (await acts(0)).length;

describe.each(['one', 'many'] as const)('A batch that does its items as %s', (kind) => {
  it('tells how far it is, and each item’s own result in the reader’s words (get-batch, list-batch-items)', async () => {
    const before = await actCount();
    const batchId = await start(kind, [{}, { refused: true }, {}]);
    expect(await get(batchId)).toMatchObject({
      kind: `test-${kind}`,
      state: 'waiting',
      total: 3,
      done: 0,
      failed: 0,
      startedBy: { name: 'dealer' },
    });
    await run(batchId);
    const ended = await get(batchId);
    expect(ended).toMatchObject({ state: 'done', total: 3, done: 2, failed: 1, stopped: null });
    expect(ended.endedAt).not.toBeNull();
    expect(await itemsOf(batchId)).toMatchObject([
      { number: 1, label: 'Item 1', state: 'done', result: { number: 1 }, problem: null },
      {
        number: 2,
        state: 'failed',
        result: null,
        problem: { code: 'hardware-key-taken', facts: { hardwareKey: `S${series}-2` }, detail: expect.stringContaining(`S${series}-2`) },
      },
      { number: 3, state: 'done' },
    ]);
    expect((await value(dealer.client.listBatchItems({ batchId, state: 'failed' }))).items.map(({ number }) => number)).toEqual([2]);
    expect(await acts(before)).toEqual([1, 3]);
  });

  it('does each item once, however many workers go on with it at the same moment', async () => {
    const before = await actCount();
    const inputs = plain(30).map((_, index) => ({ refused: index % 7 === 3 }));
    const batchId = await start(kind, inputs);
    await Promise.all([run(batchId), run(batchId), run(batchId)]);
    expect(await get(batchId)).toMatchObject({ state: 'done', total: 30, done: 26, failed: 4 });
    expect(await acts(before)).toEqual(inputs.flatMap(({ refused }, index) => (refused ? [] : [index + 1])));
  });

  it('is gone on with by another worker as soon as whoever had it is gone', async () => {
    const batchId = await start(kind, plain(2));
    const uuid = batchId.slice('bat_'.length);
    const { vendorId } = channel;
    const idle = () => inTransaction(server.database.pool, { vendorId }, (tx) => idleBatches(tx, vendorId));
    await inTransaction(server.database.pool, { vendorId }, async (tx) => {
      await lockBatch(tx, vendorId, uuid);
      expect(await idle()).not.toContain(uuid);
    });
    expect(await idle()).toContain(uuid);
    await run(batchId);
    expect(await idle()).not.toContain(uuid);
  });

  it('does each item once, wherever the database goes away', async () => {
    // Where each item has a transaction of its own they are all alike: every third place there, another third in every run.
    const stride = kind === 'one' ? 3 : 1;
    let cuts = 0;
    for (let number = 1 + (Date.now() % stride); ; number += stride) {
      const before = await actCount();
      const batchId = await start(kind, [{}, { refused: true }, {}, {}, {}]);
      const scissors = cutNext(server.database.pool, executioner, number);
      await run(batchId).catch(() => undefined);
      scissors.restore();
      await run(batchId);
      expect(await get(batchId), `cut before statement ${number}`).toMatchObject({ state: 'done', done: 4, failed: 1 });
      expect(await acts(before), `cut before statement ${number}`).toEqual([1, 3, 4, 5]);
      if (!scissors.done) break;
      cuts += 1;
    }
    expect(cuts).toBeGreaterThan(8);
    const before = await actCount();
    const batchId = await start(kind, plain(6));
    const scissors = cutNext(server.database.pool, executioner, 'after-commit');
    await run(batchId).catch(() => undefined);
    scissors.restore();
    await run(batchId);
    expect(await acts(before)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('goes on after an item that fails by a fault, which is told and keeps no other back', async () => {
    const before = await actCount();
    const batchId = await start(kind, [{}, { throws: true }, {}, {}, {}]);
    await expect(run(batchId)).rejects.toThrow('a fault');
    await expect(run(batchId, 2)).rejects.toThrow('a fault');
    await run(batchId, 3);
    expect(await get(batchId)).toMatchObject({ state: 'done', done: 4, failed: 1 });
    expect((await itemsOf(batchId))[1]).toMatchObject({ state: 'failed', problem: { code: 'internal-error' } });
    expect(await acts(before)).toEqual([1, 3, 4, 5]);
  });
});

describe('cancel-batch', () => {
  it('waits for the item that is being done; what is done stays, and nothing more is done', async () => {
    const before = await actCount();
    const batchId = await start(
      'one',
      plain(90).map((_, index) => ({ calls: index === 2 })),
    );
    let cancelled: Promise<unknown> = Promise.resolve();
    calling = () => {
      cancelled = value(dealer.client.cancelBatch({ batchId }));
    };
    await run(batchId);
    expect(await cancelled).toMatchObject({ state: 'cancelled', stopped: null });
    await run(batchId);
    const { done, total, state } = await get(batchId);
    expect(state).toBe('cancelled');
    expect(done).toBeGreaterThanOrEqual(3);
    expect(done).toBeLessThan(total);
    expect(await acts(before)).toHaveLength(done);
    const items = await itemsOf(batchId);
    expect(items.map((one) => one.state)).toEqual(items.map((_, index) => (index < done ? 'done' : 'cancelled')));
    expect((await value(dealer.client.listBatchItems({ batchId, state: 'cancelled' }))).total).toBe(total - done);
    expect(await dealer.client.cancelBatch({ batchId })).toMatchObject({ problem: { status: 409, code: 'batch-over' } });
  });
});

describe('A batch acts as whoever started it', () => {
  it('and ends where they may no longer do it, or no longer act at all', async () => {
    const starter = await channel.session(dealer.id, 'dealer', 'starter@acme.example');
    const me = await value(starter.client.getMe({}));
    const [lowered, gone] = [
      await start('one', plain(3), { ...dealer, ...starter }),
      await start('many', plain(3), { ...dealer, ...starter }),
    ];
    await value(channel.vendor.client.setRole({ personId: me.id, role: 'read-only', organizationId: dealer.id }));
    await run(lowered);
    expect(await get(lowered)).toMatchObject({
      state: 'cancelled',
      done: 0,
      stopped: { code: 'not-allowed', facts: { role: 'read-only' } },
    });
    await value(channel.vendor.client.deactivatePerson({ personId: me.id }));
    await run(gone);
    expect(await get(gone)).toMatchObject({ state: 'cancelled', done: 0, stopped: { code: 'starter-gone' } });
    expect((await value(channel.vendor.client.listAuditEvents({ kind: 'batch-stopped' }))).total).toBe(2);
  });

  it('and its acts say so, by way of a job', async () => {
    const batchId = await start('one', plain(1), channel.vendor);
    await run(batchId);
    const [last] = (await value(channel.vendor.client.listOperations({ kind: 'test-item', limit: 1 }))).items;
    expect(last).toMatchObject({ channel: 'job', actor: { kind: 'api-key', organization: { id: channel.vendor.id } } });
  });
});

describe('list-batches', () => {
  it('shows those of one’s own organization, the vendor all, and nobody else any', async () => {
    const batchId = await start('one', plain(2));
    const other = await channel.partner('dealer', 'Other Dealer');
    const elsewhere = await setUpChannel(server, 'elsewhere', JSON.stringify(randomPackOf(3).pack));
    const newest = async ({ client }: Pick<Party, 'client'>) => (await value(client.listBatches({ limit: 1 }))).items[0]?.id;
    expect(await newest(dealer)).toBe(batchId);
    expect(await newest(channel.vendor)).toBe(batchId);
    expect((await value(dealer.client.listBatches({ state: 'waiting', kind: 'test-one' }))).items.map(({ id }) => id)).toContain(batchId);
    for (const stranger of [other, elsewhere.vendor]) {
      expect((await value(stranger.client.listBatches({}))).total).toBe(0);
      for (const asked of [
        stranger.client.getBatch,
        stranger.client.listBatchItems,
        stranger.client.downloadBatchErrors,
        stranger.client.cancelBatch,
      ]) {
        expect(await asked({ batchId })).toMatchObject({ problem: { status: 404, code: 'not-found' } });
      }
    }
    const reader = await channel.person(dealer.id, 'read-only', 'reader@acme.example');
    expect(await value(reader.getBatch({ batchId }))).toMatchObject({ state: 'waiting' });
    expect(await reader.cancelBatch({ batchId })).toMatchObject({ problem: { status: 403 } });
  });
});

describe('download-batch-errors', () => {
  it('says of each item that was refused why, in the reader’s language', async () => {
    const batchId = await start('many', [{}, { refused: true }]);
    await run(batchId);
    const { text, fileName } = await value(dealer.client.downloadBatchErrors({ batchId }));
    expect(fileName).toBe('test-many-errors.csv');
    const [head, row, ...rest] = text.split('\r\n');
    expect(head).toBe('item,error-code,error');
    expect(row).toMatch(/^Item 2,hardware-key-taken,/);
    expect(rest).toEqual(['']);
  });
});
