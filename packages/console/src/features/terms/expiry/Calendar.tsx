import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useEnds } from '../../../components/When.tsx';
import { daysAfter, formatPlainDate } from '../../../lib/format.ts';
import { useMe } from '../../../lib/session.tsx';
import type { ValueOf } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import classes from './Calendar.module.css';
import { daysOf, type Month, monthName, monthOf, monthsFrom, shortMonthName, weekdayNames, weekdayOf } from './months.ts';

type Day = NonNullable<ValueOf<'list-expiries'>['days']>[number];

/** The day of an end as the vendor prints it: the last day with, or the first without. */
function useDayOf(): (day: Day) => string {
  const { dayOf } = useEnds();
  return (day) => dayOf(day) ?? day.until;
}

/** One month in the year: how many end in it; a press lists them. */
function MonthCell({ month, count, chosen, near }: { month: Month; count: number; chosen: boolean; near: boolean }) {
  const { t, i18n } = useTranslation('terms');
  const number = useNumber();
  return (
    <Link
      to="."
      search={(before: object) => ({ ...before, month: chosen ? undefined : month }) as never}
      resetScroll={false}
      className={classes.month}
      data-some={count > 0 || undefined}
      data-near={near || undefined}
      data-chosen={chosen || undefined}
      title={t('expiry.inMonth', { count, number: number(count), month: monthName(month, i18n.language) })}
      // The router marks every month of this page as the one that is shown.
      aria-current={chosen ? 'true' : undefined}
      activeProps={{ 'aria-current': chosen ? 'true' : undefined }}
    >
      <span className={classes.name}>
        <span>{shortMonthName(month, i18n.language)}</span> <span>{month.slice(0, 4)}</span>
      </span>
      <span className={classes.number}>{count === 0 ? '–' : number(count)}</span>
    </Link>
  );
}

/** The days of one month, with how many end on each. */
function Days({ month, days }: { month: Month; days: readonly Day[] }) {
  const { t, i18n } = useTranslation('terms');
  const number = useNumber();
  const dayOf = useDayOf();
  const counts = new Map(days.map((day) => [dayOf(day), day]));
  const all = daysOf(month);
  return (
    <table className={classes.days} aria-label={monthName(month, i18n.language)}>
      <thead>
        <tr>
          {weekdayNames(i18n.language).map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(all).map((week) => (
          <tr key={week.find((date) => date !== null)}>
            {week.map((date, place) => {
              const day = date === null ? undefined : counts.get(date);
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: a place in a week is what it is
                <td key={place} data-some={day ? true : undefined} data-lapse={day && day.lapse > 0 ? true : undefined}>
                  {date === null ? null : <time dateTime={date}>{Number(date.slice(8))}</time>}
                  {day && date ? (
                    <strong
                      title={t('expiry.onDay', { count: day.count, number: number(day.count), day: formatPlainDate(date, i18n.language) })}
                    >
                      {number(day.count)}
                    </strong>
                  ) : null}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Days in rows of seven; what is before the first and after the last is empty. */
function weeksOf(days: readonly string[]): (string | null)[][] {
  const cells: (string | null)[] = [...Array<null>(weekdayOf(days[0]!)).fill(null), ...days];
  while (cells.length % 7 > 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** What ends when, month by month for a year; the chosen month day by day (A11). */
export function Calendar({ days, chosen, noticeDays }: { days: readonly Day[]; chosen: Month | null; noticeDays: number }) {
  const { t } = useTranslation('terms');
  const { today } = useMe();
  const dayOf = useDayOf();
  const lastNear = monthOf(daysAfter(today, noticeDays));
  const count = (month: Month) => days.filter((day) => monthOf(dayOf(day)) === month).reduce((sum, day) => sum + day.count, 0);
  return (
    <>
      <nav className={classes.months} aria-label={t('expiry.calendar')}>
        {monthsFrom(today).map((month) => (
          <MonthCell key={month} month={month} count={count(month)} chosen={month === chosen} near={month <= lastNear} />
        ))}
      </nav>
      {chosen ? <Days month={chosen} days={days} /> : null}
    </>
  );
}
