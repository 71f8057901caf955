import { z } from 'zod';
import * as c from '../common.ts';
import { deviceFilter } from '../devices/device.ts';
import { type Operation, operation } from '../operation.ts';
import { assignment, removal } from '../terms/licence.ts';

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

const onlyStarted = 'Null in a dry run: no batch is made';

/** A batch as the act that starts it answers. */
const startedBatch = batch.extend({
  id: c.batchId.nullable().meta({ description: onlyStarted }),
  state: batchState.nullable().meta({ description: onlyStarted }),
  createdAt: c.instant.nullable().meta({ description: onlyStarted }),
});

/** Whether an operation begins long work: its answer is a batch that it made. */
export const startsBatch = ({ status, response }: Operation): boolean =>
  status === 201 && response instanceof z.ZodObject && response.shape['state'] === startedBatch.shape.state;

/** Codes that stop a batch or are an item's own, beside those of the operations that do the same to one thing. */
export const batchRefusals = ['starter-gone', 'row-cells', 'value-too-long'] as const;

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
const { customerId: _, projectId: __, ...filterInProject } = deviceFilter;
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

/** What an import would do, as its dry run says. */
const importPreview = z
  .object({
    add: z.int(),
    update: z.int(),
    refuse: z.int(),
    /** What each column of the file is: a field, `attribute:ID`, or null where the import passes over it. */
    columns: z.array(z.object({ header: z.string(), field: z.string().nullable() })),
    /** The first rows that would be refused, and the line of the file that each begins in. */
    mistakes: z.array(z.object({ number: z.int(), line: z.int(), label: z.string(), problem: c.itemProblem })),
  })
  .meta({ id: 'ImportPreview' });

export const importDevices = operation({
  id: 'import-devices',
  feature,
  method: 'POST',
  path: '/v1/projects/:projectId/devices/import',
  summary: 'Add the devices of a CSV file to a project',
  description:
    'At most 100,000 rows, 200 cells and 100,000 characters in a line, UTF-8, parted by comma, semicolon or tab. The first line names the columns by id or label: name, product, variant, hardwareKey, secondaryKey, productKey, keyInput, note, and the pack\u2019s device attributes. A dry run says what would become of the rows.',
  access: 'can:devices.write',
  status: 201,
  params: z.object({ projectId: c.projectId }),
  body: z.object({
    csv: z.string().min(1).max(30_000_000).meta({ description: 'The text of the file' }),
    product: z.string().min(1).max(100).optional().meta({ description: 'Of rows that name none' }),
    variant: z.string().min(1).max(100).optional().meta({ description: 'Of rows of that product that name none' }),
    existing: z
      .enum(['refuse', 'update'])
      .default('refuse')
      .meta({ description: 'update: a row whose key is a device\u2019s of this project changes its name, note and attributes' }),
  }),
  response: startedBatch.extend({ preview: importPreview.nullable().meta({ description: 'Of a dry run' }) }),
  refusals: [
    'no-catalog',
    'csv-not-utf8',
    'csv-not-readable',
    'csv-empty',
    'csv-line-too-long',
    'csv-too-many-cells',
    'csv-too-many-rows',
    'csv-column-unknown',
    'csv-column-twice',
    'csv-column-missing',
  ],
  cli: { noun: 'devices', verb: 'import' },
});

/** Devices by their ids, named users by theirs, or every device of the project that a filter leaves. */
const manyOf = {
  deviceIds: z.array(c.deviceId).max(10_000).optional(),
  userIds: z.array(c.namedUserId).max(10_000).optional().meta({ description: 'Named users; instead of devices' }),
  devices: z
    .object(filterInProject)
    .optional()
    .meta({ description: 'All devices of the project that match, as `GET /v1/devices` would list them; instead of their ids' }),
  expected: z.int().min(1).max(100_000).optional().meta({
    description: 'How many they were when you looked, the `total` of the dry run: where they are no longer so many, nothing is begun',
  }),
};

/** Of a dry run: what would become of the first items, one after another as the batch would do them. */
const firstItems = <T extends z.ZodType>(act: T) =>
  z
    .array(z.object({ number: z.int(), label: z.string(), act: act.nullable(), problem: c.itemProblem.nullable() }))
    .nullable()
    .meta({ description: 'Of a dry run: what would become of the first twenty' });

export const assignMany = operation({
  id: 'assign-many',
  feature,
  method: 'POST',
  path: '/v1/projects/:projectId/assign-many',
  summary: 'Put term licences of the pool on many devices or named users, one after another, each with a result and an act of its own',
  access: 'can:pools.write',
  status: 201,
  params: z.object({ projectId: c.projectId }),
  body: z.object({
    ...manyOf,
    prefer: z.enum(['shortest', 'longest']).default('shortest').meta({ description: 'Which licence of the pool, where none is named' }),
    lotId: c.lotId.optional().meta({ description: 'The licence of the pool to use, as long as there are units of it' }),
    ifLicensed: z.enum(['extend', 'refuse']).optional().meta({
      description: 'extend, unless `devices` asks for those that are not licensed: who is licensed by its turn is then refused',
    }),
    reason: c.note.optional(),
  }),
  response: startedBatch.extend({
    preview: firstItems(assignment),
    free: z.int().nullable().meta({
      description:
        'Of a dry run: how many free licences of the pool fit at least one of them, before any is given; of the named licence where one is named',
    }),
    remarks: z.array(z.string()).nullable().meta({
      description:
        'Of a dry run, in sentences: how many of all find no licence that fits, are licensed already, are refused, or get another length than preferred',
    }),
  }),
  refusals: ['nobody-to-assign', 'too-many-items', 'preview-outdated'],
  cli: { noun: 'licenses', verb: 'assign-many' },
});

export const unassignMany = operation({
  id: 'unassign-many',
  feature,
  method: 'POST',
  path: '/v1/projects/:projectId/unassign-many',
  summary: 'Take term licences off many devices or named users, one after another; what is left comes back to the pool',
  access: 'can:pools.write',
  status: 201,
  params: z.object({ projectId: c.projectId }),
  body: z.object({ ...manyOf, reason: c.note.optional() }),
  response: startedBatch.extend({ preview: firstItems(removal) }),
  refusals: ['nobody-to-assign', 'too-many-items', 'preview-outdated'],
  cli: { noun: 'licenses', verb: 'unassign-many' },
});

export const exportDevices = operation({
  id: 'export-devices',
  feature,
  method: 'GET',
  path: '/v1/device-list',
  summary: 'The device list as CSV: every device that a filter leaves, as an import reads it',
  description:
    'At most 100,000 rows, by name. Cells that a spreadsheet would take for a formula begin with an apostrophe, which an import takes off again.',
  access: 'can:devices.read',
  query: z.object({
    ...deviceFilter,
    headings: z
      .enum(['labels', 'ids'])
      .default('labels')
      .meta({ description: 'labels: in the reader\u2019s language; ids: the same for every reader' }),
    delimiter: z.enum(['comma', 'semicolon', 'tab']).default('comma'),
  }),
  response: z.string().meta({ description: 'The file itself' }),
  refusals: ['export-too-large'],
  cli: { noun: 'devices', verb: 'export' },
});

export const batchOperations = [
  importDevices,
  exportDevices,
  assignMany,
  unassignMany,
  listBatches,
  getBatch,
  listBatchItems,
  cancelBatch,
  downloadBatchErrors,
] as const;
