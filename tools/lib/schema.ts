import { read } from './files.ts';

/** A table as the migrations leave it. */
export interface Table {
  readonly name: string;
  /** `path:line` of its CREATE TABLE. */
  readonly at: string;
  readonly columns: { readonly name: string; readonly type: string }[];
  readonly primaryKey: string[];
  readonly foreignKeys: { readonly columns: readonly string[]; readonly to: string }[];
  /** Columns of each unique constraint and index. */
  readonly uniques: string[][];
  enabled: boolean;
  forced: boolean;
  /** The whole text of each policy. */
  readonly policies: string[];
}

/** A function as its CREATE statement says it. */
export interface DatabaseFunction {
  readonly name: string;
  readonly at: string;
  readonly text: string;
}

export interface Schema {
  readonly tables: readonly Table[];
  readonly functions: readonly DatabaseFunction[];
}

/** Splits at a separator that stands outside brackets, quotes and dollar quotes. */
function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const quote = text.slice(index).match(/^(\$\w*\$)/)?.[1] ?? (text[index] === "'" ? "'" : null);
    if (quote) index = text.indexOf(quote, index + quote.length) + quote.length - 1;
    else if (text[index] === '(') depth++;
    else if (text[index] === ')') depth--;
    else if (text[index] === separator && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, text.slice(start)].map((part) => part.trim()).filter((part) => part !== '');
}

/** Names of columns in a list; an expression such as `lower(email)` stays whole. */
const names = (list: string | undefined): string[] => split(list ?? '', ',').map((name) => name.replace(/\s+(ASC|DESC)\b.*$/i, ''));

/** What stands between the first bracket of a text and its partner. */
function inBrackets(text: string): string {
  const from = text.indexOf('(');
  let depth = 0;
  for (let index = from; index < text.length; index++) {
    if (text[index] === '(') depth++;
    if (text[index] === ')' && --depth === 0) return text.slice(from + 1, index);
  }
  return '';
}

function addConstraint(table: Table, text: string): boolean {
  const body = text.replace(/^CONSTRAINT\s+\w+\s+/i, '');
  if (/^PRIMARY KEY/i.test(body)) table.primaryKey.push(...names(inBrackets(body)));
  else if (/^UNIQUE/i.test(body)) table.uniques.push(names(inBrackets(body)));
  else if (/^FOREIGN KEY/i.test(body))
    table.foreignKeys.push({ columns: names(inBrackets(body)), to: body.match(/REFERENCES\s+(\w+)/i)?.[1] ?? '' });
  else return /^(CHECK|EXCLUDE|LIKE)\b/i.test(body);
  return true;
}

function addColumn(table: Table, text: string): void {
  const [name = '', type = ''] = text.split(/\s+/);
  table.columns.push({ name, type });
  if (/\bPRIMARY KEY\b/i.test(text)) table.primaryKey.push(name);
  if (/\bUNIQUE\b/i.test(text)) table.uniques.push([name]);
  const to = text.match(/\bREFERENCES\s+(\w+)/i)?.[1];
  if (to) table.foreignKeys.push({ columns: [name], to });
}

function create(statement: string, name: string, at: string): Table {
  const table: Table = { name, at, columns: [], primaryKey: [], foreignKeys: [], uniques: [], enabled: false, forced: false, policies: [] };
  for (const item of split(inBrackets(statement), ',')) if (!addConstraint(table, item)) addColumn(table, item);
  return table;
}

function alter(table: Table, change: string): void {
  if (/^ENABLE ROW LEVEL SECURITY/i.test(change)) table.enabled = true;
  if (/^DISABLE ROW LEVEL SECURITY/i.test(change)) table.enabled = false;
  if (/^FORCE ROW LEVEL SECURITY/i.test(change)) table.forced = true;
  if (/^NO FORCE ROW LEVEL SECURITY/i.test(change)) table.forced = false;
  for (const part of split(change, ',')) {
    const added = part.match(/^ADD\s+(?:COLUMN\s+)?(?:IF NOT EXISTS\s+)?([\s\S]*)$/i)?.[1];
    if (added && !addConstraint(table, added)) addColumn(table, added);
  }
}

/** What one statement does to the schema read so far. */
function apply(statement: string, at: string, tables: Map<string, Table>, functions: DatabaseFunction[]): void {
  const match = (pattern: RegExp): string[] => statement.match(pattern)?.slice(1) ?? [];
  const [created] = match(/^CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?([\w.]+)/i);
  if (created) tables.set(created, create(statement, created, at));
  const [dropped] = match(/^DROP TABLE (?:IF EXISTS )?(\w+)/i);
  if (dropped) tables.delete(dropped);
  const [altered = '', change = ''] = match(/^ALTER TABLE (?:ONLY )?(\w+)\s+([\s\S]*)$/i);
  const table = tables.get(altered);
  if (table) alter(table, change);
  const [policied = ''] = match(/^CREATE POLICY \w+ ON (\w+)/i);
  tables.get(policied)?.policies.push(statement);
  const [indexed = ''] = match(/^CREATE UNIQUE INDEX \w+ ON (\w+)/i);
  tables.get(indexed)?.uniques.push(names(inBrackets(statement)));
  const [name] = match(/^CREATE (?:OR REPLACE )?FUNCTION ([\w.]+)/i);
  if (name) functions.push({ name, at, text: statement });
}

/** Reads what the migrations make, in their order: enough of SQL for the house's own statements. */
export function readSchema(paths: readonly string[]): Schema {
  const tables = new Map<string, Table>();
  const functions: DatabaseFunction[] = [];
  for (const path of paths) {
    const text = read(path).replace(/--.*$/gm, '');
    let from = 0;
    for (const statement of split(text, ';')) {
      from = text.indexOf(statement, from);
      apply(statement, `${path}:${text.slice(0, from).split('\n').length}`, tables, functions);
      from += statement.length;
    }
  }
  return { tables: [...tables.values()], functions };
}
