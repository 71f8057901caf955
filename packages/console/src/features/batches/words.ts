import { useTranslation } from 'react-i18next';
import type { Status } from '../../components/status-marks.ts';
import { serverNow } from '../../lib/format.ts';
import type { ItemOf } from '../../lib/types.ts';
import type en from './locales/en.json';

export type Batch = ItemOf<'list-batches'>;
export type BatchItem = ItemOf<'list-batch-items'>;
export const batchStates = ['waiting', 'running', 'done', 'cancelled'] as const;
export const itemStates = ['waiting', 'done', 'failed', 'cancelled'] as const;

/** The mark of each state. */
export const markOf: Record<Batch['state'], Status> = { waiting: 'waiting', running: 'pending', done: 'accepted', cancelled: 'ended' };
export const itemMarkOf: Record<BatchItem['state'], Status> = {
  waiting: 'waiting',
  done: 'accepted',
  failed: 'failed',
  cancelled: 'ended',
};

export const isOpen = ({ state }: Pick<Batch, 'state'>): boolean => state === 'waiting' || state === 'running';

/** What long work does, in words; a kind without words shows as it is. */
export function useBatchKind(): (kind: string) => string {
  const { t } = useTranslation('batches');
  return (kind) => t(`kind.${kind as keyof (typeof en)['kind']}`, { defaultValue: kind });
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How long it still takes at the pace so far, in words. */
export function useTimeLeft(): (batch: Batch) => string {
  const { t } = useTranslation('batches');
  return ({ startedAt, done, failed, total }) => {
    if (startedAt === null) return t('left.waiting');
    const over = done + failed;
    if (over === 0) return t('left.unknown');
    const leftMs = ((serverNow() - Date.parse(startedAt)) / over) * (total - over);
    if (leftMs < minuteMs) return t('left.seconds');
    return leftMs < hourMs
      ? t('left.minutes', { count: Math.ceil(leftMs / minuteMs) })
      : t('left.hours', { count: Math.ceil(leftMs / hourMs) });
  };
}
