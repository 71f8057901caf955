import type { Part } from '../catalog/index.ts';

/** A term licence that is free, or was when an act began. */
export interface TermOnOffer {
  readonly part: Part;
  readonly termDays: number;
}

export type Preference = 'shortest' | 'longest';

/** How long a licence counts where lengths are preferred: what came back from a device with less is still one of its part. Days. */
export function lengthOf({ part, termDays }: TermOnOffer): number {
  return Math.max(part.term?.days ?? 0, termDays);
}

/**
 * The length that was wanted where another one is taken because none of it is left (F12), of what was on offer when the act
 * began. Null where the first choice is taken: what is chosen first goes by the days that a licence really has, so one that has
 * no more of them than was wanted (or no fewer) is never a second choice, of whatever part it is a rest.
 */
export function passedOver(prefer: Preference, taken: TermOnOffer, atFirst: readonly TermOnOffer[]): number | null {
  const better = atFirst.filter(
    prefer === 'shortest'
      ? (one) => lengthOf(one) < taken.termDays
      : (one) => one.termDays > taken.termDays && lengthOf(one) !== lengthOf(taken),
  );
  if (better.length === 0) return null;
  if (prefer === 'shortest') return Math.min(...better.map(lengthOf));
  return lengthOf(better.reduce((best, one) => (one.termDays > best.termDays ? one : best)));
}

/** How many get licences of a length because those that were wanted run out. */
export interface SecondChoice {
  readonly termDays: number;
  readonly insteadOfDays: number;
  readonly count: number;
  /** How many of the act got the length that was wanted. */
  readonly firstCount: number;
}

/** Licences that were taken, so many of one length, and the length that was wanted instead. */
export interface Taken {
  readonly licence: TermOnOffer;
  readonly insteadOfDays: number | null;
  readonly count: number;
}

/** What of many assignments is not the first choice, counted by length, the most frequent first. */
export function secondChoices(taken: readonly Taken[]): readonly SecondChoice[] {
  const firsts = new Map<number, number>();
  for (const { licence, insteadOfDays, count } of taken) {
    if (insteadOfDays === null) firsts.set(lengthOf(licence), (firsts.get(lengthOf(licence)) ?? 0) + count);
  }
  const found = new Map<string, SecondChoice>();
  for (const { licence, insteadOfDays, count } of taken) {
    if (insteadOfDays === null) continue;
    const { termDays } = licence;
    const key = `${termDays} ${insteadOfDays}`;
    const firstCount = firsts.get(insteadOfDays) ?? 0;
    found.set(key, { termDays, insteadOfDays, firstCount, count: (found.get(key)?.count ?? 0) + count });
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}
