import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Copyable } from '../../components/Copyable.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { RowsSkeleton } from '../../components/Skeletons.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import { type Column, DataTable } from '../../components/table/index.ts';
import { When } from '../../components/When.tsx';
import type { ItemOf } from '../../lib/types.ts';
import { usePages } from '../../lib/use-operation.ts';

type Version = ItemOf<'list-catalog-versions'>;

/** Every pack that was loaded, newest first. */
export function Versions() {
  const { t } = useTranslation(['catalog', 'common']);
  const pages = usePages('list-catalog-versions', {});
  const columns: Column<Version>[] = [
    {
      id: 'version',
      header: t('catalog:fields.version'),
      width: '1fr',
      phone: 'title',
      cell: (row) => t('catalog:fields.versionNumber', { version: row.version }),
    },
    { id: 'pack', header: t('catalog:fields.pack'), width: '1fr', cell: (row) => row.packVersion },
    {
      id: 'state',
      header: t('catalog:fields.status'),
      width: 130,
      phone: 'status',
      cell: (row) => <StatusMark status={row.current ? 'current' : 'replaced'} />,
    },
    { id: 'at', header: t('catalog:fields.loadedAt'), width: '1fr', cell: (row) => <When at={row.loadedAt} time /> },
    { id: 'by', header: t('catalog:fields.loadedBy'), width: '1fr', cell: (row) => row.loadedBy },
    {
      id: 'digest',
      header: t('catalog:fields.digest'),
      width: '1.2fr',
      phone: 'hidden',
      cell: (row) => <Copyable text={row.digest} what={t('catalog:fields.digest')} shorten />,
    },
  ];
  if (pages.isPending) return <RowsSkeleton rows={3} />;
  if (pages.error && pages.rows.length === 0) return <ErrorState problem={pages.error.problem} onRetry={() => void pages.retry()} />;
  return (
    <>
      <DataTable label={t('catalog:tab.versions')} columns={columns} rows={pages.rows} rowId={(row) => String(row.version)} />
      {pages.hasMore ? (
        <Button variant="subtle" mt="xs" loading={pages.isLoadingMore} onClick={() => void pages.loadMore()}>
          {t('common:table.more')}
        </Button>
      ) : null}
    </>
  );
}
