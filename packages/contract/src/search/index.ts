import { z } from 'zod';
import { operation } from '../operation.ts';

const hit = z
  .object({
    kind: z.enum(['device', 'customer', 'project', 'order', 'organization', 'person', 'part']),
    id: z.string(),
    title: z.string(),
    subtitle: z.string(),
    matched: z.string(),
  })
  .meta({ id: 'SearchHit' });

export const search = operation({
  id: 'search',
  feature: 'search',
  method: 'GET',
  path: '/v1/search',
  summary: 'Easy Nav: part of a name, hardware key, order number or person, straight there',
  access: 'signed-in',
  query: z.object({ q: z.string().min(1).max(200), limit: z.int().min(1).max(50).default(12) }),
  response: z.object({ hits: z.array(hit) }),
  cli: { noun: 'search', verb: 'all' },
});

const task = z.object({ kind: z.string(), title: z.string(), detail: z.string(), count: z.int(), link: z.string() });

/** What needs me today, and the shortcuts of the home page (B17). */
export const getHome = operation({
  id: 'get-home',
  feature: 'search',
  method: 'GET',
  path: '/v1/home',
  summary: 'What needs me today',
  access: 'signed-in',
  response: z.object({
    arrivals: z.array(
      z.object({ orderId: z.string(), salesOrder: z.string(), shipper: z.string(), shippedAt: z.string(), available: z.int() }),
    ),
    reserved: z.array(z.object({ deviceId: z.string(), name: z.string(), customer: z.string(), units: z.int(), since: z.string() })),
    recent: z.array(z.object({ deviceId: z.string(), name: z.string(), customer: z.string(), hardwareKey: z.string(), at: z.string() })),
    counts: z.object({ customers: z.int(), devices: z.int(), unlicensed: z.int(), binUnits: z.int() }),
    tasks: z.array(task),
  }),
  cli: { noun: 'home', verb: 'show' },
});

export const searchOperations = [search, getHome] as const;
