import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../../components/LinkButton.tsx';
import { watchBatch } from '../../lib/watched-batches.ts';
import { BatchProgress } from './Progress.tsx';
import { useBatch } from './use-batch.ts';

/** Long work that was just started: how far it is, and the way to each of its results. The bell rings for it. */
export function StartedBatch({ batchId }: { batchId: string }) {
  const { t } = useTranslation('batches');
  const { batch } = useBatch(batchId);
  useEffect(() => watchBatch(batchId), [batchId]);
  if (!batch) return null;
  return (
    <>
      <BatchProgress batch={batch} />
      <div>
        <LinkButton to="/batches/$batchId" params={{ batchId }}>
          {t('show')}
        </LinkButton>
      </div>
    </>
  );
}
