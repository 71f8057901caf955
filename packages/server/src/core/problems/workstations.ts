import type { ProblemTable } from '@muniment/platform/http';
import { dayIn } from '../spelling.ts';
import { componentStateWords, componentWords } from './machine-words.ts';
import { type FactReader, problem, say } from './say.ts';

const nameOf = (part: FactReader): string => part.text('label') || componentWords(part.text('id'), part.own);

/** "mainboard (another one), disk (not found)". */
const differences = (facts: FactReader, name: string): string =>
  facts
    .each(name)
    .filter((part) => part.text('state') !== 'same' && part.text('state') !== 'absent')
    .map((part) => `${nameOf(part)} (${componentStateWords(part.text('state'), part.own)})`)
    .join(', ');

const parts = (facts: FactReader, name: string): string => facts.each(name).map(nameOf).join(', ');

/** Whether the licence is in use on the machine that asks. */
const isHere = (facts: FactReader): boolean => facts.text('where') === 'this-machine';

const reasons: Readonly<Record<string, readonly [en: string, de: string]>> = {
  'same-device': ['It is the same device.', 'Es ist dasselbe Gerät.'],
  'another-product': ['It is of another product or model.', 'Es ist von einem anderen Produkt oder Modell.'],
  'another-project': ['It is in another project.', 'Es ist in einem anderen Projekt.'],
  'licensed-with-parent': [
    'Licences of one of the two are on the device above it.',
    'Die Lizenzen eines der beiden liegen auf dem Gerät darüber.',
  ],
  'replaces-another': ['It took the place of another device already.', 'Es ist schon an die Stelle eines anderen Geräts getreten.'],
  provisional: ['Its hardware key is not the real one yet.', 'Sein Hardwareschlüssel ist noch nicht der endgültige.'],
  'child-missing': ['What has to stand below it is not there yet.', 'Was unter ihm stehen muss, ist noch nicht da.'],
  'not-empty': ['It has licences already.', 'Es hat schon Lizenzen.'],
  unknown: ['There is no such device.', 'Ein solches Gerät gibt es nicht.'],
};

/** Which machine a licence is for (C4, F14). */
const machines: ProblemTable = {
  'wrong-machine': problem(
    409,
    say('This is another machine than the licence is for', 'Das ist ein anderer Rechner als der, für den die Lizenz gilt'),
    say(
      (facts) =>
        `Different: ${differences(facts, 'differences')}. ${facts.text('matched')} points are the same, ${facts.text('atLeast')} are needed.`,
      (facts) =>
        `Anders: ${differences(facts, 'differences')}. ${facts.text('matched')} Punkte stimmen überein, nötig sind ${facts.text('atLeast')}.`,
    ),
    say(
      'If this machine was repaired, ask again and say what was done. To move the licence, deactivate it on the old machine first.',
      'Wurde dieser Rechner repariert, fragen Sie noch einmal und sagen Sie, was gemacht wurde. Soll die Lizenz umziehen, deaktivieren Sie sie zuerst auf dem alten Rechner.',
    ),
  ),
  'fingerprint-too-weak': problem(
    422,
    say('This machine shows too little of itself', 'Dieser Rechner zeigt zu wenig von sich'),
    say(
      (facts) => `It cannot be told from others: ${parts(facts, 'missing')} cannot be read.`,
      (facts) => `Er ist von anderen nicht zu unterscheiden: Nicht lesbar ist ${parts(facts, 'missing')}.`,
    ),
    say(
      'Make the request with the rights of an administrator, and outside of a container.',
      'Legen Sie die Anfrage mit Administratorrechten und außerhalb eines Containers an.',
    ),
  ),
  'nothing-to-repair': problem(
    409,
    say('This machine is what it was', 'Dieser Rechner ist, was er war'),
    say('No part of it differs, so there is nothing to repair.', 'Kein Teil ist anders, also ist nichts zu reparieren.'),
    say('Ask again without saying that it was repaired.', 'Fragen Sie noch einmal, ohne eine Reparatur zu nennen.'),
  ),
  'repair-of-another-machine': problem(
    409,
    say('Too little of the machine is left', 'Von dem Rechner ist zu wenig übrig'),
    say(
      'A repair leaves a third of what is asked of a machine, and more than its name and its kind of processor: this is another machine.',
      'Nach einer Reparatur ist ein Drittel dessen wie zuvor, was von einem Rechner verlangt wird, und mehr als Name und Prozessortyp: Das ist ein anderer Rechner.',
    ),
    say(
      'Deactivate the licence on the old machine and activate it here. If the old one is dead, ask the vendor for a hardware replacement.',
      'Deaktivieren Sie die Lizenz auf dem alten Rechner und aktivieren Sie sie hier. Ist der alte defekt, bitten Sie den Hersteller um einen Gerätetausch.',
    ),
  ),
  'repairs-used-up': problem(
    409,
    say('The repairs of this year are used up', 'Die Reparaturen dieses Jahres sind verbraucht'),
    say(
      (facts) =>
        facts.number('yearlyRepairs') === 0
          ? 'The vendor wants to be asked about every repair.'
          : `The vendor allows ${facts.text('yearlyRepairs')} within a year.${facts.has('nextAt') ? ` The next is possible on ${dayIn('en', facts.text('nextAt').slice(0, 10))}.` : ''}`,
      (facts) =>
        facts.number('yearlyRepairs') === 0
          ? 'Der Hersteller möchte zu jeder Reparatur gefragt werden.'
          : `Der Hersteller erlaubt ${facts.text('yearlyRepairs')} in einem Jahr.${facts.has('nextAt') ? ` Die nächste geht am ${dayIn('de', facts.text('nextAt').slice(0, 10))}.` : ''}`,
    ),
    say(
      'Ask the vendor for a hardware replacement, with a request file of this machine.',
      'Bitten Sie den Hersteller um einen Gerätetausch, mit einer Anfragedatei dieses Rechners.',
    ),
  ),
};

/** Licence keys that workstations bring (C5). */
const keys: ProblemTable = {
  'license-key-missing': problem(
    422,
    say('The request names no licence key', 'Die Anfrage nennt keinen Lizenzschlüssel'),
    say('The key says which licence is meant, and whose it is.', 'Der Schlüssel sagt, welche Lizenz gemeint ist und wem sie gehört.'),
    say('Give the key when you activate.', 'Geben Sie den Schlüssel beim Aktivieren an.'),
  ),
  'license-key-not-registered': problem(
    409,
    say('This key is not registered yet', 'Dieser Schlüssel ist noch nicht registriert'),
    say('It does not say which project its licence is for.', 'Er sagt nicht, für welches Projekt seine Lizenz ist.'),
    say(
      'Register it in the project first, or give the project’s customer id when you activate.',
      'Registrieren Sie ihn zuerst im Projekt, oder geben Sie beim Aktivieren die Kunden-ID des Projekts an.',
    ),
  ),
  'license-key-floating': problem(
    409,
    say('The licence of this key is shared by many', 'Die Lizenz dieses Schlüssels teilen sich viele'),
    say(
      'It is no licence for one workstation: its seats are in the project’s pool once the key is registered there.',
      'Sie ist keine Lizenz für einen Arbeitsplatz: Ihre Plätze liegen im Pool des Projekts, sobald der Schlüssel dort registriert ist.',
    ),
    say(
      'Register the key in the project, if nobody has. Programs then take seats by themselves; nothing is activated.',
      'Registrieren Sie den Schlüssel im Projekt, falls das noch niemand getan hat. Programme nehmen dann von selbst Plätze; aktiviert wird nichts.',
    ),
  ),
  'license-key-in-use': problem(
    409,
    say('The licence of this key is in use', 'Die Lizenz dieses Schlüssels ist in Gebrauch'),
    say(
      (facts) =>
        isHere(facts)
          ? 'Another installation on this very machine has it.'
          : 'The key is activated on as many workstations as it is worth, or nothing of its licence is left in the project’s pool.',
      (facts) =>
        isHere(facts)
          ? 'Eine andere Installation auf eben diesem Rechner hat sie.'
          : 'Der Schlüssel ist auf so vielen Rechnern aktiviert, wie er wert ist, oder im Pool des Projekts ist von seiner Lizenz nichts übrig.',
    ),
    say(
      (facts) =>
        isHere(facts)
          ? 'If this machine was installed anew, and that installation is gone, say so: muniment activate KEY --repair "installed anew". Else deactivate it there.'
          : 'Deactivate it where it is used; the list of the project’s keys says where. If it is this very machine, which was installed anew, ask with: muniment request KEY --repair "installed anew". If that machine is dead, ask the vendor for a hardware replacement, with a request file of this one.',
      (facts) =>
        isHere(facts)
          ? 'Wurde dieser Rechner neu installiert, und gibt es jene Installation nicht mehr, sagen Sie es: muniment activate SCHLÜSSEL --repair "neu installiert". Sonst deaktivieren Sie sie dort.'
          : 'Deaktivieren Sie sie dort, wo sie verwendet wird; die Liste der Schlüssel des Projekts sagt, wo. Ist es eben dieser Rechner, der neu installiert wurde, fragen Sie so: muniment request SCHLÜSSEL --repair "neu installiert". Ist der Rechner defekt, bitten Sie den Hersteller um einen Gerätetausch, mit einer Anfragedatei dieses Rechners.',
    ),
  ),
};

/** Setting up, renewing, and taking the place of another (C6, C9). */
const workstations: ProblemTable = {
  'not-for-workstations': problem(
    422,
    say('This product is not locked to machines', 'Dieses Produkt ist an keinen Rechner gebunden'),
    say(
      (facts) => `The catalog names no fingerprint for ${facts.text('productLabel', 'product')}.`,
      (facts) => `Der Katalog nennt keinen Fingerabdruck für ${facts.text('productLabel', 'product')}.`,
    ),
    say('Choose another product.', 'Wählen Sie ein anderes Produkt.'),
  ),
  'workstation-product-missing': problem(
    422,
    say('It is not clear which product is meant', 'Es ist nicht klar, welches Produkt gemeint ist'),
    say(
      (facts) => {
        if (facts.has('vendorNotNamed')) return 'This server has several vendors, and none was named; the first has no such product.';
        return facts.list('products') === '' ? 'No product of the catalog is locked to machines.' : `Possible: ${facts.list('products')}.`;
      },
      (facts) => {
        if (facts.has('vendorNotNamed'))
          return 'Auf diesem Server sind mehrere Hersteller, und keiner wurde genannt; der erste hat kein solches Produkt.';
        return facts.list('products') === '' ? 'Kein Produkt des Katalogs ist an Rechner gebunden.' : `Möglich: ${facts.list('products')}.`;
      },
    ),
    say(
      (facts) => {
        if (facts.has('vendorNotNamed')) return 'Name the vendor; on the command line: --vendor SLUG';
        return facts.list('products') === '' ? 'Ask the vendor.' : 'Name the product; on the command line: --product PRODUCT';
      },
      (facts) => {
        if (facts.has('vendorNotNamed')) return 'Nennen Sie den Hersteller; in der Befehlszeile: --vendor KÜRZEL';
        return facts.list('products') === ''
          ? 'Fragen Sie den Hersteller.'
          : 'Nennen Sie das Produkt; in der Befehlszeile: --product PRODUKT';
      },
    ),
  ),
  'nothing-to-renew': problem(
    409,
    say('Nothing is licensed on this workstation', 'Auf diesem Arbeitsplatz ist nichts lizenziert'),
    say('There is no licence that a file could be made of.', 'Es gibt keine Lizenz, aus der eine Datei entstehen könnte.'),
    say('Activate a licence.', 'Aktivieren Sie eine Lizenz.'),
  ),
  'new-device-missing': problem(
    422,
    say('It is not clear which device takes the place', 'Es ist nicht klar, welches Gerät an die Stelle tritt'),
    say('Either the new device or its request file is needed.', 'Nötig ist entweder das neue Gerät oder seine Anfragedatei.'),
    say('Give one of the two.', 'Geben Sie eines von beiden an.'),
  ),
  'new-device-not-possible': problem(
    409,
    say('This device cannot take the place of the other', 'Dieses Gerät kann nicht an die Stelle des anderen treten'),
    say(
      (facts) => reasons[facts.text('reason')]?.[0] ?? 'It does not fit.',
      (facts) => reasons[facts.text('reason')]?.[1] ?? 'Es passt nicht.',
    ),
    say(
      'Choose a device of the same product in the same project that has no licences.',
      'Wählen Sie ein Gerät desselben Produkts im selben Projekt, das keine Lizenzen hat.',
    ),
  ),
  'hardware-not-replaceable': problem(
    409,
    say('This hardware is not replaced', 'Diese Hardware wird nicht getauscht'),
    say(
      (facts) => `By the catalog nothing takes the place of ${facts.text('hardwareKey')} (${facts.text('productLabel')}).`,
      (facts) => `Nach dem Katalog tritt nichts an die Stelle von ${facts.text('hardwareKey')} (${facts.text('productLabel')}).`,
    ),
    say(
      'Repair the device: it keeps its key and its licences. What else is to be done the vendor decides.',
      'Reparieren Sie das Gerät: Es behält Schlüssel und Lizenzen. Was sonst zu tun ist, entscheidet der Hersteller.',
    ),
  ),
  'workstation-without-key': problem(
    409,
    say('This workstation has no key', 'Dieser Arbeitsplatz hat keinen Schlüssel'),
    say(
      (facts) =>
        `${facts.text('device')} never asked with a key of its own, or that was taken away: a file for it would be for whoever has its folder.`,
      (facts) =>
        `${facts.text('device')} hat nie mit einem eigenen Schlüssel angefragt, oder er wurde entzogen: Eine Datei gälte für jeden, der seinen Ordner hat.`,
    ),
    say(
      'Let the workstation ask: it gets its licence file when it activates, or by a request file.',
      'Lassen Sie den Arbeitsplatz anfragen: Er bekommt seine Lizenzdatei, wenn er aktiviert, oder mit einer Anfragedatei.',
    ),
  ),
  'device-replaced': problem(
    409,
    say('Another device took the place of this one', 'Ein anderes Gerät ist an die Stelle von diesem getreten'),
    say('Its hardware key is blocked for good.', 'Sein Hardware-Schlüssel ist für immer gesperrt.'),
    say('Go on with the device that took its place.', 'Machen Sie mit dem Gerät weiter, das an seine Stelle getreten ist.'),
  ),
  'nothing-to-replace': problem(
    409,
    say('There is nothing on this device', 'Auf diesem Gerät ist nichts'),
    say('No licence is reserved or active on it.', 'Keine Lizenz ist darauf reserviert oder aktiv.'),
    say('Add the new device as any other.', 'Fügen Sie das neue Gerät wie jedes andere hinzu.'),
  ),
};

/** Workstations: their machines, their keys, what takes their place. */
export const workstationProblems: ProblemTable = { ...machines, ...keys, ...workstations };
