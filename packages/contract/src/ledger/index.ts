import { z } from 'zod';
import { undoOperation } from '../channel/index.ts';
import * as c from '../common.ts';
import { operation } from '../operation.ts';

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

const feature = 'ledger';

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

export const ledgerOperations = [undoOperation, listBalances] as const;
