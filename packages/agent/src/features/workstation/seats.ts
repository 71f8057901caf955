import type { BorrowedSeat, EndedSeat, Loss } from '@muniment/client/workstation';
import type { Language } from '../../loopback/words.ts';
import type { Advice } from './doctor.ts';
import { type Said, spoken } from './sentences.ts';
import { problemIn } from './words/index.ts';

const say = (en: string, de: string): Said => ({ en, de });
const nothing = say('Nothing to do.', 'Nichts zu tun.');
const title = say('Borrowed seat', 'Entliehener Platz');
const until = say('holds until', 'gilt bis');
const recalled = {
  found: say('It was called back, and is not renewed any more.', 'Er wurde zurückgerufen und wird nicht mehr erneuert.'),
  next: say('Give it back when you can: muniment return', 'Geben Sie ihn zurück, sobald Sie können: muniment return'),
};
const due = {
  found: say('Its document is to be renewed on the network.', 'Sein Dokument ist im Netz zu erneuern.'),
  next: say('With a network: muniment status', 'Mit Netz: muniment status'),
};
const expired = {
  found: say('Its document has ended.', 'Sein Dokument ist abgelaufen.'),
  next: say(
    'Connect to the network: muniment status gives it back or renews it. Then borrow anew: muniment borrow',
    'Verbinden Sie sich mit dem Netz: muniment status gibt ihn zurück oder erneuert ihn. Entleihen Sie dann neu: muniment borrow',
  ),
};

function wordsOf({ code, facts, recalled: isRecalled, renewalDue, documentUntil }: BorrowedSeat, language: Language) {
  const both = ({ found, next }: typeof due) => ({ found: spoken(found, language), nextStep: spoken(next, language) });
  if (code === 'expired') return both(expired);
  if (code !== 'valid') {
    const { detail, nextStep } = problemIn({ refusal: { code, facts } }, language);
    return { found: detail, nextStep };
  }
  if (isRecalled) return both(recalled);
  if (renewalDue) return both(due);
  return { found: `${spoken(until, language)} ${documentUntil}`, nextStep: spoken(nothing, language) };
}

/** How borrowed seats stand, in words, each with what to do (C7, C11). */
export function adviceOnSeats(seats: readonly BorrowedSeat[], language: Language): readonly Advice[] {
  return seats.map((seat): Advice => {
    const ok = seat.code === 'valid' && !seat.recalled;
    const code = seat.code !== 'valid' ? seat.code : seat.recalled ? 'lease-recalled' : null;
    return { check: 'seat', ok, code, title: `${spoken(title, language)} ${seat.feature}`, ...wordsOf(seat, language) };
  });
}

/** Why nothing can be said of the seats that are borrowed. */
export function adviceOnFailure(failure: Parameters<typeof problemIn>[0], language: Language): Advice {
  const { code, detail, nextStep } = problemIn(failure, language);
  return { check: 'seat', ok: false, code, title: spoken(title, language), found: detail, nextStep };
}

const losses: Readonly<Record<Loss['why'], Said>> = {
  unreachable: say('no server answered for as long as it holds', 'kein Server hat geantwortet, solange er gilt'),
  refused: say('the server does not let this program ask any more', 'der Server lässt dieses Programm nicht mehr fragen'),
  idle: say('nobody used it, and somebody else wanted it', 'niemand hat ihn benutzt, und jemand anders brauchte ihn'),
  ended: say('an administrator took it back', 'jemand hat ihn zurückgenommen'),
  returned: say('it was given back', 'er wurde zurückgegeben'),
  lost: say('it ran out', 'er ist abgelaufen'),
  'borrow-ended': say('the borrowed time is over', 'die Leihfrist ist vorbei'),
  recalled: say('it was called back', 'er wurde zurückgerufen'),
};

const endings: Readonly<Record<EndedSeat['what'], (feature: string) => Said>> = {
  recalled: (feature) =>
    say(
      `The borrowed seat of ${feature} was called back, and is not here any more`,
      `Der entliehene Platz von ${feature} wurde zurückgerufen und ist nicht mehr hier`,
    ),
  returned: (feature) =>
    say(
      `The borrowed seat of ${feature} is back at the server: its time is over, or it was removed here`,
      `Der entliehene Platz von ${feature} ist wieder beim Server: Seine Zeit ist um, oder er wurde hier entfernt`,
    ),
  gone: (feature) =>
    say(
      `The borrowed seat of ${feature} is not here any more: for the server it was given back, or its time is over`,
      `Der entliehene Platz von ${feature} ist nicht mehr hier: Für den Server ist er zurückgegeben, oder seine Zeit ist um`,
    ),
};

/** Why a borrowed seat is here no more, in words (F10). */
export function endingIn({ feature, what, reason }: EndedSeat, language: Language): string {
  const text = spoken(endings[what](feature), language);
  return reason === null ? `${text}.` : `${text}: ${reason}`;
}

/** Why a seat is lost, in words. */
export const lossIn = ({ why, reason }: Loss, language: Language): string =>
  reason === null ? spoken(losses[why], language) : `${spoken(losses[why], language)} (${reason})`;
