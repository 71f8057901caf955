import type { ProblemTable } from '@muniment/platform/http';
import { type FactReader, problem, say } from './say.ts';

/** Every form a key may have, with an example of each, as the catalog words them. */
function forms(facts: FactReader, example: string, or: string): string {
  return facts
    .each('formats')
    .map((format) => `${format.text('expected').replace(/\.\s*$/, '')} (${example} ${format.text('example')})`)
    .join(`; ${or} `);
}

/** A sentence about the hardware key: the pack's own word goes before a colon, where its gender and article do not matter. */
function aboutKey(en: string, de: string, called: { readonly en: string; readonly de: string }) {
  const sentence = (usual: string, rest: string) => (facts: FactReader) =>
    facts.has('hardwareKeyLabel') ? `${facts.text('hardwareKeyLabel')}: ${rest}` : usual;
  return say(sentence(en, called.en), sentence(de, called.de));
}

/** Customers' devices and their hardware keys. */
type AttributeType = 'text' | 'ip-address' | 'version';

/** What a value of each type is not. */
const attributeTypes: Readonly<Record<'en' | 'de', Readonly<Record<AttributeType, string>>>> = {
  en: { text: 'a text of one line', 'ip-address': 'an IP address', version: 'a version' },
  de: { text: 'kein einzeiliger Text', 'ip-address': 'keine IP-Adresse', version: 'keine Version' },
};

export const deviceProblems: ProblemTable = {
  'product-unknown': problem(
    422,
    say('The catalog does not have this product', 'Dieses Produkt steht nicht im Katalog'),
    say(
      (facts) =>
        facts.text('product') === ''
          ? 'No product is named.'
          : `${facts.text('product')} is not in the catalog, or it is withdrawn and takes nothing new.`,
      (facts) =>
        facts.text('product') === ''
          ? 'Es ist kein Produkt genannt.'
          : `${facts.text('product')} steht nicht im Katalog oder ist abgekündigt und nimmt nichts Neues an.`,
    ),
    say('Choose a product of the catalog.', 'Wählen Sie ein Produkt aus dem Katalog.'),
  ),
  'hardware-key-invalid': problem(
    422,
    aboutKey('The hardware key is not of the expected form', 'Der Hardware-Schlüssel hat nicht die erwartete Form', {
      en: 'not of the expected form',
      de: 'nicht in der erwarteten Form',
    }),
    say(
      (facts) => {
        const product = facts.text('productLabel', 'product');
        const expected = forms(facts, 'for example', 'or');
        return expected === '' ? `The catalog does not say which keys ${product} takes.` : `${product} takes ${expected}.`;
      },
      (facts) => {
        const product = facts.text('productLabel', 'product');
        const expected = forms(facts, 'zum Beispiel', 'oder');
        return expected === '' ? `Der Katalog sagt nicht, welche Schlüssel ${product} annimmt.` : `Für ${product} gilt: ${expected}.`;
      },
    ),
    say(
      'Check what was entered, and whether it was meant for this product.',
      'Prüfen Sie die Eingabe, und ob sie zu diesem Produkt gehört.',
    ),
  ),
  // Never whose: that a key is taken is the one thing that may be known across parties.
  'hardware-key-taken': problem(
    409,
    aboutKey('This hardware key is in use', 'Dieser Hardware-Schlüssel ist vergeben', { en: 'already in use', de: 'schon vergeben' }),
    say(
      (facts) => `${facts.text('hardwareKey')} is already registered ${facts.has('inProject') ? 'in this project' : 'for this product'}.`,
      (facts) =>
        `${facts.text('hardwareKey')} ist ${facts.has('inProject') ? 'in diesem Projekt' : 'für dieses Produkt'} schon eingetragen.`,
    ),
    // Of a row of a file whose device is in the project already: it is no slip, and nobody need be asked.
    say(
      (facts) =>
        facts.has('inProject')
          ? 'Leave the row out, or let what is there already take its name, note and attributes from the file.'
          : 'Check what was entered. If it is right, ask the vendor to look into it.',
      (facts) =>
        facts.has('inProject')
          ? 'Lassen Sie die Zeile weg, oder lassen Sie, was schon da ist, Namen, Notiz und Merkmale aus der Datei bekommen.'
          : 'Prüfen Sie die Eingabe. Wenn sie stimmt, bitten Sie den Hersteller, der Sache nachzugehen.',
    ),
  ),
  'hardware-key-blocked': problem(
    409,
    aboutKey('This hardware key is blocked', 'Dieser Hardware-Schlüssel ist gesperrt', { en: 'blocked', de: 'gesperrt' }),
    say(
      (facts) => `${facts.text('hardwareKey')} can no longer be used for this product.`,
      (facts) => `${facts.text('hardwareKey')} lässt sich für dieses Produkt nicht mehr verwenden.`,
    ),
    say('Use another one, or ask the vendor.', 'Verwenden Sie einen anderen, oder fragen Sie den Hersteller.'),
  ),
  'hardware-key-in-use': problem(
    409,
    aboutKey('The hardware key can no longer be corrected', 'Der Hardware-Schlüssel lässt sich nicht mehr berichtigen', {
      en: 'can no longer be corrected',
      de: 'lässt sich nicht mehr berichtigen',
    }),
    say(
      (facts) => `Licences were activated under ${facts.text('hardwareKey')}; they stay with it.`,
      (facts) => `Unter ${facts.text('hardwareKey')} wurden Lizenzen aktiviert. Sie bleiben dabei.`,
    ),
    say('Ask the vendor about a hardware replacement.', 'Fragen Sie den Hersteller nach einem Hardware-Tausch.'),
  ),
  'project-not-found': problem(
    404,
    say('The customer has no such project', 'Dieses Projekt hat der Kunde nicht'),
    say('No project of this customer has this id.', 'Kein Projekt dieses Kunden hat diese ID.'),
    say(
      'Choose one of the customer’s projects, or leave it out for the first.',
      'Wählen Sie ein Projekt des Kunden, oder lassen Sie es weg: Dann gilt das erste.',
    ),
  ),
  'attribute-unknown': problem(
    422,
    say('There is no such attribute', 'Dieses Merkmal gibt es nicht'),
    say(
      (facts) =>
        `The catalog knows no attribute “${facts.text('attribute')}” of devices.${facts.has('attributes') && facts.list('attributes') !== '' ? ` It knows: ${facts.list('attributes')}.` : ''}`,
      (facts) =>
        `Der Katalog kennt kein Merkmal „${facts.text('attribute')}“.${facts.has('attributes') && facts.list('attributes') !== '' ? ` Er kennt: ${facts.list('attributes')}.` : ''}`,
    ),
    say('Use one of those, or leave it out.', 'Verwenden Sie eines davon, oder lassen Sie es weg.'),
  ),
  'attribute-invalid': problem(
    422,
    say('The value does not fit the attribute', 'Der Wert passt nicht zum Merkmal'),
    say(
      (facts) =>
        `“${facts.text('value')}” is not ${attributeTypes.en[facts.text('type') as AttributeType] ?? 'fit'} for ${facts.text('attributeLabel', 'attribute')}.`,
      (facts) =>
        `„${facts.text('value')}“ ist ${attributeTypes.de[facts.text('type') as AttributeType] ?? 'nicht passend'} für ${facts.text('attributeLabel', 'attribute')}.`,
    ),
    say('Correct the value, or leave it empty.', 'Berichtigen Sie den Wert, oder lassen Sie ihn leer.'),
  ),
};
