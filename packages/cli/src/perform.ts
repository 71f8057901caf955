import { type Operation, operations } from '@muniment/contract';
import { askYesNo } from './ask.ts';
import { type Answer, type Context, call, type Values } from './context.ts';
import type { Field } from './flags/fields.ts';
import { isInteractive } from './io.ts';
import { outcomeIn } from './output/outcome.ts';
import { renderPreview } from './output/render.ts';

/** What the person at the command line chose beside the input. */
export interface Choices {
  readonly dryRun: boolean;
  readonly all: boolean;
  readonly idempotencyKey: string | undefined;
  readonly ifMatch: string | undefined;
}

/** An answer, or what the person said instead of yes. */
export type Performed = Answer | 'no' | 'left';

interface Edit {
  readonly input: Values;
  readonly ifMatch: string | undefined;
}

/** Reads what is about to be edited: its ETag, and the inner objects of which only some fields are given. */
async function readFirst(context: Context, operation: Operation, fields: readonly Field[], input: Values): Promise<Answer | Edit> {
  const read = (operations as readonly Operation[]).find((one) => one.method === 'GET' && one.path === operation.path);
  if (!read) throw new TypeError(`${operation.id} is an edit of something that cannot be read`);
  const params = Object.fromEntries(fields.filter((field) => field.place === 'params').map(({ name }) => [name, input[name]]));
  const answer = await call(context, read, params);
  if (!answer.ok) return answer;
  const current = answer.value as Values;
  const merged = { ...input };
  for (const { name, shape } of fields) {
    if (shape.kind !== 'object' || input[name] === undefined) continue;
    const known = new Set(shape.fields.map((field) => field.name));
    const kept = Object.entries((current[name] ?? {}) as Values).filter(([key]) => known.has(key));
    merged[name] = { ...Object.fromEntries(kept), ...(input[name] as Values) };
  }
  return { input: merged, ifMatch: answer.etag ?? undefined };
}

async function edit(context: Context, operation: Operation, fields: readonly Field[], input: Values, choices: Choices): Promise<Answer> {
  const preview = choices.dryRun ? { dryRun: true } : {};
  if (choices.ifMatch !== undefined) return call(context, operation, { ...input, ...preview }, { ifMatch: choices.ifMatch });
  const read = await readFirst(context, operation, fields, input);
  return 'ok' in read ? read : call(context, operation, { ...read.input, ...preview }, { ifMatch: read.ifMatch });
}

/** Shows what would happen, asks, and acts only if exactly that still happens. */
async function review(
  context: Context,
  operation: Operation,
  fields: readonly Field[],
  input: Values,
  choices: Choices,
): Promise<Performed> {
  const { idempotencyKey } = choices;
  const takesDigest = fields.some((field) => field.name === 'previewDigest');
  while (true) {
    const preview = await call(context, operation, { ...input, dryRun: true });
    if (!preview.ok) return preview;
    context.io.stdout.write(`${renderPreview(context.io, preview.value)}\n`);
    const asked = await askYesNo(context.io, `${operation.summary}. Do it?`);
    if (asked !== 'yes') return asked;
    const digest = outcomeIn(preview.value)?.digest;
    const answer = await call(context, operation, takesDigest ? { ...input, previewDigest: digest } : input, { idempotencyKey });
    if (answer.ok || answer.problem.code !== 'preview-outdated') return answer;
    context.io.stderr.write(`${answer.problem.detail}\n`);
  }
}

const withoutNull = (values: object): Values => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

async function wholeList(context: Context, operation: Operation, input: Values): Promise<Answer> {
  const items: unknown[] = [];
  /** What the first page alone says, such as totals. */
  let first: Values | undefined;
  let cursor = input.cursor;
  while (true) {
    const answer = await call(context, operation, { limit: 200, ...input, cursor });
    if (!answer.ok) return answer;
    const page = answer.value as { items: unknown[]; next: string | null; total: number };
    items.push(...page.items);
    first ??= answer.value as Values;
    if (page.next === null) return { ...answer, value: { ...first, ...withoutNull(page), next: null, items } };
    cursor = page.next;
  }
}

/** Carries an operation out the way the person wants: previewed, reviewed, read first, or straight. */
export async function perform(
  context: Context,
  operation: Operation,
  fields: readonly Field[],
  input: Values,
  choices: Choices,
): Promise<Performed> {
  if (operation.ifMatch) return edit(context, operation, fields, input, choices);
  if (choices.all) return wholeList(context, operation, input);
  if (choices.dryRun) return call(context, operation, { ...input, dryRun: true });
  const asks = operation.reviewed && isInteractive(context.io) && !context.yes && !context.json && input.previewDigest === undefined;
  if (asks) return review(context, operation, fields, input, choices);
  return call(context, operation, input, { idempotencyKey: choices.idempotencyKey });
}
