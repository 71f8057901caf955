import { z } from 'zod';
import { reviewed } from '../channel/index.ts';
import * as c from '../common.ts';
import { operation } from '../operation.ts';
import { assigneeLicense, assignment, expiry, expiryDay, poolGroup, poolLicense, removal, termLicense } from './licence.ts';

export { assignee, assigneeLicense, assignment, expiry, expiryDay, poolGroup, poolLicense, removal, termLicense } from './licence.ts';

const feature = 'terms';
const params = z.object({ projectId: c.projectId });
const assigneeIds = {
  deviceIds: z.array(c.deviceId).max(200).optional(),
  userIds: z.array(c.namedUserId).max(200).optional().meta({ description: 'Named users; instead of deviceIds' }),
};
const remarks = z
  .array(z.string())
  .meta({ description: 'In the reader\u2019s words, with counts: who gets another length than preferred, since none of it is left' });
const inProject = {
  organization: c.organizationRef.meta({ description: 'The organization the act is for' }),
  project: z.object({ id: c.projectId, name: z.string(), customer: c.organizationRef }),
};

export const listPool = operation({
  id: 'list-pool',
  feature,
  method: 'GET',
  path: '/v1/projects/:projectId/pool',
  summary: 'What a project\u2019s pool holds and has assigned to nothing, counted by category and term',
  access: 'can:pools.read',
  params,
  query: z.object({ ...c.asOfQuery }),
  response: z.object({ items: z.array(poolGroup), total: z.int() }),
  refusals: ['no-catalog'],
  cli: { noun: 'pool', verb: 'list' },
});

export const listPoolLicenses = operation({
  id: 'list-pool-licenses',
  feature,
  method: 'GET',
  path: '/v1/projects/:projectId/pool-licenses',
  summary: 'Every licence in a project\u2019s pool',
  access: 'can:pools.read',
  params,
  query: z.object({
    ...c.pageQuery,
    category: z.string().max(100).optional(),
    part: z.string().max(100).optional(),
    termDays: z.int().min(1).max(1_000_000_000).optional(),
    sort: z.enum(['registered', '-registered', 'term', '-term']).default('-registered'),
  }),
  response: c.page(poolLicense),
  refusals: ['cursor-not-valid', 'no-catalog'],
  cli: { noun: 'pool', verb: 'licenses' },
});

export const assignLicenses = operation({
  id: 'assign-licenses',
  feature,
  method: 'POST',
  path: '/v1/projects/:projectId/assign',
  summary: 'Put term licences of the pool on devices or named users; one that is licensed is extended',
  access: 'can:pools.write',
  reviewed: true,
  params,
  body: z.object({
    ...assigneeIds,
    /** Which licence of the pool, where none is named. */
    prefer: z.enum(['shortest', 'longest']).default('shortest'),
    lotId: c.lotId.optional().meta({ description: 'A licence of the pool to use; instead of prefer' }),
    ifLicensed: z
      .enum(['extend', 'refuse'])
      .default('extend')
      .meta({ description: 'refuse: nothing is done where one of them has a valid licence already' }),
    ...reviewed,
  }),
  response: z.object({ dryRun: z.boolean(), ...inProject, remarks, assignments: z.array(assignment), digest: c.digest }),
  refusals: [
    'no-catalog',
    'nobody-to-assign',
    'assignee-not-found',
    'no-licence-available',
    'lot-not-found',
    'part-not-assignable',
    'already-licensed',
    'licences-not-combinable',
    'licensed-with-parent',
    'device-replaced',
    'hardware-key-provisional',
    'part-not-accepted',
    'maximum-exceeded',
    'rule-refused',
    'preview-outdated',
  ],
  cli: { noun: 'licenses', verb: 'assign' },
});

export const unassignLicenses = operation({
  id: 'unassign-licenses',
  feature,
  method: 'POST',
  path: '/v1/projects/:projectId/unassign',
  summary: 'Take term licences off devices or named users; what is left by the vendor\u2019s rule comes back to the pool',
  access: 'can:pools.write',
  reviewed: true,
  params,
  body: z.object({
    ...assigneeIds,
    lotId: c.lotId.optional().meta({ description: 'Which licence, where a device or user has several' }),
    ...reviewed,
  }),
  response: z.object({ dryRun: z.boolean(), ...inProject, removals: z.array(removal), digest: c.digest }),
  refusals: [
    'no-catalog',
    'nobody-to-assign',
    'assignee-not-found',
    'not-licensed',
    'lot-not-found',
    'licence-not-named',
    'preview-outdated',
  ],
  cli: { noun: 'licenses', verb: 'unassign' },
});

export const splitLicense = operation({
  id: 'split-license',
  feature,
  method: 'POST',
  path: '/v1/projects/:projectId/split',
  summary: 'Take a cumulative licence of the pool apart into what is left of its originals',
  access: 'can:pools.write',
  reviewed: true,
  params,
  body: z.object({ lotId: c.lotId, ...reviewed }),
  response: z.object({
    dryRun: z.boolean(),
    ...inProject,
    operationId: c.operationId.nullable(),
    licence: termLicense,
    parts: z.array(termLicense),
    digest: c.digest,
  }),
  refusals: ['no-catalog', 'lot-not-found', 'not-enough-units', 'split-not-allowed', 'nothing-to-split', 'preview-outdated'],
  cli: { noun: 'licenses', verb: 'split' },
});

export const listAssignments = operation({
  id: 'list-assignments',
  feature,
  method: 'GET',
  path: '/v1/projects/:projectId/assignments',
  summary: 'Licensed and unlicensed devices, or named users, of a project, with counts',
  access: 'can:pools.read',
  params,
  query: z.object({
    ...c.pageQuery,
    of: z.enum(['devices', 'users']).default('devices'),
    state: z.enum(['licensed', 'expired', 'unlicensed']).optional(),
    q: z.string().max(200).optional().meta({ description: 'Part of a name' }),
    product: z.string().max(100).optional().meta({ description: 'Only devices of this product' }),
    variant: z.string().max(100).optional().meta({ description: 'Of the product this model only' }),
    category: z.string().max(100).optional().meta({ description: 'Only devices that take licences of this category' }),
    ids: z
      .string()
      .max(9000)
      .regex(/^[a-z]{3}_[0-9a-f-]{36}(?:,[a-z]{3}_[0-9a-f-]{36})*$/)
      .optional()
      .meta({ description: 'Only these devices or users: their ids, separated by commas' }),
  }),
  response: z.object({
    ...c.page(assigneeLicense).shape,
    counts: z.object({ licensed: z.int(), expired: z.int(), unlicensed: z.int() }),
  }),
  refusals: ['cursor-not-valid', 'no-catalog'],
  cli: { noun: 'assignments', verb: 'list' },
});

export const listExpiries = operation({
  id: 'list-expiries',
  feature,
  method: 'GET',
  path: '/v1/expiries',
  summary: 'Which licences end when and what happens then, of a project or of all I see, with a calendar',
  description:
    'Licences whose last day is from one day on and before another, the first to end first; a year from today when left out. The first page comes with the calendar, which counts all of them.',
  access: 'can:pools.read',
  query: z.object({
    ...c.pageQuery,
    projectId: c.projectId.optional(),
    from: c.plainDate.optional(),
    until: c.plainDate.optional().meta({ description: 'Not included' }),
  }),
  response: z.object({
    ...c.page(expiry).shape,
    days: z.array(expiryDay).nullable().meta({ description: 'The calendar; null on later pages' }),
  }),
  refusals: ['cursor-not-valid', 'no-catalog'],
  cli: { noun: 'expiries', verb: 'list' },
});

export const termOperations = [
  listPool,
  listPoolLicenses,
  assignLicenses,
  unassignLicenses,
  splitLicense,
  listAssignments,
  listExpiries,
] as const;
