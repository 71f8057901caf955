import type { FileAnswer, Problem } from '@muniment/client';
import type { checkLicenseRequest, Operation, OutputOf } from '@muniment/contract';
import type { Context, Values } from '../context.ts';
import type { Field } from '../flags/fields.ts';
import { UsageError } from '../io.ts';
import { clean } from '../output/style.ts';

/** Whether an act is about the request file of a device, which may name the licences it asks for (E6). */
export const takesRequest = (fields: readonly Field[]): boolean =>
  fields.some(({ name, shape }) => name === 'request' && shape.kind === 'file') && fields.some(({ name }) => name === 'licenses');

/** Whether an act by the file of a device answers another file, which is carried back to it (E6). */
export const answersFile = ({ response }: Operation, fields: readonly Field[]): boolean =>
  fields.some(({ shape }) => shape.kind === 'file' && shape.encoding === 'line') &&
  'document' in ((response as unknown as { readonly shape?: object }).shape ?? {});

/** The licence file within such an answer, to be kept; undefined where none was made. */
export function fileIn(value: unknown): FileAnswer | undefined {
  const { document } = (value ?? {}) as { readonly document?: { readonly fileName?: unknown; readonly text?: unknown } | null };
  if (typeof document?.text !== 'string' || typeof document.fileName !== 'string') return undefined;
  const { text, fileName } = document;
  // What comes from a server names a file, never a folder.
  const name = fileName.split(/[/\\]/).at(-1)!;
  const bytes = new TextEncoder().encode(text);
  return { bytes, text, fileName: /^\.*$/.test(name) ? 'download' : name, contentType: 'application/jose' };
}

/** The answer without the text of its file, which says nothing to people. */
export function withoutText(value: Values): Values {
  const { text: _, ...document } = value.document as Values;
  return { ...value, document };
}

/**
 * Which licences are those that were named, else those that the request asks for, as the server reads it. Where that is none, says
 * what waits. Asked only afterwards: what waits now must not change what is sent, or a repeat would not reach its answer.
 */
export async function explainNone({ client, io }: Context, input: Values, problem: Problem): Promise<void> {
  if (input.licenses !== undefined || problem.code !== 'nothing-selected') return;
  const checked = await client.checkLicenseRequest({ request: String(input.request) }, { signal: io.signal });
  if (!checked.ok) return;
  const { waiting, waitingTotal } = checked.value;
  const lines = waiting.map(({ lotId, quantity, description }) => `\n  ${lotId}  ${quantity} \u00d7 ${clean(description)}`);
  const more = waitingTotal > waiting.length ? `\n  \u2026 and ${waitingTotal - waiting.length} more` : '';
  const those = waiting.length === 0 ? ' None waits for this device.' : ` These wait:${lines.join('')}${more}`;
  throw new UsageError(`the request asks for no licence that waits; say which, as --lot ID or --lot ID=QUANTITY.${those}`);
}

type Checked = OutputOf<typeof checkLicenseRequest>;

/** Whether a request is answered as it is: it asks for no licence, and brings the device what is active on it. */
export const isForWhatIsThere = ({ asksForNone, active }: Pick<Checked, 'asksForNone' | 'active'>): boolean =>
  asksForNone && active.length > 0;

const isChecked = (value: unknown): value is Checked =>
  typeof value === 'object' && value !== null && 'wanted' in value && 'waiting' in value && 'key' in value;

/** A name as a shell takes it. */
const quoted = (file: string): string => (/^[\w./@%+=:,-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`);

/** The command that answers a request file that was looked at (E6), with what the act would else be refused for; null for other answers. */
export function answerNext(value: unknown, file: string | undefined): string | null {
  if (!isChecked(value)) return null;
  const { key, wanted, waiting, agreement } = value;
  const isAsItIs = isForWhatIsThere(value);
  if (waiting.length === 0 && !isAsItIs) return 'No licence waits for this device.';
  const enrol = key === 'current' ? '' : ' --enrol';
  const lot = wanted.length > 0 || isAsItIs ? '' : ` --lot ${clean(waiting[0]!.lotId)}`;
  const notes = [
    ...(key === 'other-key' ? ['--enrol makes this key the device\u2019s: the one it had is dead then.'] : []),
    ...(lot === '' ? [] : ['The request asks for no licence: --lot says which it gets, as ID or ID=QUANTITY, as often as needed.']),
    ...(isAsItIs
      ? ['The request asks for no licence: the device gets those that it has, in a file signed anew. Nothing is activated.']
      : []),
    ...(isAsItIs && waiting.length > 0 ? ['--lot says which that wait it gets besides, as ID or ID=QUANTITY, as often as needed.'] : []),
    ...(agreement === null || isAsItIs
      ? []
      : ['You are shown the agreement and asked; without a terminal, --accept-agreement accepts it.']),
  ];
  const command = `muniment controllers activate-from-file ${quoted(file ?? 'REQUEST')}${enrol}${lot}`;
  return [`Next      ${command}`, ...notes.map((note) => `          ${note}`)].join('\n');
}
