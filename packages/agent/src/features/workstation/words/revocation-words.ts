import { say, type Words } from '../../../loopback/words.ts';

type Facts = Readonly<Record<string, unknown>>;

/** Why something counts no more, as the list says it. */
const reasons: Readonly<Record<string, { readonly en: string; readonly de: string }>> = {
  recalled: { en: 'it was called back', de: 'sie wurde zurückgerufen' },
  'hardware-replaced': {
    en: 'another machine took the place of this one',
    de: 'ein anderer Rechner hat die Stelle von diesem eingenommen',
  },
  'key-revoked': { en: 'this machine’s key was taken away', de: 'der Schlüssel dieses Rechners wurde entzogen' },
  'key-replaced': { en: 'this machine has another key since', de: 'dieser Rechner hat seither einen anderen Schlüssel' },
  'taken-back': { en: 'the vendor took it back', de: 'der Hersteller hat sie zurückgenommen' },
  returned: { en: 'it was given back', de: 'sie wurde zurückgegeben' },
};
const reasonIn = ({ reason }: Facts, language: 'en' | 'de'): string => reasons[String(reason)]?.[language] ?? String(reason);

/** Neither a renewal nor an activation helps an installation whose place is another's for good. */
const isReplaced = ({ reason }: Facts): boolean => reason === 'hardware-replaced';

/** Of the list of what counts no more, and of what is on it (F10). */
export const revocationWords = {
  'license-revoked': {
    status: 409,
    title: say('The licence was revoked', 'Die Lizenz wurde widerrufen'),
    detail: say(
      (facts) => `The vendor’s list says that this licence file counts no more: ${reasonIn(facts, 'en')}.`,
      (facts) => `Nach der Liste des Herstellers gilt diese Lizenzdatei nicht mehr: ${reasonIn(facts, 'de')}.`,
    ),
    nextStep: say(
      (facts) =>
        isReplaced(facts)
          ? 'There is nothing to do here: the licence is on the other machine, and this installation cannot be used again. If this machine is to have a licence of its own, activate another key in a new folder (--data FOLDER)'
          : 'If this machine is to be licensed, fetch its newest file (muniment renew) or activate it anew: muniment activate KEY. Else ask whoever looks after the licences.',
      (facts) =>
        isReplaced(facts)
          ? 'Hier ist nichts zu tun: Die Lizenz ist auf dem anderen Rechner, und diese Installation lässt sich nicht mehr benutzen. Soll dieser Rechner eine eigene Lizenz haben, aktivieren Sie einen anderen Schlüssel in einem neuen Ordner (--data ORDNER)'
          : 'Soll dieser Rechner lizenziert sein, holen Sie seine neueste Datei (muniment renew) oder aktivieren Sie ihn neu: muniment activate SCHLÜSSEL. Sonst fragen Sie, wer die Lizenzen betreut.',
    ),
  },
  'seat-recalled': {
    status: 409,
    title: say('The borrowed seat was called back', 'Der entliehene Platz wurde zurückgerufen'),
    detail: say(
      'The vendor’s list says that its document counts no more.',
      'Nach der Liste des Herstellers gilt sein Dokument nicht mehr.',
    ),
    nextStep: say(
      'Ask whoever looks after the seats why. On the network take a seat anew: muniment checkout',
      'Fragen Sie, wer die Plätze betreut, warum. Nehmen Sie am Netz einen neuen Platz: muniment checkout',
    ),
  },
  'seat-returned': {
    status: 409,
    title: say('The borrowed seat was given back', 'Der entliehene Platz wurde zurückgegeben'),
    detail: say(
      'The vendor’s list says that this seat was given back before its time: somebody else may have it. What is here is a copy of its document.',
      'Nach der Liste des Herstellers wurde dieser Platz vor seiner Zeit zurückgegeben: Jemand anders kann ihn haben. Was hier liegt, ist eine Kopie seines Dokuments.',
    ),
    nextStep: say(
      'With a network: muniment status removes what is left of it. Then borrow anew: muniment borrow FEATURE --days 7',
      'Mit Netz: muniment status entfernt, was davon noch da ist. Entleihen Sie dann neu: muniment borrow FUNKTION --days 7',
    ),
  },
  'wrong-vendor': {
    status: 422,
    title: say('The list is another vendor’s', 'Die Liste ist von einem anderen Hersteller'),
    detail: say(
      (facts) => `It is of ${facts.found}; here it must be of ${facts.expected}.`,
      (facts) => `Sie ist von ${facts.found}; hier muss sie von ${facts.expected} sein.`,
    ),
    nextStep: say('Download the list of the right vendor.', 'Laden Sie die Liste des richtigen Herstellers herunter.'),
  },
  'revocations-expired': {
    status: 409,
    title: say('The list is too old', 'Die Liste ist zu alt'),
    detail: say(
      (facts) => `It was good until ${String(facts.until).slice(0, 10)}; here it is ${facts.now}.`,
      (facts) => `Sie galt bis ${String(facts.until).slice(0, 10)}; hier ist es ${facts.now}.`,
    ),
    nextStep: say(
      'Download the present one, and check the clock of this computer: muniment revocations download',
      'Laden Sie die heutige herunter, und prüfen Sie die Uhr dieses Rechners: muniment revocations download',
    ),
  },
} satisfies Record<string, Words>;
