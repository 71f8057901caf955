import type { Field } from './fields.ts';

/** Fields that may stand without a flag: what the act is about, the search text, the file. */
export function positionalsOf(fields: readonly Field[]): Field[] {
  const path = fields.filter((field) => field.place === 'params');
  const text = fields.filter((field) => field.name === 'q');
  const file = fields.filter((field) => field.shape.kind === 'file');
  return [...path, ...text, ...file];
}

/** `deviceId` → `device`: how help names a positional. */
export const positionalName = (field: Field): string =>
  field.name === 'q' ? 'text' : field.shape.kind === 'file' ? 'file' : field.name.replace(/Id$/, '');
