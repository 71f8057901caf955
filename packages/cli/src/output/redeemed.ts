import type { OutputOf, redeemLicenseKeys } from '@muniment/contract';
import type { Values } from '../context.ts';
import type { Io } from '../io.ts';
import { keyValues } from './object.ts';
import { clean, padEnd, paint, widthOf } from './style.ts';

type Redeemed = OutputOf<typeof redeemLicenseKeys>;
type Line = Redeemed['results'][number];

/** Whether an answer is what became of licence keys, key by key. */
export const isRedeemed = (value: object): value is Redeemed => 'redeemed' in value && 'refused' in value && 'results' in value;

function resultText({ key, problem }: Line): string {
  if (problem !== null) return `\u2716 ${clean(problem.title)}: ${clean(problem.detail)} ${clean(problem.nextStep)}`;
  if (key === null) return '\u2714';
  const days = key.termDays === null ? '' : `, ${key.termDays} ${key.termDays === 1 ? 'day' : 'days'}`;
  return `\u2714 ${key.quantity} \u00d7 ${clean(key.part)}${days}`;
}

/** Refusals of the typing: such a text is no key that is worth anything, and its slip is found only where it is seen. */
const slips: ReadonlySet<string> = new Set(['license-key-mistyped', 'license-key-unknown']);

/** Each key with its licences or why it is refused: whole, as it was typed, only where that is at fault (A1); else the answer stands in logs, and is worth money. */
export function redeemedText(io: Io, value: Redeemed, typed: readonly unknown[]): string {
  const { results, ...rest } = value;
  const names = results.map(({ index, ending, key, problem }) => {
    const said = slips.has(problem?.code ?? '') ? typed[index] : undefined;
    if (typeof said === 'string' && said.trim() !== '') return clean(said.trim());
    return key?.masked ?? (ending === '' ? `line ${index + 1}` : `\u2026${clean(ending)}`);
  });
  const width = Math.max(0, ...names.map(widthOf));
  const lines = results.map((line, index) => `${padEnd(names[index]!, width)}  ${resultText(line)}`);
  const { operationIds, redeemed, refused } = rest as Redeemed;
  const about: Values = { redeemed, refused, operationIds };
  return [paint(io, 'dim', 'Keys'), ...lines, '', keyValues(io, about)].join('\n');
}
