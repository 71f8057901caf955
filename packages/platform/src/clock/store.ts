import type { Tx } from '../postgres/index.ts';

/** Facts of an installation that are fixed when it is made. */
export interface Installation {
  readonly testClock: boolean;
  readonly createdAt: string;
}

async function readSetting<T>(tx: Tx, key: string): Promise<T | null> {
  const rows = await tx.query<{ value: T }>('read-setting', 'SELECT value FROM settings WHERE key = $1', [key]);
  return rows[0]?.value ?? null;
}

/** Writes down what kind of installation this is, unless it already is one; answers what it is. */
export async function ensureInstallation(tx: Tx, wanted: Installation): Promise<Installation> {
  await tx.run('insert-installation', "INSERT INTO settings (key, value) VALUES ('installation', $1) ON CONFLICT (key) DO NOTHING", [
    JSON.stringify(wanted),
  ]);
  return (await readSetting<Installation>(tx, 'installation'))!;
}

/** How far the test clock is ahead of the real one. */
export async function readShift(tx: Tx): Promise<number> {
  return (await readSetting<{ shiftMilliseconds: number }>(tx, 'clock'))?.shiftMilliseconds ?? 0;
}

export async function isTestInstallation(tx: Tx): Promise<boolean> {
  return (await readSetting<Installation>(tx, 'installation'))?.testClock ?? false;
}

/** Locks the one row, so that of two who move the clock the second sees the first. */
export async function lockInstallation(tx: Tx): Promise<void> {
  await tx.query('lock-installation', "SELECT key FROM settings WHERE key = 'installation' FOR UPDATE");
}

/** Sets the shift and lets jobs that wait for a later time come nearer by as much (`move_jobs`, see jobs.sql). */
export async function saveShift(tx: Tx, shiftMilliseconds: number, addedMilliseconds: number): Promise<void> {
  await tx.run(
    'save-clock-shift',
    "INSERT INTO settings (key, value) VALUES ('clock', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    [JSON.stringify({ shiftMilliseconds })],
  );
  const [found] = await tx.query<{ exists: boolean }>(
    'find-move-jobs',
    "SELECT to_regprocedure('move_jobs(bigint)') IS NOT NULL AS exists",
  );
  if (found?.exists) await tx.query('move-jobs', 'SELECT move_jobs($1)', [addedMilliseconds]);
}
