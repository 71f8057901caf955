import { readFile } from 'node:fs/promises';
import type { Client } from '@muniment/client';
import { type Party, poolPack, send, setUpChannel, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// Files of devices (A13), read and imported by the real worker.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let client: Client;
let customerId: string;
let projectId: string;

const columns = `
deviceAttributes:
  - { id: site, label: { en: Site, de: Standort } }
  - { id: ip, label: { en: IP address, de: IP-Adresse }, type: ip-address }
`;

beforeAll(async () => {
  server = await startTestServer({ jobs: true });
  channel = await setUpChannel(server, 'files', `${await readFile('catalogs/pbx-channel/pack.yaml', 'utf8')}${columns}`);
  dealer = await channel.partner('dealer', 'Dealer');
  client = dealer.client;
  const customer = await value(client.createCustomer({ name: 'Harbour' }));
  [customerId, projectId] = [customer.id, customer.projects[0]!.id];
});
afterAll(() => server?.stop());

let made = 0;
/** A key that nobody has. */
const fresh = () => `19040${String(++made).padStart(7, '0')}`;

type Given = Omit<Parameters<Client['importDevices']>[0], 'projectId' | 'csv'>;

/** Imports a file and waits for its end. */
async function imported(csv: string, given: Given = {}) {
  const batchId = (await value(client.importDevices({ projectId, csv, ...given }))).id!;
  await expect.poll(async () => (await value(client.getBatch({ batchId }))).endedAt, { timeout: 30_000 }).not.toBeNull();
  const batch = await value(client.getBatch({ batchId }));
  const { items } = await value(client.listBatchItems({ batchId, limit: 200 }));
  const errors = (await value(client.downloadBatchErrors({ batchId }))).text;
  return { batch, items, errors };
}

const preview = async (csv: string, given: Given = {}) =>
  (await value(client.importDevices({ projectId, csv, ...given, dryRun: true }))).preview!;
const refusal = async (csv: string, given: Given = {}) => {
  const answer = await client.importDevices({ projectId, csv, ...given });
  return answer.ok ? null : answer.problem;
};
const total = async () => (await value(client.listDevices({ projectId, limit: 1 }))).total;

describe('import-devices', () => {
  it('says beforehand what would become of the rows, and does it: each row has its own result', async () => {
    const [a, b] = [fresh(), fresh()];
    const csv = [
      'Name;Produkt;Hardware-Schlüssel;Standort;IP-Adresse;Note',
      `Aachen;SV8100;${a};Halle 4;10.0.0.7;"Sagt ""ja""; bleibt"`,
      `Berlin;SV8100;nonsense;;;`,
      `Celle;SV8100;${a};;;`,
      `Dresden;SV8100;${b};;10.0.0;`,
      `;SV8100;${b};"zwei Wörter";;`,
      'Essen;Unknown;1;;;',
      'Kurz;SV8100',
      '',
    ].join('\r\n');
    const before = await total();
    const told = await preview(csv);
    expect(told).toMatchObject({ add: 2, update: 0, refuse: 5 });
    expect(told.columns.map(({ field }) => field)).toEqual(['name', 'product', 'hardwareKey', 'attribute:site', 'attribute:ip', 'note']);
    const codes = ['hardware-key-invalid', 'hardware-key-taken', 'attribute-invalid', 'product-unknown', 'row-cells'];
    expect(told.mistakes.map(({ problem }) => problem.code)).toEqual(codes);
    expect(told.mistakes.map(({ number }) => number)).toEqual([2, 3, 4, 6, 7]);
    expect(told.mistakes.map(({ line }) => line)).toEqual([3, 4, 5, 7, 8]);
    expect(await total()).toBe(before);

    const { batch, items, errors } = await imported(csv);
    expect(batch).toMatchObject({ kind: 'import-devices', state: 'done', total: 7, done: 2, failed: 5, project: { id: projectId } });
    expect(items.map(({ problem }) => problem?.code ?? null)).toEqual([null, ...codes.slice(0, 3), null, ...codes.slice(3)]);
    expect(items.map(({ label }) => label)).toEqual(['Aachen', 'Berlin', 'Celle', 'Dresden', b, 'Essen', 'Kurz']);
    const device = await value(client.getDevice({ deviceId: String(items[0]!.result!.deviceId) }));
    expect(device).toMatchObject({
      name: 'Aachen',
      hardwareKey: a,
      attributes: { site: 'Halle 4', ip: '10.0.0.7' },
      referenceNote: 'Sagt "ja"; bleibt',
      projectId,
      customer: { id: customerId },
    });
    // Found as any device is, and with a history that says who, how and by what.
    expect((await value(client.listDevices({ q: b }))).items.map(({ name }) => name)).toEqual([b]);
    const [act] = (await value(client.listOperations({ deviceId: device.id }))).items;
    expect(act).toMatchObject({ kind: 'create-device', channel: 'job', actor: { name: 'dealer' }, details: { hardwareKey: a } });

    const lines = errors.split('\r\n');
    expect(lines[0]).toBe('Name,Produkt,Hardware-Schlüssel,Standort,IP-Adresse,Note,error-code,error');
    expect(lines[1]).toMatch(/^Berlin,SV8100,nonsense,,,,hardware-key-invalid,/);
    expect(lines).toHaveLength(7);
  });

  it('takes the corrected file of what was refused, and columns by id and label in any order and case', async () => {
    const key = fresh();
    const { errors } = await imported(`HARDWAREKEY\tname\tsite\n${key}x\tWrong\t=1+1\n`, { product: 'SV8100' });
    expect(errors).toMatch(/,'=1\+1,/);
    const { batch, items } = await imported(errors.replace(`${key}x`, key), { product: 'SV8100' });
    expect(batch).toMatchObject({ done: 1, failed: 0 });
    expect((await value(client.getDevice({ deviceId: String(items[0]!.result!.deviceId) }))).attributes).toEqual({ site: '=1+1' });
  });

  it('changes nothing by a file that was exported and is imported again as it is, whatever its texts begin and end with', async () => {
    const texts = ['=1', ' =1', '\n=1', '\t=1', '\u00A0+1', '\uFEFF=1', '\uFF1D1', "'=1", "' =1", "'quoted'", ' blanks ', '-', '@a\n'];
    for (const referenceNote of texts) {
      const entered = { name: `${referenceNote} `, referenceNote, attributes: { site: ` ${referenceNote}` } };
      await value(client.createDevice({ customerId, projectId, product: 'SV8100', hardwareKey: fresh(), ...entered }));
    }
    const before = await value(client.listDevices({ projectId, limit: 200 }));
    const { text } = await value(client.exportDevices({ projectId }));
    // No cell is one that a spreadsheet reckons with, whatever blanks it passes over.
    expect((parse(text) as string[][]).flat().filter((cell) => /^\s*[=+\-@\uFF1D]|^[\r\n\t]/.test(cell))).toEqual([]);
    const { items } = await imported(text, { existing: 'update' });
    expect([...new Set(items.map(({ result }) => result!.outcome))]).toEqual(['unchanged']);
    expect(await value(client.listDevices({ projectId, limit: 200 }))).toEqual(before);
  });

  it('knows a column by what the console and the vendor call it, in any language: the vendor’s word comes before ours', async () => {
    const words = 'labels: { product: { one: { en: Model, de: Modell }, other: { en: Models, de: Modelle } } }';
    const pack = poolPack().replace(/^(products:)/m, `${words}\n$1`);
    const other = await setUpChannel(server, 'models', pack);
    const party = await other.partner('dealer', 'Dealer');
    const customer = await value(party.client.createCustomer({ name: 'Harbour' }));
    const project = customer.projects[0]!.id;
    const columnsOf = async (header: string, row: string) => {
      const told = await value(party.client.importDevices({ projectId: project, csv: `${header}\n${row}\n`, dryRun: true }));
      return told.preview!.columns.map(({ field }) => field);
    };
    expect(await columnsOf('NAME;Modell;Hardware-Schlüssel;Vermerk;Gültig bis', 'A;BOX;B900001;;')).toEqual([
      'name',
      'product',
      'hardwareKey',
      'note',
      null,
    ]);
    // Beside a column that is the product's for sure, the same word is that of the variant.
    expect(await columnsOf('name,product,Model,hardwareKey', 'A,BOX,,B900001')).toEqual(['name', 'product', 'variant', 'hardwareKey']);
    const unknown = await party.client.importDevices({ projectId: project, csv: 'name,colour\na,b\n' });
    expect(unknown).toMatchObject({ problem: { code: 'csv-column-unknown', detail: expect.stringContaining('product (Model)') } });
    const missing = await party.client.importDevices({ projectId: project, csv: 'name\na\n' });
    expect(missing).toMatchObject({ problem: { code: 'csv-column-missing', detail: expect.stringContaining('product (Model)') } });
    const file = await value(party.client.exportDevices({ projectId: project }));
    expect(file.text).toMatch(/^Name,Model,Variant,/);
  });

  it('refuses a key that is a device’s already, or changes that device where it is to: no other project’s, and never twice', async () => {
    const [own, foreign, later] = [fresh(), fresh(), fresh()];
    const device = await value(
      client.createDevice({ customerId, name: 'Before', product: 'SV8100', hardwareKey: own, attributes: { ip: '10.0.0.1' } }),
    );
    const other = await value(client.createCustomer({ name: 'Other' }));
    await value(client.createDevice({ customerId: other.id, name: 'Theirs', product: 'SV8100', hardwareKey: foreign }));
    const csv = `name,product,hardware key,site\nAfter,SV8100,${own},Kiel\nTheirs,SV8100,${foreign},Kiel\nNew,SV8100,${later},A\nNewer,SV8100,${later},B\n,SV8100,${own},Kiel\n`;
    const told = await preview(csv);
    expect(told).toMatchObject({ add: 1, update: 0, refuse: 4 });
    // Of a device that is here already the file may say more; of another project’s only the vendor may.
    const here = 'Leave the row out, or let what is there already take its name, note and attributes from the file.';
    const elsewhere = 'Check what was entered. If it is right, ask the vendor to look into it.';
    expect(told.mistakes.map(({ problem }) => problem.nextStep)).toEqual([here, elsewhere, here, here]);
    const onlyNew = `name,product,hardwareKey\nBefore,SV8100,${own}\nTheirs,SV8100,${foreign}\n`;
    expect((await imported(onlyNew)).items.map(({ problem }) => problem?.nextStep)).toEqual([here, elsewhere]);
    expect(await preview(csv, { existing: 'update' })).toMatchObject({ add: 1, update: 3, refuse: 1 });
    const { items } = await imported(csv, { existing: 'update' });
    expect(items.map(({ result, problem }) => problem?.code ?? result!.outcome)).toEqual([
      'updated',
      'hardware-key-taken',
      'added',
      'updated',
      'unchanged',
    ]);
    const after = await value(client.getDevice({ deviceId: device.id }));
    expect(after).toMatchObject({ name: 'After', attributes: { site: 'Kiel', ip: '10.0.0.1' } });
    expect((await value(client.listDevices({ q: 'After' }))).items.map(({ id }) => id)).toEqual([device.id]);
    expect((await value(client.listDevices({ q: 'Before' }))).total).toBe(0);
    expect((await value(client.listDevices({ q: later }))).items).toMatchObject([{ name: 'Newer', attributes: { site: 'B' } }]);
    const { items: acts } = await value(client.listOperations({ deviceId: device.id }));
    expect(acts.map(({ kind }) => kind)).toEqual(['update-device', 'create-device']);
  });

  it('names the line of the file that a row begins in, whatever empty lines and line breaks stand before it', async () => {
    const csv = `name,product,hardwareKey\r\n\r\n"Two\nlines",SV8100,${fresh()}\r\n\r\nWrong,SV8100,nonsense\r\n`;
    expect((await preview(csv)).mistakes).toMatchObject([{ number: 2, line: 6, label: 'Wrong' }]);
  });

  it('believes a first line that says what parts the cells, as Excel writes it, and counts it among the lines', async () => {
    const csv = `\uFEFFsep=;\r\nname,alias;product;hardwareKey\r\n`;
    expect(await refusal(`${csv}A;SV8100;${fresh()}\r\n`)).toMatchObject({ code: 'csv-column-unknown' });
    const told = await preview(`sep=;\r\nname;product;hardwareKey\r\nLeft, right, there;SV8100;${fresh()}\r\nWrong;SV8100;nonsense\r\n`);
    expect(told).toMatchObject({ add: 1, refuse: 1, mistakes: [{ number: 2, line: 4, label: 'Wrong' }] });
  });

  it('passes over rows of empty cells, and says of a row without a name its line, of one without a product that it names none', async () => {
    const csv = `name;product;hardwareKey\r\n;;\r\nA;SV8100;${fresh()}\r\n ;; ;\r\n;WL-999;\r\nB;;${fresh()}\r\n`;
    const told = await preview(csv);
    expect(told).toMatchObject({ add: 1, refuse: 2 });
    expect(told.mistakes).toMatchObject([
      { line: 5, label: 'Line 5', problem: { code: 'product-unknown', detail: expect.stringMatching(/^WL-999 is not in the catalog/) } },
      { line: 6, label: 'B', problem: { code: 'product-unknown', detail: 'No product is named.' } },
    ]);
    const { batch, items } = await imported(csv);
    expect([batch.total, items.map(({ label }) => label)]).toEqual([3, ['A', 'Line 5', 'B']]);
    expect(await refusal('name;product\n;\n')).toMatchObject({ code: 'csv-empty' });
  });

  it('has no id, state and time in a dry run: no batch is made', async () => {
    const told = await value(client.importDevices({ projectId, csv: `name,product,hardwareKey\nA,SV8100,${fresh()}\n`, dryRun: true }));
    expect(told).toMatchObject({ id: null, state: null, createdAt: null, total: 1 });
  });

  it('adds what has children, made keys and temporary keys as any other device', async () => {
    const main = `18CYG-IPS-${String(++made).padStart(18, '0')}`;
    const plainKey = fresh();
    const csv = `name,product,model,hardwareKey\nFirst,SV8100,,${plainKey}\nMain,SV8300,,${main}\nVirtual,SV9500,standard,\nTwice,SV8100,,${plainKey}\n`;
    const { items } = await imported(csv);
    expect(items.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'failed']);
    const mainId = String(items[1]!.result!.deviceId);
    expect((await value(client.listChildDevices({ deviceId: mainId }))).items).toHaveLength(1);
    expect((await value(client.getDevice({ deviceId: String(items[2]!.result!.deviceId) }))).hardwareKey).toMatch(/TEMP-KEY$/);
  });
});

describe('The customer’s own people', () => {
  it('import and add devices of their own projects, change them, and see no other’s', async () => {
    const own = await value(client.createCustomer({ name: 'Own People' }));
    const tenant = await channel.person(own.id, 'customer', 'tenant@files.example');
    const [first, second] = [fresh(), fresh()];
    const started = await value(
      tenant.importDevices({ projectId: own.projects[0]!.id, csv: `name,hardwareKey\nHall,${first}\n`, product: 'SV8100' }),
    );
    const batchId = started.id!;
    await expect.poll(async () => (await value(tenant.getBatch({ batchId }))).endedAt, { timeout: 30_000 }).not.toBeNull();
    const [hall] = (await value(tenant.listDevices({}))).items;
    expect(hall).toMatchObject({ name: 'Hall', hardwareKey: first, projectId: own.projects[0]!.id });
    await value(tenant.updateDevice({ deviceId: hall!.id, name: 'Great hall' }, { ifMatch: '*' }));
    await value(tenant.createDevice({ customerId: own.id, name: 'Yard', product: 'SV8100', hardwareKey: second }));
    expect((await value(client.listDevices({ customerId: own.id }))).items.map(({ name }) => name)).toEqual(['Great hall', 'Yard']);
    const csv = `name,product,hardwareKey\nX,SV8100,${fresh()}\n`;
    expect(await tenant.importDevices({ projectId, csv })).toMatchObject({ problem: { status: 404 } });
    expect(await tenant.createDevice({ customerId, name: 'X', product: 'SV8100', hardwareKey: fresh() })).toMatchObject({
      problem: { status: 404 },
    });
  });

  it('are told who may do what they may not, by the vendor’s names of the roles', async () => {
    const own = await value(client.createCustomer({ name: 'Told People' }));
    const [tenant, reader] = [
      await channel.person(own.id, 'customer', 'told@files.example'),
      await channel.person(own.id, 'read-only', 'looks@files.example'),
    ];
    const csv = `name,product,hardwareKey\nX,SV8100,${fresh()}\n`;
    const refused = await reader.importDevices({ projectId: own.projects[0]!.id, csv });
    expect(refused).toMatchObject({
      problem: {
        code: 'not-allowed',
        facts: { heldHere: true },
        detail: expect.stringContaining('Your role (Read only)'),
        nextStep: 'Ask somebody with the role Customer or Licence desk to give you the role.',
      },
    });
    const never = await tenant.createCustomer({ name: 'Another' });
    expect(never).toMatchObject({
      problem: {
        facts: { heldHere: false },
        nextStep: 'No role of your organization can include it. Ask somebody with the role Licence desk, Distributor, or Dealer to do it.',
      },
    });
  });
});

describe('A file that is not in order', () => {
  it('is refused as a whole where nobody could say what its rows are', async () => {
    expect(await refusal('name,product\n')).toMatchObject({ status: 422, code: 'csv-empty' });
    expect(await refusal('\n\n')).toMatchObject({ code: 'csv-empty' });
    expect(await refusal('name,colour,size\na,b,c\n')).toMatchObject({
      code: 'csv-column-unknown',
      facts: { columns: ['colour', 'size'] },
    });
    expect(await refusal('Name,name,product\na,b,c\n')).toMatchObject({ code: 'csv-column-twice' });
    expect(await refusal('name,hardwareKey\na,b\n')).toMatchObject({ code: 'csv-column-missing', facts: { column: 'product' } });
    expect(await refusal('name,product\n"open,SV8100\nmore\n')).toMatchObject({ code: 'csv-not-readable' });
    expect(await refusal('name,product\nM\uFFFDller,SV8100\n')).toMatchObject({ code: 'csv-not-utf8' });
    expect(await refusal(`name,product\n${'a,b\n'.repeat(100_001)}`)).toMatchObject({
      code: 'csv-too-many-rows',
      facts: { most: 100_000 },
    });
    expect((await value(client.listBatches({ state: 'waiting' }))).total).toBe(0);
  });

  it('is refused with the line that has more cells or characters than a list of devices can have, however few lines there are', async () => {
    const row = `a,SV8100${','.repeat(198)}`;
    expect(await preview(`name,product\n${row}\n`)).toMatchObject({ columns: [{ field: 'name' }, { field: 'product' }] });
    for (const csv of [
      `name,product\r\n"two\r\nlines",SV8100\r\n\r\n${row},\r\n`,
      `name,product\r\n\r\n\r\n\r\n${','.repeat(20_000_000)}`,
      // Whichever character ends the first line: none hides the end of another.
      `name,product\n\n\n\r${','.repeat(1_000_000)}`,
    ])
      expect(await refusal(csv)).toMatchObject({ status: 422, code: 'csv-too-many-cells', facts: { line: 5, most: 200 } });
    expect(await refusal(','.repeat(29_000_000))).toMatchObject({ code: 'csv-too-many-cells', facts: { line: 1 } });
    for (const cell of ['x'.repeat(20_000_000), `"${'x'.repeat(100_000)}"`, `"${',\n'.repeat(1_000_000)}`])
      expect(await refusal(`name,product\n${cell}`)).toMatchObject({
        status: 422,
        code: 'csv-line-too-long',
        facts: { line: 2, most: 100_000 },
      });
    // A mistake in quotes before that is what is told.
    expect(await refusal(`name,product\na"b,SV8100\n${'c,SV8100\n'.repeat(20_000)}`)).toMatchObject({
      code: 'csv-not-readable',
      facts: { line: 2 },
    });
    expect(await refusal(`name,product\n${'c,SV8100\n'.repeat(20_000)}a"b,SV8100\n`)).toMatchObject({ facts: { line: 20_002 } });
    expect((await value(client.listBatches({ state: 'waiting' }))).total).toBe(0);
  });

  it('is refused before it is read where it is no text: NUL, another encoding, more than anybody has', async () => {
    const path = `/v1/projects/${projectId}/devices/import`;
    const ask = (body: unknown) =>
      send(server.url, { path, body, credential: dealer.credential, method: 'POST', headers: { 'Idempotency-Key': `k${++made}` } });
    expect(await ask({ csv: 'name,product\na\u0000b,SV8100\n' })).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(await ask({ csv: 'a'.repeat(33_000_000) })).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
  });

  it('keeps no row back for what another one holds: a cell far too long, line breaks, formulas, a mark at its beginning', async () => {
    const [a, b, c] = [fresh(), fresh(), fresh()];
    const long = 'x'.repeat(90_000);
    const csv = `\uFEFFname,product,hardwareKey,site\r\n${long},SV8100,${a},\r\n"=HYPERLINK(""x"")",SV8100,${b},@home\r\n"two\r\nlines",SV8100,${c},"two\r\nlines"\r\n`;
    const { items, errors } = await imported(csv);
    expect(items.map(({ problem }) => problem?.code ?? null)).toEqual(['value-too-long', null, 'attribute-invalid']);
    expect(errors).toContain(long);
    expect((await value(client.listDevices({ q: b }))).items).toMatchObject([{ name: '=HYPERLINK("x")', attributes: { site: '@home' } }]);
  });
});

describe('A batch of an import', () => {
  it('ends where whoever started it no longer looks after the customer', async () => {
    const customer = await value(client.createCustomer({ name: 'Leaving' }));
    const started = await value(
      client.importDevices({
        projectId: customer.projects[0]!.id,
        csv: `name,product,hardwareKey\n${Array.from({ length: 4000 }, (_, n) => `S${n},SV8100,${fresh()}`).join('\n')}`,
      }),
    );
    const { items } = await value(channel.vendor.client.listServes({ customerId: customer.id }));
    await value(channel.vendor.client.endServes({ servesId: items[0]!.id }));
    const seen = () => value(channel.vendor.client.getBatch({ batchId: started.id! }));
    await expect.poll(async () => (await seen()).endedAt, { timeout: 30_000 }).not.toBeNull();
    const batch = await seen();
    if (batch.state === 'cancelled') expect(batch.stopped).toMatchObject({ code: 'not-found' });
    expect((await value(channel.vendor.client.listDevices({ customerId: customer.id, limit: 1 }))).total).toBe(batch.done);
    expect(await client.getBatch({ batchId: started.id! })).toMatchObject({ problem: { status: 404 } });
  });
});
