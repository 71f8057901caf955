import type { AnyBatchKind } from './kind.ts';

/** Every kind of long work. */
export const batchKinds: readonly AnyBatchKind[] = [];
