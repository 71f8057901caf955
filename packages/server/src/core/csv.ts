/** What a spreadsheet would take for a formula, blanks before it and full-width signs too (OWASP: CSV injection), and the mark that keeps it from doing so. */
const formula = /^'*(?:\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n])/;
const marked = /^'+(?:\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n])/;

/** A cell that no spreadsheet reckons with: one that looks like a formula begins with an apostrophe. */
function guardCell(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** The cell that `guardCell` was given. */
export function unguardCell(text: string): string {
  return marked.test(text) ? text.slice(1) : text;
}

/** Lines of a CSV file (RFC 4180), guarded against formulas, each with its end. */
export function csvLines(rows: readonly (readonly string[])[], delimiter = ','): string {
  const special = delimiter === ',' ? /[",\r\n]/ : /["\r\n;\t,]/;
  const cell = (text: string) => {
    const guarded = guardCell(text);
    return special.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
  };
  return rows.map((row) => `${row.map(cell).join(delimiter)}\r\n`).join('');
}
