import { openPlainPool, type Pool } from '@muniment/platform/postgres';
import { type Party, poolPack, setUpChannel, ship, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditLedger } from '../../operator/index.ts';

// Licences of a pool on many devices at once (A7, A9, A13), done by the real worker.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let customerId: string;
let administrator: Pool;
let boxes = 0;
let orders = 0;

/** The pack with the same plan for three years beside it. */
function withLonger(pack: string): string {
  const [plan] = /^ {2}- number: PLAN-365\n(?: {4}.*\n)+/m.exec(pack)!;
  return pack.replace(plan, `${plan}${plan.replaceAll('365', '1095').replace('1 year', '3 years').replace('1 Jahr', '3 Jahre')}`);
}

beforeAll(async () => {
  server = await startTestServer({ jobs: true });
  channel = await setUpChannel(server, 'quarr', withLonger(poolPack()));
  dealer = await channel.partner('dealer', 'Dealer');
  customerId = (await value(dealer.client.createCustomer({ name: 'Harbour' }))).id;
  administrator = openPlainPool(server.database.connection, { max: 1 });
});
afterAll(async () => {
  expect((await auditLedger(server.operator)).lines.filter(({ ok }) => !ok)).toEqual([]);
  await administrator?.end();
  await server?.stop();
});

/** What stands behind all that is counted beforehand. */
const counted = 'Counted from what is free now; what a rule of its product refuses is not known beforehand.';

/** When a batch has ended. */
async function ended(batchId: string) {
  const get = () => value(dealer.client.getBatch({ batchId }));
  await expect.poll(async () => (await get()).endedAt, { timeout: 120_000 }).not.toBeNull();
  return get();
}

/** A project with so many boxes, imported, and so many licences in its pool. */
async function project(name: string, counts: { boxes: number; licences: number }): Promise<string> {
  const { client } = dealer;
  const { id: projectId } = await value(client.createProject({ customerId, name }));
  const rows = Array.from(
    { length: counts.boxes },
    (_, n) => `${name} ${String(n + 1).padStart(3, '0')},B${String(++boxes).padStart(6, '0')}`,
  );
  const { id } = await value(client.importDevices({ projectId, product: 'BOX', csv: `name,hardwareKey\n${rows.join('\n')}\n` }));
  expect(await ended(id!)).toMatchObject({ failed: 0 });
  orders += 1;
  const { lots } = await ship(channel, dealer, `SO ${orders}`, { 'PLAN-365': counts.licences });
  await value(client.giveLicenses({ projectId, lines: [{ lotId: lots['PLAN-365']!, quantity: counts.licences }] }));
  return projectId;
}

const licensed = async (projectId: string) => (await value(dealer.client.listDevices({ projectId, licensed: true, limit: 1 }))).total;

/** How often each device was assigned or unassigned in the history of a project. */
async function actsOf(projectId: string, kind: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { device } of await value(dealer.client.all.listOperations({ projectId, kind }))) {
    counts.set(device!.id, (counts.get(device!.id) ?? 0) + 1);
  }
  return counts;
}

describe('assign-many', () => {
  it('gives every device that a filter leaves its licence, each once, while the database drops connections; what is too many is told', async () => {
    const projectId = await project('Quay', { boxes: 120, licences: 100 });
    const batch = await value(dealer.client.assignMany({ projectId, devices: { licensed: false } }));
    expect(batch).toMatchObject({ kind: 'assign-many', state: 'waiting', total: 120, project: { id: projectId } });
    let dropped = 0;
    while (
      (await value(channel.vendor.client.getBatch({ batchId: batch.id! })).catch(() => ({ endedAt: null }))).endedAt === null &&
      dropped < 2
    ) {
      const { rows } = await administrator.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%batch%' AND pid <> pg_backend_pid()",
      );
      dropped += rows.length > 0 ? 1 : 0;
    }
    expect(await ended(batch.id!)).toMatchObject({ state: 'done', done: 100, failed: 20 });
    const { items } = await value(dealer.client.listBatchItems({ batchId: batch.id!, limit: 200 }));
    expect(items.slice(0, 100).every(({ result }) => /^op_/.test(String(result!.operationId)))).toBe(true);
    expect(items.slice(100).map(({ problem }) => problem!.code)).toEqual(Array.from({ length: 20 }, () => 'no-licence-available'));
    const acts = await actsOf(projectId, 'assign-license');
    expect([acts.size, ...new Set(acts.values())]).toEqual([100, 1]);
    expect(await licensed(projectId)).toBe(100);

    const back = await value(dealer.client.unassignMany({ projectId, devices: { licensed: true } }));
    expect(await ended(back.id!)).toMatchObject({ state: 'done', total: 100, done: 100, failed: 0 });
    expect(await licensed(projectId)).toBe(0);
    expect((await actsOf(projectId, 'unassign-license')).size).toBe(100);
  });

  it('gives no second licence to what is chosen as unlicensed by several at the same moment', async () => {
    const projectId = await project('Mole', { boxes: 12, licences: 40 });
    const begun = await Promise.all([1, 2, 3].map(() => dealer.client.assignMany({ projectId, devices: { licensed: false } })));
    // The last may come when the first is done: then nobody is left to choose.
    expect(begun.flatMap((answer) => (answer.ok ? [] : [answer.problem.code])).filter((code) => code !== 'nobody-to-assign')).toEqual([]);
    for (const answer of begun) if (answer.ok) await ended(answer.value.id!);
    expect([await licensed(projectId), (await actsOf(projectId, 'extend-license')).size]).toEqual([12, 0]);
    expect([...(await actsOf(projectId, 'assign-license')).values()]).toEqual(Array.from({ length: 12 }, () => 1));
  });

  it('says of each device by its id what became of it, and knows nothing of others’', async () => {
    const projectId = await project('Pier', { boxes: 2, licences: 3 });
    const elsewhere = await project('Elsewhere', { boxes: 1, licences: 1 });
    const idsOf = async (of: string) => (await value(dealer.client.listDevices({ projectId: of }))).items.map(({ id }) => id);
    const [[first, second], [foreign]] = [await idsOf(projectId), await idsOf(elsewhere)];
    const batch = await value(dealer.client.assignMany({ projectId, deviceIds: [second!, foreign!, first!, second!] }));
    expect(await ended(batch.id!)).toMatchObject({ total: 3, done: 2, failed: 1 });
    const { items } = await value(dealer.client.listBatchItems({ batchId: batch.id! }));
    expect(items.map(({ label }) => label)).toEqual(['Pier 002', foreign, 'Pier 001']);
    expect(items[1]!.problem!.code).toBe('assignee-not-found');
    const again = await value(dealer.client.assignMany({ projectId, deviceIds: [first!], ifLicensed: 'refuse' }));
    await ended(again.id!);
    expect((await value(dealer.client.listBatchItems({ batchId: again.id! }))).items[0]!.problem!.code).toBe('already-licensed');
  });

  it('shows before whom the first licences would go to, and why, one after another; and keeps nothing of it', async () => {
    const projectId = await project('Weir', { boxes: 25, licences: 2 });
    const asked = { projectId, devices: { licensed: false } };
    const { preview, total, free, remarks } = await value(dealer.client.assignMany({ ...asked, dryRun: true }));
    expect([total, preview!.length, free]).toEqual([25, 20, 2]);
    expect(remarks).toEqual(['23 of 25 find no free licence that fits.', counted]);
    expect(preview!.map(({ number, label }) => [number, label]).slice(0, 2)).toEqual([
      [1, 'Weir 001'],
      [2, 'Weir 002'],
    ]);
    const [first, , third] = preview!;
    expect(first).toMatchObject({ problem: null, act: { assignee: { name: 'Weir 001' }, operationId: null, after: { termDays: 365 } } });
    expect(first!.act!.why.length).toBeGreaterThan(0);
    // The pool holds two: the third finds it as the first two leave it.
    expect(third).toMatchObject({ act: null, problem: { code: 'no-licence-available' } });
    expect(await licensed(projectId)).toBe(0);
    expect((await actsOf(projectId, 'assign-license')).size).toBe(0);
    await ended((await value(dealer.client.assignMany(asked))).id!);
    expect(await licensed(projectId)).toBe(2);
    const off = await value(dealer.client.unassignMany({ projectId, devices: { licensed: true }, dryRun: true }));
    expect(off.preview!.map(({ act }) => act!.assignee.name)).toEqual(['Weir 001', 'Weir 002']);
    // Whoever assigned by mistake is told of each that undoing it costs nothing.
    expect(off.preview![0]!.act!.undoInstead).toMatchObject({ kind: 'assign-license', mine: true });
    expect(off.preview!.map(({ act }) => act!.why.at(-1))).toEqual([1, 2].map(() => expect.stringMatching(/undoing the assignment/)));
    expect(await licensed(projectId)).toBe(2);
  });

  it('is not begun where they are no longer as many as were looked at', async () => {
    const projectId = await project('Slip', { boxes: 2, licences: 3 });
    const asked = { projectId, devices: { licensed: false } };
    const { total } = await value(dealer.client.assignMany({ ...asked, dryRun: true }));
    await value(dealer.client.createDevice({ customerId, projectId, product: 'BOX', name: 'Slip 003', hardwareKey: 'B999001' }));
    const outdated = { code: 'preview-outdated', facts: { expected: 2, found: 3 } };
    expect(await dealer.client.assignMany({ ...asked, expected: total })).toMatchObject({ problem: outdated });
    expect((await value(dealer.client.listBatches({ projectId, kind: 'assign-many' }))).total).toBe(0);
    await ended((await value(dealer.client.assignMany({ ...asked, expected: 3 }))).id!);
    expect(await licensed(projectId)).toBe(3);
    const off = { projectId, devices: { licensed: true } };
    expect(await dealer.client.unassignMany({ ...off, expected: 2 })).toMatchObject({ problem: outdated });
    await ended((await value(dealer.client.unassignMany({ ...off, expected: 3 }))).id!);
    expect(await dealer.client.unassignMany({ ...off, expected: 3 })).toMatchObject({
      problem: { code: 'preview-outdated', facts: { refusal: { code: 'nobody-to-assign' } } },
    });
  });

  it('is refused where nobody is meant, or in more than one way', async () => {
    const projectId = await project('Dock', { boxes: 1, licences: 1 });
    for (const asked of [
      {},
      { devices: { licensed: true } },
      { deviceIds: [], devices: {}, userIds: ['usr_019a0000-0000-7000-8000-000000000000'] },
      // It never could be done: nothing changed since it was looked at.
      { expected: 2 },
      { deviceIds: ['dev_019a0000-0000-7000-8000-000000000000'], userIds: ['usr_019a0000-0000-7000-8000-000000000000'], expected: 2 },
    ]) {
      expect(await dealer.client.assignMany({ projectId, ...asked })).toMatchObject({ problem: { code: 'nobody-to-assign' } });
      expect(await dealer.client.unassignMany({ projectId, ...asked })).toMatchObject({ problem: { code: 'nobody-to-assign' } });
    }
  });

  it('says of a filter that leaves no device that it leaves none', async () => {
    const projectId = await project('Quay', { boxes: 1, licences: 1 });
    const asked = { projectId, devices: { licensed: true } };
    const words = { detail: 'The filter leaves no device of this project.', nextStep: 'Change the filter.' };
    expect(await dealer.client.unassignMany(asked)).toMatchObject({ problem: { code: 'nobody-to-assign', ...words } });
  });

  it('is cancelled in the middle: what is assigned stays', async () => {
    const projectId = await project('Mole', { boxes: 150, licences: 150 });
    const batchId = (await value(dealer.client.assignMany({ projectId, devices: {} }))).id!;
    await expect
      .poll(async () => (await value(dealer.client.getBatch({ batchId }))).done, { interval: 5, timeout: 60_000 })
      .toBeGreaterThan(0);
    const cancelled = await value(dealer.client.cancelBatch({ batchId }));
    expect(cancelled.done).toBeLessThan(150);
    expect(await licensed(projectId)).toBe(cancelled.done);
    expect((await value(dealer.client.listBatchItems({ batchId, state: 'cancelled' }))).total).toBe(150 - cancelled.done);
  });

  it('counts beforehand all of them and what fits them, and waits for nobody who holds what it only looks at', async () => {
    const projectId = await project('Basin', { boxes: 230, licences: 205 });
    const { lots } = await ship(channel, dealer, 'SO basin', { 'PLAN-1095': 30 });
    await value(dealer.client.giveLicenses({ projectId, lines: [{ lotId: lots['PLAN-1095']!, quantity: 30 }] }));
    const { items } = await value(dealer.client.listDevices({ projectId, limit: 200, sort: 'name' }));
    const deviceIds = items.map(({ id }) => id);
    await value(dealer.client.assignLicenses({ projectId, deviceIds: deviceIds.slice(100, 102) }));
    // Somebody acts on one of them meanwhile.
    const other = await administrator.connect();
    try {
      await other.query('BEGIN');
      await other.query("SELECT set_config('muniment.vendor_id', $1, true)", [channel.vendorId]);
      const held = await other.query('SELECT 1 FROM devices WHERE id = $1 FOR UPDATE', [deviceIds[150]!.replace('dev_', '')]);
      expect(held.rowCount).toBe(1);
      const all = await value(dealer.client.assignMany({ projectId, devices: {}, ifLicensed: 'refuse', dryRun: true }));
      const seconds = '25 of 230 get a licence of 3 years, because the 203 of 1 year run out.';
      expect([all.free, all.remarks]).toEqual([233, ['2 of 230 are licensed already and stay as they are.', seconds, counted]]);
    } finally {
      await other.query('ROLLBACK');
      other.release();
    }
    // What fits no station is not free for stations, and what is not there gets none.
    const station = await value(
      dealer.client.createDevice({ customerId, projectId, product: 'STATION', name: 'S', hardwareKey: 'S000001' }),
    );
    const gone = 'dev_019a0000-0000-7000-8000-000000000000';
    const none = await value(dealer.client.assignMany({ projectId, deviceIds: [station.id, gone], dryRun: true }));
    const refused = '1 of 2 is refused for a reason of its own, which its result tells.';
    expect([none.free, none.remarks]).toEqual([0, ['1 of 2 finds no free licence that fits.', refused, counted]]);
    const { items: lotsFree } = await value(dealer.client.listPoolLicenses({ projectId, sort: 'term' }));
    const named = { projectId, lotId: lotsFree.at(-1)!.lotId, deviceIds: deviceIds.slice(0, 40), dryRun: true };
    const one = await value(dealer.client.assignMany(named));
    expect([one.free, one.remarks]).toEqual([30, ['10 of 40 find no free licence that fits.', counted]]);
    const user = await value(dealer.client.createNamedUser({ projectId, name: 'Ada', email: 'ada@harbour.example' }));
    const users = await value(dealer.client.assignMany({ projectId, userIds: [user.id], dryRun: true }));
    expect([users.free, users.remarks]).toEqual([0, ['1 of 1 finds no free licence that fits.', counted]]);
  });

  it('says beforehand how many get a longer licence than preferred, and afterwards which', async () => {
    const projectId = await project('Sluice', { boxes: 5, licences: 3 });
    const { lots } = await ship(channel, dealer, 'SO long', { 'PLAN-1095': 2 });
    await value(dealer.client.giveLicenses({ projectId, lines: [{ lotId: lots['PLAN-1095']!, quantity: 2 }] }));
    const asked = { projectId, devices: { licensed: false } };
    const shown = await value(dealer.client.assignMany({ ...asked, dryRun: true }));
    expect(shown.remarks).toEqual(['2 of 5 get a licence of 3 years, because the 3 of 1 year run out.', counted]);
    const mark = '3 years: no shorter one was left';
    expect(shown.preview!.map(({ act }) => act!.remark)).toEqual([null, null, null, mark, mark]);
    const batch = await value(dealer.client.assignMany(asked));
    expect([batch.remarks, (await ended(batch.id!)).done]).toEqual([null, 5]);
    const { items } = await value(dealer.client.listBatchItems({ batchId: batch.id! }));
    expect(items.map(({ result }) => result!.remark ?? null)).toEqual([null, null, null, mark, mark]);
  });
});

describe('export-devices', () => {
  it('writes what a filter leaves in the reader’s words, and an import reads it again', async () => {
    const projectId = await project('Export', { boxes: 3, licences: 1 });
    const { items } = await value(dealer.client.listDevices({ projectId }));
    await value(
      dealer.client.updateDevice({ deviceId: items[0]!.id, name: '=SUM(A1)', referenceNote: 'two "words", one line' }, { ifMatch: '*' }),
    );
    const file = await value(dealer.client.exportDevices({ projectId }));
    expect(file.fileName).toMatch(/^devices-\d{4}-\d\d-\d\d\.csv$/);
    const lines = file.text.split('\r\n');
    expect(lines[0]).toMatch(/^Name,Product,Model,/);
    expect(lines).toHaveLength(5);
    expect(file.text).toContain(`'=SUM(A1)`);
    expect(
      (await value(dealer.client.exportDevices({ projectId, q: 'Export 002', headings: 'ids', delimiter: 'semicolon' }))).text,
    ).toMatch(/^name;product;variant;[^\n]*\nExport 002;BOX;/);
    const preview = (await value(dealer.client.importDevices({ projectId, csv: file.text, existing: 'update', dryRun: true }))).preview!;
    expect(preview).toMatchObject({ add: 0, update: 3, refuse: 0 });
    const again = await value(dealer.client.importDevices({ projectId, csv: file.text, existing: 'update' }));
    await ended(again.id!);
    expect((await value(dealer.client.listBatchItems({ batchId: again.id! }))).items.map(({ result }) => result!.outcome)).toEqual([
      'unchanged',
      'unchanged',
      'unchanged',
    ]);
  });
});
