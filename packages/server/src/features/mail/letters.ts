import { type Letter, mostLines, type Written, writeOut } from './layout.ts';

/** Languages that mails are written in; a reader of another gets the first. */
const mailLanguages = ['en', 'de'] as const;
export type MailLanguage = (typeof mailLanguages)[number];

/** The language a mail to this reader is written in. */
export function mailLanguage(...wanted: (string | null | undefined)[]): MailLanguage {
  return (
    mailLanguages.find((language) => language === wanted.find((one) => mailLanguages.some((known) => known === one))) ?? mailLanguages[0]
  );
}

export interface InvitationFacts {
  readonly vendor: string;
  readonly organization: string;
  /** Who invites; null where nobody in particular does. */
  readonly invitedBy: string | null;
  readonly days: number;
  readonly url: string;
}

/** Nothing is said twice: neither that a vendor invites for itself, nor that it invites in its own name. */
function invitingTo({ vendor, organization, invitedBy }: InvitationFacts) {
  return {
    by: invitedBy === organization || invitedBy === vendor ? null : invitedBy,
    whom: organization === vendor ? null : organization,
  };
}

const invitations: Readonly<Record<MailLanguage, (facts: InvitationFacts) => Omit<Letter, 'language'>>> = {
  en: (facts) => {
    const { by, whom } = invitingTo(facts);
    return {
      subject: `Your access to the licences of ${facts.vendor}`,
      paragraphs: [
        `${by === null ? 'You are invited' : `${by} invites you`} to work with the licences of ${facts.vendor}${whom === null ? '' : ` for ${whom}`}.`,
        'Open the link, choose a name and a password, and you are in.',
      ],
      link: { label: 'Accept the invitation', url: facts.url },
      notes: [`The link is good for ${facts.days} days and works once.`, 'If you did not expect this, you need not do anything.'],
    };
  },
  de: (facts) => {
    const { by, whom } = invitingTo(facts);
    return {
      subject: `Ihr Zugang zu den Lizenzen von ${facts.vendor}`,
      paragraphs: [
        `${by === null ? 'Sie sind eingeladen' : `${by} lädt Sie ein`}, ${whom === null ? '' : `für ${whom} `}mit den Lizenzen von ${facts.vendor} zu arbeiten.`,
        'Öffnen Sie den Link und wählen Sie Namen und Kennwort. Danach sind Sie angemeldet.',
      ],
      link: { label: 'Einladung annehmen', url: facts.url },
      notes: [
        `Der Link gilt ${facts.days} Tage und lässt sich einmal verwenden.`,
        'Falls Sie diese Mail nicht erwartet haben, brauchen Sie nichts zu tun.',
      ],
    };
  },
};

export function invitationMail(language: string, facts: InvitationFacts): Written {
  const chosen = mailLanguage(language);
  return writeOut({ language: chosen, ...invitations[chosen](facts) });
}

export interface PasswordResetFacts {
  readonly vendor: string;
  readonly name: string;
  readonly minutes: number;
  readonly url: string;
}

const resets: Readonly<Record<MailLanguage, (facts: PasswordResetFacts) => Omit<Letter, 'language'>>> = {
  en: ({ vendor, name, minutes, url }) => ({
    subject: `A new password for the licences of ${vendor}`,
    paragraphs: [`Hello ${name},`, 'somebody, probably you, asked for a new password for this address.'],
    link: { label: 'Choose a new password', url },
    notes: [
      `The link is good for ${minutes} minutes and works once. Every open session ends when the password changes.`,
      'If it was not you, leave this mail unanswered: your password stays as it is.',
    ],
  }),
  de: ({ vendor, name, minutes, url }) => ({
    subject: `Ein neues Kennwort für die Lizenzen von ${vendor}`,
    paragraphs: [`Guten Tag ${name},`, 'jemand, vermutlich Sie selbst, hat für diese Adresse ein neues Kennwort angefordert.'],
    link: { label: 'Neues Kennwort wählen', url },
    notes: [
      `Der Link gilt ${minutes} Minuten und lässt sich einmal verwenden. Mit dem neuen Kennwort enden alle offenen Sitzungen.`,
      'Falls Sie das nicht waren, brauchen Sie nichts zu tun: Ihr Kennwort bleibt, wie es ist.',
    ],
  }),
};

export function passwordResetMail(language: string, facts: PasswordResetFacts): Written {
  const chosen = mailLanguage(language);
  return writeOut({ language: chosen, ...resets[chosen](facts) });
}

export interface OrderShippedFacts {
  readonly shipper: string;
  readonly receiver: string;
  readonly salesOrder: string;
  /** Empty where there is none. */
  readonly purchaseOrder: string;
  readonly lines: readonly { readonly part: string; readonly label: string; readonly quantity: number }[];
  readonly url: string;
}

const lineText = (line: OrderShippedFacts['lines'][number]) => (line.label === '' ? line.part : `${line.part}  ${line.label}`);

const shipments: Readonly<Record<MailLanguage, (facts: OrderShippedFacts) => Omit<Letter, 'language' | 'rows'>>> = {
  en: ({ shipper, receiver, salesOrder, purchaseOrder, lines, url }) => ({
    subject: `Order ${salesOrder}: licences for ${receiver}`,
    paragraphs: [
      `${shipper} shipped licences to the bin of ${receiver}.`,
      `Sales order ${salesOrder}${purchaseOrder === '' ? '' : `, purchase order ${purchaseOrder}`}`,
    ],
    link: { label: 'See the order', url },
    notes: lines.length > mostLines ? [`${lines.length - mostLines} more lines are on the page of the order.`] : [],
  }),
  de: ({ shipper, receiver, salesOrder, purchaseOrder, lines, url }) => ({
    subject: `Auftrag ${salesOrder}: Lizenzen für ${receiver}`,
    paragraphs: [
      `${shipper} hat Lizenzen in den Bestand von ${receiver} geliefert.`,
      `Auftrag ${salesOrder}${purchaseOrder === '' ? '' : `, Bestellung ${purchaseOrder}`}`,
    ],
    link: { label: 'Auftrag ansehen', url },
    notes: lines.length > mostLines ? [`${lines.length - mostLines} weitere Zeilen stehen auf der Seite des Auftrags.`] : [],
  }),
};

/** The lines of an order as rows of a mail. */
export function orderRows(language: string, { lines }: Pick<OrderShippedFacts, 'lines'>): (readonly [string, string])[] {
  const format = new Intl.NumberFormat(mailLanguage(language));
  return lines.slice(0, mostLines).map((line) => [lineText(line), format.format(line.quantity)] as const);
}

export function orderShippedMail(language: string, facts: OrderShippedFacts): Written {
  const chosen = mailLanguage(language);
  return writeOut({ language: chosen, rows: orderRows(language, facts), ...shipments[chosen](facts) });
}
