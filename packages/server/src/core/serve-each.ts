/** Rows page by page: `read` answers those after one, at most so many. */
export async function* pagesOf<T>(
  most: number,
  read: (after: T | null, most: number) => Promise<readonly T[]>,
): AsyncGenerator<readonly T[]> {
  for (let after: T | null = null; ; ) {
    const rows: readonly T[] = await read(after, most);
    if (rows.length > 0) yield rows;
    if (rows.length < most) return;
    after = rows.at(-1)!;
  }
}

/** The rows of pages, one by one. */
export async function* rowsOf<T>(pages: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const page of pages) yield* page;
}

/**
 * Serves one after the other until the work is told to end. What fails for one keeps no other waiting, and is told once all
 * were served.
 */
export async function serveEach<T>(
  all: Iterable<T> | AsyncIterable<T>,
  signal: AbortSignal,
  serve: (one: T) => Promise<unknown>,
): Promise<void> {
  const failures: unknown[] = [];
  const fail = (error: unknown) => failures.push(...(error instanceof AggregateError ? error.errors : [error]));
  try {
    for await (const one of all) {
      if (signal.aborted) break;
      await serve(one).catch(fail);
    }
  } catch (error) {
    fail(error);
  }
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw new AggregateError(failures, `${failures.length} failed, the first with: ${String(failures[0])}`);
}
