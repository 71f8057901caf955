import { useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { FileButton } from '../../../components/FileButton.tsx';
import { TextLink } from '../../../components/Links.tsx';
import { PageHeader } from '../../../components/PageHeader.tsx';
import { Section } from '../../../components/Section.tsx';
import { ObjectSkeleton } from '../../../components/Skeletons.tsx';
import { StatusMark } from '../../../components/StatusMark.tsx';
import { type Column, ListPage } from '../../../components/table/index.ts';
import { When } from '../../../components/When.tsx';
import { call } from '../../../lib/api.ts';
import type { InputFor } from '../../../lib/types.ts';
import { useNumber } from '../../../lib/use-number.ts';
import { everyItem, usePages } from '../../../lib/use-operation.ts';
import { forgetBatch } from '../../../lib/watched-batches.ts';
import classes from '../batches.module.css';
import { BatchProgress } from '../Progress.tsx';
import { useBatch } from '../use-batch.ts';
import { type Batch, type BatchItem, isOpen, itemMarkOf, itemStates, markOf, useBatchKind } from '../words.ts';

/** Everything that was read of an item that was refused: why, and what to do. */
function Problem({ item }: { item: BatchItem }) {
  if (!item.problem) return '–';
  return (
    <span className={classes.problem}>
      {item.problem.detail} {item.problem.nextStep}
    </span>
  );
}

function Items({ batch }: { batch: Batch }) {
  const { t } = useTranslation('batches');
  const number = useNumber();
  const { state } = useSearch({ from: '/shell/batches/$batchId' });
  // The list is read again whenever more is done.
  const over = batch.done + batch.failed;
  const input = useMemo(() => ({ batchId: batch.id, ...(state ? { state } : {}) }) as InputFor<'list-batch-items'>, [batch.id, state]);
  const pages = usePages('list-batch-items', input);
  const { retry } = pages;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when more is done
  useEffect(() => void retry(), [over, batch.state, retry]);
  const columns: Column<BatchItem>[] = [
    {
      id: 'number',
      header: t('items.number'),
      width: 72,
      align: 'right',
      phone: 'hidden',
      cell: (row) => number(row.number),
      csv: (row) => row.number,
    },
    { id: 'name', header: t('items.name'), width: '1.4fr', phone: 'title', cell: (row) => row.label, csv: (row) => row.label },
    {
      id: 'state',
      header: t('items.state'),
      width: 160,
      phone: 'status',
      cell: (row) => <StatusMark status={itemMarkOf[row.state]} word={t(`items.${row.state}`)} />,
      csv: (row) => row.state,
    },
    {
      id: 'problem',
      header: t('items.problem'),
      width: '3fr',
      cell: (row) => <Problem item={row} />,
      csv: (row) => row.problem?.detail ?? null,
    },
  ];
  return (
    <ListPage
      embedded
      id="batch-items"
      title={t('items.title')}
      columns={columns}
      rowId={(row) => String(row.number)}
      rowName={(row) => row.label}
      pages={pages}
      everyRow={(signal) => everyItem('list-batch-items', input, signal)}
      filters={[{ id: 'state', label: t('items.filter'), options: itemStates.map((value) => ({ value, label: t(`items.${value}`) })) }]}
      empty={<EmptyState compact title={t('items.none')} reason={t('emptyReason')} />}
    />
  );
}

/** One piece of long work: how far it is, what came of each item, and what was refused as a file. */
export default function BatchPage() {
  const { t } = useTranslation('batches');
  const { batchId } = useParams({ from: '/shell/batches/$batchId' });
  const kind = useBatchKind();
  const { batch, error, retry } = useBatch(batchId);
  const seen = batch !== null && !isOpen(batch);
  // Whoever sees the end here need not be told of it again.
  useEffect(() => {
    if (seen) forgetBatch(batchId);
  }, [seen, batchId]);
  if (error) return <ErrorState page problem={error.problem} onRetry={() => void retry()} />;
  if (!batch) return <ObjectSkeleton />;
  return (
    <>
      <PageHeader
        title={kind(batch.kind)}
        mark={<StatusMark status={markOf[batch.state]} word={t(`states.${batch.state}`)} />}
        above={<TextLink to="/batches">{t('title')}</TextLink>}
        below={
          <Facts
            inline
            facts={[
              batch.project && {
                label: t('project'),
                value: (
                  <TextLink to="/projects/$projectId/devices" params={{ projectId: batch.project.id }}>
                    {batch.project.name}
                  </TextLink>
                ),
              },
              { label: t('started'), value: <When at={batch.createdAt} time /> },
              { label: t('by'), value: batch.startedBy.name },
            ]}
          />
        }
        actions={
          batch.failed > 0 ? (
            <FileButton name="refused.csv" get={() => call('download-batch-errors', { batchId })}>
              {t('errors')}
            </FileButton>
          ) : null
        }
      />
      <BatchProgress batch={batch} />
      <Section title={t('items.title')}>
        <Items batch={batch} />
      </Section>
    </>
  );
}
