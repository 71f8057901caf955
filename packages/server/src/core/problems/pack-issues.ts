import type { PackIssueCode, PatternFault } from '@muniment/domain/catalog';
import type { ProblemSentence } from '@muniment/platform/http';
import { packKeyIssues } from './pack-key-issues.ts';
import { packSeatIssues } from './pack-seat-issues.ts';
import { packTermIssues } from './pack-term-issues.ts';
import { read, say } from './say.ts';

/** Mistakes of a catalog pack: what the domain finds, and before it the reader of the file. */
export type PackMistakeCode = PackIssueCode | 'yaml-not-valid' | 'shape-not-valid';

/** What a code means by its `reason`; a reason without words of its own is told with what the library said. */
function byReason(sentences: Readonly<Record<string, ProblemSentence>>, otherwise: ProblemSentence): ProblemSentence {
  return (facts, language) => {
    const reason = String(facts['reason']);
    return read(Object.hasOwn(sentences, reason) ? sentences[reason]! : otherwise, facts, language);
  };
}

const patternFaults: Readonly<Record<PatternFault | 'takes-nothing' | 'makes-blanks', ProblemSentence>> = {
  'too-large': say(
    'the pattern describes too long or too many keys; repeat less',
    'das Muster beschreibt zu lange oder zu viele Schlüssel; wiederholen Sie weniger',
  ),
  'closing-alone': say('a ) without its (', 'eine ) ohne ihre ('),
  'end-in-the-middle': say('$ may stand only at the very end', '$ darf nur ganz am Ende stehen'),
  'repeated-twice': say('one repetition after another', 'eine Wiederholung nach der anderen'),
  'repeat-without-number': say('after { comes a number, as in {4} or {2,6}', 'nach { kommt eine Zahl, wie in {4} oder {2,6}'),
  'repeat-too-often': say(
    (f) => `at most ${f.text('most')} repetitions`,
    (f) => `höchstens ${f.text('most')} Wiederholungen`,
  ),
  'numbers-backwards': say('the second number is less than the first', 'die zweite Zahl ist kleiner als die erste'),
  'nothing-to-repeat': say('nothing to repeat', 'es gibt nichts zu wiederholen'),
  'start-in-the-middle': say('^ may stand only at the very start', '^ darf nur ganz am Anfang stehen'),
  'write-escaped': say(
    (f) => `write \\${f.text('text')} for the character itself`,
    (f) => `schreiben Sie \\${f.text('text')} für das Zeichen selbst`,
  ),
  'not-printable': say('only printable ASCII characters', 'nur druckbare ASCII-Zeichen'),
  'groups-too-deep': say('groups nested too deeply', 'zu tief verschachtelte Gruppen'),
  'group-of-other-kind': say('only (?: … ) may follow a (', 'auf ( darf nur (?: … ) folgen'),
  'group-not-closed': say('a ( without its )', 'eine ( ohne ihre )'),
  'escape-unknown': say(
    (f) => `\\${f.text('text')} is not known; \\d, \\w and escaped punctuation are`,
    (f) => `\\${f.text('text')} ist nicht bekannt; bekannt sind \\d, \\w und Satzzeichen`,
  ),
  'class-not-closed': say('a [ without its ]', 'eine [ ohne ihre ]'),
  'class-empty': say('this class holds no character', 'diese Klasse enthält kein Zeichen'),
  'class-unknown': say(
    (f) => `[:${f.text('text')}:] is not known`,
    (f) => `[:${f.text('text')}:] ist nicht bekannt`,
  ),
  'range-backwards': say('this range runs backwards', 'dieser Bereich läuft rückwärts'),
  'takes-nothing': say('takes an empty key', 'nimmt einen leeren Schlüssel an'),
  'makes-blanks': say('made keys have no blanks', 'Schlüssel, die gemacht werden, haben keine Leerzeichen'),
};

/** What the reader of YAML says is English; German has words for what people meet. */
const yamlFaults: Readonly<Record<string, string>> = {
  'duplicate-key': 'Dieses Feld steht hier zweimal.',
  'bad-indent': 'Die Einrückung stimmt nicht.',
  'tab-as-indent': 'Eingerückt wird mit Leerzeichen, nicht mit Tabulatoren.',
  'missing-char': 'Hier fehlt ein Zeichen, etwa : oder ein Anführungszeichen oder eine Klammer.',
  'bad-alias': 'Diesen Verweis (*) gibt es nicht.',
  'multiple-docs': 'Die Datei enthält mehr als ein Dokument.',
  'bad-dq-escape': 'Diese Schreibweise mit \\ gibt es in doppelten Anführungszeichen nicht.',
  'block-as-implicit-key': 'Ein Wert mit : darin gehört in Anführungszeichen, oder die Einrückung stimmt nicht.',
  'too-many-aliases': 'Verweise (*) stehen für zu viel Inhalt.',
};

const shapeFaults: Readonly<Record<string, ProblemSentence>> = {
  'field-unknown': say(
    (f) => `"${f.text('field')}" is not known here`,
    (f) => `„${f.text('field')}“ ist hier nicht bekannt`,
  ),
  missing: say('this field is missing', 'dieses Feld fehlt'),
  'wrong-type': say(
    (f) => `expected ${f.text('expected')}, received ${f.text('received')}`,
    (f) => `erwartet wird ${typeWord(f.text('expected'))}, hier steht ${typeWord(f.text('received'))}`,
  ),
  'value-not-allowed': say(
    (f) => `must be one of: ${f.list('values')}`,
    (f) => `möglich sind: ${f.list('values')}`,
  ),
  'too-short': say(
    (f) => `at least ${f.text('limit')} characters`,
    (f) => `mindestens ${f.text('limit')} Zeichen`,
  ),
  'too-long': say(
    (f) => `at most ${f.text('limit')} characters`,
    (f) => `höchstens ${f.text('limit')} Zeichen`,
  ),
  'too-few': say(
    (f) => `at least ${f.text('limit')} entries`,
    (f) => `mindestens ${f.text('limit')} Einträge`,
  ),
  'too-many': say(
    (f) => `at most ${f.text('limit')} entries`,
    (f) => `höchstens ${f.text('limit')} Einträge`,
  ),
  'too-low': say(
    (f) => `at least ${f.text('limit')}`,
    (f) => `mindestens ${f.text('limit')}`,
  ),
  'too-high': say(
    (f) => `at most ${f.text('limit')}`,
    (f) => `höchstens ${f.text('limit')}`,
  ),
  'form-not-valid': say('is not of the form that this field has', 'hat nicht die Form, die dieses Feld verlangt'),
};

const typeWords: Readonly<Record<string, string>> = {
  string: 'Text',
  number: 'eine Zahl',
  int: 'eine ganze Zahl',
  boolean: 'true oder false',
  array: 'eine Liste',
  object: 'eine Gruppe von Feldern',
  record: 'eine Gruppe von Feldern',
  null: 'nichts',
};
const typeWord = (type: string): string => typeWords[type] ?? type;
const listedKind = {
  flag: ['neither quantity nor version', 'weder Menge noch Version'],
  version: ['a version and no quantity', 'eine Version und keine Menge'],
};
const kindWords: Readonly<Record<string, string>> = { flag: 'Schalter', quantity: 'Menge', capacity: 'Kapazität', version: 'Version' };
const kindWord = (kind: string): string => kindWords[kind] ?? kind;
const grantWords = (kind: string, language: 0 | 1): string =>
  (listedKind as Record<string, readonly string[]>)[kind]?.[language] ??
  ['a quantity and no version', 'eine Menge und keine Version'][language]!;
const said = (en: string, de: string) =>
  say(
    (f) => (en === '' ? f.text('said') : `${en}: ${f.text('said')}`),
    (f) => `${de}: ${f.text('said')}`,
  );

/** Every mistake of a pack in English and German. */
const words: Readonly<Record<PackMistakeCode, ProblemSentence>> = {
  ...packKeyIssues,
  ...packTermIssues,
  ...packSeatIssues,
  'yaml-not-valid': say(
    (f) => f.text('said'),
    (f) => yamlFaults[f.text('reason')] ?? `Das ist kein gültiges YAML: ${f.text('said')}`,
  ),
  'shape-not-valid': byReason(shapeFaults, said('', 'Das passt hier nicht')),
  'agreement-text-changed': say(
    (f) => `the text of "${f.text('agreement')}" changed; people accepted version ${f.text('version')} as it was: give it a new version`,
    (f) =>
      `der Text von „${f.text('agreement')}“ ist anders; Version ${f.text('version')} wurde so angenommen, wie sie war: Geben Sie ihm eine neue Version`,
  ),
  'agreement-unknown': say(
    (f) => `no agreement "${f.text('agreement')}" in agreements`,
    (f) => `„${f.text('agreement')}“ steht nicht unter agreements`,
  ),
  'category-unknown': say(
    (f) => `no category "${f.text('category')}" in categories`,
    (f) => `„${f.text('category')}“ steht nicht unter categories`,
  ),
  'choices-missing': say('a field of type choice needs choices', 'ein Feld vom Typ choice braucht choices'),
  'choices-not-allowed': say(
    (f) => `a field of type ${f.text('type')} has no choices`,
    (f) => `ein Feld vom Typ ${f.text('type')} hat keine choices`,
  ),
  'duplicate-id': say(
    (f) => `"${f.text('id')}" is listed twice`,
    (f) => `„${f.text('id')}“ steht zweimal da`,
  ),
  'example-not-matching': say(
    (f) => `"${f.text('example')}", normalised "${f.text('normalised')}", does not match the pattern`,
    (f) => `„${f.text('example')}“, normalisiert „${f.text('normalised')}“, passt nicht zum Muster`,
  ),
  'feature-kind-changed': say(
    (f) => `feature "${f.text('feature')}" was a ${f.text('kind')}; give the new kind a new id`,
    (f) => `das Merkmal „${f.text('feature')}“ war von der Art ${kindWord(f.text('kind'))}; geben Sie der neuen Art eine neue id`,
  ),
  'feature-missing': say(
    (f) => `feature "${f.text('feature')}" is gone; existing lots grant it`,
    (f) => `das Merkmal „${f.text('feature')}“ fehlt; ausgegebene Lizenzen gewähren es`,
  ),
  'feature-unknown': say(
    (f) => `no feature "${f.text('feature')}" in features`,
    (f) => `„${f.text('feature')}“ steht nicht unter features`,
  ),
  'file-name-not-valid': byReason(
    { ends: say('no dot or blank at the start or end', 'kein Punkt oder Leerzeichen am Anfang oder Ende') },
    say(
      'only letters, digits, blank and . _ - ( ) + , = @ beside the names; no path separators',
      'neben den Namen nur Buchstaben, Ziffern, Leerzeichen und . _ - ( ) + , = @; keine Pfadtrenner',
    ),
  ),
  'grant-not-valid': say(
    (f) => `feature "${f.text('feature')}" is a ${f.text('kind')}: the grant takes ${grantWords(f.text('kind'), 0)}`,
    (f) =>
      `das Merkmal „${f.text('feature')}“ ist von der Art ${kindWord(f.text('kind'))}: hierher gehört ${grantWords(f.text('kind'), 1)}`,
  ),
  'key-form-changed': say(
    (f) => `how "${f.text('format')}" brings keys into their stored form changed; give the new form a format of its own id`,
    (f) =>
      `„${f.text('format')}“ bringt Schlüssel anders in ihre gespeicherte Form als bisher; geben Sie der neuen Form ein Format mit eigener id`,
  ),
  'key-formats-overlap': say(
    (f) => `takes "${f.text('key')}", which "${f.text('format')}" takes too; every key must have one format`,
    (f) => `nimmt „${f.text('key')}“ an, was auch „${f.text('format')}“ annimmt; jeder Schlüssel darf nur ein Format haben`,
  ),
  'language-missing': say(
    (f) => `the text in "${f.text('language')}" is missing`,
    (f) => `der Text in „${f.text('language')}“ fehlt`,
  ),
  'language-not-declared': say(
    (f) => `"${f.text('language')}" is not in vendor.languages (${f.list('languages')})`,
    (f) => `„${f.text('language')}“ steht nicht unter vendor.languages (${f.list('languages')})`,
  ),
  'maximum-not-possible': say(
    (f) => `feature "${f.text('feature')}" is a ${f.text('kind')}; only quantities and capacities have a maximum`,
    (f) => `das Merkmal „${f.text('feature')}“ ist von der Art ${kindWord(f.text('kind'))}; nur Mengen und Kapazitäten haben ein Höchstmaß`,
  ),
  'name-not-known': byReason(
    {
      part: say(
        (f) => `the pack has no part "${f.text('name')}"`,
        (f) => `der Katalog hat keinen Artikel „${f.text('name')}“`,
      ),
      feature: say(
        (f) => `the pack has no feature "${f.text('name')}"`,
        (f) => `der Katalog hat kein Merkmal „${f.text('name')}“`,
      ),
      'order-field': say(
        (f) => `the pack has no order field "${f.text('name')}"`,
        (f) => `der Katalog hat kein Bestellfeld „${f.text('name')}“`,
      ),
      group: say(
        (f) => `{${f.text('name')}} stands for a group that the pattern does not have; it has ${f.text('groups')}`,
        (f) => `{${f.text('name')}} steht für eine Gruppe, die das Muster nicht hat; es hat ${f.text('groups')}`,
      ),
      'file-name': say(
        (f) => `{${f.text('name')}} is not known; the names are ${f.list('names')}`,
        (f) => `{${f.text('name')}} ist nicht bekannt; die Namen sind ${f.list('names')}`,
      ),
      mail: say(
        (f) => `{${f.text('name')}} is not known in this letter; its names are ${f.list('names')}`,
        (f) => `{${f.text('name')}} ist in diesem Brief nicht bekannt; seine Namen sind ${f.list('names')}`,
      ),
    },
    say(
      (f) => `${f.text('name')} is not known; rules see ${f.list('names')}`,
      (f) => `${f.text('name')} ist nicht bekannt; Regeln sehen ${f.list('names')}`,
    ),
  ),
  'part-missing': say(
    (f) => `part "${f.text('part')}" is gone; keep it with withdrawn: true`,
    (f) => `der Artikel „${f.text('part')}“ fehlt; lassen Sie ihn mit withdrawn: true stehen`,
  ),
  'part-or-category': say('name either a part or a category', 'nennen Sie entweder part oder category'),
  'part-unknown': say(
    (f) => `no part "${f.text('part')}" in parts`,
    (f) => `„${f.text('part')}“ steht nicht unter parts`,
  ),
  'pattern-not-valid': (facts, language) => {
    const fault = read(byReason(patternFaults, said('', 'Das Muster ist nicht gültig')), facts, language);
    const place = say(
      (f) => ` (character ${f.text('character')} of the pattern)`,
      (f) => ` (Zeichen ${f.text('character')} des Musters)`,
    );
    return facts['character'] === undefined ? fault : fault + read(place, facts, language);
  },
  'product-missing': say(
    (f) => `product "${f.text('product')}" is gone; keep it with withdrawn: true`,
    (f) => `das Produkt „${f.text('product')}“ fehlt; lassen Sie es mit withdrawn: true stehen`,
  ),
  'product-without-key': say(
    'a product needs at least one key format, a derivedKey or a tempKey',
    'ein Produkt braucht mindestens ein Schlüsselformat, einen derivedKey oder einen tempKey',
  ),
  'rule-not-valid': byReason(
    {
      'too-costly': say(
        'this could take too long: fewer loops within loops, shorter lists',
        'das könnte zu lange dauern: weniger Schleifen in Schleifen, kürzere Listen',
      ),
      'too-costly-together': say(
        'with this one, the rules of the product could take too long together: fewer loops, fewer rules',
        'mit dieser könnten die Regeln des Produkts zusammen zu lange dauern: weniger Schleifen, weniger Regeln',
      ),
      'no-boolean': say('the check answers no true or false', 'die Prüfung antwortet nicht mit true oder false'),
    },
    said('', 'die Regel lässt sich nicht auswerten'),
  ),
  'term-missing': say('a part of model term needs a term', 'ein Artikel mit model: term braucht term'),
  'term-not-allowed': say('only a part of model term has a term', 'nur ein Artikel mit model: term hat term'),
  'time-zone-unknown': say(
    (f) => `"${f.text('timeZone')}" is no IANA time zone such as Europe/Amsterdam`,
    (f) => `„${f.text('timeZone')}“ ist keine IANA-Zeitzone wie Europe/Amsterdam`,
  ),
  'version-order-changed': say(
    (f) => `versions of "${f.text('feature')}" may be added, not taken out or put in another order (before: ${f.list('versions')})`,
    (f) =>
      `Versionen von „${f.text('feature')}“ dürfen dazukommen, nicht wegfallen oder die Reihenfolge wechseln (bisher: ${f.list('versions')})`,
  ),
  'version-unknown': say(
    (f) => `"${f.text('version')}" is not in the versions of "${f.text('feature')}" (${f.list('versions')})`,
    (f) => `„${f.text('version')}“ gehört nicht zu den Versionen von „${f.text('feature')}“ (${f.list('versions')})`,
  ),
};

/** A mistake of a pack in words, for a reader of a language; English where we have no words of theirs. */
export function packMistakeText(
  { code, facts }: { readonly code: PackMistakeCode; readonly facts: Readonly<Record<string, unknown>> },
  language: string | null,
): string {
  return read(words[code], facts, language ?? 'en');
}
