import type { assignMany, importDevices, OutputOf, unassignMany } from '@muniment/contract';
import type { Values } from '../context.ts';
import type { Io } from '../io.ts';
import { keyValues } from './object.ts';
import { clean, paint } from './style.ts';
import { table } from './table.ts';

type Assigning = OutputOf<typeof assignMany>;
type Removing = OutputOf<typeof unassignMany>;
type Preview = OutputOf<typeof importDevices> | Assigning | Removing;
type First = NonNullable<Assigning['preview']>[number] | NonNullable<Removing['preview']>[number];

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Whether an answer is what long work would do, before it is begun. */
export const isLongWorkPreview = (value: object): value is Preview =>
  'startedBy' in value && 'total' in value && 'preview' in value && isObject(value.preview);

/** Which licence one of the first would get until when, or give back with how many days; or why it would be left out. */
function rowOf({ label, act, problem }: First): Values {
  if (act === null) return { name: label, licence: null, leftOut: problem?.code ?? null };
  const leftOut = null;
  if ('licence' in act)
    return { name: label, licence: act.licence, used: act.used, deducted: act.deducted, remaining: act.remaining, leftOut };
  const { from, after } = act;
  return { name: label, licence: from, until: after.until, lastDay: after.lastDay, leftOut };
}

/** Why some are left out, each reason once. */
function reasonLines(firsts: readonly First[]): string[] {
  const reasons = firsts.flatMap(({ problem }) => (problem === null ? [] : [`${problem.code}: ${problem.detail} ${problem.nextStep}`]));
  return [...new Set(reasons)].map(clean);
}

function firstsText(io: Io, total: number, firsts: readonly First[]): string {
  const out = firsts.filter(({ problem }) => problem !== null).length;
  const all = firsts.length === total ? `All ${total}` : `The first ${firsts.length} of ${total}, in their order`;
  return [
    table(io, firsts.map(rowOf)),
    paint(io, 'bold', `${all}: ${firsts.length - out} done, ${out} left out.`),
    ...reasonLines(firsts),
  ].join('\n');
}

/** What long work would do, and nothing of the batch that there is not yet: how many, the first of them, and what is to be said of all. */
export function longWorkText(io: Io, value: Preview): string {
  const { total, preview } = value;
  if (!Array.isArray(preview)) return keyValues(io, { rows: total, ...preview });
  const { remarks, free } = value as Partial<Assigning>;
  const inPool = typeof free === 'number' ? [`Free licences that fit: ${free}.`] : [];
  return [firstsText(io, total, preview), ...inPool, ...(remarks ?? []).map(clean)].join('\n');
}
