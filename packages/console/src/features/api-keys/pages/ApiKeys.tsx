import { Button } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { Key } from '../../../components/Copyable.tsx';
import { confirm } from '../../../components/confirm.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { notify, notifyProblem } from '../../../components/notify.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import { Strong } from '../../../components/Strong.tsx';
import { type Column, ListPage } from '../../../components/table/index.ts';
import { When } from '../../../components/When.tsx';
import { useMe } from '../../../lib/session.tsx';
import { everyItem, useAct, usePages } from '../../../lib/use-operation.ts';
import { type ApiKey, stateOf, useScopeWords } from '../words.ts';

function Revoke({ row }: { row: ApiKey }) {
  const { t } = useTranslation('apiKeys');
  const me = useMe();
  const act = useAct('revoke-api-key');
  if (stateOf(row) !== 'active') return null;
  const ask = () =>
    confirm({
      title: t('revoke.title', { name: row.name }),
      text: <Strong text={t('revoke.text', { name: row.name, prefix: row.prefix })} />,
      organization: me.current.organization.name,
      action: t('revoke.action'),
      danger: true,
      onConfirm: () =>
        act.mutate(
          { input: { apiKeyId: row.id } },
          { onSuccess: () => notify(t('revoke.done', { name: row.name })), onError: (error) => notifyProblem(error) },
        ),
    });
  return (
    <Button size="compact-sm" variant="default" aria-label={t('revoke.named', { name: row.name })} onClick={ask}>
      {t('revoke.short')}
    </Button>
  );
}

function useColumns(): Column<ApiKey>[] {
  const { t } = useTranslation(['apiKeys', 'common']);
  const scopeWords = useScopeWords();
  const when = (at: string | null) => (at ? <When at={at} /> : t('apiKeys:never'));
  return [
    { id: 'name', header: t('apiKeys:fields.name'), width: '1.6fr', phone: 'title', cell: (row) => row.name, csv: (row) => row.name },
    {
      id: 'prefix',
      header: t('apiKeys:fields.prefix'),
      width: 150,
      cell: (row) => <Key text={`${row.prefix}…`} />,
      csv: (row) => row.prefix,
    },
    {
      id: 'scopes',
      header: t('apiKeys:fields.scopes'),
      width: '1fr',
      cell: (row) => scopeWords(row.scopes),
      csv: (row) => row.scopes.join(' '),
    },
    {
      id: 'state',
      header: t('apiKeys:fields.state'),
      width: 120,
      phone: 'status',
      cell: (row) => <StatusMark status={stateOf(row)} />,
      csv: (row) => stateOf(row),
    },
    { id: 'expires', header: t('apiKeys:fields.expires'), width: 130, cell: (row) => when(row.expiresAt), csv: (row) => row.expiresAt },
    {
      id: 'lastUsed',
      header: t('apiKeys:fields.lastUsed'),
      width: 170,
      cell: (row) => (row.lastUsedAt ? <When at={row.lastUsedAt} time /> : t('apiKeys:never')),
      csv: (row) => row.lastUsedAt,
    },
    {
      id: 'createdBy',
      header: t('apiKeys:fields.createdBy'),
      width: '1fr',
      phone: 'hidden',
      cell: (row) => row.createdBy,
      csv: (row) => row.createdBy,
    },
    {
      id: 'created',
      header: t('apiKeys:fields.created'),
      width: 130,
      hidden: true,
      phone: 'hidden',
      cell: (row) => when(row.createdAt),
      csv: (row) => row.createdAt,
    },
    {
      id: 'role',
      header: t('apiKeys:fields.role'),
      hidden: true,
      phone: 'hidden',
      cell: (row) => t(`common:roles.${row.role}`),
      csv: (row) => row.role,
    },
    { id: 'id', header: t('apiKeys:fields.id'), hidden: true, phone: 'hidden', cell: (row) => row.id, csv: (row) => row.id },
    { id: 'acts', header: t('common:table.acts'), width: 120, align: 'right', phone: 'act', cell: (row) => <Revoke row={row} /> },
  ];
}

/** Keys of programs that act for the organization. */
export default function ApiKeys() {
  const { t } = useTranslation('apiKeys');
  const me = useMe();
  const make = (
    <ActButton permission="api-keys.write" leftSection={<IconPlus size={16} aria-hidden />} link={{ to: '/api-keys/new' }}>
      {t('new.title')}
    </ActButton>
  );
  const reason = t('emptyReason', { organization: me.current.organization.name });
  return (
    <ListPage
      id="api-keys"
      title={t('title')}
      columns={useColumns()}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      pages={usePages('list-api-keys', {})}
      everyRow={(signal) => everyItem('list-api-keys', {}, signal)}
      actions={make}
      empty={<EmptyState icon={IconKey} title={t('empty')} reason={reason} action={make} />}
    />
  );
}
