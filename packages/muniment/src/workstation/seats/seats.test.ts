import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { moveClock } from '@muniment/platform/clock';
import { customerIdOf, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Office, openOffice } from '../../../../server/test/survey-office.ts';
import { cleanUp, main, newDirectory, until } from '../../../test/process.ts';

// `muniment checkout`, `borrow` and `return` as people run them: processes of their own, with signals, pipes and kill -9.

let server: TestServer;
let office: Office;
let apiKey: string;
const leaseSeconds = 6;
const running: ChildProcess[] = [];

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  office = await openOffice(server, 'merestone', (pack) =>
    pack
      .replace('seats: { idleMinutes: 60, perUser: 2,', `seats: { leaseSeconds: ${leaseSeconds}, heartbeatSeconds: 2, idleMinutes: 60,`)
      .replace('seats: { lingerSeconds: 120, perUser: 1,', 'seats: {'),
  );
  ({ secret: apiKey } = await value(
    office.channel.vendor.client.createApiKey({ name: 'Programs', scopes: ['seats'], projectId: office.projectId }),
  ));
  await office.give('SF-CLOUD-NET', 1);
  await office.give('SF-FIELD-NET', 1);
});
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await cleanUp();
});
afterAll(() => server?.stop());

const used = async (feature = 'cloud-seats') => (await office.counterOf(feature)).used;

interface Process {
  readonly child: ChildProcess;
  readonly said: { stdout: string; stderr: string };
  readonly ended: Promise<{ readonly code: number | string; readonly stdout: string; readonly stderr: string }>;
}

/** A computer of its own, and the commands on it. */
function newComputer(more: Readonly<Record<string, string>> = {}) {
  const home = newDirectory();
  const put = (path: string, content: string): string => {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), content);
    return join(home, path);
  };
  put('machine/etc/machine-id', `machine of ${home}\n`);
  const base = {
    ...process.env,
    LC_ALL: 'C',
    HOME: home,
    MUNIMENT_DATA: home,
    MUNIMENT_WORKSTATION_DATA: join(home, 'state'),
    MUNIMENT_TEST_MACHINE: join(home, 'machine'),
    MUNIMENT_URL: server.url,
    MUNIMENT_API_KEY: apiKey,
    ...more,
  };
  const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}, input = ''): Process => {
    const child = spawn(process.execPath, [main, ...args], { stdio: 'pipe', env: { ...base, ...env }, cwd: home });
    running.push(child);
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (data: Buffer) => (said.stdout += data.toString()));
    child.stderr.on('data', (data: Buffer) => (said.stderr += data.toString()));
    child.stdin.end(input);
    const ended = new Promise<number | string>((resolve) => child.on('close', (code, signal) => resolve(code ?? String(signal))));
    return { child, said, ended: ended.then((code) => ({ code, ...said })) };
  };
  return { home, put, start, run: (...args: readonly string[]) => start(args).ended };
}

/** A command that tells its number, and runs until it is told to end. */
const patient = [
  process.execPath,
  '-e',
  'console.log(process.pid); process.on("SIGTERM", () => process.exit(7)); setInterval(() => {}, 1000)',
];
const pidOf = async ({ said }: Process): Promise<number> =>
  Number(
    await until(
      () => /^\d+$/m.exec(said.stdout)?.[0],
      60_000,
      () => said.stderr,
    ),
  );

describe('muniment checkout', () => {
  it('runs a command while a seat is held, with its input, output and exit code', async () => {
    const { start, run } = newComputer();
    const program = 'process.stdin.pipe(process.stdout); process.on("exit", () => { process.exitCode = 5; });';
    const done = await start(['checkout', 'cloud-seats', '--', process.execPath, '-e', program], {}, 'hello seat').ended;
    expect(done).toEqual({ code: 5, stdout: 'hello seat', stderr: '' });
    expect(await used()).toBe(0);
    const holds = start(['checkout', 'cloud-seats', '--user', 'ada', '--', ...patient]);
    const pid = await pidOf(holds);
    expect(await used()).toBe(1);
    expect(await run('checkout', 'cloud-seats', '--', 'echo', 'never')).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^no-seat-free: The one seat of cloud-seats is in use\.\nNext step: .*--queue/),
    });
    expect(await start(['checkout', 'cloud-seats', '--', 'echo', 'never'], { LC_ALL: 'de_DE.UTF-8' }).ended).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Der eine Platz von cloud-seats ist belegt.'),
    });
    const waits = start(['checkout', 'cloud-seats', '--queue', '--user', 'bob', '--', 'echo', 'served']);
    await until(() => waits.said.stderr.includes('Place in the queue: 1'));
    // Signals reach the command, and its end is ours.
    holds.child.kill('SIGTERM');
    expect(await holds.ended).toEqual({ code: 7, stdout: `${pid}\n`, stderr: '' });
    expect(await waits.ended).toMatchObject({ code: 0, stdout: 'served\n' });
    expect(await used()).toBe(0);
  });

  it('says what is wrong with the command line, the command, the key and the network', async () => {
    const { start, run, put } = newComputer();
    expect(await run('checkout', 'cloud-seats')).toMatchObject({ code: 2, stderr: expect.stringContaining('-- COMMAND') });
    expect(await run('checkout', '--', 'echo', 'hi')).toMatchObject({ code: 2, stderr: expect.stringContaining('which seats are meant') });
    expect(await run('checkout', 'cloud-seats', '--on-lost', 'cry', '--', 'true')).toMatchObject({ code: 2 });
    expect(await run('checkout', 'cloud-seats', '--', 'no-such-command')).toMatchObject({ code: 127 });
    expect(await run('checkout', 'no-such-seats', '--', 'true')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^no-counter: /) });
    const at = (env: Record<string, string>) => start(['checkout', 'cloud-seats', '--', 'true'], env).ended;
    expect(await at({ MUNIMENT_API_KEY: '' })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^no-seat-key: .*\nNext step: .*MUNIMENT_API_KEY/),
    });
    expect(await at({ MUNIMENT_API_KEY: '', MUNIMENT_API_KEY_FILE: put('key', `${apiKey}\n`) })).toMatchObject({ code: 0 });
    expect(await at({ MUNIMENT_URL: 'http://127.0.0.1:1' })).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/^unreachable: [\s\S]*Without a network: muniment borrow/),
    });
    expect(await at({ MUNIMENT_URL: `http://127.0.0.1:1 ${server.url}` })).toMatchObject({ code: 0 });
    expect(await used()).toBe(0);
  });

  it('sets a workstation up that has neither licence nor key, where the project is shown that lets it in', async () => {
    const { start } = newComputer({ MUNIMENT_API_KEY: '', MUNIMENT_URL: '' });
    const customerId = await customerIdOf(office.dealer.client, office.projectId);
    const hello = ['--', 'echo', 'hello'];
    const first = await start([
      'checkout',
      'cloud-seats',
      '--customer-id',
      customerId,
      '--server',
      server.url,
      '--vendor',
      'merestone',
      ...hello,
    ]).ended;
    expect(first, first.stderr).toMatchObject({ code: 0, stdout: 'hello\n', stderr: expect.stringMatching(/^This is the workstation /) });
    expect(await start(['checkout', 'cloud-seats', ...hello]).ended).toEqual({ code: 0, stdout: 'hello\n', stderr: '' });
  });

  it('gives the seat back when the command is killed, and loses it within the lease time when it is killed itself', async () => {
    const { start, run } = newComputer();
    const first = start(['checkout', 'cloud-seats', '--', ...patient]);
    process.kill(await pidOf(first), 'SIGKILL');
    expect(await first.ended).toMatchObject({ code: 137 });
    expect(await used()).toBe(0);
    const second = start(['checkout', 'cloud-seats', '--', ...patient]);
    const orphan = await pidOf(second);
    second.child.kill('SIGKILL');
    const killedAt = performance.now();
    // Nobody heard of it; another computer has the seat once the lease time is over.
    const other = newComputer();
    await until(async () => (await other.run('checkout', 'cloud-seats', '--user', 'bob', '--', 'true')).code === 0);
    expect(performance.now() - killedAt).toBeLessThan((leaseSeconds + 8) * 1000);
    process.kill(orphan, 'SIGKILL');
    // What was left here is cleared away by whoever comes next.
    expect(await run('checkout', 'cloud-seats', '--', 'true')).toMatchObject({ code: 0 });
  });

  it('whose seat is lost says so and goes on, or stops the command', async () => {
    const { start } = newComputer();
    const end = async () => {
      const { items } = await value(office.dealer.client.listLeases({ counterId: (await office.counterOf('cloud-seats')).id }));
      await value(office.dealer.client.endLease({ leaseId: items[0]!.id, reason: 'Closing time' }));
    };
    const warned = start(['checkout', 'cloud-seats', '--', ...patient]);
    await pidOf(warned);
    await end();
    await until(() => warned.said.stderr.includes('without one'));
    expect(warned.said.stderr).toBe('The seat is lost: an administrator took it back (Closing time).\nThe command goes on without one.\n');
    warned.child.kill('SIGTERM');
    expect(await warned.ended).toMatchObject({ code: 7 });
    const stopped = start(['checkout', 'cloud-seats', '--on-lost', 'stop', '--', ...patient], { LC_ALL: 'de_DE.UTF-8' });
    await pidOf(stopped);
    await end();
    expect(await stopped.ended).toMatchObject({ code: 124, stderr: expect.stringMatching(/^Der Platz ist verloren: .*Closing time/) });
  });
});

describe('a borrowed laptop', () => {
  const shiftBy = (seconds: number) => ({ MUNIMENT_TEST_CLOCK_SHIFT: `PT${Math.round(seconds)}S` });
  const away = { MUNIMENT_URL: 'http://127.0.0.1:1', MUNIMENT_API_KEY: '' };
  const day = 86_400;

  it('works until its day without a network, not a second longer, and nothing comes of a clock that is set back', async () => {
    const { start, run } = newComputer();
    const borrowed = await run('borrow', 'field-seats', '--days', '3', '--json');
    expect(borrowed, borrowed.stderr).toMatchObject({ code: 0 });
    const { borrowedUntil } = JSON.parse(borrowed.stdout) as { borrowedUntil: string };
    expect(await used('field-seats')).toBe(1);
    const at = (seconds: number, ...args: readonly string[]) => start(args, { ...away, ...shiftBy(seconds) }).ended;
    const hello = ['checkout', 'field-seats', '--', 'echo', 'hello'];
    expect(await at(2 * day, ...hello)).toMatchObject({ code: 0, stdout: 'hello\n' });
    expect(await at(2 * day, 'status', '--offline')).toMatchObject({ code: 0, stdout: expect.stringMatching(/field-seats +1 .*holds/) });
    expect(await at(2 * day, 'doctor')).toMatchObject({ stdout: expect.stringMatching(/Borrowed seat field-seats: holds until/) });
    expect(await at(day, ...hello)).toMatchObject({ code: 1, stderr: expect.stringMatching(/^clock-set-back: /) });
    expect(await at(day, 'doctor')).toMatchObject({ code: 1, stdout: expect.stringContaining('clock-set-back') });
    // It ends while a command works: at that very second, by the clock of this computer.
    const left = (Date.parse(borrowedUntil) - Date.now()) / 1000;
    const shift = Math.round(left - 8);
    const working = start(['checkout', 'field-seats', '--on-lost', 'stop', '--', ...patient], { ...away, ...shiftBy(shift) });
    await pidOf(working);
    expect(await working.ended).toMatchObject({ code: 124, stderr: expect.stringContaining('the borrowed time is over') });
    const late = Date.now() + shift * 1000 - Date.parse(borrowedUntil);
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(3000);
    for (const seconds of [left + 1, 2 * day, 0])
      expect(await at(seconds, ...hello), String(seconds)).toMatchObject({ code: 1, stderr: expect.stringMatching(/^expired: /) });
    // Back on the network, its time over: the seat has come back, and another is had there.
    await moveClock(server.database.pool, { set: borrowedUntil });
    const back = await start(hello, shiftBy(left + 5)).ended;
    expect(back, back.stderr).toMatchObject({ code: 0 });
    expect(await start(['status'], shiftBy(left + 5)).ended).toMatchObject({ code: 1 });
    expect(await used('field-seats')).toBe(0);
  });

  it('is given back early, over the network or by a receipt that somebody carries, and is recalled', async () => {
    const shift = shiftBy((Date.parse((await server.clock.now()).toString()) - Date.now()) / 1000);
    const { start, home, put } = newComputer(shift);
    const run = (...args: readonly string[]) => start(args).ended;
    expect(await run('return')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^nothing-borrowed: /) });
    expect(await run('borrow', 'field-seats')).toMatchObject({ code: 2, stderr: expect.stringContaining('--until') });
    expect(await run('borrow', 'field-seats', '--days', '2')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Borrowed until \d{4}-\d\d-\d\d \d\d:\d\dZ$/m),
    });
    // Whom nobody answers, or who may not ask, has the seat still, and is told so.
    const kept = /Nothing was changed: the seat is still borrowed here.*muniment return --file RECEIPT/;
    expect(await start(['return'], away).ended).toMatchObject({ code: 1, stderr: expect.stringMatching(/^no-seat-key: /) });
    for (const [env, exit] of [
      [away, 1],
      [{ MUNIMENT_URL: away.MUNIMENT_URL }, 3],
    ] as const)
      expect(await start(['return'], env).ended).toMatchObject({ code: exit, stderr: expect.stringMatching(kept) });
    expect(await start(['checkout', 'field-seats', '--', 'true'], away).ended).toMatchObject({ code: 0 });
    expect(await run('return')).toMatchObject({ code: 0, stdout: 'The borrowed seat is given back: field-seats\n' });
    expect(await used('field-seats')).toBe(0);

    expect(await run('borrow', 'field-seats', '--days', '2')).toMatchObject({ code: 0 });
    const copy = { ...away, MUNIMENT_WORKSTATION_DATA: join(home, 'copy') };
    cpSync(join(home, 'state'), join(home, 'copy'), { recursive: true });
    const receipt = join(home, 'receipt.jwt');
    expect(await start(['return', '--file', receipt], away).ended).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('leases return FILE'),
    });
    expect(await used('field-seats')).toBe(1);
    const pending = /return-pending: It was removed here, and cannot be used any more\..*muniment import LIST/s;
    expect(await start(['status', '--offline'], away).ended).toMatchObject({ code: 1, stdout: expect.stringMatching(pending) });
    expect(await start(['return'], { MUNIMENT_URL: away.MUNIMENT_URL }).ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^return-pending: .*The server does not know it yet: .*127\.0\.0\.1:1/),
    });
    await value(office.dealer.client.returnBorrowedFromFile({ receipt: readFileSync(receipt, 'utf8').trim() }));
    expect(await used('field-seats')).toBe(0);
    // A copy of the folder is told by the list that somebody carries there, and what to do.
    const returned = put('returned.jwt', await (await fetch(`${server.url}/v1/revocations?vendor=merestone`)).text());
    expect(await start(['import', returned], copy).ended).toMatchObject({ code: 0 });
    // Where the seat was removed, the same list says that it is back.
    expect(await start(['import', returned], away).ended).toMatchObject({ code: 0 });
    expect((await start(['status', '--offline'], away).ended).stdout).not.toContain('return-pending');
    expect(await start(['checkout', 'field-seats', '--', 'true'], copy).ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^seat-returned: .*somebody else may have it/),
    });
    for (const command of [['status', '--offline'], ['doctor']])
      expect(await start(command, copy).ended).toMatchObject({ code: 1, stdout: expect.stringMatching(/given back.*muniment borrow/s) });

    const { leaseId } = JSON.parse((await run('borrow', 'field-seats', '--days', '20', '--json')).stdout) as { leaseId: string };
    await value(office.dealer.client.recallSeat({ leaseId, reason: 'Lost' }));
    expect(await start(['checkout', 'field-seats', '--', 'true'], away).ended).toMatchObject({ code: 0 });
    // Whoever has no network hears of it by the list that somebody carries there; an altered one says nothing.
    const text = await (await fetch(`${server.url}/v1/revocations?vendor=merestone`)).text();
    const altered = put('altered.jwt', text.replace(/.{9}$/, 'AAAAAAAAA'));
    expect(await start(['import', altered], away).ended).toMatchObject({ code: 1, stderr: expect.stringMatching(/^document-altered: /) });
    expect(await start(['checkout', 'field-seats', '--', 'true'], away).ended).toMatchObject({ code: 0 });
    expect(await start(['import', put('list.jwt', text)], away).ended).toMatchObject({ code: 0 });
    expect(await start(['checkout', 'field-seats', '--', 'true'], away).ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^seat-recalled: /),
    });
    expect(await start(['status', '--offline'], away).ended).toMatchObject({ code: 1, stdout: expect.stringMatching(/seat-recalled: /) });
    expect(await used('field-seats')).toBe(1);
    // With the next contact it goes back, and whoever asks is told that and why, and not that nothing was ever set up.
    const told = 'The borrowed seat of field-seats was called back, and is not here any more: Lost\n';
    expect(await run('status')).toEqual({ code: 1, stdout: told, stderr: '' });
    expect(await used('field-seats')).toBe(0);
    // Whoever was told is not told again.
    expect(await run('status')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^not-set-up: /) });
    expect(await run('return', leaseId)).toMatchObject({ code: 1, stderr: expect.stringMatching(/^nothing-borrowed: /) });
  });

  it('that was called back is told so on the network without a key, and why with one, also the program that uses it', async () => {
    const { start } = newComputer(shiftBy((Date.parse((await server.clock.now()).toString()) - Date.now()) / 1000));
    const german = { LC_ALL: 'de_DE.UTF-8' };
    const borrowed = async () =>
      JSON.parse((await start(['borrow', 'field-seats', '--days', '9', '--json']).ended).stdout) as { leaseId: string };
    await value(office.dealer.client.recallSeat({ leaseId: (await borrowed()).leaseId, reason: 'Project stopped' }));
    expect(await start(['status'], { MUNIMENT_API_KEY: '' }).ended).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/seat-recalled: The vendor’s list says/),
    });
    expect(await start(['checkout', 'field-seats', '--', 'true'], away).ended).toMatchObject({ code: 1 });
    expect(await start(['status'], german).ended).toMatchObject({
      code: 1,
      stdout: 'Der entliehene Platz von field-seats wurde zurückgerufen und ist nicht mehr hier: Project stopped\n',
    });
    const { leaseId } = await borrowed();
    const working = start(['checkout', 'field-seats', '--on-lost', 'stop', '--', ...patient], away);
    await pidOf(working);
    expect(await start(['checkout', 'field-seats', '--', 'true'], away).ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^borrowed-in-use: The borrowed seat of field-seats is in use on this workstation\..*of the network/s),
    });
    await value(office.dealer.client.recallSeat({ leaseId, reason: 'Project ended' }));
    expect((await start(['status']).ended).stdout).toContain('seat-recalled');
    expect(await working.ended).toMatchObject({ code: 124, stderr: expect.stringMatching(/it was called back \(Project ended\)/) });
    expect((await start(['status', '--json']).ended).stdout).toContain('"reason": "Project ended"');
  });
});
