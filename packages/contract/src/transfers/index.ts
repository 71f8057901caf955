import { z } from 'zod';
import { reviewed, selectionLine } from '../channel/index.ts';
import { outcome, period } from '../channel/outcome.ts';
import * as c from '../common.ts';
import { operation } from '../operation.ts';

const projectRef = z.object({ id: c.projectId, name: z.string() });

/** What is offered, by whom and to whom. */
const offered = {
  /** Who offers. The project is named to those who see it, the customer to both sides. */
  from: z.object({ customer: z.string(), project: projectRef.nullable() }),
  /** Whom it is offered to: named to those who see it, to the offerer by the id that was given. */
  to: z.object({ projectId: c.projectId, customer: z.string().nullable(), project: projectRef.nullable() }),
  lines: z.array(
    z.object({
      lotId: c.lotId,
      part: z.string(),
      partLabel: z.string(),
      unit: z.string(),
      quantity: z.int(),
      termDays: z.int().nullable(),
      ...period,
    }),
  ),
  note: z.string(),
};

/** How long an offer waits. */
const waiting = {
  /** The first day on which it can no longer be accepted. */
  until: c.plainDate,
  /** The last day on which it can be accepted. */
  lastDay: c.plainDate,
};

/** Units offered to another customer's project (A10). */
export const transfer = z
  .object({
    id: c.transferId,
    state: z.enum(['offered', 'accepted', 'refused', 'withdrawn', 'lapsed']),
    ...offered,
    offeredAt: c.instant,
    ...waiting,
    decidedAt: c.instant.nullable(),
    /** What the reader may do with it now. */
    canAnswer: z.boolean(),
    canWithdraw: z.boolean(),
  })
  .meta({ id: 'Transfer' });

const feature = 'transfers';
const selection = z.array(selectionLine).min(1).max(500);
const ofTransfer = z.object({ transferId: c.transferId });
const settled = z.object({ transfer, outcome });
const answerRefusals = ['no-catalog', 'transfer-decided', 'transfer-lapsed', 'preview-outdated'] as const;

export const giveLicenses = operation({
  id: 'give-licenses',
  feature,
  method: 'POST',
  path: '/v1/projects/:projectId/give',
  summary: 'Give licences from my bin to a customer\u2019s project',
  description: 'What arrives in the project is a licence of its own that names where it came from; the numbers of the order stay mine.',
  access: 'can:licenses.attach',
  reviewed: true,
  params: z.object({ projectId: c.projectId }),
  body: z.object({ lines: selection, ...reviewed }),
  response: outcome,
  refusals: [
    'no-catalog',
    'nothing-selected',
    'selection-incomplete',
    'lot-not-found',
    'not-enough-units',
    'lot-not-valid-now',
    'part-not-for-projects',
    'preview-outdated',
  ],
  cli: { noun: 'licenses', verb: 'give' },
});

export const transferLicenses = operation({
  id: 'transfer-licenses',
  feature,
  method: 'POST',
  path: '/v1/projects/:projectId/transfer',
  summary: 'Move licences of the pool to another project: at once within a customer, else as an offer',
  description:
    'Another customer\u2019s project is named by its id. The offer waits until it is accepted, refused or withdrawn, or until its day has come.',
  access: 'can:pools.write',
  reviewed: true,
  params: z.object({ projectId: c.projectId }),
  body: z.object({
    to: c.projectId.meta({ description: 'The receiving project' }),
    lines: z
      .array(z.object({ lotId: c.lotId, quantity: z.int().min(0).max(1_000_000_000) }))
      .min(1)
      .max(500),
    note: c.note.default('').meta({ description: 'For the receiver, where it is an offer' }),
    ...reviewed,
  }),
  response: z.object({
    /** Of an offer, made or previewed: who offers what to whom, and until when it can be accepted. Null where the units move at once. */
    offer: z.object({ ...offered, ...waiting }).nullable(),
    /** The offer that was made; null in a preview too. */
    transfer: transfer.nullable(),
    outcome,
  }),
  refusals: [
    'no-catalog',
    'receiver-project-not-found',
    'transfer-same-project',
    'transfer-not-to-others',
    'nothing-selected',
    'lot-not-found',
    'not-enough-units',
    'lot-not-valid-now',
    'preview-outdated',
  ],
  cli: { noun: 'transfers', verb: 'start' },
});

export const listTransfers = operation({
  id: 'list-transfers',
  feature,
  method: 'GET',
  path: '/v1/transfers',
  summary: 'Licences offered to the projects I see and by them',
  access: 'can:pools.read',
  query: z.object({
    ...c.pageQuery,
    projectId: c.projectId.optional(),
    direction: z.enum(['incoming', 'outgoing']).optional(),
    state: z.enum(['offered', 'accepted', 'refused', 'withdrawn', 'lapsed']).optional(),
  }),
  response: c.page(transfer),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'transfers', verb: 'list' },
});

export const acceptTransfer = operation({
  id: 'accept-transfer',
  feature,
  method: 'POST',
  path: '/v1/transfers/:transferId/accept',
  summary: 'Take offered licences into the pool',
  access: 'can:pools.write',
  reviewed: true,
  params: ofTransfer,
  body: z.object({ ...reviewed }),
  response: settled,
  refusals: [...answerRefusals],
  cli: { noun: 'transfers', verb: 'accept' },
});

export const refuseTransfer = operation({
  id: 'refuse-transfer',
  feature,
  method: 'POST',
  path: '/v1/transfers/:transferId/refuse',
  summary: 'Refuse offered licences: they go back to where they came from',
  access: 'can:pools.write',
  reviewed: true,
  params: ofTransfer,
  body: z.object({ ...reviewed }),
  response: settled,
  refusals: [...answerRefusals],
  cli: { noun: 'transfers', verb: 'refuse' },
});

export const withdrawTransfer = operation({
  id: 'withdraw-transfer',
  feature,
  method: 'POST',
  path: '/v1/transfers/:transferId/withdraw',
  summary: 'Take back licences that nobody has accepted yet',
  access: 'can:pools.write',
  reviewed: true,
  params: ofTransfer,
  body: z.object({ ...reviewed }),
  response: settled,
  refusals: [...answerRefusals],
  cli: { noun: 'transfers', verb: 'withdraw' },
});

/** Units of one part: in my bin, by lot, or in a customer's project, by term (E6). */
export const inventoryItem = z
  .object({
    part: z.string(),
    partLabel: z.string(),
    unit: z.string(),
    /** Of my bin. */
    lotId: c.lotId.nullable(),
    salesOrder: z.string().nullable(),
    /** Of a customer. */
    customer: c.organizationRef.nullable(),
    project: projectRef.nullable(),
    termDays: z.int().nullable(),
    ...period,
    /** In the bin or pool, free to be given, assigned or activated. */
    free: z.int(),
    /** Term licences on devices and users. */
    assigned: z.int(),
    /** Perpetual and dated licences on devices. */
    active: z.int(),
  })
  .meta({ id: 'InventoryItem' });

export const listInventory = operation({
  id: 'list-inventory',
  feature,
  method: 'GET',
  path: '/v1/inventory',
  summary: 'Licences in my bin that may be given to projects, or those of the customers I look after',
  access: 'can:bins.read',
  query: z.object({
    ...c.pageQuery,
    of: z.enum(['mine', 'customers']).default('mine'),
    customerId: c.organizationId.optional(),
    projectId: c.projectId.optional(),
    part: z.string().max(100).optional(),
    q: z.string().max(200).optional().meta({ description: 'Part of a customer\u2019s name, a part number or an order number' }),
  }),
  response: c.page(inventoryItem),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'inventory', verb: 'list' },
});

export const transferOperations = [
  giveLicenses,
  transferLicenses,
  listTransfers,
  acceptTransfer,
  refuseTransfer,
  withdrawTransfer,
  listInventory,
] as const;
