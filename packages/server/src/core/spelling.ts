/** Our own sentences are English or German; English days are spelled so that nobody takes the month for the day. */
const localeOf = (language: string | null): string => (language === 'de' ? 'de' : 'en-GB');

/** A calendar day (YYYY-MM-DD) as the reader of a sentence writes it: "30 Jan 2025", "30.01.2025". */
export function dayIn(language: string | null, day: { toString(): string }): string {
  const [year, month, date] = String(day).split('-').map(Number);
  const instant = new Date(Date.UTC(year!, month! - 1, date));
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeZone: 'UTC' }).format(instant);
}

/** A number as the reader of a sentence writes it: "1,825", "1.825". */
export const numberIn = (language: string | null, value: number): string => new Intl.NumberFormat(localeOf(language)).format(value);

/** Days with their word: "1 day", "1,825 days". */
export function daysIn(language: string | null, count: number): string {
  const [one, other] = language === 'de' ? ['Tag', 'Tage'] : ['day', 'days'];
  return `${numberIn(language, count)} ${count === 1 ? one : other}`;
}
