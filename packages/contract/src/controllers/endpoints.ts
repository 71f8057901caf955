import { z } from 'zod';
import * as c from '../common.ts';
import { operation } from '../operation.ts';

/** What stands behind devices, and how far their capacity and maintenance go (E4, E5, E7). */

const feature = 'controllers';

/** unlicensed: beyond the capacity. unprovisioned: may be provisioned, by hand. provisioned: in service (E4). */
export const endpointState = z.enum(['unlicensed', 'unprovisioned', 'provisioned']).meta({ id: 'EndpointState' });
/** How many endpoints are in each state. */
const endpointCounts = z
  .object({ unlicensed: z.int(), unprovisioned: z.int(), provisioned: z.int(), total: z.int() })
  .meta({ id: 'EndpointCounts' });
const word = z.string().min(1).max(100);

export const reportEndpoints = operation({
  id: 'report-endpoints',
  feature,
  method: 'POST',
  path: '/v1/controller/endpoints',
  summary: 'Report everything that stands behind the device; the list takes the place of the one before',
  access: 'can:device.act',
  body: z.object({
    endpoints: z
      .array(
        z.object({
          id: word,
          protocol: word,
          name: z.string().max(200),
          address: z.string().max(200).default(''),
          /** When it was added: the oldest keep their licence. */
          since: c.instant,
          state: endpointState,
        }),
      )
      .max(10_000),
  }),
  response: z.object({
    dryRun: z.boolean(),
    reportedAt: c.instant,
    counts: endpointCounts,
    /** Ids of endpoints whose state here is not the one reported: at most 100 of them. */
    differing: z.array(z.object({ id: z.string(), state: endpointState })),
  }),
  refusals: ['device-key-killed', 'no-catalog', 'endpoints-not-for-product', 'protocol-unknown', 'endpoint-twice'],
  cli: { none: 'a device reports for itself: muniment controller serve' },
});

export const endpoint = z
  .object({
    id: z.string(),
    protocol: z.string(),
    protocolLabel: z.string(),
    name: z.string(),
    address: z.string(),
    since: c.instant,
    state: endpointState,
  })
  .meta({ id: 'Endpoint' });

export const listEndpoints = operation({
  id: 'list-endpoints',
  feature,
  method: 'GET',
  path: '/v1/devices/:deviceId/endpoints',
  summary: 'What stands behind a device, and whether its capacity covers it',
  access: 'can:devices.read',
  params: z.object({ deviceId: c.deviceId }),
  query: z.object({
    ...c.pageQuery,
    q: z.string().max(200).optional().meta({ description: 'Part of a name, an address or an id' }),
    state: endpointState.optional(),
    protocol: z.string().max(100).optional(),
  }),
  response: c.page(endpoint).extend({
    counts: endpointCounts,
    /** Each capacity with what uses it up; several protocols may share one. */
    capacities: z.array(
      z.object({
        feature: z.string(),
        label: z.string(),
        capacity: z.int(),
        endpoints: z.int(),
        missing: z.int(),
        protocols: z.array(z.object({ id: z.string(), label: z.string(), endpoints: z.int() })),
      }),
    ),
    /** Null where the device never reported. */
    reportedAt: c.instant.nullable(),
  }),
  refusals: ['no-catalog', 'cursor-not-valid'],
  cli: { noun: 'devices', verb: 'endpoints' },
});

/** A capacity today: what is licensed, what uses it up, and what maintenance covers of it (E4, E7). */
const capacityUse = z
  .object({
    feature: z.string(),
    label: z.string(),
    /** What is licensed, up to the product's maximum. */
    capacity: z.int(),
    /** What stands behind the devices, as they last reported. */
    endpoints: z.int(),
    /** Endpoints beyond the capacity, each device by itself. */
    missing: z.int(),
    /** What current maintenance covers; null where none is sold for it. */
    covered: z.int().nullable(),
    /** Licensed capacity that no maintenance covers, each device by itself; null where none is sold for it. */
    uncovered: z.int().nullable(),
  })
  .meta({ id: 'CapacityUse' });

const deviceCapacities = z
  .object({
    device: z.object({ id: c.deviceId, name: z.string(), hardwareKey: z.string() }),
    capacities: z.array(capacityUse),
    reportedAt: c.instant.nullable().meta({ description: 'When it last told what stands behind it' }),
  })
  .meta({ id: 'DeviceCapacities' });

const missing = z.enum(['capacity', 'maintenance']).optional().meta({ description: 'Only devices that lack it' });

export const listCapacities = operation({
  id: 'list-capacities',
  feature,
  method: 'GET',
  path: '/v1/projects/:projectId/capacities',
  summary: 'Capacity and maintenance of each device of a project, and what is missing; with totals',
  description:
    'Devices of products with a capacity, by name. The first page comes with totals of the whole project, whatever is listed of it.',
  access: 'can:pools.read',
  params: z.object({ projectId: c.projectId }),
  query: z.object({ ...c.pageQuery, missing }),
  response: c.page(deviceCapacities).extend({
    totals: z
      .array(capacityUse.extend({ devicesMissing: z.int(), devicesUncovered: z.int() }))
      .nullable()
      .meta({ description: 'Of the whole project; null on later pages' }),
  }),
  refusals: ['no-catalog', 'cursor-not-valid'],
  cli: { noun: 'capacities', verb: 'list' },
});

export const listAllCapacities = operation({
  id: 'list-all-capacities',
  feature,
  method: 'GET',
  path: '/v1/capacities',
  summary: 'Capacity and maintenance of each device of all projects, and what is missing',
  description: 'Devices of products with a capacity, by name. The totals of a project are those of `list-capacities`.',
  access: 'can:pools.read',
  query: z.object({ ...c.pageQuery, missing }),
  response: c.page(
    deviceCapacities
      .extend({ project: z.object({ id: c.projectId, name: z.string() }), customer: c.organizationRef })
      .meta({ id: 'PlacedDeviceCapacities' }),
  ),
  refusals: ['no-catalog', 'cursor-not-valid'],
  cli: { noun: 'capacities', verb: 'list-all' },
});
