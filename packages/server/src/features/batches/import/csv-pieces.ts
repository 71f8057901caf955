import { accept, type Decision, refuse } from '@muniment/domain';

/** So many cells a line has at most: no list of devices has a quarter of them. */
const mostCells = 200;

/** So many characters a line has at most, a row's line breaks in quotes with it: fifty times what its fields may hold. */
const mostCharacters = 100_000;

/** Pieces of the text: whoever else is served here gets a turn between them. */
const pieceLength = 50_000;

export type CsvBound = 'csv-line-too-long' | 'csv-too-many-cells';

/** Whole rows, and the line of the file that the first of them is in. */
export interface CsvPiece {
  readonly text: string;
  readonly line: number;
  /** Where each row begins; empty lines are none. */
  readonly rowLines: readonly number[];
}

/** What ends a line, whichever a file has: the longest first. */
export const lineEnds = ['\r\n', '\n', '\r'] as const;

const delimiters = [',', ';', '\t'] as const;

/** A first line by which spreadsheets tell each other what parts the cells of the file. */
const delimiterLine = /^"?sep=([,;\t])"?(?=[\r\n])/i;

/** Whether the first line only says what parts the others. */
export const saysDelimiter = (text: string): boolean => delimiterLine.test(text);

/** What the lines are parted by: as the file says, else whatever stands most often in its first line, outside of quotes. */
export function delimiterOf(text: string): string {
  const said = delimiterLine.exec(text)?.[1];
  if (said !== undefined) return said;
  const start = text.slice(0, 10_000);
  const end = start.search(/[\r\n]/);
  const bare = start.slice(0, end === -1 ? undefined : end).replaceAll(/"[^"]*"/g, '');
  const counts = delimiters.map((delimiter) => bare.split(delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))]!;
}

const [quote, feed, carriage] = ['"', '\n', '\r'].map((character) => character.charCodeAt(0)) as [number, number, number];

const isLineEnd = (character: number) => character === feed || character === carriage;

interface Row {
  /** Where the next one begins. */
  readonly end: number;
  /** Ends of lines in it. */
  readonly lines: number;
  readonly beyond: CsvBound | null;
}

/** Where a row ends, by the parser's own rules, or where it goes beyond the bounds: what is behind that is not looked at. */
function measure(text: string, start: number, delimiter: number): Row {
  let [cells, lines, cellStart] = [1, 0, start];
  let quoted = false;
  const last = Math.min(text.length, start + mostCharacters);
  for (let at = start; at < last; at += 1) {
    const character = text.charCodeAt(at);
    if (character === quote) {
      if (!quoted) quoted = at === cellStart;
      else if (text.charCodeAt(at + 1) === quote) at += 1;
      else quoted = false;
    } else if (character === feed || character === carriage) {
      if (character === carriage && text.charCodeAt(at + 1) === feed) at += 1;
      lines += 1;
      if (!quoted) return { end: at + 1, lines, beyond: null };
    } else if (character === delimiter && !quoted) {
      cells += 1;
      cellStart = at + 1;
      if (cells > mostCells) return { end: at, lines, beyond: 'csv-too-many-cells' };
    }
  }
  return { end: last, lines, beyond: last < text.length ? 'csv-line-too-long' : null };
}

/** The text in pieces of whole rows, up to the first that goes beyond the bounds. */
export function* piecesOf(text: string, delimiter: string): Generator<Decision<CsvPiece, CsvBound>> {
  const code = delimiter.charCodeAt(0);
  for (let [start, line] = [0, 1]; start < text.length; ) {
    const first = line;
    const rowLines: number[] = [];
    let end = start;
    while (end < text.length && end - start < pieceLength) {
      const row = measure(text, end, code);
      if (row.beyond !== null) {
        yield refuse(row.beyond, { line, most: row.beyond === 'csv-too-many-cells' ? mostCells : mostCharacters });
        return;
      }
      if (!isLineEnd(text.charCodeAt(end))) rowLines.push(line);
      end = row.end;
      line += row.lines;
    }
    yield accept({ text: text.slice(start, end), line: first, rowLines });
    start = end;
  }
}
