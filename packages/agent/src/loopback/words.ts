import type { Refusal } from '../outcome.ts';

/** Languages everything is written in. */
export type Language = 'en' | 'de';

type Facts = Readonly<Record<string, unknown>>;
type Sentence = string | ((facts: Facts) => string);

/** A sentence in every language. */
export type Said = Readonly<Record<Language, Sentence>>;

/** A refusal in words: HTTP status, what it is, what is the matter, what to do now. */
export interface Words {
  readonly status: number;
  readonly title: Said;
  readonly detail: Said;
  readonly nextStep: Said;
}

/** A problem as it is sent (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly nextStep: string;
  readonly requestId?: string;
  readonly facts?: Facts;
}

export const say = (en: Sentence, de: Sentence): Said => ({ en, de });

const spoken = (said: Said, language: Language, facts: Facts): string => {
  const sentence = said[language];
  return typeof sentence === 'string' ? sentence : sentence(facts);
};

/** Puts a refusal into words. */
export function inWords({ code, facts }: Refusal, words: Words, language: Language): Problem {
  return {
    type: 'about:blank',
    title: spoken(words.title, language, facts),
    status: words.status,
    code,
    detail: spoken(words.detail, language, facts),
    nextStep: spoken(words.nextStep, language, facts),
    ...(Object.keys(facts).length === 0 ? {} : { facts }),
  };
}

/** The first of our languages by an `Accept-Language` header (RFC 9110 §12.5.4); English where none is named. */
export function languageOf(header: string | undefined): Language {
  let best: Language = 'en';
  let weight = 0;
  for (const range of (header ?? '').slice(0, 200).split(',')) {
    const [tag = '', parameter] = range.split(';');
    const language = /^\s*(en|de)(-|\s*$)/i.exec(tag)?.[1]?.toLowerCase() as Language | undefined;
    const quality = parameter === undefined ? 1 : Number(/^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1] ?? 0);
    if (language !== undefined && quality > weight) [best, weight] = [language, quality];
  }
  return best;
}
