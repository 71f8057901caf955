import type { ProblemTable } from '@muniment/platform/http';
import { problem, say } from './say.ts';

/** Licence files that are made elsewhere (B19), and what is handed over here. */
export const externalFileProblems: ProblemTable = {
  'license-file-external': problem(
    409,
    say('The licence file is made elsewhere', 'Die Lizenzdatei wird anderswo erstellt'),
    say(
      (facts) => `Muniment makes no licence file for ${facts.text('productLabel', 'product')}: it is handed over here.`,
      (facts) => `Für ${facts.text('productLabel', 'product')} erstellt Muniment keine Lizenzdatei: Sie wird hier übergeben.`,
    ),
    say(
      'Look among the files made elsewhere: there it is, or what it waits for.',
      'Sehen Sie bei den anderswo erstellten Dateien nach: Dort liegt sie, oder dort steht, worauf sie wartet.',
    ),
  ),
  'external-file-waiting': problem(
    409,
    say('The licence file is not there yet', 'Die Lizenzdatei ist noch nicht da'),
    say(
      (facts) => facts.text('waiting') || 'It is made elsewhere, and was not handed over yet.',
      (facts) => facts.text('waiting') || 'Sie wird anderswo erstellt und wurde noch nicht übergeben.',
    ),
    say(
      (facts) =>
        facts.text('state') === 'upload-wanted'
          ? `Upload ${facts.has('wanted') ? facts.text('wanted') : 'the file'} from the device first.`
          : 'Wait for the mail that says it is available.',
      (facts) =>
        facts.text('state') === 'upload-wanted'
          ? `Laden Sie zuerst ${facts.has('wanted') ? facts.text('wanted') : 'die Datei'} vom Gerät hoch.`
          : 'Warten Sie auf die Mail, dass sie da ist.',
    ),
  ),
  'external-file-there': problem(
    409,
    say('There is a licence file already', 'Es gibt schon eine Lizenzdatei'),
    say(
      (facts) =>
        facts.text('reason') === 'upload'
          ? 'The licence file was made of what was uploaded before.'
          : 'A file was handed over before, and may have been downloaded.',
      (facts) =>
        facts.text('reason') === 'upload'
          ? 'Die Lizenzdatei wurde aus dem erstellt, was vorher hochgeladen wurde.'
          : 'Eine Datei wurde schon übergeben und vielleicht heruntergeladen.',
    ),
    say(
      (facts) => (facts.text('reason') === 'upload' ? 'Ask the vendor if it is not right.' : 'Give a reason to put this one in its place.'),
      (facts) =>
        facts.text('reason') === 'upload'
          ? 'Wenden Sie sich an den Hersteller, wenn sie nicht stimmt.'
          : 'Geben Sie einen Grund an, um diese an ihre Stelle zu setzen.',
    ),
  ),
  'external-file-awaited': problem(
    409,
    say('A device waits for this file already', 'Ein Gerät wartet schon auf diese Datei'),
    say(
      (facts) => `Licences of order ${facts.text('salesOrder')} are active, and their file is waited for.`,
      (facts) => `Lizenzen des Auftrags ${facts.text('salesOrder')} sind aktiv, und ihre Datei wird erwartet.`,
    ),
    say('Supply the file that is waited for.', 'Übergeben Sie die Datei, die erwartet wird.'),
  ),
  'order-not-found': problem(
    404,
    say('There is no such order', 'Diesen Auftrag gibt es nicht'),
    say(
      (facts) => `No order is numbered ${facts.text('order')}.`,
      (facts) => `Kein Auftrag hat die Nummer ${facts.text('order')}.`,
    ),
    say('Check the sales order number.', 'Prüfen Sie die Auftragsnummer.'),
  ),
  'product-not-external': problem(
    422,
    say('This product\u2019s files are made here', 'Die Dateien dieses Produkts werden hier erstellt'),
    say(
      (facts) => `Muniment makes the licence files of ${facts.text('productLabel', 'product')} itself.`,
      (facts) => `Die Lizenzdateien für ${facts.text('productLabel', 'product')} erstellt Muniment selbst.`,
    ),
    say('Choose a product whose files are made elsewhere.', 'Wählen Sie ein Produkt, dessen Dateien anderswo erstellt werden.'),
  ),
  'file-made-against-upload': problem(
    422,
    say('This file is made after an upload', 'Diese Datei entsteht erst nach einem Hochladen'),
    say(
      (facts) =>
        `Files of ${facts.text('productLabel', 'product')} are made against a file from the device, which nobody has before it is activated.`,
      (facts) =>
        `Dateien für ${facts.text('productLabel', 'product')} entstehen aus einer Datei vom Gerät, die es vor der Aktivierung nicht gibt.`,
    ),
    say('Supply it once the partner has uploaded that file.', 'Übergeben Sie sie, sobald der Partner diese Datei hochgeladen hat.'),
  ),
  'device-file-missing': problem(
    409,
    say('Nothing was uploaded from the device', 'Vom Gerät wurde nichts hochgeladen'),
    say('There is no file from the device here.', 'Hier liegt keine Datei vom Gerät.'),
    say('Wait until the partner has uploaded it.', 'Warten Sie, bis der Partner sie hochgeladen hat.'),
  ),
  'upload-not-wanted': problem(
    409,
    say('No file from the device is asked for', 'Eine Datei vom Gerät wird nicht gebraucht'),
    say('This licence file is made without one.', 'Diese Lizenzdatei entsteht ohne eine solche Datei.'),
    say('There is nothing to upload.', 'Es ist nichts hochzuladen.'),
  ),
  'upload-name-differs': problem(
    422,
    say('This is another file', 'Das ist eine andere Datei'),
    say(
      (facts) => `${facts.text('wanted')} is asked for, and this is ${facts.text('fileName')}.`,
      (facts) => `Gebraucht wird ${facts.text('wanted')}, und das ist ${facts.text('fileName')}.`,
    ),
    say(
      (facts) => `Choose the file ${facts.text('wanted')} from the device.`,
      (facts) => `Wählen Sie die Datei ${facts.text('wanted')} vom Gerät.`,
    ),
  ),
  'file-name-not-safe': problem(
    422,
    say('This file name cannot be kept', 'Dieser Dateiname lässt sich nicht verwenden'),
    say(
      (facts) => `\u201c${facts.text('fileName')}\u201d is not a name that every computer takes.`,
      (facts) => `„${facts.text('fileName')}“ ist kein Name, den jeder Computer annimmt.`,
    ),
    say(
      'Use letters, digits, dashes, underscores, dots and spaces, with no space or dot at either end.',
      'Verwenden Sie Buchstaben, Ziffern, Striche, Unterstriche, Punkte und Leerzeichen, ohne Leerzeichen oder Punkt am Rand.',
    ),
  ),
  'content-not-base64': problem(
    422,
    say('The content is not base64', 'Der Inhalt ist kein Base64'),
    say(
      (facts) => `The content of ${facts.text('fileName')} cannot be read.`,
      (facts) => `Der Inhalt von ${facts.text('fileName')} ist nicht lesbar.`,
    ),
    say('Send the bytes of the file in base64, without line breaks.', 'Senden Sie die Bytes der Datei in Base64, ohne Zeilenumbrüche.'),
  ),
  'content-empty': problem(
    422,
    say('The file is empty', 'Die Datei ist leer'),
    say(
      (facts) => `${facts.text('fileName')} holds nothing.`,
      (facts) => `${facts.text('fileName')} enthält nichts.`,
    ),
    say('Choose the file once more.', 'Wählen Sie die Datei noch einmal.'),
  ),
  'content-too-large': problem(
    422,
    say('The file is too large', 'Die Datei ist zu groß'),
    say(
      (facts) => `${facts.text('fileName')} has ${facts.text('bytes')} bytes; ${facts.text('most')} are possible.`,
      (facts) => `${facts.text('fileName')} hat ${facts.text('bytes')} Bytes; möglich sind ${facts.text('most')}.`,
    ),
    say('Check that it is the right file.', 'Prüfen Sie, ob es die richtige Datei ist.'),
  ),
};
