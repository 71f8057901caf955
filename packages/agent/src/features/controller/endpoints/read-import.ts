import { accept, type Outcome, refuse } from '../../../outcome.ts';

/** An endpoint as somebody describes it. */
export interface Described {
  readonly id?: string;
  readonly protocol: string;
  readonly name: string;
  readonly address: string;
}

/** What is wrong with one line or entry of a file, counted from 1. */
export interface Mistake {
  readonly line: number;
  readonly reason: string;
}

type Row = Readonly<Record<string, unknown>>;

/** Fields of one line of CSV (RFC 4180); a quoted one keeps separators, and has its quotes doubled. */
function fieldsOf(line: string, separator: ',' | ';'): string[] {
  const field = new RegExp(`${separator}(?:\\s*"((?:[^"]|"")*)"\\s*|([^${separator}]*))`, 'g');
  return [...`${separator}${line}`.matchAll(field)].map(([, quoted, plain = '']) => (quoted?.replaceAll('""', '"') ?? plain).trim());
}

/** Rows of a CSV text by the names in its first line; separated by semicolons where that line has any, as some spreadsheets do. */
function csvRows(text: string): Row[] {
  const [head = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const separator = head.includes(';') ? ';' : ',';
  const names = fieldsOf(head, separator).map((name) => name.toLowerCase());
  return lines.map((line) => Object.fromEntries(fieldsOf(line, separator).map((field, index) => [names[index] ?? '', field])));
}

function jsonRows(text: string): Row[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((row) => typeof row === 'object' && row !== null) ? value : null;
  } catch {
    return null;
  }
}

const textIn = (row: Row, name: string): string => (typeof row[name] === 'string' ? row[name].trim() : '');

/** Reads a list of endpoints: a JSON array, or CSV with the columns `protocol`, `name`, `address`, and `id` where they have one. */
export function readImport(text: string): Outcome<readonly Described[], 'import-not-valid'> {
  const plain = text.replace(/^\uFEFF/, '').trim();
  const rows = plain.startsWith('[') ? jsonRows(plain) : csvRows(plain);
  if (rows === null || rows.length === 0) return refuse('import-not-valid', { mistakes: [{ line: 1, reason: 'empty' }] });
  const described = rows.map((row) => ({
    ...(textIn(row, 'id') === '' ? {} : { id: textIn(row, 'id') }),
    protocol: textIn(row, 'protocol'),
    name: textIn(row, 'name') || textIn(row, 'address'),
    address: textIn(row, 'address'),
  }));
  const mistakes = described.flatMap(({ protocol, name }, index): Mistake[] => {
    const missing = [protocol === '' ? 'protocol' : null, name === '' ? 'name' : null].filter((one) => one !== null);
    return missing.length === 0 ? [] : [{ line: index + 1, reason: `${missing.join(', ')} missing` }];
  });
  return mistakes.length === 0 ? accept(described) : refuse('import-not-valid', { mistakes: mistakes.slice(0, 20) });
}
