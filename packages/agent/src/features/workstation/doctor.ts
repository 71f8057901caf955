import type { Diagnosis } from '@muniment/client/workstation';
import type { Language } from '../../loopback/words.ts';
import type { Reached } from './reach.ts';
import { type Said, spoken } from './sentences.ts';
import { problemIn, refusalCodes } from './words/index.ts';

/** A thing that was looked at: those of the workstation, whether the vendor can be reached, and what is borrowed. */
export type Check = Diagnosis['check'] | 'server' | 'seat';

/** What was found, and what to do; the latter also where nothing is the matter, so that nobody is left with a list of "ok". */
export interface Advice {
  readonly check: Check;
  readonly ok: boolean;
  readonly code: string | null;
  readonly title: string;
  readonly found: string;
  readonly nextStep: string;
}

const say = (en: string, de: string): Said => ({ en, de });
const nothing = say('Nothing to do.', 'Nichts zu tun.');

const titles: Readonly<Record<Check, Said>> = {
  folder: say('Folder and its files', 'Ordner und seine Dateien'),
  'time-files': say('Files that keep the time', 'Dateien, die die Zeit bewahren'),
  clock: say('Clock', 'Uhr'),
  licence: say('Licence file', 'Lizenzdatei'),
  revocations: say('List of what was revoked', 'Liste des Widerrufenen'),
  machine: say('Machine', 'Rechner'),
  term: say('Term', 'Laufzeit'),
  server: say('Vendor’s server', 'Server des Herstellers'),
  seat: say('Borrowed seat', 'Entliehener Platz'),
};

const fine: Readonly<Record<Check, Said>> = {
  folder: say(
    'The folder is set up and can be written to, and its files are whole.',
    'Der Ordner ist eingerichtet und beschreibbar, seine Dateien sind heil.',
  ),
  'time-files': say('Both are there.', 'Beide sind da.'),
  clock: say('The clock is where it should be.', 'Die Uhr geht, wie sie soll.'),
  licence: say('It is genuine.', 'Sie ist echt.'),
  revocations: say('The licence is not on it.', 'Die Lizenz steht nicht darauf.'),
  machine: say('It is the machine that the licence is for.', 'Es ist der Rechner, für den die Lizenz gilt.'),
  term: say('The licence holds.', 'Die Lizenz gilt.'),
  server: say('It answers.', 'Er antwortet.'),
  seat: say('It holds.', 'Er gilt.'),
};

/** A list that is not here says nothing of the licence. */
const noList = say(
  'None is here, so that nothing is known to be revoked. With a network muniment status fetches it; without one: muniment import FILE',
  'Hier ist keine; von nichts ist also bekannt, dass es widerrufen wäre. Mit Netz holt sie muniment status, ohne Netz: muniment import DATEI',
);

const notActive = {
  found: say('No licence is installed here.', 'Hier ist keine Lizenz installiert.'),
  asked: say(
    'A request was made, and its answer is not imported yet.',
    'Eine Anfrage wurde angelegt, ihre Antwort ist noch nicht importiert.',
  ),
  next: say(
    'With a network: muniment activate KEY. Without: muniment request KEY, then muniment import FILE.',
    'Mit Netz: muniment activate SCHLÜSSEL. Ohne: muniment request SCHLÜSSEL, dann muniment import DATEI.',
  ),
  away: say(
    'The licence was removed here, and the vendor does not know it yet.',
    'Die Lizenz wurde hier entfernt, und der Hersteller weiß es noch nicht.',
  ),
  sendReceipt: say(
    'With a network: muniment deactivate. Without: muniment deactivate --receipt FILE, and carry it to the portal.',
    'Mit Netz: muniment deactivate. Ohne: muniment deactivate --receipt DATEI, und bringen Sie sie ins Portal.',
  ),
  underWay: say(
    'An activation was asked for over the network, and its answer never came.',
    'Eine Aktivierung wurde über das Netz angefragt, und die Antwort ist nie angekommen.',
  ),
  finish: say(
    'Bring it to its end: muniment status, or the same muniment activate KEY again. For another key: muniment activate KEY --forget',
    'Bringen Sie sie zu Ende: muniment status, oder noch einmal dasselbe muniment activate SCHLÜSSEL. Für einen anderen Schlüssel: muniment activate SCHLÜSSEL --forget',
  ),
  carry: say(
    'Carry the request to the portal, and import the file that comes back: muniment import FILE',
    'Bringen Sie die Anfrage ins Portal, und importieren Sie die Datei, die zurückkommt: muniment import DATEI',
  ),
};

const terms: Readonly<Record<'expired' | 'not-yet-valid' | 'not-active', { readonly found: Said; readonly next: Said }>> = {
  expired: {
    found: say('The licence file has ended.', 'Die Lizenzdatei ist abgelaufen.'),
    next: say(
      'Fetch it anew: muniment renew; without a network muniment request --renew. If the licence itself has ended, renew it at the vendor.',
      'Holen Sie sie neu: muniment renew, ohne Netz muniment request --renew. Ist die Lizenz selbst abgelaufen, verlängern Sie sie beim Hersteller.',
    ),
  },
  'not-yet-valid': {
    found: say('The licence has not begun.', 'Die Lizenz hat noch nicht begonnen.'),
    next: say(
      'Check the clock; if it is right, wait for the first day.',
      'Prüfen Sie die Uhr; geht sie richtig, warten Sie auf den ersten Tag.',
    ),
  },
  'not-active': {
    found: say('The file grants nothing: the licence was given back.', 'Die Datei gewährt nichts: Die Lizenz wurde zurückgegeben.'),
    next: say('Activate anew: muniment activate KEY', 'Aktivieren Sie neu: muniment activate SCHLÜSSEL'),
  },
};

const isRefusal = (code: string): code is (typeof refusalCodes)[number] => (refusalCodes as readonly string[]).includes(code);

/** What is waited for, the nearest first: what nobody need carry, what is carried there, what is carried back. */
function notActiveWords({ exchangePending, receiptPending, requestPending }: Diagnosis['facts']): readonly [found: Said, next: Said] {
  if (exchangePending === 'activate') return [notActive.underWay, notActive.finish];
  if (receiptPending === true) return [notActive.away, notActive.sendReceipt];
  return requestPending === true ? [notActive.asked, notActive.carry] : [notActive.found, notActive.next];
}

function wordsOf({ check, code, facts }: Diagnosis, language: Language): Pick<Advice, 'found' | 'nextStep'> {
  if (check === 'licence' && code === 'not-active') {
    const [found, next] = notActiveWords(facts);
    return { found: spoken(found, language), nextStep: spoken(next, language) };
  }
  if (code === 'expired' || code === 'not-yet-valid' || code === 'not-active') {
    const { found, next } = terms[code];
    return { found: spoken(found, language), nextStep: spoken(next, language) };
  }
  if (code === null || !isRefusal(code)) return { found: String(code), nextStep: '' };
  const { detail, nextStep } = problemIn({ refusal: { code, facts } }, language);
  return { found: detail, nextStep };
}

/** What two clocks may differ by without anything being refused for it; milliseconds. */
const tolerated = 300_000;

/** What is said of a clock that differs from the server's: requests are dated by it, and dates judged. */
function differing(aheadBy: number, language: Language): Pick<Advice, 'found' | 'nextStep'> {
  const minutes = Math.round(Math.abs(aheadBy) / 60_000);
  const behind = aheadBy > 0;
  const found = say(
    `It answers. The clock of this computer is ${minutes} minutes ${behind ? 'behind' : 'ahead of'} its own.`,
    `Er antwortet. Die Uhr dieses Rechners geht gegenüber der seinen ${minutes} Minuten ${behind ? 'nach' : 'vor'}.`,
  );
  const next = say('Put the clock of this computer right.', 'Stellen Sie die Uhr dieses Rechners richtig.');
  return { found: spoken(found, language), nextStep: spoken(next, language) };
}

/** What was found on the workstation and at the vendor's, in words, each with what to do (C11). */
export function adviceOn(found: readonly Diagnosis[], reached: readonly Reached[], language: Language): readonly Advice[] {
  const ofMachine = found.map((one): Advice => {
    const { check, ok, code } = one;
    const title = spoken(titles[check], language);
    const well = check === 'revocations' && one.facts.number === null ? noList : fine[check];
    if (ok) return { check, ok, code, title, found: spoken(well, language), nextStep: spoken(nothing, language) };
    return { check, ok, code, title, ...wordsOf(one, language) };
  });
  const ofServers = reached.map(({ server, ok, reason, aheadBy }): Advice => {
    const title = `${spoken(titles.server, language)} ${server}`;
    if (ok && aheadBy !== null && Math.abs(aheadBy) > tolerated)
      return { check: 'server', ok: false, code: 'clock-differs', title, ...differing(aheadBy, language) };
    if (ok) return { check: 'server', ok, code: null, title, found: spoken(fine.server, language), nextStep: spoken(nothing, language) };
    const { detail, nextStep } = problemIn({ refusal: { code: 'unreachable', facts: { reason } } }, language);
    return { check: 'server', ok, code: 'unreachable', title, found: detail, nextStep };
  });
  return [...ofMachine, ...ofServers];
}
