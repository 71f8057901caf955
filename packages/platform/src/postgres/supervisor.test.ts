import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { lockDirectory, type Postgres, startPostgres } from './index.ts';
import { isRunning, processesIn, waitUntil } from './processes.ts';

const directories: string[] = [];
const servers: Postgres[] = [];

function newDirectory(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'muniment-test-')));
  directories.push(directory);
  return directory;
}

async function start(dataDirectory: string, options: Partial<Parameters<typeof startPostgres>[0]> = {}): Promise<Postgres> {
  const server = await startPostgres({ dataDirectory, ...options });
  servers.push(server);
  return server;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

async function query<Row extends object>(server: Pick<Postgres, 'connection'>, sql: string): Promise<Row[]> {
  const client = new pg.Client(server.connection);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** A process of its own that starts the server, writes a row for every line and says so, until it is killed. */
async function startInProcess(dataDirectory: string): Promise<{ child: ChildProcess; postgres: number; rows: () => number }> {
  const program = `
    import pg from 'pg';
    import { startPostgres } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))};
    const server = await startPostgres({ dataDirectory: ${JSON.stringify(dataDirectory)} });
    const client = new pg.Client(server.connection);
    await client.connect();
    await client.query('CREATE TABLE IF NOT EXISTS written (n bigint GENERATED ALWAYS AS IDENTITY)');
    console.log('pid ' + server.pid);
    for (;;) console.log('row ' + (await client.query('INSERT INTO written DEFAULT VALUES RETURNING n')).rows[0].n);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: import.meta.dirname,
  });
  let output = '';
  child.stdout!.on('data', (data: Buffer) => (output += data.toString()));
  const rows = () => Number(output.slice(0, output.lastIndexOf('\n')).split('row ').at(-1));
  expect(await waitUntil(() => output.includes('row 5'), 30_000)).toBe(true);
  return { child, postgres: Number(/pid (\d+)/.exec(output)![1]), rows };
}

function killNow(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGKILL');
  return ended;
}

describe('the embedded PostgreSQL', () => {
  it('keeps what was written when it is stopped and started again', { timeout: 60_000 }, async () => {
    const directory = newDirectory();
    const first = await start(directory);
    await query(first, "CREATE TABLE kept AS SELECT 'yes' AS value");
    await first.stop();
    expect(isRunning(first.pid)).toBe(false);
    const second = await start(directory);
    expect(await query(second, 'SELECT value FROM kept')).toEqual([{ value: 'yes' }]);
  });

  it('belongs to an owner without a superuser’s rights, listens on no network, and is closed to other users', {
    timeout: 60_000,
  }, async () => {
    const directory = newDirectory();
    const server = await start(directory);
    const [facts] = await query<Record<string, unknown>>(
      server,
      `SELECT current_user AS me, rolsuper AS super, current_setting('listen_addresses') AS network, current_setting('fsync') AS fsync,
              (SELECT datcollate || '/' || datlocprovider::text FROM pg_database WHERE datname = current_database()) AS locale
         FROM pg_roles WHERE rolname = current_user`,
    );
    expect(facts).toEqual({ me: 'muniment', super: false, network: '', fsync: 'on', locale: 'C/b' });
    expect(statSync(server.connection.host).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, 'postgres')).mode & 0o777).toBe(0o700);
  });

  it('ends when the process that started it is killed, and has every acknowledged row at the next start', { timeout: 90_000 }, async () => {
    const directory = newDirectory();
    for (let round = 0; round < 3; round++) {
      const { child, postgres, rows } = await startInProcess(directory);
      await killNow(child);
      const acknowledged = rows();
      expect(await waitUntil(() => !isRunning(postgres), 20_000)).toBe(true);
      const server = await start(directory);
      const [row] = await query<{ most: string }>(server, 'SELECT max(n) AS most FROM written');
      expect(Number(row!.most)).toBeGreaterThanOrEqual(acknowledged);
      await server.stop();
    }
  });

  it('starts at once although a killed process’s server is still ending', { timeout: 60_000 }, async () => {
    const directory = newDirectory();
    const { child } = await startInProcess(directory);
    await killNow(child);
    const server = await start(directory);
    expect(await query(server, 'SELECT count(*) > 4 AS enough FROM written')).toEqual([{ enough: true }]);
    expect(processesIn(join(directory, 'postgres'))).toContain(server.pid);
  });

  it('starts after its server and the process that started it were both killed', { timeout: 60_000 }, async () => {
    const directory = newDirectory();
    const { child, postgres, rows } = await startInProcess(directory);
    process.kill(postgres, 'SIGKILL');
    await killNow(child);
    const acknowledged = rows();
    const server = await start(directory);
    const [row] = await query<{ most: string }>(server, 'SELECT max(n) AS most FROM written');
    expect(Number(row!.most)).toBeGreaterThanOrEqual(acknowledged);
  });

  it('is started again when its server alone is killed', { timeout: 60_000 }, async () => {
    const directory = newDirectory();
    const messages: string[] = [];
    const server = await start(directory, { onCrash: (message) => messages.push(message) });
    await query(server, 'CREATE TABLE kept AS SELECT 1 AS value');
    const killed = server.pid;
    process.kill(killed, 'SIGKILL');
    expect(await waitUntil(() => server.pid !== killed, 20_000)).toBe(true);
    await expect.poll(() => query(server, 'SELECT value FROM kept').catch(() => null), { timeout: 20_000 }).toEqual([{ value: 1 }]);
    expect(messages).toEqual(['PostgreSQL ended by itself (SIGKILL) and is started again']);
  });

  it('is not kept from starting by the number of a zombie or of a stranger in postmaster.pid', { timeout: 60_000 }, async () => {
    const directory = newDirectory();
    const first = await start(directory);
    await first.stop();
    // `exec` turns the shell into a program that never asks after its child.
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const zombie = await new Promise<number>((resolve) => parent.stdout.once('data', (data: Buffer) => resolve(Number(data))));
    expect(await waitUntil(() => !isRunning(zombie), 5000)).toBe(true);
    for (const pid of [zombie, process.pid]) {
      const file = [pid, join(directory, 'postgres'), 1, 5432, first.connection.host, '', '', 'ready'].join('\n');
      writeFileSync(join(directory, 'postgres', 'postmaster.pid'), `${file}\n`);
      const server = await start(directory);
      await server.stop();
    }
    expect(isRunning(process.pid)).toBe(true);
    parent.kill();
  });

  it('takes no half-made cluster for a whole one', { timeout: 60_000 }, async () => {
    const directory = newDirectory();
    mkdirSync(join(directory, 'postgres.new-1'));
    writeFileSync(join(directory, 'postgres.new-1', 'PG_VERSION'), '18\n');
    await start(directory);
    expect(readdirSync(directory).filter((name) => name.startsWith('postgres.new'))).toEqual([]);
  });

  it('refuses a cluster of another major version and says which', async () => {
    const directory = newDirectory();
    mkdirSync(join(directory, 'postgres'));
    writeFileSync(join(directory, 'postgres', 'PG_VERSION'), '17\n');
    await expect(start(directory)).rejects.toThrow(/was made by PostgreSQL 17; the one installed is 18/);
  });

  it('works below a path that is too long for a socket', { timeout: 60_000 }, async () => {
    const directory = join(newDirectory(), 'a directory, with "quotes" and a very long name'.repeat(3));
    const server = await start(directory);
    expect(Buffer.byteLength(server.connection.host)).toBeLessThan(80);
    expect(await query(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await server.stop();
    expect(() => statSync(server.connection.host)).toThrow();
  });

  it.runIf(process.getuid?.() === 0)('runs as another user where namespaces are forbidden', { timeout: 60_000 }, async () => {
    const directory = newDirectory();
    const server = await start(directory, { runAs: 'other-user' });
    expect(statSync(`/proc/${server.pid}`).uid).toBe(65_534);
    await server.stop();
    // The cluster now belongs to that user, who keeps running it.
    const again = await start(directory);
    expect(statSync(`/proc/${again.pid}`).uid).toBe(65_534);
  });
});

describe('the lock on a data directory', () => {
  it('is held by one process at a time and names the holder', async () => {
    const directory = newDirectory();
    const first = await lockDirectory(directory);
    if (!first.ok) throw new Error('the directory was free');
    expect(await lockDirectory(directory)).toEqual({ ok: false, pid: process.pid });
    first.release();
    const second = await lockDirectory(directory);
    expect(second.ok).toBe(true);
  });

  it('is taken over from a process that was killed, by exactly one of many', { timeout: 30_000 }, async () => {
    const directory = newDirectory();
    const dead = { pid: process.pid, startedAt: 'before the last boot' };
    writeFileSync(join(directory, 'lock'), JSON.stringify(dead));
    const program = `
      import { lockDirectory } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))};
      console.log((await lockDirectory(${JSON.stringify(directory)})).ok);
      setInterval(() => {}, 1000);`;
    const children = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] }),
    );
    const answers = await Promise.all(
      children.map(
        (child) => new Promise<string>((resolve) => child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()))),
      ),
    );
    expect(answers.sort()).toEqual(['false', 'false', 'false', 'true']);
    const owner = JSON.parse(readFileSync(join(directory, 'lock'), 'utf8')) as { pid: number };
    expect(children.map((child) => child.pid)).toContain(owner.pid);
    await Promise.all(children.map(killNow));
  });
});
