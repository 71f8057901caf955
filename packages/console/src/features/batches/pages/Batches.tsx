import { IconChecklist } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { RowLink } from '../../../components/Links.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import { type Column, ListPage } from '../../../components/table/index.ts';
import { When } from '../../../components/When.tsx';
import type { InputFor } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { usePages } from '../../../lib/use-operation.ts';
import { type Batch, batchStates, markOf, useBatchKind } from '../words.ts';

function useColumns(): Column<Batch>[] {
  const { t } = useTranslation('batches');
  const number = useNumber();
  const kind = useBatchKind();
  return [
    {
      id: 'what',
      header: t('what'),
      width: '1.4fr',
      phone: 'title',
      cell: (row) => (
        <RowLink to="/batches/$batchId" params={{ batchId: row.id }}>
          {kind(row.kind)}
        </RowLink>
      ),
    },
    { id: 'project', header: t('project'), width: '1.2fr', cell: (row) => row.project?.name ?? row.customer?.name ?? '–' },
    {
      id: 'progress',
      header: t('progress'),
      width: 150,
      align: 'right',
      cell: (row) => t('of', { done: number(row.done + row.failed), total: number(row.total) }),
    },
    { id: 'refused', header: t('refused'), width: 100, align: 'right', cell: (row) => number(row.failed) },
    {
      id: 'state',
      header: t('state'),
      width: 150,
      phone: 'status',
      cell: (row) => <StatusMark status={markOf[row.state]} word={t(`states.${row.state}`)} />,
    },
    { id: 'started', header: t('started'), width: 170, cell: (row) => <When at={row.createdAt} time /> },
    { id: 'by', header: t('by'), width: '1fr', phone: 'hidden', cell: (row) => row.startedBy.name },
  ];
}

/** Long work that one's organization started, the newest first. */
export default function Batches() {
  const { t } = useTranslation('batches');
  const search = useSearch({ from: '/shell/batches' });
  const kind = useBatchKind();
  const input = useMemo(() => ({ ...search }) as InputFor<'list-batches'>, [search]);
  return (
    <ListPage
      id="batches"
      title={t('title')}
      columns={useColumns()}
      rowId={(row) => row.id}
      rowName={(row) => kind(row.kind)}
      pages={usePages('list-batches', input)}
      filters={[{ id: 'state', label: t('stateFilter'), options: batchStates.map((value) => ({ value, label: t(`states.${value}`) })) }]}
      empty={<EmptyState icon={IconChecklist} title={t('empty')} reason={t('emptyReason')} />}
    />
  );
}
