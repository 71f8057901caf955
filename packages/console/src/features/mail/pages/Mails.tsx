import { IconMail, IconMailbox } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { RowLink } from '../../../components/Links.tsx';
import { Note } from '../../../components/Note.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import { type Column, ListPage } from '../../../components/table/index.ts';
import { When } from '../../../components/When.tsx';
import type { InputFor } from '../../../lib/types.ts';
import { everyItem, useOperation, usePages } from '../../../lib/use-operation.ts';
import { TestMail } from '../TestMail.tsx';
import { type Mail, mailStates, useMailKind } from '../words.ts';

function useColumns(): Column<Mail>[] {
  const { t } = useTranslation('mail');
  const kind = useMailKind();
  return [
    {
      id: 'subject',
      header: t('fields.subject'),
      width: '2fr',
      phone: 'title',
      cell: (row) => (
        <RowLink to="/mail/$mailId" params={{ mailId: row.id }}>
          {row.subject}
        </RowLink>
      ),
      csv: (row) => row.subject,
    },
    { id: 'to', header: t('fields.to'), width: '1.4fr', cell: (row) => row.to, csv: (row) => row.to },
    { id: 'kind', header: t('fields.kind'), width: 150, phone: 'hidden', cell: (row) => kind(row.kind), csv: (row) => row.kind },
    {
      id: 'state',
      header: t('fields.state'),
      width: 165,
      phone: 'status',
      cell: (row) => <StatusMark status={row.state} />,
      csv: (row) => row.state,
    },
    {
      id: 'created',
      header: t('fields.created'),
      width: 170,
      cell: (row) => <When at={row.createdAt} time />,
      csv: (row) => row.createdAt,
    },
    {
      id: 'sent',
      header: t('fields.sent'),
      width: 170,
      hidden: true,
      phone: 'hidden',
      cell: (row) => (row.sentAt ? <When at={row.sentAt} time /> : '–'),
      csv: (row) => row.sentAt,
    },
    {
      id: 'attempts',
      header: t('fields.attempts'),
      width: 100,
      align: 'right',
      hidden: true,
      phone: 'hidden',
      cell: (row) => row.attempts,
      csv: (row) => row.attempts,
    },
    {
      id: 'error',
      header: t('fields.error'),
      hidden: true,
      phone: 'hidden',
      cell: (row) => row.lastError ?? '–',
      csv: (row) => row.lastError,
    },
    { id: 'id', header: t('fields.id'), hidden: true, phone: 'hidden', cell: (row) => row.id, csv: (row) => row.id },
  ];
}

/** Says that no mail server is set, by the newest mail: one that was kept. */
function KeptNote() {
  const { t } = useTranslation('mail');
  const newest = useOperation('list-mails', { limit: 1 });
  if (newest.data?.value.items[0]?.state !== 'kept') return null;
  return (
    <Note color="blue" icon={IconMailbox} title={t('kept.title')}>
      {t('kept.text')}
    </Note>
  );
}

/** Every mail that Muniment wrote: the outbox, and the mailbox to read from where no mail server is set. */
export default function Mails() {
  const { t } = useTranslation(['mail', 'common']);
  const search = useSearch({ from: '/shell/mail' });
  const input = useMemo(
    () => ({ ...(search.q ? { q: search.q } : {}), ...(search.state ? { state: search.state } : {}) }) as InputFor<'list-mails'>,
    [search.q, search.state],
  );
  return (
    <ListPage
      id="mails"
      title={t('mail:title')}
      intro={<KeptNote />}
      columns={useColumns()}
      rowId={(row) => row.id}
      rowName={(row) => row.subject}
      pages={usePages('list-mails', input)}
      everyRow={(signal) => everyItem('list-mails', input, signal)}
      searchLabel={t('mail:search')}
      filters={[
        { id: 'state', label: t('mail:fields.state'), options: mailStates.map((value) => ({ value, label: t(`common:status.${value}`) })) },
      ]}
      actions={<TestMail />}
      empty={<EmptyState icon={IconMail} title={t('mail:empty')} reason={t('mail:emptyReason')} />}
    />
  );
}
