import type { importDevices, OutputOf } from '@muniment/contract';
import type { Refusal } from '@muniment/domain';
import type { Context } from '../../../core/context.ts';
import { tellRefusal } from '../../../core/tell.ts';
import type { VersionedPack } from '../../catalog/index.ts';
import { holdersOf } from '../../devices/index.ts';
import { type ImportRow, type ImportSettings, labelOf, modelWords, type ReadRow, readRow } from './rows.ts';

type Preview = NonNullable<OutputOf<typeof importDevices>['preview']>;

/** Rows looked at by one statement; between two of them others are served. */
const rowsAtOnce = 1000;
const mostMistakes = 20;

interface Tally {
  add: number;
  update: number;
  refuse: number;
  readonly mistakes: Preview['mistakes'];
  /** Keys of the rows before: the file itself may hold a key twice. */
  readonly seen: Set<string>;
}

/** What would become of a row whose key is somebody's; null where it is nobody's. */
function taken(holder: Awaited<ReturnType<typeof holdersOf>>[number] | undefined, again: boolean, { projectId, existing }: ImportSettings) {
  if (holder?.state === 'blocked') return 'hardware-key-blocked';
  if (holder === undefined && !again) return null;
  const isOwn = again || (holder?.project_id === projectId && holder.role === 'primary');
  return existing === 'update' && isOwn ? 'update' : 'hardware-key-taken';
}

async function look(
  context: Context,
  settings: ImportSettings,
  tally: Tally,
  rows: readonly { number: number; row: ImportRow; read: ReadRow }[],
) {
  const keyed = rows.flatMap((one) => (one.read.key === null ? [] : [{ ...one, key: one.read.key }]));
  const holders = await holdersOf(
    context.tx,
    context.vendor.id,
    keyed.map(({ key }) => key),
  );
  const byPlace = new Map(holders.map((holder) => [holder.place, holder]));
  tally.add += rows.length - keyed.length;
  for (const [place, { number, row, key }] of keyed.entries()) {
    const text = `${key.product} ${key.hardwareKey}`;
    const found = taken(byPlace.get(place), tally.seen.has(text), settings);
    tally.seen.add(text);
    if (found === null) tally.add += 1;
    else if (found === 'update') tally.update += 1;
    else
      noteMistake(context, settings, tally, number, row, {
        code: found,
        facts: { hardwareKey: key.hardwareKey, role: 'primary', product: key.product },
      });
  }
}

function noteMistake(
  context: Context,
  { columns }: ImportSettings,
  tally: Tally,
  number: number,
  row: ImportRow,
  refusal: Refusal<string>,
) {
  tally.refuse += 1;
  if (tally.mistakes.length >= mostMistakes) return;
  tally.mistakes.push({ number, label: labelOf(columns, row, number), problem: tellRefusal(refusal, context.language) });
}

/**
 * What an import would do with its rows, without doing it: their forms, and whether their keys are free now. What only the
 * act itself finds out, such as a second key that somebody has, is told by its result.
 */
export async function previewImport(
  context: Context,
  current: VersionedPack,
  settings: ImportSettings,
  rows: readonly ImportRow[],
): Promise<Preview> {
  const words = modelWords(current);
  const tally: Tally = { add: 0, update: 0, refuse: 0, mistakes: [], seen: new Set() };
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    const good = [];
    for (const [index, row] of rows.slice(start, start + rowsAtOnce).entries()) {
      const [number, read] = [start + index + 1, readRow(current, words, settings, row)];
      if (read.ok) good.push({ number, row, read: read.value });
      else noteMistake(context, settings, tally, number, row, read.refusal);
    }
    await look(context, settings, tally, good);
  }
  const { seen: _, mistakes, ...counts } = tally;
  const columns = settings.header.map((header, index) => ({ header, field: settings.columns[index]! }));
  return { ...counts, columns, mistakes: mistakes.toSorted((a, b) => a.number - b.number) };
}
