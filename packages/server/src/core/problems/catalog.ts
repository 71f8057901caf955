import type { ProblemTable } from '@muniment/platform/http';
import { type PackMistakeCode, packMistakeText } from './pack-issues.ts';
import { type FactReader, problem, say } from './say.ts';

/** Where the first mistake of a pack is and what it says. */
function firstIssue(
  facts: FactReader,
  words: { readonly at: (line: string, column: string) => string; readonly more: (count: number) => string },
) {
  const issues = facts.each('issues');
  const [first] = issues;
  if (first === undefined) return '';
  const place = first.has('line') ? words.at(first.text('line'), first.text('column')) : first.text('pointer');
  const others = issues.length - 1 + facts.number('more');
  const more = others > 0 ? ` ${words.more(others)}` : '';
  return `${place === '' ? '' : `${place}: `}${packMistakeText({ code: first.text('code') as PackMistakeCode, facts: first.inside('facts').facts }, first.language)}${more}`;
}

const english = (facts: FactReader) =>
  firstIssue(facts, {
    at: (line, column) => `Line ${line}, column ${column}`,
    more: (count) => (count === 1 ? '(and one more mistake)' : `(and ${count} more mistakes)`),
  });
const german = (facts: FactReader) =>
  firstIssue(facts, {
    at: (line, column) => `Zeile ${line}, Spalte ${column}`,
    more: (count) => (count === 1 ? '(und ein weiterer Fehler)' : `(und ${count} weitere Fehler)`),
  });

const keepIt = say(
  'Keep it in the pack with withdrawn: true, so that it takes nothing new and what exists keeps its meaning.',
  'Lassen Sie es mit withdrawn: true im Katalog: Es nimmt dann nichts Neues an, und was es gibt, behält seine Bedeutung.',
);

/** The catalog pack itself. */
export const catalogProblems: ProblemTable = {
  'no-catalog': problem(
    409,
    say('There is no catalog for this', 'Dafür gibt es keinen Katalog'),
    say(
      (facts) =>
        facts.has('product') ? `The catalog does not describe ${facts.text('product')}.` : 'No catalog pack has been loaded yet.',
      (facts) => (facts.has('product') ? `Der Katalog beschreibt ${facts.text('product')} nicht.` : 'Es wurde noch kein Katalog geladen.'),
    ),
    say(
      'An administrator of the vendor loads one: muniment catalog load FILE',
      'Die Administration des Herstellers lädt einen: muniment catalog load FILE',
    ),
  ),
  'pack-not-valid': problem(
    422,
    say('The catalog pack has mistakes', 'Der Katalog enthält Fehler'),
    say(
      (facts) => english(facts) || 'The pack cannot be read.',
      (facts) => german(facts) || 'Der Katalog lässt sich nicht lesen.',
    ),
    say(
      'Correct what is listed under issues; muniment catalog check FILE looks again without loading anything.',
      'Berichtigen Sie, was unter issues steht. muniment catalog check FILE prüft noch einmal, ohne etwas zu laden.',
    ),
  ),
  'pack-too-costly': problem(
    422,
    say('The pack takes too much to check', 'Den Katalog zu prüfen ist zu aufwendig'),
    say(
      (facts) =>
        facts.has('characters')
          ? `A pack has at most ${facts.text('characters')} characters.`
          : `Checking it was given up: it takes more than ${facts.text('seconds')} seconds or ${facts.text('megabytes')} MB of memory.`,
      (facts) =>
        facts.has('characters')
          ? `Ein Katalog hat höchstens ${facts.text('characters')} Zeichen.`
          : `Die Prüfung wurde abgebrochen: Sie braucht mehr als ${facts.text('seconds')} Sekunden oder ${facts.text('megabytes')} MB Speicher.`,
    ),
    say(
      'Make it smaller: less nesting, fewer and shorter patterns of keys, no thousands of fields on one level.',
      'Machen Sie ihn kleiner: weniger Verschachtelung, weniger und kürzere Muster für Schlüssel, nicht Tausende Felder auf einer Ebene.',
    ),
  ),
  'pack-check-busy': problem(
    503,
    say('Another pack is being checked', 'Es wird gerade ein anderer Katalog geprüft'),
    say(
      'Packs are checked one after the other: one of a vendor at a time, and no more than a few may wait.',
      'Kataloge werden nacheinander geprüft: je Hersteller nur einer zur selben Zeit, und nur wenige dürfen warten.',
    ),
    say('Try again in a moment.', 'Versuchen Sie es gleich noch einmal.'),
  ),
  'part-missing': problem(
    409,
    say('The pack leaves out a part', 'Im Katalog fehlt ein Artikel'),
    say(
      (facts) => english(facts) || 'A part of the current catalog is missing.',
      (facts) => german(facts) || 'Ein Artikel des jetzigen Katalogs fehlt.',
    ),
    keepIt,
  ),
  'product-missing': problem(
    409,
    say('The pack leaves out a product', 'Im Katalog fehlt ein Produkt'),
    say(
      (facts) => english(facts) || 'A product of the current catalog is missing.',
      (facts) => german(facts) || 'Ein Produkt des jetzigen Katalogs fehlt.',
    ),
    keepIt,
  ),
  'catalog-changed-meanwhile': problem(
    409,
    say('Another catalog was loaded at the same moment', 'Im selben Moment wurde ein anderer Katalog geladen'),
    say(
      'Your pack was compared with the catalog before it. Yours was not loaded.',
      'Ihr Katalog wurde mit dem davor verglichen. Ihrer wurde nicht geladen.',
    ),
    say(
      'Look at what was loaded. Load your pack again if it is still to follow.',
      'Sehen Sie sich an, was geladen wurde. Laden Sie Ihren Katalog noch einmal, wenn er noch folgen soll.',
    ),
  ),
  'pack-unchanged': problem(
    409,
    say('This pack is loaded already', 'Dieser Katalog ist schon geladen'),
    say(
      (facts) => `It says the same as version ${facts.text('version')}, the current one.`,
      (facts) => `Er sagt dasselbe wie Version ${facts.text('version')}, die aktuelle.`,
    ),
    say('Nothing is to be done.', 'Es ist nichts zu tun.'),
  ),
};
