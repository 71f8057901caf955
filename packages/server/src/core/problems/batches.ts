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
};
