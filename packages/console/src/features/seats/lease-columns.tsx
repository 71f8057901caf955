import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { StatusMark } from '../../components/StatusMark.tsx';
import type { Status } from '../../components/status-marks.ts';
import { TwoLines } from '../../components/TwoLines.tsx';
import type { Column, Filter } from '../../components/table/index.ts';
import { Ago, When } from '../../components/When.tsx';
import { useMay } from '../../lib/session.tsx';
import { useNumber } from '../../lib/use-number.ts';
import { actFor } from './TakeBack.tsx';
import type { Lease } from './types.ts';

const states = ['live', 'lingering', 'borrowed', 'recalled'] as const;
const marks: Readonly<Record<Lease['state'], Status>> = {
  live: 'active',
  lingering: 'pending',
  borrowed: 'reserved',
  recalled: 'expiring',
};

/** The filter by what a lease is: here, kept for a moment, away, called back. */
export function useLeaseFilter(): Filter {
  const { t } = useTranslation('seats');
  return { id: 'state', label: t('leases.state'), options: states.map((value) => ({ value, label: t(`leases.states.${value}`) })) };
}

/** Until when: of what is away the day it comes back, of anything else when it is free without another sign of life. */
function Until({ row }: { row: Lease }) {
  const { t } = useTranslation('seats');
  const { borrowedUntil, expiresAt } = row;
  if (borrowedUntil === null) return <Ago at={expiresAt} />;
  if (Date.parse(expiresAt) >= Date.parse(borrowedUntil)) return <When at={borrowedUntil} time />;
  const isRecalled = row.state === 'recalled';
  return (
    <TwoLines
      second={
        <>
          {t(isRecalled ? 'leases.insteadOf' : 'leases.documentUntil')} <When at={isRecalled ? borrowedUntil : expiresAt} time />
        </>
      }
    >
      <When at={isRecalled ? expiresAt : borrowedUntil} time />
    </TwoLines>
  );
}

/** What is only shown when it is chosen. */
function useMore(): Column<Lease>[] {
  const { t } = useTranslation('seats');
  return [
    {
      id: 'groups',
      header: t('fields.groups'),
      hidden: true,
      phone: 'hidden',
      cell: (row) => row.groups.join(', ') || '–',
      csv: (row) => row.groups.join(' '),
    },
    {
      id: 'seen',
      header: t('leases.seen'),
      width: 130,
      hidden: true,
      phone: 'hidden',
      cell: (row) => <Ago at={row.seenAt} />,
      csv: (row) => row.seenAt,
    },
  ];
}

/** Who holds seats: where, since when, until when, and since when unused (C8). */
export function useLeaseColumns(onAct: (lease: Lease, act: 'end' | 'recall') => void): Column<Lease>[] {
  const { t } = useTranslation('seats');
  const number = useNumber();
  const may = useMay('seats.write');
  const more = useMore();
  const acts: Column<Lease> = {
    id: 'acts',
    header: t('leases.acts'),
    width: 148,
    align: 'right',
    phone: 'act',
    cell: (row) => {
      const act = actFor(row);
      return act === null ? null : (
        <Button size="compact-sm" variant="default" aria-label={t(`${act}.named`, { user: row.user })} onClick={() => onAct(row, act)}>
          {t(`${act}.short`)}
        </Button>
      );
    },
  };
  return [
    {
      id: 'user',
      header: t('leases.who'),
      width: '1fr',
      wrap: true,
      phone: 'title',
      cell: (row) => <TwoLines second={row.host}>{row.user}</TwoLines>,
      csv: (row) => row.user,
    },
    // It stands below the user; a file has it in a column of its own.
    { id: 'host', header: t('fields.host'), hidden: true, phone: 'hidden', wrap: true, cell: (row) => row.host, csv: (row) => row.host },
    { id: 'seats', header: t('fields.seats'), width: 66, align: 'right', cell: (row) => number(row.seats), csv: (row) => row.seats },
    {
      id: 'state',
      header: t('leases.state'),
      width: 140,
      phone: 'status',
      cell: (row) => <StatusMark status={marks[row.state]} word={t(`leases.states.${row.state}`)} />,
      csv: (row) => row.state,
    },
    { id: 'since', header: t('fields.since'), width: 170, sort: 'since', cell: (row) => <Ago at={row.since} />, csv: (row) => row.since },
    {
      id: 'until',
      header: t('leases.until'),
      width: 250,
      wrap: true,
      cell: (row) => <Until row={row} />,
      csv: (row) => row.borrowedUntil ?? row.expiresAt,
    },
    {
      id: 'idle',
      header: t('leases.idle'),
      width: 142,
      cell: (row) => (row.idleSince === null ? '–' : <Ago at={row.idleSince} />),
      csv: (row) => row.idleSince,
    },
    ...more,
    ...(may ? [acts] : []),
  ];
}
