import { useQuery } from '@tanstack/react-query';
import { call, type ProblemError } from '../../lib/api.ts';
import { useMe } from '../../lib/session.tsx';
import { everyItem } from '../../lib/use-operation.ts';
import { type SelectedLine, selectedLine } from './selection.ts';

/** Orders looked through, newest first: in a larger bin the rest is left to the reader. */
const mostOrders = 100;
/** Lines offered: one is enough, a few leave a choice of orders. */
const mostLines = 5;

interface Found {
  readonly lines: readonly SelectedLine[];
  /** How many orders were looked through, where there are more; null where nothing was left out. */
  readonly newest: number | null;
}

async function findLines(parts: readonly string[], signal: AbortSignal): Promise<Found> {
  const wanted = new Set(parts);
  const found: SelectedLine[] = [];
  let read = 0;
  for await (const { item, total } of everyItem('list-bin', {}, signal)) {
    const { value } = await call('get-order', { order: item.id }, { signal });
    const lines = value.lines.filter((line) => line.available > 0 && wanted.has(line.part));
    found.push(...lines.map((line) => selectedLine(value.order, line, 1)));
    read += 1;
    if (found.length >= mostLines) break;
    if (read === mostOrders) return { lines: found, newest: total > read ? read : null };
  }
  return { lines: found, newest: null };
}

/** Lines in one's own bin that hold one of these parts. */
export function useLinesOf(parts: readonly string[]) {
  const me = useMe();
  return useQuery<Found, ProblemError>({
    queryKey: ['lines-of', me.current.organization.id, parts],
    queryFn: ({ signal }) => findLines(parts, signal),
  });
}
