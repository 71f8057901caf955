import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { type Io, run } from '@muniment/cli';
import { type Client, createClient } from '@muniment/client';
import { actOutside, customerIdOf, joinOutside, setUpChannel, ship, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cleanUp, type Finished, launch, main, muniment, newDirectory, serve, until } from '../../test/process.ts';
import { controllerCommands } from './index.ts';

const pack = () => readFileSync('catalogs/edge-controller/pack.yaml', 'utf8');
const accept = 'end-user-terms:4';
let server: TestServer;
let customerId: string;
let give: (units: Readonly<Record<string, number>>) => Promise<void>;
let owner: Client;
let number = 0;

beforeAll(async () => {
  server = await startTestServer();
  const channel = await setUpChannel(server, 'edge', pack());
  const dealer = await channel.partner('dealer', 'Lakeside Automation');
  owner = dealer.client;
  const customer = await value(dealer.client.createCustomer({ name: 'Town of Harrow' }));
  const projectId = customer.projects[0]!.id;
  customerId = await customerIdOf(dealer.client, projectId);
  give = async (units) => {
    const { lots } = await ship(channel, dealer, `SO-${++number}`, units);
    const lines = Object.entries(units).map(([part, quantity]) => ({ lotId: lots[part]!, quantity }));
    await value(dealer.client.giveLicenses({ projectId, lines }));
  };
});
afterEach(cleanUp);
afterAll(() => server?.stop());

/** A command line in this process: dozens of processes would only cost time. Those that must be processes are launched. */
async function command(...argv: readonly string[]): Promise<Finished> {
  const said = { stdout: '', stderr: '' };
  const into = (name: keyof typeof said) =>
    new Writable({
      write(chunk, _, done) {
        said[name] += String(chunk);
        done();
      },
    });
  const io: Io = { stdout: into('stdout'), stderr: into('stderr'), stdin: Readable.from([]), env: { LC_ALL: 'C' } };
  return { code: await run(argv, io, controllerCommands), ...said };
}

/** The same for a person at a terminal, who presses a key at every question. */
async function atTerminal(keys: readonly string[], ...argv: readonly string[]): Promise<Finished> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const said = { stdout: '', stderr: '' };
  const waiting = [...keys];
  stdout.on('data', (chunk: Buffer) => {
    said.stdout += chunk.toString();
    if (/\u25cf|\u25cb No/.test(chunk.toString()) && waiting.length > 0) {
      const key = waiting.shift()!;
      setImmediate(() => stdin.write(key));
    }
  });
  stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  for (const stream of [stdin, stdout]) Object.assign(stream, { isTTY: true, columns: 120, rows: 40, setRawMode: () => stream });
  const io = { stdin, stdout, stderr, env: { LC_ALL: 'C', NO_COLOR: '1' } } as unknown as Io;
  return { code: await run(argv, io, controllerCommands), ...said };
}

/** A controller's computer: its folder, and the commands on it. */
function newComputer() {
  const home = newDirectory();
  const folder = join(home, 'controller');
  const env = { LC_ALL: 'C' };
  const put = (name: string, content: string): string => {
    const path = join(home, name);
    writeFileSync(path, content);
    return path;
  };
  return {
    home,
    folder,
    put,
    run: (...args: string[]): Promise<Finished> => command('controller', ...args, '--data', folder),
    asked: (keys: readonly string[], ...args: string[]): Promise<Finished> => atTerminal(keys, 'controller', ...args, '--data', folder),
    init(...args: string[]): Promise<Finished> {
      const code = `17QE${String(++number).padStart(8, '0')}`;
      const fixed = [
        '--install-code',
        code,
        '--product',
        'ESC-400',
        '--protocol',
        'lon=devices',
        '--server',
        server.url,
        '--vendor',
        'edge',
      ];
      return command('controller', 'init', ...fixed, ...args, '--data', folder);
    },
    async start() {
      const running = launch(main, ['controller', 'serve', '--port', '0', '--data', folder], home, env);
      const url = await until(() => /listens at (\S+)[\s\S]*Press Ctrl-C/.exec(running.output())?.[1], 60_000, running.output);
      return { ...running, url };
    },
  };
}

const json = ({ stdout }: Finished) => JSON.parse(stdout) as Record<string, unknown>;
const states = async ({ run }: Pick<ReturnType<typeof newComputer>, 'run'>) =>
  (json(await run('endpoints', '--json')).items as readonly { state: string }[]).map(({ state }) => state);

describe('a technician at a controller', () => {
  it('sets it up, enrols it, activates, provisions, and gives everything back', async () => {
    await give({ 'CAP-5': 1, 'CAP-10': 1 });
    const computer = newComputer();
    const { run, init, put } = computer;
    expect(await run('status')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^not-set-up: .*\nNext step: .*controller init/) });
    expect(await init()).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^The controller is set up\.\n[\s\S]*controller customer ID/),
    });
    expect(await run('download')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^no-customer-id: /) });
    expect(await run('customer', 'nonsense')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^customer-id-not-valid: /) });
    expect(await run('customer', customerId)).toMatchObject({ code: 0, stderr: '' });
    expect(await run('customer')).toMatchObject({ stdout: `${customerId}\n` });
    expect(await run('request', 'lot_1=1')).toMatchObject({ code: 2, stderr: expect.stringContaining('“lot_1=1” is none') });
    expect(await run('enrol')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^The controller belongs to the project\./) });
    const csv = put(
      'endpoints.csv',
      `protocol,name,address\n${Array.from({ length: 7 }, (_, index) => `lon,Lamp ${index},1/${index}`).join('\n')}\n`,
    );
    expect(await run('import-endpoints', csv)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^7 endpoints added/) });

    const listed = await run('download');
    expect(listed).toMatchObject({ code: 0, stdout: expect.stringMatching(/QUANTITY +TRANSFER DATE/) });
    expect(listed.stdout).toContain(`--accept ${accept}`);
    const { items } = json(await run('download', '--json')) as unknown as { items: { lotId: string; part: string }[] };
    const five = items.find(({ part }) => part === 'CAP-5')!.lotId;
    // Nothing is said to be under way, and the agreement is named.
    expect(await run('activate', five)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(new RegExp(`^agreement-to-accept: [\\s\\S]*--accept ${accept}\\.`)),
    });
    expect(await run('activate', five, '--accept', accept)).toMatchObject({ code: 0, stdout: expect.stringContaining('active') });
    expect(await states(computer)).toEqual([...Array(5).fill('unprovisioned'), 'unlicensed', 'unlicensed']);
    // The signs of the console: an empty ring for none, a dashed one, and a filled dot for what works.
    expect((await run('endpoints')).stdout).toMatch(/\u25cc unprovisioned +Lamp 0[\s\S]*\u25cb unlicensed +Lamp 6/);
    expect(await run('provision-endpoints', '--all')).toMatchObject({
      stdout: '5 endpoints provisioned. 2 endpoints left out: there is no capacity.\n',
    });
    expect(await run('status')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^This controller is licensed\.\n[\s\S]*\u25cf 5 provisioned/),
    });
    const all = await run('activate', '--all', '--accept', accept);
    expect(all).toMatchObject({ code: 0, stdout: expect.stringMatching(/active +1 +\S/) });
    expect(await states(computer)).toEqual([...Array(5).fill('provisioned'), 'unprovisioned', 'unprovisioned']);

    expect(await run('upgrade', '4.2', '--yes')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^maintenance-missing: Nothing was upgraded: devices: 0 of 15 covered\./),
    });
    expect(await run('transfer')).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    expect(await run('transfer', '--yes')).toMatchObject({ code: 0, stdout: 'The licences are back in the cloud.\n' });
    expect(await states(computer)).toEqual(Array(7).fill('unlicensed'));
    expect(await run('status')).toMatchObject({ code: 1 });
    expect(await run('reset', '--yes')).toMatchObject({ code: 0 });
    expect(await run('status')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^not-set-up: /) });
  });

  it('is told what is not right with a command line', async () => {
    const { run, init, put } = newComputer();
    const wrong = [
      () => run('init'),
      () => init('--protocol', 'lon'),
      () => init('--server', 'nowhere'),
      () => init('--keys', 'nothing.json'),
      () => run('activate'),
      () => run('activate', 'lot_1', '--all'),
      () => run('activate', 'lot_1=0', '--accept', accept),
      () => run('activate', 'lot_1=1', 'lot_1', '--accept', accept),
      () => run('activate', 'lot_1', '--accept', 'terms'),
      () => run('provision-endpoints'),
      () => run('import-endpoints', '/no/such/file'),
      () => run('install', '/no/such/file'),
      () => run('serve', '--port', 'x'),
      () => run('reset'),
    ];
    for (const line of wrong) expect((await line()).code, String(line)).toBe(2);
    expect(await init('--keys', put('no.json', '{}'))).toMatchObject({ code: 1, stderr: expect.stringMatching(/^key-set-not-valid: /) });
    const unknown = await init('--vendor', 'nobody');
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringMatching(/^vendor-unknown: .* has no vendor “nobody”\.\n.*--vendor/) });
  });
});

describe('a person who is asked', () => {
  it('reads the agreement and accepts it, before anything is said to be under way; what is refused anyway is not asked about', async () => {
    await give({ 'CAP-5': 1 });
    const { run, asked, init } = newComputer();
    await init('--customer-id', customerId);
    await run('enrol');
    const none = await asked(['y'], 'activate', 'lot_01890a5d-ac96-774b-bcce-b302099a8057');
    expect(none).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^license-not-waiting: /) });
    const declined = await asked(['n'], 'activate', '--all');
    expect(declined).toMatchObject({ code: 1, stderr: 'Nothing was done.\n' });
    expect(declined.stdout).toMatch(/^Agreement \(end-user-terms 4\)\n[\s\S]*Do you accept this agreement\?/);
    const accepted = await asked(['y'], 'activate', '--all');
    expect(accepted).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^Activating \d+ licences? …\n$/),
      stdout: expect.stringContaining('Capacity, 5 devices'),
    });
    expect(await asked(['y'], 'transfer')).toMatchObject({ code: 0, stdout: expect.stringContaining('The licences are back') });
    // Nothing is left that could be given back: there is no question.
    expect(await asked([], 'transfer')).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^nothing-to-transfer: /) });
    expect(await asked([], 'receipt')).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^nothing-to-transfer: /) });
  });

  it('leaves a question with the first interrupt, and 130', async () => {
    const { init, folder } = newComputer();
    await init();
    const modules = [new URL('../../../cli/src/index.ts', import.meta.url), new URL('./index.ts', import.meta.url)];
    const script = `
      const [{ run }, { controllerCommands }] = await Promise.all(${JSON.stringify(modules)}.map((one) => import(one)));
      for (const stream of [process.stdin, process.stdout]) Object.assign(stream, { isTTY: true, columns: 120, setRawMode: () => stream });
      process.exitCode = await run(['controller', 'reset', '--data', ${JSON.stringify(folder)}], process, controllerCommands);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, CI: '' } });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes('Reset it?') && !child.killed) child.kill('SIGINT');
    });
    expect(await once(child, 'close')).toEqual([130, null]);
    expect(existsSync(join(folder, 'identity.json'))).toBe(true);
  });
});

describe('a controller without a network', () => {
  it('says that the cloud has taken the licences back, once the answer to its receipt is there, and counts endpoints as its page does', async () => {
    await give({ 'CAP-5': 1 });
    const { run, init, put } = newComputer();
    await init('--customer-id', customerId);
    expect(await run('add-endpoint', '--protocol', 'lon', '--name', 'Lamp')).toMatchObject({ code: 0 });
    expect((await run('status')).stdout).toMatch(/^0 of 0 used \(devices\), 1 without capacity$/m);
    expect(await run('receipt')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^nothing-to-transfer: /) });
    const file = (made: Finished) => readFileSync(json(made).file as string, 'utf8').trim();
    const request = file(await run('request', '--json', '-o', put('request', '')));
    const { waiting, agreement } = await value(owner.checkLicenseRequest({ request }));
    const { id, version, language } = agreement!;
    const activated = await value(
      owner.activateFromFile({
        request,
        enrol: true,
        licenses: [{ lotId: waiting[0]!.lotId }],
        agreement: { id, version, language, accepted: true },
      }),
    );
    expect((await run('install', put('answer', activated.document!.text))).stdout).toMatch(/^Licence \d+\.\d+ is installed\.\n$/);
    expect((await run('status')).stdout).toMatch(/^1 of 5 used \(devices\)$/m);
    const receipt = file(await run('receipt', '--json', '--yes', '-o', put('receipt', '')));
    // Made once more without a question: nothing is removed any more.
    expect(await run('receipt', '-o', put('again', ''))).toMatchObject({ code: 0 });
    const returned = await value(owner.returnFromFile({ receipt }));
    expect(await run('install', put('taken', returned.document!.text))).toMatchObject({
      code: 0,
      stdout: 'The cloud has taken the licences back. Nothing is licensed on this controller any more.\n',
    });
  });
});

describe('a controller that runs', () => {
  it('is the only one of its folder; commands go through it; killed, it goes on where it was', async () => {
    await give({ 'CAP-25': 1 });
    const computer = newComputer();
    const { run, init, start, home } = computer;
    await init('--customer-id', customerId);
    const first = await start();
    const second = await muniment(['controller', 'serve', '--port', '0', '--data', computer.folder], home, { LC_ALL: 'C' });
    expect(second).toMatchObject({ code: 1, stderr: expect.stringMatching(/^already-serving: /) });
    await until(async () => (json(await run('status', '--json')).enrolment as { state: string }).state === 'current');
    expect(await run('add-endpoint', '--protocol', 'lon', '--name', 'Lamp', '--json')).toMatchObject({ code: 0 });
    expect(await run('activate', '--all', '--accept', accept)).toMatchObject({ code: 0 });
    first.child.kill('SIGKILL');
    await first.ended;
    // Without the service, from the folder alone.
    expect(await states(computer)).toEqual(['unprovisioned']);
    const third = await start();
    const said = (await (await fetch(`${third.url}/v1/status`)).json()) as { licensed: string };
    expect(said.licensed).toBe('valid');
    expect(await run('reset', '--yes')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^folder-in-use: /) });
    expect(await run('transfer', '--yes')).toMatchObject({ code: 0 });
    third.child.kill('SIGTERM');
    expect(await third.ended).toBe(0);
  });
});

describe('a server that is killed while a controller acts', () => {
  it('agrees with it once it is back: no licence on both sides, none on neither', { timeout: 300_000 }, async () => {
    const data = newDirectory();
    let running = await serve(data);
    const { url } = running;
    const pack = join(import.meta.dirname, '..', '..', '..', '..', 'catalogs', 'edge-controller', 'pack.yaml');
    const made = await muniment(['vendor', 'create', 'edge', '--catalog', pack, '--admin', 'ada@edge.example', '--json'], data);
    const vendor = { url, credential: (JSON.parse(made.stdout) as { apiKey: string }).apiKey };
    const joined = await joinOutside(vendor, 'dealer', 'Lakeside Automation');
    const dealer = createClient({ baseUrl: url, credential: joined.credential });
    await actOutside(vendor, '/v1/orders', { salesOrder: 'SO-1', receiverId: joined.id, lines: [{ part: 'CAP-5', quantity: 1 }] });
    const customer = await value(dealer.createCustomer({ name: 'Town of Harrow' }));
    const projectId = customer.projects[0]!.id;
    const { items } = await value(dealer.listInventory({}));
    await value(dealer.giveLicenses({ projectId, lines: [{ lotId: items[0]!.lotId!, quantity: 1 }] }));

    const computer = newComputer();
    const { home, folder, run, init } = computer;
    await init('--customer-id', await customerIdOf(dealer, projectId), '--server', url);
    await run('enrol');
    const { enrolment } = json(await run('status', '--json')) as unknown as { enrolment: { deviceId: string } };
    for (const [round, act] of [
      ['activate', '--all', '--accept', accept],
      ['transfer', '--yes'],
      ['activate', '--all', '--accept', accept],
    ].entries()) {
      const acting = launch(main, ['controller', ...act, '--data', folder], home, { LC_ALL: 'C' });
      // Some time after its start, so that the kill hits asking, booking or answering.
      await new Promise((resolve) => setTimeout(resolve, 700 + Math.random() * 500));
      running.child.kill('SIGKILL');
      await running.ended;
      await acting.ended;
      running = await serve(data, { PORT: new URL(url).port });
      expect(await run('sync'), `round ${round}`).toMatchObject({ code: 0 });
      const here = (json(await run('status', '--json')).entitlements as unknown[]).length;
      const { waiting, active } = await value(dealer.listDeviceCloudLicenses({ deviceId: enrolment.deviceId }));
      expect([waiting.length, active.length, here], `round ${round}`).toEqual(here === 1 ? [0, 1, 1] : [1, 0, 0]);
    }
    expect(await muniment(['audit'], data)).toMatchObject({ code: 0 });
  });
});

describe('a controller that is set up and enrolled', () => {
  it('is not set up where its server does not answer, which says what it takes instead', async () => {
    const { init, folder } = newComputer();
    const failed = await init('--server', 'http://127.0.0.1:9');
    expect(failed).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^keys-not-fetched: .*No controller was set up.*\nNext step: .*http:\/\/127\.0\.0\.1:9\/\.well-known\/jwks\.json.*--keys jwks\.json --vendor/,
      ),
    });
    expect(failed.stderr).not.toContain('works on');
    // A server may have several vendors: of the one that was named, the keys are told where to find.
    expect((await init('--server', 'http://127.0.0.1:9/', '--vendor', 'edge')).stderr).toMatch(
      / http:\/\/127\.0\.0\.1:9\/\.well-known\/jwks\.json\?vendor=edge as jwks\.json .*--keys jwks\.json --vendor edge\n/,
    );
    expect(existsSync(folder)).toBe(false);
  });

  it('has its licences again once it enrols with an approved key after a reset, and says meanwhile what comes next', async () => {
    await give({ 'CAP-5': 1 });
    const { run, init } = newComputer();
    await init('--customer-id', customerId);
    const { installCode } = json(await run('status', '--json')) as { installCode: string };
    expect(await run('enrol')).toMatchObject({ code: 0 });
    expect(await run('activate', '--all', '--accept', accept)).toMatchObject({ code: 0 });
    expect(await run('reset', '--yes')).toMatchObject({ code: 0 });
    expect(await init('--install-code', installCode, '--customer-id', customerId)).toMatchObject({ code: 0 });
    expect(await run('enrol')).toMatchObject({ code: 1, stdout: expect.stringContaining('Once it is approved: muniment controller sync') });
    const { items } = await value(owner.listEnrolments({ state: 'waiting' }));
    await value(owner.approveEnrolment({ enrolmentId: items.find(({ name }) => name === installCode)!.id }));
    expect(await run('enrol')).toMatchObject({ code: 0 });
    expect(await run('status')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^This controller is licensed\./) });
  });
});
