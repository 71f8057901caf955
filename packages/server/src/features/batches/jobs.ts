import type { JobTask } from '@muniment/platform/jobs';
import { batchKinds } from './kinds.ts';
import { createResumeBatches } from './resume-batches.ts';
import { type BatchJobParts, createRunBatch } from './run-batch.ts';

export function batchJobs(parts: Omit<BatchJobParts, 'kinds'>): Readonly<Record<'run-batch' | 'resume-batches', JobTask>> {
  return {
    'run-batch': createRunBatch({ ...parts, kinds: batchKinds }),
    'resume-batches': createResumeBatches(parts),
  };
}
