/** Does work when it is its turn; whoever comes first is first. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** At most so many at once; the others wait. */
export function createTurns(most: number): Turns {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return async (work) => {
    // The place of whoever leaves goes to the next in the row: nobody who comes in between takes it.
    if (busy < most) busy++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) busy--;
      else next();
    }
  };
}
