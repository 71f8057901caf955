import { IconShieldCheck } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Key } from '../../../components/Copyable.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { RowLink } from '../../../components/Links.tsx';
import { type Column, ListPage } from '../../../components/table/index.ts';
import { When } from '../../../components/When.tsx';
import { serverNow } from '../../../lib/format.ts';
import { everyItem, usePages } from '../../../lib/use-operation.ts';
import classes from '../audit.module.css';
import { canonical } from '../leaf.ts';
import { type AuditEvent, useEventActor, useEventChannel, useEventKind, useEventKinds } from '../words.ts';

const periods = ['1', '7', '30', '365'] as const;
const dayMs = 86_400_000;

/** The beginning of a period, at full minutes so that the same choice reads the same list. */
const beginOf = (days: string) => new Date(Math.floor((serverNow() - Number(days) * dayMs) / 60_000) * 60_000).toISOString();

function useColumns(): Column<AuditEvent>[] {
  const { t } = useTranslation('audit');
  const kind = useEventKind();
  const actor = useEventActor();
  const channel = useEventChannel();
  return [
    {
      id: 'what',
      header: t('fields.what'),
      width: '1.6fr',
      phone: 'title',
      cell: (row) => (
        <RowLink to="/audit/$at/$hash" params={{ at: row.at, hash: row.hash }}>
          {kind(row.kind)}
        </RowLink>
      ),
      csv: (row) => row.kind,
    },
    { id: 'who', header: t('fields.who'), width: '1.2fr', cell: actor, csv: actor },
    {
      id: 'organization',
      header: t('fields.organization'),
      width: '1.6fr',
      phone: 'hidden',
      cell: (row) => row.organization?.name ?? '–',
      csv: (row) => row.organization?.name ?? null,
    },
    { id: 'when', header: t('fields.when'), width: 190, phone: 'status', cell: (row) => <When at={row.at} time />, csv: (row) => row.at },
    {
      id: 'address',
      header: t('fields.address'),
      width: 130,
      phone: 'hidden',
      cell: (row) => (row.address ? <Key text={row.address} /> : '–'),
      csv: (row) => row.address,
    },
    {
      id: 'hash',
      header: t('fields.hash'),
      width: 120,
      phone: 'hidden',
      cell: (row) => <span className={classes.hash}>{row.hash.slice(0, 10)}…</span>,
      csv: (row) => row.hash,
    },
    { id: 'channel', header: t('fields.channel'), width: 130, hidden: true, phone: 'hidden', cell: channel, csv: channel },
    {
      id: 'leaf',
      header: t('fields.leaf'),
      width: '3fr',
      hidden: true,
      phone: 'hidden',
      cell: (row) => <Key text={canonical(row.leaf)} />,
      csv: (row) => canonical(row.leaf),
    },
  ];
}

/** Acts and security events, newest first. */
export default function AuditLog() {
  const { t } = useTranslation('audit');
  const kind = useEventKind();
  const search = useSearch({ from: '/shell/audit' });
  const input = useMemo(
    () => ({ ...(search.kind ? { kind: search.kind } : {}), ...(search.period ? { from: beginOf(search.period) } : {}) }),
    [search.kind, search.period],
  );
  return (
    <ListPage
      id="audit-log"
      title={t('title')}
      intro={<p className={classes.intro}>{t('intro')}</p>}
      columns={useColumns()}
      rowId={(row) => row.hash}
      rowName={(row) => kind(row.kind)}
      pages={usePages('list-audit-events', input)}
      everyRow={(signal) => everyItem('list-audit-events', input, signal)}
      filters={[
        { id: 'kind', label: t('fields.kind'), options: useEventKinds().map((value) => ({ value, label: kind(value) })) },
        { id: 'period', label: t('fields.period'), options: periods.map((value) => ({ value, label: t(`period.${value}`) })) },
      ]}
      empty={<EmptyState icon={IconShieldCheck} title={t('empty')} reason={t('emptyReason')} />}
    />
  );
}
