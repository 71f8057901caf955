import { extendedForDays } from '@muniment/domain/terms';
import { type Letter, type Written, writeOut } from './layout.ts';
import { type MailLanguage, mailLanguage } from './letters.ts';

/** Letters about licences that come to their end (A11). */

export type ExpiryEvent = 'licences-expiring' | 'licences-extended' | 'licences-not-extended';

export interface ExpiryFacts {
  readonly customer: string;
  readonly project: string;
  /** What the project wants when licences end. */
  readonly atExpiry: 'lapse' | 'extend';
  /** Days until the first of them ends. */
  readonly days: number;
  /** Each device or user with its licence, and the day. */
  readonly rows: readonly (readonly [string, string])[];
  /** How many they are, and how many of them no free licence extends. */
  readonly count: number;
  readonly dated: number;
  /** Licences beyond those that are shown. */
  readonly more: number;
  readonly link: { readonly label: string; readonly url: string } | null;
}

type Words = Pick<Letter, 'subject' | 'paragraphs' | 'notes'>;

/** One word where both names are the same, as they are for a customer's first project. */
const place = ({ customer, project }: ExpiryFacts) => (customer === project ? project : `${customer}, ${project}`);

const inDays = (days: number) => (days === 1 ? 'in 1 day' : `in ${days} days`);
const inTagen = (days: number) => (days === 1 ? 'in 1 Tag' : `in ${days} Tagen`);

/** What becomes of them: of what can be extended as the project wants, of what has its dates what to do. */
function whatFollows(
  { atExpiry, count, dated }: ExpiryFacts,
  say: Readonly<Record<ExpiryFacts['atExpiry'] | 'dated' | 'datedAmong', string>>,
): string[] {
  if (dated === count) return [say.dated];
  return dated === 0 ? [say[atExpiry]] : [say[atExpiry], say.datedAmong];
}

const letters: Readonly<Record<MailLanguage, Readonly<Record<ExpiryEvent, (facts: ExpiryFacts) => Words>>>> = {
  en: {
    'licences-expiring': (facts) => ({
      subject: `${place(facts)}: licences end ${inDays(facts.days)}`,
      paragraphs: [
        `These licences of ${place(facts)} come to their end, each with its last day:`,
        ...whatFollows(facts, {
          extend: 'They will be extended by themselves, as far as there are free licences for them.',
          lapse: 'They lapse then, unless they are extended before.',
          dated: 'They have a fixed term and cannot be extended: buy new licences and activate them before, where they are still wanted.',
          datedAmong: 'What has a fixed term cannot be extended: buy new licences and activate them before, where they are still wanted.',
        }),
      ],
      notes: facts.more === 0 ? [] : [`${facts.more} more are on the page.`],
    }),
    'licences-extended': (facts) => ({
      subject: `${place(facts)}: licences were extended`,
      paragraphs: [`These licences of ${place(facts)} were extended, each with its new last day:`],
      notes: facts.more === 0 ? [] : [`${facts.more} more are on the page.`],
    }),
    'licences-not-extended': (facts) => ({
      subject: `${place(facts)}: licences could not be extended`,
      paragraphs: [
        `These licences of ${place(facts)} should have been extended, which could not be done. Each is told with its last day:`,
        `Once there are free licences for them they are extended by themselves, up to ${extendedForDays} days after their end.`,
      ],
      notes: facts.more === 0 ? [] : [`${facts.more} more are on the page.`],
    }),
  },
  de: {
    'licences-expiring': (facts) => ({
      subject: `${place(facts)}: Lizenzen enden ${inTagen(facts.days)}`,
      paragraphs: [
        `Diese Lizenzen von ${place(facts)} laufen ab, jeweils mit ihrem letzten Tag:`,
        ...whatFollows(facts, {
          extend: 'Sie werden von selbst verlängert, soweit es passende freie Lizenzen gibt.',
          lapse: 'Danach gelten sie nicht mehr, wenn sie nicht vorher verlängert werden.',
          dated:
            'Sie haben eine feste Laufzeit und lassen sich nicht verlängern: Kaufen Sie neue Lizenzen und aktivieren Sie sie vorher, wo Sie sie weiter brauchen.',
          datedAmong:
            'Was eine feste Laufzeit hat, lässt sich nicht verlängern: Kaufen Sie neue Lizenzen und aktivieren Sie sie vorher, wo Sie sie weiter brauchen.',
        }),
      ],
      notes: facts.more === 0 ? [] : [`${facts.more} weitere stehen auf der Seite.`],
    }),
    'licences-extended': (facts) => ({
      subject: `${place(facts)}: Lizenzen wurden verlängert`,
      paragraphs: [`Diese Lizenzen von ${place(facts)} wurden verlängert, jeweils mit ihrem neuen letzten Tag:`],
      notes: facts.more === 0 ? [] : [`${facts.more} weitere stehen auf der Seite.`],
    }),
    'licences-not-extended': (facts) => ({
      subject: `${place(facts)}: Lizenzen ließen sich nicht verlängern`,
      paragraphs: [
        `Diese Lizenzen von ${place(facts)} sollten verlängert werden, was nicht möglich war. Jeweils mit ihrem letzten Tag:`,
        `Sobald es passende freie Lizenzen gibt, werden sie von selbst verlängert, bis zu ${extendedForDays} Tage nach ihrem Ende.`,
      ],
      notes: facts.more === 0 ? [] : [`${facts.more} weitere stehen auf der Seite.`],
    }),
  },
};

export function expiryMail(language: string, event: ExpiryEvent, facts: ExpiryFacts): Written {
  const chosen = mailLanguage(language);
  const { paragraphs, ...words } = letters[chosen][event](facts);
  const link = facts.link === null ? {} : { link: facts.link };
  return writeOut({ language: chosen, ...words, paragraphs, rows: facts.rows, told: true, ...link });
}
