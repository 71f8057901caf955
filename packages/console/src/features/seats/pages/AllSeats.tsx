import { IconArmchair2 } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { RowLink, TextLink } from '../../../components/Links.tsx';
import { TwoLines } from '../../../components/TwoLines.tsx';
import { type Column, type Filter, ListPage } from '../../../components/table/index.ts';
import { useLabel } from '../../../lib/session.tsx';
import type { InputFor, ItemOf } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { everyItem, usePages } from '../../../lib/use-operation.ts';
import { Standing } from '../Standing.tsx';
import { liveMs } from '../types.ts';

type Item = ItemOf<'list-all-counters'>;
const states = ['over', 'waiting', 'full'] as const;

/** What of a counter is a number. */
const numbers = ['seats', 'used', 'borrowed', 'reserved', 'waiting'] as const;

function useColumns(): Column<Item>[] {
  const { t } = useTranslation('seats');
  const number = useNumber();
  const [project, customer] = [useLabel('project'), useLabel('customer')];
  return [
    {
      id: 'label',
      header: t('fields.feature'),
      width: '1.6fr',
      phone: 'title',
      cell: (row) => (
        <RowLink to="/seats/$counterId" params={{ counterId: row.id }}>
          {row.label}
        </RowLink>
      ),
      csv: (row) => row.label,
    },
    {
      id: 'project',
      header: project,
      width: '1.8fr',
      wrap: true,
      cell: (row) => (
        <TwoLines second={row.customer.name === row.project.name ? null : row.customer.name}>
          <TextLink to="/projects/$projectId/seats" params={{ projectId: row.project.id }}>
            {row.project.name}
          </TextLink>
        </TwoLines>
      ),
      csv: (row) => row.project.name,
    },
    // It stands below the project; a file has it in a column of its own.
    {
      id: 'customer',
      header: customer,
      width: '1.4fr',
      hidden: true,
      phone: 'hidden',
      cell: (row) => row.customer.name,
      csv: (row) => row.customer.name,
    },
    { id: 'state', header: t('fields.standing'), width: 210, phone: 'status', cell: (row) => <Standing of={row} /> },
    ...numbers.map(
      (id): Column<Item> => ({
        id,
        header: t(`fields.${id}`),
        width: 92,
        align: 'right',
        cell: (row) => number(row[id]),
        csv: (row) => row[id],
      }),
    ),
    {
      id: 'over',
      header: t('fields.over'),
      width: 96,
      align: 'right',
      hidden: true,
      phone: 'hidden',
      cell: (row) => number(row.over?.seats ?? 0),
      csv: (row) => row.over?.seats ?? 0,
    },
  ];
}

/** Seats of all projects that one sees: home leads here (C8). */
export default function AllSeats() {
  const { t } = useTranslation('seats');
  const { q, state } = useSearch({ from: '/shell/seats' });
  const input = useMemo(() => ({ ...(q ? { q } : {}), ...(state ? { state } : {}) }) as InputFor<'list-all-counters'>, [q, state]);
  const filter: Filter = {
    id: 'state',
    label: t('fields.standing'),
    options: states.map((value) => ({ value, label: t(`all.states.${value}`) })),
  };
  return (
    <ListPage
      id="seats"
      title={t('title')}
      columns={useColumns()}
      rowId={(row) => row.id}
      rowName={(row) => `${row.label}, ${row.project.name}`}
      pages={usePages('list-all-counters', input, 100, { everyMs: liveMs * 2 })}
      everyRow={(signal) => everyItem('list-all-counters', input, signal)}
      searchLabel={t('all.search')}
      filters={[filter]}
      empty={<EmptyState icon={IconArmchair2} title={t('empty.title')} reason={t('empty.all')} />}
    />
  );
}
