import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setUpChannel, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { muniment, newFolder, type Ran, type RunOptions } from '../test/support.ts';

const packFile = 'catalogs/pbx-channel/pack.yaml';
let server: TestServer;
let vendor: (argv: string[], options?: RunOptions) => Promise<Ran>;
let dealer: typeof vendor;

// A vendor ships one order to a dealer, who has a customer with two devices.
beforeAll(async () => {
  server = await startTestServer();
  const channel = await setUpChannel(server, 'cli', readFileSync(packFile, 'utf8'));
  const partner = await channel.partner('dealer', 'Dealer One');
  const as = async ({ client }: typeof partner): Promise<typeof vendor> => {
    const key = await value(client.createApiKey({ name: 'cli', scopes: ['all'] }));
    return (argv, options) =>
      muniment(argv, { ...options, env: { MUNIMENT_URL: server.url, MUNIMENT_API_KEY: key.secret, ...options?.env } });
  };
  [vendor, dealer] = [await as(channel.vendor), await as(partner)];
  const ship = [
    'orders',
    'ship',
    '--sales-order',
    'SO-7',
    '--receiver-id',
    'dealer one',
    '--part',
    'EX81-SEAT-20=10',
    '--part',
    'EX81-VER-3=1',
  ];
  expect(await vendor(ship)).toMatchObject({ code: 0, err: '' });
  expect((await dealer(['customers', 'create', '--name', 'Hotel Adler', '--address.city', 'Ulm'])).code).toBe(0);
  for (const [name, key] of [
    ['Lobby', '190400324412'],
    ['Lobby annex', '190400324413'],
  ]) {
    expect(await dealer(['devices', 'create', 'adler', '--name', name!, '--product', 'SV8100', '--hardware-key', key!])).toMatchObject({
      code: 0,
      err: '',
    });
  }
});
afterAll(() => server.stop());

const json = (ran: Ran) => JSON.parse(ran.out);

test('a device is found by hardware key, by its exact name, and not by a name that fits two', async () => {
  expect(json(await dealer(['devices', 'show', '190400324413', '--json'])).name).toBe('Lobby annex');
  expect(json(await dealer(['devices', 'show', 'lobby', '--json'])).name).toBe('Lobby');
  expect(await dealer(['devices', 'show', 'lob'])).toMatchObject({ code: 1, err: expect.stringMatching(/^name-ambiguous: .*2 of them/) });
});

test('a preview changes nothing, another act than the previewed one is refused, and a refusal names code, next step and request id', async () => {
  const attach = ['licenses', 'attach', 'Lobby', '--order', 'SO-7', '--part', 'EX81-SEAT-20=4'];
  const preview = json(await dealer([...attach, '--dry-run', '--json']));
  expect(preview).toMatchObject({ dryRun: true, operationId: null });
  expect((await dealer([...attach, '--preview-digest', preview.digest])).code).toBe(0);
  const stale = await dealer([...attach, '--part', 'EX81-VER-3=1', '--preview-digest', preview.digest]);
  expect(stale).toMatchObject({ code: 1, err: expect.stringMatching(/^preview-outdated: .+\nNext step: .+\nRequest id: .+\n$/) });
  expect((await dealer(['licenses', 'attach', 'Lobby', '--order', 'SO-7', '--part', 'EX81-SEAT-20=7'])).err).toMatch(/^not-enough-units: /);
  expect(json(await dealer(['licenses', 'list', 'Lobby', '--json'])).reserved[0].quantity).toBe(4);
});

test('at a terminal an act is reviewed, and undone by its id', async () => {
  const attach = ['licenses', 'attach', '190400324413', '--order', 'SO-7', '--part', 'EX81-VER-3=1'];
  const done = await dealer(attach, { keys: ['y'] });
  expect(done).toMatchObject({ code: 0, err: '' });
  const undo = /muniment operations undo (op_\S+)/.exec(done.out)![1]!;
  expect((await dealer(['operations', 'undo', undo])).code).toBe(0);
  expect((await dealer(['operations', 'undo', undo])).err).toMatch(/^already-undone: /);
});

test('activation at a terminal shows the agreement first, and acts only when it is accepted', async () => {
  const activate = ['licenses', 'activate', 'Lobby'];
  const declined = await dealer(activate, { keys: ['n'] });
  expect(declined).toMatchObject({ code: 1, err: 'Nothing was done.\n' });
  expect((await dealer(activate)).err).toMatch(/^agreement-not-accepted: [\s\S]*muniment catalog show --json .*--accept-agreement/);
  expect(await dealer(activate, { keys: ['y', 'y'] })).toMatchObject({ code: 0, err: '' });
  const folder = newFolder();
  const { file } = json(await dealer(['licenses', 'download', 'Lobby', '-o', folder, '--json']));
  expect(await dealer(['verify', file, '--hardware-key', '190400324412'])).toMatchObject({ code: 0, err: '' });
  writeFileSync(
    join(folder, 'altered'),
    readFileSync(file, 'utf8').replace(/^(.{200})(.)/, (_, before, one) => before + (one === 'A' ? 'B' : 'A')),
  );
  expect((await dealer(['verify', join(folder, 'altered')])).code).toBe(1);
});

test('an edit changes what is named and keeps the rest', async () => {
  await dealer(['customers', 'update', 'adler', '--address.street', 'Main 1']);
  expect(json(await dealer(['customers', 'show', 'adler', '--json'])).address).toMatchObject({ city: 'Ulm', street: 'Main 1' });
  const stale = await dealer(['customers', 'update', 'adler', '--name', 'X', '--if-match', '"1"']);
  expect(stale.err).toMatch(/^precondition-failed: /);
});

test('a person signs in, is remembered, and signs out', async () => {
  const env = { MUNIMENT_API_KEY: '', MUNIMENT_CONFIG_HOME: newFolder() };
  const signIn = ['session', 'sign-in', '--email', 'dealer-one@cli.example', '--vendor', 'cli', '--password-stdin'];
  expect((await dealer(signIn, { env, input: 'wrong' })).err).toMatch(/^wrong-credentials: /);
  const elsewhere = signIn.map((one) => (one === 'cli' ? 'nobody' : one));
  expect((await dealer(elsewhere, { env, input: 'wrong' })).err).toMatch(/^not-found: [\s\S]*vendor \u201cnobody\u201d/);
  expect(await dealer(signIn, { env, input: 'correct horse battery staple\n' })).toMatchObject({ code: 0, err: '' });
  expect(json(await dealer(['session', 'show', '--json'], { env })).current.organization.name).toBe('Dealer One');
  expect((await dealer(['session', 'sign-out'], { env })).code).toBe(0);
  expect((await dealer(['home'], { env })).err).toMatch(/^not-signed-in: [\s\S]*muniment session sign-in/);
});

test('a key is checked by itself: what it is, what would fit with an example, and whose it may be', async () => {
  const check = (key: string, ...more: string[]) => dealer(['hardware-keys', 'check', key, '--product', ...more]);
  const expected = /Expected\n {2}12 digits that begin with 19 {2}for example 190400324412\n/;
  const fits = await check('190400324412', 'SV8100');
  expect(fits).toMatchObject({ code: 0, out: expect.stringMatching(/^The key fits: 190400324412\n/) });
  expect(fits.out).toMatch(/Also fits\n {2}BX\/OVOC, OVOC {2}--product BX-OVOC --variant ovoc\n/);
  expect(await check('nonsense', 'SV8100')).toMatchObject({ code: 1, out: expect.stringMatching(expected) });
  const other = await check('190400324412', 'SR-MGC');
  expect(other.code).toBe(1);
  expect(other.out).toMatch(/^The key does not fit\.\nNo such key is entered .*--role/);
  expect(other.out).toMatch(/Fits instead\n {2}SV8100 .*--product SV8100\n/);
  const input = await check('123.0.0.105', 'SV9500', '--variant', 'standard', '--role', 'input');
  expect(input).toMatchObject({ code: 0, out: expect.stringMatching(/^The key will be made from it: 123\.0\.0\.105\n/) });
});

test('a pack is loaded from its file, previewed first, and its mistakes come back', async () => {
  const file = join(newFolder(), 'pack.yaml');
  writeFileSync(file, readFileSync(packFile, 'utf8').replace('version: "2026.1"', 'version: "2026.2"'));
  expect(await vendor(['catalog', 'load', file, '--dry-run'])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^Preview: nothing has changed\.\n/),
  });
  expect((await vendor(['catalog', 'load', file])).code).toBe(0);
  expect(await vendor(['catalog', 'load', file])).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(/^Nothing to load\. .*version 2/),
  });
  expect(json(await vendor(['catalog', 'load', file, '--json']))).toEqual({ unchanged: true, version: 2 });
  writeFileSync(file, 'format: 1\n');
  expect((await vendor(['catalog', 'load', file])).err).toMatch(/^pack-not-valid: /);
});

test('the newest mail to an address is shown by the address', async () => {
  for (const salesOrder of ['SO-8', 'SO-9']) {
    const ship = ['orders', 'ship', '--sales-order', salesOrder, '--receiver-id', 'dealer one', '--part', 'EX81-SEAT-20=1'];
    expect((await vendor(ship)).code).toBe(0);
  }
  const { mail } = json(await vendor(['mails', 'show', 'Dealer-One@cli.example', '--json']));
  expect(mail).toMatchObject({ to: 'dealer-one@cli.example', subject: expect.stringContaining('SO-9') });
  expect((await vendor(['mails', 'show', 'nobody@cli.example'])).err).toMatch(/^name-not-found: /);
});

test('what the server says is in the language of the shell, labels and refusals alike', async () => {
  const german = { env: { MUNIMENT_LANGUAGE: 'de' } };
  expect((await dealer(['orders', 'show', 'SO-7'], german)).out).toContain('Teilnehmer');
  expect((await dealer(['orders', 'show', 'SO-0'], german)).err).toMatch(/[äöü]|nicht/);
  expect((await dealer(['orders', 'show', 'SO-7'], { env: { MUNIMENT_LANGUAGE: 'en', LANG: 'de_DE.UTF-8' } })).out).toContain('20 seats');
  expect((await dealer(['orders', 'show', 'SO-7'], { env: { LANG: 'C.UTF-8' } })).out).toContain('20 seats');
});

test('a terminal that says it has no columns is written to as one of 80', async () => {
  const asked = await dealer(['operations', 'undo', 'op_00000000-0000-7000-8000-000000000000'], { keys: ['n'], columns: 0 });
  expect(asked.err).toMatch(/^not-found: /);
  const attach = ['licenses', 'attach', '190400324413', '--order', 'SO-7', '--part', 'EX81-VER-3=1'];
  expect((await dealer(attach, { keys: ['n'], columns: 0 })).out).toMatch(/Reserve units from my bin for a device/);
});

test('an export is of a project, by its name; one that nobody knows is no file of nothing', async () => {
  const exported = await dealer(['devices', 'export', 'hotel adler']);
  expect(exported).toMatchObject({ code: 0, err: '', out: expect.stringContaining('190400324412') });
  expect(await dealer(['devices', 'export', 'nowhere'])).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/^name-not-found: /),
  });
  expect((await dealer(['devices', 'export', '--q', 'annex'])).out).not.toContain('190400324412');
  expect(await dealer(['operations', 'export', 'hotel adler'])).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(/^\uFEFFDate,/),
  });
  expect((await dealer(['operations', 'export', 'nowhere'])).err).toMatch(/^name-not-found: /);
});

test('help says what fields of an order are', async () => {
  expect((await dealer(['orders', 'ship', '--help'])).out).toMatch(/--field <name=value> +what the catalog asks for/);
});

test('every list answers, as a table and as JSON, also page by page', async () => {
  for (const noun of [
    'bin',
    'orders',
    'customers',
    'devices',
    'operations',
    'balances',
    'organizations',
    'allowances',
    'serves',
    'audit-events',
  ]) {
    const [plain, exact, whole] = await Promise.all([
      vendor([noun, 'list']),
      vendor([noun, 'list', '--json']),
      vendor([noun, 'list', '--all', '--limit', '2', '--json']),
    ]);
    expect(plain, noun).toMatchObject({ code: 0, err: '' });
    expect(json(whole!).items.length, noun).toBe(json(exact!).total);
  }
});
