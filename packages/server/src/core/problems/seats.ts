import type { ProblemTable } from '@muniment/platform/http';
import { type FactReader, problem, say } from './say.ts';

/** An instant as people read it, to the minute; in UTC, since it is not known where they are. */
function moment(facts: FactReader, name: string): string {
  const text = facts.text(name);
  const at = Date.parse(text);
  if (Number.isNaN(at)) return text;
  const [locale, options] = [facts.own === 'de' ? 'de-DE' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' } as const];
  return `${new Intl.DateTimeFormat(locale, options).format(at)} UTC`;
}

const why = (facts: FactReader): string => (facts.has('reason') ? ` (${facts.text('reason')})` : '');

/** Seats that are borrowed (C7, F10). */
const borrowing: ProblemTable = {
  'lease-not-held': problem(
    409,
    say('The seat is not held', 'Der Platz ist nicht belegt'),
    say(
      (facts) => `No seat is held under ${facts.text('leaseId')}: it was given back or taken back, or its time is over.`,
      (facts) =>
        `Unter ${facts.text('leaseId')} ist kein Platz belegt: Er wurde zurückgegeben oder zurückgenommen, oder seine Zeit ist abgelaufen.`,
    ),
    say('Take a seat first, then borrow it.', 'Belegen Sie zuerst einen Platz, und entleihen Sie ihn dann.'),
  ),
  'borrowing-not-allowed': problem(
    422,
    say('Seats of this kind cannot be borrowed', 'Diese Plätze lassen sich nicht entleihen'),
    say(
      'The catalog lets nobody take a seat of this feature away from the network.',
      'Der Katalog erlaubt nicht, einen Platz dieses Merkmals mitzunehmen.',
    ),
    say('Use the seat while you are connected.', 'Nutzen Sie den Platz, solange Sie verbunden sind.'),
  ),
  'borrowed-too-long': problem(
    422,
    say('Too long to borrow', 'Zu lange entliehen'),
    say(
      (facts) => `A seat may be away for ${facts.text('longestDays')} days at most, that is until ${moment(facts, 'latest')}.`,
      (facts) => `Ein Platz darf höchstens ${facts.text('longestDays')} Tage unterwegs sein, also bis ${moment(facts, 'latest')}.`,
    ),
    say('Choose an earlier end.', 'Wählen Sie ein früheres Ende.'),
  ),
  'borrowed-past': problem(
    422,
    say('This time is over', 'Diese Zeit ist vorbei'),
    say('The end of the borrowing is not in the future.', 'Das Ende der Entleihung liegt nicht in der Zukunft.'),
    say('Choose a later end; check the clock of the computer.', 'Wählen Sie ein späteres Ende, und prüfen Sie die Uhr des Rechners.'),
  ),
  'borrow-renewals-used-up': problem(
    409,
    say('It cannot be prolonged again', 'Keine weitere Verlängerung'),
    say(
      (facts) =>
        `The time of a borrowed seat may be prolonged ${facts.text('renewals') === '1' ? 'once' : `${facts.text('renewals')} times`}. It ends at ${moment(facts, 'latest')}.`,
      (facts) => `Eine Entleihung darf ${facts.text('renewals')}-mal verlängert werden. Sie endet am ${moment(facts, 'latest')}.`,
    ),
    say('Give the seat back, then take and borrow one anew.', 'Geben Sie den Platz zurück, und entleihen Sie dann neu.'),
  ),
  'lease-recalled': problem(
    409,
    say('The seat was called back', 'Der Platz wurde zurückgerufen'),
    say(
      (facts) =>
        `An administrator called the borrowed seat back${why(facts)}. Its document holds until ${moment(facts, facts.has('until') ? 'until' : 'latest')} and is not renewed.`,
      (facts) =>
        `Der entliehene Platz wurde zurückgerufen${why(facts)}. Sein Dokument gilt bis ${moment(facts, facts.has('until') ? 'until' : 'latest')} und wird nicht erneuert.`,
    ),
    // Who calls it back once more is told until when; whoever has it, what is the latest.
    say(
      (facts) => (facts.has('until') ? 'There is nothing more to do: the seat is free then.' : 'Ask whoever looks after the licences.'),
      (facts) => (facts.has('until') ? 'Es ist nichts mehr zu tun: Dann ist der Platz frei.' : 'Fragen Sie, wer die Lizenzen verwaltet.'),
    ),
  ),
  'seats-end-before': problem(
    422,
    say('The seats end before', 'Die Plätze enden vorher'),
    say(
      (facts) => `From ${moment(facts, 'latest')} on there are not enough seats for this one and those that are away by then.`,
      (facts) => `Ab ${moment(facts, 'latest')} reichen die Plätze nicht für diesen und alle, die dann unterwegs sind.`,
    ),
    say('Choose an earlier end, or renew the licences first.', 'Wählen Sie ein früheres Ende, oder verlängern Sie zuerst die Lizenzen.'),
  ),
  'borrower-key-not-valid': problem(
    422,
    say('This is no public key', 'Das ist kein öffentlicher Schlüssel'),
    say(
      'The key must be an Ed25519 or P-256 public key as a JWK.',
      'Der Schlüssel muss ein öffentlicher Schlüssel (Ed25519 oder P-256) als JWK sein.',
    ),
    say('Send the public half of the program\u2019s own key.', 'Senden Sie die öffentliche Hälfte des eigenen Schlüssels.'),
  ),
  'borrower-key-other': problem(
    409,
    say('Borrowed with another key', 'Mit anderem Schlüssel entliehen'),
    say('The seat is away with the holder of another key.', 'Der Platz ist beim Inhaber eines anderen Schlüssels.'),
    say(
      'Renew it on the computer that borrowed it, or call it back.',
      'Erneuern Sie ihn auf dem Rechner, der ihn entliehen hat, oder rufen Sie ihn zurück.',
    ),
  ),
  'fingerprint-not-valid': problem(
    422,
    say('This is no fingerprint', 'Das ist kein Fingerabdruck'),
    say(
      'A fingerprint has salted hashes, SHA-256 as base64url, by the published components.',
      'Ein Fingerabdruck enthält gesalzene Hashwerte (SHA-256 als Base64url) der veröffentlichten Bestandteile.',
    ),
    say('Let the workstation make it.', 'Lassen Sie ihn vom Arbeitsplatz erstellen.'),
  ),
  'receipt-of-no-lease': problem(
    404,
    say('Nothing is borrowed under this receipt', 'Zu dieser Quittung ist nichts entliehen'),
    say(
      'The seat that the receipt names is not away, or not one of yours.',
      'Der Platz, den die Quittung nennt, ist nicht unterwegs oder keiner von Ihren.',
    ),
    say(
      'Check that it is the receipt of this project\u2019s workstation.',
      'Prüfen Sie, ob die Quittung von einem Arbeitsplatz dieses Projekts ist.',
    ),
  ),
  'borrow-receipt-outdated': problem(
    409,
    say('There is a newer document', 'Es gibt ein neueres Dokument'),
    say(
      (facts) => `The receipt is about an earlier document. The newest was made on ${moment(facts, 'newestMade')}.`,
      (facts) => `Die Quittung nennt ein früheres Dokument. Das neueste ist vom ${moment(facts, 'newestMade')}.`,
    ),
    say(
      'Remove the newest document too, and sign a receipt about it.',
      'Entfernen Sie auch das neueste Dokument, und unterschreiben Sie dafür.',
    ),
  ),
};

/** Seats that a team shares (C3, C8). */
export const seatProblems: ProblemTable = {
  ...borrowing,
  'lease-is-borrowed': problem(
    409,
    say('The seat is away', 'Der Platz ist unterwegs'),
    say(
      (facts) => `It is borrowed until ${moment(facts, 'until')}: the program works without a network and cannot be told.`,
      (facts) => `Er ist bis ${moment(facts, 'until')} entliehen: Das Programm arbeitet ohne Netz und erfährt davon nichts.`,
    ),
    say('Call it back instead.', 'Rufen Sie ihn stattdessen zurück.'),
  ),
  'lease-not-borrowed': problem(
    409,
    say('The seat is not away', 'Der Platz ist nicht unterwegs'),
    say('Only a borrowed seat is called back.', 'Nur ein entliehener Platz wird zurückgerufen.'),
    say('End the lease instead.', 'Beenden Sie stattdessen die Belegung.'),
  ),
  'too-many-reservations': problem(
    422,
    say('Too many reservations', 'Zu viele Reservierungen'),
    say(
      (facts) => `A counter has ${facts.text('most')} reservations at most.`,
      (facts) => `Ein Zähler hat höchstens ${facts.text('most')} Reservierungen.`,
    ),
    say('Reserve for a group instead of for each user.', 'Reservieren Sie für eine Gruppe statt für einzelne Benutzer.'),
  ),
  'seats-key-not-possible': problem(
    422,
    say('A key for seats is for one project', 'Ein Schlüssel für Plätze gilt für ein Projekt'),
    say(
      (facts) =>
        facts.text('reason') === 'project'
          ? 'The project is not one of this organization\u2019s.'
          : 'The scope seats stands alone and comes with a project; other keys have none.',
      (facts) =>
        facts.text('reason') === 'project'
          ? 'Das Projekt gehört nicht dieser Organisation.'
          : 'Der Umfang seats steht allein und braucht ein Projekt; andere Schlüssel haben keines.',
    ),
    say(
      (facts) =>
        facts.text('reason') === 'project'
          ? 'Make the key for a project of your own organization.'
          : 'Name a project together with the scope seats and no other scope, or neither of them.',
      (facts) =>
        facts.text('reason') === 'project'
          ? 'Erstellen Sie den Schlüssel für ein Projekt Ihrer eigenen Organisation.'
          : 'Nennen Sie ein Projekt zusammen mit dem Umfang seats und keinem anderen, oder keines von beiden.',
    ),
  ),
};
