import { say, type Words } from '../loopback/words.ts';

/** Refusals about files that are no single document. */
export const containerWords = {
  'file-too-large': {
    status: 413,
    title: say('The file is too large', 'Die Datei ist zu groß'),
    detail: say('The file is larger than 1 MB; no licence file is.', 'Die Datei ist größer als 1 MB; das ist keine Lizenzdatei.'),
    nextStep: say('Choose the licence file.', 'Wählen Sie die Lizenzdatei.'),
  },
  'container-not-readable': {
    status: 422,
    title: say('The container cannot be read', 'Das Archiv ist nicht lesbar'),
    detail: say(
      (facts) =>
        facts.reason === 'too-large' ? 'The zip holds far more than a licence.' : 'The zip is damaged or of a form that is not known.',
      (facts) =>
        facts.reason === 'too-large'
          ? 'Das Archiv enthält weit mehr als eine Lizenz.'
          : 'Das Archiv ist beschädigt oder von unbekannter Form.',
    ),
    nextStep: say(
      'Download it again, or unpack it yourself and install the .lic file.',
      'Laden Sie es noch einmal herunter, oder entpacken Sie es selbst und installieren Sie die .lic-Datei.',
    ),
  },
  'no-license-in-container': {
    status: 422,
    title: say('The container holds no licence', 'Das Archiv enthält keine Lizenz'),
    detail: say('There is no .lic file in the zip.', 'In dem Archiv ist keine .lic-Datei.'),
    nextStep: say('Choose the zip that came from the vendor’s portal.', 'Wählen Sie das Archiv aus dem Portal des Herstellers.'),
  },
  'several-licenses-fit': {
    status: 422,
    title: say('Several licences fit', 'Mehrere Lizenzen passen'),
    detail: say(
      (facts) => `The zip holds ${facts.count} licence files for this device.`,
      (facts) => `Das Archiv enthält ${facts.count} Lizenzdateien für dieses Gerät.`,
    ),
    nextStep: say('Unpack it and install the newest one.', 'Entpacken Sie es und installieren Sie die neueste.'),
  },
} satisfies Record<string, Words>;
