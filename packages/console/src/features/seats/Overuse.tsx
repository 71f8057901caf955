import { IconAntennaBars5 } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Facts } from '../../components/Facts.tsx';
import { Section } from '../../components/Section.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import { type Column, type Filter, ListPage } from '../../components/table/index.ts';
import { VendorWhen } from '../../components/When.tsx';
import { serverNow } from '../../lib/format.ts';
import { useMe } from '../../lib/session.tsx';
import type { InputFor, ItemOf } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import { everyItem, usePages } from '../../lib/use-operation.ts';
import { daysOf, type Period, periods } from './overuse-periods.ts';
import classes from './seats.module.css';
import { type CounterDetails, liveMs } from './types.ts';
import { useLength } from './words.ts';

type Overuse = ItemOf<'list-overuses'>;

const secondsOf = ({ since, until }: Overuse) => ((until === null ? serverNow() : Date.parse(until)) - Date.parse(since)) / 1000;

function useColumns(): Column<Overuse>[] {
  const { t } = useTranslation('seats');
  const number = useNumber();
  const length = useLength();
  return [
    {
      id: 'since',
      header: t('fields.since'),
      width: '1fr',
      phone: 'title',
      cell: (row) => <VendorWhen at={row.since} named />,
      csv: (row) => row.since,
    },
    {
      id: 'until',
      header: t('overuse.until'),
      width: '1fr',
      cell: (row) =>
        row.until === null ? <StatusMark status="over-use" word={t('overuse.lasts')} /> : <VendorWhen at={row.until} named />,
      csv: (row) => row.until,
    },
    {
      id: 'length',
      header: t('overuse.length'),
      width: 160,
      cell: (row) => length(secondsOf(row)),
      csv: (row) => Math.round(secondsOf(row)),
    },
    {
      id: 'most',
      header: t('overuse.most'),
      width: 150,
      align: 'right',
      phone: 'status',
      cell: (row) => <strong>{number(row.most)}</strong>,
      csv: (row) => row.most,
    },
  ];
}

/** When more was in use than there was, and how many seats more would have been enough: what is charged afterwards (C3). */
export function Overuse({ counter }: { counter: CounterDetails }) {
  const { t } = useTranslation('seats');
  const number = useNumber();
  const { today } = useMe();
  const { period } = useSearch({ from: '/shell/seats/$counterId' });
  const days = periods.includes(period as Period) ? daysOf(period as Period, today) : null;
  const { from, to } = days ?? {};
  const input = useMemo(
    () => ({ counterId: counter.id, ...(from ? { from } : {}), ...(to ? { to } : {}) }) as InputFor<'list-overuses'>,
    [counter.id, from, to],
  );
  const pages = usePages('list-overuses', input, 100, { everyMs: liveMs });
  const most = pages.first?.most ?? 0;
  const filter: Filter = {
    id: 'period',
    label: t('overuse.period'),
    options: periods.map((value) => ({ value, label: t(`overuse.periods.${value}`) })),
  };
  return (
    <>
      {most > 0 ? (
        <Section title={t('overuse.trueUp')} hint={t('overuse.hint')} framed>
          <Facts
            facts={[
              { label: t('overuse.amount'), value: <strong>{t('rules.seats', { count: most, number: number(most) })}</strong> },
              { label: t('overuse.times'), value: pages.total === null ? null : number(pages.total) },
              { label: t('rules.overdraft'), value: number(counter.overdraft) },
            ]}
          />
        </Section>
      ) : null}
      <div className={classes.below}>
        <ListPage
          embedded
          id="overuse"
          title={t('overuse.title')}
          place={['tab']}
          columns={useColumns()}
          rowId={(row) => row.since}
          rowName={(row) => row.since}
          pages={pages}
          everyRow={(signal) => everyItem('list-overuses', input, signal)}
          filters={[filter]}
          empty={<EmptyState icon={IconAntennaBars5} title={t('overuse.empty')} reason={t('overuse.emptyReason')} />}
        />
      </div>
    </>
  );
}
