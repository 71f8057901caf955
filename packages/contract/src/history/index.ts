import { z } from 'zod';
import { movement, outcome, reviewed } from '../channel/index.ts';
import * as c from '../common.ts';
import { operation } from '../operation.ts';

/** One act in the history of whatever it touched. */
export const ledgerOperation = z
  .object({
    id: c.operationId,
    kind: z.string(),
    at: c.instant,
    actor: c.actorRef,
    organization: c.organizationRef.nullable(),
    /** What it is about; of an order the number only where the reader is party to it. */
    device: z.object({ id: c.deviceId, name: z.string(), hardwareKey: z.string() }).nullable(),
    customer: c.organizationRef.nullable(),
    project: z.object({ id: c.projectId, name: z.string() }).nullable(),
    namedUser: z.object({ id: c.namedUserId, name: z.string() }).nullable(),
    order: z.object({ id: c.orderId, salesOrder: z.string() }).nullable(),
    reason: z.string().nullable(),
    channel: z.enum(['console', 'api', 'cli', 'operator', 'job']),
    undoes: c.operationId.nullable(),
    undoneBy: c.operationId.nullable(),
    canUndo: z.boolean(),
    undoUntil: c.instant
      .nullable()
      .meta({ description: 'When undoing it becomes impossible, or became so, by the clock alone; null: never' }),
    undoRefusal: z
      .enum(['cannot-undo-kind', 'already-undone', 'undo-too-late', 'built-upon', 'done-by-others'])
      .nullable()
      .meta({ description: 'Why it cannot be undone; null where it can be' }),
    packVersion: z.int().nullable(),
    movements: z.array(movement),
    details: c.json,
  })
  .meta({ id: 'LedgerOperation' });

const balance = z
  .object({
    accountId: c.accountId,
    account: z.string(),
    kind: z.string(),
    lotId: c.lotId,
    part: z.string(),
    quantity: z.int(),
    order: z.string().nullable(),
  })
  .meta({ id: 'Balance' });

const feature = 'history';

/** Which acts, of one object or of all. */
const filters = {
  deviceId: c.deviceId.optional(),
  customerId: c.organizationId.optional(),
  projectId: c.projectId.optional().meta({
    description:
      'Everything that happened to its pool, and to what belonged to it at that time; a device that moves is in the history of both',
  }),
  namedUserId: c.namedUserId.optional(),
  orderId: c.orderId.optional(),
  lotId: c.lotId.optional(),
  kind: z.string().max(60).optional(),
  kinds: z
    .string()
    .max(1000)
    .regex(/^[a-z]+(?:-[a-z]+)*(?:,[a-z]+(?:-[a-z]+)*)*$/)
    .optional()
    .meta({ description: 'Several kinds of act, with commas between them' }),
  from: c.moment.optional(),
  until: c.moment.optional().meta({ description: 'Not included; a day is the vendor\u2019s' }),
  to: c.instant.optional().meta({ description: 'The same as until, an instant only' }),
};

export const listOperations = operation({
  id: 'list-operations',
  feature,
  method: 'GET',
  path: '/v1/operations',
  summary: 'History: every act I may see, of one object or of all',
  access: 'can:history.read',
  query: z.object({
    ...c.pageQuery,
    ...filters,
  }),
  response: c.page(ledgerOperation),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'operations', verb: 'list' },
});

export const exportOperations = operation({
  id: 'export-operations',
  feature,
  method: 'GET',
  path: '/v1/license-log',
  summary: 'The licence log: every act that moved licences, as CSV',
  description:
    'One row for each licence of an act, oldest first. Days and times are those of the vendor\u2019s zone; headings are in the reader\u2019s language.',
  access: 'can:history.read',
  query: z.object(filters),
  response: z.string().meta({ description: 'The file itself' }),
  refusals: ['export-too-large'],
  cli: { noun: 'operations', verb: 'export' },
});

export const getOperation = operation({
  id: 'get-operation',
  feature,
  method: 'GET',
  path: '/v1/operations/:operationId',
  summary: 'One act with its movements',
  access: 'can:history.read',
  params: z.object({ operationId: c.operationId }),
  response: ledgerOperation,
  cli: { noun: 'operations', verb: 'show' },
});

export const undoOperation = operation({
  id: 'undo-operation',
  feature,
  method: 'POST',
  path: '/v1/operations/:operationId/undo',
  summary: 'Take back an act while nothing was built on it',
  description: 'Licences that come back to a device must still be taken by it: as if they were attached again.',
  // Only who did it may undo it, and whoever may attach may do this: so the permission is that of the acts that everybody has.
  access: 'can:pools.write',
  reviewed: true,
  params: z.object({ operationId: c.operationId }),
  body: z.object({ ...reviewed }),
  response: outcome,
  refusals: [
    'cannot-undo-kind',
    'already-undone',
    'undo-too-late',
    'built-upon',
    'not-enough-units',
    'licensed-with-parent',
    'device-replaced',
    'part-not-before-key',
    'part-is-assigned',
    'order-not-splittable',
    'part-not-accepted',
    'maximum-exceeded',
    'rule-refused',
    'preview-outdated',
  ],
  cli: { noun: 'operations', verb: 'undo' },
});

export const listBalances = operation({
  id: 'list-balances',
  feature,
  method: 'GET',
  path: '/v1/balances',
  summary: 'What my organization\u2019s accounts hold, now or as of any instant',
  access: 'can:bins.read',
  query: z.object({ ...c.pageQuery, ...c.asOfQuery, deviceId: c.deviceId.optional(), part: z.string().max(100).optional() }),
  response: c.page(balance),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'balances', verb: 'list' },
});

export const historyOperations = [listOperations, exportOperations, getOperation, undoOperation, listBalances] as const;
