import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Skeletons.module.css';

/** The shape of an object page while it loads, in the sizes of what will come, so that nothing jumps. */
export function ObjectSkeleton() {
  const { t } = useTranslation('common');
  return (
    <div role="status" aria-label={t('loading')} className={classes.object}>
      <Skeleton height={14} width={120} />
      <Skeleton height={31} width="min(360px, 70%)" />
      <Skeleton height={40} width="min(520px, 100%)" />
      <Skeleton height={36} mt={8} />
      <Skeleton height={220} />
    </div>
  );
}

/** Rows of a table or list while they load. */
export function RowsSkeleton({ rows = 6, height = 44 }: { rows?: number; height?: number }) {
  const { t } = useTranslation('common');
  return (
    <div role="status" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a skeleton have no identity
        <div key={index} className={classes.row} style={{ height }}>
          <Skeleton height={12} width={`${70 - ((index * 17) % 40)}%`} />
        </div>
      ))}
    </div>
  );
}
