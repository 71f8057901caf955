import { readLicenseKey } from '@muniment/client/license-keys';
import { moveClock } from '@muniment/platform/clock';
import { auditLedger } from '@muniment/server/operator';
import {
  licenseKeyPack,
  type Party,
  send,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const form = { alphabet: 'unambiguous', groups: [5, 5, 5, 5, 5], separator: '-', prefix: 'NL', check: 'iso-7064' } as const;
const shape = /^NL(-[2-9A-HJKMNP-TV-Z]{5}){5}$/;
const agreement = { id: 'cloud', version: '3', language: 'en', accepted: true };

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let other: Party;
let projectId: string;
let otherProjectId: string;
let customerId: string;

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  channel = await setUpChannel(server, 'keys', licenseKeyPack);
  dealer = await channel.partner('dealer', 'Dealer');
  other = await channel.partner('dealer', 'Other');
  const customer = await value(dealer.client.createCustomer({ name: 'Customer' }));
  customerId = customer.id;
  projectId = customer.projects[0]!.id;
  otherProjectId = (await value(other.client.createCustomer({ name: 'Other customer' }))).projects[0]!.id;
});
afterAll(() => server?.stop());

type Make = Parameters<Party['client']['makeLicenseKeys']>[0];
const make = (more: Partial<Make> = {}, by: Party = channel.vendor) =>
  value(by.client.makeLicenseKeys({ part: 'RT-1Y', keys: 2, source: 'issue', ...more }));
const redeem = (keys: string[], more: { projectId?: string; by?: Party } = {}) =>
  value((more.by ?? dealer).client.redeemLicenseKeys({ projectId: more.projectId ?? projectId, keys, agreement }));
const codesOf = ({ results }: { results: readonly { problem: { code: string } | null }[] }) =>
  results.map(({ problem }) => problem?.code ?? 'redeemed');
const problemOf = async (answer: Promise<{ ok: boolean; problem?: { code: string; status: number; facts?: unknown } }>) => {
  const got = await answer;
  return got.ok ? null : got.problem!;
};
/** Units by the kind of account they are in. */
async function unitsOf(part: string): Promise<Record<string, number>> {
  const client = await server.database.pool.connect();
  try {
    await client.query("SELECT set_config('muniment.vendor_id', $1, false)", [channel.vendorId]);
    const { rows } = await client.query<{ kind: string; units: string }>(
      `SELECT b.kind, sum(b.quantity)::int AS units FROM balances b JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
       WHERE l.part = $1 AND b.quantity <> 0 GROUP BY b.kind`,
      [part],
    );
    return Object.fromEntries(rows.map(({ kind, units }) => [kind, Number(units)]));
  } finally {
    await client.query("SELECT set_config('muniment.vendor_id', '', false)");
    client.release();
  }
}

describe('make-license-keys', () => {
  it('makes keys of the catalog’s form for an order, which tell their own slips, and puts their units in the receiver’s keyed account', async () => {
    const made = await make({ keys: 3, quantityPerKey: 2, salesOrder: 'SO-1', purchaseOrder: 'PO-1', receiverId: dealer.id });
    expect(made.batch).toMatchObject({
      part: 'RT-1Y',
      keys: 3,
      quantityPerKey: 2,
      unredeemed: 3,
      redeemed: 0,
      holder: { id: dealer.id },
      salesOrder: 'SO-1',
    });
    expect(new Set(made.keys.map(({ key }) => key)).size).toBe(3);
    for (const { key } of made.keys) {
      expect(key).toMatch(shape);
      expect(readLicenseKey(form, key).ok).toBe(true);
    }
    expect(await unitsOf('RT-1Y')).toMatchObject({ issue: -6, keyed: 6 });
    const { order, lines } = await value(dealer.client.getOrder({ order: 'SO-1' }));
    expect(order).toMatchObject({ purchaseOrder: 'PO-1', receiver: { id: dealer.id } });
    expect(lines).toMatchObject([{ part: 'RT-1Y', shipped: 6, available: 0, elsewhere: 6 }]);
    // The same order takes more keys, for whom it is; nobody else gets keys under its number.
    await make({ part: 'RT-3Y', salesOrder: 'SO-1', receiverEmail: dealer.email });
    expect((await value(dealer.client.getOrder({ order: 'SO-1' }))).lines).toHaveLength(2);
    const taken = channel.vendor.client.makeLicenseKeys({
      part: 'RT-3Y',
      keys: 1,
      source: 'issue',
      salesOrder: 'SO-1',
      receiverId: other.id,
    });
    expect(await problemOf(taken)).toMatchObject({ code: 'order-already-shipped' });
  });

  it('refuses parts that no project holds, and what is not there', async () => {
    const asked = (more: Partial<Make>, by: Party = channel.vendor) =>
      problemOf(by.client.makeLicenseKeys({ part: 'RT-1Y', keys: 1, source: 'issue', ...more }));
    expect(await asked({ part: 'NONE' })).toMatchObject({ code: 'part-unknown' });
    expect(await asked({ part: 'OLD' })).toMatchObject({ code: 'part-withdrawn' });
    expect(await asked({ part: 'UNITS' })).toMatchObject({ code: 'part-not-for-keys' });
    expect(await asked({ receiverId: customerId })).toMatchObject({ code: 'receiver-not-possible' });
    expect(await asked({ receiverEmail: 'nobody@nowhere.example' })).toMatchObject({ code: 'receiver-not-found' });
    expect(await asked({}, dealer)).toMatchObject({ code: 'source-not-allowed' });
    expect(await asked({ source: 'bin', part: 'CAP-10' }, dealer)).toMatchObject({
      code: 'not-enough-units',
      facts: { requested: 1, available: 0 },
    });
    const tooMany = await send(server.url, {
      method: 'POST',
      path: '/v1/license-key-batches',
      credential: channel.vendor.credential,
      headers: { 'Idempotency-Key': 'too-many' },
      body: { part: 'RT-1Y', keys: 10_001, source: 'issue' },
    });
    expect(tooMany.status).toBe(400);
  });

  it('turns units of a bin into keys, the oldest first, and each key is worth units of one lot', async () => {
    await ship(channel, dealer, 'SO-BIN-1', { 'CAP-10': 3 });
    await ship(channel, dealer, 'SO-BIN-2', { 'CAP-10': 4 });
    const made = await make({ part: 'CAP-10', keys: 3, quantityPerKey: 2, source: 'bin' }, dealer);
    expect(made.batch).toMatchObject({ source: 'bin', holder: { id: dealer.id } });
    expect(await unitsOf('CAP-10')).toEqual({ issue: -7, keyed: 6, bin: 1 });
    // One unit is left of the first order: no key of two can be made of it.
    const { lines } = await value(dealer.client.getOrder({ order: 'SO-BIN-1' }));
    expect(lines[0]).toMatchObject({ available: 1, elsewhere: 2 });
    const none = dealer.client.makeLicenseKeys({ part: 'CAP-10', keys: 1, quantityPerKey: 1, source: 'bin', salesOrder: 'SO-BIN-2' });
    expect(await problemOf(none)).toMatchObject({ code: 'not-enough-units' });
  });

  it('shows the keys once: the same request again says so and makes none', async () => {
    const request = {
      method: 'POST',
      path: '/v1/license-key-batches',
      credential: channel.vendor.credential,
      headers: { 'Idempotency-Key': 'once' },
      body: { part: 'RT-1Y', keys: 2, source: 'issue' },
    };
    const first = await send(server.url, request);
    expect(first.status).toBe(201);
    const { total } = await value(channel.vendor.client.listLicenseKeyBatches({}));
    const again = await send(server.url, request);
    expect(again.body).toMatchObject({ code: 'secret-already-shown', facts: { answer: { batch: { id: first.body.batch.id } } } });
    for (const { key } of first.body.keys) expect(again.text).not.toContain(key);
    expect((await value(channel.vendor.client.listLicenseKeyBatches({}))).total).toBe(total);
  });

  it('makes ten thousand keys in one request', async () => {
    const started = performance.now();
    const made = await make({ keys: 10_000 });
    expect(new Set(made.keys.map(({ key }) => key)).size).toBe(10_000);
    expect(performance.now() - started).toBeLessThan(60_000);
  });
});

describe('redeem-license-keys', () => {
  it('refuses everything without the terms, and says which version is in force', async () => {
    const { keys } = await make({ receiverId: dealer.id });
    const ask = (given: unknown) => problemOf(dealer.client.redeemLicenseKeys({ projectId, keys: [keys[0]!.key], ...(given as object) }));
    expect(await ask({})).toMatchObject({ code: 'agreement-not-accepted', facts: { agreement: { id: 'cloud', version: '3' } } });
    expect(await ask({ agreement: { ...agreement, accepted: false } })).toMatchObject({ code: 'agreement-not-accepted' });
    expect(await ask({ agreement: { ...agreement, version: '2' } })).toMatchObject({ code: 'agreement-outdated' });
    expect(codesOf(await redeem([keys[0]!.key]))).toEqual(['redeemed']);
  });

  it('gives each line its own result, and does the good ones although others are not', async () => {
    const { keys, batch } = await make({ keys: 6, receiverId: dealer.id });
    const [a, b, used, elsewhere, revoked, c] = keys.map(({ key }) => key) as [string, string, string, string, string, string];
    await redeem([used]);
    await redeem([elsewhere], { projectId: otherProjectId, by: other });
    await value(dealer.client.revokeLicenseKeys({ keyIds: [keys[4]!.id], reason: 'Sent to the wrong address' }));
    const swapped = c.slice(0, 3) + c[4] + c[3] + c.slice(5);
    const list = [
      a,
      ` ${b.toLowerCase().replaceAll('-', ' ')} `,
      a,
      used,
      elsewhere,
      revoked,
      'NL-nonsense',
      '',
      swapped === c ? 'NL-1' : swapped,
      c,
    ];
    const preview = await value(dealer.client.redeemLicenseKeys({ projectId, keys: list, agreement, dryRun: true }));
    const done = await redeem(list);
    expect(codesOf(done)).toEqual([
      'redeemed',
      'redeemed',
      'license-key-twice',
      'license-key-used',
      'license-key-used',
      'license-key-revoked',
      'license-key-mistyped',
      'license-key-mistyped',
      'license-key-mistyped',
      'redeemed',
    ]);
    expect(done).toMatchObject({ dryRun: false, redeemed: 3, refused: 7 });
    expect(preview).toMatchObject({ dryRun: true, operationIds: [], redeemed: 3, refused: 7 });
    expect(codesOf(preview)).toEqual(codesOf(done));
    const [first, , twice, here, there] = done.results;
    expect(first!.key).toMatchObject({
      part: 'RT-1Y',
      partLabel: 'Router 1 year',
      category: { id: 'router' },
      termDays: 365,
      project: { id: projectId },
    });
    expect(twice!.problem!.detail).toContain('line 1');
    expect(here!.problem!.facts).toEqual({ here: true });
    expect(there!.problem!.facts).toEqual({ here: false });
    expect(there!.key).toBeNull();
    expect(JSON.stringify(there)).not.toContain('Other');
    // Units are where the keys were registered, and nowhere else.
    const history = await value(dealer.client.getOperation({ operationId: done.operationIds[0]! }));
    expect(history).toMatchObject({ kind: 'redeem-license-keys' });
    expect((await value(dealer.client.listLicenseKeyBatches({}))).items.find(({ id }) => id === batch.id)).toMatchObject({
      redeemed: 5,
      revoked: 1,
      unredeemed: 0,
    });
  });

  it('tells each maker of its own keys alone, though those of several were registered together', async () => {
    const { lots } = await ship(channel, other, 'SO-SHARED', { 'RT-1Y': 3 });
    const mine = await make({ keys: 1, receiverId: dealer.id });
    const others = await make({ keys: 2, source: 'bin', salesOrder: 'SO-SHARED' }, other);
    const done = await redeem([mine.keys[0]!.key, others.keys[0]!.key, others.keys[1]!.key]);
    const keeper = await channel.session(customerId, 'customer', 'schluesselwart@keys.example');
    const last = await make({ keys: 1, source: 'bin', salesOrder: 'SO-SHARED' }, other);
    await value(keeper.client.redeemLicenseKeys({ projectId, keys: [last.keys[0]!.key], agreement }));
    expect(done.operationIds).toHaveLength(2);
    const seen = await value(other.client.listOperations({ kind: 'redeem-license-keys', lotId: lots['RT-1Y']! }));
    expect(seen.items).toMatchObject([
      { project: null, actor: { name: '' }, movements: [{ lotId: lots['RT-1Y'], quantity: 1 }] },
      { project: null, actor: { name: '' }, movements: [{ lotId: lots['RT-1Y'], quantity: 2 }] },
    ]);
    const foreign = done.results[0]!.key!.lotId;
    expect((await value(other.client.listOperations({ lotId: foreign }))).items).toEqual([]);
    for (const path of ['/v1/operations?limit=200', '/v1/license-log']) {
      const sent = await send(server.url, { path, credential: other.credential });
      expect(sent.status).toBe(200);
      expect(sent.text).toContain(lots['RT-1Y']);
      expect(sent.text).not.toContain(foreign);
      // Nor of the customer's people who registered them.
      expect(sent.text).not.toContain('schluesselwart');
    }
    // Whoever registered them sees both acts.
    const own = await value(dealer.client.listOperations({ projectId, kind: 'redeem-license-keys', limit: 3 }));
    expect(own.items.map(({ id }) => id)).toEqual(expect.arrayContaining(done.operationIds));
  });

  it('answers a key that was never handed out as unknown, however near it is to one that was', async () => {
    const made = await make({ keys: 1, receiverId: dealer.id });
    const { key } = made.keys[0]!;
    // Two wrong characters may satisfy the check character: what is left is a key nobody has.
    const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
    const near = [...alphabet]
      .flatMap((one) => [...alphabet].map((two) => `${key.slice(0, 4)}${one}${key.slice(5, 10)}${two}${key.slice(11)}`))
      .filter((candidate) => candidate !== key && readLicenseKey(form, candidate).ok)
      .slice(0, 3);
    expect(near).toHaveLength(3);
    expect(codesOf(await redeem(near))).toEqual(Array(3).fill('license-key-unknown'));
    expect(codesOf(await redeem([key]))).toEqual(['redeemed']);
  });

  it('gives a key to exactly one of many who register it at the same moment', async () => {
    const { keys } = await make({ keys: 1, receiverId: dealer.id });
    const racers = Array.from({ length: 8 }, (_, index) =>
      index % 2 === 0 ? redeem([keys[0]!.key]) : redeem([keys[0]!.key], { projectId: otherProjectId, by: other }),
    );
    const outcomes = (await Promise.all(racers)).flatMap(codesOf);
    expect(outcomes.filter((code) => code === 'redeemed')).toHaveLength(1);
    expect(outcomes.filter((code) => code === 'license-key-used')).toHaveLength(7);
  });

  it('never waits in a circle: lists of the same keys in other orders, and revoking, all come to an end', async () => {
    const before = await unitsOf('RT-3Y');
    const { keys, batch } = await make({ part: 'RT-3Y', keys: 60, receiverId: dealer.id });
    const codes = keys.map(({ key }) => key);
    const lists = [codes, codes.toReversed(), [...codes.slice(30), ...codes.slice(0, 30)], codes.filter((_, index) => index % 2 === 0)];
    const done = await Promise.all([
      ...lists.map((list, index) => redeem(list, index % 2 === 0 ? {} : { projectId: otherProjectId, by: other })),
      dealer.client
        .revokeLicenseKeys({ batchId: batch.id, reason: 'Race' })
        .then((answer) => (answer.ok ? { redeemed: 0, revoked: answer.value.revoked } : { redeemed: 0, revoked: 0 })),
    ]);
    const redeemed = done.reduce((sum, one) => sum + one.redeemed, 0);
    const revoked = done.reduce((sum, one) => sum + ('revoked' in one ? one.revoked : 0), 0);
    expect(redeemed + revoked).toBe(60);
    const after = await unitsOf('RT-3Y');
    const gained = (kind: string) => (after[kind] ?? 0) - (before[kind] ?? 0);
    expect([gained('pool'), gained('bin'), gained('keyed')]).toEqual([redeemed, revoked, 0]);
  });

  it('keeps a project of somebody else out of reach, and a customer registers its own', async () => {
    const { keys } = await make({ keys: 1 });
    const hidden = dealer.client.redeemLicenseKeys({ projectId: otherProjectId, keys: [keys[0]!.key], agreement });
    expect(await problemOf(hidden)).toMatchObject({ code: 'not-found' });
    const tenant = await channel.session(customerId, 'customer', 'tenant@keys.example');
    const mine = await value(tenant.client.redeemLicenseKeys({ projectId, keys: [keys[0]!.key], agreement }));
    expect(codesOf(mine)).toEqual(['redeemed']);
    expect(mine.results[0]!.key).toMatchObject({
      redeemedBy: 'tenant',
      batchId: null,
      salesOrder: null,
      agreement: { id: 'cloud', version: '3', language: 'en' },
    });
  });
});

describe('list-license-keys and show-license-keys', () => {
  it('show no code in any list, only its last characters, and the codes to whoever holds the project or made them, recorded', async () => {
    const { keys, batch } = await make({ keys: 2, receiverId: dealer.id, salesOrder: 'SO-LIST' });
    await redeem([keys[0]!.key]);
    const credential = dealer.credential;
    for (const query of [`projectId=${projectId}`, `batchId=${batch.id}`, 'salesOrder=SO-LIST', '']) {
      const sent = await send(server.url, { path: `/v1/license-keys?${query}`, credential });
      expect(sent.status).toBe(200);
      for (const { key } of keys) {
        expect(sent.text).not.toContain(key);
        expect(sent.text).not.toContain(key.replaceAll('-', '').slice(2));
        expect(sent.text).not.toContain(key.slice(3, 8));
      }
    }
    const listed = await value(dealer.client.listLicenseKeys({ projectId }));
    expect(listed.items[0]).toMatchObject({ masked: `NL-•••••-•••••-•••••-•••••-•${keys[0]!.key.slice(-4)}`, state: 'redeemed' });
    const shown = await value(dealer.client.showLicenseKeys({ keyIds: keys.map(({ id }) => id) }));
    expect(shown.items.map(({ key }) => key).sort()).toEqual(keys.map(({ key }) => key).sort());
    expect(await problemOf(other.client.showLicenseKeys({ keyIds: [keys[0]!.id] }))).toMatchObject({ code: 'not-found' });
    const { items } = await value(dealer.client.listAuditEvents({}));
    const recorded = items.find(({ kind }) => kind === 'show-license-keys')!;
    const event = await value(dealer.client.getAuditEvent({ hash: recorded.hash }));
    expect(JSON.stringify(event)).toContain(keys[0]!.id.slice(3));
    expect(JSON.stringify(event)).not.toContain(keys[0]!.key);
    const reader = await channel.session(dealer.id, 'read-only', 'reader@keys.example');
    expect(await problemOf(reader.client.showLicenseKeys({ keyIds: [keys[0]!.id] }))).toMatchObject({ code: 'not-allowed' });
    expect((await value(reader.client.listLicenseKeys({ projectId }))).total).toBe(listed.total);
  });

  it('list what was ever registered, what is over too, by state', async () => {
    const { batch } = await make({ part: 'FIX-30', keys: 2, receiverId: dealer.id });
    const of = async (state: 'unredeemed' | 'redeemed' | 'expired' | 'revoked') =>
      (await value(dealer.client.listLicenseKeys({ batchId: batch.id, state }))).total;
    expect([await of('unredeemed'), await of('redeemed'), await of('expired'), await of('revoked')]).toEqual([2, 0, 0, 0]);
    const page = await value(dealer.client.listLicenseKeys({ batchId: batch.id, limit: 1 }));
    const rest = await value(dealer.client.listLicenseKeys({ batchId: batch.id, limit: 1, cursor: page.next! }));
    expect(new Set([page.items[0]!.id, rest.items[0]!.id]).size).toBe(2);
    expect(rest.next).toBeNull();
  });

  it('keep nothing readable in the database: neither a code nor its plain digest', async () => {
    const { keys } = await make({ keys: 1 });
    const code = keys[0]!.key.replaceAll('-', '').slice(2);
    const client = await server.database.pool.connect();
    try {
      await client.query("SELECT set_config('muniment.vendor_id', $1, false)", [channel.vendorId]);
      for (const table of ['license_keys', 'license_key_batches', 'operations', 'audit_leaves', 'idempotency_keys']) {
        const { rows } = await client.query<{ text: string }>(`SELECT string_agg(t::text, ' ') AS text FROM ${table} t`);
        expect(rows[0]!.text).not.toContain(code);
        expect(rows[0]!.text).not.toContain(keys[0]!.key);
        expect(rows[0]!.text).not.toContain(Buffer.from(code).toString('hex'));
      }
    } finally {
      await client.query("SELECT set_config('muniment.vendor_id', '', false)");
      client.release();
    }
  });
});

describe('export-license-keys', () => {
  it('gives the keys of a batch as a list to whoever made or holds them, recorded', async () => {
    const { keys, batch } = await make({ keys: 2, receiverId: dealer.id, salesOrder: '=SO', purchaseOrder: 'PO "1"' });
    const asked = (credential: string) =>
      send(server.url, { method: 'POST', path: `/v1/license-key-batches/${batch.id}/export`, credential });
    const file = await asked(dealer.credential);
    expect(file.headers['content-type']).toContain('text/csv');
    const lines = file.text.trim().split('\r\n');
    expect(lines[0]).toBe('key,part,quantity,salesOrder,purchaseOrder,state,redeemedAt');
    // A spreadsheet reckons with nothing of it.
    expect(lines.slice(1).sort()).toEqual(keys.map(({ key }) => `${key},RT-1Y,1,'=SO,"PO ""1""",unredeemed,`).sort());
    expect((await asked(other.credential)).status).toBe(404);
    expect((await asked(channel.vendor.credential)).status).toBe(200);
    const { items } = await value(dealer.client.listAuditEvents({}));
    expect(items.some(({ kind }) => kind === 'export-license-keys')).toBe(true);
  });
});

describe('revoke-license-keys', () => {
  it('puts the units back in the bin or out of use, and what is registered stays', async () => {
    const foreign = await make({ keys: 1 });
    const before = await unitsOf('RT-1Y');
    const { keys, batch } = await make({ keys: 3, quantityPerKey: 2 });
    const admin = channel.vendor.client;
    await redeem([keys[0]!.key]);
    const mixed = [keys[1]!.id, foreign.keys[0]!.id];
    expect(await problemOf(admin.revokeLicenseKeys({ batchId: batch.id, keyIds: mixed, reason: 'Mistake' }))).toMatchObject({
      code: 'license-key-not-in-batch',
      facts: { count: 1 },
    });
    const used = admin.revokeLicenseKeys({ batchId: batch.id, keyIds: [keys[0]!.id, keys[1]!.id], reason: 'Mistake' });
    expect(await problemOf(used)).toMatchObject({ code: 'license-key-redeemed', facts: { count: 1 } });
    const registered = admin.revokeLicenseKeys({ keyIds: keys.map(({ id }) => id), reason: 'Mistake' });
    expect(await problemOf(registered)).toMatchObject({ code: 'license-key-redeemed', facts: { count: 1 } });
    const preview = await value(admin.revokeLicenseKeys({ batchId: batch.id, reason: 'Mistake', dryRun: true }));
    const done = await value(admin.revokeLicenseKeys({ batchId: batch.id, reason: 'Mistake', previewDigest: preview.outcome.digest }));
    expect(done).toMatchObject({
      revoked: 2,
      to: 'retired',
      outcome: { kind: 'revoke-license-keys', movements: [{ quantity: 4, toKind: 'retired' }] },
    });
    expect(await problemOf(admin.revokeLicenseKeys({ batchId: batch.id, reason: 'Again' }))).toMatchObject({ code: 'nothing-selected' });
    expect(await problemOf(admin.revokeLicenseKeys({ keyIds: [keys[1]!.id], reason: 'Again' }))).toMatchObject({
      code: 'license-key-already-revoked',
    });
    expect(await problemOf(dealer.client.revokeLicenseKeys({ keyIds: [keys[1]!.id], reason: 'Not mine' }))).toMatchObject({
      code: 'not-found',
    });
    const after = await unitsOf('RT-1Y');
    expect((after['retired'] ?? 0) - (before['retired'] ?? 0)).toBe(4);
    expect((after['keyed'] ?? 0) - (before['keyed'] ?? 0)).toBe(0);
    const listed = await value(admin.listLicenseKeys({ batchId: batch.id, state: 'revoked' }));
    expect(listed.items[0]).toMatchObject({ revokedReason: 'Mistake' });
  });
});

describe('get-license-key-terms', () => {
  it('says what keys look like and what is accepted, in the reader’s language', async () => {
    const terms = await value(dealer.client.getLicenseKeyTerms({}));
    expect(terms).toEqual({
      form: { ...form, groups: [...form.groups], shape: 'NL-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX' },
      agreement: { id: 'cloud', version: '3', language: 'en', title: 'Cloud terms', text: 'You agree.' },
    });
  });
});

it('redeem-license-keys refuses a key whose fixed time is over, and lists say so', async () => {
  const { keys, batch } = await make({ part: 'FIX-30', keys: 2, receiverId: dealer.id });
  await redeem([keys[0]!.key]);
  const now = await server.clock.now();
  await moveClock(server.database.pool, { set: now.add({ hours: 24 * 31 }).toString() });
  // Sessions are over by then; an API key is not.
  const by = channel.vendor;
  const late = await redeem([keys[1]!.key], { by });
  expect(codesOf(late)).toEqual(['license-key-expired']);
  expect((await value(by.client.listLicenseKeys({ batchId: batch.id, state: 'expired' }))).total).toBe(2);
  // Every key ever registered is in the list of the project, this one too.
  const { items } = await value(by.client.listLicenseKeys({ projectId, state: 'expired' }));
  expect(items.map(({ id }) => id)).toContain(keys[0]!.id);
});

it('leaves the ledger in order', async () => {
  expect(await auditLedger({ pool: server.database.pool })).toMatchObject({ ok: true });
});
