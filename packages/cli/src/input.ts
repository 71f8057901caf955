import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import type { Values } from './context.ts';
import type { Field } from './flags/fields.ts';
import { applyFlags, type Flag } from './flags/flags.ts';
import { positionalName } from './flags/positional.ts';
import { kebab, readScalar, singular } from './flags/values.ts';
import { type Io, readAll, UsageError } from './io.ts';

/** What a command line said, before names are looked up. */
export interface Said {
  readonly fields: readonly Field[];
  readonly flags: readonly Flag[];
  readonly positionals: readonly Field[];
  readonly args: readonly string[];
  readonly command: Command;
}

/** The bytes of a file, or of the standard input for `-`. */
export async function readBytes(io: Io, file: string): Promise<Buffer> {
  if (file === '-') return readAll(io);
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** The text of a file, or of the standard input for `-`. */
export const readText = async (io: Io, file: string): Promise<string> => (await readBytes(io, file)).toString('utf8');

/** What files hold takes the place of their names. The name of what is handed over is that of its file, unless another is given. */
async function readFiles(io: Io, said: Said, given: Values, input: Values): Promise<void> {
  for (const { name, shape } of said.fields) {
    if (shape.kind !== 'file' || given[name] === undefined) continue;
    const file = String(given[name]);
    const text = (await readBytes(io, file)).toString(shape.encoding === 'base64' ? 'base64' : 'utf8');
    input[name] = shape.encoding === 'line' ? text.trim() : text;
    const named = shape.encoding === 'base64' && file !== '-' && said.fields.some((field) => field.name === 'fileName');
    if (named) input.fileName ??= basename(file);
  }
}

async function fromInputFile(io: Io, file: string, fields: readonly Field[]): Promise<Values> {
  const text = await readText(io, file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new UsageError(`${file} must hold a JSON object.`);
  const unknown = Object.keys(value).filter((name) => !fields.some((field) => field.name === name));
  if (unknown.length > 0)
    throw new UsageError(`${file}: there is no field ${unknown.join(', ')}; there are ${fields.map((field) => field.name).join(', ')}.`);
  return value as Values;
}

/** Positionals fill, in order, the fields that no flag named. */
function applyPositionals(said: Said, given: Values, input: Values): void {
  const open = said.positionals.filter((field) => given[field.name] === undefined);
  const args = said.args.filter((arg) => arg !== undefined);
  if (args.length > open.length) throw new UsageError(`too many arguments: ${args.slice(open.length).join(' ')}`);
  args.forEach((arg, index) => {
    const field = open[index]!;
    given[field.name] = arg;
    input[field.name] = readScalar(field.shape, arg);
  });
}

const isSecret = ({ shape }: Field): boolean => shape.kind === 'text' && shape.secret;

/** The flag of a list: of counted lines the short form, which people write. */
function flagOfList({ name, shape }: Field): string {
  const inner = shape.kind === 'list' && shape.of.kind === 'object' ? shape.of.fields.map((field) => field.name) : [];
  const short = inner.includes('quantity') ? inner.filter((one) => one === 'part' || one === 'lotId') : [];
  if (short.length === 0) return `--${singular(kebab(name))}`;
  return short.map((one) => (one === 'part' ? '--part NUMBER=QUANTITY' : '--lot ID=QUANTITY')).join(' or ');
}

function howTo(said: Said, field: Field): string {
  const flag = `--${kebab(field.name)}`;
  if (isSecret(field)) return `--password-stdin (or ${flag})`;
  if (said.positionals.includes(field)) return `${positionalName(field).toUpperCase()} (or ${flag})`;
  return field.shape.kind === 'list' ? flagOfList(field) : flag;
}

/** Says which required fields are missing. */
export function refuseMissing(said: Said, input: Values): void {
  const missing = said.fields.filter(
    (field) => field.required && (input[field.name] === undefined || (field.place === 'params' && input[field.name] === '')),
  );
  if (missing.length > 0) throw new UsageError(`missing: ${missing.map((field) => howTo(said, field)).join(', ')}`);
}

/** One input out of `--input`, flags and positionals; the later win. */
export async function assembleInput(io: Io, said: Said): Promise<Values> {
  const file = said.command.getOptionValue('input') as string | undefined;
  const input = file === undefined ? {} : await fromInputFile(io, file, said.fields);
  const given: Values = {};
  applyFlags(said.command, said.flags, given);
  applyFlags(said.command, said.flags, input);
  applyPositionals(said, given, input);
  await readFiles(io, said, given, input);
  return input;
}
