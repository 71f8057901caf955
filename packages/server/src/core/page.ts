import { createHash } from 'node:crypto';
import { accept, type Decision, refuse } from '@muniment/domain';
import { canonicalJson } from '@muniment/platform/hash';
import { Temporal } from 'temporal-polyfill';

/** What a column of a keyset holds; a cursor with anything else in its place is not valid. */
export type KeyType = 'text' | 'uuid' | 'timestamptz' | 'bytea' | 'integer' | 'date';

/** A column that the list is ordered by. The last one must be unique among the rows. */
export interface KeyColumn {
  /** As the statement writes it, such as `o.name`. */
  readonly sql: string;
  readonly type: KeyType;
}

export interface Keyset {
  readonly columns: readonly KeyColumn[];
  /** One direction for all columns. */
  readonly descending: boolean;
}

/** Where a page starts and how long it may be. */
export interface PageRequest {
  readonly limit: number;
  /** Key of the last row of the page before, null on the first page. */
  readonly after: readonly string[] | null;
  /** First and later pages are different statements: their names end in this. */
  readonly part: 'first' | 'next';
  readonly keyset: Keyset;
  readonly fingerprint: string;
}

/** A page as every list answers it; `total` is exact up to `mostCounted`, which means "more". */
export interface Page<T> {
  readonly items: T[];
  readonly next: string | null;
  readonly total: number;
}

/** Counting stops here, so that the cost of a total does not grow with the table: `SELECT count(*) FROM (… LIMIT 10001)`. */
export const mostCounted = 10_001;

const shapes: Readonly<Record<KeyType, RegExp>> = {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: PostgreSQL's text takes every character but this one.
  text: /^[^\u0000]*$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  timestamptz: /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/,
  bytea: /^\\x([0-9a-f]{2})*$/,
  date: /^(?!0000)\d{4}-\d\d-\d\d$/,
  integer: /^-?\d{1,9}$/,
};

function isKey(value: unknown, columns: readonly KeyColumn[]): value is string[] {
  return Array.isArray(value) && value.length === columns.length && value.every((part, index) => fits(part, columns[index]!.type));
}

function fits(part: unknown, type: KeyType): boolean {
  if (typeof part !== 'string' || !shapes[type].test(part)) return false;
  if (type === 'date') return isTime(Temporal.PlainDate, part);
  return type !== 'timestamptz' || isTime(Temporal.Instant, part);
}

/** Whether there is such a day or moment. */
function isTime(kind: { from(text: string): unknown }, text: string): boolean {
  try {
    return kind.from(text) !== null;
  } catch {
    return false;
  }
}

function readCursor(cursor: string): unknown[] | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/**
 * Opens a page: reads the cursor and holds it against the list it was made for. `filter` is everything that decides
 * which rows the list has: operation, organization, search text, sort. A cursor of another list is not valid.
 */
export function openPage(
  query: { readonly limit: number; readonly cursor?: string | undefined },
  filter: Readonly<Record<string, unknown>>,
  keyset: Keyset,
): Decision<PageRequest, 'cursor-not-valid'> {
  const described = canonicalJson({ filter: JSON.parse(JSON.stringify(filter)) as unknown, keyset });
  const fingerprint = createHash('sha256').update(described).digest('base64url').slice(0, 12);
  const { limit, cursor } = query;
  if (cursor === undefined) return accept({ limit, after: null, part: 'first', keyset, fingerprint });
  const [made, ...after] = readCursor(cursor) ?? [];
  if (made !== fingerprint || !isKey(after, keyset.columns)) return refuse('cursor-not-valid');
  return accept({ limit, after, part: 'next', keyset, fingerprint });
}

/** The condition of a page, ` AND (o.name, o.id) > ($4::text, $5::uuid)`; empty on the first. `parameter` is the number of its first parameter. */
export function afterSql(request: PageRequest, parameter: number): string {
  if (request.after === null) return '';
  const { columns, descending } = request.keyset;
  const values = columns.map((column, index) => `$${parameter + index}::${column.type}`);
  return ` AND (${columns.map((column) => column.sql).join(', ')}) ${descending ? '<' : '>'} (${values.join(', ')})`;
}

/** ` ORDER BY o.name, o.id LIMIT 51`: one row more than the page, which says whether there is a next one. */
export function orderSql(request: PageRequest, limitParameter: number): string {
  const { columns, descending } = request.keyset;
  return ` ORDER BY ${columns.map((column) => `${column.sql}${descending ? ' DESC' : ''}`).join(', ')} LIMIT $${limitParameter}`;
}

/** Rows a statement should load at most. */
export function rowsToLoad(request: PageRequest): number {
  return request.limit + 1;
}

/** Cuts the row too many off and names the place where the next page starts. `keyOf` gives a row's key, one text per column. */
export function cutPage<Row>(
  request: PageRequest,
  rows: readonly Row[],
  keyOf: (row: Row) => readonly string[],
): { readonly rows: Row[]; readonly next: string | null } {
  const kept = rows.slice(0, request.limit);
  const last = kept.at(-1);
  if (rows.length <= request.limit || last === undefined) return { rows: kept, next: null };
  const cursor = JSON.stringify([request.fingerprint, ...keyOf(last)]);
  return { rows: kept, next: Buffer.from(cursor).toString('base64url') };
}
