import type { Values } from '../context.ts';
import type { Io } from '../io.ts';
import { clean, padEnd, paint, widthOf } from './style.ts';
import { isRepeated, labelOf, shortText, table } from './table.ts';

const isObject = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields under one another, those that say nothing left out, values aligned; inner objects indented, inner lists as tables. */
export function keyValues(io: Io, value: Values, indent = ''): string {
  const entries = Object.entries(value).filter(([name, one]) => !isEmpty(one) && !isRepeated(value, name));
  const short = entries.filter(([name, one]) => isShort(one, name));
  const width = Math.max(0, ...short.map(([name, one]) => widthOf(labelOf(name, [one]))));
  const line = ([name, one]: [string, unknown]) =>
    `${indent}${paint(io, 'dim', padEnd(labelOf(name, [one]), width))}  ${shortText(one, name)}`;
  const long = entries.filter(([name, one]) => !isShort(one, name));
  return [...short.map(line), ...long.map(([name, one]) => longText(io, name, one, indent))].join('\n');
}

const isShort = (value: unknown, name: string): boolean =>
  shortText(value, name) !== undefined &&
  !isLarge(value) &&
  !(typeof value === 'string' && value.includes('\n')) &&
  !isListOfObjects(value);

/** Nothing to say: what is not set, an empty text or list, or an object of such. */
function isEmpty(value: unknown): boolean {
  if (value === '' || value === null || value === undefined) return true;
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}

/** An object that is more than a reference to something by its name. */
const isLarge = (value: unknown): boolean => isObject(value) && Object.keys(value).length > 4;

const isListOfObjects = (value: unknown): boolean =>
  Array.isArray(value) && value.some((one) => isObject(one) && Object.keys(one).length > 2);

function longText(io: Io, name: string, value: unknown, indent: string): string {
  const head = `${indent}${paint(io, 'bold', labelOf(name, [value]))}`;
  const inner = `${indent}  `;
  if (typeof value === 'string') return `${head}\n${clean(value).trimEnd().replace(/^/gm, inner)}`;
  if (Array.isArray(value) && value.every(isObject)) return `${head}\n${table(io, value, inner)}`;
  if (isObject(value)) return `${head}\n${keyValues(io, value, inner)}`;
  return `${head}\n${inner}${JSON.stringify(value)}`;
}
