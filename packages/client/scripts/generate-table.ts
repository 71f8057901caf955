import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Operation } from '@muniment/contract';
import { operations } from '@muniment/contract';

/** Where `render()`'s text is kept in the repository. */
export const generatedFile: string = fileURLToPath(new URL('../src/generated/operations.ts', import.meta.url));

const camelCase = (id: string): string => id.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
const fields = (schema: Operation['params']): string[] => Object.keys(schema?.shape ?? {});

/** A caller gives one merged object, so a name may stand in one place only. */
function refuseCollisions(op: Operation): void {
  const names = [...fields(op.params), ...fields(op.query), ...fields(op.body), ...(op.dryRun ? ['dryRun'] : [])];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${op.id}: the field ${twice} is declared in two places`);
  for (const [name] of op.path.matchAll(/:(\w+)/g)) {
    if (!fields(op.params).includes(name.slice(1))) throw new Error(`${op.id}: ${name} of the path is not among the parameters`);
  }
}

const hasFields = (schema: object, names: readonly string[]): boolean =>
  'shape' in schema && names.every((name) => name in (schema.shape as object));
const isFile = (op: Operation): boolean => op.response.type === 'string';
const isPaged = (op: Operation): boolean => fields(op.query).includes('cursor') && hasFields(op.response, ['items', 'next']);

function routeLine(op: Operation): string {
  const list = (names: readonly string[]) => `[${names.map((name) => `'${name}'`).join(', ')}]`;
  const parts = [`method: '${op.method}'`, `path: '${op.path}'`];
  if (op.query) parts.push(`query: ${list(fields(op.query))}`);
  if (op.body) parts.push(`body: ${list(fields(op.body))}`);
  for (const flag of ['idempotent', 'dryRun', 'ifMatch'] as const) if (op[flag]) parts.push(`${flag}: true`);
  if (isFile(op)) parts.push('file: true');
  if (isPaged(op)) parts.push('paged: true');
  return `  '${op.id}': { ${parts.join(', ')} },`;
}

const methodLines = (op: Operation, type: string): string => `  /** ${op.summary} */\n  ${camelCase(op.id)}: ${type}<'${op.id}'>;`;

/** The text of `src/generated/operations.ts`: what the client must know of the contract at run time, without its schemas. */
export function render(): string {
  const all: readonly Operation[] = operations;
  for (const op of all) refuseCollisions(op);
  const paged = all.filter(isPaged);
  return [
    '// Generated from packages/contract by packages/client/scripts/generate-table.ts. Do not edit.',
    "import type { AllMethod, Method, PagesMethod, Route } from '../types.ts';",
    '',
    '// biome-ignore format: one operation a line, so that a change of the contract reads as one line',
    'export const routes = {',
    ...all.map(routeLine),
    '} as const satisfies Record<string, Route>;',
    '',
    '/** One method per operation of the API. */',
    'export interface Methods {',
    ...all.map((op) => methodLines(op, 'Method')),
    '}',
    '',
    '/** Every page of a list, one after the other. */',
    'export interface PageMethods {',
    ...paged.map((op) => methodLines(op, 'PagesMethod')),
    '}',
    '',
    '/** Every item of a list in one array. */',
    'export interface AllMethods {',
    ...paged.map((op) => methodLines(op, 'AllMethod')),
    '}',
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(generatedFile, render());
