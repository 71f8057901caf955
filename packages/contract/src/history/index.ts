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
    order: z.object({ id: c.orderId, salesOrder: z.string() }).nullable(),
    reason: z.string().nullable(),
    channel: z.enum(['console', 'api', 'cli', 'operator', 'job']),
    undoes: c.operationId.nullable(),
    undoneBy: c.operationId.nullable(),
    canUndo: z.boolean(),
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

export const listOperations = operation({
  id: 'list-operations',
  feature,
  method: 'GET',
  path: '/v1/operations',
  summary: 'History: every act I may see, of one object or of all',
  access: 'can:history.read',
  query: z.object({
    ...c.pageQuery,
    deviceId: c.deviceId.optional(),
    customerId: c.organizationId.optional(),
    orderId: c.orderId.optional(),
    lotId: c.lotId.optional(),
    kind: z.string().max(60).optional(),
    from: c.instant.optional(),
    to: c.instant.optional(),
  }),
  response: c.page(ledgerOperation),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'operations', verb: 'list' },
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

export const historyOperations = [listOperations, getOperation, undoOperation, listBalances] as const;
