import { inWords, type Language, type Problem } from '../../../loopback/words.ts';
import type { Refusal } from '../../../outcome.ts';
import type { LicenseManagerRefusal } from '../refusals.ts';
import { documentWords } from './document-words.ts';
import { ownWords } from './own-words.ts';

const words = { ...documentWords, ...ownWords };

/** A refusal of the licence manager as a problem (RFC 9457). */
export function problemOf(refusal: Refusal<LicenseManagerRefusal>, language: Language): Problem {
  return inWords(refusal, words[refusal.code], language);
}
