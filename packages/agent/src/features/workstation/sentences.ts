import type { Language } from '../../loopback/words.ts';

export type Said = Readonly<Record<Language, string>>;
export const spoken = (said: Said, language: Language): string => said[language];

interface SetUp {
  readonly hardwareKey: string;
  readonly product: string;
  readonly vendor: string;
}

interface Terms {
  readonly id?: string;
  readonly version?: string;
}

const en = {
  setUp: ({ hardwareKey, product, vendor }: SetUp) => `This is the workstation ${hardwareKey} now, for ${product} of ${vendor}.`,
  setUpAllTheSame: ({ hardwareKey, product, vendor, folder }: SetUp & { readonly folder: string }) =>
    `${folder} is set up all the same, as the workstation ${hardwareKey} for ${product} of ${vendor}; the next try goes on with it.`,
  believed: 'Files are believed that these keys have signed; compare them with what the vendor publishes:',
  noServer: 'Name the vendor\u2019s server (--server ADDRESS), or bring its set-up in a file (--setup FILE).',
  noAddress: (text: string) => `\u201c${text}\u201d is not an address like https://licences.example.com.`,
  notRead: (path: string, reason: string) => `${path} cannot be read: ${reason}`,
  notWritten: (path: string, reason: string) => `${path} cannot be written: ${reason}`,
  notAccepted: (text: string) => `--accept is given as ID:VERSION, not \u201c${text}\u201d.`,
  acceptTerms: ({ id, version }: Terms) =>
    id === undefined ? 'Read the terms, then add --accept ID:VERSION.' : `Read the terms, then add --accept ${id}:${version ?? 'VERSION'}.`,
  activateFirst: 'Activate this workstation: muniment activate KEY',
  tooLarge: 'larger than any file of a vendor',
  noFile: 'it is no file',
  valid: 'This workstation is licensed.',
  invalid: 'This workstation is not licensed.',
  activated: 'The licence is active on this workstation.',
  renewed: 'The licence file is new.',
  repaired: 'The licence is bound to this machine as it is now. Repairs left this year:',
  imported: 'The licence file is installed.',
  unchanged: 'This file is installed already.',
  listImported: 'The list of what was revoked is installed. Its number:',
  healed: 'The clock is believed again.',
  deactivated: 'The licence is back at the vendor.',
  finishedActivation: 'The activation that was asked for before is done now.',
  finishedReturn: 'The licence that was removed before is back at the vendor now.',
  unanswered: 'What was asked is kept, for it may have been done at an address that gave no answer:',
  notUpToDate: 'What was to be done at the vendor\u2019s was not done.',
  requestNext:
    'Give it in at the portal (the project\u2019s page Files by hand), and import the file that it answers with: muniment import FILE',
  receiptNext:
    'The licence is removed from this workstation. Give the receipt in at the portal (the project\u2019s page Files by hand): only then is it in the project\u2019s pool again.',
  askDeactivate: (what: string) =>
    `${what === '' ? 'The licence' : `All that is licensed here (${what})`} is removed from this workstation now. Deactivate?`,
  licensedHere: 'Licensed on this workstation now:',
  licensedInAll: 'Licensed on this workstation now, with what was here before:',
  givenBack: 'Given back:',
  until: 'until',
  needsYes: 'Say --yes, or answer at a terminal.',
  differs: 'Different, and tolerated:',
  askTerms: (terms: string) => `Do you accept these terms (${terms})?`,
  termsDeclined: 'The terms were not accepted: nothing was activated.',
  readTerms: 'Read the terms, then activate with --accept',
  allWell: 'Nothing is the matter.',
  next: 'Next step',
  severalHere: 'Several are set up here. More of one: --vendor, --product, or --data.',
  noRepair: 'Say what was repaired: --repair "what was done"',
  noCommand: 'Say what to run while the seat is held: muniment checkout FEATURE -- COMMAND',
  noFeature: 'Say which seats are meant: muniment checkout FEATURE -- COMMAND',
  noOnLost: (text: string) => `--on-lost is warn or stop, not \u201c${text}\u201d.`,
  noSeats: (text: string) => `--seats is a number from 1, not \u201c${text}\u201d.`,
  noDays: (text: string) => `--days is a number above 0, not \u201c${text}\u201d.`,
  noEnd: 'Say until when: either --until or --days.',
  noUntil: (text: string) => `--until is a day like 2027-01-31 or a time like 2027-01-31T17:00, not \u201c${text}\u201d.`,
  seatWaits: 'Waiting for a seat. Place in the queue:',
  seatNotWaited: 'Interrupted. No seat was taken.',
  seatLost: 'The seat is lost:',
  seatStops: 'The command is told to end.',
  seatGoesOn: 'The command goes on without one.',
  seatComesBack: 'The command goes on; a seat is asked for again meanwhile.',
  seatBack: 'A seat is held again.',
  seatHolds: 'holds',
  seatReturned: 'The borrowed seat is given back:',
  returnNotBegun:
    'Nothing was changed: the seat is still borrowed here, and works. With a network, and who may take seats: muniment return. Without: muniment return --file RECEIPT removes it, and makes a receipt to be carried.',
  borrowedUntil: 'Borrowed until',
  documentUntil: 'Its document is renewed on the network (muniment status); the one that is here holds until',
  prolongationsLeft: 'Times it may still be prolonged:',
  returnNext:
    'The seat is removed from this workstation. Carry the receipt to whoever looks after the project\u2019s seats, who gives it in: muniment leases return FILE. Only then is the seat free for others. Where this workstation has no network, a list of what counts no more (muniment revocations download) tells it that this was done: muniment import LIST',
  columns: {
    lease: 'lease',
    seats: 'seats',
    borrowed: 'borrowed until',
    document: 'document until',
    state: 'state',
    feature: 'feature',
    value: 'value',
    lastDay: 'last day',
    serial: 'Serial',
    workstation: 'Workstation',
    name: 'Name',
    product: 'Product',
    vendor: 'Vendor',
    folder: 'Folder',
    file: 'File holds until',
  },
};

export type Sentences = typeof en;

const de: Sentences = {
  setUp: ({ hardwareKey, product, vendor }) => `Dies ist jetzt der Arbeitsplatz ${hardwareKey}, für ${product} von ${vendor}.`,
  setUpAllTheSame: ({ hardwareKey, product, vendor, folder }) =>
    `${folder} ist trotzdem eingerichtet, als Arbeitsplatz ${hardwareKey} für ${product} von ${vendor}; der nächste Versuch geht damit weiter.`,
  believed: 'Geglaubt wird Dateien, die diese Schlüssel signiert haben; vergleichen Sie sie mit dem, was der Hersteller veröffentlicht:',
  noServer: 'Nennen Sie den Server des Herstellers (--server ADRESSE), oder bringen Sie, was er sagt, in einer Datei (--setup DATEI).',
  noAddress: (text) => `„${text}“ ist keine Adresse wie https://licences.example.com.`,
  notRead: (path, reason) => `${path} ist nicht lesbar: ${reason}`,
  notWritten: (path, reason) => `${path} lässt sich nicht schreiben: ${reason}`,
  notAccepted: (text) => `--accept wird als KENNUNG:FASSUNG angegeben, nicht „${text}“.`,
  acceptTerms: ({ id, version }) =>
    id === undefined
      ? 'Lesen Sie die Bedingungen, und geben Sie dann --accept KENNUNG:FASSUNG an.'
      : `Lesen Sie die Bedingungen, und geben Sie dann --accept ${id}:${version ?? 'FASSUNG'} an.`,
  activateFirst: 'Aktivieren Sie diesen Arbeitsplatz: muniment activate SCHLÜSSEL',
  tooLarge: 'größer als jede Datei eines Herstellers',
  noFile: 'es ist keine Datei',
  valid: 'Dieser Arbeitsplatz ist lizenziert.',
  invalid: 'Dieser Arbeitsplatz ist nicht lizenziert.',
  activated: 'Die Lizenz ist auf diesem Arbeitsplatz aktiv.',
  renewed: 'Die Lizenzdatei ist neu.',
  repaired: 'Die Lizenz ist an diesen Rechner gebunden, wie er jetzt ist. Reparaturen, die in diesem Jahr bleiben:',
  imported: 'Die Lizenzdatei ist installiert.',
  unchanged: 'Diese Datei ist schon installiert.',
  listImported: 'Die Liste des Widerrufenen ist installiert. Ihre Nummer:',
  healed: 'Die Uhr gilt wieder.',
  deactivated: 'Die Lizenz ist wieder beim Hersteller.',
  finishedActivation: 'Die Aktivierung, die vorher angefragt war, ist jetzt erledigt.',
  finishedReturn: 'Die Lizenz, die vorher entfernt wurde, ist jetzt wieder beim Hersteller.',
  unanswered: 'Was gefragt wurde, bleibt vorgemerkt: Es wurde vielleicht bei einer Adresse erledigt, die nicht geantwortet hat:',
  notUpToDate: 'Was beim Hersteller zu erledigen war, wurde nicht erledigt.',
  requestNext:
    'Geben Sie sie im Portal ab (Seite „Dateien von Hand“ des Projekts), und importieren Sie die Datei, mit der es antwortet: muniment import DATEI',
  receiptNext:
    'Die Lizenz ist von diesem Arbeitsplatz entfernt. Geben Sie die Quittung im Portal ab (Seite „Dateien von Hand“ des Projekts): Erst dann liegt sie wieder im Pool des Projekts.',
  askDeactivate: (what) =>
    `${what === '' ? 'Die Lizenz' : `Alles, was hier lizenziert ist (${what}),`} wird jetzt von diesem Arbeitsplatz entfernt. Deaktivieren?`,
  licensedHere: 'Auf diesem Arbeitsplatz ist jetzt lizenziert:',
  licensedInAll: 'Auf diesem Arbeitsplatz ist jetzt lizenziert, mit dem, was vorher da war:',
  givenBack: 'Zurückgegeben:',
  until: 'bis',
  needsYes: 'Geben Sie --yes an, oder antworten Sie an einem Terminal.',
  differs: 'Anders, und hingenommen:',
  askTerms: (terms) => `Nehmen Sie diese Bedingungen an (${terms})?`,
  termsDeclined: 'Die Bedingungen wurden nicht angenommen: Es wurde nichts aktiviert.',
  readTerms: 'Lesen Sie die Bedingungen, und aktivieren Sie dann mit --accept',
  allWell: 'Es ist alles in Ordnung.',
  next: 'Nächster Schritt',
  severalHere: 'Hier sind mehrere eingerichtet. Mehr zu einem: --vendor, --product oder --data.',
  noRepair: 'Sagen Sie, was repariert wurde: --repair "was gemacht wurde"',
  noCommand: 'Sagen Sie, was laufen soll, solange der Platz gehalten wird: muniment checkout FUNKTION -- BEFEHL',
  noFeature: 'Sagen Sie, welche Plätze gemeint sind: muniment checkout FUNKTION -- BEFEHL',
  noOnLost: (text) => `--on-lost ist warn oder stop, nicht \u201e${text}\u201c.`,
  noSeats: (text) => `--seats ist eine Zahl ab 1, nicht \u201e${text}\u201c.`,
  noDays: (text) => `--days ist eine Zahl über 0, nicht \u201e${text}\u201c.`,
  noEnd: 'Sagen Sie, bis wann: entweder --until oder --days.',
  noUntil: (text) => `--until ist ein Tag wie 2027-01-31 oder eine Zeit wie 2027-01-31T17:00, nicht \u201e${text}\u201c.`,
  seatWaits: 'Warten auf einen Platz. Stelle in der Schlange:',
  seatNotWaited: 'Unterbrochen. Es wurde kein Platz genommen.',
  seatLost: 'Der Platz ist verloren:',
  seatStops: 'Der Befehl wird aufgefordert, sich zu beenden.',
  seatGoesOn: 'Der Befehl läuft ohne ihn weiter.',
  seatComesBack: 'Der Befehl läuft weiter; inzwischen wird wieder nach einem Platz gefragt.',
  seatBack: 'Ein Platz ist wieder da.',
  seatHolds: 'gilt',
  seatReturned: 'Der entliehene Platz ist zurückgegeben:',
  returnNotBegun:
    'Es wurde nichts geändert: Der Platz ist hier weiter entliehen und gilt. Mit Netz, und wer Plätze nehmen darf: muniment return. Ohne: muniment return --file QUITTUNG entfernt ihn und macht eine Quittung, die jemand hinbringt.',
  borrowedUntil: 'Entliehen bis',
  documentUntil: 'Sein Dokument wird im Netz erneuert (muniment status); das jetzige gilt bis',
  prolongationsLeft: 'So oft lässt es sich noch verlängern:',
  returnNext:
    'Der Platz ist von diesem Arbeitsplatz entfernt. Bringen Sie die Quittung zu dem, der sich um die Plätze des Projekts kümmert; der gibt sie ein: muniment leases return DATEI. Erst dann ist der Platz frei für andere. Hat dieser Arbeitsplatz kein Netz, erfährt er es durch die Liste des Widerrufenen (muniment revocations download): muniment import LISTE',
  columns: {
    lease: 'Lease',
    seats: 'Plätze',
    borrowed: 'entliehen bis',
    document: 'Dokument bis',
    state: 'Zustand',
    feature: 'Funktion',
    value: 'Wert',
    lastDay: 'letzter Tag',
    serial: 'Nummer',
    workstation: 'Arbeitsplatz',
    name: 'Name',
    product: 'Produkt',
    vendor: 'Hersteller',
    folder: 'Ordner',
    file: 'Datei gilt bis',
  },
};

/** What the commands of a workstation say in its people's language. */
export const sentences: Readonly<Record<Language, Sentences>> = { en, de };
