import type { ProblemTable } from '@muniment/platform/http';
import { type FactReader, problem, read, say } from './say.ts';
import { actName } from './words.ts';

/** What an act would be answered now, in the words of that refusal; empty where it would be done, though differently. */
function refusalNow(facts: FactReader, table: ProblemTable): string {
  const refusal = facts.inside('refusal');
  const text = table[refusal.text('code')];
  return text === undefined ? '' : read(text.detail, refusal.inside('facts').facts, facts.language);
}

/** When an act can no longer be taken back, and when history is too long for one file. */
const historyProblems: ProblemTable = {
  'export-too-large': problem(
    422,
    say('The log is too long for one file', 'Das Protokoll ist zu lang für eine Datei'),
    say(
      (facts) => `A file holds at most ${facts.number('most')} acts.`,
      (facts) => `Eine Datei fasst höchstens ${facts.number('most')} Handlungen.`,
    ),
    say('Ask for a shorter time, or for one project.', 'Fragen Sie nach einem kürzeren Zeitraum oder nach einem Projekt.'),
  ),
  'undo-too-late': problem(
    409,
    say('Its day is over', 'Der Tag ist vorbei'),
    say(
      (facts) => `It was done on ${facts.text('day')}; what runs by days can be taken back on that day only.`,
      (facts) => `Es geschah am ${facts.text('day')}; was nach Tagen läuft, lässt sich nur an diesem Tag zurücknehmen.`,
    ),
    say('Do the opposite instead: unassign what was assigned.', 'Tun Sie stattdessen das Gegenteil: Heben Sie etwa die Zuweisung auf.'),
  ),
};

/** Previews and undo. `table` holds the refusals that an outdated preview may have turned into. */
export function operationProblems(table: ProblemTable): ProblemTable {
  const own: ProblemTable = {
    'preview-outdated': problem(
      409,
      say('It changed since you looked', 'Es hat sich inzwischen geändert'),
      say(
        (facts) => {
          const now = refusalNow(facts, { ...table, ...own });
          if (now !== '') return `Nothing was done, and it can no longer be done: ${now}`;
          if (facts.has('found'))
            return `There are ${facts.text('found')} of them now, and not ${facts.text('expected')}: nothing was done.`;
          return 'The effect would no longer be the one you reviewed, so nothing was done.';
        },
        (facts) => {
          const now = refusalNow(facts, { ...table, ...own });
          if (now !== '') return `Es ist nichts geschehen, und es geht nicht mehr: ${now}`;
          if (facts.has('found'))
            return `Es sind jetzt ${facts.text('found')} und nicht ${facts.text('expected')}: Es ist nichts geschehen.`;
          return 'Die Wirkung wäre nicht mehr die, die Sie geprüft haben. Deshalb ist nichts geschehen.';
        },
      ),
      say(
        (facts) => {
          if (facts.has('refusal')) return 'Choose again from what there is now.';
          return `Look at the new preview, then confirm with its ${facts.has('found') ? 'number' : 'digest'}.`;
        },
        (facts) => {
          if (facts.has('refusal')) return 'Wählen Sie neu aus dem, was es jetzt gibt.';
          return `Sehen Sie sich die neue Vorschau an und bestätigen Sie mit ${facts.has('found') ? 'deren Anzahl' : 'deren Digest'}.`;
        },
      ),
    ),
    'cannot-undo-kind': problem(
      422,
      say('This cannot be undone', 'Das lässt sich nicht rückgängig machen'),
      say(
        (facts) => {
          const act = actName(facts.text('kind'), 'en');
          return act === null ? 'Acts of this kind are final.' : `There is no way back from ${act}.`;
        },
        (facts) => `${actName(facts.text('kind'), 'de') ?? 'Eine Handlung dieser Art'} ist endgültig.`,
      ),
      say('Do the opposite, where there is one.', 'Tun Sie das Gegenteil, wo es eines gibt.'),
    ),
    'already-undone': problem(
      409,
      say('It was undone already', 'Es ist schon rückgängig gemacht'),
      say('An act is undone once.', 'Eine Handlung lässt sich einmal rückgängig machen.'),
      say('To have its effect again, do it again.', 'Um die Wirkung wieder zu haben, führen Sie sie neu aus.'),
    ),
    ...historyProblems,
    'built-upon': problem(
      409,
      say('Something was built on it', 'Darauf wurde schon aufgebaut'),
      say(
        (facts) => builtUpon(facts.text('reason'))[0],
        (facts) => builtUpon(facts.text('reason'))[1],
      ),
      say(
        'Do the opposite instead, such as detaching what was attached.',
        'Tun Sie stattdessen das Gegenteil: Lösen Sie etwa, was zugeordnet wurde.',
      ),
    ),
  };
  return own;
}

/** Mails. */
export const mailProblems: ProblemTable = {
  'mail-waiting': problem(
    409,
    say('This mail is on its way', 'Diese Mail ist unterwegs'),
    say('It is waiting to be sent already.', 'Sie wartet schon darauf, gesendet zu werden.'),
    say('Wait until it was sent or has failed.', 'Warten Sie, bis sie gesendet oder fehlgeschlagen ist.'),
  ),
};

/** What was built on an act, in English and German. */
function builtUpon(reason: string): readonly [string, string] {
  if (reason === 'delivered') {
    return [
      'A licence file was delivered, or a device was told yes, on its strength.',
      'Daraufhin wurde eine Lizenzdatei ausgeliefert oder einem Gerät zugesagt, dass es darf.',
    ];
  }
  if (reason === 'licensed-since') return ['It has been licensed otherwise since.', 'Seither wurde anderweitig lizenziert.'];
  if (reason === 'assignee-gone')
    return ['What it was taken off is no longer in the project.', 'Wovon sie entfernt wurde, gehört nicht mehr zum Projekt.'];
  return ['The same units have moved again since.', 'Dieselben Einheiten haben sich seither noch einmal bewegt.'];
}
