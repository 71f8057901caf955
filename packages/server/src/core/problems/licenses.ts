import type { ProblemTable } from '@muniment/platform/http';
import { type FactReader, problem, say } from './say.ts';

const thereAre = (facts: FactReader): string => {
  const available = facts.number('available');
  if (available === 0) return 'there is none';
  return available === 1 ? 'there is only 1' : `there are only ${facts.text('available')}`;
};
const esGibt = (facts: FactReader): string =>
  facts.number('available') === 0 ? 'es gibt keine' : `es gibt nur ${facts.text('available')}`;

/** A licence that was chosen from a list, and is used up since. */
const isGone = (facts: FactReader): boolean => facts.has('lotId') && facts.number('available') === 0;

/** `7 × EX-1`, or `7 units` where the part is not known. */
const asked = (facts: FactReader, units: string): string =>
  facts.has('part') ? `${facts.text('requested')} × ${facts.text('part')}` : `${facts.text('requested')} ${units}`;

/** What a maximum is of: a part by its number, a category of parts or a feature by its label. */
const limited = (facts: FactReader): string => facts.text('part', 'featureLabel', 'categoryLabel', 'feature', 'category');

/** The parts a product takes, the first few of them; nothing where they are not told. */
const named = (facts: FactReader, and: string, more: string): string => {
  const list = facts.list('takes');
  if (list === '') return '';
  return `: ${list}${facts.number('more') > 0 ? ` ${and} ${facts.text('more')} ${more}` : ''}`;
};

const agreementNamed = (facts: FactReader): string => `${facts.text('id')} ${facts.text('version')}`;

/** A request file was to choose, and names nothing that is there. */
const isOfRequest = (facts: FactReader): boolean => facts.facts['ofRequest'] === true;

/** Choosing units: what was asked for, and what there is. */
const choosing: ProblemTable = {
  'nothing-selected': problem(
    422,
    say('Nothing is selected', 'Es ist nichts ausgewählt'),
    say(
      (facts) => (isOfRequest(facts) ? 'The request asks for no licence that waits.' : 'Every quantity is 0.'),
      (facts) => (isOfRequest(facts) ? 'Die Anfrage nennt keine Lizenz, die bereitliegt.' : 'Alle Mengen sind 0.'),
    ),
    say(
      (facts) => (isOfRequest(facts) ? 'Say which licences.' : 'Say how many units of at least one line.'),
      (facts) =>
        isOfRequest(facts) ? 'Geben Sie die Lizenzen an.' : 'Geben Sie für mindestens eine Zeile an, wie viele Einheiten es sein sollen.',
    ),
  ),
  'selection-incomplete': problem(
    422,
    say('A line does not say what it means', 'Eine Zeile sagt nicht, was sie meint'),
    say(
      (facts) => `Line ${facts.number('line') + 1} names neither a licence nor an order and a part.`,
      (facts) => `Zeile ${facts.number('line') + 1} nennt weder eine Lizenz noch einen Auftrag mit einem Artikel.`,
    ),
    say('Give lotId, or order and part.', 'Geben Sie lotId an, oder order und part.'),
  ),
  'lot-not-found': problem(
    404,
    say('These units are not here', 'Diese Einheiten sind nicht hier'),
    say(
      (facts) =>
        facts.has('order')
          ? `Order ${facts.text('order')} has no ${facts.text('part')} that you can use here.`
          : 'A selected licence is not among those you can use here.',
      (facts) =>
        facts.has('order')
          ? `Der Auftrag ${facts.text('order')} enthält kein ${facts.text('part')}, das Sie hier verwenden können.`
          : 'Eine ausgewählte Lizenz ist nicht unter denen, die Sie hier verwenden können.',
    ),
    say(
      'Choose from what is in your bin, or from what you reserved here.',
      'Wählen Sie aus Ihrem Bestand, oder aus dem, was Sie hier reserviert haben.',
    ),
  ),
  'not-enough-units': problem(
    409,
    say('Not enough units', 'Nicht genug Einheiten'),
    say(
      (facts) =>
        isGone(facts) ? 'It is gone by now: somebody else was faster.' : `You asked for ${asked(facts, 'units')}, and ${thereAre(facts)}.`,
      (facts) =>
        isGone(facts)
          ? 'Sie ist inzwischen weg: Jemand anderes war schneller.'
          : `Sie wollten ${asked(facts, 'Einheiten')}, und ${esGibt(facts)}.`,
    ),
    say(
      (facts) => (facts.number('available') > 0 ? 'Ask for fewer, or take the rest from elsewhere.' : 'Choose other units.'),
      (facts) => (facts.number('available') > 0 ? 'Nehmen Sie weniger, oder den Rest von anderswo.' : 'Wählen Sie andere Einheiten.'),
    ),
  ),
  'lot-not-valid-now': problem(
    409,
    say('This licence has ended', 'Diese Lizenz ist abgelaufen'),
    say(
      (facts) => `The last day of ${facts.text('part')} was ${facts.day('lastDay')}.`,
      (facts) => `Der letzte Tag von ${facts.text('part')} war der ${facts.day('lastDay')}.`,
    ),
    say('Choose a licence that is still good, or order one.', 'Wählen Sie eine Lizenz, die noch gilt, oder bestellen Sie eine.'),
  ),
  'already-active': problem(
    409,
    say('This is active already', 'Das ist schon aktiv'),
    say(
      (facts) => `${facts.text('part')} was activated and is no longer reserved.`,
      (facts) => `${facts.text('part')} wurde aktiviert und ist nicht mehr reserviert.`,
    ),
    say(
      'What is active stays: it can be neither detached nor activated again.',
      'Was aktiv ist, bleibt: Es lässt sich weder lösen noch noch einmal aktivieren.',
    ),
  ),
  'nothing-reserved': problem(
    409,
    say('Nothing is waiting to be activated', 'Es wartet nichts auf die Aktivierung'),
    say('You have no units reserved here.', 'Sie haben hier keine Einheiten reserviert.'),
    say('Attach licences first.', 'Ordnen Sie zuerst Lizenzen zu.'),
  ),
};

/** What a product and its catalog refuse. */
const acceptance: ProblemTable = {
  'part-not-accepted': problem(
    422,
    say('The product does not take this part', 'Das Produkt nimmt diesen Artikel nicht an'),
    say(
      (facts) => `${facts.text('part')} is not for ${facts.text('productLabel', 'product')}.`,
      (facts) => `${facts.text('part')} ist nicht für ${facts.text('productLabel', 'product')}.`,
    ),
    say(
      (facts) => `Choose a part that it takes${named(facts, 'and', 'more')}.`,
      (facts) => `Wählen Sie einen Artikel, den es annimmt${named(facts, 'und', 'weitere')}.`,
    ),
  ),
  'maximum-exceeded': problem(
    409,
    say('That would be too much', 'Das wäre zu viel'),
    say(
      (facts) =>
        `At most ${facts.text('maximum')} × ${limited(facts)} per ${facts.text('productLabel', 'product')}. ` +
        `Reserved or active: ${facts.text('present')}; asked for: ${facts.text('requested')} more.`,
      (facts) =>
        `Höchstens ${facts.text('maximum')} × ${limited(facts)} je ${facts.text('productLabel', 'product')}. ` +
        `Reserviert oder aktiv: ${facts.text('present')}; verlangt: ${facts.text('requested')} weitere.`,
    ),
    say(
      (facts) => {
        const room = facts.number('maximum') - facts.number('present');
        return room > 0 ? `Ask for at most ${facts.format(room)} more.` : 'Use another device.';
      },
      (facts) => {
        const room = facts.number('maximum') - facts.number('present');
        return room > 0 ? `Nehmen Sie höchstens ${facts.format(room)} weitere.` : 'Nehmen Sie ein anderes Gerät.';
      },
    ),
  ),
  // The pack's own words: its code stays in the facts, in its own spelling.
  'rule-refused': problem(
    422,
    say('A rule of the catalog does not allow this', 'Eine Regel des Katalogs lässt das nicht zu'),
    say(
      (facts) => {
        const rule = facts.inside('rule');
        if (facts.has('error')) return `The rule ${rule.text('code')} cannot be answered: ${facts.text('error')}`;
        return rule.text('message') || `The rule ${rule.text('code')} does not hold.`;
      },
      (facts) => {
        const rule = facts.inside('rule');
        if (facts.has('error')) return `Die Regel ${rule.text('code')} lässt sich nicht beantworten: ${facts.text('error')}`;
        return rule.text('message') || `Die Regel ${rule.text('code')} ist nicht erfüllt.`;
      },
    ),
    say(
      (facts) => (facts.has('error') ? '' : facts.inside('rule').text('nextStep')) || 'Ask the vendor, who wrote the rule.',
      (facts) =>
        (facts.has('error') ? '' : facts.inside('rule').text('nextStep')) || 'Fragen Sie den Hersteller, von dem die Regel stammt.',
    ),
  ),
  'agreement-not-accepted': problem(
    422,
    say('The agreement is not accepted', 'Die Lizenzvereinbarung ist nicht angenommen'),
    say(
      (facts) => `To activate here, accept the agreement ${agreementNamed(facts.inside('agreement'))}.`,
      (facts) => `Um hier zu aktivieren, nehmen Sie die Vereinbarung ${agreementNamed(facts.inside('agreement'))} an.`,
    ),
    say('Read it, accept it, and activate again.', 'Lesen Sie sie, nehmen Sie sie an und aktivieren Sie dann noch einmal.'),
  ),
  'agreement-outdated': problem(
    409,
    say('The agreement has changed', 'Die Lizenzvereinbarung hat sich geändert'),
    say(
      (facts) =>
        `You accepted ${agreementNamed(facts.inside('accepted'))}; ${agreementNamed(facts.inside('agreement'))} is to be accepted now.`,
      (facts) =>
        `Sie haben ${agreementNamed(facts.inside('accepted'))} angenommen; jetzt gilt ${agreementNamed(facts.inside('agreement'))}.`,
    ),
    say(
      'Read the current one, accept it, and activate again.',
      'Lesen Sie die aktuelle, nehmen Sie sie an und aktivieren Sie dann noch einmal.',
    ),
  ),
};

/** Licence files and what they answer. */
const files: ProblemTable = {
  'no-license-file': problem(
    404,
    say('There is no licence file yet', 'Es gibt noch keine Lizenzdatei'),
    say('The file is made when licences are activated.', 'Die Datei entsteht, wenn Lizenzen aktiviert werden.'),
    say('Activate licences first.', 'Aktivieren Sie zuerst Lizenzen.'),
  ),
  'nothing-active': problem(
    409,
    say('Nothing is active here', 'Hier ist nichts aktiv'),
    say('Without an active licence there is nothing to put into a file.', 'Ohne aktive Lizenz gibt es nichts, was in eine Datei gehört.'),
    say('Activate licences first.', 'Aktivieren Sie zuerst Lizenzen.'),
  ),
  'signing-key-missing': problem(
    409,
    say('There is no key to sign with', 'Es gibt keinen Schlüssel zum Signieren'),
    say(
      'The vendor’s private key is not in the directory of keys of this installation. Nothing was changed.',
      'Der private Schlüssel des Herstellers liegt nicht im Schlüsselverzeichnis dieser Installation. Es wurde nichts geändert.',
    ),
    say(
      'Let whoever runs the installation put the keys directory back from the back-up. If the key is lost, an administrator of the vendor makes a new one: muniment signing-keys rotate.',
      'Bitten Sie den Betreiber der Installation, das Schlüsselverzeichnis aus der Sicherung zurückzuholen. Ist der Schlüssel verloren, legt die Verwaltung des Herstellers einen neuen an: muniment signing-keys rotate.',
    ),
  ),
  'rotated-meanwhile': problem(
    409,
    say('The key was changed at the same moment', 'Der Schlüssel wurde im selben Moment gewechselt'),
    say(
      'Somebody else’s new key signs from now on. Yours was not made.',
      'Ab jetzt signiert der neue Schlüssel von jemand anderem. Ihrer wurde nicht angelegt.',
    ),
    say(
      'Look at the signing keys. Rotate again only if there must be one more.',
      'Sehen Sie sich die Signaturschlüssel an. Wechseln Sie nur dann noch einmal, wenn es einen weiteren braucht.',
    ),
  ),
  'nothing-asked': problem(
    422,
    say('The question is not complete', 'Die Frage ist unvollständig'),
    say(
      'It names neither a licence nor a product and a hardware key.',
      'Sie nennt weder eine Lizenz noch ein Produkt mit einem Hardware-Schlüssel.',
    ),
    say('Send licenseId, or product and hardwareKey.', 'Senden Sie licenseId, oder product und hardwareKey.'),
  ),
};

/** Licences for a time without an order. */
const demos: ProblemTable = {
  'demo-unknown': problem(
    404,
    say('There is no such demo', 'Eine solche Demo gibt es nicht'),
    say(
      (facts) => `${facts.text('productLabel', 'product')} has no demo ${facts.text('demo')}.`,
      (facts) => `Für ${facts.text('productLabel', 'product')} gibt es keine Demo ${facts.text('demo')}.`,
    ),
    say(
      (facts) => (facts.list('demos') === '' ? 'Activate licences of an order.' : `Choose among ${facts.anyOf('demos')}.`),
      (facts) => (facts.list('demos') === '' ? 'Aktivieren Sie Lizenzen eines Auftrags.' : `Wählen Sie unter ${facts.anyOf('demos')}.`),
    ),
  ),
  'demo-used-up': problem(
    409,
    say('No demo is left', 'Es ist keine Demo mehr übrig'),
    say(
      (facts) => `${facts.text('demoLabel', 'demo')}: ${facts.text('device')} had ${facts.text('count')}, and that is all there is.`,
      (facts) => `${facts.text('demoLabel', 'demo')}: ${facts.text('device')} hatte ${facts.text('count')}, mehr gibt es nicht.`,
    ),
    say('Activate licences of an order, or ask the vendor.', 'Aktivieren Sie Lizenzen eines Auftrags, oder fragen Sie den Hersteller.'),
  ),
};

/** Attaching, detaching, activating, demos, and licence files. */
export const licenseProblems: ProblemTable = { ...choosing, ...acceptance, ...demos, ...files };
