import { useTranslation } from 'react-i18next';
import { Note } from '../../../components/Note.tsx';
import { Section } from '../../../components/Section.tsx';
import { type Column, DataTable } from '../../../components/table/index.ts';
import { Day, useEnds } from '../../../components/When.tsx';
import { Why } from '../../../components/Why.tsx';
import { useNumber } from '../../../lib/use-number.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import { LicenceName } from '../LicenceName.tsx';
import classes from '../terms.module.css';
import type { Assignment, PoolGroup } from '../types.ts';
import { End } from '../Validity.tsx';
import { Who } from '../Who.tsx';
import { kindOf, useTermWords } from '../words.ts';

function useColumns(): Column<Assignment>[] {
  const { t } = useTranslation('terms');
  const number = useNumber();
  const { term } = useTermWords();
  const ends = useEnds();
  return [
    {
      id: 'for',
      header: t('assign.for'),
      width: '1.4fr',
      phone: 'title',
      cell: ({ assignee }) => <Who of={assignee} />,
    },
    {
      id: 'from',
      header: t('assign.from'),
      width: '1.6fr',
      cell: ({ from, remark }) => (
        <>
          <LicenceName of={from} />
          {remark === null ? null : <span className={classes.remark}>{remark}</span>}
        </>
      ),
    },
    {
      id: 'days',
      header: t('assign.days'),
      width: 160,
      align: 'right',
      cell: ({ before, from, after }) => (
        <strong>
          {before === null
            ? number(after.termDays)
            : t('assign.plus', { before: number(before.termDays), more: number(from.termDays), after: number(after.termDays) })}
        </strong>
      ),
    },
    { id: 'first', header: t('assign.first'), width: 128, cell: ({ after }) => (after.startsOn ? <Day date={after.startsOn} /> : '–') },
    {
      id: 'until',
      header: ends.label,
      width: 160,
      cell: ({ before, after }) => (
        <span className={classes.until}>
          <strong>
            <End of={after} />
          </strong>
          {before === null ? null : (
            <span>
              {t('assign.untilBefore')} <End of={before} />
            </span>
          )}
        </span>
      ),
    },
    {
      id: 'why',
      header: t('assign.why'),
      width: 96,
      align: 'right',
      phone: 'act',
      cell: ({ assignee, after, why }) => <Why what={`${assignee.name}: ${term(after.termDays)}`} steps={why} />,
    },
  ];
}

/** What stays in the pool of the kinds that are taken from. */
function Stays({ projectId, assignments }: { projectId: string; assignments: readonly Assignment[] }) {
  const { t } = useTranslation('terms');
  const number = useNumber();
  const { term } = useTermWords();
  const query = useOperation('list-pool', { projectId });
  const taken = (group: PoolGroup) =>
    assignments.filter(
      ({ from }) =>
        from.termDays === group.termDays && (group.category === null ? from.part === group.part : from.category === group.category),
    ).length;
  const groups = (query.data?.value.items ?? []).filter((group) => group.runs === 'while-assigned' && taken(group) > 0);
  if (groups.length === 0) return null;
  return (
    <Section title={t('assign.stays')}>
      <ul className={classes.stays}>
        {groups.map((group) => (
          <li key={`${kindOf(group)} ${group.termDays}`}>
            <span>
              {kindOf(group)}, {term(group.termDays)}
            </span>
            <span>{t('assign.staysAfter', { before: number(group.count), after: number(group.count - taken(group)) })}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Who gets another length than preferred, with counts, before the rows that say it each. */
export function Remarks({ remarks }: { remarks: readonly string[] }) {
  if (remarks.length === 0) return null;
  return (
    <Note color="amber">
      {remarks.map((one) => (
        <p key={one}>{one}</p>
      ))}
    </Note>
  );
}

/** What an assignment will do, or did: from which licence, how many days, from when until when, and why. */
export function Assignments({
  projectId,
  assignments,
  remarks = [],
  preview,
}: {
  projectId: string;
  remarks?: readonly string[];
  assignments: readonly Assignment[];
  preview: boolean;
}) {
  const { t } = useTranslation('terms');
  const columns = useColumns();
  return (
    <div className={classes.stack}>
      <Remarks remarks={remarks} />
      <DataTable label={t('assign.title')} columns={columns} rows={assignments} rowId={(row) => row.assignee.id} density="comfortable" />
      {preview ? <Stays projectId={projectId} assignments={assignments} /> : null}
    </div>
  );
}
