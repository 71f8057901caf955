/** More than any operation's longest list comes to; validating finds every mistake, so a body of mistakes is costly. */
export const mostValues = 10_000;

/** Whether a parsed JSON body holds at most `most` values and fields, counted no further than that. */
export function isWithin(body: unknown, most = mostValues): boolean {
  let left = most;
  const waiting = [body];
  for (let value = waiting.pop(); waiting.length > 0 || value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const inner = Array.isArray(value) ? value : Object.values(value);
    left -= inner.length;
    if (left < 0) return false;
    // Only what holds values itself is looked into.
    for (const one of inner) if (typeof one === 'object' && one !== null) waiting.push(one);
  }
  return true;
}

/** Thrown on the way in; `refusalOf` knows it. */
export class TooManyValues extends Error {
  readonly most: number;

  constructor(most: number) {
    super();
    this.most = most;
  }
}
