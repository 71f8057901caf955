import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Key } from '../../components/Copyable.tsx';
import { Section } from '../../components/Section.tsx';
import { StatusMark } from '../../components/StatusMark.tsx';
import { DataTable } from '../../components/table/index.ts';
import type { ValueOf } from '../../lib/types.ts';
import classes from './catalog.module.css';
import type en from './locales/en.json';

type Checked = ValueOf<'check-catalog'>;
type What = keyof (typeof en)['load']['of'];

/** The mistakes of a pack, each with its place; the line leads there. */
export function Issues({ issues, more, onLine }: Pick<Checked, 'issues' | 'more'> & { onLine: (line: number, column: number) => void }) {
  const { t } = useTranslation('catalog');
  const title = t('load.issues', { count: issues.length + more });
  const hint = more === 0 ? t('load.issuesHint') : `${t('load.issuesHint')} ${t('load.issuesMore', { count: issues.length })}`;
  const place = ({ line, column }: Checked['issues'][number]) =>
    line === null ? (
      '–'
    ) : (
      <UnstyledButton className={classes.line} aria-label={t('load.goTo', { line })} onClick={() => onLine(line, column ?? 1)}>
        {line}:{column ?? 1}
      </UnstyledButton>
    );
  return (
    <Section title={<StatusMark status="failed" word={title} />} hint={hint}>
      <DataTable
        label={title}
        rows={issues.map((issue, index) => ({ ...issue, index }))}
        rowId={(row) => String(row.index)}
        density="comfortable"
        columns={[
          { id: 'line', header: `${t('load.line')}:${t('load.column')}`, width: 110, phone: 'status', cell: place },
          {
            id: 'problem',
            header: t('load.problem'),
            width: '2.4fr',
            phone: 'title',
            cell: (row) => <span className={classes.wrap}>{row.message}</span>,
          },
          { id: 'where', header: t('load.where'), width: '1.4fr', cell: (row) => <Key text={row.pointer || '/'} /> },
        ]}
      />
    </Section>
  );
}

const kindMarks = { added: 'available', changed: 'renewable', withdrawn: 'withdrawn', missing: 'failed' } as const;

/** What loading a pack would change. */
export function Changes({ changes }: { changes: Checked['changes'] }) {
  const { t } = useTranslation('catalog');
  if (changes.length === 0) return <p className={classes.checked}>{t('load.noChanges')}</p>;
  return (
    <Section title={t('load.changes', { count: changes.length })} hint={t('load.changesHint')}>
      <DataTable
        label={t('load.changes', { count: changes.length })}
        rows={changes}
        rowId={(row) => `${row.what} ${row.id}`}
        columns={[
          { id: 'id', header: t('fields.id'), width: '2fr', phone: 'title', cell: (row) => <Key text={row.id} /> },
          { id: 'what', header: t('load.what'), width: '1fr', cell: (row) => t(`load.of.${row.what as What}`, { defaultValue: row.what }) },
          {
            id: 'change',
            header: t('load.change'),
            width: 160,
            phone: 'status',
            cell: (row) => <StatusMark status={kindMarks[row.kind]} word={t(`load.kind.${row.kind}`)} />,
          },
        ]}
      />
    </Section>
  );
}
