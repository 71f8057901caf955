import type { batchOperations } from '@muniment/contract';
import type { Routes } from '../../core/context.ts';
import { assignMany } from './operations/assign-many.ts';
import { cancelBatch } from './operations/cancel-batch.ts';
import { downloadBatchErrors } from './operations/download-batch-errors.ts';
import { exportDevices } from './operations/export-devices.ts';
import { getBatch } from './operations/get-batch.ts';
import { importDevices } from './operations/import-devices.ts';
import { listBatchItems } from './operations/list-batch-items.ts';
import { listBatches } from './operations/list-batches.ts';
import { unassignMany } from './operations/unassign-many.ts';

export const batchRoutes = {
  'import-devices': importDevices,
  'export-devices': exportDevices,
  'assign-many': assignMany,
  'unassign-many': unassignMany,
  'list-batches': listBatches,
  'get-batch': getBatch,
  'list-batch-items': listBatchItems,
  'cancel-batch': cancelBatch,
  'download-batch-errors': downloadBatchErrors,
} satisfies Routes<typeof batchOperations>;
