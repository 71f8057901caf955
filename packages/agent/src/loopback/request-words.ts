import { say, type Words } from './words.ts';

/** Refusals about a request, whatever it is for. */
export type RequestRefusal =
  | 'host-not-local'
  | 'foreign-origin'
  | 'not-found'
  | 'method-not-allowed'
  | 'body-too-large'
  | 'unsupported-media-type'
  | 'invalid-request'
  | 'internal-error';

export const requestWords: Readonly<Record<RequestRefusal, Words>> = {
  'host-not-local': {
    status: 421,
    title: say('This is not the address of this service', 'Das ist nicht die Adresse dieses Dienstes'),
    detail: say('The request names another computer as its host.', 'Die Anfrage nennt einen anderen Rechner als Host.'),
    nextStep: say('Use 127.0.0.1 or localhost.', 'Verwenden Sie 127.0.0.1 oder localhost.'),
  },
  'foreign-origin': {
    status: 403,
    title: say('The request comes from another page', 'Die Anfrage kommt von einer anderen Seite'),
    detail: say(
      'A browser sent this request on behalf of a page that is not part of this service.',
      'Ein Browser hat diese Anfrage für eine Seite geschickt, die nicht zu diesem Dienst gehört.',
    ),
    nextStep: say(
      'Use the status page of this service, or a program of this computer.',
      'Verwenden Sie die Statusseite dieses Dienstes oder ein Programm dieses Rechners.',
    ),
  },
  'not-found': {
    status: 404,
    title: say('There is nothing here', 'Hier ist nichts'),
    detail: say('Nothing with this address exists.', 'Unter dieser Adresse gibt es nichts.'),
    nextStep: say('Check the address.', 'Prüfen Sie die Adresse.'),
  },
  'method-not-allowed': {
    status: 405,
    title: say('This address does not take that method', 'Diese Adresse nimmt diese Methode nicht an'),
    detail: say('The address exists, but not for this HTTP method.', 'Die Adresse gibt es, aber nicht für diese HTTP-Methode.'),
    nextStep: say('Use one of the methods in the Allow header.', 'Verwenden Sie eine der Methoden im Kopffeld Allow.'),
  },
  'body-too-large': {
    status: 413,
    title: say('This is too large', 'Das ist zu groß'),
    detail: say(
      ({ most }) => `What was sent is larger than ${Number(most) / 1_000_000} MB.`,
      ({ most }) => `Das Gesendete ist größer als ${Number(most) / 1_000_000} MB.`,
    ),
    nextStep: say('Choose a licence file; it is much smaller.', 'Wählen Sie eine Lizenzdatei; sie ist viel kleiner.'),
  },
  'unsupported-media-type': {
    status: 415,
    title: say('The body is not JSON', 'Der Inhalt ist kein JSON'),
    detail: say(
      'This address takes a body of the media type application/json only.',
      'Diese Adresse nimmt nur Inhalte vom Typ application/json an.',
    ),
    nextStep: say('Send the header “Content-Type: application/json”.', 'Senden Sie das Kopffeld „Content-Type: application/json“.'),
  },
  'invalid-request': {
    status: 400,
    title: say('The request is not valid', 'Die Anfrage ist nicht gültig'),
    detail: say(
      ({ errors }) =>
        errors === undefined ? 'The body is not a JSON object.' : 'One or more fields are unknown or not of the expected form.',
      ({ errors }) =>
        errors === undefined
          ? 'Der Inhalt ist kein JSON-Objekt.'
          : 'Ein oder mehrere Felder sind unbekannt oder nicht von der erwarteten Form.',
    ),
    nextStep: say('Correct it and send it again.', 'Berichtigen Sie das und senden Sie die Anfrage noch einmal.'),
  },
  'internal-error': {
    status: 500,
    title: say('Something went wrong here', 'Hier ist etwas schiefgegangen'),
    detail: say('The fault is on our side.', 'Der Fehler liegt bei uns.'),
    nextStep: say(
      'Try again; if it happens again, report it to the vendor of the software.',
      'Versuchen Sie es noch einmal; wiederholt es sich, melden Sie es dem Hersteller der Software.',
    ),
  },
};
