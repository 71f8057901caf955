import { IconHistory } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ListPage } from '../../../components/table/index.ts';
import { everyItem, usePages } from '../../../lib/use-operation.ts';
import { useOperationColumns } from '../operation-columns.tsx';
import { beginOf, usePeriodFilter } from '../period.ts';
import { operationKinds, useKindWord } from '../words.ts';

/** Every act the person may see. */
export default function HistoryPage() {
  const { t } = useTranslation('history');
  const kind = useKindWord();
  const search = useSearch({ from: '/shell/history' });
  const input = useMemo(
    () => ({ ...(search.kind ? { kind: search.kind } : {}), ...(search.period ? { from: beginOf(search.period) } : {}) }),
    [search.kind, search.period],
  );
  const pages = usePages('list-operations', input);
  return (
    <ListPage
      id="history"
      title={t('history.title')}
      columns={useOperationColumns()}
      rowId={(row) => row.id}
      rowName={(row) => kind(row.kind)}
      pages={pages}
      everyRow={(signal) => everyItem('list-operations', input, signal)}
      filters={[
        { id: 'kind', label: t('history.kindFilter'), options: operationKinds.map((value) => ({ value, label: kind(value) })) },
        usePeriodFilter(),
      ]}
      empty={<EmptyState icon={IconHistory} title={t('history.empty')} reason={t('history.emptyReason')} />}
    />
  );
}
