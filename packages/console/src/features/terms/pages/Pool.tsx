import { IconArrowsSplit, IconKey, IconPlus, IconSend, IconUserCheck } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { Copyable } from '../../../components/Copyable.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { type RowAct, RowMenu } from '../../../components/RowMenu.tsx';
import { Section } from '../../../components/Section.tsx';
import { RowsSkeleton } from '../../../components/Skeletons.tsx';
import { Term } from '../../../components/Term.tsx';
import { type Column, DataTable, ListPage } from '../../../components/table/index.ts';
import { When } from '../../../components/When.tsx';
import { formatList } from '../../../lib/format.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { everyItem, useOperation, usePages } from '../../../lib/use-operation.ts';
import { useCatalog } from '../../catalog/index.ts';
import { useProject } from '../../projects/index.ts';
import { Parts } from '../Parts.tsx';
import classes from '../terms.module.css';
import type { PoolGroup, PoolLicence } from '../types.ts';
import { kindOf, useTermWords } from '../words.ts';

/** A term in days, and below in years where it is whole; of what has dates, until when. */
function TermCell({ of }: { of: Pick<PoolGroup, 'termDays'> & Partial<Pick<PoolLicence, 'validFrom' | 'until' | 'lastDay'>> }) {
  const { t } = useTranslation('terms');
  const { days, years } = useTermWords();
  if (of.until) return <Term of={{ validFrom: of.validFrom ?? null, until: of.until, lastDay: of.lastDay ?? null }} inWords />;
  if (of.termDays === null) return t('forGood');
  const whole = years(of.termDays);
  return (
    <span className={classes.term}>
      <span>{days(of.termDays)}</span>
      {whole ? <span>{whole}</span> : null}
    </span>
  );
}

/** What is free, counted by category and term (A4). */
function Groups({ groups }: { groups: readonly PoolGroup[] }) {
  const { t, i18n } = useTranslation('terms');
  const number = useNumber();
  const { days, years } = useTermWords();
  const columns: Column<PoolGroup>[] = [
    {
      id: 'category',
      header: t('pool.category'),
      width: '2fr',
      phone: 'title',
      cell: (row) => (
        <span className={classes.licence}>
          <span>{kindOf(row)}</span>
          {row.together.length === 0 ? null : <span>{t('pool.together', { what: formatList(row.together, i18n.language) })}</span>}
        </span>
      ),
    },
    {
      id: 'term',
      header: t('pool.term'),
      cell: (row) => (row.termDays === null ? t('forGood') : (years(row.termDays) ?? days(row.termDays))),
    },
    { id: 'for', header: t('pool.of'), cell: (row) => t(`pool.for.${row.assignedTo}`) },
    {
      id: 'free',
      header: t('pool.free'),
      width: 100,
      align: 'right',
      phone: 'status',
      cell: (row) => <strong>{number(row.count)}</strong>,
    },
  ];
  return (
    <DataTable
      label={t('pool.groups')}
      columns={columns}
      rows={groups}
      rowId={(row) => JSON.stringify([row.category ?? row.part, row.assignedTo, row.runs, row.termDays])}
      density="compact"
    />
  );
}

/** What can be done with a licence of the pool. */
function useActs(projectId: string): (row: PoolLicence) => readonly RowAct[] {
  const { t } = useTranslation('terms');
  const params = { projectId };
  const permission = 'pools.write';
  return (row) => [
    ...(row.runs === 'while-assigned'
      ? [
          {
            id: 'assign',
            label: t('pool.assignTo'),
            icon: <IconUserCheck size={16} aria-hidden />,
            permission,
            link: {
              to: '/projects/$projectId/assign' as const,
              params,
              search: { lot: row.lotId, ...(row.assignedTo === 'user' ? { chosen: 'users' } : {}) },
            },
          },
        ]
      : []),
    ...(row.canSplit
      ? [
          {
            id: 'split',
            label: t('pool.split'),
            icon: <IconArrowsSplit size={16} aria-hidden />,
            permission,
            link: { to: '/projects/$projectId/split' as const, params, search: { lot: row.lotId } },
          },
        ]
      : []),
    {
      id: 'transfer',
      label: t('pool.transfer'),
      icon: <IconSend size={16} aria-hidden />,
      permission,
      link: { to: '/projects/$projectId/transfer' as const, params, search: { lot: row.lotId } },
    },
  ];
}

/** Its kind, and its part where it is of one only. */
function Kind({ of }: { of: PoolLicence }) {
  return (
    <span className={classes.licence}>
      <span>{kindOf(of)}</span>
      {of.categoryLabel === null || of.components.some(({ lotId }) => lotId !== of.lotId) ? null : <span>{of.partLabel}</span>}
    </span>
  );
}

function useColumns(projectId: string): Column<PoolLicence>[] {
  const { t } = useTranslation('terms');
  const number = useNumber();
  const acts = useActs(projectId);
  return [
    {
      id: 'category',
      header: t('pool.category'),
      width: '1.5fr',
      wrap: true,
      phone: 'title',
      cell: (row) => <Kind of={row} />,
      csv: kindOf,
    },
    { id: 'part', header: t('pool.part'), hidden: true, phone: 'hidden', cell: (row) => row.part, csv: (row) => row.part },
    {
      id: 'term',
      header: t('pool.term'),
      width: 200,
      wrap: true,
      sort: 'term',
      cell: (row) => <TermCell of={row} />,
      csv: (row) => row.termDays,
    },
    {
      id: 'count',
      header: t('pool.count'),
      width: 90,
      align: 'right',
      phone: 'status',
      cell: (row) => <strong>{number(row.count)}</strong>,
      csv: (row) => row.count,
    },
    {
      id: 'parts',
      header: t('pool.parts'),
      width: 140,
      cell: (row) => <Parts lotId={row.lotId} parts={row.components} />,
      csv: (row) => row.components.length,
    },
    {
      id: 'since',
      header: t('pool.since'),
      width: 140,
      sort: 'registered',
      cell: (row) => <When at={row.since} />,
      csv: (row) => row.since,
    },
    {
      id: 'id',
      header: t('pool.id'),
      width: '1.2fr',
      cell: (row) => <Copyable text={row.lotId} what={t('pool.id')} shorten />,
      csv: (row) => row.lotId,
    },
    {
      id: 'acts',
      header: t('pool.assign'),
      width: 56,
      align: 'right',
      phone: 'act',
      cell: (row) => <RowMenu name={row.partLabel} acts={acts(row)} />,
    },
  ];
}

const idOf = (row: PoolLicence) => row.lotId;

function Licences({ projectId, groups }: { projectId: string; groups: readonly PoolGroup[] }) {
  const { t } = useTranslation('terms');
  const { category, termDays, sort } = useSearch({ from: '/shell/project/projects/$projectId/licences' });
  const { days, years } = useTermWords();
  const input = useMemo(
    () => ({
      projectId,
      ...(category ? { category } : {}),
      ...(Number(termDays) > 0 ? { termDays: Number(termDays) } : {}),
      ...(sort ? { sort: sort as 'term' } : {}),
    }),
    [projectId, category, termDays, sort],
  );
  const pages = usePages('list-pool-licenses', input);
  const categories = new Map(groups.flatMap((one) => (one.category ? [[one.category, kindOf(one)] as const] : [])));
  const terms = [...new Set(groups.flatMap((one) => one.termDays ?? []))].sort((a, b) => a - b);
  return (
    <ListPage
      embedded
      id="pool"
      title={t('pool.licences')}
      columns={useColumns(projectId)}
      rowId={idOf}
      rowName={(row) => row.partLabel}
      pages={pages}
      everyRow={(signal) => everyItem('list-pool-licenses', input, signal)}
      filters={[
        ...(categories.size > 1
          ? [{ id: 'category', label: t('pool.filterCategory'), options: [...categories].map(([value, label]) => ({ value, label })) }]
          : []),
        {
          id: 'termDays',
          label: t('pool.filterTerm'),
          options: terms.map((term) => ({ value: String(term), label: years(term) ?? days(term) })),
        },
      ]}
      defaultSort="-registered"
      empty={<EmptyState compact title={t('pool.empty')} reason={t('pool.emptyReason')} />}
    />
  );
}

function Register({ projectId }: { projectId: string }) {
  const { t } = useTranslation('terms');
  return (
    <ActButton
      permission="pools.write"
      leftSection={<IconPlus size={16} aria-hidden />}
      link={{ to: '/projects/$projectId/license-keys/add', params: { projectId } }}
    >
      {t('pool.register')}
    </ActButton>
  );
}

/** What the project's pool holds and has assigned to nothing (A4): counted, then one by one. */
export default function Pool() {
  const { t } = useTranslation('terms');
  const { project } = useProject();
  const projectId = project.id;
  const query = useOperation('list-pool', { projectId });
  const groups = query.data?.value.items ?? null;
  const hasKeys = useCatalog().catalog?.licenseKeys === true;
  const content = () => {
    if (query.error) return <ErrorState problem={query.error.problem} onRetry={() => void query.refetch()} />;
    if (groups === null) return <RowsSkeleton rows={6} />;
    if (groups.length === 0) {
      return (
        <EmptyState
          icon={IconKey}
          title={t('pool.empty')}
          reason={t(hasKeys ? 'pool.emptyReason' : 'pool.emptyReasonNoKeys')}
          {...(hasKeys ? { action: <Register projectId={projectId} /> } : {})}
        />
      );
    }
    return (
      <>
        <Section title={t('pool.groups')} hint={t('pool.groupsHint')}>
          <Groups groups={groups} />
        </Section>
        <Section title={t('pool.licences')}>
          <Licences projectId={projectId} groups={groups} />
        </Section>
      </>
    );
  };
  return (
    <>
      <PageHeader
        title={t('pool.title')}
        actions={
          groups?.some(({ runs }) => runs === 'while-assigned') ? (
            <ActButton
              permission="pools.write"
              leftSection={<IconUserCheck size={16} aria-hidden />}
              link={{ to: '/projects/$projectId/assign', params: { projectId } }}
            >
              {t('pool.assign')}
            </ActButton>
          ) : null
        }
      />
      {content()}
    </>
  );
}
