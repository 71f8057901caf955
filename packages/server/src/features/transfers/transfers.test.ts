import { moveClock } from '@muniment/platform/clock';
import { asOwner, inTransaction } from '@muniment/platform/postgres';
import { auditLedger } from '@muniment/server/operator';
import { type Party, poolPack, setUpChannel, ship, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { transferJobs } from './index.ts';

// Licences pass from a bin to a project, from project to project of one customer, and by offer to another customer (A10, E6).

const plan = 'PLAN-365';
let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let other: Party;
let giver: Awaited<ReturnType<typeof site>>;
let receiver: Awaited<ReturnType<typeof site>>;
let orders = 0;

async function site(party: Party, name: string) {
  const customer = await value(party.client.createCustomer({ name }));
  const email = `${name.toLowerCase()}@quarr.example`;
  const { client } = await channel.session(customer.id, 'customer', email);
  const project = await value(client.getProject({ projectId: customer.projects[0]!.id }));
  return { ...project, customerId: customer.id, name, email, client };
}

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'quarr', poolPack());
  dealer = await channel.partner('dealer', 'Dealer');
  other = await channel.partner('dealer', 'Other Dealer');
  giver = await site(dealer, 'Giver');
  receiver = await site(other, 'Receiver');
});
afterAll(() => server.stop());

const codeOf = (answer: { readonly ok: boolean; readonly problem?: { readonly code: string } }) =>
  answer.ok ? 'ok' : answer.problem!.code;

/** Lots in the dealer's bin. */
async function inBin(units: Readonly<Record<string, number>>) {
  orders += 1;
  return (await ship(channel, dealer, `SO-${orders}`, units)).lots;
}

/** A lot of so many units in the giver's pool. */
async function inPool(quantity: number, part = plan): Promise<string> {
  const lots = await inBin({ [part]: quantity });
  const { movements } = await value(dealer.client.giveLicenses({ projectId: giver.id, lines: [{ lotId: lots[part]!, quantity }] }));
  return movements.find(({ toKind }) => toKind === 'pool')!.lotId;
}

const offer = (lotId: string, quantity: number, more: object = {}) =>
  giver.client.transferLicenses({ projectId: giver.id, to: receiver.id, lines: [{ lotId, quantity }], ...more });

const units = async ({ client, id }: typeof giver) => (await value(client.getProject({ projectId: id }))).counts.poolUnits;
const mailsTo = async (email: string) =>
  (await value(channel.vendor.client.listMails({ q: email }))).items.map(({ kind, subject }) => `${kind}: ${subject}`);

/** Runs the job as a worker does at an instant. */
async function lapseAt(now: Temporal.Instant, signal = new AbortController().signal) {
  const { pool, services } = server.operator;
  const task = transferJobs({ pool, services })['lapse-transfers'];
  await task({ id: 'test', name: 'lapse-transfers', vendorId: null, data: {}, now, attempt: 1, maxAttempts: 1, signal });
}

describe('give-licenses', () => {
  it('moves units of the bin into a project as a licence of its own, that keeps its days and tells nobody the order', async () => {
    const lots = await inBin({ [plan]: 5 });
    const before = await units(giver);
    const outcome = await value(dealer.client.giveLicenses({ projectId: giver.id, lines: [{ lotId: lots[plan]!, quantity: 3 }] }));
    expect(outcome).toMatchObject({ kind: 'give-licenses', canUndo: false });
    expect(outcome.movements.map(({ fromKind, toKind, quantity }) => [fromKind, toKind, quantity])).toEqual([
      ['bin', 'conversion', 3],
      ['conversion', 'pool', 3],
    ]);
    const [, arriving] = outcome.movements;
    expect(arriving).toMatchObject({ part: plan, to: 'Giver', order: null });
    expect(await units(giver)).toBe(before + 3);
    const held = await value(giver.client.listPoolLicenses({ projectId: giver.id }));
    expect(held.items.find(({ lotId }) => lotId === arriving!.lotId)).toMatchObject({ part: plan, termDays: 365 });
    const bin = await value(dealer.client.listInventory({ q: `SO-${orders}` }));
    expect(bin.items).toMatchObject([{ part: plan, free: 2, salesOrder: `SO-${orders}`, termDays: 365 }]);
    const parents = await inTransaction(server.database.pool, { vendorId: channel.vendorId }, (tx) =>
      tx.query<{ parent_id: string; quantity: number }>('test-parents', 'SELECT parent_id, quantity FROM lot_parents WHERE lot_id = $1', [
        arriving!.lotId.slice(4),
      ]),
    );
    expect(parents).toEqual([{ parent_id: lots[plan]!.slice(4), quantity: 3 }]);
  });

  it('takes a part of an order by its number, and dated care with its dates', async () => {
    await inBin({ 'CARE-365': 2 });
    const lines = [{ order: `SO-${orders}`, part: 'CARE-365', quantity: 1 }];
    const { movements } = await value(dealer.client.giveLicenses({ projectId: giver.id, lines }));
    expect(movements[1]!.until).toBe(movements[0]!.until);
    expect(movements[1]!.until).toMatch(/^\d{4}-/);
  });

  it('refuses what is not there, what a project could not use, and a project that one does not see', async () => {
    const lots = await inBin({ PLUG: 1, [plan]: 1 });
    const give = (lotId: string, quantity: number, projectId = giver.id) =>
      dealer.client.giveLicenses({ projectId, lines: [{ lotId, quantity }] });
    expect(codeOf(await give(lots['PLUG']!, 1))).toBe('part-not-for-projects');
    expect(codeOf(await give(lots[plan]!, 2))).toBe('not-enough-units');
    expect(codeOf(await give(lots[plan]!, 1, receiver.id))).toBe('not-found');
    expect(codeOf(await other.client.giveLicenses({ projectId: receiver.id, lines: [{ lotId: lots[plan]!, quantity: 1 }] }))).toBe(
      'lot-not-found',
    );
    expect(codeOf(await giver.client.giveLicenses({ projectId: giver.id, lines: [{ lotId: lots[plan]!, quantity: 1 }] }))).toBe(
      'not-allowed',
    );
  });
});

describe('transfer-licenses', () => {
  it('moves units to another project of the same customer at once, and can be undone', async () => {
    const lotId = await inPool(4);
    const second = await value(giver.client.createProject({ name: 'Second' }));
    const before = await units(giver);
    const moved = await value(giver.client.transferLicenses({ projectId: giver.id, to: second.id, lines: [{ lotId, quantity: 3 }] }));
    expect(moved).toMatchObject({ transfer: null, offer: null, outcome: { canUndo: true } });
    expect(await units(giver)).toBe(before - 3);
    expect((await value(giver.client.getProject({ projectId: second.id }))).counts.poolUnits).toBe(3);
    await value(giver.client.undoOperation({ operationId: moved.outcome.operationId! }));
    expect(await units(giver)).toBe(before);
  });

  it('that are undone leave the pool they came to as it was, with the time since when it has what it had before', async () => {
    const lotId = await inPool(6);
    const third = await value(giver.client.createProject({ name: 'Third' }));
    const lines = [{ lotId, quantity: 2 }];
    const cameAt = () =>
      asOwner(server.database.pool, { vendorId: channel.vendorId }, (tx) =>
        tx.query<{ owner: string; came: string | null }>(
          'test-came-at',
          `SELECT a.owner_id AS owner, b.came_at::text AS came FROM balances b JOIN accounts a ON a.vendor_id = b.vendor_id AND a.id = b.account_id
           WHERE b.lot_id = $1 AND a.kind = 'pool' ORDER BY 1`,
          [lotId.slice('lot_'.length)],
        ),
      );
    const move = () => value(giver.client.transferLicenses({ projectId: giver.id, to: third.id, lines }));
    const undo = async ({ outcome }: Awaited<ReturnType<typeof move>>) =>
      value(giver.client.undoOperation({ operationId: outcome.operationId! }));
    const since = await cameAt();
    await undo(await move());
    expect(await cameAt()).toEqual(expect.arrayContaining([...since, { owner: third.id.slice('prj_'.length), came: null }]));
    await move();
    const had = await cameAt();
    const more = await move();
    expect(await cameAt()).not.toEqual(had);
    await undo(more);
    expect(await cameAt()).toEqual(had);
    expect((await auditLedger(server.operator)).ok).toBe(true);
  });

  it('offers units to another customer by the id of its project, and tells its people; what is offered is in no pool', async () => {
    const lotId = await inPool(4);
    const before = [await units(giver), await units(receiver)];
    const preview = await value(
      giver.client.transferLicenses({ projectId: giver.id, to: receiver.id, lines: [{ lotId, quantity: 2 }], dryRun: true }),
    );
    const today = Temporal.Now.plainDateISO('Europe/Berlin');
    expect(preview).toMatchObject({
      transfer: null,
      offer: { until: today.add({ days: 14 }).toString(), lastDay: today.add({ days: 13 }).toString() },
    });
    expect(JSON.stringify(preview)).not.toContain('Receiver');
    const { transfer, outcome } = await value(offer(lotId, 2, { note: 'As agreed', previewDigest: preview.outcome.digest }));
    expect(outcome).toMatchObject({ canUndo: false });
    expect(codeOf(await giver.client.undoOperation({ operationId: outcome.operationId! }))).toBe('cannot-undo-kind');
    expect(transfer).toMatchObject({
      state: 'offered',
      from: { customer: 'Giver', project: { name: 'Giver' } },
      to: { projectId: receiver.id, customer: null, project: null },
      lines: [{ part: plan, quantity: 2, termDays: 365 }],
      note: 'As agreed',
      canAnswer: false,
      canWithdraw: true,
    });
    expect([await units(giver), await units(receiver)]).toEqual([before[0]! - 2, before[1]]);
    const { items } = await value(receiver.client.listTransfers({ direction: 'incoming', state: 'offered' }));
    expect(items[0]).toMatchObject({
      id: transfer!.id,
      from: { customer: 'Giver', project: null },
      to: { projectId: receiver.id, customer: 'Receiver', project: { name: 'Receiver' } },
      canAnswer: true,
      canWithdraw: false,
    });
    expect(JSON.stringify(items[0])).not.toContain(giver.id);
    const tasks = async (client: Party['client']) => (await value(client.getHome({}))).tasks.map(({ kind, count }) => [kind, count]);
    expect(await tasks(receiver.client)).toContainEqual(['transfers-offered', 1]);
    expect(await tasks(other.client)).toContainEqual(['transfers-offered', 1]);
    expect((await tasks(giver.client)).map(([kind]) => kind)).not.toContain('transfers-offered');
    expect(await mailsTo(receiver.email)).toContain('transfer-offered: Giver offers you licences');
    await value(receiver.client.refuseTransfer({ transferId: transfer!.id }));
  });

  it('says before it offers what the offer will be, its receiver named to those alone who see it', async () => {
    const [first, second] = [await inPool(3), await inPool(2)];
    const lines = [
      { lotId: second, quantity: 2 },
      { lotId: first, quantity: 3 },
    ];
    const known = await site(dealer, 'Known');
    const ask = (by: Party['client'], to: string, dryRun: boolean) =>
      value(by.transferLicenses({ projectId: giver.id, to, lines, note: ' As agreed ', dryRun }));
    const sides = {
      from: { customer: 'Giver', project: { id: giver.id, name: 'Giver' } },
      to: { projectId: known.id, customer: 'Known', project: { id: known.id, name: 'Known' } },
    };
    const unnamed = { ...sides, to: { projectId: known.id, customer: null, project: null } };
    expect((await ask(giver.client, known.id, true)).offer).toMatchObject(unnamed);
    const { offer: shown } = await ask(dealer.client, known.id, true);
    expect(shown).toMatchObject({ ...sides, note: 'As agreed' });
    const { offer: made, transfer } = await ask(dealer.client, known.id, false);
    expect(made).toEqual(shown);
    expect(transfer).toMatchObject({ ...shown, lines: shown!.lines });
    expect(shown!.lines.map(({ part, quantity, termDays }) => [part, quantity, termDays])).toEqual([
      [plan, 3, 365],
      [plan, 2, 365],
    ]);
    const accepting = await value(known.client.acceptTransfer({ transferId: transfer!.id, dryRun: true }));
    expect(accepting.transfer).toMatchObject({ from: { customer: 'Giver', project: null }, to: sides.to, state: 'offered' });
    await value(known.client.refuseTransfer({ transferId: transfer!.id }));
  });

  it('refuses the same project, an id of nobody, more than there is, and an outdated preview', async () => {
    const lotId = await inPool(2);
    const to = (projectId: string, quantity = 1) =>
      giver.client.transferLicenses({ projectId: giver.id, to: projectId, lines: [{ lotId, quantity }] });
    expect(codeOf(await to(giver.id))).toBe('transfer-same-project');
    expect(codeOf(await to('prj_01900000-0000-7000-8000-000000000000'))).toBe('receiver-project-not-found');
    expect(codeOf(await to(receiver.id, 3))).toBe('not-enough-units');
    const lines = [{ lotId, quantity: 2 }];
    const preview = await value(giver.client.transferLicenses({ projectId: giver.id, to: receiver.id, lines, dryRun: true }));
    expect(codeOf(await offer(lotId, 1, { previewDigest: preview.outcome.digest }))).toBe('preview-outdated');
  });

  it('stays with the customer where the catalog says so', async () => {
    const strict = await setUpChannel(server, 'strict', poolPack({ toOthers: false }));
    const partner = await strict.partner('dealer', 'Strict Dealer');
    const [from, to] = [
      (await value(partner.client.createCustomer({ name: 'A' }))).projects[0]!,
      (await value(partner.client.createCustomer({ name: 'B' }))).projects[0]!,
    ];
    const { lots } = await ship(strict, partner, 'SO', { [plan]: 1 });
    const given = await value(partner.client.giveLicenses({ projectId: from.id, lines: [{ lotId: lots[plan]!, quantity: 1 }] }));
    const lines = [{ lotId: given.movements[1]!.lotId, quantity: 1 }];
    expect(codeOf(await partner.client.transferLicenses({ projectId: from.id, to: to.id, lines }))).toBe('transfer-not-to-others');
  });
});

describe('An offer', () => {
  const offered = async (quantity = 1) => {
    const lotId = await inPool(quantity);
    return (await value(offer(lotId, quantity))).transfer!.id;
  };

  it('accept-transfer: brings the units into the receiver’s pool, and tells who offered', async () => {
    const [transferId, before] = [await offered(2), await units(receiver)];
    const { transfer, outcome } = await value(receiver.client.acceptTransfer({ transferId }));
    expect(transfer).toMatchObject({ state: 'accepted', canAnswer: false });
    expect(outcome.movements).toMatchObject([{ quantity: 2, fromKind: 'transit', toKind: 'pool', to: 'Receiver' }]);
    expect(await units(receiver)).toBe(before + 2);
    expect(await mailsTo(giver.email)).toContain('transfer-accepted: The licences you offered were accepted');
    expect(codeOf(await receiver.client.acceptTransfer({ transferId }))).toBe('transfer-decided');
    expect(codeOf(await giver.client.withdrawTransfer({ transferId }))).toBe('transfer-decided');
  });

  it('refuse-transfer and withdraw-transfer: the units are back where they came from, and the other side is told', async () => {
    const before = await units(giver);
    const refused = await offered(2);
    await value(receiver.client.refuseTransfer({ transferId: refused }));
    expect(await mailsTo(giver.email)).toContain('transfer-refused: The licences you offered were refused');
    const withdrawn = await offered(1);
    expect(codeOf(await giver.client.acceptTransfer({ transferId: withdrawn }))).toBe('not-allowed');
    expect(codeOf(await receiver.client.withdrawTransfer({ transferId: withdrawn }))).toBe('not-allowed');
    await value(giver.client.withdrawTransfer({ transferId: withdrawn }));
    expect(await units(giver)).toBe(before + 3);
    expect(await mailsTo(receiver.email)).toContain('transfer-withdrawn: Giver no longer offers you licences');
    const states = async (query: object) => (await value(giver.client.listTransfers(query))).items.map(({ state }) => state);
    expect(await states({ direction: 'outgoing', state: 'withdrawn' })).toContain('withdrawn');
    expect(await states({ direction: 'incoming' })).toEqual([]);
    expect(await states({ projectId: giver.id, state: 'refused' })).toContain('refused');
  });

  it('is seen by its two sides and nobody else', async () => {
    const transferId = await offered();
    const stranger = await site(other, 'Stranger');
    expect(codeOf(await stranger.client.acceptTransfer({ transferId }))).toBe('not-found');
    expect((await value(stranger.client.listTransfers({}))).total).toBe(0);
    expect((await value(dealer.client.listTransfers({ projectId: giver.id, state: 'offered' }))).items[0]!.id).toBe(transferId);
    await value(other.client.refuseTransfer({ transferId }));
  });

  it('that is accepted and withdrawn at the same moment has one end', async () => {
    for (let round = 0; round < 4; round += 1) {
      const transferId = await offered();
      const before = (await units(giver)) + (await units(receiver));
      const answers = await Promise.all([
        receiver.client.acceptTransfer({ transferId }),
        giver.client.withdrawTransfer({ transferId }),
        receiver.client.refuseTransfer({ transferId }),
        giver.client.withdrawTransfer({ transferId }),
      ]);
      expect(answers.map(codeOf).sort()).toEqual(['ok', 'transfer-decided', 'transfer-decided', 'transfer-decided']);
      expect((await units(giver)) + (await units(receiver))).toBe(before + 1);
    }
  });

  it('lapses on its day, once, with two workers and after days without any; then nobody can accept it', async () => {
    const lapsing = await Promise.all([offered(1), offered(2), offered(1)]);
    const before = await units(giver);
    const day = Temporal.Now.plainDateISO('Europe/Berlin').add({ days: 14 });
    const at = day.toZonedDateTime({ timeZone: 'Europe/Berlin' }).toInstant();
    await lapseAt(at.subtract({ minutes: 1 }));
    expect(await units(giver)).toBe(before);
    await Promise.all([lapseAt(at.add({ hours: 72 })), lapseAt(at.add({ hours: 72 }))]);
    await lapseAt(at.add({ hours: 96 }));
    expect(await units(giver)).toBe(before + 4);
    for (const transferId of lapsing) expect(codeOf(await receiver.client.acceptTransfer({ transferId }))).toBe('transfer-decided');
    const { items } = await value(giver.client.listTransfers({ state: 'lapsed' }));
    expect(items.map(({ id }) => id).sort()).toEqual([...lapsing].sort());
    const told = (await mailsTo(giver.email)).filter((mail) => mail.startsWith('transfer-lapsed'));
    expect(told).toHaveLength(3);
    const { items: acts } = await value(channel.vendor.client.listOperations({ kind: 'lapse-transfer' }));
    expect(acts).toHaveLength(3);
    expect(acts[0]).toMatchObject({ channel: 'job', actor: { kind: 'system' } });
  });

  it('is told of in the catalog’s own words where it has some', async () => {
    const mails = `mails:
  - kind: transfer-offered
    subject: { en: "{from} has {note} for {to}", de: "{from}: {note}" }
    text: { en: "By {lastDay}:\\n\\n{lines}", de: "{lines}" }
`;
    await value(channel.vendor.client.loadCatalog({ pack: poolPack({ version: 'worded' }) + mails }));
    const { transfer } = await value(offer(await inPool(2), 2, { note: 'a present' }));
    const [mail] = (await value(channel.vendor.client.listMails({ q: receiver.email }))).items;
    expect(mail).toMatchObject({ kind: 'transfer-offered', subject: 'Giver has a present for Receiver' });
    const { text } = await value(channel.vendor.client.getMail({ mailId: mail!.id }));
    expect(text).toMatch(/^By \w+ \d+, \d{4}:\n\n {2}2 x PLAN-365 {2}Plan, 1 year\n$/);
    await value(giver.client.withdrawTransfer({ transferId: transfer!.id }));
    expect(await mailsTo(receiver.email)).toContain('transfer-withdrawn: Giver no longer offers you licences');
    await value(channel.vendor.client.loadCatalog({ pack: poolPack({ version: 'unworded' }) }));
  });

  it('that cannot be sent back keeps no other waiting, and the job fails in the end', async () => {
    const offers: string[] = [];
    for (const note of ['first', 'second', 'third']) offers.push((await value(offer(await inPool(1), 1, { note }))).transfer!.id);
    const at = (await server.clock.now()).add({ hours: 24 * 15 });
    const { pool } = server.operator;
    await asOwner(pool, { vendorId: channel.vendorId }, async (tx) => {
      await tx.run(
        'test-fail',
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'this offer cannot be written'; END $$",
      );
      const when = `NEW.id = '${offers[0]!.slice('trf_'.length)}'`;
      await tx.run('test-failing', `CREATE TRIGGER fail BEFORE UPDATE ON transfers FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION fail()`);
    });
    await expect(lapseAt(at)).rejects.toThrow('this offer cannot be written');
    const undecided = async () => {
      const { items } = await value(giver.client.listTransfers({ limit: 200 }));
      return items.filter(({ id, decidedAt }) => offers.includes(id) && decidedAt === null).map(({ id }) => id);
    };
    expect(await undecided()).toEqual([offers[0]]);
    await asOwner(pool, { vendorId: channel.vendorId }, (tx) => tx.run('test-mended', 'DROP TRIGGER fail ON transfers'));
    await lapseAt(at);
    expect(await undecided()).toEqual([]);
  });

  it('past its day cannot be accepted although no worker has seen to it yet', async () => {
    const late = await startTestServer({ testClock: true });
    try {
      const quick = await setUpChannel(late, 'quick', poolPack({ lapseDays: 1 }));
      const partner = await quick.partner('dealer', 'Quick Dealer');
      const [from, to] = [
        (await value(partner.client.createCustomer({ name: 'A' }))).projects[0]!,
        (await value(partner.client.createCustomer({ name: 'B' }))).projects[0]!,
      ];
      const { lots } = await ship(quick, partner, 'SO', { [plan]: 1 });
      const given = await value(partner.client.giveLicenses({ projectId: from.id, lines: [{ lotId: lots[plan]!, quantity: 1 }] }));
      const lines = [{ lotId: given.movements[1]!.lotId, quantity: 1 }];
      const { transfer } = await value(partner.client.transferLicenses({ projectId: from.id, to: to.id, lines }));
      await moveClock(late.database.pool, { advance: 'P1D' });
      const client = (await quick.session(partner.id, 'dealer', 'next@quick.example')).client;
      expect(codeOf(await client.acceptTransfer({ transferId: transfer!.id }))).toBe('transfer-lapsed');
      expect((await value(client.listTransfers({}))).items).toMatchObject([{ state: 'lapsed', canAnswer: false, canWithdraw: false }]);
    } finally {
      await late.stop();
    }
  });
});

describe('list-inventory', () => {
  it('shows a partner what it may give, and what its customers have: free, assigned and active', async () => {
    const lots = await inBin({ [plan]: 2, PLUG: 3, 'CAP-50': 1 });
    const { items: mine } = await value(dealer.client.listInventory({ q: `SO-${orders}` }));
    expect(mine.map(({ part, free }) => [part, free])).toEqual([
      ['CAP-50', 1],
      [plan, 2],
    ]);
    const project = await value(dealer.client.createProject({ customerId: giver.customerId, name: 'Stocktaking' }));
    const device = await value(
      dealer.client.createDevice({
        customerId: giver.customerId,
        projectId: project.id,
        name: 'Box',
        product: 'BOX',
        hardwareKey: 'B000077',
      }),
    );
    await value(dealer.client.giveLicenses({ projectId: project.id, lines: [{ lotId: lots[plan]!, quantity: 2 }] }));
    await value(dealer.client.assignLicenses({ projectId: project.id, deviceIds: [device.id] }));
    await value(dealer.client.attachLicenses({ deviceId: device.id, lines: [{ lotId: lots['PLUG']!, quantity: 2 }] }));
    await value(dealer.client.activateLicenses({ deviceId: device.id }));
    const { items } = await value(dealer.client.listInventory({ of: 'customers', projectId: project.id }));
    expect(items.map(({ customer, part, free, assigned, active }) => [customer!.name, part, free, assigned, active])).toEqual([
      ['Giver', plan, 1, 1, 0],
      ['Giver', 'PLUG', 0, 0, 2],
    ]);
    expect((await value(other.client.listInventory({ of: 'customers', q: 'Giver' }))).total).toBe(0);
    expect(codeOf(await giver.client.listInventory({}))).toBe('not-allowed');
  });
});

describe('The ledger', () => {
  it('is in order after all of it', async () => {
    expect(await auditLedger({ pool: server.database.pool })).toMatchObject({ ok: true });
  });
});
