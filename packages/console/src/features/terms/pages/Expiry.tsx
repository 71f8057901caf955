import { IconCalendarPlus, IconCalendarTime, IconSettings, IconUserMinus } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ActButton } from '../../../components/Allowed.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { RowLink } from '../../../components/Links.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { RowMenu } from '../../../components/RowMenu.tsx';
import { Section } from '../../../components/Section.tsx';
import { RowsSkeleton } from '../../../components/Skeletons.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import { TwoLines } from '../../../components/TwoLines.tsx';
import { type Column, ListPage } from '../../../components/table/index.ts';
import { Day, useEnds } from '../../../components/When.tsx';
import { dayBefore, formatList } from '../../../lib/format.ts';
import type { ItemOf, ProjectDetails } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { everyItem, useOperation, usePages } from '../../../lib/use-operation.ts';
import { useProject } from '../../projects/index.ts';
import { Calendar } from '../expiry/Calendar.tsx';
import { daysOf, monthAfter, monthName } from '../expiry/months.ts';
import { LicenceName } from '../LicenceName.tsx';
import classes from '../terms.module.css';
import { End, furthestNotice } from '../Validity.tsx';
import { useTermWords } from '../words.ts';

type Expiry = ItemOf<'list-expiries'>;

/** What happens when it ends, in two words. */
const nextWords = {
  lapse: 'expiry.lapses',
  'activate-another': 'expiry.ends',
  'not-enough': 'expiry.notEnough',
  extend: 'expiry.extends',
} as const satisfies Record<Expiry['next']['what'], string>;

/** What happens when it ends: it lapses, is extended by itself, would be if there were something free, or another is to be activated. */
function Next({ row: { next, daysLeft }, noticeDays }: { row: Expiry; noticeDays: number }) {
  const { t } = useTranslation('terms');
  const { term } = useTermWords();
  const word = t(nextWords[next.what]);
  if (next.what === 'lapse') return <StatusMark status={daysLeft <= noticeDays ? 'expiring' : 'pending'} word={word} />;
  if (next.what === 'activate-another') {
    return (
      <TwoLines second={t('expiry.activateBefore')}>
        <StatusMark status={daysLeft <= noticeDays ? 'expiring' : 'pending'} word={word} />
      </TwoLines>
    );
  }
  if (next.what === 'not-enough') {
    return (
      <TwoLines second={t('expiry.nothingFree')}>
        <StatusMark status="expired" word={word} />
      </TwoLines>
    );
  }
  return (
    <span className={classes.until}>
      <span>
        <StatusMark status="renewable" word={word} />
      </span>
      {next.on && next.by ? (
        <span>
          <Day date={next.on} />: {term(next.by.termDays)}
        </span>
      ) : null}
    </span>
  );
}

function Name({ row }: { row: Expiry }) {
  const { assignee } = row;
  if (assignee.kind === 'user') return assignee.name;
  return (
    <RowLink to="/devices/$deviceId" params={{ deviceId: assignee.id }} search={{ tab: 'licences' }}>
      {assignee.name}
    </RowLink>
  );
}

function Acts({ row }: { row: Expiry }) {
  const { t } = useTranslation('terms');
  // Its dates stand: it can neither be extended nor taken off.
  if (row.next.what === 'activate-another') return null;
  const target = {
    params: { projectId: row.project.id },
    search: { [row.assignee.kind === 'device' ? 'devices' : 'users']: row.assignee.id },
  };
  return (
    <RowMenu
      name={row.assignee.name}
      acts={[
        {
          id: 'extend',
          label: t('assigned.extend'),
          icon: <IconCalendarPlus size={16} aria-hidden />,
          permission: 'pools.write',
          link: { to: '/projects/$projectId/assign', ...target },
        },
        {
          id: 'unassign',
          label: t('assigned.unassign'),
          icon: <IconUserMinus size={16} aria-hidden />,
          permission: 'pools.write',
          link: { to: '/projects/$projectId/unassign', ...target },
        },
      ]}
    />
  );
}

function useColumns(noticeDays: number): Column<Expiry>[] {
  const { t } = useTranslation(['terms', 'common']);
  const number = useNumber();
  const ends = useEnds();
  return [
    {
      id: 'name',
      header: t('terms:assigned.name'),
      width: '1.2fr',
      phone: 'title',
      cell: (row) => <Name row={row} />,
      csv: (row) => row.assignee.name,
    },
    {
      id: 'licence',
      header: t('terms:assigned.licence'),
      width: '1.8fr',
      cell: (row) => <LicenceName of={row.licence} />,
      csv: (row) => row.licence.part,
    },
    {
      id: 'until',
      header: ends.label,
      width: 140,
      cell: (row) => <End of={row.licence} />,
      csv: (row) => ends.dayOf(row.licence),
    },
    {
      id: 'left',
      header: t('terms:assigned.left'),
      width: 124,
      align: 'right',
      cell: (row) => number(row.daysLeft),
      csv: (row) => row.daysLeft,
    },
    {
      id: 'next',
      header: t('terms:expiry.next'),
      width: 210,
      wrap: true,
      phone: 'status',
      cell: (row) => <Next row={row} noticeDays={noticeDays} />,
      csv: (row) => t(`terms:${nextWords[row.next.what]}`),
    },
    {
      id: 'acts',
      header: t('common:table.acts'),
      width: 56,
      align: 'right',
      phone: 'act',
      cell: (row) => <Acts row={row} />,
    },
  ];
}

/** What ends within a year, or in the chosen month, the first first. */
function Ending({ project, month }: { project: ProjectDetails; month: string | null }) {
  const projectId = project.id;
  const { t } = useTranslation('terms');
  const { style } = useEnds();
  const input = useMemo(() => {
    if (month === null) return { projectId };
    // The server asks by the last day; where the first day without is printed, the month is one day earlier.
    const shift = (date: string) => (style === 'until' ? dayBefore(date) : date);
    return { projectId, from: shift(daysOf(month)[0]!), until: shift(daysOf(monthAfter(month))[0]!) };
  }, [projectId, month, style]);
  const pages = usePages('list-expiries', input);
  return (
    <ListPage
      embedded
      place={['month']}
      id="expiries"
      title={t('expiry.list')}
      columns={useColumns(furthestNotice(project))}
      rowId={(row) => `${row.licence.lotId} ${row.assignee.id}`}
      rowName={(row) => row.assignee.name}
      pages={pages}
      everyRow={(signal) => everyItem('list-expiries', input, signal)}
      empty={<EmptyState compact icon={IconCalendarTime} title={t('expiry.none')} reason={t('expiry.noneReason')} />}
    />
  );
}

/** What the project's settings say, in words. */
function useSettings({ settings: { noticeDays, atExpiry, extendPrefer } }: ProjectDetails) {
  const { t, i18n } = useTranslation('terms');
  const number = useNumber();
  const days = formatList(noticeDays.map(number), i18n.language);
  return {
    notice: noticeDays.length === 0 ? t('expiry.noNotice') : t('expiry.noticeBefore', { days }),
    atExpiry: t(`expiry.atExpiry.${atExpiry === 'lapse' ? 'lapse' : extendPrefer}`),
  };
}

/** What of a project ends when, and what happens then (A11): its settings, a calendar of a year, and a list. */
export default function ExpiryPage() {
  const { t, i18n } = useTranslation('terms');
  const { project } = useProject();
  const words = useSettings(project);
  const search = useSearch({ from: '/shell/project/projects/$projectId/expiry' });
  const month = search.month && /^\d{4}-\d{2}$/.test(search.month) ? search.month : null;
  const query = useOperation('list-expiries', { projectId: project.id, limit: 1 });
  const days = query.data?.value.days ?? null;
  return (
    <>
      <PageHeader
        title={t('expiry.title')}
        actions={
          <ActButton
            permission="pools.write"
            variant="default"
            leftSection={<IconSettings size={16} aria-hidden />}
            link={{ to: '/projects/$projectId/settings', params: { projectId: project.id } }}
          >
            {t('expiry.settings')}
          </ActButton>
        }
        below={
          <Facts
            inline
            facts={[
              { label: t('expiry.notice'), value: words.notice },
              { label: t('expiry.then'), value: words.atExpiry },
            ]}
          />
        }
      />
      <Section title={t('expiry.calendar')} hint={t('expiry.calendarHint')}>
        {query.error ? <ErrorState problem={query.error.problem} onRetry={() => void query.refetch()} /> : null}
        {days === null && !query.error ? <RowsSkeleton rows={2} height={60} /> : null}
        {days === null ? null : <Calendar days={days} chosen={month} noticeDays={furthestNotice(project)} />}
      </Section>
      <Section title={month === null ? t('expiry.list') : t('expiry.listIn', { month: monthName(month, i18n.language) })}>
        <Ending project={project} month={month} />
      </Section>
    </>
  );
}
