import { IconArrowsExchange } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ListPage } from '../../components/table/index.ts';
import type { InputFor } from '../../lib/types.ts';
import { everyItem, usePages } from '../../lib/use-operation.ts';
import { useTransferColumns } from './columns.tsx';

const states = ['offered', 'accepted', 'refused', 'withdrawn', 'lapsed'] as const;

/** Offers of licences: of one project, or of all that one sees. */
export function TransferList({ projectId, actions }: { projectId?: string; actions?: ReactNode }) {
  const { t } = useTranslation('transfers');
  const { direction, state } = useSearch({ strict: false }) as { direction?: string; state?: string };
  const input = useMemo(
    () =>
      ({
        ...(projectId ? { projectId } : {}),
        ...(direction ? { direction } : {}),
        ...(state ? { state } : {}),
      }) as InputFor<'list-transfers'>,
    [projectId, direction, state],
  );
  return (
    <ListPage
      id="transfers"
      title={t('title')}
      columns={useTransferColumns()}
      rowId={(row) => row.id}
      rowName={(row) => row.from.customer}
      pages={usePages('list-transfers', input)}
      everyRow={(signal) => everyItem('list-transfers', input, signal)}
      filters={[
        {
          id: 'direction',
          label: t('fields.direction'),
          options: (['incoming', 'outgoing'] as const).map((value) => ({ value, label: t(`direction.${value}`) })),
        },
        { id: 'state', label: t('fields.state'), options: states.map((value) => ({ value, label: t(`state.${value}`) })) },
      ]}
      actions={actions}
      empty={<EmptyState icon={IconArrowsExchange} title={t('empty')} reason={t('emptyReason')} action={actions} />}
    />
  );
}
