/** How many wrong guesses somebody has, and in what time they are forgotten. */
interface GuessLimit {
  readonly limit: number;
  readonly windowSeconds: number;
}

/** Nobody types so many codes that do not exist in a quarter of an hour. */
const defaultGuessLimit: GuessLimit = { limit: 100, windowSeconds: 900 };

/**
 * Counts codes that were tried and do not exist, by who tried and from where. In memory, as requests are counted
 * (packages/platform/src/http/rate-limit.ts): a code that can be guessed at all is refused with the catalog, so this keeps a
 * caller from trying, and needs no memory that outlives a process. Process time, never the test clock.
 */
export interface Guesses {
  /** Seconds until any of these may try again; 0 where they may now. */
  waitSeconds(who: readonly string[]): number;
  /** Notes so many wrong guesses. */
  note(who: readonly string[], count: number): void;
}

/** `now` is a monotonic reading in milliseconds. */
export function createGuesses({ limit, windowSeconds } = defaultGuessLimit, now: () => number = () => performance.now()): Guesses {
  /** The time at which all of somebody's guesses are forgotten. */
  const forgottenAt = new Map<string, number>();
  const windowMs = windowSeconds * 1000;
  const stepMs = windowMs / limit;
  let sweepAt = 10_000;
  const sweep = (at: number): void => {
    if (forgottenAt.size < sweepAt) return;
    for (const [key, time] of forgottenAt) if (time <= at) forgottenAt.delete(key);
    sweepAt = Math.max(10_000, forgottenAt.size * 2);
  };
  return {
    waitSeconds(who) {
      const at = now();
      const excess = Math.max(...who.map((key) => (forgottenAt.get(key) ?? at) + stepMs - at - windowMs));
      return excess > 0 ? Math.ceil(excess / 1000) : 0;
    },
    note(who, count) {
      const at = now();
      // One list of nonsense keeps nobody out for longer than twice the window.
      for (const key of who) forgottenAt.set(key, Math.min(Math.max(forgottenAt.get(key) ?? at, at) + count * stepMs, at + 2 * windowMs));
      sweep(at);
    },
  };
}
