import { Text } from '@mantine/core';
import { IconRefresh, IconSignature } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { Copyable } from '../../../components/Copyable.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { RowsSkeleton } from '../../../components/Skeletons.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import { type Column, DataTable } from '../../../components/table/index.ts';
import { When } from '../../../components/When.tsx';
import type { ValueOf } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { PublicKeys, VerifyCommands } from '../PublicKeys.tsx';

type SigningKey = ValueOf<'list-signing-keys'>['items'][number];

function useColumns(): Column<SigningKey>[] {
  const { t } = useTranslation('signingKeys');
  const number = useNumber();
  return [
    {
      id: 'kid',
      header: t('fields.kid'),
      width: '2.4fr',
      phone: 'title',
      cell: (row) => <Copyable text={row.kid} what={t('fields.kid')} shorten />,
    },
    {
      id: 'state',
      header: t('fields.state'),
      width: 170,
      phone: 'status',
      cell: (row) => <StatusMark status={row.state} word={t(`state.${row.state}`)} />,
    },
    { id: 'algorithm', header: t('fields.algorithm'), width: 110, cell: (row) => row.algorithm },
    { id: 'documents', header: t('fields.documents'), width: 200, align: 'right', cell: (row) => number(row.documents) },
    { id: 'activated', header: t('fields.activated'), width: 160, cell: (row) => (row.activatedAt ? <When at={row.activatedAt} /> : '–') },
    { id: 'retired', header: t('fields.retired'), width: 160, cell: (row) => (row.retiredAt ? <When at={row.retiredAt} /> : '–') },
  ];
}

function Keys() {
  const { t } = useTranslation('signingKeys');
  const columns = useColumns();
  const query = useOperation('list-signing-keys', {});
  if (query.error) return <ErrorState page problem={query.error.problem} onRetry={() => void query.refetch()} />;
  if (!query.data) return <RowsSkeleton rows={2} />;
  const keys = query.data.value.items;
  if (keys.length === 0) return <EmptyState icon={IconSignature} title={t('empty')} reason={t('emptyReason')} />;
  return <DataTable label={t('title')} columns={columns} rows={keys} rowId={(row) => row.kid} />;
}

/** The vendor's signing keys, how to give out the public ones, and how to check with them. */
export default function SigningKeys() {
  const { t } = useTranslation('signingKeys');
  return (
    <>
      <PageHeader
        title={t('title')}
        below={<Text c="dimmed">{t('intro')}</Text>}
        actions={
          <ActButton
            permission="signing-keys.write"
            variant="default"
            leftSection={<IconRefresh size={16} aria-hidden />}
            link={{ to: '/signing-keys/rotate' }}
          >
            {t('rotate.action')}
          </ActButton>
        }
      />
      <Keys />
      <div style={{ height: 32 }} />
      <PublicKeys />
      <VerifyCommands />
    </>
  );
}
