/** Most lines that are sent at a time. */
export const mostUsers = 500;

export interface PastedUser {
  /** Line of the pasted text, from 1. */
  readonly number: number;
  readonly name: string;
  readonly email: string;
  readonly note: string;
}

/** Separators of tables and CSV files: the first that a line holds counts. */
const separators = ['\t', ';', ','];

/** Cells of a line; what stands between quotes is one, whatever it holds. */
const cellsOf = (line: string, separator: string) =>
  line.match(new RegExp(`(?:"(?:[^"]|"")*"|[^${separator}"])+|(?<=^|${separator})(?=${separator}|$)`, 'g')) ?? [];

const unquoted = (cell: string) =>
  cell
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replaceAll('""', '"')
    .trim();

/**
 * Reads pasted lines: name, address, note, in a table, a CSV file or one address a line. Which cell is the address is seen
 * by its @, so that the columns may stand in another order.
 */
export function parseUsers(text: string): PastedUser[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '') return [];
    const separator = separators.find((one) => line.includes(one));
    const cells = (separator === undefined ? [line] : cellsOf(line, separator)).map(unquoted);
    const at = cells.findIndex((cell) => cell.includes('@'));
    const email = cells[at] ?? '';
    const [name = '', ...notes] = cells.filter((_, position) => position !== at);
    return [{ number: index + 1, name, email, note: notes.filter((note) => note !== '').join(', ') }];
  });
}
