import { Readable } from 'node:stream';
import { accept, type Decision, refuse } from '@muniment/domain';
import { CsvError, parse } from 'csv-parse';

/** So many rows one import takes. */
export const mostRows = 100_000;

export type CsvRefusal = 'csv-not-utf8' | 'csv-not-readable' | 'csv-empty' | 'csv-too-many-rows';

export interface CsvFile {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const delimiters = [',', ';', '\t'] as const;

/** What the first line is parted by, outside of quotes: whatever stands in it most often. */
function delimiterOf(text: string): string {
  const end = text.search(/[\r\n]/);
  const first = text.slice(0, end === -1 ? undefined : end).slice(0, 10_000);
  const bare = first.replaceAll(/"[^"]*"/g, '');
  const counts = delimiters.map((delimiter) => bare.split(delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))]!;
}

/** Pieces of the text: whoever else is served here gets a turn between them. */
const pieceLength = 100_000;

function* piecesOf(text: string): Generator<Buffer> {
  // The parser reads UTF-8 and bears a character cut in two no more than we do: pieces end between lines.
  for (let start = 0; start < text.length; ) {
    const line = text.indexOf('\n', start + pieceLength);
    const end = line === -1 ? text.length : line + 1;
    yield Buffer.from(text.slice(start, end));
    start = end;
  }
}

/**
 * The rows of a CSV file (RFC 4180) parted by comma, semicolon or tab, the first of which names the columns. A text that was
 * not UTF-8 shows by the character that stands for what could not be read.
 */
export async function readCsv(text: string): Promise<Decision<CsvFile, CsvRefusal>> {
  if (text.includes('\uFFFD')) return refuse('csv-not-utf8');
  const parser = parse({ bom: true, delimiter: delimiterOf(text), relax_column_count: true, skip_empty_lines: true });
  const rows: string[][] = [];
  try {
    for await (const row of Readable.from(piecesOf(text)).pipe(parser)) {
      rows.push(row as string[]);
      if (rows.length > mostRows + 1) return refuse('csv-too-many-rows', { most: mostRows });
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return refuse('csv-not-readable', { line: Number((error as unknown as { lines?: number }).lines ?? 0) });
  }
  const [header, ...others] = rows;
  if (header === undefined || others.length === 0) return refuse('csv-empty');
  return accept({ header, rows: others });
}
