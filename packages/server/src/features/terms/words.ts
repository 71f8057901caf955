import { type EndStyle, endDay, endText } from '@muniment/contract/ends';
import type { AssignmentOutlook, SecondChoice } from '@muniment/domain/ledger';
import { lastDayOf, type RemovalSteps } from '@muniment/domain/terms';
import type { Temporal } from 'temporal-polyfill';
import { dayIn, daysIn, numberIn } from '../../core/spelling.ts';

const daysOfYear = 365;

/** Days, numbers and ends are already in the reader's spelling; counts are numbers where the sentence bends to them. */
interface Sentences {
  readonly starts: (days: string, from: string, end: string) => string;
  readonly adds: (before: string, more: string, total: string) => string;
  readonly keepsStart: (from: string, end: string) => string;
  readonly spent: (part: string) => string;
  readonly assigned: (days: string, from: string) => string;
  readonly second: (took: string, isLonger: boolean) => string;
  readonly seconds: (count: number, total: number, firstCount: number, took: string, instead: string) => string;
  /** The same of whoever comes after the most frequent ones. */
  readonly otherSeconds: (count: number, total: number) => string;
  readonly missing: (count: number, total: number) => string;
  readonly licensed: (count: number, total: number) => string;
  readonly refused: (count: number, total: number) => string;
  readonly counted: string;
  readonly moved: (on: string, by: string, to: string) => string;
  readonly removed: (on: string) => string;
  readonly used: (from: string, to: string, days: number, counts: boolean) => string;
  readonly usedUp: (days: string) => string;
  readonly deducted: (days: number) => string;
  readonly rest: (days: number, used: string, deducted: string, rest: string) => string;
  readonly nothing: string;
  /** What undoing the act of today that gave the licence, or made it longer, saves. */
  readonly undo: Readonly<Record<'assign-license' | 'extend-license', string>>;
}

const en = (value: number) => numberIn('en', value);
const de = (value: number) => numberIn('de', value);
const d = (count: number) => daysIn('en', count);
const t = (count: number) => daysIn('de', count);
const tn = (count: number) => (count === 1 ? '1 Tag' : `${de(count)} Tagen`);

const english: Sentences = {
  starts: (days, from, end) => `${days} from ${from} on: ${end}.`,
  adds: (before, more, total) => `${before} + ${more} = ${total}.`,
  keepsStart: (from, end) => `The first day stays ${from}: ${end}.`,
  spent: (part) => `${part}, which had ended, is retired as spent.`,
  second: (took, isLonger) => `${took}: no ${isLonger ? 'shorter' : 'longer'} one was left`,
  seconds: (count, total, first, took, instead) => {
    const why =
      first === 0
        ? `none of ${instead} is left`
        : `the ${first === 1 ? 'one' : en(first)} of ${instead} ${first === 1 ? 'runs' : 'run'} out`;
    return `${en(count)} of ${en(total)} ${count === 1 ? 'gets' : 'get'} a licence of ${took}, because ${why}.`;
  },
  otherSeconds: (count, total) =>
    `${en(count)} more of ${en(total)} ${count === 1 ? 'gets' : 'get'} a licence of another length than preferred.`,
  missing: (count, total) => `${en(count)} of ${en(total)} ${count === 1 ? 'finds' : 'find'} no free licence that fits.`,
  licensed: (count, total) =>
    `${en(count)} of ${en(total)} ${count === 1 ? 'is licensed already and stays as it is' : 'are licensed already and stay as they are'}.`,
  refused: (count, total) =>
    count === 1
      ? `1 of ${en(total)} is refused for a reason of its own, which its result tells.`
      : `${en(count)} of ${en(total)} are refused for reasons of their own, which their results tell.`,
  counted: 'Counted from what is free now; what a rule of its product refuses is not known beforehand.',
  assigned: (days, from) => `It was assigned for ${days}, the first on ${from}.`,
  moved: (on, by, to) => `It is removed on ${on}, which is moved on by ${by} to ${to}.`,
  removed: (on) => `It is removed on ${on}.`,
  used: (from, to, days, counts) =>
    `From ${from} to ${to}, ${counts ? 'both days counted' : 'the last day not counted'}, ${d(days)} are used.`,
  usedUp: (days) => `Its time is over: all ${days} are used.`,
  deducted: (days) => `${d(days)} ${days === 1 ? 'is' : 'are'} deducted besides.`,
  rest: (days, used, deducted, rest) => `${en(days)} − ${used} − ${deducted} = ${rest} come back.`,
  nothing: 'Nothing is left; the licence is retired.',
  undo: {
    'assign-license': 'It was assigned today: undoing the assignment instead gives every day back.',
    'extend-license': 'It was extended today: undoing the extension instead gives every day that was added back.',
  },
};

const german: Sentences = {
  starts: (days, from, end) => `${days} ab dem ${from}: ${end}.`,
  adds: (before, more, total) => `${before} + ${more} = ${total}.`,
  keepsStart: (from, end) => `Der erste Tag bleibt der ${from}: ${end}.`,
  spent: (part) => `${part} war abgelaufen und wird als verbraucht ausgebucht.`,
  second: (took, isLonger) => `${took}: Es war keine ${isLonger ? 'kürzere' : 'längere'} mehr frei`,
  seconds: (count, total, first, took, instead) => {
    const why =
      first === 0
        ? `keine über ${instead} mehr frei ist`
        : `die ${first === 1 ? 'eine' : de(first)} über ${instead} nicht ${first === 1 ? 'reicht' : 'reichen'}`;
    return `${de(count)} von ${de(total)} ${count === 1 ? 'erhält' : 'erhalten'} eine Lizenz über ${took}, weil ${why}.`;
  },
  otherSeconds: (count, total) =>
    `${de(count)} weitere von ${de(total)} ${count === 1 ? 'erhält' : 'erhalten'} eine Lizenz von anderer Dauer als bevorzugt.`,
  missing: (count, total) => `Für ${de(count)} von ${de(total)} ist keine passende Lizenz frei.`,
  licensed: (count, total) =>
    `${de(count)} von ${de(total)} ${count === 1 ? 'ist schon lizenziert und bleibt, wie es ist' : 'sind schon lizenziert und bleiben, wie sie sind'}.`,
  refused: (count, total) =>
    `${de(count)} von ${de(total)} ${count === 1 ? 'wird' : 'werden'} aus einem eigenen Grund abgelehnt, den das Ergebnis nennt.`,
  counted: 'Gezählt ist, was jetzt frei ist; was eine Regel des Produkts ablehnt, ist vorher nicht bekannt.',
  assigned: (days, from) => `Sie wurde für ${days} zugewiesen, der erste war der ${from}.`,
  moved: (on, by, to) => `Sie wird am ${on} entfernt, aufgerundet um ${by} auf den ${to}.`,
  removed: (on) => `Sie wird am ${on} entfernt.`,
  used: (from, to, days, counts) =>
    `Vom ${from} bis zum ${to}, ${counts ? 'beide Tage gezählt' : 'der letzte Tag nicht gezählt'}, sind ${t(days)} verbraucht.`,
  usedUp: (days) => `Ihre Zeit ist vorbei: Alle ${days} sind verbraucht.`,
  deducted: (days) => `Dazu ${days === 1 ? 'wird 1 Tag' : `werden ${t(days)}`} abgezogen.`,
  rest: (days, used, deducted, rest) => `Von ${tn(days)} bleiben ${de(days)} − ${used} − ${deducted} = ${rest} und kommen zurück.`,
  nothing: 'Es bleibt nichts; die Lizenz wird ausgebucht.',
  undo: {
    'assign-license': 'Sie wurde heute zugewiesen: Machen Sie stattdessen die Zuweisung rückgängig, dann kommt jeder Tag zurück.',
    'extend-license':
      'Sie wurde heute verlängert: Machen Sie stattdessen die Verlängerung rückgängig, dann kommt jeder angefügte Tag zurück.',
  },
};

const sentences = (language: string | null): Sentences => (language === 'de' ? german : english);

/** How an assignment comes to its dates (F12). Days are those of the vendor's calendar, its end is told in the pack's style. */
export function assignmentWhy(
  language: string | null,
  style: EndStyle,
  term: {
    readonly before: number | null;
    readonly more: number;
    readonly startsOn: Temporal.PlainDate;
    readonly until: Temporal.PlainDate;
    readonly spent: readonly string[];
    /** That it is not the first choice, in words. */
    readonly remark: string | null;
  },
): string[] {
  const say = sentences(language);
  const days = (count: number) => daysIn(language, count);
  const from = dayIn(language, term.startsOn);
  const shown = endDay(style, { until: String(term.until), lastDay: String(lastDayOf(term.until)) })!;
  const end = endText(style, language, dayIn(language, shown));
  const spent = [...(term.remark === null ? [] : [`${term.remark}.`]), ...term.spent.map(say.spent)];
  if (term.before === null) return [say.starts(days(term.more), from, end), ...spent];
  const sum = say.adds(days(term.before), days(term.more), days(term.before + term.more));
  return [sum, say.keepsStart(from, end), ...spent];
}

/** "3 years", "1 year", "327 days". */
function termIn(language: string | null, days: number): string {
  if (days % daysOfYear !== 0) return daysIn(language, days);
  const years = days / daysOfYear;
  const [one, other] = language === 'de' ? ['Jahr', 'Jahre'] : ['year', 'years'];
  return `${numberIn(language, years)} ${years === 1 ? one : other}`;
}

/** That another length is taken than was wanted, since none of it is left (F12): "3 years: no shorter one was left". */
export function secondChoiceRemark(language: string | null, tookDays: number, insteadOfDays: number): string {
  return sentences(language).second(termIn(language, tookDays), tookDays > insteadOfDays);
}

/** The same of many, counted: a sentence for each length that is not the first choice. */
export function secondChoiceRemarks(language: string | null, choices: readonly SecondChoice[], total: number): string[] {
  const say = sentences(language);
  return choices.map(({ termDays, insteadOfDays, count, firstCount }) =>
    say.seconds(count, total, firstCount, termIn(language, termDays), termIn(language, insteadOfDays)),
  );
}

/** So many lengths that are not the first choice are told each by itself. */
const mostLengths = 4;

/** What is to be said of many before they are licensed: who gets none, who another length than preferred, each with its count. */
export function outlookRemarks(language: string | null, outlook: AssignmentOutlook, total: number): string[] {
  const say = sentences(language);
  const { missing, licensed, refused, seconds } = outlook;
  const others = seconds.slice(mostLengths).reduce((sum, { count }) => sum + count, 0);
  const told = [
    ...(licensed > 0 ? [say.licensed(licensed, total)] : []),
    ...(missing > 0 ? [say.missing(missing, total)] : []),
    ...(refused > 0 ? [say.refused(refused, total)] : []),
    ...secondChoiceRemarks(language, seconds.slice(0, mostLengths), total),
    ...(others > 0 ? [say.otherSeconds(others, total)] : []),
  ];
  return told.length === 0 ? [] : [...told, say.counted];
}

/** How a removal comes to what is left, and which act of today could be undone instead (A9, F12, F13). */
export function removalWhy(language: string | null, steps: RemovalSteps, undo: 'assign-license' | 'extend-license' | null): string[] {
  const say = sentences(language);
  const days = (count: number) => daysIn(language, count);
  const { used, deducted, remaining } = steps;
  const [startsOn, removedOn, roundedTo] = [steps.startsOn, steps.removedOn, steps.roundedTo].map((day) => dayIn(language, day)) as [
    string,
    string,
    string,
  ];
  const by = steps.removedOn.until(steps.roundedTo, { largestUnit: 'days' }).days;
  const number = (value: number) => numberIn(language, value);
  return [
    say.assigned(days(steps.days), startsOn),
    by === 0 ? say.removed(removedOn) : say.moved(removedOn, days(by), roundedTo),
    used === steps.days ? say.usedUp(days(steps.days)) : say.used(startsOn, roundedTo, used, steps.countsLastDay),
    ...(deducted > 0 ? [say.deducted(deducted)] : []),
    remaining === 0 ? say.nothing : say.rest(steps.days, number(used), number(deducted), days(remaining)),
    ...(undo === null ? [] : [say.undo[undo]]),
  ];
}
