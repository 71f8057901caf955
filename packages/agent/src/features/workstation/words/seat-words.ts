import type { SeatRefusal } from '@muniment/client/workstation';
import { say, type Words } from '../../../loopback/words.ts';

type BorrowWords = SeatRefusal | 'wrong-feature' | 'wrong-lease';

const waitFor = say(
  'Try again later, or wait for one: muniment checkout --queue. Who holds seats: muniment leases list COUNTER',
  'Versuchen Sie es später noch einmal, oder warten Sie auf einen: muniment checkout --queue. Wer Plätze hat: muniment leases list ZÄHLER',
);
const askAdministrator = say('Ask whoever looks after the project’s seats.', 'Fragen Sie, wer sich um die Plätze des Projekts kümmert.');

/** How many seats there are, who has them, and for whom the rest is: as the server counted, or this workstation what it borrowed. */
interface Counted {
  readonly feature: string;
  readonly seats: number;
  readonly used: number;
  readonly reserved?: number;
  readonly asked?: number;
}
const countedIn = (facts: Readonly<Record<string, unknown>>) => {
  const { feature, seats, used, reserved = 0, asked = 1 } = facts as unknown as Counted;
  return { feature, seats, used, reserved, asked, free: Math.max(0, seats - used - reserved) };
};

function noneFree(facts: Readonly<Record<string, unknown>>): string {
  const { feature, seats, used, reserved, asked, free } = countedIn(facts);
  if (used >= seats) return seats === 1 ? `The one seat of ${feature} is in use.` : `All ${seats} seats of ${feature} are in use.`;
  const kept = reserved === 0 ? '' : `, ${reserved} ${reserved === 1 ? 'is' : 'are'} reserved for others`;
  const wish = asked > free ? `${asked} were asked for` : 'others have waited for longer';
  const left = free === 0 ? '' : `, ${free} ${free === 1 ? 'is' : 'are'} free: ${wish}`;
  return `Of ${seats} seats of ${feature}, ${used} ${used === 1 ? 'is' : 'are'} in use${kept}${left}.`;
}

function noneFreeInGerman(facts: Readonly<Record<string, unknown>>): string {
  const { feature, seats, used, reserved, asked, free } = countedIn(facts);
  if (used >= seats) return seats === 1 ? `Der eine Platz von ${feature} ist belegt.` : `Alle ${seats} Plätze von ${feature} sind belegt.`;
  const kept = reserved === 0 ? '' : `, ${reserved} ${reserved === 1 ? 'ist' : 'sind'} für andere reserviert`;
  const wish = asked > free ? `Verlangt wurden ${asked}` : 'Andere warten schon länger';
  const left = free === 0 ? '' : `, ${free} ${free === 1 ? 'ist' : 'sind'} frei: ${wish}`;
  return `Von ${seats} Plätzen von ${feature} ${used === 1 ? 'ist' : 'sind'} ${used} belegt${kept}${left}.`;
}

/** Whether more is asked for at once than one user may have, whatever that user has. */
const isBeyondOne = ({ asked, perUser }: Readonly<Record<string, unknown>>): boolean =>
  Number(asked) > Number(perUser ?? Number.POSITIVE_INFINITY);

const decisions = {
  'no-seat-free': {
    status: 409,
    title: say('No seat is free', 'Kein Platz ist frei'),
    detail: say(noneFree, noneFreeInGerman),
    nextStep: waitFor,
  },
  'queue-full': {
    status: 409,
    title: say('Too many wait already', 'Es warten schon zu viele'),
    detail: say(
      (facts) => `No seat of ${facts.feature} is free, and nobody else can wait for one.`,
      (facts) => `Kein Platz von ${facts.feature} ist frei, und es kann niemand mehr auf einen warten.`,
    ),
    nextStep: say('Try again later.', 'Versuchen Sie es später noch einmal.'),
  },
  'user-limit': {
    status: 409,
    title: say('This user has all that one user may have', 'Dieser Benutzer hat schon alle, die einer haben darf'),
    detail: say(
      (facts) =>
        isBeyondOne(facts)
          ? `${facts.asked} seats of ${facts.feature} were asked for; one user may have ${facts.perUser}.`
          : `${facts.user} holds, or waits for, so many seats of ${facts.feature} that ${facts.asked} more would be beyond the ${facts.perUser} that one user may hold.`,
      (facts) =>
        isBeyondOne(facts)
          ? `${facts.asked} Plätze von ${facts.feature} wurden verlangt; ein Benutzer darf ${facts.perUser} haben.`
          : `${facts.user} hat so viele Plätze von ${facts.feature} oder wartet schon auf so viele, dass es mit ${facts.asked} weiteren mehr wären als die ${facts.perUser}, die ein Benutzer haben darf.`,
    ),
    nextStep: say(
      (facts) => (isBeyondOne(facts) ? 'Ask for fewer: --seats' : 'End the program that holds the other one, or waits for it.'),
      (facts) =>
        isBeyondOne(facts) ? 'Verlangen Sie weniger: --seats' : 'Beenden Sie das Programm, das den anderen hat oder darauf wartet.',
    ),
  },
  'not-included': {
    status: 409,
    title: say('The seats are for others', 'Die Plätze sind für andere'),
    detail: say(
      (facts) => `Seats of ${facts.feature} are for others than ${facts.user}.`,
      (facts) => `Plätze von ${facts.feature} sind für andere als ${facts.user}.`,
    ),
    nextStep: askAdministrator,
  },
  excluded: {
    status: 409,
    title: say('No seats for you here', 'Hier keine Plätze für Sie'),
    detail: say(
      (facts) => `An administrator said that ${facts.user}, or this computer, takes no seats of ${facts.feature}.`,
      (facts) => `Jemand hat festgelegt, dass ${facts.user} oder dieser Rechner keine Plätze von ${facts.feature} bekommt.`,
    ),
    nextStep: askAdministrator,
  },
  'more-than-there-are': {
    status: 409,
    title: say('More than there are', 'Mehr, als es gibt'),
    detail: say(
      (facts) => `${facts.asked} seats of ${facts.feature} were asked for; there are ${facts.seats}.`,
      (facts) => `${facts.asked} Plätze von ${facts.feature} wurden verlangt; es gibt ${facts.seats}.`,
    ),
    nextStep: say('Ask for fewer: --seats', 'Verlangen Sie weniger: --seats'),
  },
  'no-counter': {
    status: 404,
    title: say('There are no such seats', 'Solche Plätze gibt es nicht'),
    detail: say(
      (facts) => `The project has no seats of ${facts.feature}.`,
      (facts) => `Das Projekt hat keine Plätze von ${facts.feature}.`,
    ),
    nextStep: say(
      'Check the name of the feature. Which there are: muniment counters list PROJECT',
      'Prüfen Sie den Namen der Funktion. Welche es gibt: muniment counters list PROJEKT',
    ),
  },
  'asking-ended': {
    status: 409,
    title: say('The waiting was ended', 'Das Warten wurde beendet'),
    detail: say('No seat was taken.', 'Es wurde kein Platz genommen.'),
    nextStep: say('There is nothing to do.', 'Es ist nichts zu tun.'),
  },
  'no-seat-key': {
    status: 401,
    title: say('Nobody is there who may take seats', 'Niemand ist da, der Plätze nehmen darf'),
    detail: say(
      (facts) => `Nothing is set up in ${facts.folder}, and there is no key for seats.`,
      (facts) => `In ${facts.folder} ist nichts eingerichtet, und es gibt keinen Schlüssel für Plätze.`,
    ),
    nextStep: say(
      'Put an API key of the scope seats into MUNIMENT_API_KEY (muniment api-keys create --scope seats --project-id PROJECT), or activate this workstation: muniment activate KEY. Without a licence of its own it is let in by the project: --customer-id ID --server ADDRESS',
      'Setzen Sie einen API-Schlüssel mit dem Recht seats in MUNIMENT_API_KEY (muniment api-keys create --scope seats --project-id PROJEKT), oder aktivieren Sie diesen Arbeitsplatz: muniment activate SCHLÜSSEL. Ohne eigene Lizenz nimmt ihn das Projekt auf: --customer-id KENNUNG --server ADRESSE',
    ),
  },
} satisfies Partial<Record<BorrowWords, Words>>;

const borrowing = {
  'nothing-borrowed': {
    status: 404,
    title: say('Nothing is borrowed here', 'Hier ist nichts entliehen'),
    detail: say(
      (facts) =>
        facts.leaseId
          ? `There is no borrowed seat ${facts.leaseId} on this workstation.`
          : 'There is no borrowed seat on this workstation.',
      (facts) =>
        facts.leaseId
          ? `Auf diesem Arbeitsplatz gibt es keinen entliehenen Platz ${facts.leaseId}.`
          : 'Auf diesem Arbeitsplatz gibt es keinen entliehenen Platz.',
    ),
    nextStep: say(
      'What there is: muniment status. Borrow: muniment borrow FEATURE --days 7',
      'Was es gibt: muniment status. Entleihen: muniment borrow FUNKTION --days 7',
    ),
  },
  'several-borrowed': {
    status: 409,
    title: say('Several seats are borrowed here', 'Hier sind mehrere Plätze entliehen'),
    detail: say(
      (facts) => `These are: ${leasesIn(facts)}.`,
      (facts) => `Es sind: ${leasesIn(facts)}.`,
    ),
    nextStep: say('Say which one: muniment return LEASE', 'Sagen Sie, welcher: muniment return LEASE'),
  },
  'borrowed-in-use': {
    status: 409,
    title: say('A program uses this seat', 'Ein Programm benutzt diesen Platz'),
    detail: say(
      (facts) => `The borrowed seat of ${facts.feature} is in use on this workstation.`,
      (facts) => `Der entliehene Platz von ${facts.feature} wird auf diesem Arbeitsplatz benutzt.`,
    ),
    nextStep: say(
      'End the program that uses it, and try again. A second program at the same time needs a seat of the network.',
      'Beenden Sie das Programm, das ihn benutzt, und versuchen Sie es noch einmal. Ein zweites Programm zur selben Zeit braucht einen Platz im Netz.',
    ),
  },
  'borrow-ended': {
    status: 409,
    title: say('The borrowed time is over', 'Die Leihfrist ist vorbei'),
    detail: say('The seat is back at the server.', 'Der Platz ist wieder beim Server.'),
    nextStep: say('Borrow anew on the network.', 'Entleihen Sie im Netz neu.'),
  },
  'return-pending': {
    status: 409,
    title: say('A seat is on its way back', 'Ein Platz ist auf dem Weg zurück'),
    detail: say(
      (facts) => `It was removed here, and cannot be used any more. The server does not know it yet${because(facts)}.`,
      (facts) => `Er wurde hier entfernt und lässt sich nicht mehr benutzen. Der Server weiß es noch nicht${because(facts)}.`,
    ),
    nextStep: say(
      'With a network: muniment return. Without: carry the receipt (muniment return --file FILE) to whoever looks after the seats, who gives it in: muniment leases return FILE. If that is done, bring the list of what counts no more from there (muniment revocations download) and import it: muniment import LIST',
      'Mit Netz: muniment return. Ohne: Bringen Sie die Quittung (muniment return --file DATEI) zu dem, der sich um die Plätze kümmert; der gibt sie ein: muniment leases return DATEI. Ist das geschehen, bringen Sie von dort die Liste des Widerrufenen mit (muniment revocations download), und importieren Sie sie: muniment import LISTE',
    ),
  },
  'wrong-feature': {
    status: 409,
    title: say('The seat is for other software', 'Der Platz ist für andere Software'),
    detail: say(
      (facts) => `It is for ${facts.found}, not for ${facts.expected}.`,
      (facts) => `Er ist für ${facts.found}, nicht für ${facts.expected}.`,
    ),
    nextStep: say('Borrow a seat of this one.', 'Entleihen Sie einen Platz von dieser.'),
  },
  'wrong-lease': {
    status: 409,
    title: say('The document is of another seat', 'Das Dokument ist von einem anderen Platz'),
    detail: say(
      (facts) => `It is of ${facts.found}, not of ${facts.expected}.`,
      (facts) => `Es ist von ${facts.found}, nicht von ${facts.expected}.`,
    ),
    nextStep: say('Borrow the seat anew.', 'Entleihen Sie den Platz neu.'),
  },
} satisfies Partial<Record<BorrowWords, Words>>;

const because = ({ reason }: Readonly<Record<string, unknown>>): string => (reason ? `: ${reason}` : '');

function leasesIn({ leases }: Readonly<Record<string, unknown>>): string {
  return ((leases ?? []) as readonly { leaseId: string; feature: string }[]).map((one) => `${one.leaseId} (${one.feature})`).join(', ');
}

/** Words of what stands between a program and its seat. */
export const seatWords: Readonly<Record<BorrowWords, Words>> = { ...decisions, ...borrowing };
