import { z } from 'zod';
import { period } from '../channel/outcome.ts';
import * as c from '../common.ts';
import { operation } from '../operation.ts';

/** Somebody whom licences of a project can be assigned to (A5). Not an account: a named user need not sign in. */
export const namedUser = z
  .object({
    id: c.namedUserId,
    projectId: c.projectId,
    name: z.string(),
    email: z.string(),
    note: z.string(),
    /** What is assigned today, the latest to end first; empty where nothing is. */
    licenses: z.array(z.object({ lotId: c.lotId, part: z.string(), partLabel: z.string(), ...period })),
    status: z.enum(['licensed', 'unlicensed']),
    createdAt: c.instant,
    version: z.int(),
  })
  .meta({ id: 'NamedUser' });

const feature = 'named-users';
const ofProject = z.object({ projectId: c.projectId });
const ofUser = z.object({ userId: c.namedUserId });

export const listNamedUsers = operation({
  id: 'list-named-users',
  feature,
  method: 'GET',
  path: '/v1/projects/:projectId/users',
  summary: 'Named users of a project and what is assigned to them',
  access: 'can:pools.read',
  params: ofProject,
  query: z.object({
    ...c.pageQuery,
    q: z.string().max(200).optional(),
    status: z.enum(['licensed', 'unlicensed']).optional(),
    sort: z.enum(['name', '-name', 'email', '-email']).default('name'),
  }),
  response: c.page(namedUser),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'named-users', verb: 'list' },
});

export const createNamedUser = operation({
  id: 'create-named-user',
  feature,
  method: 'POST',
  path: '/v1/projects/:projectId/users',
  summary: 'Add a named user to a project',
  access: 'can:pools.write',
  status: 201,
  params: ofProject,
  body: z.object({ name: c.name, email: c.email, note: c.note.default('') }),
  response: namedUser,
  refusals: ['user-email-taken'],
  cli: { noun: 'named-users', verb: 'create' },
});

export const createNamedUsers = operation({
  id: 'create-named-users',
  feature,
  method: 'POST',
  path: '/v1/projects/:projectId/users/batch',
  summary: 'Add many named users; each has a result of its own',
  access: 'can:pools.write',
  params: ofProject,
  body: z.object({
    users: z
      .array(z.object({ name: z.string().max(200), email: z.string().max(254), note: c.note.optional() }))
      .min(1)
      .max(500),
  }),
  response: z.object({
    created: z.int(),
    refused: z.int(),
    results: z.array(
      z.object({
        /** Place in the list that was sent, from 0. */
        index: z.int(),
        email: z.string(),
        user: namedUser.nullable(),
        problem: z.object({ code: z.string(), title: z.string(), detail: z.string(), nextStep: z.string() }).nullable(),
      }),
    ),
  }),
  cli: { noun: 'named-users', verb: 'create-many' },
});

export const getNamedUser = operation({
  id: 'get-named-user',
  feature,
  method: 'GET',
  path: '/v1/named-users/:userId',
  summary: 'One named user and what is assigned to it',
  access: 'can:pools.read',
  params: ofUser,
  response: namedUser,
  cli: { noun: 'named-users', verb: 'show' },
});

export const updateNamedUser = operation({
  id: 'update-named-user',
  feature,
  method: 'PATCH',
  path: '/v1/named-users/:userId',
  summary: 'Change a named user\u2019s name, e-mail address or note',
  access: 'can:pools.write',
  ifMatch: true,
  params: ofUser,
  body: z.object({ name: c.name.optional(), email: c.email.optional(), note: c.note.optional() }),
  response: namedUser,
  refusals: ['user-email-taken'],
  cli: { noun: 'named-users', verb: 'update' },
});

export const removeNamedUser = operation({
  id: 'remove-named-user',
  feature,
  method: 'POST',
  path: '/v1/named-users/:userId/remove',
  summary: 'Remove a named user to whom nothing is assigned; name, address and note are erased for good',
  access: 'can:pools.write',
  params: ofUser,
  response: z.object({ id: c.namedUserId }),
  refusals: ['user-still-licensed'],
  cli: { noun: 'named-users', verb: 'remove' },
});

export const namedUserOperations = [
  listNamedUsers,
  createNamedUser,
  createNamedUsers,
  getNamedUser,
  updateNamedUser,
  removeNamedUser,
] as const;
