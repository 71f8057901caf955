import { z } from 'zod';
import { agreement, outcome, reviewed } from '../channel/index.ts';
import * as c from '../common.ts';
import { operation } from '../operation.ts';

/** Licences for a time without an order, of one kind, on one device (B12). */
const demo = z
  .object({
    /** The pack's own id. */
    id: z.string(),
    label: z.string(),
    part: z.string(),
    partLabel: z.string(),
    grants: z.array(z.string()),
    /** Days that one lasts from its start, that day included. */
    days: z.int(),
    /** How many a device may have, how many it had, how many are left. */
    count: z.int(),
    started: z.int(),
    remaining: z.int(),
    starts: z.enum(['request', 'first-use']).meta({ description: 'first-use: by itself, when the device first asks what it may do' }),
    /** The first day without the one that ends last, and the day before; null while none runs. */
    runningUntil: c.plainDate.nullable(),
    lastDay: c.plainDate.nullable(),
  })
  .meta({ id: 'Demo' });

const feature = 'demos';

export const listDemos = operation({
  id: 'list-demos',
  feature,
  method: 'GET',
  path: '/v1/devices/:deviceId/demos',
  summary: 'Demo, service and trial licences of a device: how many are left, and until when one runs',
  access: 'can:devices.read',
  params: z.object({ deviceId: c.deviceId }),
  response: z.object({ items: z.array(demo) }),
  cli: { noun: 'demos', verb: 'list' },
});

export const startDemo = operation({
  id: 'start-demo',
  feature,
  method: 'POST',
  path: '/v1/devices/:deviceId/demos',
  summary: 'Start a demo, service or trial licence on a device and make its licence file; cannot be undone',
  access: 'can:licenses.activate',
  reviewed: true,
  params: z.object({ deviceId: c.deviceId }),
  body: z.object({
    demo: z.string().min(1).max(100).meta({ description: 'Id of the demo, as `list-demos` tells it' }),
    agreement: agreement.optional(),
    ...reviewed,
  }),
  response: outcome,
  refusals: [
    'no-catalog',
    'demo-unknown',
    'demo-used-up',
    'licensed-with-parent',
    'device-replaced',
    'hardware-key-provisional',
    'child-missing',
    'agreement-not-accepted',
    'agreement-outdated',
    'signing-key-missing',
    'keys-used-up',
    'preview-outdated',
  ],
  cli: { noun: 'demos', verb: 'start' },
});

export const demoOperations = [listDemos, startDemo] as const;
