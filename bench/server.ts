import { validateLicense } from '@muniment/contract';
import { ensureClock } from '@muniment/platform/clock';
import type { JobRunner } from '@muniment/platform/jobs';
import { createLogger } from '@muniment/platform/log';
import { createMailer } from '@muniment/platform/mail';
import { type Connection, openDatabase, type Pool } from '@muniment/platform/postgres';
import { compose, type MunimentServer } from '@muniment/server';
import { answerOrders } from './lib/child.ts';

export type ServerOrder =
  | { readonly start: { readonly connection: Connection; readonly keyDirectory: string; readonly jobs: boolean } }
  /** What the static answer says from now on. */
  | { readonly fix: unknown };

/**
 * The product's route with its work left out: same server, same credential, same permission, same body, and an answer of
 * the same bytes that is known beforehand. It exists in this process only.
 */
const staticAnswer = { ...validateLicense, id: 'bench-static', path: '/v1/bench/static' };
export const staticPath = staticAnswer.path;

let fixed: unknown = null;
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
      operations: [...options.operations, staticAnswer],
      dispatch: (operation, input, info) =>
        operation.id === staticAnswer.id ? { ok: true, value: fixed } : options.dispatch(operation, input, info),
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
    fixed = order.fix;
    return '';
  }, stop);
}
