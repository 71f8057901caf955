import { say, type Words } from '../../../loopback/words.ts';

type Facts = Readonly<Record<string, unknown>>;

/** `line 3: protocol-unknown`, as many as were told. */
const mistakesIn = ({ mistakes }: Facts, line: string): string =>
  (mistakes as readonly { line: number; reason: string }[]).map((one) => `${line} ${one.line}: ${one.reason}`).join('; ');

/** `devices: 35 of 50 covered`, capacity by capacity: they cannot be added up. */
const coverIn = ({ cover }: Facts, covered: string, nothing: string): string => {
  const lacking = cover as readonly { feature: string; capacity: number; covered: number }[];
  const of = covered === 'covered' ? 'of' : 'von';
  return lacking.length === 0
    ? nothing
    : lacking.map((one) => `${one.feature}: ${one.covered} ${of} ${one.capacity} ${covered}`).join('; ');
};

const settingUp = {
  'not-set-up': {
    status: 409,
    title: say('There is no controller yet', 'Es gibt noch keinen Controller'),
    detail: say(
      (facts) => `Nothing is set up in ${facts.folder}.`,
      (facts) => `In ${facts.folder} ist nichts eingerichtet.`,
    ),
    nextStep: say(
      'Set it up: muniment controller init --install-code CODE --product PRODUCT --server ADDRESS',
      'Richten Sie ihn ein: muniment controller init --install-code CODE --product PRODUKT --server ADRESSE',
    ),
  },
  'set-up-already': {
    status: 409,
    title: say('The controller is set up already', 'Der Controller ist schon eingerichtet'),
    detail: say(
      (facts) => `In ${facts.folder} is the controller ${facts.installCode}. Nothing was changed.`,
      (facts) => `In ${facts.folder} ist der Controller ${facts.installCode}. Es wurde nichts geändert.`,
    ),
    nextStep: say(
      'Use another folder (--data), or reset this one: muniment controller reset',
      'Nehmen Sie einen anderen Ordner (--data), oder setzen Sie diesen zurück: muniment controller reset',
    ),
  },
  'install-code-not-valid': {
    status: 422,
    title: say('This cannot be an install code', 'Das kann kein Installationscode sein'),
    detail: say(
      (facts) => `“${facts.installCode}” is empty, too long, or has blanks in it.`,
      (facts) => `„${facts.installCode}“ ist leer, zu lang oder enthält Leerzeichen.`,
    ),
    nextStep: say('Copy it from the controller’s label.', 'Übernehmen Sie ihn vom Aufkleber des Controllers.'),
  },
  'vendor-unknown': {
    status: 404,
    title: say('The server has no such vendor', 'Diesen Hersteller hat der Server nicht'),
    detail: say(
      (facts) => `${facts.server} has no vendor “${facts.vendor}”.`,
      (facts) => `${facts.server} hat keinen Hersteller „${facts.vendor}“.`,
    ),
    nextStep: say(
      'Give the short name as the vendor wrote it (--vendor); without it, the server’s first vendor is meant.',
      'Geben Sie den Kurznamen an, wie ihn der Hersteller schreibt (--vendor). Ohne ihn ist der erste Hersteller des Servers gemeint.',
    ),
  },
  'key-set-not-valid': {
    status: 422,
    title: say('There are no keys in it', 'Es sind keine Schlüssel darin'),
    detail: say(
      (facts) => `${facts.from} holds no published key set (RFC 7517).`,
      (facts) => `${facts.from} enthält keinen veröffentlichten Schlüsselsatz (RFC 7517).`,
    ),
    nextStep: say(
      'Save the vendor’s /.well-known/jwks.json in a file and give that, or name the vendor’s server: --server ADDRESS.',
      'Speichern Sie /.well-known/jwks.json des Herstellers als Datei und geben Sie diese an, oder nennen Sie dessen Server: --server ADRESSE.',
    ),
  },
  'file-damaged': {
    status: 500,
    title: say('A file is damaged', 'Eine Datei ist beschädigt'),
    detail: say(
      (facts) => `${facts.file} in ${facts.folder} cannot be used: ${facts.reason}.`,
      (facts) => `${facts.file} in ${facts.folder} ist nicht brauchbar (${facts.reason}).`,
    ),
    nextStep: say(
      ({ file }) =>
        file === 'time.json'
          ? 'Nothing needs to be done: the latest time seen is kept anew from now on. Check the disk.'
          : 'Restore the folder from a back-up. Or reset the controller (muniment controller reset), set it up and enrol it again: the cloud has its licences and gives them back once somebody approves.',
      ({ file }) =>
        file === 'time.json'
          ? 'Es ist nichts zu tun: Die späteste gesehene Zeit wird von nun an neu geführt. Prüfen Sie den Datenträger.'
          : 'Stellen Sie den Ordner aus einer Sicherung wieder her. Oder setzen Sie den Controller zurück (muniment controller reset), richten Sie ihn ein und melden Sie ihn wieder an: Die Cloud hat seine Lizenzen und gibt sie nach der Freigabe wieder heraus.',
    ),
  },
  'real-document': {
    status: 422,
    title: say('This is a real licence', 'Das ist eine echte Lizenz'),
    detail: say(
      'This controller is for tests and takes test documents only.',
      'Dieser Controller ist für Tests und nimmt nur Testdokumente an.',
    ),
    nextStep: say('Set up another folder without --test.', 'Richten Sie einen anderen Ordner ohne --test ein.'),
  },
} satisfies Record<string, Words>;

const upgrading = {
  'nothing-licensed': {
    status: 409,
    title: say('Nothing is licensed', 'Es ist nichts lizenziert'),
    detail: say('No licence is active on this controller.', 'Auf diesem Controller ist keine Lizenz aktiv.'),
    nextStep: say('Download and activate licences first.', 'Laden und aktivieren Sie zuerst Lizenzen.'),
  },
  'maintenance-missing': {
    status: 409,
    title: say('Maintenance does not cover all that is licensed', 'Die Wartung reicht nicht für alles, was lizenziert ist'),
    detail: say(
      (facts) => `Nothing was upgraded: ${coverIn(facts, 'covered', 'Nothing is licensed that maintenance could cover')}.`,
      (facts) => `Es wurde nichts aktualisiert: ${coverIn(facts, 'abgedeckt', 'Nichts ist lizenziert, das Wartung abdecken könnte')}.`,
    ),
    nextStep: say(
      'Activate maintenance for what is missing of each, or transfer capacity that is not needed.',
      'Aktivieren Sie Wartung für alles, was fehlt, oder übertragen Sie Kapazität, die nicht gebraucht wird.',
    ),
  },
} satisfies Record<string, Words>;

const endpoints = {
  'endpoint-not-found': {
    status: 404,
    title: say('There is no such endpoint', 'Diesen Endpunkt gibt es nicht'),
    detail: say(
      (facts) => `No endpoint has the id ${facts.endpointId}.`,
      (facts) => `Kein Endpunkt hat die Kennung ${facts.endpointId}.`,
    ),
    nextStep: say(
      'Look at the list: muniment controller endpoints list',
      'Sehen Sie in der Liste nach: muniment controller endpoints list',
    ),
  },
  'endpoint-exists': {
    status: 409,
    title: say('This endpoint is there already', 'Diesen Endpunkt gibt es schon'),
    detail: say(
      (facts) => `An endpoint with the id ${facts.endpointId} is there already.`,
      (facts) => `Einen Endpunkt mit der Kennung ${facts.endpointId} gibt es schon.`,
    ),
    nextStep: say('Give it another id or address.', 'Geben Sie ihm eine andere Kennung oder Adresse.'),
  },
  'endpoint-unlicensed': {
    status: 409,
    title: say('The endpoint is unlicensed', 'Der Endpunkt ist nicht lizenziert'),
    detail: say(
      (facts) => `There is no capacity for ${facts.name}, so it cannot be provisioned.`,
      (facts) => `Für ${facts.name} reicht die Kapazität nicht, darum lässt er sich nicht bereitstellen.`,
    ),
    nextStep: say(
      'Download and activate more capacity, or remove endpoints that are not needed.',
      'Laden und aktivieren Sie mehr Kapazität, oder entfernen Sie Endpunkte, die nicht gebraucht werden.',
    ),
  },
  'endpoint-not-valid': {
    status: 422,
    title: say('This cannot be an endpoint', 'Das kann kein Endpunkt sein'),
    detail: say(
      'A name is missing, or name, address or id is too long: at most 200, 200 and 100 characters.',
      'Ein Name fehlt, oder Name, Adresse oder Kennung ist zu lang: höchstens 200, 200 und 100 Zeichen.',
    ),
    nextStep: say('Correct it and try again.', 'Berichtigen Sie das und versuchen Sie es noch einmal.'),
  },
  'too-many-endpoints': {
    status: 409,
    title: say('There are too many endpoints', 'Es sind zu viele Endpunkte'),
    detail: say(
      (facts) => `A controller has ${facts.most} endpoints at most.`,
      (facts) => `Ein Controller hat höchstens ${facts.most} Endpunkte.`,
    ),
    nextStep: say('Remove some, or use a second controller.', 'Entfernen Sie einige, oder nehmen Sie einen zweiten Controller.'),
  },
  'protocol-unknown': {
    status: 422,
    title: say('The protocol is not known', 'Das Protokoll ist nicht bekannt'),
    detail: say(
      (facts) => `This controller does not speak “${facts.protocol}”, but ${(facts.known as string[]).join(', ')}.`,
      (facts) => `Dieser Controller spricht nicht „${facts.protocol}“, sondern ${(facts.known as string[]).join(', ')}.`,
    ),
    nextStep: say('Choose one of these.', 'Wählen Sie eines davon.'),
  },
  'import-not-valid': {
    status: 422,
    title: say('The file cannot be imported', 'Die Datei lässt sich nicht importieren'),
    detail: say(
      (facts) => `Nothing was imported. ${mistakesIn(facts, 'Entry')}.`,
      (facts) => `Es wurde nichts importiert. ${mistakesIn(facts, 'Eintrag')}.`,
    ),
    nextStep: say(
      'Give a JSON array, or CSV with the columns protocol, name, address and, where there are any, id.',
      'Geben Sie ein JSON-Array an, oder CSV mit den Spalten protocol, name, address und, wo es sie gibt, id.',
    ),
  },
} satisfies Record<string, Words>;

/** Words of the controller's own refusals: setting up, upgrading, and endpoints. */
export const ownWords = { ...settingUp, ...upgrading, ...endpoints };
