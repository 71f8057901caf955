import type { ProblemTable } from '@muniment/platform/http';
import { type FactReader, problem, say } from './say.ts';

type Sentence = (facts: FactReader) => string;
type Both = readonly [en: Sentence, de: Sentence];

const label: Sentence = (facts) => facts.text('productLabel', 'product');
const expected: Sentence = (facts) => facts.inside('rule').text('message');

/** What exactly stands in the way, by the kind of failure and its reason; the line of the file where there is one. */
const exactly: Readonly<Record<string, Both>> = {
  'not-applicable/no-import': [
    (facts) => `No licence file of before can be imported for ${label(facts)}.`,
    (facts) => `Für ${label(facts)} lässt sich keine frühere Lizenzdatei importieren.`,
  ],
  'not-applicable/product': [
    (facts) =>
      facts.has('found')
        ? `The file is for ${facts.text('found')}, and the device is of ${facts.text('product')}.`
        : 'The file does not say which product it is for.',
    (facts) =>
      facts.has('found')
        ? `Die Datei ist für ${facts.text('found')}, das Gerät gehört zu ${facts.text('product')}.`
        : 'Die Datei sagt nicht, für welches Produkt sie ist.',
  ],
  'not-applicable/activated': [
    () => 'Licences were activated here already, and an import comes before all others.',
    () => 'Hier wurden schon Lizenzen aktiviert; ein Import muss vor allem anderen geschehen.',
  ],
  'not-applicable/imported': [
    () => 'A licence file was imported here already; that is done once.',
    () => 'Hier wurde schon eine Lizenzdatei importiert; das geschieht nur einmal.',
  ],
  'hardware-key/missing': [() => 'The file names no hardware key.', () => 'Die Datei nennt keinen Hardware-Schlüssel.'],
  'hardware-key/malformed': [
    (facts) => `Line ${facts.text('line')}: ${facts.text('found')} is no hardware key of ${label(facts)}.`,
    (facts) => `Zeile ${facts.text('line')}: ${facts.text('found')} ist kein Hardware-Schlüssel für ${label(facts)}.`,
  ],
  'hardware-key/other-device': [
    (facts) => `Line ${facts.text('line')}: the file is for ${facts.text('found')}, and this device is ${facts.text('hardwareKey')}.`,
    (facts) => `Zeile ${facts.text('line')}: Die Datei ist für ${facts.text('found')}, dieses Gerät ist ${facts.text('hardwareKey')}.`,
  ],
  'feature-code-string/too-long': [
    (facts) => `The file is longer than ${facts.text('most')} characters.`,
    (facts) => `Die Datei ist länger als ${facts.text('most')} Zeichen.`,
  ],
  'feature-code-string/too-many-lines': [
    (facts) => `The file has more than ${facts.text('most')} lines.`,
    (facts) => `Die Datei hat mehr als ${facts.text('most')} Zeilen.`,
  ],
  'feature-code-string/section': [
    (facts) => `Line ${facts.text('line')}: no such section belongs here. There are LICENSE, FEATURES and CHECKSUM, in this order.`,
    (facts) =>
      `Zeile ${facts.text('line')}: Ein solcher Abschnitt gehört nicht hierher. Es gibt LICENSE, FEATURES und CHECKSUM, in dieser Reihenfolge.`,
  ],
  'feature-code-string/line': [
    (facts) => `Line ${facts.text('line')} is not of the form name=value within a section.`,
    (facts) => `Zeile ${facts.text('line')} hat nicht die Form Name=Wert innerhalb eines Abschnitts.`,
  ],
  'feature-code-string/twice': [
    (facts) => `Line ${facts.text('line')}: ${facts.text('name')} stands there twice.`,
    (facts) => `Zeile ${facts.text('line')}: ${facts.text('name')} steht zweimal da.`,
  ],
  'feature-code-string/checksum-missing': [() => 'The file has no checksum.', () => 'Die Datei hat keine Prüfsumme.'],
  'feature-code-string/checksum-wrong': [
    (facts) => `Line ${facts.text('line')}: the checksum does not fit, so the file was altered.`,
    (facts) => `Zeile ${facts.text('line')}: Die Prüfsumme passt nicht, die Datei wurde also verändert.`,
  ],
  'feature-code-string/format': [
    (facts) => `The file is not of format ${facts.text('form')}.`,
    (facts) => `Die Datei hat nicht das Format ${facts.text('form')}.`,
  ],
  'feature-code-string/no-features': [() => 'The file names no feature.', () => 'Die Datei nennt kein Leistungsmerkmal.'],
  'feature-code/unknown': [
    (facts) => `Line ${facts.text('line')}: ${facts.text('feature')} is no feature code of ${label(facts)}.`,
    (facts) => `Zeile ${facts.text('line')}: ${facts.text('feature')} ist kein Merkmalscode für ${label(facts)}.`,
  ],
  'feature-quantity/no-number': [
    (facts) => `Line ${facts.text('line')}: ${facts.text('found')} is no whole number from 1 on.`,
    (facts) => `Zeile ${facts.text('line')}: ${facts.text('found')} ist keine ganze Zahl ab 1.`,
  ],
  'feature-quantity/too-many': [
    (facts) => `Line ${facts.text('line')}: more than ${facts.text('most')} of ${facts.text('feature')} cannot be.`,
    (facts) => `Zeile ${facts.text('line')}: Mehr als ${facts.text('most')} von ${facts.text('feature')} kann es nicht geben.`,
  ],
  'feature-quantity/part-not-accepted': [
    (facts) => `${label(facts)} does not take the part ${facts.text('part')}.`,
    (facts) => `${label(facts)} nimmt den Artikel ${facts.text('part')} nicht.`,
  ],
  'feature-quantity/maximum-exceeded': [
    (facts) =>
      `There may be at most ${facts.text('maximum')} of ${facts.text('part', 'featureLabel', 'categoryLabel', 'feature', 'category')}, and the file has ${facts.text('requested')}.`,
    (facts) =>
      `Von ${facts.text('part', 'featureLabel', 'categoryLabel', 'feature', 'category')} darf es höchstens ${facts.text('maximum')} geben, die Datei enthält ${facts.text('requested')}.`,
  ],
  'feature-quantity/rule-refused': [
    (facts) => (expected(facts) === '' ? 'A rule of the catalog does not allow these quantities.' : ''),
    (facts) => (expected(facts) === '' ? 'Eine Regel des Katalogs lässt diese Mengen nicht zu.' : ''),
  ],
  'timestamp/missing': [() => 'The file does not say when it was made.', () => 'Die Datei sagt nicht, wann sie entstanden ist.'],
  'timestamp/malformed': [
    (facts) => `Line ${facts.text('line')}: ${facts.text('found')} is no time stamp such as 2011-04-08T10:15:00Z.`,
    (facts) => `Zeile ${facts.text('line')}: ${facts.text('found')} ist kein Zeitstempel wie 2011-04-08T10:15:00Z.`,
  ],
  'timestamp/future': [
    (facts) => `Line ${facts.text('line')}: ${facts.text('found')} is still to come.`,
    (facts) => `Zeile ${facts.text('line')}: ${facts.text('found')} liegt in der Zukunft.`,
  ],
  'cannot-write/signing-key-missing': [
    () => 'The new licence file cannot be signed: the vendor’s private key is not in this installation. Nothing was changed.',
    () =>
      'Die neue Lizenzdatei lässt sich nicht signieren: Der private Schlüssel des Herstellers fehlt in dieser Installation. Es wurde nichts geändert.',
  ],
  'unknown/rule-refused': [
    (facts) => `The rule ${facts.text('failed')} cannot be answered: ${facts.text('error')}`,
    (facts) => `Die Regel ${facts.text('failed')} lässt sich nicht beantworten: ${facts.text('error')}`,
  ],
};

/** What to do about each kind of failure, where the pack does not say. */
const steps: Readonly<Record<string, readonly [en: string, de: string]>> = {
  'not-applicable': [
    'Check that it is the right file and the right device; if so, ask the vendor.',
    'Prüfen Sie, ob es die richtige Datei und das richtige Gerät ist; wenn ja, fragen Sie den Hersteller.',
  ],
  'hardware-key': [
    'Take the file of this device, or open the device that the file is for.',
    'Nehmen Sie die Datei dieses Geräts, oder öffnen Sie das Gerät, für das die Datei ist.',
  ],
  'feature-code-string': [
    'Export the file once more and leave it as it is.',
    'Exportieren Sie die Datei noch einmal und lassen Sie sie, wie sie ist.',
  ],
  'feature-code': ['Ask the vendor, who knows the codes.', 'Fragen Sie den Hersteller, der die Codes kennt.'],
  'feature-quantity': [
    'Check the quantities in the system, and export the file once more.',
    'Prüfen Sie die Mengen im System und exportieren Sie die Datei noch einmal.',
  ],
  timestamp: [
    'Check the clock of the system, and export the file once more.',
    'Prüfen Sie die Uhr des Systems und exportieren Sie die Datei noch einmal.',
  ],
  'cannot-write': [
    'Let whoever runs the installation put the keys directory back from the back-up, then import again.',
    'Bitten Sie den Betreiber der Installation, das Schlüsselverzeichnis aus der Sicherung zurückzuholen, und importieren Sie die Datei dann noch einmal.',
  ],
  unknown: ['Ask the vendor, who wrote the rule.', 'Fragen Sie den Hersteller, von dem die Regel stammt.'],
};

/** The pack's own message, then what exactly it is about. */
const detail =
  (language: 0 | 1): Sentence =>
  (facts) =>
    [expected(facts), exactly[`${facts.text('kind')}/${facts.text('reason')}`]?.[language](facts) ?? ''].filter(Boolean).join(' ');

const nextStep =
  (language: 0 | 1): Sentence =>
  (facts) =>
    facts.inside('rule').text('nextStep') || (steps[facts.text('kind')]?.[language] ?? '');

/** Licence files of before, and the tasks that come of them. The pack may have its own code and words for each kind of failure. */
export const importProblems: ProblemTable = {
  'import-refused': problem(
    422,
    say('This licence file is not imported', 'Diese Lizenzdatei wird nicht importiert'),
    say(detail(0), detail(1)),
    say(nextStep(0), nextStep(1)),
  ),
  'task-done': problem(
    409,
    say('This task is done', 'Diese Aufgabe ist erledigt'),
    say('Somebody said so already.', 'Das hat schon jemand gesagt.'),
    say('Read the note of who did it.', 'Lesen Sie die Notiz dessen, der sie erledigt hat.'),
  ),
};
