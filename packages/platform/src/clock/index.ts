import { Temporal } from 'temporal-polyfill';
import { createBatcher } from '../batcher/index.ts';
import { asOwner, type Pool } from '../postgres/index.ts';
import { ensureInstallation, isTestInstallation, lockInstallation, readShift, saveShift } from './store.ts';

/** The one place that reads the time. Everything else is given `now`. */
export interface Clock {
  /** Whether this installation's clock can be moved: then every page and document says so. */
  readonly isTestClock: boolean;
  /** Whole milliseconds, so that the value survives the database and RFC 3339 unchanged. A promise only with a test clock. */
  now(): Temporal.Instant | Promise<Temporal.Instant>;
}

/** Why the clock was not moved. */
export interface ClockRefusal {
  readonly code: 'no-test-clock' | 'clock-backwards' | 'time-not-valid';
  readonly facts: Readonly<Record<string, string>>;
}

export type Moved = { readonly ok: true; readonly now: Temporal.Instant } | { readonly ok: false; readonly refusal: ClockRefusal };

/** By a duration of calendar units in UTC (`P40D`, `P1M`, `PT2H`), or to an instant. Only forwards: what is booked stays in order. */
export type ClockMove = { readonly advance: string } | { readonly set: string };

/** Edge reader: this machine's time plus the shift. */
export function now(shiftMilliseconds = 0): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(Date.now() + shiftMilliseconds);
}

const textIsPlain = { from: 0, to: Date.UTC(10_000, 0) };

/** An instant as `toString` writes it, some ten times as fast: what every answer to a program has once or twice. */
export function instantText(instant: Temporal.Instant): string {
  const milliseconds = instant.epochMilliseconds;
  if (milliseconds < textIsPlain.from || milliseconds >= textIsPlain.to) return instant.toString();
  const seconds = new Date(milliseconds).toISOString().slice(0, 19);
  const nanoseconds = Number(instant.epochNanoseconds % 1_000_000_000n);
  if (nanoseconds === 0) return `${seconds}Z`;
  return `${seconds}.${String(nanoseconds).padStart(9, '0').replace(/0+$/, '')}Z`;
}

/** The clock of an installation that cannot be moved, and of whatever runs before the database is there. */
export const realClock: Clock = { isTestClock: false, now: () => now() };

const outsideVendors = { vendorId: null } as const;

/** What stands against a start with these settings. */
export type ClockEnsured =
  | { readonly ok: true; readonly clock: Clock }
  | {
      readonly ok: false;
      readonly refusal: { readonly code: 'installation-without-test-clock'; readonly facts: Readonly<Record<string, string>> };
    };

/**
 * Decides once, when an installation is made, whether its clock can be moved, and opens its clock. An installation with
 * real business in it can never get a test clock later. `from` is what a new test clock shows first: before anything is
 * booked it may begin in the past, too.
 */
export async function ensureClock(pool: Pool, wantTestClock: boolean, from: Temporal.Instant | null = null): Promise<ClockEnsured> {
  const createdAt = now().toString();
  const installation = await asOwner(pool, outsideVendors, async (tx) => {
    const ensured = await ensureInstallation(tx, { testClock: wantTestClock, createdAt });
    const isNew = ensured.testClock && ensured.createdAt === createdAt;
    if (isNew && from !== null) await saveShift(tx, from.epochMilliseconds - now().epochMilliseconds, 0);
    return ensured;
  });
  if (wantTestClock && !installation.testClock) {
    return { ok: false, refusal: { code: 'installation-without-test-clock', facts: { createdAt: installation.createdAt } } };
  }
  return { ok: true, clock: createClock(pool, installation.testClock) };
}

/** The clock of an installation that exists: also for operators' commands. */
export async function openClock(pool: Pool): Promise<Clock> {
  return createClock(pool, await asOwner(pool, outsideVendors, isTestInstallation));
}

/**
 * A test clock asks the database every time, so that a move by another process holds for the very next request; requests
 * that arrive while one asks share the next answer.
 */
function createClock(pool: Pool, isTestClock: boolean): Clock {
  if (!isTestClock) return realClock;
  const shift = createBatcher<null, number>(async (_, items) => {
    const milliseconds = await asOwner(pool, outsideVendors, readShift);
    return items.map(() => milliseconds);
  });
  return { isTestClock: true, now: async () => now(await shift('', null)) };
}

function targetOf(move: ClockMove, from: Temporal.Instant): Temporal.Instant | null {
  try {
    if ('set' in move) return Temporal.Instant.from(move.set);
    return from.toZonedDateTimeISO('UTC').add(Temporal.Duration.from(move.advance)).toInstant();
  } catch {
    return null;
  }
}

function refuse(code: ClockRefusal['code'], facts: ClockRefusal['facts']): Moved {
  return { ok: false, refusal: { code, facts } };
}

/** Moves the clock of a test installation for all its processes, and brings waiting jobs nearer by as much. */
export async function moveClock(pool: Pool, move: ClockMove): Promise<Moved> {
  return await asOwner(pool, outsideVendors, async (tx): Promise<Moved> => {
    await lockInstallation(tx);
    if (!(await isTestInstallation(tx))) return refuse('no-test-clock', {});
    const shift = await readShift(tx);
    const from = now(shift);
    const target = targetOf(move, from);
    if (target === null) return refuse('time-not-valid', { given: 'set' in move ? move.set : move.advance });
    const added = target.epochMilliseconds - from.epochMilliseconds;
    if (added < 0) return refuse('clock-backwards', { now: from.toString(), given: target.toString() });
    await saveShift(tx, shift + added, added);
    return { ok: true, now: target };
  });
}
