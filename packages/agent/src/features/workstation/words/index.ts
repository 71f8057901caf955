import type { WorkstationRefusal } from '@muniment/client/workstation';
import { inWords, type Language, type Problem, type Words } from '../../../loopback/words.ts';
import { machineWords, type Program } from '../../../machine/machine-words.ts';
import type { Refusal } from '../../../outcome.ts';
import { containerWords } from '../../../vendor/container-words.ts';
import { documentWords } from '../../../vendor/document-words.ts';
import { ownWords } from './own-words.ts';
import { revocationWords } from './revocation-words.ts';

/** What the words that are not of the workstation alone say of it. */
const program: Program = {
  name: { en: 'The workstation', de: 'Der Arbeitsplatz' },
  setUp: 'muniment activate',
  folderVariable: 'MUNIMENT_WORKSTATION_DATA',
  otherPort: 7083,
};

const words: Readonly<Record<WorkstationRefusal, Words>> = {
  ...documentWords(program),
  ...machineWords(program),
  ...containerWords,
  ...ownWords,
  ...revocationWords,
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
