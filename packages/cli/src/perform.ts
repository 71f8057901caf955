import { type Operation, operations } from '@muniment/contract';
import { askYesNo } from './ask.ts';
import { type Answer, type Context, call, type Values } from './context.ts';
import type { Field } from './flags/fields.ts';
import { isInteractive } from './io.ts';
import { keyValues } from './output/object.ts';
import { outcomeIn } from './output/outcome.ts';
import { renderPreview } from './output/render.ts';

/** What the person at the command line chose beside the input. */
export interface Choices {
  readonly dryRun: boolean;
  readonly all: boolean;
  readonly idempotencyKey: string | undefined;
  readonly ifMatch: string | undefined;
}

/** An answer, or what the person said instead of yes; `nothing` where there was nothing to ask about. */
export type Performed = Answer | 'no' | 'left' | 'nothing';

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

/** Whether an operation changes what is recorded. A session is a person’s own, and what only reads changes nothing. */
export const isChange = ({ idempotent, ifMatch }: Operation): boolean => idempotent || ifMatch;

/** Whether somebody sits there who is asked before anything is changed. */
export const isAsked = (context: Context): boolean => isInteractive(context.io) && !context.yes && !context.json;

/** An act as it will be sent; of an edit, what it is based on. */
async function makeReady(context: Context, operation: Operation, fields: readonly Field[], input: Values, choices: Choices) {
  if (!operation.ifMatch || choices.ifMatch !== undefined) return { input, ifMatch: choices.ifMatch };
  return readFirst(context, operation, fields, input);
}

/** What a person is shown before the question: the dry run, or what was put in where a secret or a key comes of it. */
async function showFirst(context: Context, operation: Operation, fields: readonly Field[], { input, ifMatch }: Edit): Promise<Answer> {
  if (operation.dryRun) {
    const preview = await call(context, operation, { ...input, dryRun: true }, { ifMatch });
    if (preview.ok) context.io.stdout.write(`${renderPreview(context.io, preview.value, input)}\n`);
    return preview;
  }
  const telling = fields.filter(({ shape }) => shape.kind !== 'file' && !(shape.kind === 'text' && shape.secret));
  const said = keyValues(context.io, Object.fromEntries(telling.map(({ name }) => [name, input[name]])));
  if (said !== '') context.io.stdout.write(`${said}\n`);
  return { ok: true, value: null, etag: null, status: 200 } as Answer;
}

/** What was seen, so that nothing else is done: the digest of the effect, or how many there were. */
function seenIn(fields: readonly Field[], input: Values, preview: unknown): Values {
  const takes = (name: string) => fields.some((field) => field.name === name) && input[name] === undefined;
  const { digest, total } = (preview ?? {}) as Values;
  return {
    ...(takes('previewDigest') ? { previewDigest: outcomeIn(preview)?.digest ?? digest } : {}),
    ...(takes('expected') && typeof total === 'number' ? { expected: total } : {}),
  };
}

/** Whether a dry run says that every row of a file would be refused (A13). */
function isNothing(preview: unknown): boolean {
  const { add, update } = ((preview ?? {}) as { readonly preview?: Values | null }).preview ?? {};
  return add === 0 && update === 0;
}

/**
 * Shows what would happen, asks, and acts. An act that somebody named is sent as it was put in, so that its repetition is the same act: what
 * was seen is no part of it, and a dry run that is refused is no answer, since what it was refused for may be the act itself.
 */
async function reviewNamed(
  context: Context,
  operation: Operation,
  fields: readonly Field[],
  given: Values,
  choices: Choices,
): Promise<Performed> {
  const ready = await makeReady(context, operation, fields, given, choices);
  if ('ok' in ready) return ready;
  const { input, ifMatch } = ready;
  const shown = await showFirst(context, operation, fields, ready);
  if (shown.ok) {
    const asked = await askYesNo(context.io, `${operation.summary}. Do it?`);
    if (asked !== 'yes') return asked;
  }
  return call(context, operation, input, { idempotencyKey: choices.idempotencyKey, ifMatch });
}

/** Shows what would happen, asks, and acts only if exactly that still happens. */
async function review(
  context: Context,
  operation: Operation,
  fields: readonly Field[],
  given: Values,
  choices: Choices,
): Promise<Performed> {
  while (true) {
    const ready = await makeReady(context, operation, fields, given, choices);
    if ('ok' in ready) return ready;
    const { input, ifMatch } = ready;
    const shown = await showFirst(context, operation, fields, ready);
    if (!shown.ok) return shown;
    if (isNothing(shown.value)) return 'nothing';
    const asked = await askYesNo(context.io, `${operation.summary}. Do it?`);
    if (asked !== 'yes') return asked;
    const seen = seenIn(fields, input, shown.value);
    const answer = await call(context, operation, { ...input, ...seen }, { ifMatch });
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
  if (choices.all) return wholeList(context, operation, input);
  if (isChange(operation) && isAsked(context) && !choices.dryRun && input.previewDigest === undefined) {
    return (choices.idempotencyKey === undefined ? review : reviewNamed)(context, operation, fields, input, choices);
  }
  const ready = await makeReady(context, operation, fields, input, choices);
  if ('ok' in ready) return ready;
  const preview = choices.dryRun ? { dryRun: true } : {};
  const { idempotencyKey } = choices;
  return call(context, operation, { ...ready.input, ...preview }, { idempotencyKey, ifMatch: ready.ifMatch });
}
