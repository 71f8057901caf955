import { localStore } from './store.ts';

/** Long work that this browser started, until its end was seen: the bell rings for it. */
export const watchedBatches = localStore<readonly string[]>('batches', []);

export const watchBatch = (batchId: string): void => watchedBatches.set([...new Set([...watchedBatches.get(), batchId])]);

export const forgetBatch = (batchId: string): void => watchedBatches.set(watchedBatches.get().filter((id) => id !== batchId));
