import type { Field } from './fields.ts';

/** Fields that may stand without a flag: what the act is about, the search text, a key that cannot be left out, the file. */
export function positionalsOf(fields: readonly Field[]): Field[] {
  const path = fields.filter((field) => field.place === 'params');
  const text = fields.filter((field) => field.name === 'q');
  const key = fields.filter((field) => field.name === 'hardwareKey' && field.required);
  const file = fields.filter((field) => field.shape.kind === 'file');
  return [...path, ...text, ...key, ...file];
}

const shortNames: Readonly<Record<string, string>> = { q: 'text', hardwareKey: 'key' };

/** `deviceId` → `device`: how help names a positional. */
export const positionalName = (field: Field): string =>
  shortNames[field.name] ?? (field.shape.kind === 'file' ? 'file' : field.name.replace(/Id$/, ''));
