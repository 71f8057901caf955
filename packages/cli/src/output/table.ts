import { endLabel, endText } from '@muniment/contract/ends';
import type { Values } from '../context.ts';
import type { Io } from '../io.ts';
import { clean, isState, mark, padEnd, padStart, paint, widthOf } from './style.ts';
import { atEnd, fieldWords, inWords } from './words.ts';

interface Column {
  readonly name: string;
  readonly title: string;
  readonly numeric: boolean;
  readonly cells: readonly string[];
  readonly width: number;
}

const gap = '  ';
/** On a terminal, longer texts, such as an agreement's, would push everything else away. Characters. */
const longestCell = 72;
const shorten = (text: string): string => (text.length <= longestCell ? text : `${text.slice(0, longestCell - 1)}\u2026`);

const isDay = (value: unknown): boolean => value === null || (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value));

/** `hardwareKey` → `Hardware key`. Of an end that is a day it says which of the two days it is, as the console does. */
export function labelOf(name: string, values: readonly unknown[]): string {
  if (values.every(isDay) && (name === 'until' || name === 'lastDay')) return endLabel(name === 'until' ? 'until' : 'last-day', 'en');
  if (name === 'next' && values.some((one) => nextText(one) !== undefined)) return atEnd.column;
  const other = fieldWords(name);
  if (other !== undefined) return other;
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
function termText({ part, termDays, startsOn, lastDay }: Values): string | undefined {
  if (typeof part !== 'string' || typeof termDays !== 'number') return undefined;
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

const isId = (name: string): boolean => /^id$|Id$/.test(name);

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

function toColumn(rows: readonly Values[], name: string, isTerminal: boolean): Column {
  // What there is one of has its own name as its id: said once.
  const shown = (row: Values) => (name === 'id' && row.id === row.what ? null : row[name]);
  const texts = rows.map((row) => shortText(shown(row), name) ?? '');
  const cells = isTerminal ? texts.map(shorten) : texts;
  const numeric = rows.every((row) => typeof row[name] === 'number');
  const title = labelOf(
    name,
    rows.map((row) => row[name]),
  ).toUpperCase();
  return { name, title, numeric, cells, width: Math.max(widthOf(title), ...cells.map(widthOf)) };
}

/** What a row is looked up for: left out last where room is short. */
const wanted: ReadonlySet<string> = new Set([
  'from',
  'to',
  'lines',
  'hardwareKey',
  'customer',
  'status',
  'state',
  'activationCode',
  'available',
  'next',
]);

/** Leaves out columns, never the first nor the last one (the id), until a line fits: other ids and those of keys, then from the right. */
function fit(columns: Column[], room: number): Column[] {
  const rank = ({ name }: Column) => (isId(name) || name === 'kid' ? 0 : wanted.has(name) ? 2 : 1);
  const leaving = columns.slice(1, -1).toReversed();
  leaving.sort((a, b) => rank(a) - rank(b));
  const fitting = new Set(columns);
  const total = () => [...fitting].reduce((sum, column) => sum + column.width + gap.length, -gap.length);
  for (const column of leaving) if (total() > room) fitting.delete(column);
  return [...fitting];
}

/** Rows as an aligned table, numbers to the right. On a terminal it keeps to its width and says what is missing; elsewhere nothing is cut. */
export function table(io: Io, rows: readonly Values[], indent = ''): string {
  const all = columnNames(rows)
    .map((name) => toColumn(rows, name, io.stdout.isTTY === true))
    .filter((column) => column.cells.some((cell) => cell !== '' && cell !== '\u2013'));
  const columns = io.stdout.isTTY ? fit(all, (io.stdout.columns ?? 80) - indent.length) : all;
  const line = (cell: (column: Column) => string) =>
    `${indent}${columns.map((column) => (column.numeric ? padStart : padEnd)(cell(column), column.width)).join(gap)}`.trimEnd();
  const head = paint(
    io,
    'dim',
    line((column) => column.title),
  );
  const body = rows.map((_, index) => line((column) => column.cells[index]!));
  const left = all.length - columns.length;
  const note = left === 0 ? [] : [paint(io, 'dim', `${indent}${left} more columns do not fit here; --json shows all.`)];
  return [head, ...body, ...note].join('\n');
}
