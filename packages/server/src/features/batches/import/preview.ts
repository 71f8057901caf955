import type { importDevices, OutputOf } from '@muniment/contract';
import type { Refusal } from '@muniment/domain';
import type { Context } from '../../../core/context.ts';
import { tellRefusal } from '../../../core/tell.ts';
import type { VersionedPack } from '../../catalog/index.ts';
import { holdersOf } from '../../devices/index.ts';
import { type ImportRow, type ImportSettings, labelOf, modelWords, type ReadRow, readRow } from './rows.ts';

type Holder = Awaited<ReturnType<typeof holdersOf>>[number];
type Preview = NonNullable<OutputOf<typeof importDevices>['preview']>;

/** Rows looked at by one statement; between two of them others are served. */
const rowsAtOnce = 1000;
const mostMistakes = 20;

/** A row that could be a device, and where it stands. */
interface Looked {
  readonly number: number;
  readonly line: number;
  readonly row: ImportRow;
}

interface Tally {
  add: number;
  update: number;
  refuse: number;
  readonly mistakes: Preview['mistakes'];
  /** Keys of the rows before: the file itself may hold a key twice. */
  readonly seen: Set<string>;
}

/** What would become of a row whose key is somebody's; null where it is nobody's. `again`: a row before brings it. */
function taken(holder: Holder | undefined, again: boolean, { projectId, existing }: ImportSettings): 'update' | Refusal<string> | null {
  if (holder?.state === 'blocked') return { code: 'hardware-key-blocked', facts: {} };
  if (holder === undefined && !again) return null;
  const inProject = holder === undefined || (holder.project_id === projectId && holder.role === 'primary');
  if (inProject && existing === 'update') return 'update';
  return { code: 'hardware-key-taken', facts: inProject ? { inProject } : {} };
}

async function look(context: Context, settings: ImportSettings, tally: Tally, rows: readonly (Looked & { read: ReadRow })[]) {
  const keyed = rows.flatMap((one) => (one.read.key === null ? [] : [{ ...one, key: one.read.key }]));
  const holders = await holdersOf(
    context.tx,
    context.vendor.id,
    keyed.map(({ key }) => key),
  );
  const byPlace = new Map(holders.map((holder) => [holder.place, holder]));
  tally.add += rows.length - keyed.length;
  for (const [place, { key, ...looked }] of keyed.entries()) {
    const text = `${key.product} ${key.hardwareKey}`;
    const found = taken(byPlace.get(place), tally.seen.has(text), settings);
    tally.seen.add(text);
    if (found === null) tally.add += 1;
    else if (found === 'update') tally.update += 1;
    else
      noteMistake(context, settings, tally, looked, {
        code: found.code,
        facts: { hardwareKey: key.hardwareKey, role: 'primary', product: key.product, ...found.facts },
      });
  }
}

function noteMistake(context: Context, { columns }: ImportSettings, tally: Tally, { number, line, row }: Looked, refusal: Refusal<string>) {
  tally.refuse += 1;
  if (tally.mistakes.length >= mostMistakes) return;
  tally.mistakes.push({
    number,
    line,
    label: labelOf(columns, row, line, context.language),
    problem: tellRefusal(refusal, context.language),
  });
}

/**
 * What an import would do with its rows, without doing it: their forms, and whether their keys are free now. What only the
 * act itself finds out, such as a second key that somebody has, is told by its result.
 */
export async function previewImport(
  context: Context,
  current: VersionedPack,
  settings: ImportSettings,
  { rows, lines }: { readonly rows: readonly ImportRow[]; readonly lines: readonly number[] },
): Promise<Preview> {
  const words = modelWords(current);
  const tally: Tally = { add: 0, update: 0, refuse: 0, mistakes: [], seen: new Set() };
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    const good = [];
    for (const [index, row] of rows.slice(start, start + rowsAtOnce).entries()) {
      const [number, read] = [start + index + 1, readRow(current, words, settings, row)];
      const looked = { number, line: lines[number - 1]!, row };
      if (read.ok) good.push({ ...looked, read: read.value });
      else noteMistake(context, settings, tally, looked, read.refusal);
    }
    await look(context, settings, tally, good);
  }
  const { seen: _, mistakes, ...counts } = tally;
  const columns = settings.header.map((header, index) => ({ header, field: settings.columns[index]! }));
  return { ...counts, columns, mistakes: mistakes.toSorted((a, b) => a.number - b.number) };
}
