import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type Binaries, findBinaries, PostgresError } from './binaries.ts';
import { databaseName, ensureCluster, ensureOwner, ownerRole } from './cluster.ts';
import { commandOf, isRunning, processesIn, waitUntil } from './processes.ts';
import { chooseRunAs, giveTo, type RunAs, reachableBinaries } from './run-as.ts';
import { makeSocketDirectory, socketPort } from './socket-directory.ts';

export { PostgresError } from './binaries.ts';

export interface PostgresOptions {
  /** Directory that is the caller's alone (see `lockDirectory`); the cluster lies in `postgres` below it. */
  readonly dataDirectory: string;
  /** Told when the server ended by itself and was started again, or could not be. */
  readonly onCrash?: (message: string, fatal: boolean) => void;
  /** Settings for `postgresql.conf`'s parameters, such as `{ max_connections: '200' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** For tests of the ways to run as root. */
  readonly runAs?: RunAs['kind'];
}

/** A running server that ends with us. */
export interface Postgres {
  readonly connection: { readonly host: string; readonly port: number; readonly user: string; readonly database: string };
  /** Number of the server's process. */
  readonly pid: number;
  /** Ends every connection, writes everything out and ends the server. */
  stop(): Promise<void>;
}

interface Place {
  readonly binaries: Binaries;
  readonly as: RunAs;
  readonly cluster: string;
  readonly socket: string;
  readonly logFile: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** How long a server may take to write everything out, and to play back its log after a crash. */
const stopMilliseconds = 60_000;
const recoveryMilliseconds = 600_000;
const largestLogBytes = 5_000_000;

/**
 * A server that outlived us (or is still ending) is asked to end. A `postmaster.pid` whose process is gone, or is a
 * zombie that nobody has buried, would keep the next server from starting, and so would the lock beside its socket: they
 * go once nobody works in the directory.
 */
async function endLeftOver(cluster: string, socket: string): Promise<void> {
  if (!existsSync(cluster)) return;
  const pidFile = join(cluster, 'postmaster.pid');
  const pid = existsSync(pidFile) ? Number.parseInt(readFileSync(pidFile, 'utf8'), 10) : 0;
  const directory = realpathSync(cluster);
  const ours = process.platform === 'linux' ? processesIn(directory).includes(pid) : (commandOf(pid)?.includes(directory) ?? false);
  if (ours) {
    process.kill(pid, 'SIGINT');
    if (!(await waitUntil(() => !isRunning(pid), stopMilliseconds))) {
      throw new PostgresError(`The PostgreSQL server ${pid} of an earlier start does not end. End it by hand: kill -QUIT ${pid}`);
    }
  }
  // After a killed postmaster its children notice within moments; two servers in one directory would destroy it.
  if (!(await waitUntil(() => processesIn(directory).length === 0, stopMilliseconds))) {
    throw new PostgresError(`Processes ${processesIn(directory).join(', ')} still work in ${cluster}.`);
  }
  const left = [pidFile, ...readdirSync(socket).map((name) => join(socket, name))];
  for (const path of left) rmSync(path, { force: true });
}

function serverArguments(place: Place): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '',
    port: String(socketPort),
    unix_socket_directories: `"${place.socket.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    max_connections: '100',
    shared_buffers: '128MB',
    max_wal_size: '2GB',
    log_min_messages: 'warning',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...place.settings,
  };
  return ['-D', place.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

function openLog(path: string): number {
  try {
    if (statSync(path).size > largestLogBytes) truncateSync(path);
  } catch {
    // There is none yet.
  }
  return openSync(path, 'a', 0o600);
}

/**
 * Starts the server and, beside it, a watcher that ends it when we are gone: the pipe that nobody writes to closes with
 * us, however we die. Both are in sessions of their own, so that Ctrl-C in a terminal reaches only us and the server
 * ends in order.
 */
function spawnServer(place: Place): { server: ChildProcess; watcher: ChildProcess } {
  const [command, args] = place.as.command(place.binaries.postgres, serverArguments(place));
  const log = openLog(place.logFile);
  const server = spawn(command, args, { stdio: ['ignore', log, log], detached: true, uid: place.as.uid, gid: place.as.gid, cwd: '/' });
  server.on('error', () => undefined);
  const script = 'cat >/dev/null; kill -INT "$1" 2>/dev/null';
  const watcher = spawn('sh', ['-c', script, 'watcher', String(server.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  });
  watcher.on('error', () => undefined);
  // The number of a server that has ended may become somebody else's.
  server.once('exit', () => watcher.kill('SIGKILL'));
  for (const child of [server, watcher]) child.unref();
  (watcher.stdin as unknown as { unref(): void }).unref();
  return { server, watcher };
}

function lastLines(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim().split('\n').slice(-8).join('\n');
  } catch {
    return '';
  }
}

async function tryConnect(connection: Postgres['connection']): Promise<'ready' | 'wait' | 'no-owner'> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return 'ready';
  } catch (error) {
    // 28000, 3D000: the server is there, but its first start was killed before the owner and the database were made.
    return ['28000', '3D000'].includes((error as { code?: string }).code ?? '') ? 'no-owner' : 'wait';
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Ready is when a connection succeeds; what the log says is for people. */
async function waitForConnection(place: Place, server: ChildProcess, connection: Postgres['connection']): Promise<void> {
  const end = performance.now() + recoveryMilliseconds;
  while (performance.now() < end) {
    if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) {
      throw new PostgresError(`PostgreSQL did not start (${place.logFile}):\n${lastLines(place.logFile)}`);
    }
    const state = await tryConnect(connection);
    if (state === 'ready') return;
    if (state === 'no-owner') await ensureOwner(connection.host, connection.port);
    else await new Promise((resolve) => setTimeout(resolve, 15));
  }
  server.kill('SIGINT');
  throw new PostgresError(`PostgreSQL was not ready within ${recoveryMilliseconds / 60_000} minutes; see ${place.logFile}.`);
}

async function prepare(options: PostgresOptions): Promise<Place> {
  mkdirSync(options.dataDirectory, { recursive: true, mode: 0o700 });
  const dataDirectory = realpathSync(options.dataDirectory);
  const cluster = join(dataDirectory, 'postgres');
  const as = chooseRunAs(cluster, options.runAs);
  // Another user must pass through to its own directory below; the others in it are still closed to it.
  if (as.kind === 'other-user') chmodSync(dataDirectory, 0o711);
  const binaries = reachableBinaries(findBinaries(), as, dataDirectory);
  const socket = makeSocketDirectory(dataDirectory);
  await endLeftOver(cluster, socket);
  await ensureCluster(binaries, as, cluster);
  giveTo(as, socket);
  return { binaries, as, cluster, socket, logFile: join(dataDirectory, 'postgres.log'), settings: options.settings ?? {} };
}

/** Starts again a server that ended by itself, unless it does so all the time. */
class Supervisor implements Postgres {
  readonly connection: Postgres['connection'];
  readonly #place: Place;
  readonly #onCrash: NonNullable<PostgresOptions['onCrash']>;
  #server: ChildProcess | null = null;
  #stopping = false;
  #starting: Promise<void> = Promise.resolve();
  readonly #crashes: number[] = [];

  constructor(place: Place, onCrash: PostgresOptions['onCrash']) {
    this.#place = place;
    this.#onCrash = onCrash ?? (() => undefined);
    this.connection = { host: place.socket, port: socketPort, user: ownerRole, database: databaseName };
  }

  get pid(): number {
    return this.#server!.pid!;
  }

  async start(): Promise<void> {
    const { server } = spawnServer(this.#place);
    this.#server = server;
    await waitForConnection(this.#place, server, this.connection);
    server.once('exit', (code, signal) => {
      if (!this.#stopping) this.#starting = this.#restart(`PostgreSQL ended by itself (${signal ?? code})`);
    });
  }

  async #restart(what: string): Promise<void> {
    const now = performance.now();
    this.#crashes.push(now);
    if (this.#crashes.filter((at) => at > now - 60_000).length > 5) {
      this.#onCrash(`${what} more than five times in a minute; see ${this.#place.logFile}`, true);
      return;
    }
    this.#onCrash(`${what} and is started again`, false);
    try {
      await endLeftOver(this.#place.cluster, this.#place.socket);
      await this.start();
    } catch (error) {
      this.#onCrash((error as Error).message, true);
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#starting;
    const server = this.#server!;
    if (server.exitCode === null && server.signalCode === null) {
      server.ref();
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await ended;
    }
    rmSync(this.#place.socket, { recursive: true, force: true });
  }
}

/**
 * Starts the embedded PostgreSQL on a unix socket that only this user reaches, making its cluster on the first start.
 * The caller holds the lock on the data directory: a server found running there is one that outlived its parent.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const supervisor = new Supervisor(await prepare(options), options.onCrash);
  await supervisor.start();
  return supervisor;
}
