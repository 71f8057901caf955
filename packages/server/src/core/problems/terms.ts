import type { ProblemTable } from '@muniment/platform/http';
import { type FactReader, problem, say } from './say.ts';

/** The one of many that it is about, in front of the sentence; nothing where only one was named. */
const whom = (facts: FactReader, sentence: string): string => (facts.has('assignee') ? `${facts.text('assignee')}: ${sentence}` : sentence);

/** Nobody was named one by one: a filter was to say who. */
const isFiltered = (facts: FactReader): boolean => facts.facts['filtered'] === true;

const isUser = (facts: FactReader): boolean => facts.text('assignedTo') === 'user';

/** Term licences of a project's pool: assigning, taking off, splitting (A6–A9). */
export const termProblems: ProblemTable = {
  'nobody-to-assign': problem(
    422,
    say(
      (facts) => (isFiltered(facts) ? 'No device matches' : 'It is not said for what'),
      (facts) => (isFiltered(facts) ? 'Kein Gerät passt' : 'Es ist nicht gesagt, wofür'),
    ),
    say(
      (facts) => (isFiltered(facts) ? 'The filter leaves no device of this project.' : 'Name either devices or users, at least one.'),
      (facts) =>
        isFiltered(facts)
          ? 'Der Filter lässt kein Gerät dieses Projekts übrig.'
          : 'Nennen Sie entweder Geräte oder Benutzer, mindestens einen davon.',
    ),
    say(
      (facts) => (isFiltered(facts) ? 'Change the filter.' : 'Give deviceIds or userIds, not both.'),
      (facts) => (isFiltered(facts) ? 'Ändern Sie den Filter.' : 'Geben Sie deviceIds oder userIds an, nicht beides.'),
    ),
  ),
  'assignee-not-found': problem(
    404,
    say('Not in this project', 'Nicht in diesem Projekt'),
    say(
      (facts) => `${facts.text('id')} is no device or user of this project.`,
      (facts) => `${facts.text('id')} ist kein Gerät und kein Benutzer dieses Projekts.`,
    ),
    say('Choose from the devices and users of the project.', 'Wählen Sie aus den Geräten und Benutzern des Projekts.'),
  ),
  'no-licence-available': problem(
    409,
    say('No licence is left', 'Keine Lizenz mehr da'),
    say(
      (facts) => whom(facts, `The pool has no free licence for ${isUser(facts) ? 'a user' : facts.text('productLabel', 'product')}.`),
      (facts) =>
        whom(facts, `Der Pool hat keine freie Lizenz für ${isUser(facts) ? 'einen Benutzer' : facts.text('productLabel', 'product')}.`),
    ),
    say(
      'Register a licence key, or take a licence off something that no longer needs it.',
      'Registrieren Sie einen Lizenzschlüssel, oder entfernen Sie eine Lizenz dort, wo sie nicht mehr gebraucht wird.',
    ),
  ),
  'part-not-assignable': problem(
    422,
    say('This licence does not fit', 'Diese Lizenz passt nicht'),
    say(
      (facts) =>
        whom(facts, `${facts.text('part')} cannot be assigned to ${isUser(facts) ? 'a user' : facts.text('productLabel', 'product')}.`),
      (facts) =>
        whom(
          facts,
          `${facts.text('part')} kann ${isUser(facts) ? 'einem Benutzer' : facts.text('productLabel', 'product')} nicht zugewiesen werden.`,
        ),
    ),
    say('Choose a licence of a category that fits.', 'Wählen Sie eine Lizenz einer Kategorie, die passt.'),
  ),
  'already-licensed': problem(
    409,
    say('It is licensed already', 'Schon lizenziert'),
    say(
      (facts) => whom(facts, `${facts.text('part')} is valid there until ${facts.text('until')}, that day no longer.`),
      (facts) => whom(facts, `${facts.text('part')} gilt dort bis ${facts.text('until')}, diesen Tag nicht mehr.`),
    ),
    say(
      (facts) =>
        facts.facts['combine'] === true ? 'To add days to it, extend it.' : 'Here licences do not add up: take the present one off first.',
      (facts) =>
        facts.facts['combine'] === true
          ? 'Um Tage hinzuzufügen, verlängern Sie.'
          : 'Hier addieren sich Lizenzen nicht: Entfernen Sie zuerst die vorhandene.',
    ),
  ),
  'licences-not-combinable': problem(
    409,
    say('These licences do not add up', 'Diese Lizenzen addieren sich nicht'),
    say(
      (facts) => whom(facts, `${facts.text('part')} and ${facts.text('with')} grant different things.`),
      (facts) => whom(facts, `${facts.text('part')} und ${facts.text('with')} gewähren Verschiedenes.`),
    ),
    say(
      'Take the present licence off first, then assign the other.',
      'Entfernen Sie zuerst die vorhandene Lizenz, weisen Sie dann die andere zu.',
    ),
  ),
  'not-licensed': problem(
    409,
    say('There is nothing to take off', 'Es gibt nichts zu entfernen'),
    say(
      (facts) => whom(facts, 'No term licence is assigned there.'),
      (facts) => whom(facts, `Dort ist keine Laufzeitlizenz zugewiesen.`),
    ),
    say('Choose what is licensed.', 'Wählen Sie aus, was lizenziert ist.'),
  ),
  'licence-not-named': problem(
    422,
    say('There are several licences', 'Es sind mehrere Lizenzen'),
    say(
      (facts) => whom(facts, `Several licences are assigned there, of different categories.`),
      (facts) => whom(facts, `Dort sind mehrere Lizenzen verschiedener Kategorien zugewiesen.`),
    ),
    say('Say which one with lotId.', 'Sagen Sie mit lotId, welche.'),
  ),
  'split-not-allowed': problem(
    409,
    say('Licences are not split here', 'Lizenzen werden hier nicht geteilt'),
    say('The vendor’s rules keep cumulative licences together.', 'Nach den Regeln des Herstellers bleiben kumulierte Lizenzen beisammen.'),
    say('Ask the vendor.', 'Fragen Sie den Hersteller.'),
  ),
  'nothing-to-split': problem(
    409,
    say('It is not cumulative', 'Sie ist nicht kumuliert'),
    say(
      (facts) => `This licence of ${facts.text('part')} is made of one original only.`,
      (facts) => `Diese Lizenz von ${facts.text('part')} besteht nur aus einem Original.`,
    ),
    say('Nothing is to be done.', 'Es ist nichts zu tun.'),
  ),
};
