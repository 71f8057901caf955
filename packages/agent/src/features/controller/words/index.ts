import { inWords, type Language, type Problem, type Words } from '../../../loopback/words.ts';
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

const words: Readonly<Record<ControllerRefusal, Words>> = {
  ...documentWords(program),
  ...machineWords(program),
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
