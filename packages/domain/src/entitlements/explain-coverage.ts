import type { Temporal } from 'temporal-polyfill';
import { lastDayOf } from '../terms/index.ts';
import type { Coverage, CoverageStep } from './coverage.ts';
import type { ExplainWords } from './explain.ts';

interface Sentences {
  /** In one line, for a heading or a table. */
  summary(covered: string, capacity: string, missing: string | null): string;
  nothing: string;
  licensed(sum: string): string;
  covered(sum: string): string;
  missing(missing: string): string;
  expired(what: string, lastDay: string): string;
  notYetValid(what: string, from: string): string;
  until(lastDay: string): string;
}

const english: Sentences = {
  summary: (covered, capacity, missing) => `${covered} of ${capacity} covered${missing === null ? '' : `: ${missing} missing`}`,
  nothing: 'nothing licensed that could be covered',
  licensed: (sum) => `Licensed: ${sum}.`,
  covered: (sum) => `Covered by maintenance: ${sum}.`,
  missing: (missing) => `Maintenance for ${missing} is missing; until it is there no upgrade is granted.`,
  expired: (what, lastDay) => `${what} no longer counts: its last day is ${lastDay}.`,
  notYetValid: (what, from) => `${what} does not count yet: its first day is ${from}.`,
  until: (lastDay) => `Covered until ${lastDay}, that day included.`,
};

const german: Sentences = {
  summary: (covered, capacity, missing) => `${covered} von ${capacity} abgedeckt${missing === null ? '' : `: ${missing} fehlen`}`,
  nothing: 'nichts lizenziert, das abgedeckt werden könnte',
  licensed: (sum) => `Lizenziert: ${sum}.`,
  covered: (sum) => `Durch Wartung abgedeckt: ${sum}.`,
  missing: (missing) => `Wartung für ${missing} fehlt; bis sie da ist, wird keine Aktualisierung gewährt.`,
  expired: (what, lastDay) => `${what} zählt nicht mehr: Der letzte Tag ist der ${lastDay}.`,
  notYetValid: (what, from) => `${what} zählt noch nicht: Der erste Tag ist der ${from}.`,
  until: (lastDay) => `Abgedeckt bis einschließlich ${lastDay}.`,
};

/** What is told of a coverage: "25 of 50 covered: 25 missing", and why, step by step (E7). English and German; other languages get English. */
export interface ExplainedCoverage {
  readonly text: string;
  readonly why: string[];
}

export function explainCoverage(
  { capacity, covered, missing, lastDay, steps }: Coverage,
  language: string,
  words?: ExplainWords,
): ExplainedCoverage {
  const say = language === 'de' ? german : english;
  const locale = language === 'de' ? 'de-DE' : 'en-GB';
  const number = (value: number): string => new Intl.NumberFormat(locale).format(value);
  const date = (day: Temporal.PlainDate): string => day.toLocaleString(locale, { dateStyle: 'medium' });
  const counted = (value: number): string => (words === undefined ? number(value) : `${number(value)} ${words.unit(value)}`);
  const sumOf = (side: CoverageStep['side'], total: number): string => {
    const terms = termsOf(steps.filter((step) => step.side === side && step.counted));
    const shown = terms.map(({ quantity, each, part }) => `${quantity === 1 ? '' : `${number(quantity)} × `}${number(each)} (${part})`);
    return terms.length === 0 ? counted(total) : `${shown.join(' + ')} = ${counted(total)}`;
  };
  const outside = steps.flatMap((step) => {
    const what = `${number(step.total)} (${step.partNumber})`;
    if (step.reason === 'expired') return [say.expired(what, date(lastDayOf(step.validUntil!)))];
    return step.reason === 'not-yet-valid' ? [say.notYetValid(what, date(step.validFrom!))] : [];
  });
  return {
    text: capacity === 0 ? say.nothing : say.summary(number(covered), number(capacity), missing === 0 ? null : number(missing)),
    why: [
      say.licensed(sumOf('capacity', capacity)),
      say.covered(sumOf('cover', covered)),
      ...outside,
      ...(missing === 0 ? [] : [say.missing(counted(missing))]),
      ...(lastDay === null ? [] : [say.until(date(lastDay))]),
    ],
  };
}

/** Lots of one part that count the same are told together: a reader counts parts, not lots. */
function termsOf(steps: readonly CoverageStep[]): { quantity: number; each: number; part: string }[] {
  const terms = new Map<string, { quantity: number; each: number; part: string }>();
  for (const { partNumber: part, quantity, each } of steps) {
    const key = `${part}|${each}`;
    terms.set(key, { part, each, quantity: (terms.get(key)?.quantity ?? 0) + quantity });
  }
  return [...terms.values()];
}
