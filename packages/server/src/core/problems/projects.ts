import type { ProblemTable } from '@muniment/platform/http';
import { problem, say } from './say.ts';

const endings = {
  en: { accepted: 'accepted', refused: 'refused', withdrawn: 'withdrawn', lapsed: 'sent back, since nobody answered in time' },
  de: {
    accepted: 'angenommen',
    refused: 'abgelehnt',
    withdrawn: 'zurückgenommen',
    lapsed: 'zurückgegangen, weil niemand rechtzeitig geantwortet hat',
  },
} as const;

/** What became of an offer, in one word. */
function ending(language: 'en' | 'de', decision: string): string {
  return endings[language][decision as keyof (typeof endings)['en']] ?? '';
}

/** Projects, their users, and what passes between them. */
export const projectProblems: ProblemTable = {
  'customer-not-found': problem(
    404,
    say('There is no such customer', 'Diesen Kunden gibt es nicht'),
    say('No customer with this id exists, or you cannot see it.', 'Unter dieser ID gibt es keinen Kunden, oder Sie sehen ihn nicht.'),
    say('Choose one from the list of customers.', 'Wählen Sie einen aus der Liste der Kunden.'),
  ),
  'user-email-taken': problem(
    409,
    say('Somebody in this project has this address', 'In diesem Projekt gibt es diese Adresse schon'),
    say(
      (facts) => `A user with the address ${facts.text('email')} is in the project already.`,
      (facts) => `Ein Benutzer mit der Adresse ${facts.text('email')} steht schon im Projekt.`,
    ),
    say('Use that user, or another address.', 'Verwenden Sie jenen Benutzer oder eine andere Adresse.'),
  ),
  'email-not-valid': problem(
    422,
    say('This is no e-mail address', 'Das ist keine E-Mail-Adresse'),
    say(
      (facts) => `“${facts.text('email')}” does not have the form of an e-mail address.`,
      (facts) => `„${facts.text('email')}“ hat nicht die Form einer E-Mail-Adresse.`,
    ),
    say('Correct the address.', 'Berichtigen Sie die Adresse.'),
  ),
  'user-still-licensed': problem(
    409,
    say('A licence is assigned to this user', 'Diesem Benutzer ist eine Lizenz zugewiesen'),
    say('Whoever holds a licence cannot be removed.', 'Wer eine Lizenz hat, lässt sich nicht entfernen.'),
    say(
      'Unassign it first: what is left goes back into the pool.',
      'Heben Sie zuerst die Zuweisung auf: Was übrig ist, kommt in den Pool zurück.',
    ),
  ),
  'device-still-licensed': problem(
    409,
    say('Licences are on this device', 'Auf diesem Gerät sind Lizenzen'),
    say(
      'A device moves to another project only while nothing is reserved or active on it or on what stands below it.',
      'Ein Gerät kommt nur in ein anderes Projekt, solange auf ihm und auf den Geräten darunter nichts reserviert oder aktiv ist.',
    ),
    say('Take the licences off first.', 'Nehmen Sie zuerst die Lizenzen herunter.'),
  ),
  'project-of-parent': problem(
    422,
    say('This device is where the one above is', 'Dieses Gerät ist dort, wo das darüber ist'),
    say('A device below another one is in the same project.', 'Ein Gerät unter einem anderen ist im selben Projekt.'),
    say('Move the device above; this one comes along.', 'Verschieben Sie das Gerät darüber; dieses kommt mit.'),
  ),
  'part-not-for-projects': problem(
    422,
    say('This does not go into a project', 'Das gehört in kein Projekt'),
    say(
      (facts) =>
        `${facts.text('part')} (${facts.text('partLabel')}) is reserved for a device from a bin; a project could do nothing with it.`,
      (facts) =>
        `${facts.text('part')} (${facts.text('partLabel')}) wird aus einem Bestand für ein Gerät reserviert; ein Projekt könnte damit nichts anfangen.`,
    ),
    say('Attach it to a device, or leave it out.', 'Reservieren Sie es für ein Gerät, oder lassen Sie es weg.'),
  ),
  'receiver-project-not-found': problem(
    404,
    say('There is no project with this id', 'Es gibt kein Projekt mit dieser ID'),
    say(
      'It may be mistyped, or be the customer id of controllers.',
      'Vielleicht ist sie vertippt, oder sie ist die Kunden-ID für Controller.',
    ),
    say(
      'Ask the receiver for the id of the project: it begins with prj_.',
      'Fragen Sie den Empfänger nach der ID des Projekts: Sie beginnt mit prj_.',
    ),
  ),
  'transfer-same-project': problem(
    422,
    say('The licences are in this project already', 'Die Lizenzen sind schon in diesem Projekt'),
    say('Giving and receiving project are the same.', 'Das gebende und das empfangende Projekt sind dasselbe.'),
    say('Choose another project.', 'Wählen Sie ein anderes Projekt.'),
  ),
  'transfer-not-to-others': problem(
    422,
    say('Licences stay with their customer', 'Lizenzen bleiben bei ihrem Kunden'),
    say(
      'The vendor’s catalog does not let licences pass from one customer to another.',
      'Der Katalog des Herstellers lässt keine Lizenzen von einem Kunden zu einem anderen.',
    ),
    say(
      'Choose a project of the same customer, or ask the vendor.',
      'Wählen Sie ein Projekt desselben Kunden, oder fragen Sie den Hersteller.',
    ),
  ),
  'transfer-decided': problem(
    409,
    say('This is decided already', 'Das ist schon entschieden'),
    say(
      (facts) => `The offer was ${ending('en', facts.text('decision'))}.`,
      (facts) => `Das Angebot ist ${ending('de', facts.text('decision'))}.`,
    ),
    say('Nothing is to be done.', 'Es ist nichts zu tun.'),
  ),
  'transfer-lapsed': problem(
    409,
    say('The day of this offer is over', 'Der Tag dieses Angebots ist vorbei'),
    say(
      (facts) => `It could be answered before ${facts.text('until')}; the licences go back to where they came from.`,
      (facts) => `Es ließ sich vor dem ${facts.text('until')} beantworten; die Lizenzen gehen zurück, woher sie kamen.`,
    ),
    say('Have them offered again.', 'Lassen Sie sie erneut anbieten.'),
  ),
};
