import { say, type Words } from '../../../loopback/words.ts';
import { differencesIn, partsIn } from './part-words.ts';

type Facts = Readonly<Record<string, unknown>>;

/** A serial as people read it: epoch and number. */
const serialIn = (facts: Facts, name: string): string => {
  const { epoch, number } = (facts[name] ?? {}) as { epoch?: number; number?: number };
  return epoch === undefined ? '?' : `${epoch}.${number}`;
};

/** Whose a folder is: ", set up for WIDGET of acme". */
const ownedBy = ({ vendor, product }: Facts, language: 'en' | 'de'): string => {
  if (vendor === undefined) return '';
  return language === 'en' ? `, set up for ${product} of ${vendor}` : `, eingerichtet für ${product} von ${vendor}`;
};

const askAgain = say(
  'Make a new request on this workstation (muniment request) and fetch the file that answers it.',
  'Legen Sie auf diesem Arbeitsplatz eine neue Anfrage an (muniment request) und holen Sie die Datei, die sie beantwortet.',
);

const fields: Readonly<Record<string, { readonly en: string; readonly de: string }>> = {
  licenseKey: { en: 'The licence key', de: 'Der Lizenzschlüssel' },
  name: { en: 'The name', de: 'Der Name' },
  repair: { en: 'What was repaired', de: 'Was repariert wurde' },
};

/** Why a file cannot be used, in the reader's language. */
const damages: Readonly<Record<string, string>> = {
  missing: 'sie fehlt',
  'cut off or overwritten': 'abgeschnitten oder überschrieben',
  'content and digest differ': 'Inhalt und Prüfsumme passen nicht zusammen',
  'written by a later version': 'von einer späteren Fassung geschrieben',
  'says no time': 'nennt keine Zeit',
  'no regular file': 'keine gewöhnliche Datei',
  'says what it cannot': 'sagt, was nicht sein kann',
};

/** Workstations by name, each with its folder. */
const listed = ({ workstations }: Facts): string =>
  ((workstations ?? []) as readonly { vendor: string | null; product: string | null; folder: string }[])
    .map(({ vendor, product, folder }) => (vendor === null ? folder : `${product} / ${vendor} (${folder})`))
    .join(', ');

const settingUp = {
  'not-set-up': {
    status: 409,
    title: say('No licence was asked for here yet', 'Hier wurde noch keine Lizenz angefragt'),
    detail: say(
      (facts) => `Nothing is set up in ${facts.folder}.${listed(facts) === '' ? '' : ` There are: ${listed(facts)}.`}`,
      (facts) => `In ${facts.folder} ist nichts eingerichtet.${listed(facts) === '' ? '' : ` Es gibt: ${listed(facts)}.`}`,
    ),
    nextStep: say(
      'With a network: muniment activate KEY --server ADDRESS. Without: muniment request KEY --setup FILE',
      'Mit Netz: muniment activate SCHLÜSSEL --server ADRESSE. Ohne: muniment request SCHLÜSSEL --setup DATEI',
    ),
  },
  'several-workstations': {
    status: 409,
    title: say('Several are meant', 'Es sind mehrere gemeint'),
    detail: say(
      (facts) => `This user has ${listed(facts)}.`,
      (facts) => `Dieser Benutzer hat ${listed(facts)}.`,
    ),
    nextStep: say(
      'Say which: --vendor VENDOR, --product PRODUCT, or both; or the folder: --data FOLDER.',
      'Sagen Sie, welchen Arbeitsplatz Sie meinen: --vendor HERSTELLER, --product PRODUKT oder beides; oder den Ordner: --data ORDNER.',
    ),
  },
  'set-up-already': {
    status: 409,
    title: say('This workstation is set up already', 'Dieser Arbeitsplatz ist schon eingerichtet'),
    detail: say(
      (facts) => `In ${facts.folder} is the workstation ${facts.hardwareKey}${ownedBy(facts, 'en')}. Nothing was changed.`,
      (facts) => `In ${facts.folder} ist der Arbeitsplatz ${facts.hardwareKey}${ownedBy(facts, 'de')}. Es wurde nichts geändert.`,
    ),
    nextStep: say(
      'For another vendor, product or id use another folder, with this and every further command: --data FOLDER, or MUNIMENT_WORKSTATION_DATA.',
      'Nehmen Sie für einen anderen Hersteller, ein anderes Produkt oder eine andere Kennung einen anderen Ordner, bei diesem und jedem weiteren Befehl: --data ORDNER oder MUNIMENT_WORKSTATION_DATA.',
    ),
  },
  'setup-not-valid': {
    status: 422,
    title: say('This says nothing that a workstation can be set up with', 'Damit lässt sich kein Arbeitsplatz einrichten'),
    detail: say(
      (facts) => `${facts.from} is no answer of a vendor’s server about a product that is locked to machines.`,
      (facts) => `${facts.from} ist keine Antwort eines Herstellers zu einem Produkt, das an Rechner gebunden ist.`,
    ),
    nextStep: say(
      'Where there is a network, save it anew: muniment workstations setup --json > setup.json',
      'Speichern Sie sie dort, wo es ein Netz gibt, noch einmal: muniment workstations setup --json > setup.json',
    ),
  },
  'other-vendor': {
    status: 409,
    title: say('This is another vendor’s', 'Das gehört zu einem anderen Hersteller'),
    detail: say(
      (facts) => `It is of ${facts.found}; here it must be ${facts.expected}. Nothing was changed.`,
      (facts) => `Es ist von ${facts.found}; hier muss es ${facts.expected} sein. Es wurde nichts geändert.`,
    ),
    nextStep: say(
      'Use the right vendor’s server, or another folder: --data, MUNIMENT_WORKSTATION_DATA.',
      'Nehmen Sie den Server des richtigen Herstellers oder einen anderen Ordner: --data, MUNIMENT_WORKSTATION_DATA.',
    ),
  },
  'other-product': {
    status: 409,
    title: say('This is for another product', 'Das ist für ein anderes Produkt'),
    detail: say(
      (facts) => `The folder is set up for ${facts.found}; here it must be ${facts.expected}. Nothing was changed.`,
      (facts) => `Der Ordner ist für ${facts.found} eingerichtet; hier muss es ${facts.expected} sein. Es wurde nichts geändert.`,
    ),
    nextStep: say(
      'Use another folder for it: --data, MUNIMENT_WORKSTATION_DATA.',
      'Nehmen Sie dafür einen anderen Ordner: --data, MUNIMENT_WORKSTATION_DATA.',
    ),
  },
  'keys-not-pinned': {
    status: 409,
    title: say('The program does not know who signed this', 'Das Programm kennt nicht, wer das signiert hat'),
    detail: say(
      'The folder was set up with keys that are none of those that the program was built with.',
      'Der Ordner wurde mit Schlüsseln eingerichtet, die nicht zu denen gehören, mit denen das Programm gebaut wurde.',
    ),
    nextStep: say(
      'Set up another folder (--data) with the vendor’s own server. If that was done, ask the vendor for a newer version of the program.',
      'Richten Sie mit dem Server des Herstellers selbst einen anderen Ordner ein (--data). Ist das geschehen, bitten Sie den Hersteller um eine neuere Fassung des Programms.',
    ),
  },
  'request-not-valid': {
    status: 422,
    title: say('The vendor would not read this', 'Das würde der Hersteller nicht lesen'),
    detail: say(
      (facts) => `${fields[String(facts.field)]?.en ?? facts.field} is empty, or longer than ${facts.most} characters.`,
      (facts) => `${fields[String(facts.field)]?.de ?? facts.field} ist leer oder länger als ${facts.most} Zeichen.`,
    ),
    nextStep: say('Give it in fewer words, or leave it out.', 'Geben Sie es kürzer an, oder lassen Sie es weg.'),
  },
  'customer-id-not-valid': {
    status: 422,
    title: say('This is no customer id', 'Das ist keine Kunden-ID'),
    detail: say(
      (facts) => `“${facts.customerId}” is none.`,
      (facts) => `„${facts.customerId}“ ist keine.`,
    ),
    nextStep: say('Copy it from the project’s page.', 'Kopieren Sie sie von der Seite des Projekts.'),
  },
  'file-damaged': {
    status: 500,
    title: say('A file is damaged', 'Eine Datei ist beschädigt'),
    detail: say(
      (facts) => `${facts.file} in ${facts.folder} cannot be used: ${facts.reason}.`,
      (facts) => `${facts.file} in ${facts.folder} ist nicht brauchbar (${damages[String(facts.reason)] ?? facts.reason}).`,
    ),
    nextStep: say(
      ({ file }) =>
        String(file).startsWith('time')
          ? 'Nothing needs to be done: it is written anew. Check the disk.'
          : String(file).startsWith('revocations')
            ? 'Fetch the list anew: muniment status; without a network muniment import FILE. Check the disk.'
            : 'Restore the folder from a back-up. Else ask the vendor for a hardware replacement, with a request file from a new folder (--data).',
      ({ file }) =>
        String(file).startsWith('time')
          ? 'Es ist nichts zu tun: Sie wird neu geschrieben. Prüfen Sie den Datenträger.'
          : String(file).startsWith('revocations')
            ? 'Holen Sie die Liste neu: muniment status, ohne Netz muniment import DATEI. Prüfen Sie den Datenträger.'
            : 'Stellen Sie den Ordner aus einer Sicherung wieder her. Sonst bitten Sie den Hersteller um einen Gerätetausch, mit einer Anfragedatei aus einem neuen Ordner (--data).',
    ),
  },
  'time-files-gone': {
    status: 409,
    title: say('The files that keep the time are gone', 'Die Dateien, die die Zeit bewahren, sind weg'),
    detail: say(
      'Both are missing or unreadable, so that nobody knows how late it was here. The clock is not believed until the vendor has answered.',
      'Beide fehlen oder sind unlesbar; niemand weiß also, wie spät es hier schon war. Die Uhr gilt nicht, bis der Hersteller geantwortet hat.',
    ),
    nextStep: say(
      'With a network: muniment renew, or of borrowed seats alone muniment status. Without: muniment request --renew, then muniment import FILE. Restoring the two files from a back-up does it, too.',
      'Mit Netz: muniment renew, nur für entliehene Plätze muniment status. Ohne: muniment request --renew, dann muniment import DATEI. Auch eine Sicherung der beiden Dateien hilft.',
    ),
  },
  'real-document': {
    status: 422,
    title: say('This is a real licence', 'Das ist eine echte Lizenz'),
    detail: say(
      'This workstation was set up for tests and takes test documents only.',
      'Dieser Arbeitsplatz wurde für Tests eingerichtet und nimmt nur Testdokumente an.',
    ),
    nextStep: say('Use another folder: --data.', 'Nehmen Sie einen anderen Ordner: --data.'),
  },
} satisfies Record<string, Words>;

const machines = {
  'machine-not-readable': {
    status: 503,
    title: say('The machine does not tell what it is', 'Der Rechner sagt nicht, was er ist'),
    detail: say(
      (facts) => `The system did not answer what these are: ${partsIn(facts, 'en')}. That is no other machine.`,
      (facts) =>
        `Das System hat auf die Frage nach diesen Teilen nicht geantwortet: ${partsIn(facts, 'de')}. Das ist kein anderer Rechner.`,
    ),
    nextStep: say(
      'Try again in a moment. If it stays so, let this user run the commands of the system (PowerShell; on macOS ioreg and system_profiler).',
      'Versuchen Sie es gleich noch einmal. Bleibt es so, erlauben Sie diesem Benutzer die Befehle des Systems (PowerShell; auf macOS ioreg und system_profiler).',
    ),
  },
  'not-node-locked': {
    status: 422,
    title: say('The file is for no machine', 'Die Datei ist für keinen Rechner'),
    detail: say('It does not say which machine it is for.', 'Sie sagt nicht, für welchen Rechner sie ist.'),
    nextStep: askAgain,
  },
  'wrong-machine': {
    status: 409,
    title: say('The licence is for another machine', 'Die Lizenz ist für einen anderen Rechner'),
    detail: say(
      (facts) => `Different: ${differencesIn(facts, 'en')}. ${facts.matched} points are the same, ${facts.atLeast} are needed.`,
      (facts) => `Anders: ${differencesIn(facts, 'de')}. ${facts.matched} Punkte stimmen überein, nötig sind ${facts.atLeast}.`,
    ),
    nextStep: say(
      'If this machine was repaired: muniment renew --repair "what was done"; without a network muniment request --repair. To move the licence, deactivate it on the old machine first.',
      'Wurde dieser Rechner repariert: muniment renew --repair "was gemacht wurde", ohne Netz muniment request --repair. Soll die Lizenz umziehen, deaktivieren Sie sie zuerst auf dem alten Rechner.',
    ),
  },
  'wrong-own-key': {
    status: 409,
    title: say('The file is for another installation', 'Die Datei ist für eine andere Installation'),
    detail: say('It names the key of another folder on this machine.', 'Sie nennt den Schlüssel eines anderen Ordners auf diesem Rechner.'),
    nextStep: askAgain,
  },
} satisfies Record<string, Words>;

const files = {
  'no-request-pending': {
    status: 409,
    title: say('No answer is waited for', 'Es wird keine Antwort erwartet'),
    detail: say(
      'This product takes a file only in answer to a request.',
      'Dieses Produkt nimmt eine Datei nur als Antwort auf eine Anfrage.',
    ),
    nextStep: askAgain,
  },
  'wrong-answer': {
    status: 409,
    title: say('The file answers another request', 'Die Datei beantwortet eine andere Anfrage'),
    detail: say('This workstation has asked again since.', 'Dieser Arbeitsplatz hat inzwischen noch einmal gefragt.'),
    nextStep: say('Import the answer to its newest request.', 'Importieren Sie die Antwort auf seine neueste Anfrage.'),
  },
  'not-an-answer': {
    status: 409,
    title: say('This is no answer', 'Das ist keine Antwort'),
    detail: say(
      (facts) => `It is a ${facts.made} that a workstation made for the vendor, not what the vendor made of it.`,
      (facts) =>
        `Das ist eine ${facts.made === 'request' ? 'Anfrage' : 'Quittung'}, die ein Arbeitsplatz für den Hersteller gemacht hat, nicht das, was der daraus gemacht hat.`,
    ),
    nextStep: say(
      'Give it in at the portal (Files by hand), and import the file that comes back.',
      'Geben Sie sie im Portal ab („Dateien von Hand“), und importieren Sie die Datei, die zurückkommt.',
    ),
  },
  'license-removed': {
    status: 409,
    title: say('This licence was given back', 'Diese Lizenz wurde zurückgegeben'),
    detail: say(
      (facts) => `The file has serial ${serialIn(facts, 'serial')}; what was given back has ${serialIn(facts, 'removed')}.`,
      (facts) => `Die Datei hat die Nummer ${serialIn(facts, 'serial')}; zurückgegeben wurde ${serialIn(facts, 'removed')}.`,
    ),
    nextStep: say('Activate anew.', 'Aktivieren Sie neu.'),
  },
  'receipt-pending': {
    status: 409,
    title: say('A licence is on its way back', 'Eine Lizenz ist auf dem Weg zurück'),
    detail: say(
      (facts) => `It is removed here, so that the program stops, and the vendor does not know it yet: ${facts.reason}.`,
      (facts) => `Sie ist hier entfernt, das Programm hält also an, und der Hersteller weiß es noch nicht: ${facts.reason}.`,
    ),
    nextStep: say(
      'Try again once the network is there: muniment deactivate. Without one carry the receipt: muniment deactivate --receipt FILE',
      'Versuchen Sie es noch einmal, wenn das Netz da ist: muniment deactivate. Ohne Netz bringen Sie die Quittung hin: muniment deactivate --receipt DATEI',
    ),
  },
  'activation-pending': {
    status: 409,
    title: say('Another activation is under way', 'Eine andere Aktivierung ist im Gange'),
    detail: say(
      (facts) => `The answer to the one with the key ${facts.licenseKey} never came: its licence may be booked already.`,
      (facts) => `Die Antwort auf die mit dem Schlüssel ${facts.licenseKey} ist nie angekommen: Ihre Lizenz ist vielleicht schon gebucht.`,
    ),
    nextStep: say(
      'Bring it to its end first: muniment status, or muniment activate with that key. To give it up: muniment activate KEY --forget',
      'Bringen Sie sie zuerst zu Ende: muniment status, oder muniment activate mit jenem Schlüssel. Um sie aufzugeben: muniment activate SCHLÜSSEL --forget',
    ),
  },
  'held-by-people': {
    status: 409,
    title: say('The licence was put here by people', 'Die Lizenz haben Menschen hierher gegeben'),
    detail: say(
      'It did not come from the project’s pool, so this workstation cannot give it back. It goes on here.',
      'Sie kam nicht aus dem Pool des Projekts, deshalb kann dieser Arbeitsplatz sie nicht zurückgeben. Sie gilt hier weiter.',
    ),
    nextStep: say(
      'Let whoever looks after the licences deactivate it on the device’s page.',
      'Wer die Lizenzen betreut, deaktiviert sie auf der Seite des Geräts.',
    ),
  },
  'nothing-to-remove': {
    status: 409,
    title: say('There is nothing to give back', 'Es ist nichts zurückzugeben'),
    detail: say('Nothing is licensed on this workstation.', 'Auf diesem Arbeitsplatz ist nichts lizenziert.'),
    nextStep: say('There is nothing to do.', 'Es ist nichts zu tun.'),
  },
  'nothing-to-renew': {
    status: 409,
    title: say('There is nothing to renew', 'Es ist nichts zu erneuern'),
    detail: say(
      'What was licensed on this workstation was given back.',
      'Was auf diesem Arbeitsplatz lizenziert war, wurde zurückgegeben.',
    ),
    nextStep: say(
      'Ask for a licence with its key: muniment request KEY',
      'Fragen Sie mit dem Schlüssel nach einer Lizenz: muniment request SCHLÜSSEL',
    ),
  },
} satisfies Record<string, Words>;

/** What became of what was asked: kept where it is written down to be asked again, and nowhere else. */
const kept = ({ isKept }: Facts, language: 'en' | 'de'): string => {
  if (isKept !== true) return '';
  return language === 'en'
    ? ': what was asked is kept, and nothing is booked twice'
    : ': Was gefragt wurde, bleibt erhalten, und nichts wird doppelt gebucht';
};

/** What goes without a network: seats only when they were borrowed before. */
const without = ({ of }: Facts): string => (of === 'seats' ? 'muniment borrow' : 'muniment request');

const network = {
  'no-server': {
    status: 409,
    title: say('No server is known here', 'Hier ist kein Server bekannt'),
    detail: say(
      'This workstation was set up from a file, without a network.',
      'Dieser Arbeitsplatz wurde aus einer Datei eingerichtet, ohne Netz.',
    ),
    nextStep: say(
      'Name the vendor’s server (--server ADDRESS), or go on by files: muniment request, muniment deactivate --receipt FILE',
      'Nennen Sie den Server des Herstellers (--server ADRESSE), oder machen Sie mit Dateien weiter: muniment request, muniment deactivate --receipt DATEI',
    ),
  },
  unreachable: {
    status: 503,
    title: say('The vendor cannot be reached', 'Der Hersteller ist nicht erreichbar'),
    detail: say(
      (facts) => `Nobody answered: ${facts.reason}.`,
      (facts) => `Niemand hat geantwortet: ${facts.reason}.`,
    ),
    nextStep: say(
      (facts) => `Check the network and the address, and try again${kept(facts, 'en')}. Without a network: ${without(facts)}`,
      (facts) => `Prüfen Sie das Netz und die Adresse, und versuchen Sie es noch einmal${kept(facts, 'de')}. Ohne Netz: ${without(facts)}`,
    ),
  },
  'enrolment-waits': {
    status: 409,
    title: say('Somebody must let this workstation in', 'Jemand muss diesen Arbeitsplatz aufnehmen'),
    detail: say('It waits on the project’s page.', 'Er wartet auf der Seite des Projekts.'),
    nextStep: say('Let it be approved, then try again.', 'Lassen Sie ihn genehmigen, und versuchen Sie es dann noch einmal.'),
  },
} satisfies Record<string, Words>;

/** Words of what a workstation itself refuses. */
export const ownWords = { ...settingUp, ...machines, ...files, ...network };
