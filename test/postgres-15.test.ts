import { execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actOutside, joinOutside, readOutside, send } from '@muniment/testkit';
import { createLocalJWKSet, jwtVerify } from 'jose';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cleanUp, muniment, newDirectory, serve, until } from '../packages/muniment/test/process.ts';

// The oldest PostgreSQL that is supported, as Debian packages it, reached by DATABASE_URL with a login that is no
// superuser and may make no roles.

const binaries = '/usr/lib/postgresql/15/bin';
const isThere = existsSync(join(binaries, 'initdb'));
if (!isThere) console.log(`Skipped: ${binaries} is not there; install Debian’s postgresql-15 to run this.`);

const pack = join(import.meta.dirname, '..', 'catalogs', 'pbx-channel', 'pack.yaml');
vi.setConfig({ testTimeout: 300_000 });

/** PostgreSQL refuses to run as root: then it runs as the user of Debian's package, or as nobody. */
function ordinaryUser(): Pick<SpawnOptions, 'uid' | 'gid'> {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const number = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: number('-u'), gid: number('-g') };
    } catch {
      // The next one.
    }
  }
  throw new Error('there is no user to run PostgreSQL as');
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

interface Cluster {
  url(login: string, database: string): string;
  /** Runs statements as the superuser. */
  administer(database: string, ...statements: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

async function startCluster(): Promise<Cluster> {
  const directory = mkdtempSync(join(tmpdir(), 'muniment-postgres-15-'));
  const user = ordinaryUser();
  if (user.uid !== undefined) chownSync(directory, user.uid, user.gid!);
  const data = join(directory, 'data');
  execFileSync(join(binaries, 'initdb'), ['-D', data, '-U', 'root15', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '-N'], {
    ...user,
    stdio: 'ignore',
    cwd: directory,
  });
  const port = await freePort();
  const options = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', directory, '-c', 'fsync=off'];
  const server = spawn(join(binaries, 'postgres'), options, { ...user, stdio: 'ignore', cwd: directory });
  const ended = new Promise((resolve) => server.on('close', resolve));
  const url = (login: string, database: string) => `postgres://${login}@127.0.0.1:${port}/${database}`;
  const administer = async (database: string, ...statements: readonly string[]) => {
    const client = new pg.Client({ connectionString: url('root15', database) });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };
  await until(() =>
    administer('postgres', 'SELECT 1').then(
      () => true,
      () => false,
    ),
  );
  return {
    url,
    administer,
    async stop() {
      server.kill('SIGINT');
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

describe.skipIf(!isThere)('On PostgreSQL 15, as an owner who is no superuser', () => {
  let cluster: Cluster;
  let environment: Record<string, string>;

  beforeAll(async () => {
    cluster = await startCluster();
    await cluster.administer(
      'postgres',
      'CREATE ROLE shop LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS',
      'CREATE DATABASE shop OWNER shop',
    );
    environment = { DATABASE_URL: cluster.url('shop', 'shop') };
  }, 120_000);
  afterAll(async () => {
    await cleanUp();
    await cluster?.stop();
  }, 120_000);

  it('the first start says what its administrator must run, and after that the four steps end in a verified file', async () => {
    const directory = newDirectory();
    const refused = await muniment(['serve'], directory, environment);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    const told = refused.stderr
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /^(CREATE|GRANT|ALTER) .*;$/.test(line));
    expect(told.length, refused.stderr).toBeGreaterThan(0);
    await cluster.administer('shop', ...told);

    const server = await serve(directory, environment);
    const made = await muniment(
      ['vendor', 'create', 'shop', '--catalog', pack, '--admin', 'ada@shop.example', '--json'],
      directory,
      environment,
    );
    expect(made.code, made.stderr).toBe(0);
    const vendor = { url: server.url, credential: (JSON.parse(made.stdout) as { apiKey: string }).apiKey };
    const dealer = await joinOutside(vendor, 'dealer', 'Dealer');
    const units = [
      ['EX81-SEAT-20', 10],
      ['EX81-VER-3', 1],
      ['EX81-VER-6', 1],
    ] as const;
    const lines = units.map(([part, quantity]) => ({ part, quantity }));
    await actOutside(vendor, '/v1/orders', { salesOrder: '1234567', receiverId: dealer.id, lines });
    const customer = await actOutside(dealer, '/v1/customers', { name: 'Customer' });
    const made8100 = { name: 'Site', product: 'SV8100', hardwareKey: '190400324412' };
    const { id } = await actOutside(dealer, `/v1/customers/${customer.id}/devices`, made8100);
    const line = (part: string, quantity: number) => ({ lines: [{ order: '1234567', part, quantity }] });
    await actOutside(dealer, `/v1/devices/${id}/attach`, line('EX81-SEAT-20', 7));
    const { operationId } = await actOutside(dealer, `/v1/devices/${id}/attach`, line('EX81-VER-3', 1));
    await actOutside(dealer, `/v1/operations/${operationId}/undo`, {});
    await actOutside(dealer, `/v1/devices/${id}/attach`, line('EX81-VER-6', 1));
    await actOutside(dealer, `/v1/devices/${id}/detach`, line('EX81-SEAT-20', 1));
    const agreement = { id: 'system-software', version: '2', language: 'en', accepted: true };
    await actOutside(dealer, `/v1/devices/${id}/activate`, { agreement });

    const file = await send(server.url, { path: `/v1/devices/${id}/license-file`, credential: dealer.credential });
    const jwks = await send(server.url, { path: '/.well-known/jwks.json?vendor=shop' });
    const { payload } = await jwtVerify(file.text, createLocalJWKSet(jwks.body));
    expect(payload).toMatchObject({ sub: '190400324412', entitlements: { seats: 120, version: 'V6' } });

    const order = await readOutside(dealer, '/v1/orders/1234567');
    expect(order.lines.map(({ available, active }: { available: number; active: number }) => [available, active])).toEqual([
      [4, 6],
      [1, 0],
      [0, 1],
    ]);
    expect((await readOutside(dealer, '/v1/search?q=19040032')).hits).toHaveLength(1);
    expect(await muniment(['audit', '--json'], directory, environment)).toMatchObject({ code: 0 });
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    const again = await serve(directory, environment);
    expect((await readOutside({ ...dealer, url: again.url }, `/v1/devices/${id}/license-files`)).total).toBe(1);
  });
});
