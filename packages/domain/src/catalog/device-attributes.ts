import { accept, type Decision, refuse } from '../refusal/index.ts';
import type { DeviceAttribute } from './pack.ts';

type AttributeType = DeviceAttribute['type'];

/** What is known of a device beside its keys: values by attribute id, and by the same ids texts that sort as the types do (A13). */
export interface AttributeValues {
  readonly values: Readonly<Record<string, string>>;
  readonly order: Readonly<Record<string, string>>;
}

export type AttributeRefusal = 'attribute-unknown' | 'attribute-invalid';

const mostCharacters = 200;
// biome-ignore lint/suspicious/noControlCharactersInRegex: no line of a list and no CSV row may be broken by a value.
const control = /[\u0000-\u001f\u007f]/;
const version = /^[\p{L}\p{N}][\p{L}\p{N} ._+:/()-]*$/u;

/** Four numbers below 256, written without leading zeros, which some programs read as octal (RFC 6943 §3.1.1). */
function ipv4(text: string): string | null {
  const parts = text.split('.');
  const fits = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return fits ? parts.join('.') : null;
}

/** The eight groups of an IPv6 address (RFC 4291 §2.2); null if it is none. */
function ipv6Groups(text: string): number[] | null {
  const last = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const embedded = last === null ? null : ipv4(last[2]!);
  if (last !== null && embedded === null) return null;
  const tail = embedded === null ? [] : pairs(embedded.split('.').map(Number));
  const head = last === null ? text : last[1]!.endsWith('::') ? last[1]! : last[1]!.slice(0, -1);
  const halves = head.split('::');
  if (halves.length > 2) return null;
  const read = (half: string) => (half === '' ? [] : half.split(':'));
  const [before, after] = [read(halves[0]!), read(halves[1] ?? '')];
  if (![...before, ...after].every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  const missing = 8 - before.length - after.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const numbers = (groups: readonly string[]) => groups.map((group) => Number.parseInt(group, 16));
  return [...numbers(before), ...Array.from({ length: missing }, () => 0), ...numbers(after), ...tail];
}

const pairs = (bytes: readonly number[]): number[] => [bytes[0]! * 256 + bytes[1]!, bytes[2]! * 256 + bytes[3]!];

/** The one way to write it (RFC 5952 §4): the longest run of zeros is left out, the first of several alike. */
function ipv6(text: string): string | null {
  const groups = ipv6Groups(text);
  if (groups === null) return null;
  const written = groups.map((group) => group.toString(16));
  const runs = written.flatMap((group, start) => {
    const length = groups.slice(start).findIndex((one) => one !== 0);
    return group === '0' ? [{ start, length: length === -1 ? 8 - start : length }] : [];
  });
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), { start: 0, length: 1 });
  if (longest.length < 2) return written.join(':');
  return `${written.slice(0, longest.start).join(':')}::${written.slice(longest.start + longest.length).join(':')}`;
}

/** A value as it is kept; null if it is none of its type. */
function normalise(type: AttributeType, text: string): string | null {
  if (text.length > mostCharacters || control.test(text)) return null;
  if (type === 'ip-address') return ipv4(text) ?? ipv6(text);
  if (type === 'version') return version.test(text) ? text : null;
  return text;
}

/** Numbers in the middle of a text sort by their value: each is written with so many digits. */
const natural = (text: string): string =>
  text.toLowerCase().replaceAll(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(10, '0'));

function orderOf(type: AttributeType, value: string): string {
  if (type !== 'ip-address') return type === 'version' ? natural(value) : value.toLowerCase();
  if (!value.includes(':')) return `4 ${natural(value)}`;
  return `6 ${ipv6Groups(value)!
    .map((group) => group.toString(16).padStart(4, '0'))
    .join(':')}`;
}

/** What is said of a device, added to what was known: each value by the type of its attribute, a blank one takes it away. */
export function setAttributes(
  attributes: readonly DeviceAttribute[],
  known: AttributeValues,
  entered: Readonly<Record<string, string>>,
): Decision<AttributeValues, AttributeRefusal> {
  const values = new Map(Object.entries(known.values));
  const order = new Map(Object.entries(known.order));
  for (const [id, text] of Object.entries(entered)) {
    const attribute = attributes.find((one) => one.id === id);
    if (attribute === undefined) return refuse('attribute-unknown', { attribute: id, attributes: attributes.map((one) => one.id) });
    values.delete(id);
    order.delete(id);
    if (text.trim() === '') continue;
    const value = normalise(attribute.type, text.trim());
    if (value === null) {
      return refuse('attribute-invalid', {
        attribute: id,
        attributeLabel: attribute.label,
        type: attribute.type,
        value: text.slice(0, 100),
      });
    }
    values.set(id, value);
    order.set(id, orderOf(attribute.type, value));
  }
  return accept({ values: Object.fromEntries(values), order: Object.fromEntries(order) });
}

/** Nothing is known yet. */
export const noAttributes: AttributeValues = { values: {}, order: {} };
