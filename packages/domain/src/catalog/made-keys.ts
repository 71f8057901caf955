import { RE2JS } from 're2js';
import type { Temporal } from 'temporal-polyfill';
import { shapeSize, valueOfShape } from '../patterns/index.ts';
import type { KeyStep, TempKey } from './pack.ts';

/** How many temporary keys one second has room for. */
export const tempKeysASecond = 1_000;

/** A temporary key (B6): `PREFIX-yymmddhhmmss-nnn-TEMP-KEY`, the time on the vendor's clock, `number` from 0 to 999. */
export function temporaryKey({ prefix }: Pick<TempKey, 'prefix'>, at: Temporal.ZonedDateTime, number: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${two(at.year % 100)}${two(at.month)}${two(at.day)}`;
  return `${prefix}-${day}${two(at.hour)}${two(at.minute)}${two(at.second)}-${String(number).padStart(3, '0')}-TEMP-KEY`;
}

const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * A value of a shape from bytes that nobody can foresee, such as a keyed hash: their number, put into the shape. With 16
 * bytes more than the shape needs every value is as likely as any other.
 */
export function valueFromBytes(shape: string, bytes: Uint8Array): string {
  const size = shapeSize(shape);
  if (size === null || size === 0n) throw new RangeError(`${shape} is no shape`);
  let hex = '0x0';
  for (const byte of bytes) hex += hexOf[byte]!;
  const number = BigInt(hex);
  return valueOfShape(shape, number % size);
}

/** The key of a child from that of the device above (B7); null where a step does not fit the key. */
export function childKey(steps: readonly KeyStep[], key: string): string | null {
  return steps.reduce<string | null>((before, step) => (before === null ? null : applyStep(before, step)), key);
}

/** How many groups a pattern has: `{1}` to that number may stand in the text beside it. */
export function groupsOf(pattern: string): number {
  return RE2JS.compile(pattern).groupCount();
}

function applyStep(key: string, step: KeyStep): string | null {
  if ('strip-prefix' in step) return key.startsWith(step['strip-prefix']) ? key.slice(step['strip-prefix'].length) : key;
  if ('strip-suffix' in step) return key.endsWith(step['strip-suffix']) ? key.slice(0, -step['strip-suffix'].length) : key;
  if ('add-prefix' in step) return step['add-prefix'] + key;
  if ('add-suffix' in step) return key + step['add-suffix'];
  const matcher = RE2JS.compile(step.match).matcher(key);
  if (!matcher.matches()) return null;
  return step.give.replaceAll(/\{(\d)\}/g, (_, group: string) => matcher.group(Number(group)) ?? '');
}
