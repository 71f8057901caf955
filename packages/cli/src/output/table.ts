import { endLabel, endText } from '@muniment/contract/ends';
import type { Values } from '../context.ts';
import type { Io } from '../io.ts';
import { type Column, gap, isEmptyCell, isId, lay } from './lay.ts';
import { clean, isState, mark, padEnd, padStart, paint, widthOf, wrap } from './style.ts';
import { atEnd, fieldWords, inWords } from './words.ts';

const isDay = (value: unknown): boolean => value === null || (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value));

/** A field's name, as against words that somebody wrote: `hardwareKey`. */
const isFieldName = (name: string): boolean => /^[a-z][0-9A-Za-z]*$/.test(name);

/** `hardwareKey` → `Hardware key`; what is in words already stays as it is. Of an end that is a day it says which of the two days it is, as the console does. */
export function labelOf(name: string, values: readonly unknown[]): string {
  if (values.every(isDay) && (name === 'until' || name === 'lastDay')) return endLabel(name === 'until' ? 'until' : 'last-day', 'en');
  if (name === 'next' && values.some((one) => nextText(one) !== undefined)) return atEnd.column;
  const other = fieldWords(name);
  if (other !== undefined) return other;
  if (!isFieldName(name)) return name;
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** An instant as people read it, to the minute, in UTC; other texts as they are. */
function readable(text: string): string {
  const instant = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?Z$/.exec(text);
  return clean(instant ? `${instant[1]} ${instant[2]}Z` : text).replaceAll('\n', ' ');
}

/** A value in one line; undefined where it has no short form. */
export function shortText(value: unknown, name = ''): string | undefined {
  if (value === null || value === undefined) return '\u2013';
  if (typeof value === 'string') return isState(name) ? mark(value) : readable(inWords(name, value));
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return name === 'lines' && value.every(isLine) ? value.map(lineText).join(', ') : arrayText(value);
  const { name: named, title, detail, code, organization, role } = value as Values;
  if (isWhom(value as Values)) return readable(`${(value as Values).kind} ${named}`);
  if (typeof named === 'string') return readable(named);
  const party = partyText(value as Values);
  if (party !== undefined) return party;
  const next = nextText(value);
  if (next !== undefined) return next;
  const term = termText(value as Values);
  if (term !== undefined) return term;
  // Why a row was refused: its sentence names what was given, which its title does not.
  if (typeof code === 'string' && typeof detail === 'string' && detail !== '') return readable(detail);
  if (typeof title === 'string') return readable(title);
  if (organization === undefined) return undefined;
  return typeof role === 'string' ? `${shortText(organization)} (${role})` : shortText(organization);
}

/** Whom seats are for: a user, a group and a computer may be called the same. */
const isWhom = (value: Values): boolean =>
  Object.keys(value).length === 2 && typeof value.name === 'string' && ['user', 'group', 'host'].includes(String(value.kind));

function arrayText(values: readonly unknown[]): string | undefined {
  const texts = values.map((one) => shortText(one));
  if (!texts.every((text) => text !== undefined)) return undefined;
  // Sentences end by themselves.
  return texts.reduce((joined, text) => (joined === '' ? text : `${joined}${/[.!?]$/.test(joined) ? ' ' : ', '}${text}`), '');
}

/** One side of an offer in a cell: the customer and the project, as far as the reader may see them; else the id that was given (A10). */
function partyText(value: Values): string | undefined {
  const { customer, project, projectId } = value;
  const isParty = 'project' in value && (typeof customer === 'string' || (customer === null && typeof projectId === 'string'));
  if (!isParty || Object.keys(value).length > 3) return undefined;
  const names = [customer, (project as Values | null)?.name].filter((one) => typeof one === 'string');
  return readable(names.length === 0 ? String(projectId) : names.join(', '));
}

const isLine = (value: unknown): value is Values =>
  typeof (value as Values | null)?.lotId === 'string' &&
  typeof (value as Values).part === 'string' &&
  typeof (value as Values).quantity === 'number';

/** Units of a lot in a cell, such as those of an offer. */
const lineText = (line: Values): string => `${line.quantity} \u00d7 ${termText(line) ?? readable(String(line.part))}`;

/** A term licence in a cell: its part, its days and, where they run, the last of them. */
function termText({ part, lotId, termDays, startsOn, lastDay }: Values): string | undefined {
  if (typeof part !== 'string') return undefined;
  // What somebody has: the part and its end; how long it was is another matter.
  if (termDays === undefined && typeof lotId === 'string' && lastDay !== undefined)
    return lastDay === null ? readable(part) : `${readable(part)}, ${endText('last-day', 'en', String(lastDay))}`;
  if (typeof termDays !== 'number') return undefined;
  const days = `${readable(part)}, ${termDays} ${termDays === 1 ? 'day' : 'days'}`;
  return typeof startsOn === 'string' && typeof lastDay === 'string'
    ? `${days} from ${startsOn}, ${endText('last-day', 'en', lastDay)}`
    : days;
}

/** What happens when a licence ends: that it is extended also says when and with what. */
function nextText(value: unknown): string | undefined {
  const { what, on, by } = (value ?? {}) as Values;
  if (on === undefined || by === undefined || typeof what !== 'string' || what === 'column' || !(what in atEnd)) return undefined;
  const said = atEnd[what as keyof typeof atEnd];
  const term = by === null ? undefined : termText(by as Values);
  return typeof on === 'string' && term !== undefined ? `${said} on ${on} by ${term}` : said;
}

/** Whether a label only repeats the code it is of: a product whose id is also its name. */
export const isRepeated = (value: Values, name: string): boolean =>
  name.endsWith('Label') && value[name] === value[name.slice(0, -'Label'.length)];

/** An id that somebody wrote, as in a catalog: flags want it, so that it is the name of its row. Those that the server made begin with their kind. */
const isWritten = ({ id, label }: Values): boolean =>
  typeof id === 'string' && typeof label === 'string' && !/^[a-z]{2,5}_[0-9a-f-]+$/.test(id);

/** Left out: the version of what has an id, and the instant of what also stands there as a day of the vendor's. */
function isBeside(row: Values | undefined, name: string): boolean {
  return (name === 'version' && row?.id !== undefined) || (name === 'transferredAt' && row?.transferDate !== undefined);
}

/** Names of the columns of some rows: fields with a short form, ids last and their own at the very end (names do for a command line too), or first where people wrote it. */
function columnNames(rows: readonly Values[]): string[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((name) => !isBeside(rows[0], name));
  const short = names.filter((name) => rows.every((row) => shortText(row[name], name) !== undefined));
  const said = short.filter((name) => !rows.every((row) => isRepeated(row, name)));
  const ids = said.filter(isId).toSorted((a, b) => Number(a === 'id') - Number(b === 'id'));
  const others = said.filter((name) => !isId(name));
  return rows.length > 0 && rows.every(isWritten) ? ['id', ...others, ...ids.filter((name) => name !== 'id')] : [...others, ...ids];
}

const isEnd = (name: string): boolean => name === 'until' || name === 'expiresAt';
const isStart = (name: string): boolean => /^startsOn$|StartsOn$/.test(name);

function toColumn(rows: readonly Values[], name: string): Column {
  // What there is one of has its own name as its id: said once.
  const shown = (row: Values) => (name === 'id' && row.id === row.what ? null : row[name]);
  const cells = rows.map((row) => shortText(shown(row), name) ?? '');
  const values = rows.map((row) => row[name]);
  const numeric = values.every((value) => typeof value === 'number');
  const title = labelOf(name, values).toUpperCase();
  // An end is one to the minute too; the first day of a licence is told only where there is room for it.
  const isFact = isState(name) || isEnd(name) || (!isStart(name) && values.every((value) => isDay(value) || typeof value === 'number'));
  return { name, title, numeric, isFact, cells, width: Math.max(widthOf(title), ...cells.map(widthOf)) };
}

const isTerm = (value: unknown): boolean => value === null || termText((value ?? {}) as Values)?.includes(' days from ') === true;

/** Licences that run take one wide cell: where room is short their last day is a column, so that it stands there first. */
function withLastDays(rows: readonly Values[]): readonly Values[] {
  const names = Object.keys(rows[0] ?? {});
  const running = names.filter((name) => rows.every((row) => isTerm(row[name])) && rows.some((row) => row[name] !== null));
  if (running.length === 0) return rows;
  const split = (name: string, value: unknown): [string, unknown][] => {
    if (!running.includes(name)) return [[name, value]];
    const { startsOn = null, lastDay = null, ...term } = (value ?? {}) as Values;
    const [start, last] = name === 'licence' ? ['startsOn', 'lastDay'] : [`${name}StartsOn`, `${name}LastDay`];
    return [
      [name, value === null ? null : term],
      [start!, startsOn],
      [last!, lastDay],
    ];
  };
  return rows.map((row) => Object.fromEntries(Object.entries(row).flatMap(([name, value]) => split(name, value))));
}

const toColumns = (rows: readonly Values[]): Column[] =>
  columnNames(rows)
    .map((name) => toColumn(rows, name))
    .filter(({ cells }) => !cells.every(isEmptyCell));

/** What of a row stands below it: texts by their titles, an id by itself. */
function belowLines(columns: readonly Column[], index: number, indent: string, room: number): string[] {
  return columns.flatMap(({ name, title, cells }) => {
    const cell = cells[index]!;
    if (isEmptyCell(cell)) return [];
    const said = isId(name) ? cell : `${title.charAt(0)}${title.slice(1).toLowerCase()}: ${cell}`;
    return wrap(said, room - 4).map((line, at) => `${indent}  ${at === 0 ? '' : '  '}${line}`);
  });
}

/**
 * Rows as an aligned table, numbers to the right. On a terminal it keeps to its width: who or what first, then days, numbers
 * and states, long texts below their row, and what is left out is named. Elsewhere nothing is cut.
 */
export function table(io: Io, rows: readonly Values[], indent = ''): string {
  const room = io.stdout.isTTY === true ? (io.stdout.columns ?? 80) - indent.length : Number.POSITIVE_INFINITY;
  const { columns, below, hidden } = lay(toColumns(rows), room, () => toColumns(withLastDays(rows)));
  const line = (cell: (column: Column) => string) =>
    `${indent}${columns.map((column) => (column.numeric ? padStart : padEnd)(cell(column), column.width)).join(gap)}`.trimEnd();
  const head = paint(
    io,
    'dim',
    line(({ title }) => title),
  );
  const body = rows.flatMap((_, index) => [line(({ cells }) => cells[index]!), ...belowLines(below, index, indent, room)]);
  const names = hidden.map(({ title }) => title.toLowerCase()).join(', ');
  const note = hidden.length === 0 ? [] : wrap(`No room here for: ${names}; --json shows all.`, room);
  return [head, ...body, ...note.map((one) => paint(io, 'dim', `${indent}${one}`))].join('\n');
}
