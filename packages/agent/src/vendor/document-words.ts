import type { DocumentRefusal } from '@muniment/client/verify';
import { say, type Words } from '../loopback/words.ts';
import type { Program } from '../machine/machine-words.ts';

type Facts = Readonly<Record<string, unknown>>;

/** A serial as people read it: epoch and number. */
const serialIn = (facts: Facts, name: string): string => {
  const { epoch, number } = (facts[name] ?? {}) as { epoch?: number; number?: number };
  return epoch === undefined ? '?' : `${epoch}.${number}`;
};

/** What is older than what is in use, where it has no serial: a list or a seat's document by its number, else a key set. */
function olderIn(facts: Facts, language: 'en' | 'de' = 'en'): string | null {
  if (facts.serial !== undefined) return null;
  if (facts.number === undefined)
    return language === 'en' ? 'This key set is older than the one in use.' : 'Dieser Schlüsselsatz ist älter als der verwendete.';
  return language === 'en'
    ? `This file has the number ${facts.number}; number ${facts.newest} is here already.`
    : `Diese Datei hat die Nummer ${facts.number}; hier ist schon die Nummer ${facts.newest}.`;
}

/** The day of an instant, as written. */
const dayIn = (facts: Facts, name: string): string => String(facts[name]).slice(0, 10);

const reload = say(
  'Download the file again and keep it unchanged.',
  'Laden Sie die Datei noch einmal herunter und ändern Sie nichts an ihr.',
);
const ownFile = say(
  (facts) => `Download the file of the device with the key ${facts.expected}.`,
  (facts) => `Laden Sie die Datei des Geräts mit dem Schlüssel ${facts.expected} herunter.`,
);

/** Of what is wrong with the document itself, or with where it is brought to. */
const wrongDocuments = ({ setUp, folderVariable, steps = {} }: Program) =>
  ({
    'document-malformed': {
      status: 422,
      title: say('This is no licence file', 'Das ist keine Lizenzdatei'),
      detail: say('The file is cut off or is no Muniment document.', 'Die Datei ist abgeschnitten oder kein Muniment-Dokument.'),
      nextStep: reload,
    },
    'unknown-key': {
      status: 422,
      title: say('The file’s key is not known', 'Der Schlüssel der Datei ist nicht bekannt'),
      detail: say(
        (facts) => `The file is signed with the key ${facts.kid}, which is none of this vendor’s keys known here.`,
        (facts) =>
          `Die Datei ist mit dem Schlüssel ${facts.kid} signiert; er gehört nicht zu den hier bekannten Schlüsseln des Herstellers.`,
      ),
      nextStep:
        steps.keys ??
        say(
          `Make sure that the file is from the right vendor. Then load the vendor’s present keys: ${setUp} --server ADDRESS, or --keys FILE; or install the vendor’s signed key set.`,
          `Prüfen Sie, ob die Datei vom richtigen Hersteller ist. Laden Sie dann dessen heutige Schlüssel: ${setUp} --server ADRESSE oder --keys DATEI; oder installieren Sie den signierten Schlüsselsatz des Herstellers.`,
        ),
    },
    'document-altered': {
      status: 422,
      title: say('The file was changed', 'Die Datei wurde verändert'),
      detail: say('The file was changed after it was signed.', 'Die Datei wurde verändert, nachdem sie signiert war.'),
      nextStep: reload,
    },
    'wrong-kind': {
      status: 422,
      title: say('This is another kind of file', 'Das ist eine andere Art von Datei'),
      detail: say(
        (facts) => `The file is a genuine document, but of the kind “${facts.found}”.`,
        (facts) => `Die Datei ist ein echtes Dokument, aber von der Art „${facts.found}“.`,
      ),
      nextStep: say('Choose the licence file.', 'Wählen Sie die Lizenzdatei.'),
    },
    'wrong-product': {
      status: 422,
      title: say('The file is for another product', 'Die Datei ist für ein anderes Produkt'),
      detail: say(
        (facts) => `The file is for ${facts.found}; here it must be ${facts.expected}.`,
        (facts) => `Die Datei ist für ${facts.found}; hier muss es ${facts.expected} sein.`,
      ),
      nextStep: say(
        `Download the file of the right product. For a second product set up a folder of its own: ${folderVariable}.`,
        `Laden Sie die Datei des richtigen Produkts herunter. Für ein zweites Produkt richten Sie einen eigenen Ordner ein: ${folderVariable}.`,
      ),
    },
    'wrong-device': {
      status: 422,
      title: say('The file is for another device', 'Die Datei ist für ein anderes Gerät'),
      detail: say(
        (facts) => `The file is for the hardware key ${facts.found}; here it is ${facts.expected}.`,
        (facts) => `Die Datei ist für den Hardware-Schlüssel ${facts.found}; hier ist es ${facts.expected}.`,
      ),
      nextStep: ownFile,
    },
  }) satisfies Partial<Record<DocumentRefusal, Words>>;

/** Of what is wrong with its time. */
const wrongTimes = ({ setUp, steps = {} }: Program) =>
  ({
    outdated: {
      status: 409,
      title: say('A newer file is installed', 'Eine neuere Datei ist installiert'),
      detail: say(
        (facts) =>
          olderIn(facts) ?? `This file has serial ${serialIn(facts, 'serial')}; serial ${serialIn(facts, 'newest')} is installed already.`,
        (facts) =>
          olderIn(facts, 'de') ??
          `Diese Datei hat die Nummer ${serialIn(facts, 'serial')}; installiert ist schon die Nummer ${serialIn(facts, 'newest')}.`,
      ),
      nextStep: say(
        'Download the current file; older ones stay out.',
        'Laden Sie die aktuelle Datei herunter; ältere werden nicht mehr angenommen.',
      ),
    },
    'not-yet-valid': {
      status: 422,
      title: say('The licence has not begun', 'Die Lizenz hat noch nicht begonnen'),
      detail: say(
        (facts) => `The file is valid from ${facts.from}; here it is ${facts.now}.`,
        (facts) => `Die Datei gilt ab ${facts.from}; hier ist es ${facts.now}.`,
      ),
      nextStep: say(
        'Check the clock of this computer; if it is right, install the file on its first day.',
        'Prüfen Sie die Uhr dieses Rechners; geht sie richtig, installieren Sie die Datei an ihrem ersten Tag.',
      ),
    },
    expired: {
      status: 422,
      title: say('The licence has ended', 'Die Lizenz ist abgelaufen'),
      detail: say(
        (facts) => `The file was valid until ${dayIn(facts, 'until')}; here it is ${facts.now}.`,
        (facts) => `Die Datei galt bis ${dayIn(facts, 'until')}; hier ist es ${facts.now}.`,
      ),
      nextStep: say(
        'Renew the licence and install the new file. Check the clock of this computer if the date above is wrong.',
        'Verlängern Sie die Lizenz und installieren Sie die neue Datei. Prüfen Sie die Uhr dieses Rechners, wenn das Datum oben nicht stimmt.',
      ),
    },
    'test-document': {
      status: 422,
      title: say('This is a test document', 'Das ist ein Testdokument'),
      detail: say(
        'The file comes from a test installation and is worth nothing here.',
        'Die Datei kommt von einer Testinstallation und gilt hier nicht.',
      ),
      nextStep:
        steps.test ??
        say(
          `Download the file from the vendor’s real installation. For tests set up a folder of its own with: ${setUp} --accept-test`,
          `Laden Sie die Datei von der echten Installation des Herstellers herunter. Für Tests richten Sie einen eigenen Ordner ein: ${setUp} --accept-test`,
        ),
    },
  }) satisfies Partial<Record<DocumentRefusal, Words>>;

/** Why a document is not accepted; the codes are those of the verifying library. */
export const documentWords = (program: Program): Readonly<Record<DocumentRefusal, Words>> => ({
  ...wrongDocuments(program),
  ...wrongTimes(program),
});
