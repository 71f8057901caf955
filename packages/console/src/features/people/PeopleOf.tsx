import { Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { DataTable } from '../../components/table/index.ts';
import { usePages } from '../../lib/use-operation.ts';
import { personRowId, usePersonColumns } from './person-columns.tsx';

/** The people of one organization: a tab of its page. */
export function PeopleOf({ organizationId, name }: { organizationId: string; name: string }) {
  const { t } = useTranslation(['people', 'common']);
  const columns = usePersonColumns({ withOrganization: false });
  const pages = usePages('list-people', { organizationId });
  if (pages.isPending) return <RowsSkeleton rows={4} />;
  if (pages.error && pages.rows.length === 0) return <ErrorState problem={pages.error.problem} onRetry={() => void pages.retry()} />;
  if (pages.rows.length === 0) {
    return <EmptyState icon={IconUsers} title={t('people:list.empty')} reason={t('people:list.emptyReason', { organization: name })} />;
  }
  return (
    <>
      <DataTable label={t('people:tab.people')} columns={columns} rows={pages.rows} rowId={personRowId} />
      {pages.hasMore ? (
        <Button variant="subtle" mt="xs" loading={pages.isLoadingMore} onClick={() => void pages.loadMore()}>
          {t('common:table.more')}
        </Button>
      ) : null}
    </>
  );
}
