import { vendorDay } from '@muniment/domain/terms';
import { moveClock } from '@muniment/platform/clock';
import { asOwner, inTransaction, openDatabase } from '@muniment/platform/postgres';
import {
  type Cut,
  cutNext,
  type Party,
  poolPack,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { Temporal } from 'temporal-polyfill';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHousekeeping } from '../../core/housekeeping.ts';
import { auditLedger } from '../../operator/index.ts';
import { appendLeaf } from '../audit/index.ts';
import { termForgetting, termJobs } from './index.ts';

// What the end of licences brings (A11): list-expiries, and the job handle-expiry. Days are those of Europe/Berlin.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let customerId: string;
let orders = 0;
let boxes = 0;
const made: string[] = [];

const lasting = async (party: Party): Promise<Party> => {
  const { secret } = await value(party.client.createApiKey({ name: 'Tests', scopes: ['all'] }));
  return { ...party, client: server.client(secret), credential: secret };
};

beforeAll(async () => {
  server = await startTestServer({ testClock: '2026-01-01T09:00:00Z' });
  channel = await setUpChannel(server, 'quarr', pack('1'));
  dealer = await lasting(await channel.partner('dealer', 'Dealer'));
  customerId = (await value(dealer.client.createCustomer({ name: 'Harbour' }))).id;
  await channel.session(customerId, 'customer', 'keeper@harbour.example');
});
afterAll(async () => {
  expect((await auditLedger(server.operator)).lines.filter(({ ok }) => !ok)).toEqual([]);
  await server.stop();
});

let base = Temporal.PlainDate.from('2026-01-01');
/** Beside licences of a year some of 30 days, which are extended so many days before their end. */
const pack = (version: string, extendDaysBefore = 1) =>
  poolPack({ version })
    .replace('  noticeDays:', `  extendDaysBefore: ${extendDaysBefore}\n  noticeDays:`)
    .replace('{ part: PLUG }]', '{ part: PLUG }, { part: CARE-365 }]')
    .replace('\nparts:\n', `\nparts:\n${month}`);
const month = `  - number: PLAN-30
    label: { en: "Plan, 30 days", de: "Plan, 30 Tage" }
    category: box
    model: term
    term: { runs: while-assigned, days: 30 }
    grants: [{ feature: care }]
`;
const load = (text: string) => value(channel.vendor.client.loadCatalog({ pack: text }));

/** A day of the test: so many days after it began. */
const day = (days: number): string => base.add({ days }).toString();

/** The clock shows the morning of a day; it goes forward only. */
async function morning(days: number): Promise<void> {
  expect(await moveClock(server.database.pool, { set: `${day(days)}T09:00:00Z` })).toMatchObject({ ok: true });
}

/** Every test begins on a day of its own, a month after the one before. */
beforeEach(async () => {
  base = vendorDay(await server.clock.now(), 'Europe/Berlin').add({ days: 30 });
  await morning(0);
});

/** One run of the job, at what the clock shows. */
async function run(portions?: Parameters<typeof termJobs>[1]): Promise<void> {
  await termJobs({ pool: server.database.pool, services: server.operator.services }, portions)['handle-expiry'](await job());
}

const job = async () => ({
  ...{ id: 'test', name: 'any', vendorId: null, data: {}, attempt: 1, maxAttempts: 1 },
  ...{ now: await server.clock.now(), signal: new AbortController().signal },
});

type Settings = Partial<Parameters<Party['client']['updateProject']>[0]>;

async function box(projectId: string, name: string): Promise<string> {
  boxes += 1;
  const hardwareKey = `B${String(boxes).padStart(6, '0')}`;
  return (await value(dealer.client.createDevice({ customerId, projectId, name, product: 'BOX', hardwareKey }))).id;
}

/** A project with so many boxes that are licensed today, and so much in its pool beside. */
async function project(name: string, counts: { licensed: number; spare: number; users?: number }, settings: Settings = {}) {
  const { client } = dealer;
  const { id } = await value(client.createProject({ customerId, name }));
  made.push(id);
  await value(client.updateProject({ ...settings, projectId: id }, { ifMatch: '*' }));
  const deviceIds: string[] = [];
  for (let each = 1; each <= counts.licensed; each++) deviceIds.push(await box(id, `${name} ${each}`));
  await fill(id, { 'PLAN-365': counts.licensed });
  if (counts.licensed > 0) await value(client.assignLicenses({ projectId: id, deviceIds }));
  await fill(id, { 'PLAN-365': counts.spare, 'SEAT-365': counts.users ?? 0 });
  return { id, deviceIds };
}

/** What a test left keeps no later one busy. */
afterEach(async () => {
  for (const projectId of made.splice(0)) {
    await value(dealer.client.updateProject({ projectId, atExpiry: 'lapse', noticeDays: [] }, { ifMatch: '*' }));
  }
});

async function fill(projectId: string, units: Readonly<Record<string, number>>) {
  const wanted = Object.fromEntries(Object.entries(units).filter(([, quantity]) => quantity > 0));
  if (Object.keys(wanted).length === 0) return;
  orders += 1;
  const { lots } = await ship(channel, dealer, `SO-${orders}`, wanted);
  const lines = Object.entries(wanted).map(([part, quantity]) => ({ lotId: lots[part]!, quantity }));
  await value(dealer.client.giveLicenses({ projectId, lines }));
}

/** Care for boxes, all of one lot, whose days run from today on. */
async function careFor(deviceIds: readonly string[]) {
  orders += 1;
  const { lots } = await ship(channel, dealer, `SO-${orders}`, { 'CARE-365': deviceIds.length });
  for (const deviceId of deviceIds) {
    await value(dealer.client.attachLicenses({ deviceId, lines: [{ lotId: lots['CARE-365']!, quantity: 1 }] }));
    await value(dealer.client.activateLicenses({ deviceId }));
  }
}

const endsOf = async (projectId: string) => {
  const { items } = await value(dealer.client.listAssignments({ projectId }));
  return items.map(({ licence }) => licence?.until ?? null);
};
const kindsOf = async (projectId: string) =>
  (await value(dealer.client.listOperations({ projectId, kinds: 'assign-license,extend-license' }))).items.map(
    ({ kind, channel: by }) => `${kind} by ${by}`,
  );
/** Subjects of mails about a project to one person, the oldest first. */
const mailsAbout = async (name: string, email = 'keeper@harbour.example') =>
  (await value(channel.vendor.client.listMails({ q: name, limit: 200 }))).items
    .filter((mail) => mail.to === email)
    .map(({ subject }) => subject)
    .reverse();

/** The text of the newest mail whose subject says so. */
const textAbout = async (subject: string) => {
  const [mail] = (await value(channel.vendor.client.listMails({ q: subject }))).items;
  return (await value(channel.vendor.client.getMail({ mailId: mail!.id }))).text;
};

const extend: Settings = { atExpiry: 'extend', noticeDays: [] };

describe('handle-expiry', () => {
  it('extends what is due from the pool, on its last day and not before, and says so once', async () => {
    const { id } = await project('Pier', { licensed: 2, spare: 3 }, extend);
    await morning(363);
    await run();
    expect(await endsOf(id)).toEqual([day(365), day(365)]);
    await morning(364);
    await run();
    await run();
    expect(await endsOf(id)).toEqual([day(730), day(730)]);
    expect((await kindsOf(id)).filter((kind) => kind === 'extend-license by job')).toHaveLength(2);
    expect(await mailsAbout('Pier')).toEqual(['Harbour, Pier: licences were extended']);
    expect(await mailsAbout('Pier', dealer.email)).toHaveLength(1);
    const [act] = (await value(dealer.client.listOperations({ projectId: id, kind: 'extend-license' }))).items;
    expect(act).toMatchObject({ actor: { kind: 'system' }, channel: 'job', canUndo: false });
    // The project's own setting extended them: nobody of the vendor is named to its owner for it. The vendor can undo it.
    const { items } = await value(dealer.client.listAssignments({ projectId: id }));
    const off = { projectId: id, deviceIds: [items[0]!.assignee.id], dryRun: true };
    const undoFor = async ({ client }: Party) => (await value(client.unassignLicenses(off))).removals[0]!.undoInstead;
    expect(await undoFor(dealer)).toBeNull();
    expect(await undoFor(await lasting(channel.vendor))).toMatchObject({ kind: 'extend-license', mine: true });
  });

  it('begins again what had ended while nothing ran, but not what had ended before it was wanted', async () => {
    const late = await project('Late', { licensed: 1, spare: 1 }, extend);
    const before = await project('Before', { licensed: 1, spare: 1 }, { noticeDays: [] });
    await morning(365);
    await value(dealer.client.updateProject({ projectId: before.id, ...extend }, { ifMatch: '*' }));
    await morning(405);
    await run();
    expect(await kindsOf(late.id)).toEqual(['assign-license by job', 'assign-license by api']);
    expect(await endsOf(late.id)).toEqual([day(770)]);
    expect(await endsOf(before.id)).toEqual([day(365)]);
  });

  it('serves the first to end first, says once a day what the pool lacks, and goes on when it is filled', async () => {
    const { id, deviceIds } = await project('Short', { licensed: 2, spare: 1 }, extend);
    await morning(364);
    await run();
    await run();
    expect((await endsOf(id)).sort()).toEqual([day(365), day(730)]);
    expect((await mailsAbout('Short')).sort()).toEqual([
      'Harbour, Short: licences could not be extended',
      'Harbour, Short: licences were extended',
    ]);
    await morning(365);
    await run();
    expect(await mailsAbout('Short')).toHaveLength(3);
    await morning(366);
    await run();
    // It has ended and was told of: no mail every day from then on.
    expect(await mailsAbout('Short')).toHaveLength(3);
    await fill(id, { 'PLAN-365': 1 });
    await run();
    expect((await endsOf(id)).sort()).toEqual([day(730), day(731)]);
    expect(deviceIds).toHaveLength(2);
  });

  it('serves what runs before what has ended, as list-expiries says, and what ended a quarter ago no more', async () => {
    const { id, deviceIds } = await project('Turn', { licensed: 1, spare: 0 }, extend);
    await morning(6);
    const later = await box(id, 'Turn 2');
    await fill(id, { 'PLAN-365': 1 });
    await value(dealer.client.assignLicenses({ projectId: id, deviceIds: [later] }));
    await morning(370);
    await run();
    await fill(id, { 'PLAN-365': 1 });
    const nexts = async () =>
      (await value(dealer.client.listExpiries({ projectId: id, from: day(360), until: day(900) }))).items.map(({ assignee, next }) => [
        assignee.id,
        next.what,
      ]);
    expect(await nexts()).toEqual([
      [deviceIds[0], 'not-enough'],
      [later, 'extend'],
    ]);
    await run();
    expect((await endsOf(id)).sort()).toEqual([day(365), day(736)]);
    await morning(365 + 91);
    await fill(id, { 'PLAN-365': 1 });
    expect(await nexts()).toEqual([
      [deviceIds[0], 'lapse'],
      [later, 'extend'],
    ]);
    await run();
    expect((await endsOf(id)).sort()).toEqual([day(365), day(736)]);
  });

  it('does as much in portions as at once, and tells of all in one mail', async () => {
    const portions = { notices: 2, extended: 2 };
    const { id } = await project('Portions', { licensed: 7, spare: 5 }, { atExpiry: 'extend', noticeDays: [10, 5] });
    const beside = await project('Beside', { licensed: 1, spare: 1 }, extend);
    await morning(356);
    await run(portions);
    expect((await textAbout('Portions')).match(/Portions \d/g)).toHaveLength(7);
    await morning(364);
    await run(portions);
    expect((await endsOf(id)).filter((end) => end === day(730))).toHaveLength(5);
    expect(await endsOf(beside.id)).toEqual([day(730)]);
    await run(portions);
    const told = await mailsAbout('Portions');
    expect(told.filter((subject) => subject.includes('end in'))).toEqual([
      'Harbour, Portions: licences end in 9 days',
      'Harbour, Portions: licences end in 1 day',
    ]);
    expect(told.filter((subject) => subject.includes('extended')).sort()).toEqual([
      'Harbour, Portions: licences could not be extended',
      'Harbour, Portions: licences were extended',
    ]);
    expect((await textAbout('Portions: licences were extended')).match(/Portions \d/g)).toHaveLength(5);
    expect((await textAbout('Portions: licences could not be extended')).match(/Portions \d/g)).toHaveLength(2);
  });

  it('leaves out one that fails and serves all others, other projects too, and fails in the end', async () => {
    const { id, deviceIds } = await project('Broken', { licensed: 3, spare: 3 }, extend);
    const beside = await project('Whole', { licensed: 1, spare: 1 }, extend);
    const { pool } = server.database;
    const uuid = deviceIds[1]!.slice('dev_'.length);
    await asOwner(pool, { vendorId: channel.vendorId }, async (tx) => {
      await tx.run(
        'test-fail',
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'this device cannot be written'; END $$",
      );
      const when = `NEW.device_id = '${uuid}'`;
      await tx.run('test-failing', `CREATE TRIGGER fail BEFORE INSERT ON operations FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION fail()`);
    });
    await morning(364);
    await expect(run()).rejects.toThrow('this device cannot be written');
    expect((await endsOf(id)).sort()).toEqual([day(365), day(730), day(730)]);
    expect(await endsOf(beside.id)).toEqual([day(730)]);
    await asOwner(pool, { vendorId: channel.vendorId }, (tx) => tx.run('test-mended', 'DROP TRIGGER fail ON operations'));
    await run();
    expect(await endsOf(id)).toEqual([day(730), day(730), day(730)]);
    // All were tried by themselves, and told of together; the one that came later that day is told of on the next.
    const told = 'Harbour, Broken: licences were extended';
    expect(await mailsAbout('Broken')).toEqual([told]);
    expect((await textAbout(told)).match(/Broken \d/g)).toEqual(['Broken 1', 'Broken 3']);
    await morning(365);
    await run();
    await run();
    expect(await mailsAbout('Broken')).toEqual([told, told]);
    expect((await textAbout(told)).match(/Broken \d/g)).toEqual(['Broken 2']);
  });

  it('says nothing the next day of what was wanting and has it by now, nor where nothing is extended any more', async () => {
    const made = [
      await project('Refilled', { licensed: 1, spare: 0 }, extend),
      await project('Changed', { licensed: 1, spare: 0 }, extend),
    ];
    const added = new Map<string, string[]>();
    await morning(338);
    for (const { id: projectId } of made) {
      added.set(projectId, [await box(projectId, 'Added')]);
      await fill(projectId, { 'PLAN-30': 1 });
      await value(dealer.client.assignLicenses({ projectId, deviceIds: added.get(projectId)! }));
    }
    await morning(364);
    await run();
    // One day is left of its licence; so it is wanting too, once the mail of the day is written.
    for (const [projectId, deviceIds] of added) {
      await value(dealer.client.unassignLicenses({ projectId, deviceIds }));
      await value(dealer.client.assignLicenses({ projectId, deviceIds }));
    }
    await run();
    const mails = async () => [await mailsAbout('Refilled'), await mailsAbout('Changed')];
    const notExtended = (name: string) => `Harbour, ${name}: licences could not be extended`;
    expect(await mails()).toEqual([[notExtended('Refilled')], [notExtended('Changed')]]);
    await fill(made[0]!.id, { 'PLAN-365': 2 });
    await value(dealer.client.updateProject({ projectId: made[1]!.id, atExpiry: 'lapse' }, { ifMatch: '*' }));
    await morning(365);
    await run();
    expect(await mails()).toEqual([[notExtended('Refilled'), 'Harbour, Refilled: licences were extended'], [notExtended('Changed')]]);
    const untold = 'SELECT 1 FROM expiry_notices WHERE vendor_id = $1 AND told_at IS NULL AND project_id = ANY ($2::uuid[])';
    const ids = made.map(({ id }) => id.slice('prj_'.length));
    const left = await inTransaction(server.database.pool, { vendorId: channel.vendorId }, (tx) =>
      tx.query('test-untold', untold, [channel.vendorId, ids]),
    );
    expect(left).toEqual([]);
  });

  it('takes the shortest or the longest of the category, and for users theirs', async () => {
    const { id, deviceIds } = await project('Mixed', { licensed: 1, spare: 0, users: 2 }, { ...extend, extendPrefer: 'longest' });
    const user = await value(dealer.client.createNamedUser({ projectId: id, name: 'Ada', email: 'ada@harbour.example' }));
    await value(dealer.client.assignLicenses({ projectId: id, userIds: [user.id] }));
    await fill(id, { 'PLAN-365': 3 });
    // A cumulative licence of two years comes back to the pool: 730 - 2 - 1 days.
    await value(dealer.client.unassignLicenses({ projectId: id, deviceIds }));
    await value(dealer.client.assignLicenses({ projectId: id, deviceIds, prefer: 'longest' }));
    await value(dealer.client.assignLicenses({ projectId: id, deviceIds, prefer: 'longest' }));
    await value(dealer.client.unassignLicenses({ projectId: id, deviceIds }));
    await value(dealer.client.assignLicenses({ projectId: id, deviceIds, prefer: 'shortest' }));
    await morning(365);
    await run();
    const { items } = await value(dealer.client.listAssignments({ projectId: id }));
    expect(items[0]!.licence).toMatchObject({ part: 'PLAN-365', termDays: 727 });
    const users = await value(dealer.client.listAssignments({ projectId: id, of: 'users' }));
    expect(users.items[0]!.licence).toMatchObject({ part: 'SEAT-365', until: day(730) });
  });

  it('extends each once, though two workers run at once and somebody extends by hand at the same moment', async () => {
    const { id, deviceIds } = await project('Crowd', { licensed: 6, spare: 20 }, extend);
    await morning(364);
    await Promise.all([run(), run(), run(), dealer.client.assignLicenses({ projectId: id, deviceIds: [deviceIds[3]!] })]);
    const ends = await endsOf(id);
    const byHand = (await kindsOf(id)).filter((kind) => kind === 'extend-license by api').length;
    const byJob = (await kindsOf(id)).filter((kind) => kind === 'extend-license by job').length;
    // The one by hand came before, and nothing was due any more, or after, and it has both.
    expect([ends.filter((end) => end === day(730)).length, byHand]).toEqual([byJob === 6 ? 5 : 6, 1]);
    expect([5, 6]).toContain(byJob);
  });

  it('cut between any two statements does each once, and tells of it once, in the next run', { timeout: 300_000 }, async () => {
    const executioner = openDatabase(server.database.connection, { max: 2 });
    const stride = 4;
    const cuts: Cut[] = ['after-commit', ...Array.from({ length: 40 }, (_, index) => 1 + stride * index)];
    let last = 0;
    for (const at of cuts) {
      base = vendorDay(await server.clock.now(), 'Europe/Berlin');
      const name = `Cut ${String(at).padStart(3, '0')}`;
      const { id } = await project(name, { licensed: 1, spare: 1 }, extend);
      await morning(364);
      const cut = cutNext(server.database.pool, executioner, at);
      await run().catch(() => undefined);
      cut.restore();
      const wasCut = cut.done;
      await run();
      expect([at, await endsOf(id)]).toEqual([at, [day(730)]]);
      expect(await mailsAbout(name)).toEqual([`Harbour, ${name}: licences were extended`]);
      await value(dealer.client.updateProject({ projectId: id, atExpiry: 'lapse' }, { ifMatch: '*' }));
      if (!wasCut) break;
      last = Number(at);
    }
    // The job came to its end before the places to cut it did.
    expect(last).toBeGreaterThan(20);
    expect(last).toBeLessThan(1 + stride * 39);
    await executioner.end();
  });
});

describe('licences shorter than the pack’s days before the end', () => {
  afterAll(async () => {
    await load(pack('usual'));
  });

  it('take one after the other, not several at once', async () => {
    await load(pack('monthly', 60));
    const { id } = await project('Monthly', { licensed: 0, spare: 0 }, extend);
    const deviceIds = [await box(id, 'Monthly 1')];
    await fill(id, { 'PLAN-30': 6 });
    await value(dealer.client.assignLicenses({ projectId: id, deviceIds }));
    const after = async () => {
      await run();
      await run();
      return endsOf(id);
    };
    expect(await after()).toEqual([day(30)]);
    for (const [days, end] of [
      [1, 60],
      [30, 60],
      [31, 90],
    ] as const) {
      await morning(days);
      expect([days, await after()]).toEqual([days, [day(end)]]);
    }
    const { items } = await value(dealer.client.listExpiries({ projectId: id }));
    expect(items[0]!.next).toMatchObject({ what: 'extend', on: day(61), by: { termDays: 30 } });
  });

  it('take one in a run, be it ever so short', async () => {
    await load(pack('rest', 10));
    const { id } = await project('Rest', { licensed: 0, spare: 0 }, extend);
    const [first, ...others] = [await box(id, 'Rest 1'), await box(id, 'Rest 2'), await box(id, 'Rest 3')];
    await fill(id, { 'PLAN-30': 3 });
    await value(dealer.client.assignLicenses({ projectId: id, deviceIds: [first!, ...others] }));
    await morning(20);
    // 30 − 22 − 1: seven days of each come back.
    await value(dealer.client.unassignLicenses({ projectId: id, deviceIds: others }));
    await morning(29);
    const end = async () => (await endsOf(id)).filter((one) => one !== null);
    await run({ notices: 10, extended: 1 });
    expect(await end()).toEqual([day(37)]);
    await run();
    expect(await end()).toEqual([day(44)]);
    await run();
    expect(await end()).toEqual([day(44)]);
  });
});

describe('notices', () => {
  it('come once for each day of notice, one mail for a project and day, after days off the nearest only', async () => {
    const { id } = await project('Notice', { licensed: 2, spare: 0 }, { noticeDays: [60, 30, 7] });
    const told = async (days: number) => {
      await morning(days);
      await run();
      await run();
      return (await mailsAbout('Notice')).length;
    };
    expect(await told(304)).toBe(0);
    expect(await told(305)).toBe(1);
    expect(await told(306)).toBe(1);
    // Nobody was there when 30 days were left.
    expect(await told(360)).toBe(2);
    expect(await told(364)).toBe(2);
    expect(await told(369)).toBe(2);
    expect(await mailsAbout('Notice')).toEqual(['Harbour, Notice: licences end in 60 days', 'Harbour, Notice: licences end in 5 days']);
    const text = await textAbout('Notice');
    expect(text).toMatch(/Notice 1 {2}Plan, 1 year: \w+ \d+, \d{4}\n/);
    expect(text).toContain(`/projects/${id}?tab=expiry`);
    expect(text).toContain('They lapse then, unless they are extended before.');
  });

  it('tell every project of what has its dates, device by device, and what to do: nothing extends it', async () => {
    const settings = { ...extend, noticeDays: [10] };
    const [kept, worn] = [
      await project('Kept', { licensed: 0, spare: 1 }, settings),
      await project('Worn', { licensed: 0, spare: 0 }, settings),
    ];
    const boxes = [await box(kept.id, 'Kept box 1'), await box(kept.id, 'Kept box 2'), await box(kept.id, 'Kept box 3')];
    await careFor([...boxes, await box(worn.id, 'Worn box 1')]);
    await morning(354);
    await run();
    expect(await mailsAbout('Kept')).toEqual([]);
    await morning(355);
    await run({ notices: 2, extended: 2 });
    await run();
    await morning(356);
    await run();
    expect(await mailsAbout('Kept')).toEqual(['Harbour, Kept: licences end in 10 days']);
    expect(await mailsAbout('Worn')).toEqual(['Harbour, Worn: licences end in 10 days']);
    const text = await textAbout('Kept');
    expect(text.match(/Kept box \d {2}Care, 1 year/g)).toEqual(
      ['Kept box 1', 'Kept box 2', 'Kept box 3'].map((one) => `${one}  Care, 1 year`),
    );
    expect(text).toContain('They have a fixed term and cannot be extended: buy new licences and activate them before');
    expect(text).not.toContain('extended by themselves');
    await morning(365);
    await run();
    expect(await kindsOf(kept.id)).toEqual([]);
    expect(await mailsAbout('Kept')).toHaveLength(1);
  });

  it('tell apart what the project extends and what it cannot', async () => {
    const { id, deviceIds } = await project('Both', { licensed: 1, spare: 0 }, { noticeDays: [10] });
    await careFor(deviceIds);
    await morning(355);
    await run();
    const text = await textAbout('Both');
    expect(text).toContain('They lapse then, unless they are extended before.');
    expect(text).toContain('What has a fixed term cannot be extended: buy new licences');
    expect((await value(dealer.client.listExpiries({ projectId: id }))).items.map(({ next }) => next.what).sort()).toEqual([
      'activate-another',
      'lapse',
    ]);
    const { tasks } = await value(dealer.client.getHome({}));
    expect(tasks.find(({ kind }) => kind === 'dated-licences-ending')).toMatchObject({ count: 1, link: `/projects/${id}/expiry` });
  });

  it('of several projects lead to no single one of them on the home page, which names those that end first', async () => {
    const boxesIn = async (name: string) => box((await project(name, { licensed: 0, spare: 0 })).id, name);
    await careFor([await boxesIn('West'), await boxesIn('South'), await boxesIn('East')]);
    base = base.add({ days: 1 });
    await morning(0);
    await careFor([await boxesIn('North'), await boxesIn('Isle')]);
    await morning(350);
    const { tasks } = await value(dealer.client.getHome({}));
    const { detail, ...task } = tasks.find(({ kind }) => kind === 'dated-licences-ending')!;
    expect(task).toMatchObject({ count: 5, link: '/projects' });
    expect(detail).toMatch(
      / before, where they are still wanted\. The first: .* They are of: Harbour, East; Harbour, South; Harbour, West and 2 more\.$/,
    );
    // Whoever sees many devices is told the same.
    for (let part = 0; part < 6; part++) {
      const devices = Array.from({ length: 200 }, (_, index) => ({
        name: 'More',
        hardwareKey: `B9${part}${String(index).padStart(4, '0')}`,
      }));
      await value(dealer.client.createDevices({ customerId, product: 'BOX', devices }));
    }
    const home = await value(dealer.client.getHome({}));
    expect(home.tasks).toContainEqual({ ...task, detail });
  });

  it('are the pack’s where a project has none of its own, and come again for the licence it has become', async () => {
    const { id, deviceIds } = await project('Usual', { licensed: 1, spare: 1 });
    await morning(320);
    await run();
    expect(await mailsAbout('Usual')).toHaveLength(1);
    await value(dealer.client.assignLicenses({ projectId: id, deviceIds }));
    await morning(685);
    await run();
    expect(await mailsAbout('Usual')).toEqual(['Harbour, Usual: licences end in 45 days', 'Harbour, Usual: licences end in 45 days']);
  });

  it('are forgotten when the licence has been over for long, and no sooner', async () => {
    const { id } = await project('Gone', { licensed: 1, spare: 1 }, { noticeDays: [400] });
    await run();
    await value(dealer.client.updateProject({ projectId: id, ...extend }, { ifMatch: '*' }));
    const count = async () => {
      const task = createHousekeeping({ pool: server.database.pool, forgetting: termForgetting, log: appendLeaf, batchRows: 1 });
      await task(await job());
      const sql = 'SELECT 1 FROM expiry_notices WHERE vendor_id = $1 AND project_id = $2';
      return inTransaction(server.database.pool, { vendorId: channel.vendorId }, async (tx) => {
        return (await tx.query('test-notices', sql, [channel.vendorId, id.slice('prj_'.length)])).length;
      });
    };
    await morning(364);
    expect(await count()).toBe(1);
    await run();
    await morning(365 + 91);
    expect(await count()).toBe(2);
    await morning(365 + 94);
    expect(await count()).toBe(0);
  });

  it('may be in the pack’s own words', async () => {
    const mails = `mails:
  - kind: licences-expiring
    subject: { en: "{project}: {days} days", de: "{project}: {days} Tage" }
    text: { en: "For {customer}\\n\\n{lines}\\n\\n{link}", de: "{lines}" }
`;
    await load(pack('2') + mails);
    await project('Worded', { licensed: 1, spare: 0 }, { noticeDays: [10] });
    await morning(355);
    await run();
    expect(await mailsAbout('Worded')).toEqual(['Worded: 10 days']);
    await load(pack('3'));
  });
});

describe('list-expiries', () => {
  it('tells what ends when and what happens then, the pool served to the first to end, and counts days', async () => {
    const lapsing = await project('Lapsing', { licensed: 1, spare: 5 }, { noticeDays: [] });
    const extending = await project('Extending', { licensed: 2, spare: 1 }, extend);
    const asked = (query: object) => value(dealer.client.listExpiries({ from: day(364), until: day(365), ...query }));
    const { items, days } = await asked({ projectId: extending.id });
    expect(items.map(({ next, daysLeft, licence }) => [next.what, next.on, next.by?.part ?? null, daysLeft, licence.lastDay])).toEqual([
      ['extend', day(364), 'PLAN-365', 365, day(364)],
      ['not-enough', day(364), null, 365, day(364)],
    ]);
    expect(days).toEqual([{ lastDay: day(364), until: day(365), count: 2, lapse: 0, extend: 2 }]);
    expect((await asked({ projectId: lapsing.id })).items[0]).toMatchObject({ next: { what: 'lapse', on: null, by: null } });
    expect((await asked({ projectId: lapsing.id, from: day(365), until: day(516) })).items).toEqual([]);
    const all = await asked({ limit: 2 });
    expect(all.total).toBeGreaterThanOrEqual(3);
    const seen: string[] = [];
    for (let cursor: string | null = null; ; ) {
      const page: Awaited<ReturnType<typeof asked>> = await asked({ limit: 2, ...(cursor === null ? {} : { cursor }) });
      seen.push(...page.items.map(({ licence }) => licence.lotId));
      cursor = page.next;
      if (cursor === null) break;
    }
    expect([new Set(seen).size, seen.length]).toEqual([all.total, all.total]);
    const stranger = await channel.partner('dealer', 'Stranger');
    expect((await value(stranger.client.listExpiries({}))).items).toEqual([]);
    expect(await stranger.client.listExpiries({ projectId: lapsing.id })).toMatchObject({ problem: { code: 'not-found' } });
  });

  it('tells of what has its dates too, on every device it is on, whatever the project wants', async () => {
    const { id } = await project('Dated', { licensed: 0, spare: 3 }, extend);
    const boxes = [await box(id, 'Dated 1'), await box(id, 'Dated 2'), await box(id, 'Dated 3')];
    await careFor(boxes);
    const { items, days, total } = await value(dealer.client.listExpiries({ projectId: id }));
    expect([total, days]).toEqual([3, [{ lastDay: day(364), until: day(365), count: 3, lapse: 3, extend: 0 }]]);
    expect(items[0]).toMatchObject({
      licence: { part: 'CARE-365', termDays: 365, startsOn: day(0), until: day(365), lastDay: day(364) },
      daysLeft: 365,
      next: { what: 'activate-another', on: null, by: null },
    });
    const first = await value(dealer.client.listExpiries({ projectId: id, limit: 2 }));
    const second = await value(dealer.client.listExpiries({ projectId: id, limit: 2, cursor: first.next! }));
    // The calendar comes once; the list is counted with each page.
    expect([first.total, first.days, second.total, second.days]).toEqual([3, days, 3, null]);
    expect([...first.items, ...second.items].map(({ assignee }) => assignee.id).sort()).toEqual([...boxes].sort());
  });
});
