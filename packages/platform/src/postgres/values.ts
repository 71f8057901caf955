import pg from 'pg';
import { Temporal } from 'temporal-polyfill';

/**
 * How PostgreSQL's types arrive: dates as `Temporal.PlainDate`, instants as `Temporal.Instant`, whole numbers of 8 bytes
 * as numbers (a sum beyond 2^53 is refused, never rounded), decimals as their exact text.
 */
const parsers = new Map<number, (text: string) => unknown>([
  [20, toSafeInteger],
  [1082, (text) => Temporal.PlainDate.from(text)],
  [1184, toInstant],
]);

/** Array types of the three above, by the type of their elements. */
const arrays = new Map<number, number>([
  [1016, 20],
  [1182, 1082],
  [1185, 1184],
]);
// The driver's own type list leaves arrays out.
const textArray = 1009 as Parameters<typeof pg.types.getTypeParser>[0];
for (const [array, element] of arrays) {
  const parse = parsers.get(element)!;
  const parseTexts = pg.types.getTypeParser(textArray) as (text: string) => (string | null)[];
  parsers.set(array, (text) => parseTexts(text).map((item) => (item === null ? null : parse(item))));
}

function toSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} from the database does not fit a safe integer`);
  return value;
}

function toInstant(text: string): Temporal.Instant {
  return Temporal.Instant.from(text.replace(' ', 'T'));
}

/** Type parsers for pools of Muniment's own SQL; libraries that expect pg's habits get a plain pool. */
export const typeParsers = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    const own = format === 'binary' ? undefined : parsers.get(oid);
    return own ?? pg.types.getTypeParser(oid, format);
  },
} as pg.CustomTypesConfig;

/** Temporal values are sent as their ISO text, in arrays too; everything else as pg does. */
export function toParameter(value: unknown): unknown {
  if (value instanceof Temporal.Instant || value instanceof Temporal.PlainDate) return value.toString();
  if (Array.isArray(value)) return value.map(toParameter);
  return value;
}
