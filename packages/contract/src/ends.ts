/** Which day of an end a vendor's people read, as its pack says (`validUntil`): the first day without, or the last day with. */
export type EndStyle = 'until' | 'last-day';

/** The end of a period in the vendor's days; both are null where it has none. */
export interface End {
  /** The first day without. */
  readonly until: string | null;
  /** The last day with. */
  readonly lastDay: string | null;
}

const own = (language: string | null): 'en' | 'de' => (language === 'de' ? 'de' : 'en');

const labels = {
  until: { en: 'Ends at 00:00 on', de: 'Endet um 0 Uhr am' },
  'last-day': { en: 'Last day', de: 'Letzter Tag' },
} as const;

const texts = {
  until: { en: (day: string) => `ends on ${day} at 00:00`, de: (day: string) => `endet am ${day} um 0 Uhr` },
  'last-day': { en: (day: string) => `last day ${day}`, de: (day: string) => `letzter Tag ${day}` },
} as const;

/** The day of an end that is shown: everywhere the same, and always below `endLabel` or in `endText`, which say which one it is. */
export const endDay = (style: EndStyle, { until, lastDay }: End): string | null => (style === 'until' ? until : lastDay);

/** What stands above such a day, in a table, a file or before a value. */
export const endLabel = (style: EndStyle, language: string | null): string => labels[style][own(language)];

/** Such a day, already in the reader's spelling, within a line: "last day 29 Jan 2027", "ends on 30 Jan 2027 at 00:00". */
export const endText = (style: EndStyle, language: string | null, day: string): string => texts[style][own(language)](day);
