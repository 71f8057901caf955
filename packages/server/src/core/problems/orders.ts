import type { ProblemTable } from '@muniment/platform/http';
import { type FactReader, problem, say } from './say.ts';
import { organizationOf, placeName } from './words.ts';

/** Where the units of a line are that could not be taken back: "5 reserved, 2 active". */
function remaining(facts: FactReader): string {
  return facts
    .each('remaining')
    .map((place) => `${place.text('quantity')} ${placeName(place.text('kind'), facts.own)}`)
    .join(', ');
}

/** What a field of an order takes. */
const kindsOfValue: Readonly<Record<string, readonly [string, string]>> = {
  number: ['Enter a number, such as 12 or 3.5.', 'Geben Sie eine Zahl ein, etwa 12 oder 3.5.'],
  date: ['Enter a day as YYYY-MM-DD.', 'Geben Sie einen Tag als JJJJ-MM-TT ein.'],
};

/** Values as they are sent, each with what people see for it. */
function choicesOf(facts: FactReader): string {
  return facts
    .each('choices')
    .map((choice) => [choice.text('value'), choice.text('label')])
    .map(([value, label]) => (label === '' || label === value ? value : `${value} (${label})`))
    .join(', ');
}

/** Shipping orders and taking lines back. */
export const orderProblems: ProblemTable = {
  'order-already-shipped': problem(
    409,
    say('This order was shipped already', 'Dieser Auftrag wurde schon geliefert'),
    say(
      (facts) => `An order with the number ${facts.text('salesOrder')} exists.`,
      (facts) => `Einen Auftrag mit der Nummer ${facts.text('salesOrder')} gibt es schon.`,
    ),
    say(
      'Check the number; ship what is to be added under a number of its own.',
      'Prüfen Sie die Nummer. Was hinzukommt, liefern Sie unter einer eigenen Nummer.',
    ),
  ),
  'receiver-not-found': problem(
    404,
    say('The receiver was not found', 'Der Empfänger wurde nicht gefunden'),
    say(
      'No organization has this id, and nobody signs in with this e-mail address.',
      'Keine Organisation hat diese ID, und mit dieser E-Mail-Adresse meldet sich niemand an.',
    ),
    say(
      'Name the receiver by its id, or by the e-mail address of a person who works there.',
      'Nennen Sie den Empfänger mit seiner ID oder mit der E-Mail-Adresse einer Person, die dort arbeitet.',
    ),
  ),
  'receiver-not-possible': problem(
    422,
    say('Orders go to distributors and dealers', 'Aufträge gehen an Distributoren und Händler'),
    say(
      (facts) => `This organization is ${organizationOf(facts.text('kind'), 'en')}, which has no bin to ship to.`,
      (facts) => `Diese Organisation ist ${organizationOf(facts.text('kind'), 'de')} und hat keinen Bestand, in den sich liefern lässt.`,
    ),
    say('Choose a distributor or a dealer.', 'Wählen Sie einen Distributor oder einen Händler.'),
  ),
  'part-unknown': problem(
    422,
    say('The catalog does not have this part', 'Dieser Artikel steht nicht im Katalog'),
    say(
      (facts) => `There is no part number ${facts.text('part')}.`,
      (facts) => `Die Artikelnummer ${facts.text('part')} gibt es nicht.`,
    ),
    say('Check the number, or load a catalog that has it.', 'Prüfen Sie die Nummer, oder laden Sie einen Katalog, der sie enthält.'),
  ),
  'part-withdrawn': problem(
    422,
    say('This part can no longer be ordered', 'Dieser Artikel lässt sich nicht mehr bestellen'),
    say(
      (facts) => `${facts.text('part')} (${facts.text('partLabel')}) is withdrawn. What was shipped keeps its worth.`,
      (facts) => `${facts.text('part')} (${facts.text('partLabel')}) ist abgekündigt. Was geliefert wurde, behält seinen Wert.`,
    ),
    say('Choose its successor.', 'Wählen Sie den Nachfolger.'),
  ),
  'order-field-missing': problem(
    422,
    say('A field of the order is missing', 'Dem Auftrag fehlt eine Angabe'),
    say(
      (facts) => `The vendor asks for “${facts.text('label', 'field')}” with every order.`,
      (facts) => `Der Hersteller verlangt „${facts.text('label', 'field')}“ bei jedem Auftrag.`,
    ),
    say(
      (facts) => `Fill in fields.${facts.text('field')}.`,
      (facts) => `Füllen Sie fields.${facts.text('field')} aus.`,
    ),
  ),
  'order-field-unknown': problem(
    422,
    say('The order has a field too many', 'Der Auftrag hat eine Angabe zu viel'),
    say(
      (facts) => `Orders have no field “${facts.text('field')}”.`,
      (facts) => `Aufträge haben kein Feld „${facts.text('field')}“.`,
    ),
    say(
      (facts) => (facts.list('fields') === '' ? 'Leave it out.' : `Leave it out, or use one of: ${facts.list('fields')}.`),
      (facts) =>
        facts.list('fields') === '' ? 'Lassen Sie es weg.' : `Lassen Sie es weg, oder nehmen Sie eines von: ${facts.list('fields')}.`,
    ),
  ),
  'order-field-not-valid': problem(
    422,
    say('A field of the order is not of the expected form', 'Eine Angabe des Auftrags hat nicht die erwartete Form'),
    say(
      (facts) => `“${facts.text('value')}” does not fit “${facts.text('label', 'field')}”.`,
      (facts) => `„${facts.text('value')}“ passt nicht zu „${facts.text('label', 'field')}“.`,
    ),
    say(
      (facts) => kindsOfValue[facts.text('type')]?.[0] ?? `Choose one of: ${choicesOf(facts)}.`,
      (facts) => kindsOfValue[facts.text('type')]?.[1] ?? `Wählen Sie eines von: ${choicesOf(facts)}.`,
    ),
  ),
  'nothing-to-cancel': problem(
    409,
    say('Nothing of this line can be taken back', 'Von dieser Zeile lässt sich nichts zurücknehmen'),
    say(
      (facts) => {
        const where = remaining(facts);
        return `None of its units is in a bin any more.${where === '' ? '' : ` There are: ${where}.`}`;
      },
      (facts) => {
        const where = remaining(facts);
        return `Keine ihrer Einheiten liegt noch in einem Bestand.${where === '' ? '' : ` Es gibt: ${where}.`}`;
      },
    ),
    say(
      'Units that are reserved come back to the bin when they are detached; active ones stay.',
      'Reservierte Einheiten kommen in den Bestand zurück, wenn sie gelöst werden. Aktive bleiben.',
    ),
  ),
};
