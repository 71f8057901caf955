import { accept, type Decision, refuse } from '../refusal/index.ts';

/** One `name=value` of a file, and where it stands. */
export interface Entry {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

/** A file taken apart; every section's names are there once. */
export interface Sections {
  readonly license: readonly Entry[];
  readonly features: readonly Entry[];
  readonly checksum: readonly Entry[];
}

const order = ['LICENSE', 'FEATURES', 'CHECKSUM'] as const;
const keys = { LICENSE: 'license', FEATURES: 'features', CHECKSUM: 'checksum' } as const;

/** Far more than any system ever had. */
const mostCharacters = 65_536;
const mostLines = 2_000;

/** The text without a byte order mark, with one kind of line ending. */
function plain(content: string): string {
  return content.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}

/** What the checksum of a file is made of: all before the line `[CHECKSUM]`. Null where there is no such line. */
export function checkedText(content: string): string | null {
  const text = plain(content);
  const found = /^[ \t]*\[CHECKSUM\][ \t]*$/m.exec(text);
  return found === null ? null : text.slice(0, found.index);
}

/**
 * Takes a file apart: `[SECTION]` lines, each section at most once and in their order, and `name=value` lines below them.
 * Empty lines and lines that begin with `;` say nothing.
 */
export function readSections(content: string): Decision<Sections, 'malformed'> {
  if (content.length > mostCharacters) return refuse('malformed', { reason: 'too-long', most: mostCharacters });
  const lines = plain(content).split('\n');
  if (lines.length > mostLines) return refuse('malformed', { reason: 'too-many-lines', most: mostLines });
  const sections: Record<keyof Sections, Entry[]> = { license: [], features: [], checksum: [] };
  const names = new Set<string>();
  let at = -1;
  for (const [index, raw] of lines.entries()) {
    const [line, text] = [index + 1, raw.trim()];
    if (text === '' || text.startsWith(';')) continue;
    if (text.startsWith('[')) {
      const next = order.findIndex((name) => text === `[${name}]`);
      if (next <= at) return refuse('malformed', { reason: 'section', line });
      at = next;
      continue;
    }
    const entry = readEntry(text, line);
    const section = order[at];
    if (entry === null || section === undefined) return refuse('malformed', { reason: 'line', line });
    if (names.has(`${section} ${entry.name}`)) return refuse('malformed', { reason: 'twice', line, name: entry.name });
    names.add(`${section} ${entry.name}`);
    sections[keys[section]].push(entry);
  }
  return accept(sections);
}

function readEntry(text: string, line: number): Entry | null {
  const sign = text.indexOf('=');
  const name = text.slice(0, Math.max(0, sign)).trim();
  const value = text.slice(sign + 1).trim();
  return name === '' || value === '' ? null : { name, value, line };
}
