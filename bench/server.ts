import { checkOutSeat, heartbeatSeats, releaseSeat, validateLicense } from '@muniment/contract';
import { ensureClock } from '@muniment/platform/clock';
import type { JobRunner } from '@muniment/platform/jobs';
import { createLogger } from '@muniment/platform/log';
import { createMailer } from '@muniment/platform/mail';
import { type Connection, openDatabase, type Pool } from '@muniment/platform/postgres';
import { compose, type MunimentServer } from '@muniment/server';
import { answerOrders } from './lib/child.ts';

export type ServerOrder =
  | { readonly start: { readonly connection: Connection; readonly keyDirectory: string; readonly jobs: boolean } }
  /** What a static answer says from now on. */
  | { readonly fix: unknown; readonly of: StaticName };

/**
 * The product's routes with their work left out: same server, same credential, same permission, same body, and an answer of
 * the same bytes that is known beforehand. They exist in this process only.
 */
export const staticPath = '/v1/bench/static';
export const staticLeases = '/v1/bench/leases';
const staticAnswers = {
  validate: { ...validateLicense, id: 'bench-validate', path: staticPath },
  checkOut: { ...checkOutSeat, id: 'bench-check-out', path: staticLeases },
  heartbeat: { ...heartbeatSeats, id: 'bench-heartbeat', path: `${staticLeases}/heartbeats` },
  release: { ...releaseSeat, id: 'bench-release', path: `${staticLeases}/:leaseId/release` },
};
export type StaticName = keyof typeof staticAnswers;

const fixed = new Map<string, unknown>();
let running: { readonly pool: Pool; readonly server: MunimentServer; readonly jobs: JobRunner | null } | null = null;

async function start(connection: Connection, keyDirectory: string, jobs: boolean): Promise<string> {
  const pool = openDatabase(connection);
  const clock = await ensureClock(pool, false);
  if (!clock.ok) throw new Error('the database has a test clock');
  const mailer = createMailer({ smtpUrl: null, from: 'Muniment <muniment@localhost>' });
  const server = await compose(
    {
      connection,
      pool,
      clock: clock.clock,
      logger: createLogger('warn'),
      mailer,
      keyDirectory,
      publicUrl: null,
      // Many connections of one caller are no attack here; machines have no limit anyway.
      rateLimits: { interactive: null, 'sign-in': null },
    },
    (options) => ({
      ...options,
      operations: [...options.operations, ...Object.values(staticAnswers)],
      dispatch: (operation, input, info) =>
        fixed.has(operation.id) ? { ok: true, value: fixed.get(operation.id) } : options.dispatch(operation, input, info),
    }),
  );
  running = { pool, server, jobs: jobs ? await server.startJobs() : null };
  return server.http.listen({ host: '127.0.0.1', port: 0 });
}

async function stop(): Promise<void> {
  await running?.jobs?.stop();
  await running?.server.http.close(1);
  await running?.server.settle();
  await running?.pool.end();
}

if (process.send) {
  answerOrders<ServerOrder, string>(async (order) => {
    if ('start' in order) return start(order.start.connection, order.start.keyDirectory, order.start.jobs);
    fixed.set(staticAnswers[order.of].id, order.fix);
    return '';
  }, stop);
}
