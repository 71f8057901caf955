import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { auditLedger } from '@muniment/server/operator';
import {
  addSite,
  type ImportFileFacts,
  importFile,
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
import { parse, stringify } from 'yaml';

const product = 'DECT';
const [accessPoint, messaging] = ['EU917062', 'EXDE-MSG'];
const features = ['DAP=12', 'MSG=12'];

interface EditedPack {
  products: { id: string; rules: { when: string[]; check: string; code: string }[]; demos?: object[] }[];
}

let server: TestServer;
let pack: string;
let channel: TestChannel;
let dealer: Party;
let number = 0;

beforeAll(async () => {
  server = await startTestServer();
  pack = await readFile('catalogs/pbx-channel/pack.yaml', 'utf8');
  channel = await setUpChannel(server, 'pbx', pack);
  dealer = await channel.partner('dealer', 'Importer');
});
afterAll(() => server?.stop());

async function makeDevice(client = dealer.client) {
  const hardwareKey = `1${String(++number).padStart(7, '0')}`;
  const { id: deviceId } = await addSite(client, `Ward ${number}`, hardwareKey, product);
  return { deviceId, hardwareKey };
}
type Device = Awaited<ReturnType<typeof makeDevice>>;
const contentFor = ({ hardwareKey }: Device, facts: ImportFileFacts = {}) => importFile({ product, hardwareKey, features, ...facts });
const importOn = ({ deviceId }: Device, content: string, client = dealer.client) => client.importLicenseFile({ deviceId, content });
const codeOf = async (device: Device, content: string) => {
  const answer = await importOn(device, content);
  if (answer.ok) return 'imported';
  expect(answer.problem).toMatchObject({ status: 422, code: 'import-refused' });
  const { kind, rule } = answer.problem.facts as { kind: string; rule?: { code: string } };
  return `${kind}: ${rule?.code}`;
};

describe('import-license-file', () => {
  it('shows what was read, then takes it over as active licences with a file, once', async () => {
    const device = await makeDevice();
    const content = contentFor(device);
    const { deviceId } = device;
    const preview = await value(dealer.client.importLicenseFile({ deviceId, content, dryRun: true }));
    expect(preview.read).toMatchObject({
      product,
      hardwareKey: device.hardwareKey,
      createdAt: '2011-04-08T10:15:00Z',
      features: [
        { code: 'DAP', quantity: 12, part: accessPoint, line: 7 },
        { code: 'MSG', quantity: 12, part: messaging, line: 8 },
      ],
    });
    expect(preview.outcome).toMatchObject({ dryRun: true, kind: 'import-license-file', canUndo: false, operationId: null });
    expect(preview.outcome.entitlements.map(({ before, after }) => [before, after])).toContainEqual(['–', expect.stringContaining('12')]);
    expect((await value(dealer.client.listDeviceLicenses({ deviceId }))).active).toEqual([]);

    const done = await value(dealer.client.importLicenseFile({ deviceId, content, previewDigest: preview.outcome.digest }));
    expect(done.read).toEqual(preview.read);
    expect(done.outcome.file).toMatchObject({ serial: 1, fileName: preview.outcome.file!.fileName });
    const { active } = await value(dealer.client.listDeviceLicenses({ deviceId }));
    expect(active.map(({ part, quantity, salesOrder }) => [part, quantity, salesOrder]).sort()).toEqual([
      [accessPoint, 12, null],
      [messaging, 12, null],
    ]);
    expect(await value(dealer.client.validateLicense({ product, hardwareKey: device.hardwareKey }))).toMatchObject({ valid: true });
    expect(await codeOf(device, content)).toBe('not-applicable: NOT_APPLICABLE');
  });

  it('tells each of the eight failures in the pack’s own code and words', async () => {
    const device = await makeDevice();
    const codes = async (...list: ImportFileFacts[]) => {
      const found = new Set<string>();
      for (const facts of list) found.add(await codeOf(device, contentFor(device, facts)));
      return [...found];
    };
    expect(await codes({ product: 'DECT-NS' }, { product: null })).toEqual(['not-applicable: NOT_APPLICABLE']);
    expect(await codes({ hardwareKey: null }, { hardwareKey: '2FFFFFF9' }, { hardwareKey: '1FFFFFF8' })).toEqual([
      'hardware-key: INVALID_HARDWARE_KEYCODE',
    ]);
    expect(await codes({ features: [] }, { features: ['DAP'] }, { features: ['DAP=1', 'DAP=2'] }, { format: '2' })).toEqual([
      'feature-code-string: INVALID_FEATURE_CODE_STRING',
    ]);
    expect(await codes({ features: ['DAP=12', 'SIP=3'] })).toEqual(['feature-code: INVALID_FEATURE_CODE']);
    expect(await codes({ features: ['DAP=0'] }, { features: ['DAP=1.5'] }, { features: ['DAP=9999999999'] })).toEqual([
      'feature-quantity: INVALID_FEATURE_QUANTITY',
    ]);
    expect(await codes({ created: null }, { created: '2011-02-30T00:00:00Z' }, { created: '2999-01-01T00:00:00Z' })).toEqual([
      'timestamp: INVALID_FEATURE_TIMESTAMP',
    ]);
    // A rule that is asked at imports says why itself: fewer messaging licences than access points.
    const answer = await importOn(device, contentFor(device, { features: ['DAP=12', 'MSG=3'] }));
    expect(answer).toMatchObject({
      problem: { facts: { kind: 'feature-quantity', reason: 'rule-refused', rule: { code: 'INVALID_FEATURE_QUANTITY' } } },
    });
    expect(answer.ok ? '' : answer.problem.detail).toBe('There are fewer messaging licences than access points (EU917062).');
    expect((await value(dealer.client.listOperations({ deviceId: device.deviceId }))).items.map(({ kind }) => kind)).toEqual([
      'create-device',
    ]);
  });

  it('knows a file that was altered, or has no checksum, and reads one that came through Windows', async () => {
    const device = await makeDevice();
    const content = contentFor(device);
    expect(await codeOf(device, content.replace('DAP=12', 'DAP=13'))).toBe('feature-code-string: INVALID_FEATURE_CODE_STRING');
    expect(await codeOf(device, content.slice(0, content.indexOf('[CHECKSUM]')))).toBe('feature-code-string: INVALID_FEATURE_CODE_STRING');
    expect(await codeOf(device, `\uFEFF${content.replaceAll('\n', '\r\n')}`)).toBe('imported');
  });

  it('says the same in German: the pack’s message, what exactly is wrong, and the pack’s next step', async () => {
    const device = await makeDevice();
    const sent = await send(server.url, {
      method: 'POST',
      path: `/v1/devices/${device.deviceId}/import`,
      body: { content: contentFor(device, { features: ['DAP=12', 'SIP=3'] }) },
      credential: dealer.credential,
      headers: { 'Idempotency-Key': crypto.randomUUID(), 'Accept-Language': 'de', 'Muniment-Channel': 'console' },
    });
    expect(sent.body).toMatchObject({
      title: 'Diese Lizenzdatei wird nicht importiert',
      detail: 'Die Datei nennt eine Lizenz, die hier nicht bekannt ist. Zeile 8: SIP ist kein Merkmalscode für IP DECT.',
      nextStep: 'Wenden Sie sich an die Lizenzstelle.',
    });
  });

  it('comes first: after an activation it is refused, while reserved units and demos are nothing yet', async () => {
    const edited = parse(pack) as EditedPack;
    edited.products.find(({ id }) => id === product)!.demos = [
      { id: 'all', label: { en: 'All', de: 'Alles' }, part: 'EX81-DEMO', count: 1 },
    ];
    const other = await setUpChannel(server, 'demos', stringify(edited));
    const { client, ...party } = await other.partner('dealer', 'Importer');
    const [late, early] = [await makeDevice(client), await makeDevice(client)];
    const { lots } = await ship(other, party, 'SO-1', { [accessPoint]: 2 });
    const { agreements } = await value(client.getCatalog({}));
    const { id, version } = agreements[0]!;
    const agreement = { id, version, language: 'en', accepted: true };
    for (const { deviceId } of [late, early]) {
      await value(client.attachLicenses({ deviceId, lines: [{ lotId: lots[accessPoint]!, quantity: 1 }] }));
    }
    await value(client.activateLicenses({ deviceId: late.deviceId, agreement }));
    await value(client.startDemo({ deviceId: early.deviceId, demo: 'all', agreement }));
    expect(await importOn(late, contentFor(late), client)).toMatchObject({
      problem: { facts: { kind: 'not-applicable', reason: 'activated' } },
    });
    await value(importOn(early, contentFor(early), client));
  });

  it('says that it cannot judge where a rule cannot be answered, and that it cannot write where the key is missing', async () => {
    const edited = parse(pack) as EditedPack;
    edited.products.find(({ id }) => id === product)!.rules = [{ when: ['import'], check: broken, code: 'BROKEN', ...words }];
    const other = await setUpChannel(server, 'broken', stringify(edited));
    const { client } = await other.partner('dealer', 'Importer');
    const device = await makeDevice(client);
    const answer = await importOn(device, contentFor(device), client);
    expect(answer).toMatchObject({ problem: { facts: { kind: 'unknown', rule: { code: 'UNKNOWN_ERROR' }, failed: 'BROKEN' } } });

    const whole = await setUpChannel(server, 'unsigned', pack);
    const { client: unsigned } = await whole.partner('dealer', 'Importer');
    const waiting = await makeDevice(unsigned);
    const directory = join(server.keyDirectory, whole.vendorId);
    await rename(directory, `${directory}.elsewhere`);
    const refused = await importOn(waiting, contentFor(waiting), unsigned);
    expect(refused).toMatchObject({ problem: { facts: { kind: 'cannot-write', rule: { code: 'CANNOT_WRITE_LICENSE_FILE' } } } });
    expect((await value(whole.vendor.client.listTasks({}))).total).toBe(0);
    await rename(`${directory}.elsewhere`, directory);
    await value(importOn(waiting, contentFor(waiting), unsigned));
  });

  it('is refused where the product takes none, and happens once however many ask at the same moment', async () => {
    const site = await addSite(dealer.client, 'No import', '190400324499');
    const content = importFile({ product: 'SV8100', hardwareKey: '190400324499', features });
    const none = await dealer.client.importLicenseFile({ deviceId: site.id, content });
    expect(none).toMatchObject({ problem: { facts: { kind: 'not-applicable', reason: 'no-import' } } });
    const device = await makeDevice();
    const answers = await Promise.all(Array.from({ length: 5 }, () => importOn(device, contentFor(device))));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('leaves a ledger in which everything adds up', async () => {
    expect(await auditLedger({ pool: server.database.pool })).toMatchObject({ ok: true });
  });
});

/** It can be answered while there is nothing to import, as when the pack is loaded. */
const broken = 'selection.units == 0 || 1 / (selection.units - selection.units) == 1';
const words = { message: { en: 'No.', de: 'Nein.' }, nextStep: { en: 'Wait.', de: 'Warten Sie.' } };
