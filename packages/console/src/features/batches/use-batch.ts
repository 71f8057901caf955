import { useEffect } from 'react';
import { useOperation } from '../../lib/use-operation.ts';
import { isOpen } from './words.ts';

const everyMs = 1000;

/** Long work as it is, read again every second while it goes on. */
export function useBatch(batchId: string) {
  const query = useOperation('get-batch', { batchId });
  const batch = query.data?.value ?? null;
  const open = batch !== null && isOpen(batch);
  const { refetch } = query;
  useEffect(() => {
    if (!open) return;
    const timer = setInterval(() => void refetch(), everyMs);
    return () => clearInterval(timer);
  }, [open, refetch]);
  return { batch, error: query.error, retry: query.refetch };
}
