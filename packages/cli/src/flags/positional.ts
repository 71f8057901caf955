import type { Field } from './fields.ts';

/**
 * Fields that may stand without a flag: what the act is about, the search text, a key that cannot be left out, the file. A list that is
 * searched by no text is of a project, and so is an export (`isFile`), as what is imported again is: a text that fits nothing would be a
 * file of nothing.
 */
export function positionalsOf(fields: readonly Field[], isFile: boolean): Field[] {
  const path = fields.filter((field) => field.place === 'params');
  const project = fields.filter((field) => field.name === 'projectId' && field.place === 'query');
  const text = fields.filter((field) => field.name === 'q');
  const first = project.length > 0 && (isFile || text.length === 0) ? project : text;
  const key = fields.filter((field) => field.name === 'hardwareKey' && field.required);
  const file = fields.filter((field) => field.shape.kind === 'file');
  return [...path, ...first, ...key, ...file];
}

const shortNames: Readonly<Record<string, string>> = { q: 'text', hardwareKey: 'key' };

/** `deviceId` → `device`: how help names a positional. */
export const positionalName = (field: Field): string =>
  shortNames[field.name] ?? (field.shape.kind === 'file' ? 'file' : field.name.replace(/Id$/, ''));
