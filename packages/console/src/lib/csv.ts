/** A cell that a spreadsheet would take for a formula is kept as text by a leading apostrophe. */
const formulaStart = /^[=+\-@\t\r]/;

/** One CSV cell (RFC 4180), guarded against formulas. Plain numbers, also negative ones, stay numbers. */
function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const guarded = formulaStart.test(value) ? `'${value}` : value;
  return /[",\r\n;]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

/** What spreadsheets of a language put between cells: where a comma begins the decimals, it is none of them. */
export const separatorOf = (language: string): ',' | ';' => (new Intl.NumberFormat(language).format(0.5).includes(',') ? ';' : ',');

/** A CSV file with a byte order mark, so that spreadsheets read the umlauts. */
export const csvFile = (rows: readonly (readonly (string | number | null | undefined)[])[], separator: ',' | ';' = ','): Blob =>
  new Blob(['\uFEFF', rows.map((row) => row.map(csvCell).join(separator)).join('\r\n'), '\r\n'], { type: 'text/csv;charset=utf-8' });

/** Hands a file to the browser as a download. */
export function saveFile(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
  // The download has begun by then; Safari needs the address a moment longer.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
