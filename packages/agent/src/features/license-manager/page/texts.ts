import type { Language } from '../../../loopback/words.ts';
import type { RightCode } from '../rights.ts';

const en = {
  title: 'Licence manager',
  test: 'For tests: this folder takes test documents only, and nothing here is for real use.',
  device: 'This computer',
  hardwareKey: 'Hardware key',
  childKey: 'Licensed key',
  ownKey: 'made here',
  giveKey: 'Give this key to your dealer: licence files are made for it.',
  copy: 'Copy',
  copied: 'Copied',
  product: 'Product',
  anyProduct: 'decided by the first licence file',
  file: 'Licence file',
  vendor: 'Vendor',
  serial: 'Serial',
  issued: 'Signed',
  installedAt: 'Installed',
  validFrom: 'Valid from',
  lastDay: 'Last day',
  forGood: 'no end',
  noFile: 'No licence file is installed yet.',
  entitlements: 'What applications may do',
  nothing: 'Nothing at present.',
  licensedFor: 'Licensed for {product}, with no end.',
  licensedUntil: 'Licensed for {product} until {day}, that day included.',
  feature: 'Feature',
  value: 'Licensed',
  until: 'Last day',
  afterwards: 'Afterwards',
  yes: 'yes',
  none: 'nothing',
  install: 'Install a licence file',
  choose: 'Choose file …',
  installHint:
    'The file from the vendor’s portal, as it is: .lic or .zip. It is checked before anything is changed. You can also drop it here.',
  installing: 'Checking the file …',
  installed: 'The licence file is installed.',
  unchanged: 'This file is installed already.',
  keysLearnt: 'The vendor’s keys are up to date.',
  failed: 'The service did not answer. Is it still running?',
  developers: 'For applications',
  developersHint: 'Programs of this computer ask this service; it needs no network. A no is an answer, too: 200 with a code.',
  clock: 'Time for all dates',
  folder: 'Folder',
  nextStep: 'What to do',
} as const;

type Texts = Readonly<Record<keyof typeof en, string>>;

const de: Texts = {
  title: 'Lizenzmanager',
  test: 'Für Tests: Dieser Ordner nimmt nur Testdokumente an, und nichts hier ist für den echten Gebrauch.',
  device: 'Dieser Rechner',
  hardwareKey: 'Hardware-Schlüssel',
  childKey: 'Lizenzierter Schlüssel',
  ownKey: 'hier erzeugt',
  giveKey: 'Geben Sie diesen Schlüssel Ihrem Händler: Für ihn werden die Lizenzdateien erzeugt.',
  copy: 'Kopieren',
  copied: 'Kopiert',
  product: 'Produkt',
  anyProduct: 'entscheidet die erste Lizenzdatei',
  file: 'Lizenzdatei',
  vendor: 'Hersteller',
  serial: 'Nummer',
  issued: 'Signiert',
  installedAt: 'Installiert',
  validFrom: 'Gültig ab',
  lastDay: 'Letzter Tag',
  forGood: 'kein Ende',
  noFile: 'Es ist noch keine Lizenzdatei installiert.',
  entitlements: 'Was Anwendungen dürfen',
  nothing: 'Zurzeit nichts.',
  licensedFor: 'Lizenziert für {product}, ohne Ende.',
  licensedUntil: 'Lizenziert für {product} bis einschließlich {day}.',
  feature: 'Funktion',
  value: 'Lizenziert',
  until: 'Letzter Tag',
  afterwards: 'Danach',
  yes: 'ja',
  none: 'nichts',
  install: 'Lizenzdatei installieren',
  choose: 'Datei wählen …',
  installHint:
    'Die Datei aus dem Portal des Herstellers, so wie sie ist: .lic oder .zip. Sie wird geprüft, bevor etwas geändert wird. Sie können sie auch hierher ziehen.',
  installing: 'Die Datei wird geprüft …',
  installed: 'Die Lizenzdatei ist installiert.',
  unchanged: 'Diese Datei ist schon installiert.',
  keysLearnt: 'Die Schlüssel des Herstellers sind auf dem neuesten Stand.',
  failed: 'Der Dienst hat nicht geantwortet. Läuft er noch?',
  developers: 'Für Anwendungen',
  developersHint:
    'Programme dieses Rechners fragen diesen Dienst; ein Netz braucht er nicht. Auch ein Nein ist eine Antwort: 200 mit einem Code.',
  clock: 'Zeit für alle Fristen',
  folder: 'Ordner',
  nextStep: 'Was zu tun ist',
};

export const textsOf = (language: Language): Texts => ({ en, de })[language];

/** One word for the state, with its mark's colour and sign. */
interface Mark {
  readonly color: 'green' | 'red' | 'blue' | 'grey' | 'amber';
  readonly sign: 'check' | 'cross' | 'clock' | 'circle' | 'warning';
  readonly word: Readonly<Record<Language, string>>;
}

const marks: Partial<Record<RightCode, Mark>> = {
  valid: { color: 'green', sign: 'check', word: { en: 'Licensed', de: 'Lizenziert' } },
  expired: { color: 'red', sign: 'cross', word: { en: 'Ended', de: 'Abgelaufen' } },
  'not-yet-valid': { color: 'blue', sign: 'clock', word: { en: 'Begins later', de: 'Beginnt später' } },
  'not-active': { color: 'grey', sign: 'circle', word: { en: 'No licence yet', de: 'Noch keine Lizenz' } },
};

export const markOf = (code: RightCode): Mark =>
  marks[code] ?? { color: 'amber', sign: 'warning', word: { en: 'Not usable', de: 'Nicht brauchbar' } };
