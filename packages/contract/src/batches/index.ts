import { z } from 'zod';
import * as c from '../common.ts';
import { operation } from '../operation.ts';

export const batchState = z
  .enum(['waiting', 'running', 'done', 'cancelled'])
  .meta({ id: 'BatchState', description: 'done: every item has its result, some of them perhaps a refusal' });

/** Long work: many items, each with a result of its own (A13). It goes on when whoever started it has left. */
export const batch = z
  .object({
    id: c.batchId,
    kind: z.string().meta({ description: 'The operation that started it, such as import-devices' }),
    state: batchState,
    startedBy: c.actorRef,
    customer: c.organizationRef.nullable(),
    project: z.object({ id: c.projectId, name: z.string() }).nullable(),
    total: z.int(),
    done: z.int(),
    failed: z.int(),
    createdAt: c.instant,
    startedAt: c.instant.nullable(),
    endedAt: c.instant.nullable(),
    stopped: c.itemProblem.nullable().meta({ description: 'Why it ended before its time, unless somebody cancelled it' }),
  })
  .meta({ id: 'Batch' });

/** Codes that stop a batch or are an item's own, beside those of the operations that do the same to one thing. */
export const batchRefusals = ['starter-gone'] as const;

const item = z
  .object({
    number: z.int().meta({ description: 'Place among the items, from 1' }),
    label: z.string(),
    state: z.enum(['waiting', 'done', 'failed', 'cancelled']),
    result: c.json.nullable().meta({ description: 'What was done, such as the device\u2019s id' }),
    problem: c.itemProblem.nullable(),
  })
  .meta({ id: 'BatchItem' });

const feature = 'batches';
const params = z.object({ batchId: c.batchId });

export const listBatches = operation({
  id: 'list-batches',
  feature,
  method: 'GET',
  path: '/v1/batches',
  summary: 'Long work that my organization started, newest first',
  access: 'can:batches.read',
  query: z.object({
    ...c.pageQuery,
    state: batchState.optional(),
    kind: z.string().max(100).optional(),
    projectId: c.projectId.optional(),
  }),
  response: c.page(batch),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'batches', verb: 'list' },
});

export const getBatch = operation({
  id: 'get-batch',
  feature,
  method: 'GET',
  path: '/v1/batches/:batchId',
  summary: 'How far a batch is',
  access: 'can:batches.read',
  params,
  response: batch,
  cli: { noun: 'batches', verb: 'show' },
});

export const listBatchItems = operation({
  id: 'list-batch-items',
  feature,
  method: 'GET',
  path: '/v1/batches/:batchId/items',
  summary: 'Every item of a batch with its result, in their order',
  access: 'can:batches.read',
  params,
  query: z.object({ ...c.pageQuery, state: z.enum(['waiting', 'done', 'failed', 'cancelled']).optional() }),
  response: c.page(item),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'batches', verb: 'items' },
});

export const cancelBatch = operation({
  id: 'cancel-batch',
  feature,
  method: 'POST',
  path: '/v1/batches/:batchId/cancel',
  summary: 'Do no more of a batch; what is done stays done',
  access: 'can:batches.write',
  params,
  response: batch,
  refusals: ['batch-over'],
  cli: { noun: 'batches', verb: 'cancel' },
});

export const downloadBatchErrors = operation({
  id: 'download-batch-errors',
  feature,
  method: 'GET',
  path: '/v1/batches/:batchId/errors',
  summary: 'What a batch refused, as CSV: each item as it was given, the code, and why',
  access: 'can:batches.read',
  params,
  response: z.string().meta({ description: 'The file itself' }),
  cli: { noun: 'batches', verb: 'errors' },
});

export const batchOperations = [listBatches, getBatch, listBatchItems, cancelBatch, downloadBatchErrors] as const;
