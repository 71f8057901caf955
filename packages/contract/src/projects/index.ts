import { z } from 'zod';
import * as c from '../common.ts';
import { operation } from '../operation.ts';

/** Days ahead at which people are told that a licence ends; the furthest first. */
export const noticeDays = z
  .array(z.int().min(1).max(400))
  .max(10)
  .meta({ uniqueItems: true, description: 'How many days before a licence ends people are told; empty: never' });

/** What happens when a licence ends (A11). */
export const projectSettings = z
  .object({
    noticeDays,
    /** lapse: it ends; extend: the pool gives another licence, if it has one. */
    atExpiry: z.enum(['lapse', 'extend']),
    extendPrefer: z.enum(['shortest', 'longest']),
    /** Day since which licences are extended; null where they lapse. */
    extendSince: c.plainDate.nullable(),
  })
  .meta({ id: 'ProjectSettings' });

/** A customer's licence pool with its devices and users. */
export const project = z
  .object({
    /** Also the address that others offer licences to. */
    id: c.projectId,
    name: z.string(),
    customer: c.organizationRef,
    settings: projectSettings,
    createdAt: c.instant,
    version: z.int(),
  })
  .meta({ id: 'Project' });

/** How a project stands today (A5). */
export const projectCounts = z
  .object({
    /** Something active on them is good today. */
    devicesLicensed: z.int(),
    /** Something is active on them, and all of it has ended. */
    devicesExpired: z.int(),
    /** Nothing is active on them. */
    devicesUnlicensed: z.int(),
    /** Of the licensed ones: those whose last licence ends within the furthest notice. */
    devicesExpiring: z.int(),
    usersLicensed: z.int(),
    usersExpired: z.int(),
    usersUnlicensed: z.int(),
    usersExpiring: z.int(),
    /** Units in the pool, assigned to nothing, that have not ended; not those of floating licences, which are seats and stay there. */
    poolUnits: z.int(),
    /** Controllers whose keys wait to be let in (E8). */
    controllersWaiting: z.int(),
  })
  .meta({ id: 'ProjectCounts' });

/** One project with its counts. */
export const projectDetails = project.extend({ counts: projectCounts }).meta({ id: 'ProjectDetails' });

const feature = 'projects';

export const listProjects = operation({
  id: 'list-projects',
  feature,
  method: 'GET',
  path: '/v1/projects',
  summary: 'Projects of the customers I look after, or my own',
  access: 'can:pools.read',
  query: z.object({
    ...c.pageQuery,
    q: z.string().max(200).optional(),
    customerId: c.organizationId.optional(),
    sort: z.enum(['name', '-name', 'created', '-created']).default('name'),
  }),
  response: c.page(project),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'projects', verb: 'list' },
});

export const getProject = operation({
  id: 'get-project',
  feature,
  method: 'GET',
  path: '/v1/projects/:projectId',
  summary: 'One project: its customer, its settings, and how many of its devices and users are licensed',
  access: 'can:pools.read',
  params: z.object({ projectId: c.projectId }),
  response: projectDetails,
  cli: { noun: 'projects', verb: 'show' },
});

export const createProject = operation({
  id: 'create-project',
  feature,
  method: 'POST',
  path: '/v1/projects',
  summary: 'Add a project to a customer; the customer id that its controllers are given is made with it',
  access: 'can:pools.write',
  status: 201,
  body: z.object({
    customerId: c.organizationId.optional().meta({ description: 'Left out by a customer: its own' }),
    name: c.name,
  }),
  response: projectDetails,
  refusals: ['customer-not-found'],
  cli: { noun: 'projects', verb: 'create' },
});

export const updateProject = operation({
  id: 'update-project',
  feature,
  method: 'PATCH',
  path: '/v1/projects/:projectId',
  summary: 'Change a project\u2019s name, and what happens when a licence ends',
  access: 'can:pools.write',
  ifMatch: true,
  params: z.object({ projectId: c.projectId }),
  body: z.object({
    name: c.name.optional(),
    noticeDays: noticeDays.nullable().optional().meta({ description: 'null: as the catalog has it, also when that changes' }),
    atExpiry: z.enum(['lapse', 'extend']).optional(),
    extendPrefer: z.enum(['shortest', 'longest']).optional(),
  }),
  response: projectDetails,
  cli: { noun: 'projects', verb: 'update' },
});

export const projectOperations = [listProjects, getProject, createProject, updateProject] as const;
