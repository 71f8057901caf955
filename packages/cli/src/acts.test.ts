import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { muniment, newFolder, problem, type Reply, type Seen, startServer, type TestServer } from '../test/support.ts';

const id = (prefix: string, last = '7') => `${prefix}_01890a5d-ac96-774b-bcce-b302099a805${last}`;
const organization = { id: id('org'), name: 'Dealer One' };
const device = (last: string, name: string, hardwareKey: string) => ({
  id: id('dev', last),
  name,
  hardwareKey,
  product: 'box',
  productLabel: 'Box',
  status: 'reserved',
  customer: { id: id('org', '1'), name: 'Hotel' },
});
const page = (items: unknown[]) => ({ json: { items, next: null, total: items.length } });
const outcome = (dryRun: boolean, digest = 'd'.repeat(43)) => ({
  dryRun,
  digest,
  operationId: dryRun ? null : id('op'),
  kind: 'attach',
  at: '2027-01-31T09:30:00Z',
  organization,
  device: { id: id('dev'), name: 'Reception', hardwareKey: 'K1', customer: organization },
  effects: [] as string[],
  movements: [
    {
      lotId: id('lot'),
      part: 'P-20',
      parts: ['P-20'],
      partLabel: 'Seats',
      quantity: 7,
      from: 'Bin',
      to: 'Reception',
      fromKind: 'bin',
      toKind: 'reserved',
      order: 'SO-1',
      validFrom: '2027-01-31',
      until: '2028-01-31',
      lastDay: '2028-01-30',
    },
  ],
  entitlements: [{ feature: 'seats', label: 'Seats', before: '', after: '140', why: ['7 \u00d7 20'] }],
  file: null as unknown,
  externalFiles: [] as unknown[],
  canUndo: true,
});

const servers: TestServer[] = [];
async function server(answer: (seen: Seen, count: number) => Reply) {
  const one = await startServer(answer);
  servers.push(one);
  return { ...one, env: { MUNIMENT_URL: one.url, MUNIMENT_API_KEY: 'key' } };
}
afterEach(async () => {
  await Promise.all(servers.splice(0).map((one) => one.close()));
});

const isDeviceList = ({ path }: Seen) => path === '/v1/devices';

test('a hardware key stands for its device, and order and parts are written in short', async () => {
  const { env, seen } = await server((one) =>
    isDeviceList(one) ? page([device('1', 'Lobby', 'K12'), device('2', 'K1 spare', 'K1')]) : { json: outcome(false) },
  );
  const { code, out } = await muniment(['licenses', 'attach', 'k1', '--order', 'SO-1', '--part', 'P-20=7', '--part', 'A=B=2'], { env });
  expect(code).toBe(0);
  expect(seen[0]).toMatchObject({ path: '/v1/devices', query: { q: 'k1' } });
  expect(seen[1]!.path).toBe(`/v1/devices/${id('dev', '2')}/attach`);
  expect(seen[1]!.body).toEqual({
    lines: [
      { part: 'P-20', quantity: 7, order: 'SO-1' },
      { part: 'A=B', quantity: 2, order: 'SO-1' },
    ],
  });
  expect(seen[1]!.headers).toMatchObject({ authorization: 'Bearer key', 'muniment-channel': 'cli' });
  expect(out).toContain('7 \u00d7 P-20  Bin \u2192 Reception (reserved)  (SO-1)  last day 2028-01-30');
  expect(out).toContain(`muniment operations undo ${id('op')}`);
});

test('a name that fits several is refused with the candidates, one that fits none is refused too', async () => {
  const { env, seen } = await server((one) =>
    page(one.query.q === 'none' ? [] : [device('1', 'Lobby', 'K1'), device('2', 'Lobby 2', 'K2')]),
  );
  const several = await muniment(['devices', 'show', 'lob'], { env });
  expect(several).toMatchObject({ code: 1, out: '' });
  expect(several.err).toContain('name-ambiguous');
  expect(several.err).toContain(`${id('dev', '2')}  K2  Lobby 2  Hotel`);
  const none = await muniment(['devices', 'show', 'none'], { env });
  expect(none.err).toContain('name-not-found');
  expect(seen.every(isDeviceList)).toBe(true);
});

test('a refusal is said with code, sentence, next step and request id, and as JSON too when asked', async () => {
  const { env } = await server(() => problem(409, 'not-enough-units', 'There are 3.'));
  const plain = await muniment(['licenses', 'attach', id('dev'), '--lot', `${id('lot')}=7`], { env });
  expect(plain).toEqual({ code: 1, out: '', err: 'not-enough-units: There are 3.\nNext step: Do something else.\nRequest id: req-1\n' });
  const json = await muniment(['licenses', 'attach', id('dev'), '--lot', `${id('lot')}=7`, '--json'], { env });
  expect(JSON.parse(json.out)).toMatchObject({ code: 'not-enough-units', requestId: 'req-1' });
});

test('exit codes tell a wrong command line from a server that is not there', async () => {
  const nowhere = { MUNIMENT_URL: 'http://127.0.0.1:1' };
  expect(await muniment(['customers', 'create'], { env: nowhere })).toMatchObject({
    code: 2,
    err: expect.stringContaining('missing: --name'),
  });
  expect((await muniment(['licenses', 'attach', 'x', '--part', 'P=many'], { env: nowhere })).code).toBe(2);
  expect((await muniment(['orders', 'list', '--sort', 'colour'], { env: nowhere })).code).toBe(2);
  expect((await muniment(['licences', 'list'], { env: nowhere })).err).toContain('Did you mean licenses?');
  const gone = await muniment(['session', 'sign-out'], { env: nowhere });
  expect(gone).toMatchObject({ code: 3, err: expect.stringContaining('unreachable') });
});

test('an answer that says no ends with 1, so that scripts can ask', async () => {
  const { env } = await server(() => ({ json: { valid: false, code: 'expired', reason: 'It ended.', entitlements: [] } }));
  const { code, out } = await muniment(['licenses', 'validate', '--product', 'box', '--hardware-key', 'K1'], { env });
  expect(code).toBe(1);
  expect(out).toMatch(/Code\s+expired/);
});

test('an edit reads first, keeps the inner fields nobody named, and sends the ETag', async () => {
  const address = { street: 'Main 1', postalCode: '1', city: 'Bonn', country: 'DE' };
  const { env, seen } = await server(() => ({ json: { id: id('org'), name: 'Hotel', address, version: 4 }, headers: { ETag: '"4"' } }));
  await muniment(['customers', 'update', id('org'), '--address.city', 'Ulm', '--reference-note', 'x'], { env });
  expect(seen.map((one) => one.method)).toEqual(['GET', 'PATCH']);
  expect(seen[1]!.headers['if-match']).toBe('"4"');
  expect(seen[1]!.body).toEqual({ address: { ...address, city: 'Ulm' }, referenceNote: 'x' });
});

test('--accept-agreement sends the agreement of the device\u2019s product as the catalog has it today', async () => {
  const agreements = [
    { id: 'other', version: '9', title: 'O', text: 'o', language: 'de' },
    { id: 'eula', version: '3', title: 'E', text: 'e', language: 'de' },
  ];
  const { env, seen } = await server(({ path, method }) => {
    if (path === '/v1/catalog') return { json: { products: [{ id: 'box', agreement: 'eula', variants: [] }], agreements } };
    return method === 'GET' ? { json: device('7', 'Reception', 'K1') } : { json: outcome(false) };
  });
  const { code } = await muniment(['licenses', 'activate', id('dev'), '--accept-agreement'], { env });
  expect(code).toBe(0);
  expect(seen.at(-1)!.body).toEqual({ agreement: { id: 'eula', version: '3', language: 'de', accepted: true } });
  const help = (await muniment(['licenses', 'activate', '--help'])).out;
  expect(help).toContain('--accept-agreement');
  expect(help).not.toContain('--agreement.');
});

test('a licence file is written under the server\u2019s name, a given one, or to the standard output', async () => {
  const { env } = await server(() => ({ text: 'a.b.c', headers: { 'Content-Disposition': 'attachment; filename="K1.jwt"' } }));
  const folder = newFolder();
  const inFolder = await muniment(['licenses', 'download', id('dev'), '-o', folder], { env });
  expect(inFolder).toMatchObject({ code: 0, out: '', err: `Saved as ${join(folder, 'K1.jwt')} (5 bytes).\n` });
  expect(readFileSync(join(folder, 'K1.jwt'), 'utf8')).toBe('a.b.c');
  expect((await muniment(['licenses', 'download', id('dev'), '-o', '-'], { env })).out).toBe('a.b.c');
  expect((await muniment(['licenses', 'download', id('dev'), '-o', join(folder, 'no', 'way')], { env })).code).toBe(2);
});

test('a list as CSV goes on where it is piped, and is saved for a person, who is told where', async () => {
  const headers = { 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': 'attachment; filename="refused.csv"' };
  const { env } = await server(() => ({ text: 'item,error\r\n', headers }));
  const piped = await muniment(['batches', 'errors', id('bat')], { env });
  expect(piped).toMatchObject({ code: 0, out: 'item,error\r\n', err: '' });
  expect(existsSync('refused.csv')).toBe(false);
  const path = join(newFolder(), 'here.csv');
  const saved = await muniment(['batches', 'errors', id('bat'), '-o', path], { env, keys: [] });
  expect(saved).toMatchObject({ code: 0, out: '', err: `Saved as ${path} (12 bytes).\n` });
  expect(readFileSync(path, 'utf8')).toBe('item,error\r\n');
  expect(JSON.parse((await muniment(['batches', 'errors', id('bat'), '-o', path, '--json'], { env })).out)).toMatchObject({ file: path });
});

test('a file is handed over as it is, under its own name unless another is given; what is waited for is named by its order', async () => {
  const file = { id: id('ext', '3'), order: { salesOrder: 'SO-7' }, device: null, product: 'box' };
  const { env, seen } = await server(({ method }) => (method === 'GET' ? page([file]) : { json: file }));
  const path = join(newFolder(), 'um 4730.lic');
  const bytes = Buffer.from([0, 255, 13, 10, 128]);
  writeFileSync(path, bytes);
  expect((await muniment(['external-files', 'supply', 'SO-7', path], { env })).code).toBe(0);
  expect(seen[0]!.query).toMatchObject({ q: 'SO-7' });
  expect(seen[1]).toMatchObject({
    path: `/v1/external-files/${id('ext', '3')}/supply`,
    body: { fileName: 'um 4730.lic', content: bytes.toString('base64') },
  });
  await muniment(['external-files', 'supply', id('ext', '3'), path, '--file-name', 'other.lic'], { env });
  expect(seen[2]!.body).toMatchObject({ fileName: 'other.lic' });
});

test('a licence file of before is sent as the text it is, and what was read of it is shown beside the effect', async () => {
  const read = { product: 'box', productLabel: 'Box', hardwareKey: 'K1', createdAt: '2011-04-08T10:15:00Z', features: [] };
  const feature = { code: 'DAP', quantity: 12, line: 7, part: 'P-20', partLabel: 'Seats' };
  const { env, seen } = await server((one) =>
    isDeviceList(one)
      ? page([device('1', 'Lobby', 'K1')])
      : { json: { read: { ...read, features: [feature] }, outcome: outcome(one.query.dryRun === 'true') } },
  );
  const path = join(newFolder(), 'old.txt');
  writeFileSync(path, '[LICENSE]\r\nFormat=1\r\n');
  const { code, out } = await muniment(['licenses', 'import', 'K1', path, '--dry-run'], { env });
  expect(code).toBe(0);
  expect(seen.at(-1)).toMatchObject({ path: `/v1/devices/${id('dev', '1')}/import`, body: { content: '[LICENSE]\r\nFormat=1\r\n' } });
  expect(out).toContain('2011-04-08');
  expect(out).toMatch(/DAP.*12/);
});

test('an act says its activation code beside the file, and of files made elsewhere whether they are there, waited for or to be uploaded', async () => {
  const elsewhere = { id: null, salesOrder: 'SO-1', fileName: null, message: 'It comes by mail.' };
  const { env } = await server(() => ({
    json: {
      ...outcome(false),
      kind: 'activate-licenses',
      file: { documentId: id('doc'), fileName: 'K1.lic', serial: 3, activationCode: '9490-7635-1419' },
      externalFiles: [
        { ...elsewhere, state: 'waiting' },
        { ...elsewhere, state: 'upload-wanted', message: 'Upload the request file.' },
        { ...elsewhere, state: 'available', fileName: 'um.lic' },
      ],
    },
  }));
  const activated = await muniment(['licenses', 'activate', id('dev')], { env });
  expect(activated).toMatchObject({ code: 0, err: '' });
  expect(activated.out).toMatch(/^Done: activate licenses\.\n/);
  expect(activated.out).toContain('What the device may do\n');
  expect(activated.out).toContain('File      K1.lic, serial 3\nActivation code 9490-7635-1419\n');
  expect(activated.out).toContain('Waiting   It comes by mail.  (SO-1)\n');
  expect(activated.out).toContain('To upload Upload the request file.  (SO-1)\n');
  expect(activated.out).toContain('File      um.lic, made elsewhere  (SO-1)\n');
});

test('what is only reserved is said to hold once it is activated', async () => {
  const { env } = await server(() => ({ json: { ...outcome(false), kind: 'attach-licenses' } }));
  const { out } = await muniment(['licenses', 'attach', id('dev'), '--lot', `${id('lot')}=7`], { env });
  expect(out).toContain('What the device may do once activated\n');
});

test('a task is named by its device, and done with a note', async () => {
  const task = { id: id('task'), text: 'Close the record', state: 'open', device: device('1', 'Lobby', 'K1') };
  const { env, seen } = await server(({ method }) => (method === 'GET' ? page([task]) : { json: { ...task, state: 'done' } }));
  expect((await muniment(['tasks', 'complete', 'k1', '--note', 'Ticket 4711'], { env })).code).toBe(0);
  expect(seen[0]!.query).toMatchObject({ q: 'k1', state: 'open' });
  expect(seen[1]).toMatchObject({ path: `/v1/tasks/${id('task')}/complete`, body: { note: 'Ticket 4711' } });
});

test('a sign-in is kept where only its user may read it, used, and forgotten at sign-out', async () => {
  const me = { name: 'Ada', current: { organization: { name: 'Dealer One' } } };
  const { env, seen } = await server(({ path }) => ({
    json: path === '/v1/sign-in' ? { token: 'tok', expiresAt: '2027-02-01T00:00:00Z', me } : { signedOut: true },
  }));
  const own = { MUNIMENT_URL: env.MUNIMENT_URL, MUNIMENT_CONFIG_HOME: join(newFolder(), 'config') };
  const signedIn = await muniment(['session', 'sign-in', '--email', 'ada@example.com', '--password-stdin'], {
    env: own,
    input: 'pass word\n',
  });
  expect(signedIn).toMatchObject({ code: 0, err: '' });
  expect(signedIn.out).not.toContain('tok');
  expect(signedIn.out).toContain('until 2027-02-01 00:00Z.');
  expect(seen[0]!.body).toEqual({ email: 'ada@example.com', password: 'pass word' });
  const file = join(own.MUNIMENT_CONFIG_HOME, 'sessions.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await muniment(['home', '--json'], { env: own });
  expect(seen[1]!.headers.authorization).toBe('Bearer tok');
  await muniment(['session', 'sign-out'], { env: own });
  expect(readFileSync(file, 'utf8')).not.toContain('tok');
});

test('a server that runs on this machine\u2019s data is found by itself', async () => {
  const { env, seen } = await server(() => page([]));
  const data = newFolder();
  writeFileSync(join(data, 'runtime.json'), JSON.stringify({ url: env.MUNIMENT_URL }));
  await muniment(['orders', 'list'], { env: { MUNIMENT_DATA: data } });
  expect(seen).toHaveLength(1);
});

test('lists are aligned tables with a hint to the next page, and --all walks through them', async () => {
  const { env, seen } = await server(({ query }) => ({
    json: { items: [device('1', query.cursor ? 'B' : 'Lobby', 'K1')], next: query.cursor ? null : 'more', total: 2 },
  }));
  const first = await muniment(['devices', 'list', 'lob'], { env });
  expect(first.out).toMatch(/^NAME +HARDWARE KEY +PRODUCT.* ID\nLobby +K1 +box.*\u25f7 reserved.* dev_/);
  expect(first.out).toContain('1 of 2; next page: --cursor more, everything: --all');
  const whole = await muniment(['devices', 'list', '--all', '--json'], { env });
  expect(JSON.parse(whole.out)).toMatchObject({ items: [{ name: 'Lobby' }, { name: 'B' }], next: null });
  expect(seen.at(-1)!.query).toMatchObject({ cursor: 'more', limit: '200' });
});

test('at a terminal an act is shown first, and done only if it is wanted and still the same', async () => {
  const { env, seen } = await server(({ query, body }, count) => {
    if (query.dryRun) return { json: outcome(true, (count === 1 ? 'e' : 'f').repeat(43)) };
    return (body as { previewDigest?: string }).previewDigest?.startsWith('e')
      ? problem(409, 'preview-outdated', 'It changed.')
      : { json: outcome(false) };
  });
  const argv = ['licenses', 'attach', id('dev'), '--lot', `${id('lot')}=7`];
  const done = await muniment(argv, { env, keys: ['y', 'y'] });
  expect(done).toMatchObject({ code: 0, err: 'It changed.\n' });
  expect(done.out).toContain('Preview of attach: nothing has changed.');
  expect(seen.map(({ query, body }) => query.dryRun ?? (body as { previewDigest: string }).previewDigest[0])).toEqual([
    'true',
    'e',
    'true',
    'f',
  ]);
  const declined = await muniment(argv, { env, keys: ['n'] });
  expect(declined).toMatchObject({ code: 1, err: 'Nothing was done.\n' });
  expect(seen).toHaveLength(5);
  const straight = await muniment([...argv, '--yes'], { env, keys: [] });
  expect(straight.code).toBe(0);
  expect(seen.at(-1)!.query.dryRun).toBeUndefined();
});

test('keys of which none is taken end with 1, those of which some are with 0', async () => {
  let redeemed = 0;
  const { env } = await server(() => ({ json: { dryRun: false, operationIds: [], redeemed, refused: 1, results: [], digest: 'd' } }));
  const argv = ['keys', 'redeem', '--input', '-'];
  const input = JSON.stringify({ projectId: id('prj'), keys: ['A'] });
  expect((await muniment(argv, { env, input })).code).toBe(1);
  redeemed = 1;
  expect((await muniment(argv, { env, input })).code).toBe(0);
});

test('text from a server cannot steer the terminal', async () => {
  const { env } = await server(() => page([device('1', 'Lob\u001b[2Jby', 'K1')]));
  expect((await muniment(['devices', 'list'], { env })).out).not.toContain('\u001b');
});

test('an organization to act for is named as it is called', async () => {
  const memberships = [{ organization, role: 'dealer' }];
  const { env, seen } = await server(({ path }) => (path === '/v1/me' ? { json: { memberships } } : page([])));
  expect((await muniment(['orders', 'list', '--as', 'dealer one'], { env })).code).toBe(0);
  expect(seen.at(-1)!.headers['muniment-organization']).toBe(organization.id);
  expect(await muniment(['orders', 'list', '--as', 'other'], { env })).toMatchObject({
    code: 2,
    err: expect.stringContaining('Dealer One'),
  });
});

/** A process of its own, for what only a process can show. */
function start(argv: readonly string[], env: Record<string, string>) {
  const index = new URL('./index.ts', import.meta.url).href;
  const script = `import { run } from '${index}'; process.exitCode = await run(${JSON.stringify(argv)}, process);`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, ...env } });
}

test('Ctrl-C ends a command that waits, with 130', async () => {
  const { env } = await server(() => {
    setImmediate(() => child.kill('SIGINT'));
    return { wait: true };
  });
  const child = start(['orders', 'list'], env);
  expect(await once(child, 'exit')).toEqual([130, null]);
});

test('at a question Ctrl-C leaves everything as it is', async () => {
  const { env, seen } = await server(() => ({ json: outcome(true) }));
  const left = await muniment(['licenses', 'attach', id('dev'), '--lot', `${id('lot')}=7`], { env, keys: ['\u0003'] });
  expect(left).toMatchObject({ code: 130, err: 'Nothing was done.\n' });
  expect(seen).toHaveLength(1);
});

test('Ctrl-D at a question leaves as Ctrl-C does', async () => {
  const { env, seen } = await server(() => ({ json: {} }));
  expect((await muniment(['session', 'sign-in', '--email', 'ada@example.com'], { env, keys: ['\u0004'] })).code).toBe(130);
  expect(seen).toHaveLength(0);
});

test('what a command line can mend is said in its own words', async () => {
  const { env } = await server(({ path }) =>
    path === '/v1/sign-in'
      ? problem(401, 'wrong-credentials')
      : { status: 422, json: { ...(problem(422, 'order-field-missing').json as object), facts: { field: 'kas' } } },
  );
  const signIn = ['session', 'sign-in', '--email', 'ada@example.com'];
  expect((await muniment(signIn, { env })).err).toContain('missing: --password-stdin');
  expect((await muniment([...signIn, '--password', 'x'], { env })).err).toContain('For another vendor than the first: --vendor SLUG');
  expect((await muniment([...signIn, '--password', 'x', '--vendor', 'acme'], { env })).err).not.toContain('--vendor SLUG');
  const ship = ['orders', 'ship', '--sales-order', 'S', '--receiver-id', id('org'), '--part', 'P=1'];
  expect((await muniment(ship, { env })).err).toContain('Next step: Add --field kas=\u2026');
});

test('a mail is shown as a text, its HTML only as JSON', async () => {
  const { env } = await server(() => ({ json: { mail: { subject: 'Hello' }, text: 'Read me', html: '<p>Read me</p>' } }));
  const shown = await muniment(['mails', 'show', id('mail')], { env });
  expect(shown.out).toContain('Read me');
  expect(shown.out).not.toContain('<p>');
  expect((await muniment(['mails', 'show', id('mail'), '--json'], { env })).out).toContain('<p>');
});

test('the completion script knows nouns, verbs and flags', async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, out } = await muniment(['completion', shell]);
    expect(code).toBe(0);
    for (const word of ['licenses', 'attach', 'accept-agreement']) expect(out).toContain(word);
  }
});

test('a preview of an import names what a row gave and how rows of what is there already can change it, and no batch', async () => {
  const problem = (code: string, detail: string, facts = {}) => ({ code, title: 'A title', detail, nextStep: 'Next.', facts });
  const mistakes = [
    { number: 1, line: 2, label: 'Line 2', problem: problem('product-unknown', 'WL-999 is not in the catalog.') },
    {
      number: 2,
      line: 3,
      label: 'A',
      problem: problem('hardware-key-taken', 'A is already registered in this project.', { inProject: true }),
    },
  ];
  const seenPreview = {
    id: null,
    state: null,
    createdAt: null,
    total: 2,
    preview: { add: 0, update: 0, refuse: 2, columns: [], mistakes },
  };
  const { env } = await server(() => ({ status: 201, json: seenPreview }));
  const path = join(newFolder(), 'a.csv');
  writeFileSync(path, 'name,product\nA,B\n');
  const { out } = await muniment(['devices', 'import', id('prj'), path, '--dry-run'], { env });
  expect(out).toContain('WL-999 is not in the catalog.');
  expect(out).toContain('with --existing update');
  expect(out).not.toMatch(/^(Id|State)/m);
});
