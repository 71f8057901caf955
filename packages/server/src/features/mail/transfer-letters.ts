import { type Letter, type Written, writeOut } from './layout.ts';
import { type MailLanguage, mailLanguage } from './letters.ts';

/** Letters about licences that one customer offers to another (A10). */

export type TransferEvent = 'offered' | 'accepted' | 'refused' | 'withdrawn' | 'lapsed';

export interface TransferFacts {
  /** The customer who offers. */
  readonly from: string;
  /** The customer who was offered, as far as the reader may know it: else the id of the project. */
  readonly to: string;
  /** The last day on which it can be accepted, as the reader writes days. */
  readonly lastDay: string;
  readonly note: string;
  readonly rows: readonly (readonly [string, string])[];
  /** Null where nobody knows under which address this installation is reached. */
  readonly url: string | null;
}

type Words = Omit<Letter, 'language' | 'rows' | 'link'>;

const labels = {
  en: { answer: 'Accept or refuse', see: 'See the transfer' },
  de: { answer: 'Annehmen oder ablehnen', see: 'Übertragung ansehen' },
} as const satisfies Readonly<Record<MailLanguage, unknown>>;

/** What stands on the button of a letter. */
export const offerLabel = (language: string, event: TransferEvent): string =>
  labels[mailLanguage(language)][event === 'offered' ? 'answer' : 'see'];

const letters: Readonly<Record<MailLanguage, Readonly<Record<TransferEvent, (facts: TransferFacts) => Words>>>> = {
  en: {
    offered: ({ from, lastDay, note }) => ({
      subject: `${from} offers you licences`,
      paragraphs: [`${from} offers you these licences:`, ...(note === '' ? [] : [note])],
      notes: [`They can be accepted up to and including ${lastDay}. After that they go back.`],
    }),
    accepted: ({ to }) => ({
      subject: 'The licences you offered were accepted',
      paragraphs: [`${to} accepted the licences you offered. They are theirs now.`],
      notes: [],
    }),
    refused: ({ to }) => ({
      subject: 'The licences you offered were refused',
      paragraphs: [`${to} refused the licences you offered. You have them back.`],
      notes: [],
    }),
    withdrawn: ({ from }) => ({
      subject: `${from} no longer offers you licences`,
      paragraphs: [`${from} took back the licences that you were offered.`],
      notes: [],
    }),
    lapsed: ({ to, lastDay }) => ({
      subject: 'The licences you offered are back',
      paragraphs: [`${to} did not answer by ${lastDay}. You have the licences back.`],
      notes: [],
    }),
  },
  de: {
    offered: ({ from, lastDay, note }) => ({
      subject: `${from} bietet Ihnen Lizenzen an`,
      paragraphs: [`${from} bietet Ihnen diese Lizenzen an:`, ...(note === '' ? [] : [note])],
      notes: [`Sie lassen sich bis einschließlich ${lastDay} annehmen. Danach gehen sie zurück.`],
    }),
    accepted: ({ to }) => ({
      subject: 'Die angebotenen Lizenzen wurden angenommen',
      paragraphs: [`${to} hat die Lizenzen angenommen, die Sie angeboten haben. Sie sind jetzt dort verfügbar.`],
      notes: [],
    }),
    refused: ({ to }) => ({
      subject: 'Die angebotenen Lizenzen wurden abgelehnt',
      paragraphs: [`${to} hat die Lizenzen abgelehnt, die Sie angeboten haben. Sie haben sie wieder.`],
      notes: [],
    }),
    withdrawn: ({ from }) => ({
      subject: `${from} bietet Ihnen keine Lizenzen mehr an`,
      paragraphs: [`${from} hat die Lizenzen zurückgenommen, die Ihnen angeboten waren.`],
      notes: [],
    }),
    lapsed: ({ to, lastDay }) => ({
      subject: 'Die angebotenen Lizenzen sind zurück',
      paragraphs: [`${to} hat bis ${lastDay} nicht geantwortet. Sie haben die Lizenzen wieder, die Sie angeboten hatten.`],
      notes: [],
    }),
  },
};

export function transferMail(language: string, event: TransferEvent, facts: TransferFacts): Written {
  const chosen = mailLanguage(language);
  const link = facts.url === null ? {} : { link: { label: offerLabel(language, event), url: facts.url } };
  return writeOut({ language: chosen, rows: facts.rows, ...letters[chosen][event](facts), ...link });
}

/** A day as readers of mails write it. */
export function mailDay(day: { toString(): string }, language: string): string {
  return new Intl.DateTimeFormat(mailLanguage(language), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));
}
