import { type EndStyle, endDay } from '@muniment/contract/ends';
import type { AccountPlace, UndoEffect } from '@muniment/domain/ledger';
import { lastDayOf } from '@muniment/domain/terms';
import { dayIn, daysIn, numberIn } from '../../core/spelling.ts';

/** What an effect names, as the reader knows it. */
export interface UndoNames {
  /** The parts of a licence. */
  readonly licence: (lotId: string) => string;
  /** Whose place it is; empty where that is not told. */
  readonly place: (place: AccountPlace) => string;
}

/** A number of days, and how it is spelled. */
interface Days {
  readonly count: number;
  readonly text: string;
}

/** Days and numbers are already in the reader's spelling; a place comes as its kind and name. */
interface Sentences {
  readonly on: (licence: string, kind: AccountPlace['kind'], name: string) => string;
  readonly ends: Readonly<Record<EndStyle, (licence: string, day: string) => string>>;
  readonly lasts: (licence: string) => string;
  readonly over: (licence: string) => string;
  readonly restored: (days: string, count: number) => string;
  readonly bare: (name: string, licence: string) => string;
  readonly off: (name: string, licence: string) => string;
  readonly comesBack: (licences: string, count: number, to: string, days: Days | null) => string;
  readonly leaves: (licences: string, count: number, from: string, days: string | null) => string;
  readonly oneAgain: (parts: string, licence: string, days: string) => string;
  readonly goesBack: (licences: string, count: number, from: string, to: string) => string;
  readonly from: (kind: AccountPlace['kind'], name: string) => string;
  readonly to: (kind: AccountPlace['kind'], name: string) => string;
}

const englishPlace = (kind: AccountPlace['kind'], name: string): string => {
  if (kind === 'pool') return name === '' ? 'the pool of a project' : `the pool of ${name}`;
  if (kind === 'bin') return name === '' ? 'a partner\u2019s bin' : `the bin of ${name}`;
  if (kind === 'keyed') return name === '' ? 'licence keys' : `the licence keys of ${name}`;
  if (kind === 'transit') return name === '' ? 'an offer' : `the offer of ${name}`;
  if (name === '') return kind === 'assigned' ? 'a user' : 'a device';
  return kind === 'reserved' ? `${name} (reserved)` : name;
};

/** With the preposition that its case wants. */
const germanPlace = (way: 'from' | 'to') => (kind: AccountPlace['kind'], name: string) => {
  const isFrom = way === 'from';
  if (kind === 'pool') return `${isFrom ? 'aus dem' : 'in den'} Pool ${name === '' ? 'eines Projekts' : `von ${name}`}`;
  if (kind === 'bin') return `${isFrom ? 'aus dem' : 'in den'} Bestand ${name === '' ? 'eines Partners' : `von ${name}`}`;
  const of = name === '' ? '' : ` von ${name}`;
  if (kind === 'keyed') return `${isFrom ? 'aus den' : 'in die'} Lizenzschlüssel${isFrom ? 'n' : ''}${of}`;
  if (kind === 'transit') return of === '' ? `${isFrom ? 'aus einem' : 'in ein'} Angebot` : `${isFrom ? 'aus dem' : 'in das'} Angebot${of}`;
  if (name === '') return `${isFrom ? 'von einem' : 'auf ein'}${kind === 'assigned' ? `${isFrom ? '' : 'en'} Benutzer` : ' Gerät'}`;
  return `${isFrom ? 'von' : 'auf'} ${kind === 'reserved' ? `${name} (reserviert)` : name}`;
};

const english: Sentences = {
  on: (licence, kind, name) => `${licence} ${kind === 'assigned' ? 'of' : 'on'} ${name}`,
  ends: {
    until: (licence, day) => `${licence} ends again on ${day} at 00:00.`,
    'last-day': (licence, day) => `${licence} ends again with its last day, ${day}.`,
  },
  lasts: (licence) => `${licence} is valid again.`,
  over: (licence) => `${licence} is there again, but over.`,
  restored: (days, count) =>
    count === 1 ? 'The day that taking it off had cost comes back.' : `The ${days} that taking it off had cost come back.`,
  bare: (name, licence) => `${name} is unlicensed again: ${licence} is taken off.`,
  off: (name, licence) => `${licence} is off ${name} again.`,
  comesBack: (licences, count, to, days) => {
    const returns = `${licences} ${count === 1 ? 'returns' : 'return'} to ${to}.`;
    return days === null ? returns : `${days.text} ${days.count === 1 ? 'comes' : 'come'} back: ${returns}`;
  },
  leaves: (licences, count, from, days) =>
    `${licences}${days === null ? '' : ` with ${days}`} ${count === 1 ? 'leaves' : 'leave'} ${from} again.`,
  oneAgain: (parts, licence, days) => `The ${parts} parts are one licence again: ${licence}, ${days}.`,
  goesBack: (licences, count, from, to) => `${licences} ${count === 1 ? 'goes' : 'go'} back from ${from} to ${to}.`,
  from: englishPlace,
  to: englishPlace,
};

const german: Sentences = {
  on: (licence, kind, name) => `${licence} ${kind === 'assigned' ? 'von' : 'auf'} ${name}`,
  ends: {
    until: (licence, day) => `${licence} endet wieder am ${day} um 0 Uhr.`,
    'last-day': (licence, day) => `${licence} endet wieder mit dem letzten Tag, dem ${day}.`,
  },
  lasts: (licence) => `${licence} gilt wieder.`,
  over: (licence) => `${licence} ist wieder da, aber abgelaufen.`,
  restored: (days, count) =>
    count === 1
      ? 'Der Tag, den das Entfernen gekostet hatte, kommt zurück.'
      : `Die ${days}, die das Entfernen gekostet hatte, kommen zurück.`,
  bare: (name, licence) => `${name} ist wieder ohne Lizenz: ${licence} wird entfernt.`,
  off: (name, licence) => `${licence} ist wieder von ${name} entfernt.`,
  comesBack: (licences, count, to, days) => {
    const returns = `${licences} ${count === 1 ? 'kehrt' : 'kehren'} ${to} zurück.`;
    return days === null ? returns : `${days.text} ${days.count === 1 ? 'kommt' : 'kommen'} zurück: ${returns}`;
  },
  leaves: (licences, count, from, days) =>
    `${licences}${days === null ? '' : ` mit ${days.replace(/ Tage$/, ' Tagen')}`} ${count === 1 ? 'geht' : 'gehen'} wieder ${from} heraus.`,
  oneAgain: (parts, licence, days) => `Die ${parts} Teile sind wieder eine Lizenz: ${licence}, ${days}.`,
  goesBack: (licences, count, from, to) => `${licences} ${count === 1 ? 'geht' : 'gehen'} ${from} ${to} zurück.`,
  from: germanPlace('from'),
  to: germanPlace('to'),
};

type RunsAgain = Extract<UndoEffect, { kind: 'runs-again' }>;

function runsAgain(say: Sentences, language: string | null, style: EndStyle, effect: RunsAgain, { licence, place }: UndoNames): string[] {
  const { lotId, on, until, hasEnded, daysRestored } = effect;
  const what = say.on(licence(lotId), on.kind, place(on));
  const restored = daysRestored > 0 ? [say.restored(daysIn(language, daysRestored), daysRestored)] : [];
  if (until === null) return [say.lasts(what), ...restored];
  const day = endDay(style, { until: until.toString(), lastDay: lastDayOf(until).toString() })!;
  return [hasEnded ? say.over(what) : say.ends[style](what, dayIn(language, day)), ...restored];
}

/** What taking an act back comes to, in sentences (F2, F13). Ends are told in the pack's style. */
export function undoSentences(language: string | null, style: EndStyle, effects: readonly UndoEffect[], names: UndoNames): string[] {
  const say = language === 'de' ? german : english;
  const licences = (lotId: string, quantity: number) => `${numberIn(language, quantity)} × ${names.licence(lotId)}`;
  const days = (count: number): Days | null => (count === 0 ? null : { count, text: daysIn(language, count) });
  const from = (place: AccountPlace) => say.from(place.kind, names.place(place));
  const to = (place: AccountPlace) => say.to(place.kind, names.place(place));
  const tell = (effect: UndoEffect): string[] => {
    const licence = names.licence(effect.lotId);
    switch (effect.kind) {
      case 'runs-again':
        return runsAgain(say, language, style, effect, names);
      case 'off-again':
        return [say[effect.isBare ? 'bare' : 'off'](names.place(effect.on), licence)];
      case 'comes-back':
        return [say.comesBack(licences(effect.lotId, effect.quantity), effect.quantity, to(effect.to), days(effect.days))];
      case 'leaves':
        return [say.leaves(licences(effect.lotId, effect.quantity), effect.quantity, from(effect.from), days(effect.days)?.text ?? null)];
      case 'one-again':
        return [say.oneAgain(numberIn(language, effect.parts.length), licence, daysIn(language, effect.days))];
      case 'goes-back':
        return [say.goesBack(licences(effect.lotId, effect.quantity), effect.quantity, from(effect.from), to(effect.to))];
    }
  };
  return effects.flatMap(tell);
}
