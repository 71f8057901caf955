import { setImmediate } from 'node:timers/promises';
import { accept, type Decision, refuse } from '@muniment/domain';
import { CsvError, parse } from 'csv-parse/sync';
import { type CsvPiece, delimiterOf, lineEnds, piecesOf, saysDelimiter } from './csv-pieces.ts';

/** So many rows one import takes. */
export const mostRows = 100_000;

export type CsvRefusal =
  | 'csv-not-utf8'
  | 'csv-not-readable'
  | 'csv-empty'
  | 'csv-line-too-long'
  | 'csv-too-many-cells'
  | 'csv-too-many-rows';

export interface CsvFile {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The line of the file that each row begins in, as whoever opens the file counts them. */
  readonly lines: readonly number[];
}

/** Spreadsheets leave empty cells at the end of a line: those that no column is above are nothing. */
function cut(row: readonly string[], columns: number): readonly string[] {
  let end = row.length;
  while (end > columns && row[end - 1]!.trim() === '') end -= 1;
  return end === row.length ? row : row.slice(0, end);
}

function parsed({ text, line }: CsvPiece, delimiter: string): Decision<string[][], 'csv-not-readable'> {
  try {
    return accept(parse(text, { delimiter, record_delimiter: [...lineEnds], relax_column_count: true, skip_empty_lines: true }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return refuse('csv-not-readable', { line: line - 1 + Number((error as unknown as { lines?: number }).lines ?? 1) });
  }
}

/**
 * The rows of a CSV file (RFC 4180) parted by comma, semicolon or tab, the first of which names the columns. A text that was
 * not UTF-8 shows by the character that stands for what could not be read. Rows of empty cells, which spreadsheets leave behind,
 * and a line before all that only says what parts the cells are nothing. It is read piece by piece, others are served between
 * them, and nothing behind the first line beyond the bounds is looked at.
 */
export async function readCsv(given: string): Promise<Decision<CsvFile, CsvRefusal>> {
  const text = given.startsWith('\uFEFF') ? given.slice(1) : given;
  if (text.includes('\uFFFD')) return refuse('csv-not-utf8');
  const delimiter = delimiterOf(text);
  let header: readonly string[] | undefined;
  const rows: (readonly string[])[] = [];
  const lines: number[] = [];
  let isPrelude = saysDelimiter(text);
  for (const piece of piecesOf(text, delimiter)) {
    if (!piece.ok) return piece;
    const read = parsed(piece.value, delimiter);
    if (!read.ok) return read;
    for (const [index, row] of read.value.entries()) {
      if (isPrelude) isPrelude = false;
      else if (header === undefined) header = cut(row, 1);
      else if (row.some((cell) => cell.trim() !== '')) {
        rows.push(cut(row, header.length));
        lines.push(piece.value.rowLines[index]!);
      }
    }
    if (rows.length > mostRows) return refuse('csv-too-many-rows', { most: mostRows });
    await setImmediate();
  }
  return header === undefined || rows.length === 0 ? refuse('csv-empty') : accept({ header, rows, lines });
}
