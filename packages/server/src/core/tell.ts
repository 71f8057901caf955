import type { Refusal } from '@muniment/domain';
import { read } from './problems/say.ts';
import { problems } from './problems.ts';
import { publicIds } from './public-ids.ts';

/** Why one of many was refused, as an answer tells it beside the others' results. */
export interface ToldRefusal {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly nextStep: string;
  readonly facts: Record<string, unknown>;
}

/** A refusal in the reader's words, its ids as people and programs know them. */
export function tellRefusal({ code, facts }: Pick<Refusal<string>, 'code' | 'facts'>, language: string | null): ToldRefusal {
  const { title, detail, nextStep } = problems[code]!;
  const told = publicIds(facts);
  const words = (sentence: typeof title) => read(sentence, told, language ?? 'en');
  return { code, title: words(title), detail: words(detail), nextStep: words(nextStep), facts: { ...told } };
}
