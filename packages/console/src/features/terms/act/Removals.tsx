import { IconArrowBackUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Effects } from '../../../components/Effects.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Note } from '../../../components/Note.tsx';
import { type Column, DataTable } from '../../../components/table/index.ts';
import { Why } from '../../../components/Why.tsx';
import { useMe } from '../../../lib/session.tsx';
import { useNumber } from '../../../lib/use-number.ts';
import { LicenceName } from '../LicenceName.tsx';
import classes from '../terms.module.css';
import type { Removal } from '../types.ts';
import { Who } from '../Who.tsx';
import { useTermWords } from '../words.ts';

function useColumns(): Column<Removal>[] {
  const { t } = useTranslation('terms');
  const number = useNumber();
  const { days } = useTermWords();
  return [
    {
      id: 'from',
      header: t('unassign.from'),
      width: '1.4fr',
      phone: 'title',
      cell: ({ assignee }) => <Who of={assignee} />,
    },
    { id: 'licence', header: t('unassign.licence'), width: '1.6fr', cell: ({ licence }) => <LicenceName of={licence} /> },
    { id: 'before', header: t('unassign.before'), width: 80, align: 'right', cell: (row) => number(row.daysBefore) },
    { id: 'used', header: t('unassign.used'), width: 100, align: 'right', cell: (row) => `− ${number(row.used)}` },
    { id: 'deducted', header: t('unassign.deducted'), width: 100, align: 'right', cell: (row) => `− ${number(row.deducted)}` },
    {
      id: 'back',
      header: t('unassign.back'),
      width: 140,
      align: 'right',
      phone: 'status',
      cell: (row) => <strong>{row.remaining === 0 ? t('unassign.nothing') : days(row.remaining)}</strong>,
    },
    {
      id: 'why',
      header: t('unassign.why'),
      width: 96,
      align: 'right',
      phone: 'act',
      cell: (row) => <Why what={`${row.assignee.name}: ${days(row.remaining)}`} steps={row.why} />,
    },
  ];
}

type Undo = NonNullable<Removal['undoInstead']>;

/** What was given today is better undone, which costs no day (F13): the way there, or who can. */
function UndoInstead({ name, undo }: { name: string; undo: Undo }) {
  const { t } = useTranslation('terms');
  const extended = undo.kind === 'extend-license';
  if (!undo.mine)
    return <li>{t(extended ? 'unassign.todayByExtended' : 'unassign.todayBy', { name, organization: undo.organization?.name })}</li>;
  return (
    <li>
      {t(extended ? 'unassign.todayExtended' : 'unassign.today', { name })}{' '}
      <TextLink to="/history/$operationId/undo" params={{ operationId: undo.operationId }}>
        {t(extended ? 'unassign.undoExtension' : 'unassign.undoInstead', { name })}
      </TextLink>
    </li>
  );
}

/** So many are named one by one. */
const mostNamed = 5;

/** Of removals that are looked at: which are better undone, as the acts of today they are. */
export function Today({ removals }: { removals: readonly Removal[] }) {
  const { t } = useTranslation('terms');
  const number = useNumber();
  const today = removals.flatMap(({ assignee, undoInstead: undo }) =>
    undo && (undo.mine || undo.organization) ? [{ id: assignee.id, name: assignee.name, undo }] : [],
  );
  const more = today.length - mostNamed;
  if (today.length === 0) return null;
  return (
    <Note icon={IconArrowBackUp} color="amber" title={t('unassign.todayTitle')}>
      <ul className={classes.plain}>
        {today.slice(0, mostNamed).map((one) => (
          <UndoInstead key={one.id} name={one.name} undo={one.undo} />
        ))}
        {more > 0 ? <li>{t('unassign.todayMore', { count: more, number: number(more) })}</li> : null}
      </ul>
    </Note>
  );
}

/** What comes back, in words. */
function Sum({ removals }: { removals: readonly Removal[] }) {
  const { t } = useTranslation('terms');
  const number = useNumber();
  const { days } = useTermWords();
  const { vendor } = useMe();
  const add = (of: (removal: Removal) => number) => removals.reduce((sum, removal) => sum + of(removal), 0);
  const [back, deducted] = [add(({ remaining }) => remaining), add((removal) => removal.deducted)];
  const returning = removals.filter(({ returns }) => returns !== null).length;
  return (
    <Effects
      items={[
        returning === 0 ? t('unassign.sumNothing') : t('unassign.sum', { count: returning, days: days(back) }),
        ...(deducted > 0 ? [t('unassign.cost', { count: deducted, number: number(deducted), vendor: vendor.name })] : []),
      ]}
    />
  );
}

/** What taking licences off will do, or did: days before, used, deducted, what comes back, and why (A9). */
export function Removals({ removals, preview }: { removals: readonly Removal[]; preview: boolean }) {
  const { t } = useTranslation('terms');
  const columns = useColumns();
  return (
    <div className={classes.stack}>
      {preview ? <Today removals={removals} /> : null}
      {preview ? <Sum removals={removals} /> : null}
      <DataTable label={t('unassign.title')} columns={columns} rows={removals} rowId={(row) => row.assignee.id} density="comfortable" />
    </div>
  );
}
