import { inTransaction, type Pool } from '@muniment/platform/postgres';

/** Holds the counters that a vendor has now, so that whoever needs one waits; answers what lets them go. */
export async function holdCounters(pool: Pool, vendorId: string): Promise<() => Promise<void>> {
  const held = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const done = inTransaction(pool, { vendorId }, async (tx) => {
    await tx.query('t-hold-counters', 'SELECT 1 FROM counters FOR UPDATE');
    held.resolve();
    await release.promise;
  });
  await held.promise;
  return () => {
    release.resolve();
    return done;
  };
}

/** Until so many connections wait for somebody else's lock. */
export async function waitingForLocks(pool: Pool, count: number): Promise<void> {
  const text = `SELECT count(*) AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  const look = () => pool.query<{ waiting: string }>(text);
  while (Number((await look()).rows[0]!.waiting) < count);
}
