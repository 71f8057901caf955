import { inWords, type Language, type Problem, say, type Words } from '../../../loopback/words.ts';
import { machineWords, type Program } from '../../../machine/machine-words.ts';
import type { Refusal } from '../../../outcome.ts';
import { containerWords } from '../../../vendor/container-words.ts';
import { documentWords } from '../../../vendor/document-words.ts';
import type { ControllerRefusal } from '../refusals.ts';
import { cloudWords } from './cloud-words.ts';
import { ownWords } from './own-words.ts';

/** What the words that are not of the controller alone say of it. */
const program: Program = {
  name: { en: 'The controller', de: 'Der Controller' },
  setUp: 'muniment controller init',
  folderVariable: 'MUNIMENT_CONTROLLER_DATA',
  otherPort: 7082,
};

const machine = machineWords(program);

const words: Readonly<Record<ControllerRefusal, Words>> = {
  ...documentWords(program),
  ...machine,
  'clock-set-back': {
    ...machine['clock-set-back'],
    nextStep: say(
      'Put the clock right. If it had been ahead by mistake, the next exchange with the cloud proves that (muniment controller sync). Without a network, make a request now, which need ask for no licence (muniment controller request), and install the file that answers it. Then the clock is believed again.',
      'Stellen Sie die Uhr richtig. Ging sie irrtümlich vor, beweist das der nächste Abgleich mit der Cloud (muniment controller sync). Ohne Netz erzeugen Sie jetzt eine Anforderung, die keine Lizenz zu nennen braucht (muniment controller request), und installieren die Datei, die darauf antwortet. Dann gilt die Uhr wieder.',
    ),
  },
  ...containerWords,
  ...cloudWords,
  ...ownWords,
};

/** Every code that the controller itself refuses with. */
export const refusalCodes = Object.keys(words) as readonly ControllerRefusal[];

/** A refusal of the controller as a problem (RFC 9457). */
export function problemOf(refusal: Refusal<ControllerRefusal>, language: Language): Problem {
  return inWords(refusal, words[refusal.code], language);
}

/** What stands in the way, whoever says so: the controller itself, or the cloud. */
export function problemIn(
  failure: { readonly refusal: Refusal<ControllerRefusal> } | { readonly problem: Problem },
  language: Language,
): Problem {
  return 'problem' in failure ? failure.problem : problemOf(failure.refusal, language);
}
