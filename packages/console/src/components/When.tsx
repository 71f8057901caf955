import { type End, endDay, endLabel, endText } from '@muniment/contract/ends';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import {
  formatDate,
  formatDateTime,
  formatExact,
  formatInZone,
  formatNamingZone,
  formatPlainDate,
  formatRelative,
  timestampInZone,
  zoneName,
} from '../lib/format.ts';
import { useMe } from '../lib/session.tsx';

/** An instant as the local date, with the time of day where that matters; how long ago and the exact instant on hover. */
export function When({ at, time = false }: { at: string; time?: boolean }) {
  const { i18n } = useTranslation();
  const language = i18n.language;
  return (
    <time dateTime={at} title={formatExact(at, language)}>
      {time ? formatDateTime(at, language) : formatDate(at, language)}
    </time>
  );
}

const tickMs = 15_000;
const listeners = new Set<() => void>();
let ticks = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all that tell how long ago something was: it runs while any of them is on screen. */
function onTick(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    ticks += 1;
    for (const one of listeners) one();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** How long ago, or in how long, within a week; the local date with the time of day beyond. The exact instant on hover. */
export function Ago({ at }: { at: string }) {
  const { i18n } = useTranslation();
  useSyncExternalStore(onTick, () => ticks);
  const language = i18n.language;
  return (
    <time dateTime={at} title={formatExact(at, language)}>
      {formatRelative(at, language) ?? formatDateTime(at, language)}
    </time>
  );
}

/** Instants in the vendor's time zone, whose days decide: as the log's file has them, and until when something can be undone. */
export function useVendorTime() {
  const { i18n } = useTranslation();
  const { timeZone } = useMe().vendor;
  return {
    /** For the head of a column. */
    zone: zoneName(timeZone),
    /** To the minute; the zone is named where it is not the reader's own. */
    text: (instant: string) => formatNamingZone(instant, i18n.language, timeZone),
    csv: (instant: string) => timestampInZone(instant, timeZone),
  };
}

/** The same below a head that names the zone, or naming it where it is not the reader's; in the reader's own zone on hover. */
export function VendorWhen({ at, named = false }: { at: string; named?: boolean }) {
  const { i18n } = useTranslation();
  const { timeZone } = useMe().vendor;
  const language = i18n.language;
  return (
    <time dateTime={at} title={formatExact(at, language)}>
      {named ? formatNamingZone(at, language, timeZone) : formatInZone(at, language, timeZone)}
    </time>
  );
}

/** A calendar date of the vendor's time zone. */
export function Day({ date }: { date: string }) {
  const { i18n } = useTranslation();
  return <time dateTime={date}>{formatPlainDate(date, i18n.language)}</time>;
}

/** How this vendor's people read the end of a term: which of its two days is shown, and the words that say which it is. */
export function useEnds() {
  const { i18n } = useTranslation();
  const { validUntil: style } = useMe().vendor;
  const { language } = i18n;
  return {
    style,
    /** Above a column of ends, or before one. */
    label: endLabel(style, language),
    dayOf: (end: End) => endDay(style, end),
    /** In a line: "last day 29 Jan 2027". */
    text: (end: End) => {
      const day = endDay(style, end);
      return day === null ? null : endText(style, language, formatPlainDate(day, language));
    },
  };
}

/** The end of a term below its label (`useEnds`), or with the words that say which day it is; both days on hover. */
export function Until({ until, lastDay, inWords = false }: { until: string; lastDay: string; inWords?: boolean }) {
  const { i18n } = useTranslation();
  const { language } = i18n;
  const { dayOf, text } = useEnds();
  const end = { until, lastDay };
  const day = dayOf(end) ?? until;
  const both = [
    endText('last-day', language, formatPlainDate(lastDay, language)),
    endText('until', language, formatPlainDate(until, language)),
  ];
  return (
    <time dateTime={day} title={both.join(', ')}>
      {inWords ? text(end) : formatPlainDate(day, language)}
    </time>
  );
}
