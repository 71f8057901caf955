import { inTransaction } from '@muniment/platform/postgres';
import { type Party, poolPack, setUpChannel, ship, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditLedger } from '../../operator/index.ts';

// validate-license, and undo-operation after it: whoever was told yes by a licence has used it (design: Undo).

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let projectId: string;
let customerId: string;
let boxes = 0;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'quarr', poolPack());
  dealer = await channel.partner('dealer', 'Dealer');
  const customer = await value(dealer.client.createCustomer({ name: 'Harbour' }));
  [customerId, projectId] = [customer.id, customer.projects[0]!.id];
  const { lots } = await ship(channel, dealer, 'SO-1', { 'PLAN-365': 100 });
  await value(dealer.client.giveLicenses({ projectId, lines: [{ lotId: lots['PLAN-365']!, quantity: 100 }] }));
});
afterAll(async () => {
  expect((await auditLedger(server.operator)).lines.filter(({ ok }) => !ok)).toEqual([]);
  await server.stop();
});

/** A box that has just been licensed, and the act that did it. */
async function licensed(): Promise<{ hardwareKey: string; deviceId: string; operationId: string; lotId: string }> {
  boxes += 1;
  const hardwareKey = `B${String(boxes).padStart(6, '0')}`;
  const { id } = await value(dealer.client.createDevice({ customerId, projectId, name: `Box ${boxes}`, product: 'BOX', hardwareKey }));
  const { assignments } = await value(dealer.client.assignLicenses({ projectId, deviceIds: [id] }));
  return { hardwareKey, deviceId: id, operationId: assignments[0]!.operationId!, lotId: assignments[0]!.after.lotId };
}

const validate = (hardwareKey: string, feature?: string) =>
  value(channel.vendor.client.validateLicense({ product: 'BOX', hardwareKey, ...(feature === undefined ? {} : { feature }) }));
const undo = async (operationId: string) => {
  const answer = await dealer.client.undoOperation({ operationId });
  return answer.ok ? 'undone' : answer.problem.code;
};
const uses = (lotId: string) =>
  inTransaction(server.database.pool, { vendorId: channel.vendorId }, (tx) =>
    tx.query<{ used_at: { toString(): string } }>('uses-of', 'SELECT used_at FROM lot_uses WHERE lot_id = $1', [
      lotId.slice('lot_'.length),
    ]),
  );

describe('a licence that a validation said yes by', () => {
  it('can no longer be taken back, and is written down once', async () => {
    const { hardwareKey, operationId, lotId } = await licensed();
    expect(await validate(hardwareKey)).toMatchObject({ valid: true });
    const [first] = await uses(lotId);
    await Promise.all(Array.from({ length: 20 }, () => validate(hardwareKey)));
    const after = await uses(lotId);
    expect(after.map(String)).toEqual([first].map(String));
    expect(after).toHaveLength(1);
    expect(await undo(operationId)).toBe('built-upon');
  });

  it('can be taken back while nobody was told yes', async () => {
    const { hardwareKey, operationId, lotId } = await licensed();
    expect(await validate(hardwareKey, 'lamps')).toMatchObject({ code: 'feature-missing' });
    expect(await uses(lotId)).toEqual([]);
    expect(await undo(operationId)).toBe('undone');
    expect(await validate(hardwareKey)).toMatchObject({ valid: false, code: 'not-active' });
  });

  it('of an extension too: the licence it has become is another one', async () => {
    const { hardwareKey, deviceId } = await licensed();
    await validate(hardwareKey);
    const extendNow = async () => (await value(dealer.client.assignLicenses({ projectId, deviceIds: [deviceId] }))).assignments[0]!;
    expect(await undo((await extendNow()).operationId!)).toBe('undone');
    const { operationId } = await extendNow();
    await validate(hardwareKey);
    expect(await undo(operationId!)).toBe('built-upon');
  });

  it('is asked for by its id as well', async () => {
    const { operationId, lotId } = await licensed();
    expect(await value(channel.vendor.client.validateLicense({ licenseId: lotId }))).toMatchObject({ valid: true });
    expect(await undo(operationId)).toBe('built-upon');
  });

  it.each(['undo', 'validation'] as const)('and an undo come one after the other: the %s is first', { timeout: 60_000 }, async (first) => {
    const { hardwareKey, operationId, lotId } = await licensed();
    const { pool } = server.database;
    const waiting = async (count: number) => {
      const sql = "SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
      await expect.poll(async () => (await pool.query<{ waiting: number }>(sql)).rows[0]!.waiting, { timeout: 20_000 }).toBe(count);
    };
    let undoing = Promise.resolve('');
    let asking = Promise.resolve({ valid: false });
    // Both wait for the same lock, one behind the other, having read that the licence is there.
    await inTransaction(pool, { vendorId: channel.vendorId }, async (tx) => {
      const id = lotId.slice('lot_'.length);
      const pairs = await tx.query<{ account_id: string }>(
        'pair',
        "SELECT account_id FROM balances WHERE lot_id = $1 AND kind = 'active'",
        [id],
      );
      await tx.query('hold', 'SELECT 1 FROM lock_balances($1, $2::uuid[], $3::uuid[])', [channel.vendorId, [pairs[0]!.account_id], [id]]);
      const starts = [() => (undoing = undo(operationId)), () => (asking = validate(hardwareKey))];
      for (const [at, start] of (first === 'undo' ? starts : starts.reverse()).entries()) {
        void start();
        await waiting(at + 1);
      }
    });
    const [undone, { valid }] = await Promise.all([undoing, asking]);
    expect([undone, valid]).toEqual(first === 'undo' ? ['undone', false] : ['built-upon', true]);
    expect((await validate(hardwareKey)).valid).toBe(first === 'validation');
  });

  it('is used or undone, never both, however close they come', { timeout: 120_000 }, async () => {
    for (let round = 0; round < 8; round++) {
      const { hardwareKey, operationId } = await licensed();
      const [undone, ...answers] = await Promise.all([undo(operationId), validate(hardwareKey), validate(hardwareKey)]);
      const saidYes = answers.some(({ valid }) => valid);
      expect([undone, saidYes]).toEqual(saidYes ? ['built-upon', true] : ['undone', false]);
    }
  });
});
