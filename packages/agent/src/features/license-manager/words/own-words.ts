import type { DocumentRefusal } from '@muniment/client/verify';
import { say, type Words } from '../../../loopback/words.ts';
import { machineWords, type Program } from '../../../machine/machine-words.ts';
import { containerWords } from '../../../vendor/container-words.ts';
import type { LicenseManagerRefusal } from '../refusals.ts';

/** What the words that are not of the licence manager alone say of it. */
export const program: Program = {
  name: { en: 'The licence manager', de: 'Der Lizenzmanager' },
  setUp: 'muniment lmc init',
  folderVariable: 'MUNIMENT_LMC_DATA',
  otherPort: 7072,
};

const files = {
  'real-document': {
    status: 422,
    title: say('This is a real licence', 'Das ist eine echte Lizenz'),
    detail: say('This folder is for tests and takes test documents only.', 'Dieser Ordner ist für Tests und nimmt nur Testdokumente an.'),
    nextStep: say('Set up another folder without --accept-test.', 'Richten Sie einen anderen Ordner ohne --accept-test ein.'),
  },
} satisfies Record<string, Words>;

const settingUp = {
  'no-hardware-key': {
    status: 409,
    title: say('There is no hardware key yet', 'Es gibt noch keinen Hardware-Schlüssel'),
    detail: say(
      (facts) => (facts.folder === undefined ? 'This computer is not set up yet.' : `Nothing is set up in ${facts.folder}.`),
      (facts) =>
        facts.folder === undefined ? 'Dieser Rechner ist noch nicht eingerichtet.' : `In ${facts.folder} ist nichts eingerichtet.`,
    ),
    nextStep: say(
      'Set it up: muniment lmc init --hardware-key KEY, or --own-key where there is no PBX.',
      'Richten Sie ihn ein: muniment lmc init --hardware-key SCHLÜSSEL, oder --own-key, wo es keine Anlage gibt.',
    ),
  },
  'hardware-key-set': {
    status: 409,
    title: say('Another key is set already', 'Ein anderer Schlüssel ist schon eingestellt'),
    detail: say(
      (facts) => `This computer has the hardware key ${facts.hardwareKey}, set up otherwise than you ask. Nothing was changed.`,
      (facts) =>
        `Dieser Rechner hat den Hardware-Schlüssel ${facts.hardwareKey} und ist anders eingerichtet, als Sie verlangen. Es wurde nichts geändert.`,
    ),
    nextStep: say(
      (facts) => `A key is kept for good. For another one use another folder: MUNIMENT_LMC_DATA. This one is ${facts.folder}.`,
      (facts) =>
        `Ein Schlüssel bleibt für immer. Nehmen Sie für einen anderen einen anderen Ordner: MUNIMENT_LMC_DATA. Dieser ist ${facts.folder}.`,
    ),
  },
  'hardware-key-not-valid': {
    status: 422,
    title: say('This cannot be a hardware key', 'Das kann kein Hardware-Schlüssel sein'),
    detail: say(
      (facts) => `“${facts.hardwareKey}” is empty, too long, or has blanks in it.`,
      (facts) => `„${facts.hardwareKey}“ ist leer, zu lang oder enthält Leerzeichen.`,
    ),
    nextStep: say(
      'Copy the key exactly as the vendor’s portal shows it.',
      'Übernehmen Sie den Schlüssel genau so, wie das Portal des Herstellers ihn zeigt.',
    ),
  },
  'key-prefix-not-valid': {
    status: 422,
    title: say('A key cannot begin so', 'So kann ein Schlüssel nicht beginnen'),
    detail: say(
      (facts) => `“${facts.prefix}” is no beginning of a key: at most 14 letters, digits, dots, dashes and underscores.`,
      (facts) => `„${facts.prefix}“ ist kein Anfang eines Schlüssels: höchstens 14 Buchstaben, Ziffern, Punkte, Binde- und Unterstriche.`,
    ),
    nextStep: say('Choose a shorter one, such as LM.', 'Wählen Sie einen kürzeren, etwa LM.'),
  },
  'key-set-not-valid': {
    status: 422,
    title: say('There are no keys in it', 'Es sind keine Schlüssel darin'),
    detail: say(
      (facts) => `${facts.from} holds no published key set (RFC 7517).`,
      (facts) => `${facts.from} enthält keinen veröffentlichten Schlüsselsatz (RFC 7517).`,
    ),
    nextStep: say(
      'Save the vendor’s /.well-known/jwks.json in a file and give that, or name the vendor’s server: --server ADDRESS.',
      'Speichern Sie /.well-known/jwks.json des Herstellers als Datei und geben Sie diese an, oder nennen Sie dessen Server: --server ADRESSE.',
    ),
  },
} satisfies Record<string, Words>;

const folders = {
  'keys-missing': {
    status: 500,
    title: say('The vendor’s keys are missing', 'Die Schlüssel des Herstellers fehlen'),
    detail: say(
      (facts) => `There is no license.json in ${facts.folder}: neither the vendor’s keys nor a licence file.`,
      (facts) => `In ${facts.folder} gibt es keine license.json: weder die Schlüssel des Herstellers noch eine Lizenzdatei.`,
    ),
    nextStep: say(
      'Restore the file from a back-up, or bring the keys again: muniment lmc init --server ADDRESS, or --keys FILE. Then install the licence file.',
      'Stellen Sie die Datei aus einer Sicherung wieder her, oder bringen Sie die Schlüssel neu: muniment lmc init --server ADRESSE oder --keys DATEI. Installieren Sie dann die Lizenzdatei.',
    ),
  },
  'file-damaged': {
    status: 500,
    title: say('A file is damaged', 'Eine Datei ist beschädigt'),
    detail: say(
      (facts) =>
        `${facts.file} in ${facts.folder} cannot be used: ${facts.reason}.${facts.keptAs ? ` It is kept as ${facts.keptAs}.` : ''}`,
      (facts) =>
        `${facts.file} in ${facts.folder} ist nicht brauchbar (${facts.reason}).${facts.keptAs ? ` Sie ist als ${facts.keptAs} aufbewahrt.` : ''}`,
    ),
    nextStep: say(
      ({ file }) =>
        file === 'time.json'
          ? 'Nothing needs to be done: the latest time seen is kept anew from now on. Check the disk.'
          : file === 'license.json'
            ? 'Restore it from a back-up. Or bring the vendor’s keys again (muniment lmc init --server ADDRESS, or --keys FILE) and install the current licence file.'
            : 'Restore it from a back-up. Or set up another folder (MUNIMENT_LMC_DATA) with the same key, which the vendor’s portal shows: muniment lmc init --hardware-key KEY',
      ({ file }) =>
        file === 'time.json'
          ? 'Es ist nichts zu tun: Die späteste gesehene Zeit wird von nun an neu geführt. Prüfen Sie die Festplatte.'
          : file === 'license.json'
            ? 'Stellen Sie sie aus einer Sicherung wieder her. Oder bringen Sie die Schlüssel des Herstellers neu (muniment lmc init --server ADRESSE oder --keys DATEI) und installieren Sie die aktuelle Lizenzdatei.'
            : 'Stellen Sie sie aus einer Sicherung wieder her. Oder richten Sie einen anderen Ordner (MUNIMENT_LMC_DATA) mit demselben Schlüssel ein, den das Portal des Herstellers zeigt: muniment lmc init --hardware-key SCHLÜSSEL',
    ),
  },
} satisfies Record<string, Words>;

const fetching = {
  'device-not-found': {
    status: 404,
    title: say('The server does not have this device', 'Der Server kennt dieses Gerät nicht'),
    detail: say(
      ({ count, hardwareKey }) =>
        count === 0
          ? `No device with the hardware key ${hardwareKey} is visible with this API key.`
          : `${count} devices have the hardware key ${hardwareKey}, of several products.`,
      ({ count, hardwareKey }) =>
        count === 0
          ? `Mit diesem API-Schlüssel ist kein Gerät mit dem Hardware-Schlüssel ${hardwareKey} zu sehen.`
          : `${count} Geräte verschiedener Produkte haben den Hardware-Schlüssel ${hardwareKey}.`,
    ),
    nextStep: say(
      ({ count }) =>
        count === 0
          ? 'Let your dealer add the device with this key.'
          : 'Download the file in the portal and install it: muniment lmc install FILE',
      ({ count }) =>
        count === 0
          ? 'Lassen Sie Ihren Händler das Gerät mit diesem Schlüssel anlegen.'
          : 'Laden Sie die Datei im Portal herunter und installieren Sie sie: muniment lmc install DATEI',
    ),
  },
  'server-not-known': {
    status: 422,
    title: say('The server is not known', 'Der Server ist nicht bekannt'),
    detail: say(
      'This folder was set up from a file of keys, so it knows no server.',
      'Dieser Ordner wurde mit einer Schlüsseldatei eingerichtet und kennt keinen Server.',
    ),
    nextStep: say('Name it: --server ADDRESS', 'Nennen Sie ihn: --server ADRESSE'),
  },
} satisfies Record<string, Words>;

/** Words of the licence manager's own refusals, beside those of documents. */
export const ownWords: Readonly<Record<Exclude<LicenseManagerRefusal, DocumentRefusal>, Words>> = {
  ...containerWords,
  ...machineWords(program),
  ...files,
  ...settingUp,
  ...folders,
  ...fetching,
};
