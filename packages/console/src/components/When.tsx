import { useTranslation } from 'react-i18next';
import { formatDate, formatDateTime, formatExact, formatPlainDate, formatRelative } from '../lib/format.ts';

/** An instant: how long ago while that says more, else the local date; the exact instant on hover. */
export function When({ at, time = false }: { at: string; time?: boolean }) {
  const { i18n } = useTranslation();
  const language = i18n.language;
  const absolute = time ? formatDateTime(at, language) : formatDate(at, language);
  return (
    <time dateTime={at} title={formatExact(at, language)}>
      {time ? absolute : (formatRelative(at, language) ?? absolute)}
    </time>
  );
}

/** A calendar date of the vendor's time zone. */
export function Day({ date }: { date: string }) {
  const { i18n } = useTranslation();
  return <time dateTime={date}>{formatPlainDate(date, i18n.language)}</time>;
}
