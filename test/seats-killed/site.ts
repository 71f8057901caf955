import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Connection, inTransaction, openDatabase, type Pool } from '@muniment/platform/postgres';
import { actOutside, joinOutside, type Outsider, readOutside } from '@muniment/testkit';
import { muniment, newDirectory, postgresIn, type Serving, serve, until } from '../../packages/muniment/test/process.ts';
import { killedPack, unitsThere } from './pack.ts';

/** Three servers on one database: the first runs the database, the others only know its address. Each keeps its own address when it starts again. */
export interface Site {
  readonly directory: string;
  readonly addresses: readonly string[];
  readonly servers: Serving[];
  readonly connection: Connection;
  start(number: number): Promise<void>;
}

/** A port that is free now, for a server that will be killed and come back. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

export async function openSite(): Promise<Site> {
  const directories = [newDirectory(), newDirectory(), newDirectory()] as const;
  const ports = await Promise.all(directories.map(freePort));
  const servers: Serving[] = [];
  let databaseUrl = '';
  const start = async (number: number) => {
    const environment = { PORT: String(ports[number]), ...(number === 0 ? {} : { DATABASE_URL: databaseUrl }) };
    servers[number] = await serve(directories[number]!, environment);
  };
  await start(0);
  const { connection } = JSON.parse(readFileSync(join(directories[0], 'runtime.json'), 'utf8')) as {
    connection: Extract<Connection, { host: string }>;
  };
  databaseUrl = `postgres://${connection.user}@/${connection.database}?host=${encodeURIComponent(connection.host)}&port=${connection.port}`;
  await Promise.all([start(1), start(2)]);
  return { directory: directories[0], addresses: ports.map((port) => `http://127.0.0.1:${port}`), servers, connection, start };
}

/** What is killed: the server that runs the database, one of the others, or the database under them. */
export const blows = ['first', 'other', 'database'] as const;
export type Blow = (typeof blows)[number];

/** `kill -9`, and the start afterwards; whoever was there answers again when this is over. */
export async function strike(site: Site, blow: Blow, other: 1 | 2): Promise<void> {
  const { directory, servers } = site;
  const database = postgresIn(directory)!;
  if (blow === 'database') process.kill(database, 'SIGKILL');
  else {
    const number = blow === 'first' ? 0 : other;
    servers[number]!.child.kill('SIGKILL');
    await servers[number]!.ended;
    // Its database ends with it.
    if (blow === 'first') await until(() => postgresIn(directory) === null);
    await site.start(number);
  }
  await until(() => postgresIn(directory) !== null && (blow === 'other' || postgresIn(directory) !== database));
  for (const address of site.addresses) await until(async () => (await fetch(`${address}/readyz`).catch(() => null))?.status === 200);
}

/** A customer whose programs share seats, and whoever looks after them. */
export interface Workshop {
  readonly dealer: Outsider;
  readonly projectId: string;
  /** Key of the programs. */
  readonly credential: string;
}

export async function openWorkshop({ directory, addresses }: Site): Promise<Workshop> {
  const url = addresses[0]!;
  const catalog = join(directory, 'pack.yaml');
  writeFileSync(catalog, killedPack);
  const made = await muniment(['vendor', 'create', 'weft', '--catalog', catalog, '--admin', 'ada@weft.example', '--json'], directory);
  const { apiKey } = JSON.parse(made.stdout) as { apiKey: string };
  const vendor = { url, credential: apiKey };
  const dealer = await joinOutside(vendor, 'dealer', 'Clay Dealer');
  const lines = Object.entries(unitsThere).map(([part, quantity]) => ({ part, quantity }));
  await actOutside(vendor, '/v1/orders', { salesOrder: 'W-1', receiverId: dealer.id, lines });
  const shipped = (await readOutside(dealer, '/v1/orders/W-1')).lines as { part: keyof typeof unitsThere; lotId: string }[];
  const projectId = (await actOutside(dealer, '/v1/customers', { name: 'Workshop' })).projects[0].id;
  await actOutside(dealer, `/v1/projects/${projectId}/give`, {
    lines: shipped.map(({ part, lotId }) => ({ lotId, quantity: unitsThere[part] })),
  });
  const key = await actOutside(vendor, '/v1/api-keys', { name: 'Programs', scopes: ['seats'], projectId });
  return { dealer, projectId, credential: key.secret };
}

/** Counters as the database has them: seats in use, and what all leases come to. */
export interface Look {
  readonly feature: string;
  readonly used: number;
  readonly leased: number;
}

/** Looks into the database, past every server; null while it is away. */
export async function openEye({ connection }: Site): Promise<{ look(): Promise<Look[] | null>; close(): Promise<void> }> {
  const pool: Pool = openDatabase(connection, { max: 1 });
  const vendorId = (await pool.query<{ id: string }>('SELECT id FROM vendors')).rows[0]!.id;
  return {
    look: () =>
      inTransaction(pool, { vendorId, readOnly: true }, (tx) =>
        tx.query<Look & Record<string, unknown>>(
          'test-look',
          `SELECT c.feature, c.used, (SELECT COALESCE(sum(l.seats), 0)::bigint FROM leases l WHERE l.vendor_id = $1 AND l.counter_id = c.id) AS leased
           FROM counters c WHERE c.vendor_id = $1 ORDER BY c.feature`,
          [vendorId],
        ),
      ).catch(() => null),
    close: () => pool.end(),
  };
}
