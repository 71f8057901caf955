import type { CatalogPack, Part } from '../catalog/index.ts';
import { canFollow, fits, isMeantBeside, type Taker } from './assign-license.ts';
import { type Preference, passedOver, type SecondChoice, secondChoices, type TermOnOffer } from './second-choice.ts';
import { isOfSameCategory } from './term-checks.ts';

/** Devices or users that are alike as far as it decides which licence they get. */
export interface Chosen {
  readonly taker: Taker;
  /** The parts of which it has a licence that is valid. */
  readonly running: readonly Part[];
  /** Whether anything may be put on it at all. */
  readonly isReady: boolean;
}

/** So many free licences of one part and length. */
export interface FreeLicences extends TermOnOffer {
  readonly count: number;
}

export interface ChosenInOrder {
  readonly groups: readonly Chosen[];
  /** Of each that was chosen its group, in the order in which they are served; null of what is not there. */
  readonly order: readonly (number | null)[];
}

/** What long work that assigns licences will come to, from what is free before it begins (F2, F12). */
export interface AssignmentOutlook {
  /** Free licences that fit at least one of those who were chosen. */
  readonly fitting: number;
  /** Who finds none that is free and fits. */
  readonly missing: number;
  /** Who stays as it is since it is licensed. */
  readonly licensed: number;
  /** Who is refused for another reason that is seen beforehand. */
  readonly refused: number;
  readonly seconds: readonly SecondChoice[];
}

type Fate = 'taken' | 'licensed' | 'refused';

interface Rules {
  readonly catalog: CatalogPack;
  /** Of a named licence `free` has nothing else. */
  readonly choose: { readonly prefer: Preference } | { readonly lotId: string };
  readonly ifLicensed: 'extend' | 'refuse';
}

/** What becomes of one that comes to a licence of a part, as an assignment decides it. */
function fateOf({ catalog, ifLicensed }: Rules, { running }: Chosen, part: Part): Fate {
  const present = running.find((held) => isOfSameCategory(held, part));
  if (present === undefined) return 'taken';
  if (ifLicensed === 'refuse' || !catalog.terms.combine) return 'licensed';
  return canFollow(part, present) ? 'taken' : 'refused';
}

/** The best first. Of each part the best is what was on offer. */
function ranked(choose: Rules['choose'], free: readonly FreeLicences[]): readonly FreeLicences[] {
  const sign = 'prefer' in choose && choose.prefer === 'longest' ? -1 : 1;
  return [...free].sort((a, b) => sign * (a.termDays - b.termDays));
}

/** One group while its members are served: what fits it, from which of it on there is something left, and what was taken. */
interface Serving {
  readonly chosen: Chosen;
  readonly fitting: readonly FreeLicences[];
  next: number;
  readonly taken: Map<FreeLicences, number>;
}

/**
 * Serves those who were chosen one after another, as the long work will, from counts alone: nothing is locked, and all of
 * them are looked at. What only the device itself tells, such as a rule of its product, is not known here.
 */
export function assignmentOutlook(rules: Rules, { groups, order }: ChosenInOrder, free: readonly FreeLicences[]): AssignmentOutlook {
  const best = ranked(rules.choose, free);
  const left = new Map(best.map((one) => [one, one.count]));
  const serving = groups.map((chosen): Serving => {
    const isRight = 'lotId' in rules.choose ? (part: Part) => fits(chosen.taker, part) : isMeantBeside(chosen.taker, chosen.running);
    return { chosen, fitting: best.filter(({ part }) => isRight(part)), next: 0, taken: new Map() };
  });
  const counts = { missing: 0, licensed: 0, refused: 0 };
  for (const index of order) {
    const fate = index === null ? 'refused' : serve(rules, serving[index]!, left);
    if (fate !== 'taken') counts[fate] += 1;
  }
  const wanted = new Set(serving.flatMap(({ fitting }) => fitting));
  const fitting = [...wanted].reduce((sum, { count }) => sum + count, 0);
  return { fitting, ...counts, seconds: secondChoices(serving.flatMap((one) => takenBy(rules, one))) };
}

/** Serves the next of a group. */
function serve(rules: Rules, group: Serving, left: Map<FreeLicences, number>): Fate | 'missing' {
  const { chosen, fitting, taken } = group;
  if (!chosen.isReady) return 'refused';
  // Counts only sink: what is used up is so for the rest of the group, too.
  while (group.next < fitting.length && left.get(fitting[group.next]!) === 0) group.next += 1;
  const source = fitting[group.next];
  const staysLicensed = chosen.running.length > 0 && (rules.ifLicensed === 'refuse' || !rules.catalog.terms.combine);
  if (source === undefined) return staysLicensed ? 'licensed' : 'missing';
  const fate = fateOf(rules, chosen, source.part);
  if (fate !== 'taken') return fate;
  left.set(source, left.get(source)! - 1);
  taken.set(source, (taken.get(source) ?? 0) + 1);
  return fate;
}

function takenBy({ choose }: Rules, { fitting, taken }: Serving) {
  const firsts = fitting.filter((one, index) => fitting.findIndex(({ part }) => part.number === one.part.number) === index);
  return [...taken].map(([licence, count]) => ({
    licence,
    count,
    insteadOfDays: 'lotId' in choose ? null : passedOver(choose.prefer, licence, firsts),
  }));
}
