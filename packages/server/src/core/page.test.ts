import { describe, expect, it } from 'vitest';
import { afterSql, cutPage, type Keyset, openPage, orderSql, rowsToLoad } from './page.ts';

const keyset: Keyset = {
  columns: [
    { sql: 'o.name', type: 'text' },
    { sql: 'o.id', type: 'uuid' },
  ],
  descending: false,
};
const id = '019a0000-0000-7000-8000-000000000000';
const rows = [{ name: 'a' }, { name: 'Ä "quoted" · ✓' }, { name: 'c' }];
const keyOf = (row: { name: string }) => [row.name, id];

/** The cursor of the second page of a list. */
function cursorOf(filter: Record<string, unknown>, set: Keyset = keyset): string {
  const opened = openPage({ limit: 2 }, filter, set);
  if (!opened.ok) throw new Error('a first page needs no cursor');
  return cutPage(opened.value, rows, keyOf).next!;
}

describe('a page', () => {
  it('asks for one row more than it shows, and names the next page only if there is one', () => {
    const opened = openPage({ limit: 2 }, { list: 'x' }, keyset);
    if (!opened.ok) throw new Error('refused');
    expect(rowsToLoad(opened.value)).toBe(3);
    expect(cutPage(opened.value, rows, keyOf).rows).toEqual(rows.slice(0, 2));
    expect(cutPage(opened.value, rows.slice(0, 2), keyOf).next).toBeNull();
    expect(cutPage(opened.value, [], keyOf)).toEqual({ rows: [], next: null });
    expect(afterSql(opened.value, 4)).toBe('');
    expect(orderSql(opened.value, 3)).toBe(' ORDER BY o.name, o.id LIMIT $3');
  });

  it('continues after the last row of the page before, in either direction', () => {
    const next = openPage({ limit: 2, cursor: cursorOf({ list: 'x' }) }, { list: 'x' }, keyset);
    expect(next.ok && next.value.after).toEqual(['Ä "quoted" · ✓', id]);
    expect(next.ok && afterSql(next.value, 4)).toBe(' AND (o.name, o.id) > ($4::text, $5::uuid)');
    const down = { ...keyset, descending: true };
    const before = openPage({ limit: 2, cursor: cursorOf({ list: 'x' }, down) }, { list: 'x' }, down);
    expect(before.ok && afterSql(before.value, 4)).toBe(' AND (o.name, o.id) < ($4::text, $5::uuid)');
    expect(before.ok && orderSql(before.value, 3)).toBe(' ORDER BY o.name DESC, o.id DESC LIMIT $3');
  });

  it('takes no cursor of another list, another filter, another order, and none that was tampered with', () => {
    const cursor = cursorOf({ list: 'x', q: null });
    const parts = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as string[];
    const forged = (...keys: unknown[]) => Buffer.from(JSON.stringify([parts[0], ...keys])).toString('base64url');
    const refused: [string, Record<string, unknown>, Keyset][] = [
      [cursor, { list: 'y', q: null }, keyset],
      [cursor, { list: 'x', q: 'a' }, keyset],
      [cursor, { list: 'x', q: null }, { ...keyset, descending: true }],
      ['', { list: 'x', q: null }, keyset],
      ['not base64url !', { list: 'x', q: null }, keyset],
      [forged('a'), { list: 'x', q: null }, keyset],
      [forged('a', 'not a uuid'), { list: 'x', q: null }, keyset],
      [forged(1, id), { list: 'x', q: null }, keyset],
      [forged('nul \u0000', id), { list: 'x', q: null }, keyset],
    ];
    for (const [text, filter, set] of refused) {
      const opened = openPage({ limit: 2, cursor: text }, filter, set);
      expect(!opened.ok && opened.refusal.code).toBe('cursor-not-valid');
    }
  });

  it('takes only instants that exist', () => {
    const byTime: Keyset = { columns: [{ sql: 'o.at', type: 'timestamptz' }], descending: false };
    const opened = openPage({ limit: 1 }, {}, byTime);
    if (!opened.ok) throw new Error('refused');
    const cursor = (at: string) => cutPage(opened.value, [at, at], (row) => [row]).next!;
    expect(openPage({ limit: 1, cursor: cursor('2024-02-29T00:00:00.123Z') }, {}, byTime).ok).toBe(true);
    for (const at of ['2023-02-29T00:00:00Z', '2024-01-01', '0000-01-01T00:00:00Z', 'infinity']) {
      expect(openPage({ limit: 1, cursor: cursor(at) }, {}, byTime).ok).toBe(false);
    }
  });

  it('takes only days that exist', () => {
    const byDay: Keyset = { columns: [{ sql: 'l.until', type: 'date' }], descending: false };
    const opened = openPage({ limit: 1 }, {}, byDay);
    if (!opened.ok) throw new Error('refused');
    const cursor = (day: string) => cutPage(opened.value, [day, day], (row) => [row]).next!;
    expect(openPage({ limit: 1, cursor: cursor('2024-02-29') }, {}, byDay).ok).toBe(true);
    for (const day of ['2023-02-29', '2024-01-01T00:00:00Z', '0000-01-01', 'infinity']) {
      expect(openPage({ limit: 1, cursor: cursor(day) }, {}, byDay).ok).toBe(false);
    }
  });
});
