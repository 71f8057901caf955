import type { Pool } from '@muniment/platform/postgres';
import { isUnavailable } from '@muniment/platform/postgres';

/** A database that ended is started again within moments, and plays back what it had not yet written. */
const patienceMilliseconds = 20_000;
const pauseMilliseconds = 100;

export interface WaitOptions {
  /** Told once, when it is clear that there will be a wait. */
  readonly onWait?: () => void;
  readonly milliseconds?: number;
}

/** Waits until a database that is being started answers; answers null then, and else why it does not. */
export async function waitForDatabase(pool: Pool, options: WaitOptions = {}): Promise<Error | null> {
  const end = performance.now() + (options.milliseconds ?? patienceMilliseconds);
  for (let tries = 1; ; tries++) {
    try {
      await pool.query('SELECT 1');
      return null;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      if (performance.now() > end) return error as Error;
    }
    // The first failure may be a connection that was just cut.
    if (tries === 2) options.onWait?.();
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
  }
}
