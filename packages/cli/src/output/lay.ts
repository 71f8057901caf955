import { cut, isState } from './style.ts';

/** A field of all rows, as text. */
export interface Column {
  readonly name: string;
  readonly title: string;
  readonly numeric: boolean;
  /** Days, numbers and states: short, and mostly what a list is asked for. */
  readonly isFact: boolean;
  readonly cells: readonly string[];
  readonly width: number;
}

/** Where columns go: side by side, below each row, or nowhere. */
export interface Layout {
  readonly columns: readonly Column[];
  readonly below: readonly Column[];
  readonly hidden: readonly Column[];
}

export const gap = '  ';

export const isId = (name: string): boolean => /^id$|Id$/.test(name);

export const isEmptyCell = (cell: string): boolean => cell === '' || cell === '\u2013';

/** Wider columns are texts, which wrap below their row where they do not fit. */
const widestShort = 32;

/** What tells rows from each other, beside their states. */
const identifying: ReadonlySet<string> = new Set(['name', 'hardwareKey', 'email', 'part', 'customer', 'assignee']);

/** What else a row is looked up for: below it where there is no room beside. */
const wanted: ReadonlySet<string> = new Set([
  'from',
  'to',
  'lines',
  'before',
  'after',
  'licence',
  'licenses',
  'returns',
  'activationCode',
  'thumbprint',
  'next',
]);

/** What goes by its name on a command line; of anything else the id is the only way to say which. */
const isCalled = ({ cells }: Column): boolean => cells.every((cell) => isEmptyCell(cell) || /^(?:dev|org|prj|usr|per|key|inv)_/.test(cell));

const isLong = ({ width }: Column): boolean => width > widestShort;

/** The first day without is told by the last one too. */
const isTwice = ({ name }: Column, all: readonly Column[]): boolean => name === 'until' && all.some((one) => one.name === 'lastDay');

/** The order in which columns are given room. */
const ranks = { first: 0, identity: 1, fact: 2, wanted: 3, other: 4, ownId: 5, text: 6, calledId: 7, otherId: 8 } as const;

function rankOf(column: Column, all: readonly Column[]): number {
  const { name, isFact } = column;
  if (column === all[0]) return ranks.first;
  if (column === all.at(-1) && isId(name)) return isCalled(column) ? ranks.calledId : ranks.ownId;
  if (isId(name) || name === 'kid') return ranks.otherId;
  if ((identifying.has(name) && !isLong(column)) || isState(name)) return ranks.identity;
  if (isFact && !isTwice(column, all)) return ranks.fact;
  if (wanted.has(name)) return ranks.wanted;
  return isLong(column) ? ranks.text : ranks.other;
}

/** What stands below its row rather than nowhere. */
const goesBelow = (column: Column, rank: number): boolean =>
  rank === ranks.ownId || rank === ranks.wanted || (rank < ranks.calledId && isText(column));

const isText = (column: Column): boolean => isLong(column) && column.cells.some((cell) => cell.includes(' '));

const total = (columns: Iterable<Column>): number => [...columns].reduce((sum, { width }) => sum + width + gap.length, -gap.length);

/** What a row is called must leave room for the rest of it. */
function narrowed(column: Column, room: number): Column {
  const most = Math.max(column.title.length, Math.floor(room / 2));
  if (column.width <= most) return column;
  return { ...column, cells: column.cells.map((cell) => cut(cell, most)), width: most };
}

/** All columns side by side where there is room; `split` makes columns of what is wide otherwise. */
export function lay(whole: readonly Column[], room: number, split: () => readonly Column[]): Layout {
  if (total(whole) <= room) return { columns: whole, below: [], hidden: [] };
  const all = split();
  const ranked = all.map((column) => ({ column, rank: rankOf(column, all) })).toSorted((a, b) => a.rank - b.rank);
  const beside = new Map<Column, Column>();
  const under = new Set<Column>();
  for (const { column, rank } of ranked) {
    const shown = rank === ranks.first ? narrowed(column, room) : column;
    if (rank === ranks.first || total([...beside.values(), shown]) <= room) beside.set(column, shown);
    else if (goesBelow(column, rank)) under.add(column);
  }
  return {
    columns: all.flatMap((column) => beside.get(column) ?? []),
    below: all.filter((column) => under.has(column)),
    hidden: all.filter((column) => !beside.has(column) && !under.has(column)),
  };
}
