import type { ProblemTable } from '@muniment/platform/http';
import { type FactReader, problem, say } from './say.ts';

const examples = (facts: FactReader, example: string, or: string): string =>
  facts
    .each('formats')
    .map((format) => `${format.text('expected').replace(/\.\s*$/, '')} (${example} ${format.text('example')})`)
    .join(`; ${or} `);

/** Units of an order under a heading; nothing where there are none. */
const unitsOf = (facts: FactReader, name: string, heading: string): string => {
  const units = facts.each(name).map((line) => `${line.text('quantity')} × ${line.text('part')}`);
  return units.length === 0 ? '' : ` ${heading}: ${units.join(', ')}.`;
};

const roles = {
  en: {
    primary: 'a hardware key',
    secondary: 'a second hardware key',
    'product-key': 'a product key',
    input: 'a name or address to make its key from',
  },
  de: {
    primary: 'ein Hardware-Schlüssel',
    secondary: 'ein zweiter Hardware-Schlüssel',
    'product-key': 'ein Produktschlüssel',
    input: 'ein Name oder eine Adresse, woraus der Schlüssel entsteht',
  },
} as const;
const roleOf = (facts: FactReader, language: 'en' | 'de'): string =>
  roles[language][(facts.text('role') || 'primary') as keyof (typeof roles)['en']] ?? roles[language].primary;

const variantsOf = (facts: FactReader): string =>
  facts
    .each('variants')
    .map((variant) => `${variant.text('variant')} (${variant.text('label')})`)
    .join(', ');

/** Keys that are missing, not expected or used up, and models of products (B4–B6, B36). */
const keys: ProblemTable = {
  'hardware-key-missing': problem(
    422,
    say('A key is missing', 'Es fehlt ein Schlüssel'),
    say(
      (facts) => `${facts.text('productLabel', 'product')} needs ${roleOf(facts, 'en')}: ${examples(facts, 'for example', 'or')}.`,
      (facts) => `Für ${facts.text('productLabel', 'product')} fehlt ${roleOf(facts, 'de')}: ${examples(facts, 'zum Beispiel', 'oder')}.`,
    ),
    say(
      (facts) => (facts.text('role') === 'input' ? 'Enter it (keyInput): the key is made from it.' : 'Enter it.'),
      (facts) =>
        facts.text('role') === 'input' ? 'Geben Sie ihn oder sie ein (keyInput): Daraus entsteht der Schlüssel.' : 'Geben Sie ihn ein.',
    ),
  ),
  'key-not-expected': problem(
    422,
    say('This key is not entered here', 'Dieser Schlüssel wird hier nicht eingegeben'),
    say(
      (facts) =>
        `For ${facts.text('productLabel', 'product')} ${roleOf(facts, 'en')} is not entered at this point, or not beside what else was entered.`,
      (facts) =>
        `Für ${facts.text('productLabel', 'product')} gilt: ${roleOf(facts, 'de')} wird an dieser Stelle nicht eingegeben, oder nicht neben dem, was sonst eingegeben wurde.`,
    ),
    say(
      'Leave the field empty, or choose the model it belongs to.',
      'Lassen Sie das Feld leer, oder wählen Sie das Modell, zu dem er gehört.',
    ),
  ),
  'secondary-key-same': problem(
    422,
    say('Both keys are the same', 'Beide Schlüssel sind gleich'),
    say('The second hardware key is that of another unit.', 'Der zweite Hardware-Schlüssel ist der einer anderen Einheit.'),
    say('Enter the key on the label of the second unit.', 'Geben Sie den Schlüssel vom Aufkleber der zweiten Einheit ein.'),
  ),
  'keys-used-up': problem(
    409,
    say('No key is left to be made', 'Es lässt sich kein Schlüssel mehr erzeugen'),
    say(
      (facts) => `Every key of the form ${facts.text('shape')} that was tried for ${facts.text('product')} is taken.`,
      (facts) => `Alle versuchten Schlüssel der Form ${facts.text('shape')} für ${facts.text('product')} sind vergeben.`,
    ),
    say(
      'Try again in a second. If it stays so, tell the vendor.',
      'Versuchen Sie es in einer Sekunde erneut. Bleibt es dabei, melden Sie es dem Hersteller.',
    ),
  ),
  'key-input-fixed': problem(
    409,
    say('What the key was made from can no longer be changed', 'Woraus der Schlüssel entstand, lässt sich nicht mehr ändern'),
    say(
      (facts) => `The key was made from ${facts.text('keyInput')}, and ${facts.text('productLabel', 'product')} keeps it.`,
      (facts) => `Der Schlüssel entstand aus ${facts.text('keyInput')}, und ${facts.text('productLabel', 'product')} behält das bei.`,
    ),
    say('Add another device if it is another one.', 'Legen Sie ein anderes Gerät an, wenn es ein anderes ist.'),
  ),
  'variant-missing': problem(
    422,
    say('A model must be chosen', 'Ein Modell muss gewählt werden'),
    say(
      (facts) => `${facts.text('productLabel', 'product')} comes as ${variantsOf(facts)}.`,
      (facts) => `${facts.text('productLabel', 'product')} gibt es als ${variantsOf(facts)}.`,
    ),
    say('Say which variant it is.', 'Geben Sie an, welche Variante es ist.'),
  ),
  'variant-unknown': problem(
    422,
    say('There is no such model', 'Dieses Modell gibt es nicht'),
    say(
      (facts) => `${facts.text('productLabel', 'product')} has no model ${facts.text('variant')}, or it is withdrawn.`,
      (facts) => `${facts.text('productLabel', 'product')} hat kein Modell ${facts.text('variant')}, oder es ist abgekündigt.`,
    ),
    say('Choose a model of the catalog.', 'Wählen Sie ein Modell aus dem Katalog.'),
  ),
};

/** Temporary keys that must give way to real ones (B6). */
const provisional: ProblemTable = {
  'hardware-key-provisional': problem(
    409,
    say('The hardware key is still a temporary one', 'Der Hardware-Schlüssel ist noch ein vorläufiger'),
    say(
      (facts) => `${facts.text('hardwareKey')} stands in until the real key is made or entered; nothing can be activated on it.`,
      (facts) =>
        `${facts.text('hardwareKey')} gilt nur, bis der eigentliche Schlüssel erzeugt oder eingegeben ist; aktivieren lässt sich darauf nichts.`,
    ),
    say(
      (facts) => (facts.has('input') ? `Enter the ${facts.text('input')} and make the key first.` : 'Enter the real key first.'),
      (facts) =>
        facts.has('input')
          ? `Geben Sie zuerst ein: ${facts.text('input')}, und lassen Sie den Schlüssel erzeugen.`
          : 'Geben Sie zuerst den eigentlichen Schlüssel ein.',
    ),
  ),
  'part-is-assigned': problem(
    422,
    say('This licence is assigned, not attached', 'Diese Lizenz wird zugewiesen, nicht zugeordnet'),
    say(
      (facts) => `The days of ${facts.text('part')} run only while it is assigned to a device or user from a project’s pool.`,
      (facts) =>
        `Die Tage von ${facts.text('part')} laufen nur, solange sie aus dem Pool eines Projekts einem Gerät oder Benutzer zugewiesen ist.`,
    ),
    say(
      'Give it to the customer’s project first, then assign it there.',
      'Geben Sie sie zuerst in das Projekt des Kunden und weisen Sie sie dort zu.',
    ),
  ),
  'part-not-before-key': problem(
    409,
    say('This cannot be attached before the key is made', 'Das lässt sich vor dem Erzeugen des Schlüssels nicht zuordnen'),
    say(
      (facts) =>
        `On the temporary key ${facts.text('hardwareKey')} only ${facts.list('parts') || 'nothing'} can be attached, not ${facts.text('part')}.`,
      (facts) =>
        `Auf dem vorläufigen Schlüssel ${facts.text('hardwareKey')} lässt sich nur ${facts.list('parts') || 'nichts'} zuordnen, nicht ${facts.text('part')}.`,
    ),
    say('Make the hardware key, then attach the rest.', 'Lassen Sie den Hardware-Schlüssel erzeugen, und ordnen Sie danach den Rest zu.'),
  ),
  'key-not-provisional': problem(
    409,
    say('The hardware key is the real one already', 'Der Hardware-Schlüssel ist schon der eigentliche'),
    say(
      (facts) => `${facts.text('hardwareKey')} is no temporary key that waits for another one.`,
      (facts) => `${facts.text('hardwareKey')} ist kein vorläufiger Schlüssel, der auf einen anderen wartet.`,
    ),
    say('Go on with attaching and activating.', 'Fahren Sie mit Zuordnen und Aktivieren fort.'),
  ),
  'trigger-not-attached': problem(
    409,
    say('A licence must be attached before the key is made', 'Vor dem Erzeugen des Schlüssels muss eine Lizenz zugeordnet sein'),
    say(
      (facts) => `The key is made once ${facts.text('part')} is attached to ${facts.text('hardwareKey')}.`,
      (facts) => `Der Schlüssel entsteht, sobald ${facts.text('part')} dem Schlüssel ${facts.text('hardwareKey')} zugeordnet ist.`,
    ),
    say(
      (facts) => `Attach ${facts.text('part')} first.`,
      (facts) => `Ordnen Sie zuerst ${facts.text('part')} zu.`,
    ),
  ),
};

/** Devices below devices (B7). */
const family: ProblemTable = {
  'relation-unknown': problem(
    422,
    say('Nothing of this kind stands below the device', 'Ein solches Gerät gibt es darunter nicht'),
    say(
      (facts) => `${facts.text('product')} knows ${facts.list('relations') || 'no devices below it'}, not ${facts.text('relation')}.`,
      (facts) => `${facts.text('product')} kennt ${facts.list('relations') || 'keine Geräte darunter'}, nicht ${facts.text('relation')}.`,
    ),
    say('Choose one of these.', 'Wählen Sie eines davon.'),
  ),
  'child-not-manual': problem(
    409,
    say('This device appears by itself', 'Dieses Gerät erscheint von selbst'),
    say(
      (facts) => `${facts.text('relationLabel', 'relation')} is added with the device above.`,
      (facts) => `${facts.text('relationLabel', 'relation')} entsteht mit dem Gerät darüber.`,
    ),
    say('Look for it below the device.', 'Suchen Sie es unter dem Gerät.'),
  ),
  'child-too-many': problem(
    409,
    say('No more of these can be added', 'Davon lässt sich keines mehr anlegen'),
    say(
      (facts) => `${facts.text('relationLabel', 'relation')}: there may be ${facts.text('most')}, and there are ${facts.text('there')}.`,
      (facts) => `${facts.text('relationLabel', 'relation')}: höchstens ${facts.text('most')}, vorhanden sind ${facts.text('there')}.`,
    ),
    say('Use the one that is there.', 'Verwenden Sie das vorhandene.'),
  ),
  'child-too-late': problem(
    409,
    say('It is too late to add this', 'Dafür ist es zu spät'),
    say(
      (facts) => `${facts.text('relationLabel', 'relation')} must be there before the first activation on ${facts.text('hardwareKey')}.`,
      (facts) =>
        `${facts.text('relationLabel', 'relation')} muss vor der ersten Aktivierung auf ${facts.text('hardwareKey')} angelegt sein.`,
    ),
    say('Ask the vendor.', 'Fragen Sie den Hersteller.'),
  ),
  'child-not-confirmed': problem(
    422,
    say('A confirmation is missing', 'Es fehlt eine Bestätigung'),
    say(
      (facts) => facts.text('confirmation'),
      (facts) => facts.text('confirmation'),
    ),
    say('Confirm it, and add the device again.', 'Bestätigen Sie es, und legen Sie das Gerät noch einmal an.'),
  ),
  'child-missing': problem(
    409,
    say('Something must stand below the device first', 'Unter dem Gerät fehlt noch etwas'),
    say(
      (facts) =>
        `${facts.text('relationLabel', 'relation')}: ${facts.text('least')} must be there before anything is activated; there are ${facts.text('there')}.`,
      (facts) =>
        `${facts.text('relationLabel', 'relation')}: ${facts.text('least')} müssen vor der Aktivierung da sein; vorhanden sind ${facts.text('there')}.`,
    ),
    say('Add it below the device.', 'Legen Sie es unter dem Gerät an.'),
  ),
  'licensed-with-parent': problem(
    409,
    say('Licences go to the device above', 'Lizenzen gehören auf das Gerät darüber'),
    say(
      (facts) =>
        `${facts.text('device')} is licensed with ${facts.inside('parent').text('name')} (${facts.inside('parent').text('hardwareKey')}), whose file covers both.`,
      (facts) =>
        `${facts.text('device')} wird mit ${facts.inside('parent').text('name')} (${facts.inside('parent').text('hardwareKey')}) lizenziert, dessen Datei für beide gilt.`,
    ),
    say('Attach and activate there.', 'Ordnen Sie dort zu, und aktivieren Sie dort.'),
  ),
  'order-not-splittable': problem(
    409,
    say('This order cannot be split', 'Dieser Auftrag lässt sich nicht teilen'),
    say(
      (facts) =>
        `${facts.text('productLabel', 'product')} takes order ${facts.text('order')} as a whole.${unitsOf(facts, 'left', 'Left out')}${unitsOf(facts, 'elsewhere', 'On another device')}`,
      (facts) =>
        `${facts.text('productLabel', 'product')} nimmt den Auftrag ${facts.text('order')} nur als Ganzes.${unitsOf(facts, 'left', 'Es fehlen')}${unitsOf(facts, 'elsewhere', 'Auf einem anderen Gerät')}`,
    ),
    say(
      (facts) =>
        facts.has('foreign')
          ? 'The order holds what this product does not take. Ask whoever shipped it for an order of its own.'
          : facts.each('elsewhere').length > 0
            ? 'Detach there what is not active, or choose another order.'
            : 'Choose all that is there of the order.',
      (facts) =>
        facts.has('foreign')
          ? 'Der Auftrag enthält, was dieses Produkt nicht annimmt. Bitten Sie, wer ihn geliefert hat, um einen eigenen Auftrag.'
          : facts.each('elsewhere').length > 0
            ? 'Lösen Sie dort, was nicht aktiv ist, oder wählen Sie einen anderen Auftrag.'
            : 'Wählen Sie alles, was von dem Auftrag da ist.',
    ),
  ),
};

export const keyProblems: ProblemTable = { ...keys, ...provisional, ...family };
