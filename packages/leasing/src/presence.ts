import { isUnavailable, type Pool } from '@muniment/platform/postgres';
import type { Moment } from './store.ts';

/**
 * Since when whoever lives could say so. Nobody's seats are taken back before they had one heartbeat's time for it: not after a
 * start, not after the database was away, not after the work stood still, and not because somebody set the database's clock on.
 */
export interface Presence {
  moment(): Promise<Moment>;
  /** How often the clock may have been set back: once before we were there, and whenever it was seen. */
  readonly setBacks: number;
  /** The database is not there for somebody: until work on it is done again nobody is heard. */
  wasAway(): void;
  /** Does a piece of work on the database, whose result says what its clock showed meanwhile. */
  watch<T>(work: () => Promise<T>, wallOf: (result: T) => number | undefined): Promise<T>;
}

export interface PresenceParts {
  readonly pools: readonly Pool[];
  /** Shift of the test clock in milliseconds: a test that moves it lets the server be there for so long. */
  readonly shift: () => number | Promise<number>;
  /** Milliseconds that only ever rise. */
  readonly monotonic: () => number;
}

/** Work that took longer held everybody up who wanted to say that they live. */
const standstillMilliseconds = 2000;
/** Clocks that run are never so far apart. */
const stepMilliseconds = 1000;
/** A clock that shows so much less than it may at the most has been set back, or was asked after waiting for something. */
const backMilliseconds = 200;

/** Whether the database could not be reached or take a write (PostgreSQL, appendix A): not a fault of what was asked, nor of ours. */
function isOutage(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return isUnavailable(error) || (typeof code === 'string' && /^(53|58)...$|^25006$/.test(code));
}

export function createPresence({ pools, shift, monotonic }: PresenceParts): Presence {
  let shifted = 0;
  let upSince = monotonic();
  /** Whether it is not known that the database is there, and what it shows. */
  let isAway = true;
  let setBacks = 1;
  /** What the database's clock showed no earlier than at this moment of ours. */
  let seen: { readonly wall: number; readonly at: number } | null = null;
  const interrupt = () => {
    upSince = monotonic() + shifted;
  };
  /** What that clock can show by now at the most, if nobody sets it. */
  const latest = () => (seen === null ? null : seen.wall + (monotonic() - seen.at));
  const wasAway = () => {
    isAway = true;
  };
  // It may go away and come back while nobody asks anything; an idle connection that is lost tells of it.
  for (const pool of pools) pool.setMaxListeners(pool.getMaxListeners() + 1).on('error', wasAway);
  return {
    async moment() {
      const before = shifted;
      shifted = await shift();
      if (shifted < before) setBacks++;
      const upSeconds = isAway ? 0 : Math.floor((monotonic() + shifted - upSince) / 1000);
      return { shift: shifted, upSeconds, latest: latest() };
    },
    get setBacks() {
      return setBacks;
    },
    wasAway,
    async watch(work, wallOf) {
      const at = monotonic();
      try {
        const result = await work();
        const wall = wallOf(result);
        if (monotonic() - at > standstillMilliseconds) interrupt();
        if (wall !== undefined) {
          if (isAway || wall > (latest() ?? wall) + stepMilliseconds) interrupt();
          if (wall < (latest() ?? wall) - backMilliseconds) setBacks++;
          isAway = false;
          seen = { wall, at };
        }
        return result;
      } catch (error) {
        if (isOutage(error)) wasAway();
        throw error;
      }
    },
  };
}
