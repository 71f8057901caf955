import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Client, createClient } from '@muniment/client';
import { type Clock, ensureClock } from '@muniment/platform/clock';
import type { JobRunner } from '@muniment/platform/jobs';
import { createLogger } from '@muniment/platform/log';
import { createMailer } from '@muniment/platform/mail';
import { compose, createServices } from '@muniment/server';
import { type CreatedVendor, createVendor, type OperatorParts } from '@muniment/server/operator';
import { Temporal } from 'temporal-polyfill';
import { cloneDatabase, type TestDatabase } from './database.ts';

export interface TestServer {
  readonly url: string;
  readonly database: TestDatabase;
  readonly clock: Clock;
  /** Where the private keys are. */
  readonly keyDirectory: string;
  /** What the operator's acts beside this server need. */
  readonly operator: OperatorParts;
  /** A client with an API key or session token. */
  client(credential?: string, organizationId?: string): Client;
  /** A vendor with a catalog, and its administrator's client. */
  vendor(slug: string, catalog: string): Promise<CreatedVendor & { readonly client: Client }>;
  /** Ends the job worker alone: what waits from then on is done by nobody. */
  stopJobs(): Promise<void>;
  stop(): Promise<void>;
}

export interface TestServerOptions {
  /** An instant is what the clock shows first. */
  readonly testClock?: boolean | string;
  /** Runs the job worker too; off unless a test is about jobs. */
  readonly jobs?: boolean;
  /** Serves this build of the console too; none unless told. */
  readonly consoleDirectory?: string;
  /** Connections to the database at once; 10 unless told. */
  readonly connections?: number;
}

/** The real server on a database of its own, listening on a free port; answers are checked against their schemas. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const directory = await mkdtemp(path.join(tmpdir(), 'muniment-server-'));
  const database = await cloneDatabase(options.connections);
  const { pool, connection } = database;
  const ensured = await ensureClock(
    pool,
    (options.testClock ?? false) !== false,
    typeof options.testClock === 'string' ? Temporal.Instant.from(options.testClock) : null,
  );
  if (!ensured.ok) throw new Error('the test database has another clock');
  const { clock } = ensured;
  const logger = createLogger('error');
  const mailer = createMailer({ smtpUrl: null, from: 'Muniment <muniment@localhost>' });
  const parts = { connection, pool, clock, logger, mailer, keyDirectory: path.join(directory, 'keys'), publicUrl: null };
  const server = await compose({
    ...parts,
    consoleDirectory: options.consoleDirectory ?? null,
    checkAnswers: true,
    rateLimits: { interactive: null, 'sign-in': null, public: null },
  });
  const url = await server.http.listen({ host: '127.0.0.1', port: 0 });
  let jobs: JobRunner | null = options.jobs ? await server.startJobs() : null;
  const stopJobs = async () => {
    await jobs?.stop();
    jobs = null;
  };
  const operator = { pool, clock, services: { ...createServices(parts), publicUrl: url } };
  const client = (credential?: string, organizationId?: string) =>
    createClient({ baseUrl: url, ...(credential ? { credential } : {}), organizationId: () => organizationId, language: () => 'en' });
  return {
    url,
    database,
    clock,
    keyDirectory: parts.keyDirectory,
    operator,
    client,
    async vendor(slug, catalog) {
      const created = await createVendor(operator, { slug, catalog, admin: `admin@${slug}.example` });
      if (!created.ok) throw new Error(`${created.refusal.code}: ${JSON.stringify(created.refusal.facts)}`);
      return { ...created.value, client: client(created.value.apiKey) };
    },
    stopJobs,
    async stop() {
      await stopJobs();
      await server.http.close(1);
      await server.settle();
      await database.drop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
