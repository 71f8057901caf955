import { inWords, type Language, type Problem } from '../../../loopback/words.ts';
import type { Refusal } from '../../../outcome.ts';
import { documentWords } from '../../../vendor/document-words.ts';
import type { LicenseManagerRefusal } from '../refusals.ts';
import { ownWords, program } from './own-words.ts';

const words = { ...documentWords(program), ...ownWords };

/** A refusal of the licence manager as a problem (RFC 9457). */
export function problemOf(refusal: Refusal<LicenseManagerRefusal>, language: Language): Problem {
  return inWords(refusal, words[refusal.code], language);
}
