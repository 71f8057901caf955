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

/** What of many assignments is not the first choice, counted by length, the most frequent first. */
export function secondChoices(
  taken: readonly { readonly licence: TermOnOffer; readonly insteadOfDays: number | null }[],
): readonly SecondChoice[] {
  const found = new Map<string, SecondChoice>();
  for (const { licence, insteadOfDays } of taken) {
    if (insteadOfDays === null) continue;
    const { termDays } = licence;
    const key = `${termDays} ${insteadOfDays}`;
    const firstCount = taken.filter((one) => one.insteadOfDays === null && lengthOf(one.licence) === insteadOfDays).length;
    found.set(key, { termDays, insteadOfDays, firstCount, count: (found.get(key)?.count ?? 0) + 1 });
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}
