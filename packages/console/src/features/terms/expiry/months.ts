/** A calendar month such as 2026-11. */
export type Month = string;

export const monthOf = (date: string): Month => date.slice(0, 7);

const first = (month: Month) => new Date(`${month}-01T00:00:00Z`);
const text = (date: Date) => date.toISOString().slice(0, 10);

/** The month so many later. */
export function monthAfter(month: Month, count = 1): Month {
  const date = first(month);
  date.setUTCMonth(date.getUTCMonth() + count);
  return monthOf(text(date));
}

/** Twelve months and the rest of this one: what ends within a year. */
export const monthsFrom = (today: string): Month[] => Array.from({ length: 13 }, (_, index) => monthAfter(monthOf(today), index));

/** Every day of a month. */
export function daysOf(month: Month): string[] {
  const days: string[] = [];
  for (const date = first(month); monthOf(text(date)) === month; date.setUTCDate(date.getUTCDate() + 1)) days.push(text(date));
  return days;
}

/** Place of a day in its week, Monday first. */
export const weekdayOf = (date: string): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;

/** "November 2026". */
export const monthName = (month: Month, language: string): string =>
  new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(first(month));

/** "Nov", where there is little room. */
export const shortMonthName = (month: Month, language: string): string =>
  new Intl.DateTimeFormat(language, { month: 'short', timeZone: 'UTC' }).format(first(month));

/** "Mon" … "Sun". */
export const weekdayNames = (language: string): string[] =>
  Array.from({ length: 7 }, (_, index) =>
    // 5 January 2026 is a Monday.
    new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(new Date(Date.UTC(2026, 0, 5 + index))),
  );
