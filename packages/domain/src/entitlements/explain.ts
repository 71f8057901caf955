import type { Temporal } from 'temporal-polyfill';
import { lastDayOf } from '../terms/index.ts';
import type { Entitlement, Step } from './types.ts';

/** The words of one language in which the arithmetic is told. */
interface Sentences {
  sum(parts: string, total: string): string;
  term(quantity: string, each: string, part: string): string;
  single(each: string, part: string): string;
  versions(all: string, highest: string, part: string): string;
  oneVersion(version: string, part: string): string;
  flag(parts: string): string;
  /** What a lot gives, and from where: "40 (EX81-SEAT-20)". */
  expired(what: string, lastDay: string): string;
  notYetValid(what: string, from: string): string;
  unknownVersion(version: string, part: string): string;
  until(lastDay: string): string;
  held(value: string, maximum: string): string;
}

const english: Sentences = {
  sum: (parts, total) => `${parts} = ${total}.`,
  term: (quantity, each, part) => `${quantity} × ${each} (${part})`,
  single: (each, part) => `${each} (${part})`,
  versions: (all, highest, part) => `Granted are ${all}; the highest counts: ${highest} (${part}).`,
  oneVersion: (version, part) => `${version} is granted by ${part}.`,
  flag: (parts) => `Turned on by ${parts}.`,
  expired: (what, lastDay) => `${what} no longer counts: its last day is ${lastDay}.`,
  notYetValid: (what, from) => `${what} does not count yet: its first day is ${from}.`,
  unknownVersion: (version, part) => `${version} (${part}) is not in the order of versions and does not count.`,
  held: (value, maximum) => `Of it ${value} count: a demo fills up to the maximum of ${maximum} and adds nothing above it.`,
  until: (lastDay) => `As it is until ${lastDay}, that day included.`,
};

const german: Sentences = {
  sum: (parts, total) => `${parts} = ${total}.`,
  term: (quantity, each, part) => `${quantity} × ${each} (${part})`,
  single: (each, part) => `${each} (${part})`,
  versions: (all, highest, part) => `Gewährt sind ${all}; die höchste zählt: ${highest} (${part}).`,
  oneVersion: (version, part) => `${version} gewährt ${part}.`,
  flag: (parts) => `Eingeschaltet durch ${parts}.`,
  expired: (what, lastDay) => `${what} zählt nicht mehr: Der letzte Tag ist der ${lastDay}.`,
  notYetValid: (what, from) => `${what} zählt noch nicht: Der erste Tag ist der ${from}.`,
  unknownVersion: (version, part) => `${version} (${part}) steht nicht in der Reihenfolge der Versionen und zählt nicht.`,
  held: (value, maximum) => `Davon zählen ${value}: Eine Demo füllt bis zum Höchstwert von ${maximum} auf und fügt darüber nichts hinzu.`,
  until: (lastDay) => `Gilt so bis einschließlich ${lastDay}.`,
};

/** What a value is counted in, already in the reader's language; without it, bare numbers are shown. */
export interface ExplainWords {
  unit(count: number): string;
}

/**
 * The steps of an entitlement in words (F12): "6 × 20 (EX81-SEAT-20) = 120 seats." English and German; other
 * languages get English.
 */
export function explain(
  entitlement: Pick<Entitlement, 'kind' | 'steps' | 'lastDay' | 'value' | 'maximum'>,
  language: string,
  words?: ExplainWords,
): readonly string[] {
  const sentences = language === 'de' ? german : english;
  const locale = language === 'de' ? 'de-DE' : 'en-GB';
  const show = (value: number): string => new Intl.NumberFormat(locale).format(value);
  const date = (day: Temporal.PlainDate): string => day.toLocaleString(locale, { dateStyle: 'medium' });
  const counted = entitlement.steps.filter(({ counted }) => counted);
  const main = counted.length === 0 ? [] : [mainSentence(entitlement, counted, sentences, { show, date, words })];
  const others = entitlement.steps.flatMap((step) => outsideSentence(step, sentences, { show, date }));
  const { value, maximum } = entitlement;
  const held = maximum === null ? [] : [sentences.held(show(value as number), show(maximum))];
  return [...main, ...held, ...others, ...(entitlement.lastDay === null ? [] : [sentences.until(date(entitlement.lastDay))])];
}

interface Show {
  readonly show: (value: number) => string;
  readonly date: (day: Temporal.PlainDate) => string;
  readonly words: ExplainWords | undefined;
}

function mainSentence(
  { kind, steps }: Pick<Entitlement, 'kind' | 'steps'>,
  counted: readonly Step[],
  say: Sentences,
  { show, words }: Show,
): string {
  if (kind === 'flag') return say.flag(unique(counted.map(({ partNumber }) => partNumber)).join(', '));
  if (kind === 'version') {
    const all = unique(
      steps.filter(({ reason }) => reason === 'highest-version' || reason === 'lower-version').map(({ each }) => String(each)),
    );
    const { each, partNumber } = counted[0]!;
    return all.length === 1 ? say.oneVersion(String(each), partNumber) : say.versions(all.join(', '), String(each), partNumber);
  }
  const terms = mergeTerms(counted).map(({ quantity, each, partNumber }) =>
    quantity === 1 ? say.single(show(each), partNumber) : say.term(show(quantity), show(each), partNumber),
  );
  const total = counted.reduce((sum, step) => sum + (step.total as number), 0);
  return say.sum(terms.join(' + '), words === undefined ? show(total) : `${show(total)} ${words.unit(total)}`);
}

/** Lots of one part that grant the same are told together: a reader counts parts, not lots. */
function mergeTerms(counted: readonly Step[]): { quantity: number; each: number; partNumber: string }[] {
  const terms = new Map<string, { quantity: number; each: number; partNumber: string }>();
  for (const { partNumber, quantity, each } of counted) {
    const key = `${partNumber}|${each}`;
    terms.set(key, { partNumber, each: each as number, quantity: (terms.get(key)?.quantity ?? 0) + quantity });
  }
  return [...terms.values()];
}

function outsideSentence(step: Step, say: Sentences, { show, date }: Pick<Show, 'show' | 'date'>): string[] {
  const { each, total, partNumber } = step;
  const what = total === true ? partNumber : `${typeof total === 'number' ? show(total) : total} (${partNumber})`;
  if (step.reason === 'expired') return [say.expired(what, date(lastDayOf(step.validUntil!)))];
  if (step.reason === 'not-yet-valid') return [say.notYetValid(what, date(step.validFrom!))];
  return step.reason === 'version-not-in-order' ? [say.unknownVersion(String(each), partNumber)] : [];
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
