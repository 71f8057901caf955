import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { describe, it, type TestContext } from 'vitest';
import { useServer } from '../../test/database.ts';
import { ensureClock, moveClock, now, realClock } from '../clock/index.ts';
import { createLogger } from '../log/index.ts';
import { type Connection, inTransaction, type Pool } from '../postgres/index.ts';
import { installJobs, type Job, type JobRunner, type JobsOptions, runJobs } from './index.ts';

const server = useServer();
const logger = createLogger('silent');

async function installation(testClock = false) {
  const { pool, connection } = await server.database();
  await pool.query('CREATE TABLE settings (key text PRIMARY KEY, value jsonb NOT NULL); GRANT SELECT ON settings TO muniment_app');
  const ensured = await ensureClock(pool, testClock);
  if (!ensured.ok) throw new Error('a new installation may have either clock');
  await installJobs(connection);
  return { pool, connection, clock: ensured.clock };
}

/** A runner, stopped when its test is over: the next one may have begun before. */
async function start(
  onTestFinished: TestContext['onTestFinished'],
  connection: Connection,
  tasks: JobsOptions['tasks'],
  more: Pick<JobsOptions, 'clock' | 'periodic'> = { clock: realClock },
): Promise<JobRunner> {
  const runner = await runJobs({ connection, tasks, logger, ...more });
  onTestFinished(() => runner.stop());
  return runner;
}

function enqueue(
  pool: Pool,
  vendorId: string | null,
  name: string,
  data: unknown,
  at: Temporal.Instant,
  key: string | null = null,
  fail = false,
): Promise<void> {
  return inTransaction(pool, { vendorId }, async (tx) => {
    await tx.query('enqueue', 'SELECT enqueue_job($1, $2, $3, $4)', [name, JSON.stringify(data), at, key]);
    if (fail) throw new Error('no');
  });
}

describe.concurrent('a job', () => {
  it('runs once the act that made it is committed, stamped with the act’s vendor', async ({ expect, onTestFinished }) => {
    const { pool, connection } = await installation();
    const seen: Job[] = [];
    await start(onTestFinished, connection, { tell: async (job) => void seen.push(job) });
    const vendor = randomUUID();
    await enqueue(pool, vendor, 'tell', { vendorId: 'another', n: 0 }, now(), null, true).catch(() => undefined);
    await enqueue(pool, vendor, 'tell', { vendorId: 'another', n: 1 }, now());
    await enqueue(pool, null, 'tell', { n: 2 }, now());
    await expect.poll(() => seen.length).toBe(2);
    const [first, second] = seen.sort((a, b) => (a.data as { n: number }).n - (b.data as { n: number }).n);
    expect(first).toMatchObject({ name: 'tell', vendorId: vendor, data: { vendorId: 'another', n: 1 }, attempt: 1 });
    expect(second).toMatchObject({ vendorId: null, data: { n: 2 } });
    expect(first!.now).toBeInstanceOf(Temporal.Instant);
  });

  it('with a key replaces one that waits, of the same vendor only', async ({ expect, onTestFinished }) => {
    const { pool, connection } = await installation();
    const [a, b] = [randomUUID(), randomUUID()];
    for (const [vendor, n] of [
      [a, 1],
      [b, 2],
      [a, 3],
    ] as const)
      await enqueue(pool, vendor, 'sum', { n }, now(), 'daily');
    const seen: unknown[] = [];
    await start(onTestFinished, connection, { sum: async (job) => void seen.push((job.data as { n: number }).n) });
    await expect.poll(() => seen.sort()).toEqual([2, 3]);
  });

  it('cannot be made but through the one function', async ({ expect }) => {
    const { pool } = await installation();
    const directly = inTransaction(pool, { vendorId: null }, (tx) => tx.query('direct', "SELECT graphile_worker.add_job('tell')"));
    await expect(directly).rejects.toThrow(/permission denied/);
    const moving = inTransaction(pool, { vendorId: null }, (tx) => tx.query('move', 'SELECT move_jobs(1)'));
    await expect(moving).rejects.toThrow(/permission denied/);
  });

  it('is tried again after it threw', async ({ expect, onTestFinished }) => {
    const { pool, connection } = await installation();
    const attempts: number[] = [];
    await start(onTestFinished, connection, {
      fail: async (job) => {
        attempts.push(job.attempt);
        if (job.attempt === 1) throw new Error('not yet');
      },
    });
    await enqueue(pool, null, 'fail', {}, now());
    await expect.poll(() => attempts, { timeout: 20_000 }).toEqual([1, 2]);
  });

  it('that was running when its process was killed runs again at the next start', { timeout: 60_000 }, async ({
    expect,
    onTestFinished,
  }) => {
    const { pool, connection } = await installation();
    const program = `
      import { runJobs } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))};
      import { realClock } from ${JSON.stringify(join(import.meta.dirname, '../clock/index.ts'))};
      import { createLogger } from ${JSON.stringify(join(import.meta.dirname, '../log/index.ts'))};
      await runJobs({ connection: ${JSON.stringify(connection)}, clock: realClock, logger: createLogger('silent'),
        tasks: { hang: async () => { console.log('hanging'); await new Promise(() => setInterval(() => {}, 1000)); } } });`;
    const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    await enqueue(pool, null, 'hang', {}, now());
    await new Promise((resolve) => child.stdout!.once('data', resolve));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    let ran = 0;
    await expect
      .poll(
        async () => {
          // The killed connection is gone within moments; a start before that would still count it as running.
          const runner = await start(onTestFinished, connection, { hang: async () => void ran++ });
          await new Promise((resolve) => setTimeout(resolve, 200));
          await runner.stop();
          return ran;
        },
        { timeout: 20_000 },
      )
      .toBe(1);
  });
});

describe.concurrent('the runner', () => {
  it('outlives a database that is away just when a job ends, and does the job again', { timeout: 30_000 }, async ({
    expect,
    onTestFinished,
  }) => {
    const { pool, connection } = await installation();
    const refuse = (when: string) => `
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'away' USING ERRCODE = '57P01'; END $$;
      CREATE TRIGGER refuse BEFORE ${when} ON graphile_worker._private_jobs FOR EACH STATEMENT EXECUTE FUNCTION refuse()`;
    const ran: string[] = [];
    const away = (name: string, when: string) => async () => {
      ran.push(name);
      if (ran.filter((one) => one === name).length > 1) return;
      await pool.query(refuse(when));
      if (name === 'fails') throw new Error('no');
    };
    await start(onTestFinished, connection, { fails: away('fails', 'UPDATE OF last_error'), succeeds: away('succeeds', 'DELETE') });
    for (const name of ['fails', 'succeeds']) {
      await enqueue(pool, null, name, {}, now());
      await expect.poll(() => ran).toContain(name);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await pool.query('DROP FUNCTION IF EXISTS refuse() CASCADE');
      await expect.poll(() => ran.filter((one) => one === name).length, { timeout: 15_000 }).toBe(2);
    }
  });
});

describe.concurrent('stopping the runner', () => {
  // A sequence counts what is refused: it is not rolled back.
  const forbid = `
    CREATE SEQUENCE unlocks_refused;
    CREATE FUNCTION forbid() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF current_query() LIKE '%SET locked_at = NULL%WHERE locked_at IS NOT NULL%' THEN PERFORM nextval('unlocks_refused'); END IF;
      RAISE EXCEPTION 'cannot execute in a read-only transaction' USING ERRCODE = '25006';
    END $$;
    CREATE TRIGGER forbid BEFORE UPDATE OR DELETE ON graphile_worker._private_jobs FOR EACH STATEMENT EXECUTE FUNCTION forbid();
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'muniment jobs'`;

  it('ends though the database takes no change any more', { timeout: 60_000 }, async ({ expect }) => {
    const { pool, connection } = await installation();
    const runner = await runJobs({ connection, tasks: { tell: async () => {} }, clock: realClock, logger });
    await pool.query(forbid);
    // Whoever comes back alone frees what a killed worker left: it is tried, and refused, again and again.
    const refused = async () => (await pool.query<{ last_value: string }>('SELECT last_value FROM unlocks_refused')).rows[0]!.last_value;
    await expect.poll(async () => Number(await refused()), { timeout: 20_000 }).toBeGreaterThan(1);
    const asked = performance.now();
    await runner.stop();
    expect(performance.now() - asked).toBeLessThan(5000);
  });

  it('ends though a job does not, and the job is done by the next runner', { timeout: 30_000 }, async ({ expect, onTestFinished }) => {
    const { pool, connection } = await installation();
    let begun = 0;
    const forever = async () => {
      begun++;
      if (begun === 1) await new Promise(() => {});
    };
    const runner = await runJobs({ connection, tasks: { forever }, clock: realClock, logger, stopMilliseconds: 1500 });
    await enqueue(pool, null, 'forever', {}, now());
    await expect.poll(() => begun).toBe(1);
    const asked = performance.now();
    await runner.stop();
    expect(performance.now() - asked).toBeLessThan(10_000);
    await start(onTestFinished, connection, { forever });
    await expect.poll(() => begun, { timeout: 15_000 }).toBe(2);
  });
});

describe.concurrent('a periodic job', () => {
  it('runs when the clock is moved past its time, and jobs that wait for a later day come nearer', async ({ expect, onTestFinished }) => {
    const { pool, connection, clock } = await installation(true);
    // However long a busy database takes to note which jobs are periodic.
    await pool.query(`CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END';
      CREATE TRIGGER linger AFTER INSERT ON graphile_worker._private_known_crontabs FOR EACH STATEMENT EXECUTE FUNCTION linger()`);
    const seen: Job[] = [];
    const tasks = { nightly: async (job: Job) => void seen.push(job), remind: async (job: Job) => void seen.push(job) };
    await start(onTestFinished, connection, tasks, { clock, periodic: [{ task: 'nightly', schedule: '0 3 1 1 *' }] });
    const begin = now();
    await enqueue(pool, null, 'remind', { day: 30 }, begin.add({ hours: 30 * 24 }));
    await enqueue(pool, null, 'remind', { day: 50 }, begin.add({ hours: 50 * 24 }));
    expect(seen).toEqual([]);
    const moved = await moveClock(pool, { advance: 'P40D' });
    expect(moved).toMatchObject({ ok: true });
    await expect
      .poll(() => seen.map((job) => [job.name, job.data]).sort(), { timeout: 10_000 })
      .toEqual([
        ['nightly', {}],
        ['remind', { day: 30 }],
      ]);
    expect(seen[0]!.now.since(begin).total('hours')).toBeGreaterThan(40 * 24 - 1);
    // Made after the move, for a day on the moved clock.
    await enqueue(pool, null, 'remind', { day: 41 }, begin.add({ hours: 41 * 24 }));
    await moveClock(pool, { advance: 'P2D' });
    await expect.poll(() => seen.map((job) => (job.data as { day?: number }).day ?? 0), { timeout: 10_000 }).toContain(41);
    expect(seen.map((job) => (job.data as { day?: number }).day)).not.toContain(50);
  });
});
