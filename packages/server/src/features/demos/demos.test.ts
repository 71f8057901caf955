import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { moveClock } from '@muniment/platform/clock';
import { auditLedger } from '@muniment/server/operator';
import {
  acceptance,
  activate,
  addSite,
  type Party,
  send,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const product = 'SV8100';
const seats = (answer: { readonly entitlements: readonly { readonly feature: string; readonly value: unknown }[] }) =>
  answer.entitlements.find(({ feature }) => feature === 'seats')?.value;

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let agreement: Awaited<ReturnType<typeof acceptance>>;
let number = 0;

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  channel = await setUpChannel(server, 'pbx', await readFile('catalogs/pbx-channel/pack.yaml', 'utf8'));
  dealer = await channel.partner('dealer', 'Nordlicht Telecom');
  agreement = await acceptance(dealer.client, product);
});
afterAll(() => server?.stop());

async function makeDevice() {
  const hardwareKey = `19${String(++number).padStart(10, '0')}`;
  const { id } = await addSite(dealer.client, `Customer ${number}`, hardwareKey);
  return { deviceId: id, hardwareKey };
}
const start = (deviceId: string, demo: string) => dealer.client.startDemo({ deviceId, demo, ...(agreement ? { agreement } : {}) });
const demoOf = async (deviceId: string, demo: string) =>
  (await value(dealer.client.listDemos({ deviceId }))).items.find(({ id }) => id === demo)!;
const kindsOf = async (deviceId: string) => (await value(dealer.client.listOperations({ deviceId }))).items.map(({ kind }) => kind);

describe('list-demos and start-demo', () => {
  it('tell how many there are, start one for its days with a licence file, and leave one less', async () => {
    const { deviceId } = await makeDevice();
    const fresh = { count: 2, started: 0, remaining: 2, days: 30, part: 'EX81-DEMO', starts: 'request', runningUntil: null, lastDay: null };
    expect(await demoOf(deviceId, 'demo')).toMatchObject(fresh);
    const preview = await value(dealer.client.startDemo({ deviceId, demo: 'demo', dryRun: true }));
    expect(preview).toMatchObject({ dryRun: true, kind: 'start-demo', canUndo: false, movements: [{ part: 'EX81-DEMO', quantity: 1 }] });
    expect(preview.entitlements.find(({ feature }) => feature === 'seats')).toMatchObject({ before: '–', after: '960 seats' });
    const done = await value(
      dealer.client.startDemo({ deviceId, demo: 'demo', previewDigest: preview.digest, ...(agreement ? { agreement } : {}) }),
    );
    expect(done.file).toMatchObject({ documentId: expect.any(String), fileName: preview.file!.fileName, serial: 1 });
    const [move] = done.movements;
    const today = (await server.clock.now()).toZonedDateTimeISO('Europe/Amsterdam').toPlainDate();
    expect(move).toMatchObject({
      fromKind: 'issue',
      toKind: 'active',
      validFrom: today.toString(),
      until: today.add({ days: 30 }).toString(),
    });
    expect(await demoOf(deviceId, 'demo')).toMatchObject({ started: 1, remaining: 1, runningUntil: move!.until, lastDay: move!.lastDay });
    expect(await dealer.client.undoOperation({ operationId: done.operationId! })).toMatchObject({ problem: { code: 'cannot-undo-kind' } });
    const [event] = (await value(channel.vendor.client.listAuditEvents({ kind: 'start-demo' }))).items;
    expect(event).toMatchObject({ kind: 'start-demo' });
  });

  it('refuse an unknown demo, one without its agreement accepted, and one more than there are, in both languages', async () => {
    const { deviceId } = await makeDevice();
    expect(await start(deviceId, 'everything')).toMatchObject({ problem: { status: 404, code: 'demo-unknown' } });
    expect(await dealer.client.startDemo({ deviceId, demo: 'demo' })).toMatchObject({ problem: { code: 'agreement-not-accepted' } });
    expect(await kindsOf(deviceId)).not.toContain('start-demo');
    for (const _ of [1, 2]) await value(start(deviceId, 'demo'));
    expect(await start(deviceId, 'demo')).toMatchObject({ problem: { status: 409, code: 'demo-used-up', facts: { count: 2 } } });
    const german = await send(server.url, {
      method: 'POST',
      path: `/v1/devices/${deviceId}/demos`,
      body: { demo: 'demo', agreement },
      credential: dealer.credential,
      headers: { 'Idempotency-Key': crypto.randomUUID(), 'Accept-Language': 'de', 'Muniment-Channel': 'console' },
    });
    expect(german.body).toMatchObject({
      title: 'Es ist keine Demo mehr übrig',
      detail: `Demolizenz: Customer ${number} site hatte 2, mehr gibt es nicht.`,
    });
    // Each demo has its own number.
    await value(start(deviceId, 'service'));
  });

  it('start no more than there are when many ask at the same moment', async () => {
    const { deviceId } = await makeDevice();
    const answers = await Promise.all(Array.from({ length: 6 }, () => start(deviceId, 'demo')));
    expect(answers.map((answer) => (answer.ok ? 'started' : answer.problem.code)).sort()).toEqual([
      ...Array(4).fill('demo-used-up'),
      'started',
      'started',
    ]);
    expect(await demoOf(deviceId, 'demo')).toMatchObject({ started: 2, remaining: 0 });
  });

  it('count in no maximum, fill up to it and never beyond, in the licence file too, and end without anybody writing', async () => {
    const { deviceId, hardwareKey } = await makeDevice();
    await value(start(deviceId, 'demo'));
    const { lots } = await ship(channel, dealer, `SO-${number}`, { 'EX81-SEAT-20': 48, 'EX81-VER-4': 1 });
    const lines = [
      { lotId: lots['EX81-SEAT-20']!, quantity: 40 },
      { lotId: lots['EX81-VER-4']!, quantity: 1 },
    ];
    await value(dealer.client.attachLicenses({ deviceId, lines }));
    await activate(dealer.client, { id: deviceId, product });
    const { entitlements } = await value(dealer.client.listEntitlements({ deviceId }));
    expect(entitlements.find(({ feature }) => feature === 'seats')).toMatchObject({
      value: 960,
      afterwards: '800 seats',
      why: expect.arrayContaining(['Of it 960 count: a demo fills up to the maximum of 960 and adds nothing above it.']),
    });
    expect(seats(await value(dealer.client.validateLicense({ product, hardwareKey })))).toBe(960);
    const { text } = await value(dealer.client.downloadLicense({ deviceId }));
    const claims = JSON.parse(Buffer.from(text.split('.')[1]!, 'base64url').toString());
    expect(JSON.stringify(claims)).toContain('960');
    expect(JSON.stringify(claims)).not.toContain('1760');
    const { runningUntil } = await demoOf(deviceId, 'demo');
    const written = await kindsOf(deviceId);
    const midnight = Temporal.PlainDate.from(runningUntil!).toZonedDateTime('Europe/Amsterdam').toInstant();
    await moveClock(server.database.pool, { set: midnight.toString() });
    const { client: later } = await channel.session(dealer.id, 'dealer', 'later@nordlicht.example');
    expect(seats(await value(later.validateLicense({ product, hardwareKey })))).toBe(800);
    expect((await value(later.listDemos({ deviceId }))).items.find(({ id }) => id === 'demo')).toMatchObject({
      remaining: 1,
      runningUntil: null,
      lastDay: null,
    });
    dealer = { ...dealer, client: later };
    expect(await kindsOf(deviceId)).toEqual(written);
  });
});

describe('a demo that starts with the first use', () => {
  it('begins once, however many ask what the device may do at the same moment, and by whoever asked', async () => {
    const { deviceId, hardwareKey } = await makeDevice();
    expect(await demoOf(deviceId, 'trial')).toMatchObject({ starts: 'first-use', remaining: 1, runningUntil: null });
    const ask = () => value(dealer.client.validateLicense({ product, hardwareKey, feature: 'seats', quantity: 960 }));
    const answers = await Promise.all(Array.from({ length: 12 }, ask));
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['valid']));
    expect(answers.map(seats)).toEqual(Array(12).fill(960));
    expect(await demoOf(deviceId, 'trial')).toMatchObject({ started: 1, remaining: 0 });
    const { items } = await value(dealer.client.listOperations({ deviceId, kind: 'start-demo' }));
    expect(items).toMatchObject([
      { actor: { kind: 'person', organization: { id: dealer.id } }, details: { demo: 'trial', byItself: true } },
    ]);
    expect((await value(dealer.client.listLicenseFiles({ deviceId }))).total).toBe(1);
    expect(await start(deviceId, 'trial')).toMatchObject({ problem: { code: 'demo-used-up' } });
  });

  it('does not begin where something is active, for a licence id, or for whom the device is not there', async () => {
    const { deviceId, hardwareKey } = await makeDevice();
    const stranger = await channel.partner('dealer', 'Stranger');
    expect((await value(stranger.client.validateLicense({ product, hardwareKey }))).code).toBe('unknown-device');
    expect((await value(dealer.client.validateLicense({ licenseId: 'lot_00000000-0000-7000-8000-000000000000' }))).valid).toBe(false);
    expect(await demoOf(deviceId, 'trial')).toMatchObject({ remaining: 1 });
    await value(start(deviceId, 'service'));
    expect((await value(dealer.client.validateLicense({ product, hardwareKey }))).valid).toBe(true);
    expect(await demoOf(deviceId, 'trial')).toMatchObject({ started: 0, remaining: 1 });
  });

  it('does not begin, and hides nothing, while its file cannot be signed', async () => {
    // A vendor that has signed nothing yet: an opened key is remembered.
    const other = await setUpChannel(server, 'unsigned', await readFile('catalogs/pbx-channel/pack.yaml', 'utf8'));
    const { client } = await other.partner('dealer', 'Waiting');
    const hardwareKey = '190000000099';
    const { id: deviceId } = await addSite(client, 'Patient', hardwareKey);
    const directory = join(server.keyDirectory, other.vendorId);
    await rename(directory, `${directory}.elsewhere`);
    const ask = () => value(client.validateLicense({ product, hardwareKey }));
    const started = async () => (await value(client.listDemos({ deviceId }))).items.map((demo) => demo.started);
    expect(await ask()).toMatchObject({ valid: false, code: 'not-active' });
    expect(await started()).toEqual([0, 0, 0]);
    await rename(`${directory}.elsewhere`, directory);
    expect(await ask()).toMatchObject({ valid: true });
    expect(await started()).toEqual([1, 0, 0]);
  });

  it('leaves a ledger in which everything adds up', async () => {
    expect(await auditLedger({ pool: server.database.pool })).toMatchObject({ ok: true });
  });
});
