import { InvalidArgumentError } from 'commander';
import type { Field, Shape } from './fields.ts';

/** `hardwareKey` → `hardware-key`. */
export const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `lines` → `line`: a flag that is given once per item. */
export const singular = (name: string): string => (name.endsWith('s') ? name.slice(0, -1) : name);

/** One text as the value its shape wants; what is not such a value is a usage error, everything else is the server's to judge. */
export function readScalar(shape: Shape, text: string): unknown {
  if (shape.kind === 'integer') {
    if (!/^-?\d{1,15}$/.test(text.trim())) throw new InvalidArgumentError(`\u201c${text}\u201d is not a whole number.`);
    return Number(text);
  }
  if (shape.kind === 'boolean') {
    if (!['true', 'false'].includes(text)) throw new InvalidArgumentError('It must be true or false.');
    return text === 'true';
  }
  if (shape.kind === 'choice' && !shape.choices.includes(text)) {
    throw new InvalidArgumentError(`It must be one of ${shape.choices.join(', ')}.`);
  }
  return text;
}

/** How such an object is written: `kind=user,name=\u2026`. */
const exampleOf = (fields: readonly Field[]): string =>
  fields
    .slice(0, 2)
    .map((field) => `${pairName(field)}=${field.shape.kind === 'choice' ? field.shape.choices[0] : '\u2026'}`)
    .join(',');

/** Splits `a=1,b="x, y",c=z` into pairs. Quotes keep commas; a doubled quote inside them is one quote. */
function splitPairs(text: string, fields: readonly Field[]): [string, string][] {
  const pairs: [string, string][] = [];
  const pattern = /\s*([^=,\s]+)\s*=(?:"((?:[^"]|"")*)"|([^,]*))\s*(?:,|$)/y;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) throw new InvalidArgumentError(`\u201c${text.slice(at)}\u201d is not like ${exampleOf(fields)}.`);
    pairs.push([match[1]!, match[2]?.replaceAll('""', '"') ?? match[3]!.trim()]);
  }
  return pairs;
}

const kebabOrCamel = (fields: readonly Field[], name: string) => fields.find((field) => field.name === name || kebab(field.name) === name);

/** How a field is named inside an object: an entry of a map carries its own name, `attributes.site`. */
export const pairName = ({ name, shape }: Field): string => (shape.kind === 'map' ? `${name}.NAME` : name);

function fieldMeant(fields: readonly Field[], name: string): { readonly field: Field; readonly entry: string } {
  const plain = kebabOrCamel(fields, name);
  if (plain && plain.shape.kind !== 'map') return { field: plain, entry: '' };
  // Names of entries may hold points, those of fields hold none.
  const [first, ...rest] = name.split('.');
  const field = kebabOrCamel(fields, first!);
  const entry = rest.join('.');
  if (field?.shape.kind === 'map' && entry !== '') return { field, entry };
  throw new InvalidArgumentError(`There is no field ${name}; there are ${fields.map(pairName).join(', ')}.`);
}

/** What a field holds once one more pair named it: lists and maps grow, everything else is replaced. */
function withPair(shape: Shape, before: unknown, entry: string, text: string): unknown {
  if (shape.kind === 'list') return [...((before as unknown[] | undefined) ?? []), readScalar(shape.of, text)];
  if (shape.kind === 'map') return { ...(before as object | undefined), [entry]: text };
  return readScalar(shape, text);
}

/** `part=P,quantity=7,attributes.site=Aachen` as an object of the given fields; a field that is a list is named once per item. */
export function readObject(fields: readonly Field[], text: string): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [name, value] of splitPairs(text, fields)) {
    const { field, entry } = fieldMeant(fields, name);
    object[field.name] = withPair(field.shape, object[field.name], entry, value);
  }
  return object;
}

/** `name=value`, split at the first sign (names of order fields hold none). */
export function readEntry(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must be like name=value.');
  return [text.slice(0, at), text.slice(at + 1)];
}

/** `PART=7`, split at the last sign, so that a part number may hold one; the name alone where a quantity may be left out. */
export function readQuantity(text: string, required = true): { readonly name: string; readonly quantity?: number } {
  const at = text.lastIndexOf('=');
  if (at < 0 && text !== '' && !required) return { name: text };
  if (at < 1) throw new InvalidArgumentError('It must be like NAME=QUANTITY.');
  return { name: text.slice(0, at), quantity: readScalar({ kind: 'integer' }, text.slice(at + 1)) as number };
}
