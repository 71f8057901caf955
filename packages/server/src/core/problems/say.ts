import { textIn } from '@muniment/domain/catalog';
import type { ProblemSentence, ProblemText } from '@muniment/platform/http';
import { dayIn } from '../spelling.ts';

/** Words of a problem in one language: fixed, or made from the refusal's facts. */
type Words = string | ((facts: FactReader) => string);

/** Languages our own sentences are written in; whoever reads another one gets English around the pack's texts. */
type OwnLanguage = 'en' | 'de';

/** A sentence in English and German. German is written, not translated. */
export function say(en: Words, de: Words): ProblemSentence {
  return (facts, language) => {
    const own: OwnLanguage = language === 'de' ? 'de' : 'en';
    const words = own === 'de' ? de : en;
    return typeof words === 'string' ? words : words(new FactReader(facts, language, own));
  };
}

/** A problem from its three sentences; `status` is the HTTP status (RFC 9110). */
export function problem(status: number, title: ProblemSentence, detail: ProblemSentence, nextStep: ProblemSentence): ProblemText {
  return { status, title, detail, nextStep };
}

/** A sentence of the table for a reader. */
export function read(sentence: ProblemSentence, facts: Readonly<Record<string, unknown>>, language: string): string {
  return typeof sentence === 'string' ? sentence : sentence(facts, language);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The facts of a refusal as words for one reader. A fact that is missing reads as nothing, never as `undefined`. */
export class FactReader {
  readonly facts: Readonly<Record<string, unknown>>;
  /** What the reader asked for: the pack may have texts in it. */
  readonly language: string;
  readonly own: OwnLanguage;

  constructor(facts: Readonly<Record<string, unknown>>, language: string, own: OwnLanguage) {
    this.facts = facts;
    this.language = language;
    this.own = own;
  }

  has(name: string): boolean {
    return this.facts[name] !== undefined && this.facts[name] !== null;
  }

  /** A text, a number in the reader's spelling, or a text by language in the reader's. The first name that has one counts. */
  text(...names: readonly string[]): string {
    const value = names.map((name) => this.facts[name]).find((candidate) => candidate !== undefined && candidate !== null);
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return this.format(value);
    // The pack's own first language is not known here; where the reader's is missing, English fits the words around it.
    return isRecord(value) ? textIn(value as Readonly<Record<string, string>>, this.language, [this.own, 'en']) : '';
  }

  number(name: string): number {
    const value = this.facts[name];
    return typeof value === 'number' ? value : 0;
  }

  /** A calendar day (YYYY-MM-DD) as the reader writes it. */
  day(name: string): string {
    const value = this.facts[name];
    return typeof value === 'string' ? dayIn(this.own, value) : '';
  }

  /** Words with commas and "or" before the last; empty where there are none. */
  anyOf(name: string, called: (word: string) => string = (word) => word): string {
    const words = this.#words(name).map(called);
    return new Intl.ListFormat(this.own, { type: 'disjunction' }).format(words);
  }

  /** Words with commas between them. */
  list(name: string): string {
    return this.#words(name).join(', ');
  }

  /** A fact that holds facts itself. */
  inside(name: string): FactReader {
    const value = this.facts[name];
    return new FactReader(isRecord(value) ? value : {}, this.language, this.own);
  }

  /** A fact that is a list of facts. */
  each(name: string): FactReader[] {
    const value = this.facts[name];
    return Array.isArray(value) ? value.filter(isRecord).map((item) => new FactReader(item, this.language, this.own)) : [];
  }

  #words(name: string): string[] {
    const value = this.facts[name];
    return Array.isArray(value) ? value.map(String) : [];
  }

  /** A number in the reader's spelling. */
  format(value: number): string {
    return new Intl.NumberFormat(this.own).format(value);
  }
}
