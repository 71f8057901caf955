import { z } from 'zod';
import * as c from '../common.ts';
import { keyRefusals } from '../devices/index.ts';
import { operation } from '../operation.ts';
import { outcome, period } from './outcome.ts';

export { movement, outcome } from './outcome.ts';

export const orderLine = z
  .object({
    line: z.int(),
    lotId: c.lotId,
    part: z.string(),
    partLabel: z.string(),
    unit: z.string(),
    shipped: z.int(),
    /** Units still in the bin of the organization that received the order. */
    available: z.int(),
    reserved: z.int(),
    active: z.int(),
    elsewhere: z.int(),
    ...period,
  })
  .meta({ id: 'OrderLine' });

export const order = z
  .object({
    id: c.orderId,
    salesOrder: z.string(),
    purchaseOrder: z.string(),
    shipper: c.organizationRef,
    receiver: c.organizationRef,
    shippedAt: c.instant,
    shippedBy: z.string(),
    maintenanceMonths: z.int().nullable(),
    note: z.string(),
    fields: z.record(z.string(), z.string()),
    lineCount: z.int(),
    shipped: z.int(),
    available: z.int(),
  })
  .meta({ id: 'Order' });

export const heldLot = z
  .object({
    lotId: c.lotId,
    part: z.string(),
    partLabel: z.string(),
    unit: z.string(),
    quantity: z.int(),
    salesOrder: z.string().nullable(),
    purchaseOrder: z.string().nullable(),
    /** Only the bin the units came from may take them back. */
    canDetach: z.boolean(),
    reservedBy: c.organizationRef.nullable(),
    since: c.instant,
    grants: z.array(z.string()),
    ...period,
    packVersion: z.int(),
  })
  .meta({ id: 'HeldLot' });

/** A line of a selection: a lot by its id, or a part of an order by their numbers. */
export const selectionLine = z
  .object({
    lotId: c.lotId.optional(),
    /** Sales order number, or id of the order. */
    order: z.string().max(100).optional(),
    part: z.string().max(100).optional(),
    /** 0 leaves the line out. */
    quantity: z.int().min(0).max(1_000_000_000),
  })
  .meta({ id: 'SelectionLine' });

const selection = z.array(selectionLine).min(1).max(500);
export const reviewed = { previewDigest: c.digest.optional(), reason: c.note.optional() };
/** The agreement that the caller read, and whether it was accepted. */
export const agreement = z.object({ id: z.string().max(100), version: z.string().max(100), language: c.language, accepted: z.boolean() });
const feature = 'channel';

export const listBin = operation({
  id: 'list-bin',
  feature,
  method: 'GET',
  path: '/v1/bin',
  summary: 'Orders with units still in my organization\u2019s bin',
  access: 'can:bins.read',
  query: z.object({
    ...c.pageQuery,
    q: z.string().max(200).optional(),
    class: z.enum(['licence', 'maintenance']).default('licence'),
    sort: z.enum(['shipped', '-shipped']).default('-shipped'),
  }),
  response: c.page(order),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'bin', verb: 'list' },
});

export const listOrders = operation({
  id: 'list-orders',
  feature,
  method: 'GET',
  path: '/v1/orders',
  summary: 'Orders my organization received or shipped',
  access: 'can:bins.read',
  query: z.object({
    ...c.pageQuery,
    q: z.string().max(200).optional(),
    receiverId: c.organizationId.optional(),
    sort: z.enum(['shipped', '-shipped']).default('-shipped'),
  }),
  response: c.page(order),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'orders', verb: 'list' },
});

export const getOrder = operation({
  id: 'get-order',
  feature,
  method: 'GET',
  path: '/v1/orders/:order',
  summary: 'One order with its lines: shipped, available, reserved, active',
  access: 'can:bins.read',
  params: z.object({ order: z.string().min(1).max(100).meta({ description: 'Order id or sales order number' }) }),
  query: z.object({ ...c.asOfQuery }),
  response: z.object({ order, lines: z.array(orderLine) }),
  cli: { noun: 'orders', verb: 'show' },
});

export const shipOrder = operation({
  id: 'ship-order',
  feature,
  method: 'POST',
  path: '/v1/orders',
  summary: 'Ship an order: a new lot per line into the receiver\u2019s bin, and a mail to its people',
  access: 'can:orders.ship',
  status: 201,
  reviewed: true,
  body: z.object({
    salesOrder: z.string().min(1).max(100).regex(/\S/),
    purchaseOrder: z.string().max(100).default(''),
    receiverId: c.organizationId.optional(),
    /** E-mail of a person at the receiver, instead of its id. */
    receiverEmail: c.email.optional(),
    lines: z
      .array(z.object({ part: z.string().min(1).max(100), quantity: c.quantity }))
      .min(1)
      .max(200),
    maintenanceMonths: z.int().min(1).max(240).optional(),
    note: c.note.default(''),
    fields: z.record(z.string().max(60), z.string().max(500)).meta({ maxProperties: 50 }).default({}),
    ...reviewed,
  }),
  response: z.object({ order: order.nullable(), outcome }),
  refusals: [
    'no-catalog',
    'order-already-shipped',
    'receiver-not-found',
    'receiver-not-possible',
    'nothing-selected',
    'part-unknown',
    'part-withdrawn',
    'order-field-missing',
    'order-field-unknown',
    'order-field-not-valid',
    'preview-outdated',
  ],
  cli: { noun: 'orders', verb: 'ship' },
});

export const cancelOrderLine = operation({
  id: 'cancel-order-line',
  feature,
  method: 'POST',
  path: '/v1/orders/:order/lines/:line/cancel',
  summary: 'Take back what is still in the bin of one order line; the rest is listed',
  access: 'can:orders.ship',
  reviewed: true,
  params: z.object({ order: z.string().min(1).max(100), line: z.int().min(1).max(200) }),
  body: z.object({ ...reviewed }),
  response: outcome,
  refusals: ['nothing-to-cancel', 'preview-outdated'],
  cli: { noun: 'orders', verb: 'cancel-line' },
});

export const listDeviceLicenses = operation({
  id: 'list-device-licenses',
  feature,
  method: 'GET',
  path: '/v1/devices/:deviceId/licenses',
  summary: 'Licences reserved and active on a device',
  access: 'can:devices.read',
  params: z.object({ deviceId: c.deviceId }),
  query: z.object({ ...c.asOfQuery }),
  response: z.object({
    reserved: z.array(heldLot),
    active: z.array(heldLot),
    /** Licences of devices below, where the product shows them here too. */
    children: z.array(
      z.object({
        device: z.object({ id: c.deviceId, name: z.string(), hardwareKey: z.string(), relationLabel: z.string() }),
        active: z.array(heldLot),
      }),
    ),
  }),
  cli: { noun: 'licenses', verb: 'list' },
});

export const attachLicenses = operation({
  id: 'attach-licenses',
  feature,
  method: 'POST',
  path: '/v1/devices/:deviceId/attach',
  summary: 'Reserve units from my bin for a device',
  access: 'can:licenses.attach',
  reviewed: true,
  params: z.object({ deviceId: c.deviceId }),
  body: z.object({ lines: selection, ...reviewed }),
  response: outcome,
  refusals: [
    'no-catalog',
    'nothing-selected',
    'selection-incomplete',
    'lot-not-found',
    'not-enough-units',
    'licensed-with-parent',
    'device-replaced',
    'part-not-before-key',
    'part-is-assigned',
    'order-not-splittable',
    'part-not-accepted',
    'maximum-exceeded',
    'lot-not-valid-now',
    'rule-refused',
    'preview-outdated',
  ],
  cli: { noun: 'licenses', verb: 'attach' },
});

export const detachLicenses = operation({
  id: 'detach-licenses',
  feature,
  method: 'POST',
  path: '/v1/devices/:deviceId/detach',
  summary: 'Give reserved units back to the bin and order they came from',
  access: 'can:licenses.attach',
  reviewed: true,
  params: z.object({ deviceId: c.deviceId }),
  body: z.object({ lines: selection, ...reviewed }),
  response: outcome,
  refusals: [
    'no-catalog',
    'nothing-selected',
    'selection-incomplete',
    'lot-not-found',
    'not-enough-units',
    'already-active',
    'order-not-splittable',
    'preview-outdated',
  ],
  cli: { noun: 'licenses', verb: 'detach' },
});

export const activateLicenses = operation({
  id: 'activate-licenses',
  feature,
  method: 'POST',
  path: '/v1/devices/:deviceId/activate',
  summary: 'Commit reserved units to the device and make its licence file; cannot be undone',
  access: 'can:licenses.activate',
  reviewed: true,
  params: z.object({ deviceId: c.deviceId }),
  body: z.object({
    /** Left out: everything reserved. */
    lines: selection.optional(),
    agreement: agreement.optional(),
    ...reviewed,
  }),
  response: outcome,
  refusals: [
    'no-catalog',
    'nothing-selected',
    'nothing-reserved',
    'selection-incomplete',
    'lot-not-found',
    'not-enough-units',
    'already-active',
    'licensed-with-parent',
    'device-replaced',
    'hardware-key-provisional',
    'child-missing',
    'order-not-splittable',
    'part-not-accepted',
    'maximum-exceeded',
    'lot-not-valid-now',
    'rule-refused',
    'agreement-not-accepted',
    'signing-key-missing',
    'keys-used-up',
    'agreement-outdated',
    'preview-outdated',
  ],
  cli: { noun: 'licenses', verb: 'activate' },
});

export const makeHardwareKey = operation({
  id: 'make-hardware-key',
  feature,
  method: 'POST',
  path: '/v1/devices/:deviceId/make-key',
  summary: 'Make the real key of a device with a provisional one, and activate the part that enables it; cannot be undone',
  access: 'can:licenses.activate',
  reviewed: true,
  params: z.object({ deviceId: c.deviceId }),
  body: z.object({
    keyInput: z.string().min(1).max(200).meta({ description: 'What the key is made from, such as an IP address' }),
    agreement: agreement.optional(),
    ...reviewed,
  }),
  response: outcome,
  refusals: [
    'no-catalog',
    'key-not-provisional',
    'trigger-not-attached',
    ...keyRefusals,
    'hardware-key-in-use',
    'licensed-with-parent',
    'device-replaced',
    'hardware-key-provisional',
    'child-missing',
    'order-not-splittable',
    'nothing-selected',
    'nothing-reserved',
    'lot-not-found',
    'not-enough-units',
    'already-active',
    'part-not-accepted',
    'maximum-exceeded',
    'lot-not-valid-now',
    'rule-refused',
    'agreement-not-accepted',
    'agreement-outdated',
    'signing-key-missing',
    'preview-outdated',
  ],
  cli: { noun: 'devices', verb: 'make-key' },
});

export const channelOperations = [
  listBin,
  listOrders,
  getOrder,
  shipOrder,
  cancelOrderLine,
  listDeviceLicenses,
  attachLicenses,
  detachLicenses,
  activateLicenses,
  makeHardwareKey,
] as const;
