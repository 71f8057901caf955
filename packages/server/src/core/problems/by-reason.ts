import type { ProblemSentence } from '@muniment/platform/http';
import { read } from './say.ts';

/** A code that means several things: the sentence of the fact `reason`. */
export const byReason =
  (sentences: Readonly<Record<string, ProblemSentence>>): ProblemSentence =>
  (facts, language) =>
    read(sentences[String(facts['reason'])]!, facts, language);
