import type { ProblemTable } from '@muniment/platform/http';
import { problem, say } from './say.ts';

/** Long work and what may end it. */
export const batchProblems: ProblemTable = {
  'batch-over': problem(
    409,
    say('It has ended already', 'Der Vorgang ist schon beendet'),
    say(
      'Every item has its result, or the rest was cancelled before.',
      'Jeder Eintrag hat sein Ergebnis, oder der Rest wurde schon abgebrochen.',
    ),
    say('Look at the results of its items.', 'Sehen Sie sich die Ergebnisse der einzelnen Einträge an.'),
  ),
  'starter-gone': problem(
    403,
    say('Whoever started this may no longer act', 'Wer das gestartet hat, darf nicht mehr handeln'),
    say(
      'The account or API key that started it was ended, or no longer belongs to the organization. What was left has not been done.',
      'Das Konto oder der API-Schlüssel dahinter wurde beendet oder gehört nicht mehr zur Organisation. Der Rest wurde nicht ausgeführt.',
    ),
    say('Start it again for what is left.', 'Starten Sie den Vorgang für den Rest neu.'),
  ),
  'csv-not-utf8': problem(
    422,
    say('The file is not UTF-8', 'Die Datei ist kein UTF-8'),
    say('Some characters could not be read.', 'Einige Zeichen ließen sich nicht lesen.'),
    say('Save it as “CSV UTF-8” and send it again.', 'Speichern Sie die Datei als „CSV UTF-8“ und senden Sie sie noch einmal.'),
  ),
  'csv-not-readable': problem(
    422,
    say('The file is not CSV', 'Die Datei ist kein CSV'),
    say(
      (facts) => `Quotes do not match up, at line ${facts.text('line')} or before.`,
      (facts) => `Anführungszeichen passen nicht zusammen, in Zeile ${facts.text('line')} oder davor.`,
    ),
    say(
      'A quote inside a quoted cell is written twice. Correct the line, or export the file anew.',
      'Ein Anführungszeichen in einer Zelle mit Anführungszeichen wird verdoppelt. Berichtigen Sie die Zeile, oder exportieren Sie die Datei neu.',
    ),
  ),
  'csv-empty': problem(
    422,
    say('The file has no rows', 'Die Datei hat keine Zeilen'),
    say('There is a first line with the columns at most.', 'Es gibt höchstens die erste Zeile mit den Spalten.'),
    say('Add a row for each device.', 'Fügen Sie für jedes Gerät eine Zeile hinzu.'),
  ),
  'csv-line-too-long': problem(
    422,
    say('The file has a line that is too long', 'Die Datei hat eine zu lange Zeile'),
    say(
      (facts) => `A line has at most ${facts.text('most')} characters; the one that begins in line ${facts.text('line')} has more.`,
      (facts) => `Eine Zeile hat höchstens ${facts.text('most')} Zeichen; die in Zeile ${facts.text('line')} beginnt, hat mehr.`,
    ),
    say(
      'Shorten its cells. A quote that is not closed makes one line of all that follow.',
      'Kürzen Sie ihre Zellen. Ein Anführungszeichen, das nicht geschlossen wird, macht aus allen folgenden Zeilen eine.',
    ),
  ),
  'csv-too-many-cells': problem(
    422,
    say('The file has a line with too many cells', 'Die Datei hat eine Zeile mit zu vielen Zellen'),
    say(
      (facts) => `A line has at most ${facts.text('most')} cells, empty ones counted; line ${facts.text('line')} has more.`,
      (facts) => `Eine Zeile hat höchstens ${facts.text('most')} Zellen, leere mitgezählt; Zeile ${facts.text('line')} hat mehr.`,
    ),
    say(
      'Remove the columns that are not needed, and the empty ones at the end.',
      'Entfernen Sie die Spalten, die nicht gebraucht werden, und die leeren am Ende.',
    ),
  ),
  'csv-too-many-rows': problem(
    422,
    say('The file has too many rows', 'Die Datei hat zu viele Zeilen'),
    say(
      (facts) => `One import takes ${facts.text('most')} rows.`,
      (facts) => `Ein Import nimmt ${facts.text('most')} Zeilen.`,
    ),
    say('Part the file, with the first line in each.', 'Teilen Sie die Datei, jede mit der ersten Zeile.'),
  ),
  'csv-column-unknown': problem(
    422,
    say('The file has columns that nobody knows', 'Die Datei hat unbekannte Spalten'),
    say(
      (facts) => `Not known: ${facts.list('columns')}. Known, by id or by label in any language: ${facts.list('named')}.`,
      (facts) => `Unbekannt: ${facts.list('columns')}. Bekannt, als Id oder Bezeichnung in jeder Sprache: ${facts.list('named')}.`,
    ),
    say('Rename or delete these columns.', 'Benennen Sie diese Spalten um, oder löschen Sie sie.'),
  ),
  'csv-column-twice': problem(
    422,
    say('Two columns say the same', 'Zwei Spalten sagen dasselbe'),
    say(
      (facts) => `What “${facts.text('column')}” says stands in another column too.`,
      (facts) => `Was in „${facts.text('column')}“ steht, steht noch in einer anderen Spalte.`,
    ),
    say('Delete one of them.', 'Löschen Sie eine davon.'),
  ),
  'csv-column-missing': problem(
    422,
    say('A column is missing', 'Eine Spalte fehlt'),
    say(
      (facts) => `No column is called ${facts.text('named', 'column')}, and no product was named for the whole file.`,
      (facts) => `Keine Spalte heißt ${facts.text('named', 'column')}, und für die ganze Datei wurde kein Produkt genannt.`,
    ),
    say('Add the column, or name the product.', 'Fügen Sie die Spalte hinzu, oder nennen Sie das Produkt.'),
  ),
  'row-cells': problem(
    422,
    say('The row has the wrong number of cells', 'Die Zeile hat die falsche Anzahl Zellen'),
    say(
      (facts) => `There are ${facts.text('cells')} cells for ${facts.text('columns')} columns.`,
      (facts) => `Es sind ${facts.text('cells')} Zellen für ${facts.text('columns')} Spalten.`,
    ),
    say(
      'Put cells that hold the delimiter in quotes, and leave empty ones empty.',
      'Setzen Sie Zellen, die das Trennzeichen enthalten, in Anführungszeichen, und lassen Sie leere leer.',
    ),
  ),
  'value-too-long': problem(
    422,
    say('A value is too long', 'Ein Wert ist zu lang'),
    say(
      (facts) => `${facts.text('column')} takes ${facts.text('most')} characters.`,
      (facts) => `${facts.text('column')} nimmt ${facts.text('most')} Zeichen.`,
    ),
    say('Shorten it.', 'Kürzen Sie ihn.'),
  ),
  'too-many-items': problem(
    422,
    say('These are too many at once', 'Das sind zu viele auf einmal'),
    say(
      (facts) => `More than ${facts.text('most')} match.`,
      (facts) => `Es passen mehr als ${facts.text('most')}.`,
    ),
    say('Narrow the filter, and start it several times.', 'Schränken Sie den Filter ein, und starten Sie mehrmals.'),
  ),
};
