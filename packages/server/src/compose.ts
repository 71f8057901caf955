import { fileURLToPath } from 'node:url';
import { operations } from '@muniment/contract';
import { catalogPackJsonSchema } from '@muniment/contract/catalog-pack';
import { openApiDocument, problemsPage, referencePage } from '@muniment/contract/openapi';
import { createLeasing } from '@muniment/leasing';
import { type Clock, now as realNow } from '@muniment/platform/clock';
import { createHttpServer, type HttpServer, type HttpServerOptions, type Page } from '@muniment/platform/http';
import { type JobRunner, runJobs } from '@muniment/platform/jobs';
import type { Logger } from '@muniment/platform/log';
import type { Mailer } from '@muniment/platform/mail';
import { type Connection, isMigrated, openDatabase, type Pool, readMigrations } from '@muniment/platform/postgres';
import { type Caller, createDispatch } from './core/dispatch.ts';
import { createGuesses } from './core/guesses.ts';
import { createHousekeeping } from './core/housekeeping.ts';
import { createFileKeyStore } from './core/key-store.ts';
import { problems } from './core/problems.ts';
import type { Services } from './core/services.ts';
import { appendLeaf, auditRoutes } from './features/audit/index.ts';
import { batchForgetting, batchJobs, batchRoutes } from './features/batches/index.ts';
import { catalogRoutes } from './features/catalog/index.ts';
import { channelRoutes } from './features/channel/index.ts';
import { controllerRoutes } from './features/controllers/index.ts';
import { demoRoutes, startFirstUse } from './features/demos/index.ts';
import { deviceRoutes } from './features/devices/index.ts';
import { enrolmentForgetting, enrolmentRoutes } from './features/enrolment/index.ts';
import { externalFileRoutes } from './features/external-files/index.ts';
import { historyRoutes } from './features/history/index.ts';
import { accountOf, createGate, identityForgetting, identityJobs, identityRoutes } from './features/identity/index.ts';
import { importRoutes } from './features/imports/index.ts';
import { licenseKeyRoutes } from './features/license-keys/index.ts';
import { createValidator, licenseRoutes } from './features/licenses/index.ts';
import { mailForgetting, mailJobs, mailRoutes } from './features/mail/index.ts';
import { namedUserRoutes } from './features/named-users/index.ts';
import { organizationRoutes } from './features/organizations/index.ts';
import { projectRoutes } from './features/projects/index.ts';
import { revocationRoutes } from './features/revocations/index.ts';
import { searchRoutes } from './features/search/index.ts';
import { createSeatHandlers, seatForgetting, seatJobs, seatKeeper, seatReplays, seatRoutes } from './features/seats/index.ts';
import { taskRoutes } from './features/tasks/index.ts';
import { termForgetting, termJobs, termRoutes } from './features/terms/index.ts';
import { transferJobs, transferRoutes } from './features/transfers/index.ts';
import { workstationRoutes } from './features/workstations/index.ts';

/** Words for every refusal, for programs that tell them without HTTP. */
export { problems } from './core/problems.ts';

/** Where the numbered SQL files of this server are. */
export const migrationsDirectory = fileURLToPath(new URL('../migrations', import.meta.url));
export const version = '0.1.0';

/** What the server is made of: everything that reaches outside, chosen by the launcher or a test. */
export interface ServerParts
  extends Pick<
    HttpServerOptions<Caller>,
    'rateLimits' | 'consoleDirectory' | 'trustProxy' | 'metricsToken' | 'checkAnswers' | 'publicUrl'
  > {
  readonly connection: Connection | string;
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly mailer: Mailer;
  /** Directory of the vendors' private keys. */
  readonly keyDirectory: string;
}

export interface MunimentServer {
  readonly http: HttpServer;
  /** Runs background jobs until stopped. */
  startJobs(): Promise<JobRunner>;
  /** Writes what is still noted in memory; after the HTTP server has closed. */
  settle(): Promise<void>;
}

const handlers = {
  ...identityRoutes,
  ...organizationRoutes,
  ...catalogRoutes,
  ...projectRoutes,
  ...namedUserRoutes,
  ...transferRoutes,
  ...deviceRoutes,
  ...batchRoutes,
  ...channelRoutes,
  ...licenseRoutes,
  ...licenseKeyRoutes,
  ...externalFileRoutes,
  ...termRoutes,
  ...enrolmentRoutes,
  ...controllerRoutes,
  ...workstationRoutes,
  ...revocationRoutes,
  ...demoRoutes,
  ...importRoutes,
  ...seatRoutes,
  ...historyRoutes,
  ...searchRoutes,
  ...taskRoutes,
  ...mailRoutes,
  ...auditRoutes,
};

/** Operations whose bodies hold a file, which may be larger than what is typed: bytes. */
const bodyLimits: NonNullable<HttpServerOptions<Caller>['bodyLimits']> = {
  'load-catalog': 5_000_000,
  'check-catalog': 5_000_000,
  'deposit-external-file': 2_100_000,
  'upload-device-file': 2_100_000,
  'supply-external-file': 2_100_000,
  'report-endpoints': 10_000_000,
  // A hundred thousand rows of a few hundred bytes.
  'import-devices': 32_000_000,
  // Ten thousand ids of forty characters, twice.
  'assign-many': 1_000_000,
  'unassign-many': 1_000_000,
};

/** A controller tells everything that stands behind it at once: 10,000 endpoints of six fields each. Many devices are named by their ids. */
const bodyValues = { 'report-endpoints': 80_000, 'assign-many': 21_000, 'unassign-many': 21_000 };

/** What features need not remember. */
const forgetting = [
  ...identityForgetting,
  ...mailForgetting,
  ...batchForgetting,
  ...enrolmentForgetting,
  ...termForgetting,
  ...seatForgetting,
];

/** Pages that are the same for everybody; to make them takes long, and few are ever asked for them. */
function staticPages(): Page[] {
  let made: ReturnType<typeof openApiDocument> | undefined;
  const document = () => (made ??= openApiDocument({ version }));
  const json = (path: string, value: () => unknown): Page => ({
    path,
    mediaType: 'application/json',
    make: () => JSON.stringify(value()),
  });
  const nonce = 'reference';
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; img-src data:; base-uri 'none'; frame-ancestors 'none'`;
  const page = (path: string, make: () => string): Page => ({
    path,
    mediaType: 'text/html',
    make,
    headers: { 'Content-Security-Policy': policy },
  });
  return [
    json('/v1/openapi.json', document),
    json('/v1/catalog-pack.schema.json', catalogPackJsonSchema),
    page('/docs', () => referencePage(document(), { nonce })),
    page('/docs/problems', () => problemsPage(document(), { nonce })),
  ];
}

export function createServices(parts: Pick<ServerParts, 'keyDirectory' | 'clock' | 'publicUrl'>): Services {
  return {
    keys: createFileKeyStore(parts.keyDirectory),
    guesses: createGuesses(),
    seats: seatKeeper,
    testClock: parts.clock.isTestClock,
    publicUrl: parts.publicUrl ?? '',
  };
}

/** How far the clock of an installation is ahead, in milliseconds: seats run by the database's own time. */
async function shiftOf(clock: Clock): Promise<number> {
  return clock.isTestClock ? (await clock.now()).epochMilliseconds - realNow().epochMilliseconds : 0;
}

/**
 * The composition root: parts in, a server out. Nothing listens and nothing runs until it is told to. `adapt` is for
 * benchmarks, which put a route of their own behind the same gate.
 */
export async function compose(
  parts: ServerParts,
  adapt: (options: HttpServerOptions<Caller>) => HttpServerOptions<Caller> = (options) => options,
): Promise<MunimentServer> {
  const { pool, clock, logger, mailer } = parts;
  const migrations = await readMigrations(migrationsDirectory);
  const gate = createGate(pool, (error) => logger.warn({ err: error }, 'a note about a session or key was not written'));
  // A vendor has four flights at most under way: while an act holds its counters, those of others have the rest.
  const seats = openDatabase(parts.connection, { max: 8, applicationName: 'muniment-seats' });
  const heartbeats = openDatabase(parts.connection, { max: 2, applicationName: 'muniment-heartbeats' });
  const leasing = createLeasing({ pool: seats, heartbeats, shift: () => shiftOf(clock) });
  const options: HttpServerOptions<Caller> = {
    ...parts,
    operations,
    problems,
    accountOf,
    authenticate: gate.authenticate,
    dispatch: createDispatch({
      pool,
      admit: gate.admit,
      services: createServices(parts),
      handlers: handlers as never,
      coalesced: { 'validate-license': createValidator(pool, startFirstUse), ...createSeatHandlers(leasing, pool) },
      replays: seatReplays as never,
    }),
    isReady: () => isMigrated(pool, migrations),
    onUnavailable: leasing.wasAway,
    pages: staticPages(),
    bodyLimits,
    bodyValues,
  };
  const http = await createHttpServer<Caller>(adapt(options));
  return {
    http,
    startJobs: () =>
      runJobs({
        connection: parts.connection,
        clock,
        logger,
        tasks: {
          ...mailJobs({ pool, mailer }),
          ...identityJobs({ pool }),
          ...batchJobs({ pool, logger, services: createServices(parts) }),
          ...transferJobs({ pool, services: createServices(parts) }),
          ...termJobs({ pool, services: createServices(parts) }),
          ...seatJobs({ pool, leasing }),
          housekeeping: createHousekeeping({ pool, forgetting, log: appendLeaf }),
        },
        periodic: [
          { task: 'housekeeping', schedule: '17 * * * *' },
          { task: 'resume-batches', schedule: '* * * * *' },
          { task: 'handle-expiry', schedule: '*/15 * * * *' },
          { task: 'sweep-seats', schedule: '* * * * *' },
          { task: 'lapse-transfers', schedule: '7,37 * * * *' },
        ],
      }),
    async settle() {
      await gate.settle();
      await Promise.all([seats.end(), heartbeats.end()]);
    },
  };
}
