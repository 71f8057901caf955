/** Difference, in milliseconds, between the server's now and this computer's: a test clock may be years ahead. */
let clockShift = 0;

export function setServerNow(now: string): void {
  clockShift = Date.parse(now) - Date.now();
}

/** The server's now, as exactly as the last answer of it allows. */
export const serverNow = (): number => Date.now() + clockShift;

const cache = new Map<string, Intl.DateTimeFormat>();

function dateFormat(language: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${name}`;
  let format = cache.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, options);
    cache.set(key, format);
  }
  return format;
}

/** Whole numbers with the language's separators. */
export const formatNumber = (value: number, language: string): string => new Intl.NumberFormat(language).format(value);

/** "22 Nov 2026" in the reader's own time zone. */
export const formatDate = (instant: string, language: string): string =>
  dateFormat(language, 'date', { dateStyle: 'medium' }).format(new Date(instant));

/** "22 Nov 2026, 14:05" in the reader's own time zone. */
export const formatDateTime = (instant: string, language: string): string =>
  dateFormat(language, 'date-time', { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));

/** The reader's own time zone, in which `formatDateTime` writes. */
const readersZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** "Europe/Berlin", as people read it. */
export const zoneName = (zone: string): string => zone.replaceAll('_', ' ');

/** "21 Mar 2024, 00:00" in another time zone, such as the vendor's, whose days decide. */
export const formatInZone = (instant: string, language: string, zone: string): string =>
  dateFormat(language, `date-time ${zone}`, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(new Date(instant));

/** The same with the zone named where it is not the reader's own: "21 Mar 2024, 00:00 (Europe/Berlin)". */
export function formatNamingZone(instant: string, language: string, zone: string, readers: string = readersZone()): string {
  const text = formatInZone(instant, language, zone);
  return zone === readers ? text : `${text} (${zoneName(zone)})`;
}

/** "2024-03-21 00:00:07" in a zone, as files of the licence log have it. */
export function timestampInZone(instant: string, zone: string): string {
  const options = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  return dateFormat('sv', `timestamp ${zone}`, { ...options, timeZone: zone }).format(new Date(instant));
}

/** How long ago, to the second with its zone, and as programs write it: what a hover shows and a support call asks for. */
export function formatExact(instant: string, language: string): string {
  const exact = dateFormat(language, 'exact', { dateStyle: 'full', timeStyle: 'long' }).format(new Date(instant));
  return [formatRelative(instant, language), exact, instant].filter((line) => line !== null).join('\n');
}

/** A calendar date has no zone: read as UTC, written as UTC. */
export const formatPlainDate = (date: string, language: string): string =>
  dateFormat(language, 'plain', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));

/** The calendar date before one: the last day with, where a period ends on the first day without. */
export const dayBefore = (date: string): string => daysAfter(date, -1);

/** The calendar date so many days later. */
export const daysAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
];

/** "5 minutes ago" for what happened within a week, "in 5 minutes" for what will; null for anything else, where the date says more. */
export function formatRelative(instant: string, language: string): string | null {
  const seconds = (Date.parse(instant) - serverNow()) / 1000;
  const distance = Math.abs(seconds);
  if (distance >= 7 * 86_400) return null;
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  if (distance < 45) return format.format(0, 'second');
  const [unit, length] = steps.findLast(([, size]) => distance >= size * 0.9) ?? steps[0]!;
  return format.format(Math.round(seconds / length), unit);
}

const lengths = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** "1 hr 20 min", "45 sec", "3 days": how long something lasts, in the two largest units that say something. */
export function formatLength(seconds: number, language: string): string {
  const whole = Math.max(0, Math.round(seconds));
  const at = Math.max(
    0,
    lengths.findIndex(([, size]) => whole >= size),
  );
  const parts = (whole === 0 ? lengths.slice(-1) : lengths.slice(at, at + 2)).map(([unit, size], index) => {
    const larger = index === 0 ? null : lengths[at]![1];
    return [unit, Math.floor((larger === null ? whole : whole % larger) / size)] as const;
  });
  return parts
    .filter(([, count], index) => index === 0 || count > 0)
    .map(([unit, count]) =>
      new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: unit === 'day' ? 'long' : 'short' }).format(count),
    )
    .join(' ');
}

/** "dealer, distributor and administrator". */
export const formatList = (words: readonly string[], language: string, type: 'conjunction' | 'disjunction' = 'conjunction'): string =>
  new Intl.ListFormat(language, { type }).format(words);
