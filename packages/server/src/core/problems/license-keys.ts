import type { ProblemTable } from '@muniment/platform/http';
import { type FactReader, problem, say } from './say.ts';

/** What is wrong with a typed key, in one sentence. */
const wrong = {
  en: (facts: FactReader): string => {
    const slip = facts.text('wrong');
    if (slip === 'character') return `“${facts.text('character')}” at place ${facts.text('position')} cannot be in a key.`;
    if (slip === 'length') return `It has ${facts.text('entered')} characters; a key has ${facts.text('length')}.`;
    return 'Its characters do not fit together: one is wrong, or two have changed places.';
  },
  de: (facts: FactReader): string => {
    const slip = facts.text('wrong');
    if (slip === 'character') return `„${facts.text('character')}“ an Stelle ${facts.text('position')} kommt in keinem Schlüssel vor.`;
    if (slip === 'length') return `Er hat ${facts.text('entered')} Zeichen; ein Schlüssel hat ${facts.text('length')}.`;
    return 'Die Zeichen passen nicht zusammen: Eines ist falsch, oder zwei sind vertauscht.';
  },
};

/** What a line of a pasted list of keys is refused for (A1). */
const ofLines: ProblemTable = {
  'license-key-mistyped': problem(
    422,
    say('This key is mistyped', 'Dieser Schlüssel ist falsch geschrieben'),
    say(wrong.en, wrong.de),
    say(
      (facts) => `Compare it with the original${facts.text('expected') === '' ? '' : `; it looks like ${facts.text('expected')}`}.`,
      (facts) =>
        `Vergleichen Sie ihn mit dem Original${facts.text('expected') === '' ? '' : `; er sieht so aus: ${facts.text('expected')}`}.`,
    ),
  ),
  'license-key-twice': problem(
    409,
    say('This key is in the list twice', 'Dieser Schlüssel steht zweimal in der Liste'),
    say(
      (facts) => `It is the same as line ${String(facts.number('first') + 1)}.`,
      (facts) => `Er ist derselbe wie in Zeile ${String(facts.number('first') + 1)}.`,
    ),
    say('It counts once; leave the second out.', 'Er zählt einmal; lassen Sie den zweiten weg.'),
  ),
  'license-key-unknown': problem(
    404,
    say('There is no such key', 'Diesen Schlüssel gibt es nicht'),
    say('It is written correctly, but was never handed out here.', 'Er ist richtig geschrieben, wurde hier aber nie ausgegeben.'),
    say(
      'Check that it is a key of this vendor, and compare it with the original.',
      'Prüfen Sie, ob es ein Schlüssel dieses Herstellers ist, und vergleichen Sie ihn mit dem Original.',
    ),
  ),
  'license-key-revoked': problem(
    409,
    say('This key was revoked', 'Dieser Schlüssel wurde widerrufen'),
    say('Whoever handed it out has taken it back.', 'Wer ihn ausgegeben hat, hat ihn zurückgenommen.'),
    say('Ask whoever you got it from.', 'Fragen Sie dort nach, wo Sie ihn bekommen haben.'),
  ),
  'license-key-used': problem(
    409,
    say('This key is used', 'Dieser Schlüssel ist verbraucht'),
    say(
      (facts) => (facts.facts['here'] === true ? 'It was registered in this project before.' : 'It was registered in another project.'),
      (facts) =>
        facts.facts['here'] === true ? 'Er wurde schon in diesem Projekt registriert.' : 'Er wurde in einem anderen Projekt registriert.',
    ),
    say(
      (facts) =>
        facts.facts['here'] === true
          ? 'Its licences are here already.'
          : 'Ask whoever you got it from if you did not register it yourself.',
      (facts) =>
        facts.facts['here'] === true
          ? 'Seine Lizenzen sind schon hier.'
          : 'Haben Sie ihn nicht selbst registriert, fragen Sie dort nach, wo Sie ihn bekommen haben.',
    ),
  ),
  'license-key-expired': problem(
    409,
    say('The time of this key is over', 'Die Zeit dieses Schlüssels ist vorbei'),
    say(
      (facts) => `Its licences were good until ${facts.day('lastDay')}.`,
      (facts) => `Seine Lizenzen galten bis ${facts.day('lastDay')}.`,
    ),
    say('Ask whoever you got it from for a new one.', 'Bitten Sie dort, wo Sie ihn bekommen haben, um einen neuen.'),
  ),
};

/** Making, showing and revoking licence keys. */
const ofMakers: ProblemTable = {
  'license-keys-not-in-catalog': problem(
    409,
    say('There are no licence keys here', 'Lizenzschlüssel gibt es hier nicht'),
    say('The catalog does not say what licence keys look like.', 'Der Katalog sagt nicht, wie Lizenzschlüssel aussehen.'),
    say('Load a catalog with licenseKeys.', 'Laden Sie einen Katalog mit licenseKeys.'),
  ),
  'part-not-for-keys': problem(
    422,
    say('No keys can be made of this part', 'Aus diesem Artikel lassen sich keine Schlüssel machen'),
    say(
      (facts) => `${facts.text('part')} (${facts.text('partLabel')}) is a maintenance unit, which no project holds.`,
      (facts) => `${facts.text('part')} (${facts.text('partLabel')}) ist eine Wartungseinheit, die in keinem Projekt liegt.`,
    ),
    say('Choose a licence.', 'Wählen Sie eine Lizenz.'),
  ),
  'source-not-allowed': problem(
    403,
    say('Only the vendor makes keys of new units', 'Schlüssel aus neuen Einheiten macht nur der Hersteller'),
    say('You can make keys of units that are in your bin.', 'Sie können Schlüssel aus Einheiten machen, die in Ihrem Bestand liegen.'),
    say('Choose your bin as the source.', 'Wählen Sie Ihren Bestand als Quelle.'),
  ),
  'license-key-redeemed': problem(
    409,
    say('A key of these was registered', 'Einer dieser Schlüssel wurde registriert'),
    say(
      (facts) => `Registered keys: ${facts.text('count')}. What is registered belongs to its project.`,
      (facts) => `Registrierte Schlüssel: ${facts.text('count')}. Was registriert ist, gehört seinem Projekt.`,
    ),
    say('Leave them out; nothing was revoked.', 'Lassen Sie sie weg; es wurde nichts widerrufen.'),
  ),
  'license-key-not-in-batch': problem(
    409,
    say('A key of these is of another batch', 'Einer dieser Schlüssel gehört zu einer anderen Charge'),
    say(
      (facts) => `Keys that are not in this batch: ${facts.text('count')}.`,
      (facts) => `Schlüssel, die nicht in dieser Charge sind: ${facts.text('count')}.`,
    ),
    say(
      'Name keys alone, or a batch alone; nothing was revoked.',
      'Nennen Sie nur Schlüssel oder nur eine Charge; es wurde nichts widerrufen.',
    ),
  ),
  'license-key-already-revoked': problem(
    409,
    say('A key of these is revoked already', 'Einer dieser Schlüssel ist schon widerrufen'),
    say(
      (facts) => `Revoked keys: ${facts.text('count')}.`,
      (facts) => `Widerrufene Schlüssel: ${facts.text('count')}.`,
    ),
    say('Leave them out; nothing was changed.', 'Lassen Sie sie weg; es wurde nichts geändert.'),
  ),
  'license-key-secret-missing': problem(
    409,
    say('These keys cannot be read now', 'Diese Schlüssel sind jetzt nicht lesbar'),
    say(
      (facts) => `${facts.text('count')} of them are sealed with a secret that is not where it was kept.`,
      (facts) => `${facts.text('count')} von ihnen sind mit einem Geheimnis versiegelt, das nicht mehr an seinem Platz ist.`,
    ),
    say(
      'Ask the operator to put the vendor’s key directory back from the backup.',
      'Bitten Sie den Betreiber, das Schlüsselverzeichnis des Herstellers aus der Sicherung zurückzuspielen.',
    ),
  ),
  'too-many-unknown-keys': problem(
    429,
    say('Too many keys that do not exist', 'Zu viele Schlüssel, die es nicht gibt'),
    say(
      'Many keys were tried that were never handed out here. For a while none is looked up.',
      'Es wurden viele Schlüssel versucht, die hier nie ausgegeben wurden. Eine Zeit lang wird keiner gesucht.',
    ),
    say(
      (facts) =>
        `Try again in ${String(Math.max(1, Math.ceil(facts.number('retryAfterSeconds') / 60)))} minutes, with keys of this vendor.`,
      (facts) =>
        `Versuchen Sie es in ${String(Math.max(1, Math.ceil(facts.number('retryAfterSeconds') / 60)))} Minuten mit Schlüsseln dieses Herstellers erneut.`,
    ),
  ),
};

export const licenseKeyProblems: ProblemTable = { ...ofLines, ...ofMakers };
