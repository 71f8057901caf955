import type { Field } from './fields.ts';

/**
 * Fields that may stand without a flag: what the act is about, the search text, a key that cannot be left out, the file. An export
 * (`isFile`) is of a project, as what is imported again is: a text that fits nothing would be a file of nothing.
 */
export function positionalsOf(fields: readonly Field[], isFile: boolean): Field[] {
  const path = fields.filter((field) => field.place === 'params');
  const project = isFile ? fields.filter((field) => field.name === 'projectId' && field.place === 'query') : [];
  const text = project.length > 0 ? project : fields.filter((field) => field.name === 'q');
  const key = fields.filter((field) => field.name === 'hardwareKey' && field.required);
  const file = fields.filter((field) => field.shape.kind === 'file');
  return [...path, ...text, ...key, ...file];
}

const shortNames: Readonly<Record<string, string>> = { q: 'text', hardwareKey: 'key' };

/** `deviceId` → `device`: how help names a positional. */
export const positionalName = (field: Field): string =>
  shortNames[field.name] ?? (field.shape.kind === 'file' ? 'file' : field.name.replace(/Id$/, ''));
