import { z } from 'zod';
import { movement } from '../channel/index.ts';
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
    reason: z.string().nullable(),
    channel: z.string(),
    undoes: c.operationId.nullable(),
    undoneBy: c.operationId.nullable(),
    canUndo: z.boolean(),
    packVersion: z.int().nullable(),
    movements: z.array(movement),
    details: c.json,
  })
  .meta({ id: 'LedgerOperation' });

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

export const historyOperations = [listOperations, getOperation] as const;
