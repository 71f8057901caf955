import type { Refusal } from '@muniment/domain';
import { tellRefusal } from './tell.ts';

/** A refusal of one line among many, in the reader's words. */
export function lineProblem({ refusal }: { readonly refusal: Refusal<string> }, language: string | null) {
  const { facts: _, ...told } = tellRefusal(refusal, language);
  return told;
}
