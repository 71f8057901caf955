import { useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ActPage, Done } from '../../../components/act/index.ts';
import { Copyable } from '../../../components/Copyable.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { LinkButton } from '../../../components/LinkButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { Section } from '../../../components/Section.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { type Column, DataTable } from '../../../components/table/index.ts';
import type { ValueOf } from '../../../lib/types.ts';
import { UndoActs } from '../act/UndoActs.tsx';
import classes from '../terms.module.css';
import type { TermLicence } from '../types.ts';
import { useProjectOf } from '../use-project.ts';
import { kindOf, useTermWords } from '../words.ts';

/** The licences that come of it; a preview's have no ids yet that would last. */
function PartsOf({ parts, dryRun }: Pick<ValueOf<'split-license'>, 'parts' | 'dryRun'>) {
  const { t } = useTranslation('terms');
  const { term } = useTermWords();
  const columns: Column<TermLicence>[] = [
    { id: 'part', header: t('pool.category'), width: '1.6fr', phone: 'title', cell: kindOf },
    {
      id: 'origin',
      header: t('pool.parts'),
      width: '1.4fr',
      cell: ({ components: [origin] }) => (origin ? <Copyable text={origin.lotId} what={t('pool.parts')} shorten /> : '–'),
    },
    ...(dryRun
      ? []
      : [
          {
            id: 'id',
            header: t('pool.id'),
            width: '1.4fr' as const,
            cell: (row: TermLicence) => <Copyable text={row.lotId} what={t('pool.id')} shorten />,
          },
        ]),
    {
      id: 'days',
      header: t('split.days'),
      width: 170,
      align: 'right',
      phone: 'status',
      cell: (row) => <strong>{term(row.termDays)}</strong>,
    },
  ];
  return (
    <Section title={t('split.parts')}>
      <DataTable label={t('split.parts')} columns={columns} rows={parts} rowId={(row) => row.lotId} />
    </Section>
  );
}

/** Takes a cumulative licence apart into what is left of its originals (A8). */
export default function Split() {
  const { t } = useTranslation('terms');
  const { projectId } = useParams({ from: '/shell/projects/$projectId/split' });
  const { lot } = useSearch({ from: '/shell/projects/$projectId/split' });
  const { days } = useTermWords();
  const { project, error, retry } = useProjectOf(projectId);
  if (error) return <ErrorState page problem={error.problem} onRetry={() => void retry()} />;
  if (!project) return <ObjectSkeleton />;
  const back = { to: '/projects/$projectId/licences', params: { projectId } } as const;
  return (
    <ActPage
      title={t('split.title')}
      above={<TextLink {...back}>{project.name}</TextLink>}
      operation="split-license"
      permission="pools.write"
      input={{ projectId, lotId: lot ?? '' }}
      digestOf={({ digest }) => digest}
      review={({ licence, parts, dryRun }) => (
        <div className={classes.stack}>
          <p className={classes.sum}>{t('split.intro', { licence: kindOf(licence), days: days(licence.termDays) })}</p>
          <PartsOf parts={parts} dryRun={dryRun} />
        </div>
      )}
      commitLabel={t('split.commit')}
      done={({ parts, dryRun, operationId }) => (
        <Done
          title={t('split.done')}
          next={
            <>
              <LinkButton {...back}>{t('split.back')}</LinkButton>
              <UndoActs operationIds={[operationId]} />
            </>
          }
        >
          <p className={classes.sum}>{t('split.doneText', { count: parts.length })}</p>
          <PartsOf parts={parts} dryRun={dryRun} />
        </Done>
      )}
    />
  );
}
