import { moveClock } from '@muniment/platform/clock';
import { asOwner, inTransaction } from '@muniment/platform/postgres';
import {
  openBatch,
  randomPackOf,
  setUpChannel,
  startTestServer,
  type TestChannel,
  type TestServer,
  testPassword,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHousekeeping } from './core/housekeeping.ts';
import { appendLeaf } from './features/audit/index.ts';
import { identityForgetting } from './features/identity/index.ts';

let server: TestServer;
let channel: TestChannel;

beforeAll(async () => {
  server = await startTestServer({ testClock: true, jobs: true });
  channel = await setUpChannel(server, 'acme', JSON.stringify(randomPackOf(3).pack));
});
afterAll(() => server?.stop());

const tables = ['sessions', 'password_resets', 'invitations', 'mails', 'idempotency_keys'] as const;
type Counts = Record<(typeof tables)[number] | `${'session' | 'invitation' | 'password-reset' | 'api-key'} secrets`, number>;

/** How many rows of each kind there are, and of the secrets that stand for them. */
function count(): Promise<Counts> {
  const { vendorId } = channel;
  return asOwner(server.database.pool, { vendorId }, async (tx) => {
    const counts: Record<string, number> = {};
    for (const table of tables) {
      const rows = await tx.query<{ n: number }>(`test-count-${table}`, `SELECT count(*) AS n FROM ${table} WHERE vendor_id = $1`, [
        vendorId,
      ]);
      counts[table] = rows[0]!.n;
    }
    const secrets = await tx.query<{ kind: string; n: number }>(
      'test-count-secrets',
      'SELECT kind, count(*) AS n FROM credentials WHERE vendor_id = $1 GROUP BY kind',
      [vendorId],
    );
    for (const { kind, n } of secrets) counts[`${kind} secrets`] = n;
    return counts as Counts;
  });
}

async function pass(advance: string): Promise<void> {
  const moved = await moveClock(server.database.pool, { advance });
  if (!moved.ok) throw new Error(moved.refusal.code);
}

const logged = async () => {
  const { items } = await value(channel.vendor.client.listAuditEvents({ kind: 'housekeeping' }));
  return items.map((event) => ({ actor: event.actor.kind, facts: (event.leaf as { facts: object }).facts }));
};

describe('what has come to its end', () => {
  it('is forgotten after its time and no sooner, with its secret; the log says what people could see before', async () => {
    const vendor = channel.vendor.client;
    const email = 'leaving@acme.example';
    const leaving = await channel.person(channel.vendor.id, 'read-only', email);
    await value(leaving.signOut());
    await value(server.client().requestPasswordReset({ email, vendor: 'acme' }));
    const invited = await value(vendor.invitePerson({ email: 'never@acme.example', role: 'read-only' }));
    await value(vendor.revokeInvitation({ invitationId: invited.id }));
    await expect.poll(async () => (await value(vendor.listMails({ state: 'kept' }))).total).toBe(3);
    const all = { sessions: 1, password_resets: 1, invitations: 2, mails: 3, idempotency_keys: 2 };
    const before = await count();
    expect(before).toMatchObject({
      ...all,
      'session secrets': 1,
      'password-reset secrets': 1,
      'invitation secrets': 2,
      'api-key secrets': 1,
    });

    await pass('P29D');
    await expect.poll(count).toEqual({ ...before, idempotency_keys: 0 });
    await pass('P9D');
    const { sessions: _, password_resets: __, 'session secrets': ___, 'password-reset secrets': ____, ...rest } = before;
    const later = { ...rest, sessions: 0, password_resets: 0, idempotency_keys: 0 };
    await expect.poll(count).toEqual(later);
    expect(await logged()).toEqual([]);

    // One was sent in the meantime; the others wait in the console for somebody to read them.
    await asOwner(server.database.pool, { vendorId: channel.vendorId }, async (tx) =>
      tx.run('test-sent', "UPDATE mails SET state = 'sent', sent_at = created_at WHERE vendor_id = $1 AND kind = 'password-reset'", [
        channel.vendorId,
      ]),
    );
    await pass('P60D');
    await expect.poll(count).toEqual({ ...later, mails: 2 });
    await pass('P100D');
    const { 'invitation secrets': _____, ...nearlyAll } = later;
    await expect.poll(count).toEqual({ ...nearlyAll, invitations: 0, mails: 2 });
    await pass('P170D');
    await expect.poll(count).toEqual({ ...nearlyAll, invitations: 0, mails: 0 });
    expect(await logged()).toEqual([
      { actor: 'system', facts: { 'unsent-mails': 2 } },
      { actor: 'system', facts: { invitations: 2 } },
      { actor: 'system', facts: { 'sent-mails': 1 } },
    ]);
    // Who is still there signs in as ever.
    expect((await server.client().signIn({ email, password: testPassword, vendor: 'acme' })).ok).toBe(true);
  });

  it('goes in small portions, and one that the end of the process cut short is done by the next run', async () => {
    const { pool } = server.database;
    const invite = (n: number) => channel.vendor.client.invitePerson({ email: `many-${n}@acme.example`, role: 'read-only' });
    for (let n = 0; n < 5; n++) await value(invite(n));
    const now = (await server.clock.now()).add({ hours: 24 * 188 });
    const portions: number[] = [];
    const forgetting = identityForgetting.map((one) => ({
      ...one,
      async forget(...[tx, vendorId, before, most]: Parameters<typeof one.forget>) {
        const gone = await one.forget(tx, vendorId, before, most);
        if (one.what === 'invitations') portions.push(gone);
        return gone;
      },
    }));
    const ending = new AbortController();
    const run = (signal: AbortSignal) =>
      createHousekeeping({ pool, forgetting, log: appendLeaf, batchRows: 2 })({
        ...{ id: 'test', name: 'housekeeping', vendorId: null, data: null, attempt: 1, maxAttempts: 1 },
        ...{ now, signal },
      });
    ending.abort();
    await run(ending.signal);
    expect(portions).toEqual([]);
    await run(new AbortController().signal);
    expect(portions).toEqual([2, 2, 1]);
    expect(await inTransaction(pool, { vendorId: channel.vendorId }, (tx) => tx.query('test-left', 'SELECT 1 FROM invitations'))).toEqual(
      [],
    );
  });
});

describe('a batch that has ended', () => {
  it('is forgotten with its items after its quarter, and one that is open never', async () => {
    const { pool } = server.database;
    const [over, open] = [await openBatch(pool, channel.vendorId, channel.vendor), await openBatch(pool, channel.vendorId, channel.vendor)];
    const { client } = channel.vendor;
    const ids = async () => (await value(client.listBatches({}))).items.map(({ id }) => id);
    await value(client.cancelBatch({ batchId: over }));
    await pass('P89D');
    expect((await ids()).sort()).toEqual([over, open].sort());
    await pass('P2D');
    await expect.poll(ids).toEqual([open]);
    expect((await value(client.listBatchItems({ batchId: open }))).total).toBe(1);
  });
});
