import type { WorkstationRefusal } from '@muniment/client/workstation';
import { inWords, type Language, type Problem, say, type Words } from '../../../loopback/words.ts';
import { machineWords, type Program } from '../../../machine/machine-words.ts';
import type { Refusal } from '../../../outcome.ts';
import { containerWords } from '../../../vendor/container-words.ts';
import { documentWords } from '../../../vendor/document-words.ts';
import { ownWords } from './own-words.ts';
import { revocationWords } from './revocation-words.ts';
import { seatWords } from './seat-words.ts';

/** What the words that are not of the workstation alone say of it. */
const program: Program = {
  name: { en: 'The workstation', de: 'Der Arbeitsplatz' },
  setUp: 'muniment activate',
  folderVariable: 'MUNIMENT_WORKSTATION_DATA',
  otherPort: 7083,
  steps: {
    clock: say(
      'Put the clock right. If it had been ahead by mistake: muniment renew, or of borrowed seats alone muniment status; without a network muniment request --renew, then muniment import FILE. The answer proves what time it is.',
      'Stellen Sie die Uhr richtig. Ging sie irrtümlich vor: muniment renew, nur für entliehene Plätze muniment status; ohne Netz muniment request --renew und dann muniment import DATEI. Die Antwort beweist, wie spät es ist.',
    ),
    keys: say(
      'Make sure that the file is from the vendor that this workstation was set up with (muniment status --json names its keys). The vendor’s newer keys come with its files. If the workstation was set up with another server, set up another folder: --data.',
      'Prüfen Sie, ob die Datei von dem Hersteller ist, mit dem dieser Arbeitsplatz eingerichtet wurde (muniment status --json nennt seine Schlüssel). Neuere Schlüssel des Herstellers kommen mit seinen Dateien. Wurde der Arbeitsplatz mit einem anderen Server eingerichtet, richten Sie einen anderen Ordner ein: --data.',
    ),
    test: say(
      'A folder is for tests if it is set up with a test installation, and for nothing else: use the right one (--data), and unset MUNIMENT_TEST_CLOCK_SHIFT.',
      'Ein Ordner ist für Tests, wenn er mit einer Testinstallation eingerichtet wurde, und für nichts anderes: Nehmen Sie den richtigen (--data), und entfernen Sie MUNIMENT_TEST_CLOCK_SHIFT.',
    ),
    folder: say(
      'Wait until it is done, as when it waits for the network; if it hangs, stop that process. Then try again.',
      'Warten Sie, bis er fertig ist, etwa wenn er auf das Netz wartet; hängt er, beenden Sie ihn. Versuchen Sie es dann noch einmal.',
    ),
  },
};

const words: Readonly<Record<WorkstationRefusal, Words>> = {
  ...documentWords(program),
  ...machineWords(program),
  ...containerWords,
  ...ownWords,
  ...revocationWords,
  ...seatWords,
};

/** Every code that a workstation itself refuses with. */
export const refusalCodes = Object.keys(words) as readonly WorkstationRefusal[];

/** What stands in the way, whoever says so: the workstation itself, or the vendor. */
export function problemIn(
  failure: { readonly refusal: Refusal<WorkstationRefusal> } | { readonly problem: Problem },
  language: Language,
): Problem {
  return 'problem' in failure ? failure.problem : inWords(failure.refusal, words[failure.refusal.code], language);
}
