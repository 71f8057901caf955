import type { ProblemTable } from '@muniment/platform/http';
import { problem, say } from './say.ts';

/** An id where there is one to be told. */
const spaced = (id: string): string => (id === '' ? '' : ` ${id}`);

const makeAgain = say('Let the device make the document again.', 'Lassen Sie das Gerät das Dokument noch einmal anlegen.');
const newKey = say(
  'Let the device make a new key and ask with it.',
  'Lassen Sie das Gerät einen neuen Schlüssel anlegen und damit noch einmal fragen.',
);
const fetchCurrent = say(
  'Fetch the device’s current licence, then decide anew.',
  'Holen Sie die aktuelle Lizenz des Geräts und entscheiden Sie dann neu.',
);

const states: Readonly<Record<string, readonly [en: string, de: string]>> = {
  current: ['The device was let in already.', 'Das Gerät wurde schon aufgenommen.'],
  killed: [
    'The device was let in, and its key is dead by now.',
    'Das Gerät wurde aufgenommen, und sein Schlüssel ist inzwischen gesperrt.',
  ],
  refused: ['The device was refused already.', 'Das Gerät wurde schon abgelehnt.'],
};

/** What devices sign, and how they come to a key of their own (E1, E8). */
const documents: ProblemTable = {
  'document-malformed': problem(
    422,
    say('This is no document of a device', 'Das ist kein Dokument eines Geräts'),
    say(
      'It is cut off, too long, or says something that it cannot.',
      'Es ist abgeschnitten, zu lang oder sagt etwas, das nicht sein kann.',
    ),
    makeAgain,
  ),
  'document-altered': problem(
    422,
    say('The document was changed', 'Das Dokument wurde verändert'),
    say(
      'Its signature does not hold, or it is signed with another key than it names.',
      'Seine Signatur gilt nicht, oder es ist mit einem anderen Schlüssel signiert, als es nennt.',
    ),
    makeAgain,
  ),
  'wrong-kind': problem(
    422,
    say('This is another kind of document', 'Das ist eine andere Art von Dokument'),
    say(
      (facts) => `It is of the kind ${facts.text('found')}, and ${facts.text('expected')} is expected here.`,
      (facts) => `Es ist von der Art ${facts.text('found')}, hier wird ${facts.text('expected')} erwartet.`,
    ),
    say('Choose the document meant for this step.', 'Wählen Sie das Dokument, das für diesen Schritt gedacht ist.'),
  ),
  'wrong-vendor': problem(
    422,
    say('The document is for another vendor', 'Das Dokument ist für einen anderen Hersteller'),
    say(
      (facts) => `It is addressed to ${facts.text('found')}, and this is ${facts.text('expected')}.`,
      (facts) => `Es ist an ${facts.text('found')} gerichtet, hier ist ${facts.text('expected')}.`,
    ),
    say('Set the device to this vendor.', 'Stellen Sie das Gerät auf diesen Hersteller ein.'),
  ),
  'wrong-device': problem(
    422,
    say('The document is about another device', 'Das Dokument ist von einem anderen Gerät'),
    say(
      (facts) => `It names ${facts.text('found')}, and its key belongs to ${facts.text('expected')}.`,
      (facts) => `Es nennt ${facts.text('found')}, und sein Schlüssel gehört zu ${facts.text('expected')}.`,
    ),
    makeAgain,
  ),
  'unknown-key': problem(
    422,
    say('This key is not known', 'Dieser Schlüssel ist nicht bekannt'),
    say(
      'No device has enrolled with the key that signed the document.',
      'Mit dem Schlüssel, der das Dokument signiert hat, hat sich kein Gerät angemeldet.',
    ),
    say(
      'Check that it is the right file, from a device of this project.',
      'Prüfen Sie, ob es die richtige Datei ist, von einem Gerät dieses Projekts.',
    ),
  ),
  'clock-off': problem(
    422,
    say('The document’s time is not right', 'Die Zeit des Dokuments stimmt nicht'),
    say(
      (facts) => `It was made at ${facts.text('madeAt')}, and now it is ${facts.text('now')}.`,
      (facts) => `Es wurde um ${facts.text('madeAt')} angelegt, jetzt ist es ${facts.text('now')}.`,
    ),
    say(
      'Set the device’s clock, and let it make the document again.',
      'Stellen Sie die Uhr des Geräts, und lassen Sie es das Dokument noch einmal anlegen.',
    ),
  ),
  'test-document': problem(
    422,
    say('The device runs on a test clock', 'Das Gerät läuft mit einer Testuhr'),
    say('Documents of test devices are for test installations.', 'Dokumente von Testgeräten sind für Testinstallationen.'),
    say('Use a test installation, or a device with a real clock.', 'Verwenden Sie eine Testinstallation oder ein Gerät mit echter Uhr.'),
  ),
  'request-outdated': problem(
    409,
    say('This request is out of date', 'Diese Anfrage ist überholt'),
    say(
      'It has brought its token already, or the device has asked again since.',
      'Sie hat ihr Token schon gebracht, oder das Gerät hat seither noch einmal gefragt.',
    ),
    say('Let the device make a new request.', 'Lassen Sie das Gerät eine neue Anfrage anlegen.'),
  ),
  'request-answered': problem(
    409,
    say('This request has its answer', 'Diese Anfrage ist beantwortet'),
    say('A request file is answered once.', 'Eine Anfragedatei wird einmal beantwortet.'),
    say(
      'Download the device’s licence file again, or let the device make a new request.',
      'Laden Sie die Lizenzdatei des Geräts noch einmal herunter, oder lassen Sie das Gerät eine neue Anfrage anlegen.',
    ),
  ),
  'wrong-purpose': problem(
    422,
    say('This request is for something else', 'Diese Anfrage ist für etwas anderes'),
    say(
      (facts) => `It is for “${facts.text('found')}”, and “${facts.text('expected')}” is expected here.`,
      (facts) => `Sie ist für „${facts.text('found')}“, hier wird „${facts.text('expected')}“ erwartet.`,
    ),
    say('Let the device make the right request.', 'Lassen Sie das Gerät die richtige Anfrage anlegen.'),
  ),
};

const enrolment: ProblemTable = {
  'customer-id-unknown': problem(
    404,
    say('There is no project with this customer id', 'Es gibt kein Projekt mit dieser Kunden-ID'),
    say('It is mistyped, or was renewed since.', 'Sie ist vertippt oder wurde inzwischen erneuert.'),
    say('Copy it from the project’s page “Enrolments”.', 'Kopieren Sie sie von der Seite „Anmeldungen“ des Projekts.'),
  ),
  'enrolment-not-for-product': problem(
    422,
    say('Devices of this product have no key of their own', 'Geräte dieses Produkts haben keinen eigenen Schlüssel'),
    say(
      (facts) => `${facts.text('productLabel', 'product')} does not fetch licences itself.`,
      (facts) => `${facts.text('productLabel', 'product')} holt seine Lizenzen nicht selbst.`,
    ),
    say('Activate its licences in the console.', 'Aktivieren Sie seine Lizenzen in der Konsole.'),
  ),
  'enrolment-code-not-valid': problem(
    422,
    say('This enrolment code is not valid', 'Dieser Anmeldecode gilt nicht'),
    say(
      'It is mistyped, of another project, used, or older than a day.',
      'Er ist vertippt, von einem anderen Projekt, verwendet oder älter als einen Tag.',
    ),
    say('Make another one, or approve the device.', 'Machen Sie einen anderen, oder genehmigen Sie das Gerät.'),
  ),
  'device-key-killed': problem(
    409,
    say('This key is dead', 'Dieser Schlüssel ist gesperrt'),
    say(
      'Another key took its place, or somebody revoked it.',
      'Ein anderer Schlüssel ist an seine Stelle getreten, oder jemand hat ihn gesperrt.',
    ),
    newKey,
  ),
  'device-key-in-force': problem(
    409,
    say('This device has a key that is in use', 'Dieses Gerät hat einen Schlüssel in Gebrauch'),
    say('It can give its licences back itself.', 'Es kann seine Lizenzen selbst zurückgeben.'),
    say(
      'Transfer them to the cloud at the device. If it is dead or gone, revoke its key first.',
      'Übertragen Sie sie am Gerät in die Cloud. Ist es defekt oder verloren, sperren Sie zuerst seinen Schlüssel.',
    ),
  ),
  'device-key-in-use': problem(
    409,
    say('This key belongs to another device', 'Dieser Schlüssel gehört zu einem anderen Gerät'),
    say('A key is for one install code in one project.', 'Ein Schlüssel ist für einen Installationscode in einem Projekt.'),
    newKey,
  ),
  'device-in-another-project': problem(
    409,
    say('This device is in another project', 'Dieses Gerät ist in einem anderen Projekt'),
    say(
      'Its key is known and goes on. The customer id is of a project that the device was never in.',
      'Sein Schlüssel ist bekannt und gilt weiter. Die Kunden-ID ist die eines Projekts, in dem das Gerät nie war.',
    ),
    say(
      'Enter the customer id of the project that the device is in. If it is to be in the other one, let somebody move it in the console.',
      'Tragen Sie die Kunden-ID des Projekts ein, in dem das Gerät ist. Soll es in das andere, lassen Sie es in der Konsole verschieben.',
    ),
  ),
  'enrolment-refused': problem(
    409,
    say('This key was refused', 'Dieser Schlüssel wurde abgelehnt'),
    say('Somebody who looks after the project said no.', 'Jemand, der das Projekt betreut, hat abgelehnt.'),
    say(
      'Ask them. With a new key the device may ask again.',
      'Fragen Sie nach. Mit einem neuen Schlüssel darf das Gerät noch einmal fragen.',
    ),
  ),
  'too-many-enrolment-codes': problem(
    409,
    say('There are too many enrolment codes', 'Es gibt zu viele Anmeldecodes'),
    say(
      (facts) => `${facts.text('there')} codes of this project still hold.`,
      (facts) => `${facts.text('there')} Codes dieses Projekts gelten noch.`,
    ),
    say('Use them, or wait until they have run out.', 'Verwenden Sie sie, oder warten Sie, bis sie abgelaufen sind.'),
  ),
  'enrolment-decided': problem(
    409,
    say('This device was decided on', 'Über dieses Gerät ist entschieden'),
    say(
      (facts) => states[facts.text('state')]?.[0] ?? 'It no longer waits.',
      (facts) => states[facts.text('state')]?.[1] ?? 'Es wartet nicht mehr.',
    ),
    say('Load the list again.', 'Laden Sie die Liste neu.'),
  ),
  'no-device-key': problem(
    409,
    say('This device has no key', 'Dieses Gerät hat keinen Schlüssel'),
    say('It never enrolled, or its key is dead already.', 'Es hat sich nie angemeldet, oder sein Schlüssel ist schon gesperrt.'),
    say('There is nothing to do.', 'Es ist nichts zu tun.'),
  ),
  'device-not-enrolled': problem(
    409,
    say('The key in this request is not the device’s', 'Der Schlüssel dieser Anfrage ist nicht der des Geräts'),
    say(
      (facts) =>
        facts.text('key') === 'new-device'
          ? `The device${spaced(facts.text('hardwareKey'))} is not in the project yet.`
          : `The device ${facts.text('hardwareKey')} is known without this key, as after a reset.`,
      (facts) =>
        facts.text('key') === 'new-device'
          ? `Das Gerät${spaced(facts.text('hardwareKey'))} ist noch nicht im Projekt.`
          : `Das Gerät ${facts.text('hardwareKey')} ist ohne diesen Schlüssel bekannt, wie nach einem Zurücksetzen.`,
    ),
    say(
      'If you know that it is the device, say that it is to be enrolled; a key it had before is dead from then on.',
      'Wenn Sie wissen, dass es das Gerät ist, nehmen Sie es damit auf; ein früherer Schlüssel ist dann gesperrt.',
    ),
  ),
};

/** Licences that devices take and give back, and what stands behind them (E2–E6). */
const licences: ProblemTable = {
  'receipt-outdated': problem(
    409,
    say('There is a newer licence', 'Es gibt eine neuere Lizenz'),
    say(
      (facts) =>
        `The receipt is about serial ${facts.inside('serial').text('epoch')}.${facts.inside('serial').text('number')}, and ${facts.inside('newest').text('epoch')}.${facts.inside('newest').text('number')} was made since.`,
      (facts) =>
        `Die Quittung nennt die Seriennummer ${facts.inside('serial').text('epoch')}.${facts.inside('serial').text('number')}, inzwischen gibt es ${facts.inside('newest').text('epoch')}.${facts.inside('newest').text('number')}.`,
    ),
    fetchCurrent,
  ),
  'receipt-serial-unknown': problem(
    422,
    say('There was no such licence', 'Eine solche Lizenz gab es nicht'),
    say(
      (facts) =>
        `No licence with the serial ${facts.inside('serial').text('epoch')}.${facts.inside('serial').text('number')} was made for this device.`,
      (facts) =>
        `Für dieses Gerät entstand keine Lizenz mit der Seriennummer ${facts.inside('serial').text('epoch')}.${facts.inside('serial').text('number')}.`,
    ),
    fetchCurrent,
  ),
  'nothing-to-return': problem(
    409,
    say('There is nothing to give back', 'Es ist nichts zurückzugeben'),
    say('Nothing that is active on the device came from the pool.', 'Nichts, was auf dem Gerät aktiv ist, kam aus dem Pool.'),
    fetchCurrent,
  ),
  'endpoints-not-for-product': problem(
    422,
    say('Nothing is counted behind this product', 'Hinter diesem Produkt wird nichts gezählt'),
    say(
      (facts) => `The catalog has no protocols for ${facts.text('productLabel', 'product')}.`,
      (facts) => `Der Katalog kennt keine Protokolle für ${facts.text('productLabel', 'product')}.`,
    ),
    say('Report nothing.', 'Melden Sie nichts.'),
  ),
  'protocol-unknown': problem(
    422,
    say('This protocol is not known', 'Dieses Protokoll ist nicht bekannt'),
    say(
      (facts) => `“${facts.text('protocol')}” is none of ${facts.list('protocols')}.`,
      (facts) => `„${facts.text('protocol')}“ ist keines von ${facts.list('protocols')}.`,
    ),
    say('Use one of them.', 'Verwenden Sie eines davon.'),
  ),
  'endpoint-twice': problem(
    422,
    say('An id stands there twice', 'Eine ID steht zweimal da'),
    say(
      (facts) => `“${facts.text('id')}” is reported more than once.`,
      (facts) => `„${facts.text('id')}“ wird mehr als einmal gemeldet.`,
    ),
    say('Give each its own id.', 'Geben Sie jedem eine eigene ID.'),
  ),
};

/** Controllers: what they sign, their keys, their licences. */
export const controllerProblems: ProblemTable = { ...documents, ...enrolment, ...licences };
