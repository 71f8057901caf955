import { Button, CloseButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Key } from '../../../components/Copyable.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { SearchSelect } from '../../../components/SearchSelect.tsx';
import { Section } from '../../../components/Section.tsx';
import { RowsSkeleton } from '../../../components/Skeletons.tsx';
import { type Column, DataTable } from '../../../components/table/index.ts';
import { useOperation } from '../../../lib/use-operation.ts';
import classes from '../terms.module.css';
import { type Assignee, mostAtOnce, type Of, type State } from '../types.ts';
import { useProjectOf } from '../use-project.ts';
import { End, StateMark } from '../Validity.tsx';
import { Who } from '../Who.tsx';
import { kindOf } from '../words.ts';

/** So many rows show before the rest unfolds. */
const mostShown = 8;

/** Those an act is for, as they are; null while they are read. The act itself changes how they stand, so what was read first stays. */
export function useWhom(projectId: string, of: Of, ids: readonly string[]) {
  const key = ids.join(',');
  const query = useOperation('list-assignments', ids.length === 0 ? null : { projectId, of, ids: key, limit: mostAtOnce }, {
    keepPrevious: true,
  });
  const [first, setFirst] = useState<{ readonly key: string; readonly rows: readonly Assignee[] } | null>(null);
  const items = query.data?.value.items ?? null;
  if (items !== null && !query.isFetching && first?.key !== key) setFirst({ key, rows: items });
  const known = first?.key === key ? first.rows : items;
  const rows = ids.length === 0 ? [] : (known?.filter(({ assignee }) => ids.includes(assignee.id)) ?? null);
  return { rows, error: query.error };
}

function useOptions(projectId: string, of: Of, fitting: readonly State[], taken: readonly string[]) {
  const { noticeDays } = useProjectOf(projectId);
  return (text: string) => {
    // biome-ignore lint/correctness/useHookAtTopLevel: `SearchSelect` calls this as a hook on every render
    const query = useOperation(
      'list-assignments',
      { projectId, of, limit: 12, ...(text ? { q: text } : {}), ...(fitting.length === 1 ? { state: fitting[0]! } : {}) },
      { keepPrevious: true },
    );
    const options = (query.data?.value.items ?? [])
      .filter(({ assignee }) => !taken.includes(assignee.id))
      .map((row) => ({
        id: row.assignee.id,
        title: row.assignee.name,
        content: (
          <span className={classes.option}>
            <span>{row.assignee.name}</span>
            {row.assignee.hardwareKey ? <Key text={row.assignee.hardwareKey} /> : null}
            <StateMark row={row} noticeDays={noticeDays} />
          </span>
        ),
      }));
    return { options, isPending: query.isPending || query.isFetching };
  };
}

function useColumns(projectId: string, onDrop: (id: string) => void): Column<Assignee>[] {
  const { t } = useTranslation('terms');
  const { noticeDays } = useProjectOf(projectId);
  return [
    {
      id: 'name',
      header: t('assigned.name'),
      width: '1.4fr',
      phone: 'title',
      cell: (row) => <Who of={row.assignee} />,
    },
    {
      id: 'now',
      header: t('whom.now'),
      width: '1.4fr',
      cell: (row) =>
        row.licence ? (
          <span className={classes.licence}>
            <span>{kindOf(row.licence)}</span>
            <span>
              <End of={row.licence} inWords />
            </span>
          </span>
        ) : (
          '–'
        ),
    },
    {
      id: 'status',
      header: t('assigned.status'),
      width: 170,
      phone: 'status',
      cell: (row) => <StateMark row={row} noticeDays={noticeDays} />,
    },
    {
      id: 'drop',
      header: t('whom.dropColumn'),
      width: 48,
      align: 'right',
      phone: 'act',
      cell: (row) => (
        <CloseButton size="sm" aria-label={t('whom.drop', { name: row.assignee.name })} onClick={() => onDrop(row.assignee.id)} />
      ),
    },
  ];
}

/** For whom an act is: those chosen, more of them by name, and a way to leave some out. */
export function Whom({
  projectId,
  of,
  ids,
  rows,
  error,
  fitting,
  onChange,
}: {
  projectId: string;
  of: Of;
  ids: readonly string[];
  rows: readonly Assignee[] | null;
  error: { readonly problem: Parameters<typeof ErrorState>[0]['problem'] } | null;
  /** Which of them can be added. */
  fitting: readonly State[];
  onChange: (ids: readonly string[]) => void;
}) {
  const { t } = useTranslation('terms');
  const [whole, setWhole] = useState(false);
  const columns = useColumns(projectId, (id) => onChange(ids.filter((one) => one !== id)));
  const options = useOptions(projectId, of, fitting, ids);
  const shown = whole ? (rows ?? []) : (rows ?? []).slice(0, mostShown);
  const title = t(of === 'devices' ? 'whom.device' : 'whom.user');
  const hidden = (rows?.length ?? 0) - shown.length;
  return (
    <Section title={title} hint={ids.length === 0 ? t('whom.none') : t('whom.hint', { count: ids.length })}>
      <div className={classes.stack}>
        {error ? <ErrorState problem={error.problem} /> : null}
        {rows === null && !error ? <RowsSkeleton rows={Math.min(ids.length, mostShown)} height={56} /> : null}
        {shown.length > 0 ? (
          <DataTable label={title} columns={columns} rows={shown} rowId={(row) => row.assignee.id} density="comfortable" />
        ) : null}
        {hidden > 0 ? (
          <div>
            <Button variant="subtle" size="compact-sm" onClick={() => setWhole(true)}>
              {t('whom.more', { count: hidden })}
            </Button>
          </div>
        ) : null}
        {ids.length < mostAtOnce ? (
          <SearchSelect
            label={t('whom.add')}
            placeholder={t('whom.addPlaceholder')}
            useOptions={options}
            onPick={(id) => onChange([...ids, id])}
          />
        ) : (
          <p className={classes.soft}>{t('whom.most', { most: mostAtOnce })}</p>
        )}
      </div>
    </Section>
  );
}
