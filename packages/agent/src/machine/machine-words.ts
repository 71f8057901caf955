import { say, type Words } from '../loopback/words.ts';

/** How the program is called that says these words, and how it is set up. */
export interface Program {
  readonly name: { readonly en: string; readonly de: string };
  /** The command that sets it up, such as `muniment lmc init`. */
  readonly setUp: string;
  /** The variable of the environment that names its folder. */
  readonly folderVariable: string;
  /** A port it may take where its own is not free. */
  readonly otherPort: number;
  /** What is to be done where it is not what is done elsewhere. */
  readonly steps?: Readonly<Partial<Record<'clock' | 'keys' | 'test' | 'folder', Words['nextStep']>>>;
}

/** Who has a folder, behind the number of its process: what it does and for how long already, or where it serves. */
function holderIn({ by, seconds, url }: Readonly<Record<string, unknown>>, language: 'en' | 'de'): string {
  if (url) return language === 'en' ? `, which serves at ${url}` : ` (läuft unter ${url})`;
  const known = [by, typeof seconds === 'number' ? (language === 'en' ? `for ${seconds} s` : `seit ${seconds} s`) : null];
  const told = known.filter((one) => one !== null && one !== undefined);
  return told.length === 0 ? '' : ` (${told.join(', ')})`;
}

type Said = Readonly<Record<'en' | 'de', string>>;

const readOnly: Said = {
  en: 'Let this user write there, or choose another folder, and try again.',
  de: 'Erlauben Sie diesem Benutzer, dort zu schreiben, oder wählen Sie einen anderen Ordner, und versuchen Sie es noch einmal.',
};
const full: Said = {
  en: 'Make room on the disk, and try again.',
  de: 'Schaffen Sie Platz auf dem Datenträger, und versuchen Sie es noch einmal.',
};
const anyStep: Said = {
  en: 'Make room on the disk, or let this user write there, and try again.',
  de: 'Schaffen Sie Platz auf der Festplatte oder erlauben Sie diesem Benutzer, dort zu schreiben, und versuchen Sie es noch einmal.',
};
const inTheWay: Said = {
  en: 'Something else stands where a file or a folder of ours should be. Move it away, or choose another folder, and try again.',
  de: 'Wo eine Datei oder ein Ordner von uns sein soll, steht etwas anderes. Schaffen Sie es beiseite, oder wählen Sie einen anderen Ordner, und versuchen Sie es noch einmal.',
};
const gone: Said = {
  en: 'The folder, or one above it, is not there: somebody removed it, or its disk is not connected. Check its name, and try again.',
  de: 'Der Ordner oder einer darüber ist nicht da: Jemand hat ihn entfernt, oder sein Datenträger ist nicht verbunden. Prüfen Sie seinen Namen, und versuchen Sie es noch einmal.',
};
/** What is to be done, by the system's word for what is the matter. */
const stepsByReason: Readonly<Record<string, Said>> = {
  EROFS: readOnly,
  EACCES: readOnly,
  EPERM: readOnly,
  ENOSPC: full,
  EDQUOT: full,
  EISDIR: inTheWay,
  ERR_FS_EISDIR: inTheWay,
  ENOTDIR: inTheWay,
  EEXIST: inTheWay,
  ENOTEMPTY: inTheWay,
  ENOENT: gone,
};

/** What to do where nothing can be written. */
function stepFor({ reason, path }: Readonly<Record<string, unknown>>, language: 'en' | 'de'): string {
  if (reason === 'no-regular-file')
    return language === 'en'
      ? `No program of ours put ${path} there. Remove it, and try again.`
      : `${path} ist von keinem unserer Programme. Entfernen Sie es, und versuchen Sie es noch einmal.`;
  return (stepsByReason[String(reason)] ?? anyStep)[language];
}

/** Why, and where: of a folder with many files the one. */
const reasonIn = ({ reason, path }: Readonly<Record<string, unknown>>): string =>
  path === undefined ? String(reason) : `${reason}: ${path}`;

const notStored: Words = {
  status: 507,
  title: say('It could not be stored', 'Es ließ sich nicht speichern'),
  detail: say(
    (facts) =>
      facts.reason === 'no-regular-file'
        ? `${facts.path} is in the place of the file that says who works in the folder, and is none. Nothing was changed.`
        : `Nothing could be written into ${facts.folder} (${reasonIn(facts)}). Nothing was changed.`,
    (facts) =>
      facts.reason === 'no-regular-file'
        ? `${facts.path} steht anstelle der Datei, die sagt, wer im Ordner arbeitet, und ist keine. Es wurde nichts geändert.`
        : `In ${facts.folder} ließ sich nichts schreiben (${reasonIn(facts)}). Es wurde nichts geändert.`,
  ),
  nextStep: say(
    (facts) => stepFor(facts, 'en'),
    (facts) => stepFor(facts, 'de'),
  ),
};

/** Refusals about the folder and the port. */
const serviceWords = ({ name, folderVariable, otherPort, steps = {} }: Program) =>
  ({
    'not-stored': notStored,
    'folder-in-use': {
      status: 409,
      title: say('The folder is in use', 'Der Ordner ist in Gebrauch'),
      detail: say(
        (facts) => `${facts.folder} is held by process ${facts.pid}${holderIn(facts, 'en')}.`,
        (facts) => `${facts.folder} ist vom Prozess ${facts.pid}${holderIn(facts, 'de')} belegt.`,
      ),
      nextStep: steps.folder ?? say('Stop that process, then try again.', 'Beenden Sie diesen Prozess und versuchen Sie es noch einmal.'),
    },
    'already-serving': {
      status: 409,
      title: say(`${name.en} runs already`, `${name.de} läuft schon`),
      detail: say(
        (facts) => `${name.en} of ${facts.folder} runs already at ${facts.url} (process ${facts.pid}).`,
        (facts) => `${name.de} von ${facts.folder} läuft schon unter ${facts.url} (Prozess ${facts.pid}).`,
      ),
      nextStep: say(
        `Use that one, or choose another folder and port: ${folderVariable}, --port.`,
        `Verwenden Sie diesen, oder wählen Sie einen anderen Ordner und Port: ${folderVariable}, --port.`,
      ),
    },
    'cannot-listen': {
      status: 500,
      title: say('The port cannot be used', 'Der Port ist nicht verwendbar'),
      detail: say(
        (facts) =>
          facts.reason === 'EADDRINUSE'
            ? `Another program listens on port ${facts.port}.`
            : `This user cannot listen on port ${facts.port} (${facts.reason}).`,
        (facts) =>
          facts.reason === 'EADDRINUSE'
            ? `Ein anderes Programm belegt den Port ${facts.port}.`
            : `Dieser Benutzer kann den Port ${facts.port} nicht öffnen (${facts.reason}).`,
      ),
      nextStep: say(
        `Choose another one: --port ${otherPort}; 0 takes a free one.`,
        `Wählen Sie einen anderen: --port ${otherPort}; 0 nimmt einen freien.`,
      ),
    },
  }) satisfies Record<string, Words>;

/** Refusals about the clock. */
const clockWords = ({ setUp, steps = {} }: Program) =>
  ({
    'clock-set-back': {
      status: 409,
      title: say('The clock was set back', 'Die Uhr wurde zurückgestellt'),
      detail: say(
        (facts) => `The clock of this computer says ${facts.clock}, but it was ${facts.latest} already. Dates are judged by the later one.`,
        (facts) =>
          `Die Uhr dieses Rechners zeigt ${facts.clock}, aber es war schon ${facts.latest}. Für alle Fristen gilt der spätere Zeitpunkt.`,
      ),
      nextStep:
        steps.clock ??
        say(
          'Put the clock right. If it had been ahead by mistake, have the licence file made again in the portal and install it: then the clock is believed again.',
          'Stellen Sie die Uhr richtig. Ging sie irrtümlich vor, lassen Sie im Portal die Lizenzdatei neu erzeugen und installieren Sie sie: Dann gilt die Uhr wieder.',
        ),
    },
    'clock-shift-not-allowed': {
      status: 409,
      title: say('The clock cannot be shifted here', 'Die Uhr lässt sich hier nicht verschieben'),
      detail: say(
        'MUNIMENT_TEST_CLOCK_SHIFT is set, but this folder is for real licences.',
        'MUNIMENT_TEST_CLOCK_SHIFT ist gesetzt, aber dieser Ordner ist für echte Lizenzen.',
      ),
      nextStep:
        steps.test ??
        say(
          `Unset it, or set up another folder for tests: ${setUp} --accept-test`,
          `Entfernen Sie die Variable, oder richten Sie einen anderen Ordner für Tests ein: ${setUp} --accept-test`,
        ),
    },
    'clock-shift-not-valid': {
      status: 422,
      title: say('This is no period', 'Das ist kein Zeitraum'),
      detail: say(
        (facts) => `MUNIMENT_TEST_CLOCK_SHIFT is “${facts.period}”.`,
        (facts) => `MUNIMENT_TEST_CLOCK_SHIFT ist „${facts.period}“.`,
      ),
      nextStep: say(
        'Give an ISO 8601 period such as P40D, PT5M or -P1D.',
        'Geben Sie einen Zeitraum nach ISO 8601 an, etwa P40D, PT5M oder -P1D.',
      ),
    },
  }) satisfies Record<string, Words>;

/** Refusals about the computer: its folder, its port, its clock. */
export const machineWords = (program: Program) => ({ ...serviceWords(program), ...clockWords(program) });
