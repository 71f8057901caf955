import type { PlatformProblemCode, ProblemTable, ProblemText } from '@muniment/platform/http';
import { type FactReader, problem, say } from './say.ts';
import { roleName } from './words.ts';

const retryLater = say(
  'Wait as long as the Retry-After header says, then send the same request again.',
  'Warten Sie so lange, wie die Kopfzeile Retry-After sagt, und senden Sie dann dieselbe Anfrage noch einmal.',
);

/** A role as the vendor calls it, else in our words. */
const called =
  (facts: FactReader) =>
  (role: string): string =>
    facts.inside('roleNames').text(role) || roleName(role, facts.own);

/** No role holds it. */
const isForDevices = ({ facts }: FactReader): boolean => facts.reason === 'role' && Array.isArray(facts.roles) && facts.roles.length === 0;

/** Who may do what: the refusal names the reason and the roles that could. */
const notAllowed = problem(
  403,
  say('You may not do this', 'Das ist Ihnen nicht erlaubt'),
  say(
    (facts) => {
      const role = called(facts)(facts.text('role'));
      switch (facts.text('reason')) {
        case 'role':
          if (isForDevices(facts)) return 'Only a device that has a key of its own does this, for itself.';
          return `Your role (${role}) does not include this. It takes the role ${facts.anyOf('roles', called(facts))}.`;
        case 'scope':
          return `The API key was not made for this: its scope is ${facts.list('scopes') || 'empty'}.`;
        case 'exceeds-own':
          return `An API key may do no more than whoever makes it. This one would also have: ${facts.list('actions')}.`;
        case 'outlives-own':
          return 'An API key made by another API key cannot be good for longer than that key.';
        case 'organization':
          return 'This belongs to another organization than the one you act for.';
        default:
          return 'Your role or your API key does not include this here.';
      }
    },
    (facts) => {
      const role = called(facts)(facts.text('role'));
      switch (facts.text('reason')) {
        case 'role':
          if (isForDevices(facts)) return 'Das tut nur ein Gerät mit eigenem Schlüssel, für sich selbst.';
          return `Ihre Rolle (${role}) umfasst das nicht. Nötig ist die Rolle ${facts.anyOf('roles', called(facts))}.`;
        case 'scope':
          return `Der API-Schlüssel ist dafür nicht gedacht: Sein Umfang ist ${facts.list('scopes') || 'leer'}.`;
        case 'exceeds-own':
          return `Ein API-Schlüssel darf nicht mehr als die Person, die ihn anlegt. Dieser dürfte zusätzlich: ${facts.list('actions')}.`;
        case 'outlives-own':
          return 'Ein API-Schlüssel, den ein anderer API-Schlüssel anlegt, kann nicht länger gelten als dieser.';
        case 'organization':
          return 'Das gehört zu einer anderen Organisation als der, für die Sie handeln.';
        default:
          return 'Ihre Rolle oder Ihr API-Schlüssel umfasst das hier nicht.';
      }
    },
  ),
  say(
    (facts) => {
      const reason = facts.text('reason');
      if (reason === 'scope') return 'Use an API key that was made for it, or sign in as a person.';
      if (reason === 'exceeds-own' || reason === 'outlives-own') return 'Ask for less, or let somebody who may do this make the key.';
      if (reason === 'organization') return 'Act for that organization, or ask somebody who works for it.';
      if (isForDevices(facts)) return 'Let the device ask with its own token.';
      if (facts.facts.heldHere === false)
        return `No role of your organization can include it. Ask somebody with the role ${facts.anyOf('roles', called(facts))} to do it.`;
      const granters = facts.anyOf('grantedBy', called(facts));
      return granters === ''
        ? 'Ask an administrator of your organization.'
        : `Ask somebody with the role ${granters} to give you the role.`;
    },
    (facts) => {
      const reason = facts.text('reason');
      if (reason === 'scope') return 'Verwenden Sie einen API-Schlüssel, der dafür angelegt wurde, oder melden Sie sich als Person an.';
      if (reason === 'exceeds-own' || reason === 'outlives-own')
        return 'Verlangen Sie weniger, oder lassen Sie den Schlüssel von jemandem anlegen, der das darf.';
      if (reason === 'organization') return 'Handeln Sie für jene Organisation, oder fragen Sie jemanden, der für sie arbeitet.';
      if (isForDevices(facts)) return 'Lassen Sie das Gerät mit seinem eigenen Token anfragen.';
      if (facts.facts.heldHere === false)
        return `Keine Rolle Ihrer Organisation kann das umfassen. Bitten Sie jemanden mit der Rolle ${facts.anyOf('roles', called(facts))} darum.`;
      const granters = facts.anyOf('grantedBy', called(facts));
      return granters === ''
        ? 'Fragen Sie jemanden, der Ihre Organisation verwaltet.'
        : `Bitten Sie jemanden mit der Rolle ${granters}, Ihnen die Rolle zu geben.`;
    },
  ),
);

/**
 * What any request may be answered, in both languages. The platform has its own English words for these and fixes their
 * status. `not-found` uses no fact: what is hidden must read like what does not exist.
 */
const platform: Readonly<Record<PlatformProblemCode, ProblemText>> = {
  'invalid-request': problem(
    400,
    say('The request is not valid', 'Die Anfrage ist nicht gültig'),
    say(
      'One or more fields are missing, unknown or not of the expected form.',
      'Ein oder mehrere Felder fehlen, sind unbekannt oder haben nicht die erwartete Form.',
    ),
    say(
      'Correct the fields listed under errors and send the request again.',
      'Berichtigen Sie die unter errors genannten Felder und senden Sie die Anfrage noch einmal.',
    ),
  ),
  'not-signed-in': problem(
    401,
    say('You are not signed in', 'Sie sind nicht angemeldet'),
    say('The request carries no credentials, or they have ended.', 'Die Anfrage weist niemanden aus, oder die Anmeldung ist beendet.'),
    say(
      'Sign in, or send an API key as “Authorization: Bearer …”.',
      'Melden Sie sich an, oder senden Sie einen API-Schlüssel als „Authorization: Bearer …“.',
    ),
  ),
  'not-allowed': notAllowed,
  'foreign-origin': problem(
    403,
    say('The request comes from another site', 'Die Anfrage kommt von einer fremden Seite'),
    say(
      'A browser sent this request on behalf of a page that is not part of this server.',
      'Ein Browser hat diese Anfrage für eine Seite gesendet, die nicht zu diesem Server gehört.',
    ),
    say(
      'Use this server’s own pages, or send an API key instead of a cookie.',
      'Verwenden Sie die Seiten dieses Servers, oder senden Sie einen API-Schlüssel statt eines Cookies.',
    ),
  ),
  'not-found': problem(
    404,
    say('There is nothing here', 'Hier ist nichts'),
    say(
      'Nothing with this address exists, or it is not visible to you.',
      'Unter dieser Adresse gibt es nichts, oder es ist für Sie nicht sichtbar.',
    ),
    say(
      'Check the address; if you expected to see something, check which organization you act for.',
      'Prüfen Sie die Adresse. Wenn Sie hier etwas erwartet haben, prüfen Sie, für welche Organisation Sie handeln.',
    ),
  ),
  'method-not-allowed': problem(
    405,
    say('This address does not take that method', 'Diese Adresse kennt die Methode nicht'),
    say('The address exists, but not for this HTTP method.', 'Die Adresse gibt es, aber nicht für diese HTTP-Methode.'),
    say('Use one of the methods in the Allow header.', 'Verwenden Sie eine der Methoden, die in der Kopfzeile Allow stehen.'),
  ),
  'idempotency-in-progress': problem(
    409,
    say('The first request with this key is still running', 'Die erste Anfrage mit diesem Schlüssel läuft noch'),
    say(
      'A request with the same Idempotency-Key has not been answered yet.',
      'Eine Anfrage mit demselben Idempotency-Key ist noch nicht beantwortet.',
    ),
    retryLater,
  ),
  'secret-already-shown': problem(
    409,
    say('The secret was shown once and is not kept', 'Das Geheimnis wurde einmal gezeigt und nicht aufbewahrt'),
    say(
      'This request was carried out before; its answer held a secret that cannot be shown again.',
      'Diese Anfrage wurde schon ausgeführt. Ihre Antwort enthielt ein Geheimnis, das sich nicht noch einmal zeigen lässt.',
    ),
    say('Revoke what was made and make a new one.', 'Widerrufen Sie, was entstanden ist, und legen Sie es neu an.'),
  ),
  'precondition-failed': problem(
    412,
    say('It was changed meanwhile', 'Es wurde inzwischen geändert'),
    say(
      'What you read before is no longer the current state, so nothing was changed.',
      'Was Sie gelesen haben, ist nicht mehr der aktuelle Stand. Deshalb wurde nichts geändert.',
    ),
    say(
      'Read it again, check what changed, and repeat the edit with the new ETag.',
      'Lesen Sie es neu, sehen Sie nach, was sich geändert hat, und wiederholen Sie die Änderung mit dem neuen ETag.',
    ),
  ),
  'body-too-large': problem(
    413,
    say('The request is too large', 'Die Anfrage ist zu groß'),
    say('The body is larger than this operation takes.', 'Der Inhalt ist größer, als diese Operation annimmt.'),
    say('Send less at once.', 'Senden Sie weniger auf einmal.'),
  ),
  'unsupported-media-type': problem(
    415,
    say('The body is not JSON', 'Der Inhalt ist kein JSON'),
    say(
      'Operations take a body of the media type application/json only.',
      'Operationen nehmen nur Inhalte des Medientyps application/json an.',
    ),
    say('Send the header “Content-Type: application/json”.', 'Senden Sie die Kopfzeile „Content-Type: application/json“.'),
  ),
  'idempotency-key-missing': problem(
    400,
    say('The Idempotency-Key header is missing or not valid', 'Die Kopfzeile Idempotency-Key fehlt oder ist nicht gültig'),
    say(
      'This operation has an effect; a key of 1 to 255 visible characters makes it safe to repeat.',
      'Diese Operation bewirkt etwas. Mit einem Schlüssel aus 1 bis 255 sichtbaren Zeichen lässt sie sich gefahrlos wiederholen.',
    ),
    say(
      'Send an Idempotency-Key header, such as a new UUID, and the same one when you repeat the request.',
      'Senden Sie die Kopfzeile Idempotency-Key, etwa mit einer neuen UUID, und beim Wiederholen dieselbe.',
    ),
  ),
  'idempotency-key-reused': problem(
    422,
    say('The Idempotency-Key was used for another request', 'Der Idempotency-Key wurde für eine andere Anfrage verwendet'),
    say('An earlier request with this key asked for something else.', 'Eine frühere Anfrage mit diesem Schlüssel wollte etwas anderes.'),
    say('Use a new key for a new request.', 'Verwenden Sie für eine neue Anfrage einen neuen Schlüssel.'),
  ),
  'precondition-required': problem(
    428,
    say('The If-Match header is missing or not valid', 'Die Kopfzeile If-Match fehlt oder ist nicht gültig'),
    say(
      'An edit says which version it is based on, so that it overwrites nobody’s work.',
      'Eine Änderung sagt, auf welchem Stand sie beruht, damit sie niemandes Arbeit überschreibt.',
    ),
    say('Read the object, then send its ETag in If-Match.', 'Lesen Sie das Objekt und senden Sie dessen ETag in If-Match.'),
  ),
  'rate-limited': problem(
    429,
    say('Too many requests', 'Zu viele Anfragen'),
    say('More requests came than are allowed in this time.', 'Es kamen mehr Anfragen, als in dieser Zeit erlaubt sind.'),
    retryLater,
  ),
  'internal-error': problem(
    500,
    say('Something went wrong here', 'Hier ist etwas schiefgegangen'),
    say('The fault is on our side; nothing was changed.', 'Der Fehler liegt bei uns. Es wurde nichts geändert.'),
    say(
      'Try again; if it happens again, report the request id.',
      'Versuchen Sie es noch einmal. Wenn es wieder geschieht, melden Sie die Anfrage-ID.',
    ),
  ),
  unavailable: problem(
    503,
    say('Not available at the moment', 'Zurzeit nicht verfügbar'),
    say(
      'The server is starting, stopping or cannot reach its database.',
      'Der Server startet, hält an oder erreicht seine Datenbank nicht.',
    ),
    retryLater,
  ),
};

/** What any request may be answered. */
export const requestProblems: ProblemTable = {
  ...platform,
  'no-vendor': problem(
    404,
    say('No vendor is set up here', 'Hier ist kein Hersteller eingerichtet'),
    say('This installation has no vendor yet.', 'Diese Installation hat noch keinen Hersteller.'),
    say(
      'Whoever runs it sets one up: muniment vendor create SLUG --catalog FILE --admin EMAIL',
      'Wer sie betreibt, richtet einen ein: muniment vendor create SLUG --catalog FILE --admin EMAIL',
    ),
  ),
  'cursor-not-valid': problem(
    422,
    say('This page does not continue that list', 'Diese Seite setzt jene Liste nicht fort'),
    say(
      'The cursor was made for another list, another filter or another order, or it was altered.',
      'Der Cursor gehört zu einer anderen Liste, einem anderen Filter oder einer anderen Sortierung, oder er wurde verändert.',
    ),
    say('Start again at the first page, without a cursor.', 'Beginnen Sie wieder mit der ersten Seite, ohne Cursor.'),
  ),
};
