import { useTranslation } from 'react-i18next';
import { formatDate, formatDateTime, formatExact, formatPlainDate } from '../lib/format.ts';
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

/** A calendar date of the vendor's time zone. */
export function Day({ date }: { date: string }) {
  const { i18n } = useTranslation();
  return <time dateTime={date}>{formatPlainDate(date, i18n.language)}</time>;
}

/** The end of a term, as the vendor prints "valid until": the last day with, or the first day without. */
export function Until({ until, lastDay }: { until: string; lastDay: string }) {
  return <Day date={useMe().vendor.validUntil === 'until' ? until : lastDay} />;
}
