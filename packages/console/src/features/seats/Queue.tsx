import { IconHourglassEmpty } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { type Column, DataTable } from '../../components/table/index.ts';
import { Ago } from '../../components/When.tsx';
import type { ValueOf } from '../../lib/types.ts';
import { useNumber } from '../../lib/use-number.ts';
import { useOperation } from '../../lib/use-operation.ts';
import classes from './seats.module.css';
import { type CounterDetails, liveMs } from './types.ts';

type Ticket = ValueOf<'list-tickets'>['items'][number];

function useColumns(): Column<Ticket>[] {
  const { t } = useTranslation('seats');
  const number = useNumber();
  return [
    {
      id: 'position',
      header: t('queue.position'),
      width: 80,
      align: 'right',
      phone: 'status',
      cell: (row) => <strong>{number(row.position)}</strong>,
    },
    { id: 'user', header: t('fields.user'), width: '1.2fr', wrap: true, phone: 'title', cell: (row) => row.user },
    { id: 'host', header: t('fields.host'), width: '1.2fr', wrap: true, cell: (row) => row.host },
    { id: 'groups', header: t('fields.groups'), width: '1fr', wrap: true, cell: (row) => row.groups.join(', ') || '–' },
    { id: 'seats', header: t('fields.seats'), width: 90, align: 'right', cell: (row) => number(row.seats) },
    { id: 'since', header: t('fields.since'), width: 170, cell: (row) => <Ago at={row.since} /> },
    { id: 'until', header: t('queue.until'), width: 170, cell: (row) => <Ago at={row.expiresAt} /> },
  ];
}

/** Who waits for seats, in the order of service (C3). */
export function Queue({ counter }: { counter: CounterDetails }) {
  const { t } = useTranslation('seats');
  const number = useNumber();
  const query = useOperation('list-tickets', { counterId: counter.id }, { everyMs: liveMs });
  const columns = useColumns();
  if (query.error) return <ErrorState problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <RowsSkeleton rows={4} />;
  const { items, total } = query.data.value;
  if (items.length === 0) {
    const reason = t(counter.ticketSeconds === null ? 'queue.never' : 'queue.emptyReason');
    return <EmptyState icon={IconHourglassEmpty} title={t('queue.empty')} reason={reason} />;
  }
  return (
    <>
      <p className={classes.hint}>{t('queue.hint')}</p>
      <DataTable label={t('queue.title')} columns={columns} rows={items} rowId={(row) => row.leaseId} rowName={(row) => row.user} />
      {total > items.length ? (
        <p className={classes.soft}>{t('queue.more', { shown: number(items.length), total: number(total) })}</p>
      ) : null}
    </>
  );
}
