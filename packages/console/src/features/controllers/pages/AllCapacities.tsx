import { IconGauge } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { type Column, ListPage } from '../../../components/table/index.ts';
import { useLabel } from '../../../lib/session.tsx';
import type { InputFor, ItemOf } from '../../../lib/types.ts';
import { everyItem, usePages } from '../../../lib/use-operation.ts';
import { linesOf, useCapacityColumns, useLackFilter } from '../capacity-columns.tsx';

type Item = ItemOf<'list-all-capacities'>;

/** Whose it is: the page of its project says what all together have. */
function useWhere(): Column<Item>[] {
  const [project, customer] = [useLabel('project'), useLabel('customer')];
  return [
    {
      id: 'project',
      header: project,
      width: '1.3fr',
      cell: (row) => (
        <TextLink to="/projects/$projectId" params={{ projectId: row.project.id }}>
          {row.project.name}
        </TextLink>
      ),
      csv: (row) => row.project.name,
    },
    {
      id: 'customer',
      header: customer,
      width: '1.3fr',
      hidden: true,
      cell: (row) => row.customer.name,
      csv: (row) => row.customer.name,
    },
  ];
}

/** What capacity and maintenance controllers have and lack, of all projects that one sees: home leads here (E4, E7). */
export default function AllCapacities() {
  const { t } = useTranslation('controllers');
  const { missing } = useSearch({ from: '/shell/capacities' });
  const input = useMemo(() => (missing ? { missing } : {}) as InputFor<'list-all-capacities'>, [missing]);
  const pages = usePages('list-all-capacities', input);
  const isSeveral = pages.rows.some(({ capacities }) => capacities.length > 1);
  return (
    <ListPage
      id="all-capacities"
      title={t('capacities.title')}
      columns={useCapacityColumns(isSeveral, useWhere())}
      rowId={(row) => row.device.id}
      rowName={(row) => row.device.name}
      pages={pages}
      csvLines={linesOf}
      everyRow={(signal) => everyItem('list-all-capacities', input, signal)}
      filters={[useLackFilter()]}
      empty={
        missing ? (
          <EmptyState icon={IconGauge} title={t('capacities.none')} reason={t('capacities.noneReason')} />
        ) : (
          <EmptyState icon={IconGauge} title={t('capacities.empty')} reason={t('capacities.emptyReason')} />
        )
      }
    />
  );
}
