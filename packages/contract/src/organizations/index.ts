import { z } from 'zod';
import * as c from '../common.ts';
import { organizationKind } from '../identity/index.ts';
import { operation } from '../operation.ts';

export const organization = z
  .object({
    id: c.organizationId,
    name: z.string(),
    kind: organizationKind,
    createdAt: c.instant,
    version: z.int(),
  })
  .meta({ id: 'Organization' });

const allowance = z
  .object({
    id: c.allowanceId,
    from: c.organizationRef,
    to: c.organizationRef,
    since: c.instant,
    until: c.instant.nullable(),
    grantedBy: z.string(),
  })
  .meta({ id: 'Allowance' });

/** A partner looks after a customer from … until (design: Words). */
const serves = z
  .object({
    id: c.servesId,
    partner: c.organizationRef,
    customer: c.organizationRef,
    since: c.instant,
    until: c.instant.nullable(),
  })
  .meta({ id: 'Serves' });

const feature = 'organizations';

export const listOrganizations = operation({
  id: 'list-organizations',
  feature,
  method: 'GET',
  path: '/v1/organizations',
  summary: 'Organizations I may see: my own, and the ones an allowance shows me',
  access: 'can:organizations.read',
  query: z.object({ ...c.pageQuery, q: z.string().max(200).optional(), kind: organizationKind.optional() }),
  response: c.page(organization),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'organizations', verb: 'list' },
});

export const getOrganization = operation({
  id: 'get-organization',
  feature,
  method: 'GET',
  path: '/v1/organizations/:organizationId',
  summary: 'One organization',
  access: 'can:organizations.read',
  params: z.object({ organizationId: c.organizationId }),
  response: organization,
  cli: { noun: 'organizations', verb: 'show' },
});

export const createOrganization = operation({
  id: 'create-organization',
  feature,
  method: 'POST',
  path: '/v1/organizations',
  summary: 'Add a distributor or dealer',
  access: 'can:organizations.write',
  status: 201,
  body: z.object({ name: c.name, kind: z.enum(['distributor', 'dealer']) }),
  response: organization,
  refusals: ['name-taken'],
  cli: { noun: 'organizations', verb: 'create' },
});

export const updateOrganization = operation({
  id: 'update-organization',
  feature,
  method: 'PATCH',
  path: '/v1/organizations/:organizationId',
  summary: 'Rename an organization',
  access: 'can:organizations.write',
  ifMatch: true,
  params: z.object({ organizationId: c.organizationId }),
  body: z.object({ name: c.name }),
  response: organization,
  refusals: ['name-taken'],
  cli: { noun: 'organizations', verb: 'update' },
});

/** Narrows to what joins this organization with another, on either side. */
const eitherSide = c.organizationId.optional().meta({ description: 'Only those with this organization on either side' });

export const listAllowances = operation({
  id: 'list-allowances',
  feature,
  method: 'GET',
  path: '/v1/allowances',
  summary: 'Who may ship to whom',
  access: 'can:organizations.read',
  query: z.object({ ...c.pageQuery, organizationId: eitherSide }),
  response: c.page(allowance),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'allowances', verb: 'list' },
});

export const grantAllowance = operation({
  id: 'grant-allowance',
  feature,
  method: 'POST',
  path: '/v1/allowances',
  summary: 'Allow one organization to ship to another',
  access: 'can:allowances.write',
  status: 201,
  body: z.object({ fromId: c.organizationId, toId: c.organizationId }),
  response: allowance,
  refusals: ['organization-not-found', 'allowance-exists', 'allowance-not-possible'],
  cli: { noun: 'allowances', verb: 'grant' },
});

export const endAllowance = operation({
  id: 'end-allowance',
  feature,
  method: 'POST',
  path: '/v1/allowances/:allowanceId/end',
  summary: 'End a shipping allowance now',
  access: 'can:allowances.write',
  params: z.object({ allowanceId: c.allowanceId }),
  response: allowance,
  refusals: ['already-ended'],
  cli: { noun: 'allowances', verb: 'end' },
});

export const listServes = operation({
  id: 'list-serves',
  feature,
  method: 'GET',
  path: '/v1/serves',
  summary: 'Which partner looks after which customer',
  access: 'can:organizations.read',
  query: z.object({ ...c.pageQuery, customerId: c.organizationId.optional(), organizationId: eitherSide }),
  response: c.page(serves),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'serves', verb: 'list' },
});

export const startServes = operation({
  id: 'start-serves',
  feature,
  method: 'POST',
  path: '/v1/serves',
  summary: 'Let a partner look after a customer',
  access: 'can:allowances.write',
  status: 201,
  body: z.object({ partnerId: c.organizationId, customerId: c.organizationId }),
  response: serves,
  refusals: ['organization-not-found', 'already-serves', 'serves-not-possible'],
  cli: { noun: 'serves', verb: 'start' },
});

export const endServes = operation({
  id: 'end-serves',
  feature,
  method: 'POST',
  path: '/v1/serves/:servesId/end',
  summary: 'End a partner\u2019s care for a customer now',
  access: 'can:allowances.write',
  params: z.object({ servesId: c.servesId }),
  response: serves,
  refusals: ['already-ended'],
  cli: { noun: 'serves', verb: 'end' },
});

export const organizationOperations = [
  listOrganizations,
  getOrganization,
  createOrganization,
  updateOrganization,
  listAllowances,
  grantAllowance,
  endAllowance,
  listServes,
  startServes,
  endServes,
] as const;
