import { Button } from '@mantine/core';
import { IconMailForward } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { confirm } from '../../../components/confirm.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { notify, notifyProblem } from '../../../components/notify.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import { Strong } from '../../../components/Strong.tsx';
import { type Column, ListPage } from '../../../components/table/index.ts';
import { When } from '../../../components/When.tsx';
import { useMay, useMe } from '../../../lib/session.tsx';
import { everyItem, useAct, usePages } from '../../../lib/use-operation.ts';
import { InviteButton, PeopleNav } from '../PeopleNav.tsx';
import type { Invitation } from '../roles.ts';

function Revoke({ row }: { row: Invitation }) {
  const { t } = useTranslation('people');
  const me = useMe();
  const act = useAct('revoke-invitation');
  const names = { email: row.email, organization: row.organization.name };
  if (row.state !== 'pending') return null;
  const ask = () =>
    confirm({
      title: t('revoke.title'),
      text: <Strong text={t('revoke.text', names)} />,
      organization: me.current.organization.name,
      action: t('revoke.action'),
      danger: true,
      onConfirm: () =>
        act.mutate(
          { input: { invitationId: row.id } },
          { onSuccess: () => notify(t('revoke.done', names)), onError: (error) => notifyProblem(error) },
        ),
    });
  return (
    <Button size="compact-sm" variant="default" aria-label={t('invitations.revokeNamed', names)} onClick={ask}>
      {t('invitations.revoke')}
    </Button>
  );
}

function useColumns(): Column<Invitation>[] {
  const { t } = useTranslation(['people', 'common']);
  const mayWrite = useMay('people.write');
  const acts: Column<Invitation> = {
    id: 'acts',
    header: t('common:table.acts'),
    width: 120,
    align: 'right',
    phone: 'act',
    cell: (row) => <Revoke row={row} />,
  };
  return [
    { id: 'email', header: t('people:fields.email'), width: '1.8fr', phone: 'title', cell: (row) => row.email, csv: (row) => row.email },
    {
      id: 'organization',
      header: t('people:fields.organization'),
      width: '1.4fr',
      cell: (row) => row.organization.name,
      csv: (row) => row.organization.name,
    },
    { id: 'role', header: t('people:fields.role'), width: 130, cell: (row) => t(`common:roles.${row.role}`), csv: (row) => row.role },
    {
      id: 'state',
      header: t('people:fields.state'),
      width: 140,
      phone: 'status',
      cell: (row) => <StatusMark status={row.state} />,
      csv: (row) => row.state,
    },
    {
      id: 'invitedBy',
      header: t('people:fields.invitedBy'),
      width: '1fr',
      phone: 'hidden',
      cell: (row) => row.invitedBy,
      csv: (row) => row.invitedBy,
    },
    {
      id: 'created',
      header: t('people:fields.invitedAt'),
      width: 130,
      cell: (row) => <When at={row.createdAt} />,
      csv: (row) => row.createdAt,
    },
    {
      id: 'expires',
      header: t('people:fields.expires'),
      width: 130,
      cell: (row) => <When at={row.expiresAt} />,
      csv: (row) => row.expiresAt,
    },
    ...(mayWrite ? [acts] : []),
  ];
}

/** Who was asked to join, and what became of it. */
export default function Invitations() {
  const { t } = useTranslation('people');
  return (
    <ListPage
      id="invitations"
      title={t('tab.invitations')}
      intro={<PeopleNav />}
      columns={useColumns()}
      rowId={(row) => row.id}
      rowName={(row) => row.email}
      pages={usePages('list-invitations', {})}
      everyRow={(signal) => everyItem('list-invitations', {}, signal)}
      actions={<InviteButton />}
      empty={
        <EmptyState icon={IconMailForward} title={t('invitations.empty')} reason={t('invitations.emptyReason')} action={<InviteButton />} />
      }
    />
  );
}
