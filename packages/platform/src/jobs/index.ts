import { EventEmitter } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { parseCronItems, Logger as RunnerLogger, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import type { Temporal } from 'temporal-polyfill';
import type { Clock } from '../clock/index.ts';
import type { Logger } from '../log/index.ts';
import { type Connection, openPlainPool, type Pool } from '../postgres/index.ts';
import { jobSchema } from './install.ts';
import { enter } from './worker-presence.ts';

export { installJobs } from './install.ts';

/** One run of a job. It may be run again after a failure or a crash: what it does must bear repeating. */
export interface Job {
  readonly id: string;
  readonly name: string;
  /** The vendor whose transaction made it (UUID); null for periodic jobs and those of the installation. */
  readonly vendorId: string | null;
  readonly data: unknown;
  /** The installation's clock, read when this run began. */
  readonly now: Temporal.Instant;
  /** 1 on the first run. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** Aborted when the process is about to end. */
  readonly signal: AbortSignal;
}

/** Does a job; throwing means: again later, with growing pauses. */
export type JobTask = (job: Job) => Promise<void>;

/** A task to be run at fixed times, in UTC. One that is still waiting is not added a second time. */
export interface PeriodicJob {
  readonly task: string;
  /** Five fields of cron, such as `0 3 * * *`. */
  readonly schedule: string;
}

export interface JobsOptions {
  readonly connection: Connection | string;
  readonly tasks: Readonly<Record<string, JobTask>>;
  readonly periodic?: readonly PeriodicJob[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** Jobs at once; 5 unless said. */
  readonly concurrency?: number;
  /** How long stopping waits for jobs that run and for the database; 20 seconds unless said. */
  readonly stopMilliseconds?: number;
}

export interface JobRunner {
  /** Takes no more jobs and waits for those that run, but not for ever: what is cut short is done again by the next runner. */
  stop(): Promise<void>;
}

interface Envelope {
  readonly vendorId?: string | null;
  readonly data?: unknown;
}

/** The runner reports every job as information; only what went wrong is worth a line here. */
function createRunnerLogger(logger: Logger): RunnerLogger {
  return new RunnerLogger(() => (level, message) => {
    if (level === 'error') logger.error({ jobs: true }, message);
    else if (level === 'warning') logger.warn({ jobs: true }, message);
    else logger.debug({ jobs: true }, message);
  });
}

function createTaskList({ tasks, clock }: JobsOptions): TaskList {
  const wrap =
    (name: string, task: JobTask): TaskList[string] =>
    async (payload, { job, abortSignal }) => {
      const { vendorId = null, data } = (payload ?? {}) as Envelope;
      const now = await clock.now();
      await task({
        id: String(job.id),
        name,
        vendorId,
        data,
        now,
        attempt: job.attempts,
        maxAttempts: job.max_attempts,
        signal: abortSignal!,
      });
    };
  return Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, wrap(name, task)]));
}

/** One life of the runner: from entering among the workers until the database failed it or it is told to stop. */
interface Round {
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

async function begin(options: JobsOptions, pool: Pool, onLost: (error: Error) => void): Promise<Round> {
  const presence = await enter(pool, onLost);
  const events: WorkerEvents = new EventEmitter();
  const periodicKnown = new Promise<void>((resolve) => events.once('cron:started', () => resolve()));
  const runner = await run({
    pgPool: pool,
    events,
    schema: jobSchema,
    concurrency: options.concurrency ?? usualConcurrency,
    noHandleSignals: true,
    pollInterval: 2000,
    logger: createRunnerLogger(options.logger),
    taskList: createTaskList(options),
    parsedCronItems: parseCronItems(
      (options.periodic ?? []).map(({ task, schedule }) => ({
        task,
        match: schedule,
        identifier: task,
        options: { jobKey: `cron:${task}`, maxAttempts: 3 },
      })),
    ),
    // Unbatched, the runner waits for nobody to note how a job went: a database that is away at that moment would be an
    // unhandled rejection, and the end of the whole process.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  }).catch(async (error: unknown) => {
    await presence.leave();
    throw error;
  });
  const ended = runner.promise.catch(() => undefined).then(() => presence.leave());
  // The runner does not wait until it is noted which jobs are periodic: a clock moved before would leave them out.
  await Promise.race([periodicKnown, ended]);
  return {
    ended,
    // It may be stopping already.
    stop: () => runner.stop().catch(() => undefined),
  };
}

const usualConcurrency = 5;
const usualStopMilliseconds = 20_000;
/** Before the runner is started again after the database failed it. */
const pauseMilliseconds = 1000;

/** Every connection of a pool, so that none need be waited for. */
function watchConnections(pool: Pool): ReadonlySet<pg.PoolClient> {
  const open = new Set<pg.PoolClient>();
  pool.on('connect', (client) => open.add(client));
  pool.on('remove', (client) => open.delete(client));
  return open;
}

/** Whether it was done in time; if it fails it is done too. */
async function isDoneWithin(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  const late = new AbortController();
  const done = work.then(
    () => true,
    () => true,
  );
  const inTime = await Promise.race([done, setTimeout(milliseconds, false, { signal: late.signal })]);
  late.abort();
  return inTime;
}

/**
 * Runs jobs as they are enqueued (`enqueue_job`, see jobs.sql) and periodic ones at their times, until stopped. When the
 * database goes away the runner gives up; it is begun anew until the database is back.
 */
export async function runJobs(options: JobsOptions): Promise<JobRunner> {
  const { logger, concurrency = usualConcurrency } = options;
  const stopping = new AbortController();
  const onLost = (error: Error) => {
    if (!stopping.signal.aborted) logger.warn({ err: error }, 'a connection of the job runner was lost');
  };
  // One for each job's own bookkeeping, one that listens, one that shows we are here.
  const pool = openPlainPool(options.connection, { max: concurrency + 3, applicationName: 'muniment jobs', onIdleError: onLost });
  const connections = watchConnections(pool);
  let round: Round | null = await begin(options, pool, onLost);
  const kept = (async () => {
    for (;;) {
      await round?.ended;
      if (!stopping.signal.aborted) await setTimeout(pauseMilliseconds, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      logger.warn('the job runner is started again');
      round = await begin(options, pool, onLost).catch((error: Error) => {
        onLost(error);
        return null;
      });
      if (stopping.signal.aborted) await round?.stop();
    }
  })();
  return {
    async stop() {
      stopping.abort();
      const inOrder = async () => {
        await round?.stop();
        await kept;
        await pool.end();
      };
      if (await isDoneWithin(options.stopMilliseconds ?? usualStopMilliseconds, inOrder())) return;
      logger.warn('jobs or the database did not end in time and are no longer waited for; what was cut short is done again');
      for (const client of connections) void (client as unknown as pg.Client).end().catch(() => undefined);
    },
  };
}
