import type { Refusal } from '@muniment/domain';
import { read } from './problems/say.ts';
import { problems } from './problems.ts';

/** A refusal of one line among many, in the reader's words. */
export function lineProblem({ refusal }: { readonly refusal: Refusal<string> }, language: string | null) {
  const { code, facts } = refusal;
  const { title, detail, nextStep } = problems[code]!;
  const words = (sentence: typeof title) => read(sentence, facts, language ?? 'en');
  return { code, title: words(title), detail: words(detail), nextStep: words(nextStep) };
}
