import type { RemovalSteps } from '@muniment/domain/terms';

interface Sentences {
  readonly starts: (days: number, from: string, lastDay: string) => string;
  readonly adds: (before: number, more: number, total: number) => string;
  readonly keepsStart: (from: string, lastDay: string) => string;
  readonly spent: (part: string) => string;
  readonly assigned: (days: number, from: string) => string;
  readonly moved: (on: string, by: number, to: string) => string;
  readonly removed: (on: string) => string;
  readonly used: (from: string, to: string, days: number, counts: boolean) => string;
  readonly usedUp: (days: number) => string;
  readonly deducted: (days: number) => string;
  readonly rest: (days: number, used: number, deducted: number, rest: number) => string;
  readonly nothing: string;
  readonly undoToday: string;
}

const d = (count: number) => (count === 1 ? '1 day' : `${count} days`);
const t = (count: number) => (count === 1 ? '1 Tag' : `${count} Tage`);
const tn = (count: number) => (count === 1 ? '1 Tag' : `${count} Tagen`);

const english: Sentences = {
  starts: (days, from, lastDay) => `${d(days)} from ${from} on: the last day is ${lastDay}.`,
  adds: (before, more, total) => `${d(before)} + ${d(more)} = ${d(total)}.`,
  keepsStart: (from, lastDay) => `The first day stays ${from}: the last day is ${lastDay}.`,
  spent: (part) => `${part}, which had ended, is retired as spent.`,
  assigned: (days, from) => `It was assigned for ${d(days)}, the first on ${from}.`,
  moved: (on, by, to) => `It is removed on ${on}, which is moved on by ${d(by)} to ${to}.`,
  removed: (on) => `It is removed on ${on}.`,
  used: (from, to, days, counts) =>
    `From ${from} to ${to}, ${counts ? 'both days counted' : 'the last day not counted'}, ${d(days)} are used.`,
  usedUp: (days) => `Its time is over: all ${d(days)} are used.`,
  deducted: (days) => `${d(days)} ${days === 1 ? 'is' : 'are'} deducted besides.`,
  rest: (days, used, deducted, rest) => `${days} − ${used} − ${deducted} = ${d(rest)} come back.`,
  nothing: 'Nothing is left; the licence is retired.',
  undoToday: 'It was assigned today: undoing the assignment instead gives every day back.',
};

const german: Sentences = {
  starts: (days, from, lastDay) => `${t(days)} ab dem ${from}: Der letzte Tag ist der ${lastDay}.`,
  adds: (before, more, total) => `${t(before)} + ${t(more)} = ${t(total)}.`,
  keepsStart: (from, lastDay) => `Der erste Tag bleibt der ${from}: Der letzte Tag ist der ${lastDay}.`,
  spent: (part) => `${part} war abgelaufen und wird als verbraucht ausgebucht.`,
  assigned: (days, from) => `Sie wurde für ${t(days)} zugewiesen, der erste war der ${from}.`,
  moved: (on, by, to) => `Sie wird am ${on} entfernt, aufgerundet um ${t(by)} auf den ${to}.`,
  removed: (on) => `Sie wird am ${on} entfernt.`,
  used: (from, to, days, counts) =>
    `Vom ${from} bis zum ${to}, ${counts ? 'beide Tage gezählt' : 'der letzte Tag nicht gezählt'}, sind ${t(days)} verbraucht.`,
  usedUp: (days) => `Ihre Zeit ist vorbei: Alle ${t(days)} sind verbraucht.`,
  deducted: (days) => `Dazu ${days === 1 ? 'wird 1 Tag' : `werden ${t(days)}`} abgezogen.`,
  rest: (days, used, deducted, rest) => `Von ${tn(days)} bleiben ${days} − ${used} − ${deducted} = ${t(rest)} und kommen zurück.`,
  nothing: 'Es bleibt nichts; die Lizenz wird ausgebucht.',
  undoToday: 'Sie wurde heute zugewiesen: Machen Sie stattdessen die Zuweisung rückgängig, dann kommt jeder Tag zurück.',
};

const sentences = (language: string | null): Sentences => (language === 'de' ? german : english);

/** How an assignment comes to its dates (F12). Days are those of the vendor's calendar. */
export function assignmentWhy(
  language: string | null,
  term: {
    readonly before: number | null;
    readonly more: number;
    readonly startsOn: string;
    readonly lastDay: string;
    readonly spent: readonly string[];
  },
): string[] {
  const say = sentences(language);
  const spent = term.spent.map(say.spent);
  if (term.before === null) return [say.starts(term.more, term.startsOn, term.lastDay), ...spent];
  return [say.adds(term.before, term.more, term.before + term.more), say.keepsStart(term.startsOn, term.lastDay), ...spent];
}

/** How a removal comes to what is left (A9, F12). */
export function removalWhy(language: string | null, steps: RemovalSteps): string[] {
  const say = sentences(language);
  const { days, startsOn, removedOn, roundedTo, used, deducted, remaining } = steps;
  const by = removedOn.until(roundedTo, { largestUnit: 'days' }).days;
  return [
    say.assigned(days, startsOn.toString()),
    by === 0 ? say.removed(removedOn.toString()) : say.moved(removedOn.toString(), by, roundedTo.toString()),
    used === days ? say.usedUp(days) : say.used(startsOn.toString(), roundedTo.toString(), used, steps.countsLastDay),
    ...(deducted > 0 ? [say.deducted(deducted)] : []),
    remaining === 0 ? say.nothing : say.rest(days, used, deducted, remaining),
    ...(startsOn.equals(removedOn) ? [say.undoToday] : []),
  ];
}
