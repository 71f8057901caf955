import { z } from 'zod';
import * as c from '../common.ts';
import { operation } from '../operation.ts';

export const role = z.enum(['administrator', 'distributor', 'dealer', 'customer', 'read-only']).meta({ id: 'Role' });
export const organizationKind = z.enum(['vendor', 'distributor', 'dealer', 'customer']).meta({ id: 'OrganizationKind' });
export const scope = z.enum(['all', 'read', 'validate', 'seats']).meta({ id: 'Scope' });

export const membership = z
  .object({ organization: z.object({ id: c.organizationId, name: z.string(), kind: organizationKind }), role })
  .meta({ id: 'Membership' });

/** Who is calling, for which organization, and what they may do there. */
export const me = z
  .object({
    kind: z.enum(['person', 'api-key']),
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    language: c.language.nullable(),
    vendor: z.object({
      slug: z.string(),
      name: z.string(),
      timeZone: z.string(),
      /** Of the catalog's texts; the first is the one fallen back to. */
      languages: z.array(c.language),
      /** Which day of an end people read: the first day without, or the last day with. */
      validUntil: z.enum(['until', 'last-day']),
    }),
    memberships: z.array(membership),
    /** The organization this request acts for. */
    current: membership,
    permissions: z.array(z.string()),
    /** What the role may not do here, and which role could: shown disabled, with the reason. */
    grantedBy: z.record(z.string(), z.array(role)),
    /** What the vendor's catalog knows of, so that nothing is offered that cannot be: seats, and files that devices have carried by hand. */
    offers: z.object({ seats: z.boolean(), carriedFiles: z.boolean() }),
    /** The pack's own words: `device`, `device.other` for several, `role.dealer`. */
    labels: z.record(z.string(), c.texts),
    now: c.instant,
    today: c.plainDate,
    testClock: z.boolean(),
    version: z.int(),
  })
  .meta({ id: 'Me' });

const person = z
  .object({
    id: c.personId,
    name: z.string(),
    email: z.string(),
    status: z.enum(['active', 'deactivated']),
    role,
    organization: c.organizationRef,
    lastSignInAt: c.instant.nullable(),
    createdAt: c.instant,
    version: z.int(),
  })
  .meta({ id: 'Person' });

const invitation = z
  .object({
    id: c.invitationId,
    email: z.string(),
    role,
    organization: c.organizationRef,
    invitedBy: z.string(),
    createdAt: c.instant,
    expiresAt: c.instant,
    state: z.enum(['pending', 'accepted', 'expired', 'revoked']),
  })
  .meta({ id: 'Invitation' });

const apiKey = z
  .object({
    id: c.apiKeyId,
    name: z.string(),
    prefix: z.string(),
    organization: c.organizationRef,
    role,
    scopes: z.array(scope),
    /** The project whose seats it may take; null unless its scope is seats. */
    projectId: c.projectId.nullable(),
    createdAt: c.instant,
    createdBy: z.string(),
    expiresAt: c.instant.nullable(),
    lastUsedAt: c.instant.nullable(),
    revokedAt: c.instant.nullable(),
  })
  .meta({ id: 'ApiKey' });

const feature = 'identity';

export const signIn = operation({
  id: 'sign-in',
  feature,
  method: 'POST',
  path: '/v1/sign-in',
  summary: 'Sign in with e-mail and password',
  description: 'Sets the session cookie and also answers the session token for programs that keep no cookies (`Authorization: Bearer`).',
  access: 'public',
  rateClass: 'sign-in',
  idempotent: false,
  body: z.object({ email: c.email, password: z.string().min(1).max(200), vendor: z.string().max(63).optional() }),
  response: z.object({ token: z.string(), expiresAt: c.instant, me }),
  refusals: ['wrong-credentials'],
  secrets: ['token'],
  cli: { noun: 'session', verb: 'sign-in' },
});

export const signOut = operation({
  id: 'sign-out',
  feature,
  method: 'POST',
  path: '/v1/sign-out',
  summary: 'End this session',
  access: 'signed-in',
  idempotent: false,
  response: z.object({ signedOut: z.boolean() }),
  cli: { noun: 'session', verb: 'sign-out' },
});

export const getMe = operation({
  id: 'get-me',
  feature,
  method: 'GET',
  path: '/v1/me',
  summary: 'Who I am, for which organization, and what I may do',
  access: 'signed-in',
  response: me,
  cli: { noun: 'session', verb: 'show' },
});

export const updateMe = operation({
  id: 'update-me',
  feature,
  method: 'PATCH',
  path: '/v1/me',
  summary: 'Change my name or language',
  access: 'signed-in',
  ifMatch: true,
  body: z.object({ name: c.name.optional(), language: c.language.optional() }),
  response: me,
  refusals: ['not-a-person'],
  cli: { noun: 'session', verb: 'update' },
});

export const changePassword = operation({
  id: 'change-password',
  feature,
  method: 'POST',
  path: '/v1/me/password',
  summary: 'Change my password; every other session of mine ends',
  access: 'signed-in',
  idempotent: false,
  rateClass: 'sign-in',
  body: z.object({ currentPassword: z.string().min(1).max(200), newPassword: c.password }),
  response: z.object({ changed: z.boolean() }),
  refusals: ['wrong-credentials', 'not-a-person'],
  cli: { noun: 'session', verb: 'change-password' },
});

export const requestPasswordReset = operation({
  id: 'request-password-reset',
  feature,
  method: 'POST',
  path: '/v1/password-reset-requests',
  summary: 'Mail a link for a new password, if the address is known',
  access: 'public',
  rateClass: 'sign-in',
  idempotent: false,
  body: z.object({ email: c.email, vendor: z.string().max(63).optional() }),
  response: z.object({ accepted: z.boolean() }),
  cli: { noun: 'session', verb: 'request-password-reset' },
});

export const resetPassword = operation({
  id: 'reset-password',
  feature,
  method: 'POST',
  path: '/v1/password-resets',
  summary: 'Set a new password with the mailed token; every session of the person ends',
  access: 'public',
  rateClass: 'sign-in',
  idempotent: false,
  body: z.object({ token: z.string().min(20).max(200), password: c.password }),
  response: z.object({ email: z.string() }),
  refusals: ['link-not-valid'],
  cli: { noun: 'session', verb: 'reset-password' },
});

export const listPeople = operation({
  id: 'list-people',
  feature,
  method: 'GET',
  path: '/v1/people',
  summary: 'People of my organization, or of all for the vendor\u2019s administrators',
  access: 'can:people.read',
  query: z.object({ ...c.pageQuery, organizationId: c.organizationId.optional(), q: z.string().max(200).optional() }),
  response: c.page(person),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'people', verb: 'list' },
});

export const getPerson = operation({
  id: 'get-person',
  feature,
  method: 'GET',
  path: '/v1/people/:personId',
  summary: 'One person, as a member of each organization I may see',
  access: 'can:people.read',
  params: z.object({ personId: c.personId }),
  response: z.object({ memberships: z.array(person) }),
  cli: { noun: 'people', verb: 'show' },
});

export const listInvitations = operation({
  id: 'list-invitations',
  feature,
  method: 'GET',
  path: '/v1/invitations',
  summary: 'Invitations and what became of them',
  access: 'can:people.read',
  query: z.object({ ...c.pageQuery }),
  response: c.page(invitation),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'invitations', verb: 'list' },
});

export const invitePerson = operation({
  id: 'invite-person',
  feature,
  method: 'POST',
  path: '/v1/invitations',
  summary: 'Invite a person to an organization by mail',
  access: 'can:people.write',
  status: 201,
  body: z.object({ email: c.email, role, organizationId: c.organizationId.optional(), language: c.language.optional() }),
  response: invitation,
  refusals: ['email-taken', 'role-not-for-organization', 'organization-not-found'],
  cli: { noun: 'people', verb: 'invite' },
});

export const revokeInvitation = operation({
  id: 'revoke-invitation',
  feature,
  method: 'POST',
  path: '/v1/invitations/:invitationId/revoke',
  summary: 'Withdraw an invitation; its link stops working',
  access: 'can:people.write',
  params: z.object({ invitationId: c.invitationId }),
  response: invitation,
  refusals: ['invitation-not-pending'],
  cli: { noun: 'invitations', verb: 'revoke' },
});

export const lookUpInvitation = operation({
  id: 'look-up-invitation',
  feature,
  method: 'POST',
  path: '/v1/invitations/look-up',
  summary: 'What an invitation link is for, before accepting it',
  access: 'public',
  rateClass: 'public',
  idempotent: false,
  body: z.object({ token: z.string().min(20).max(200) }),
  response: z.object({ email: z.string(), role, organization: c.organizationRef, vendor: z.string(), language: c.language }),
  refusals: ['link-not-valid'],
  cli: { none: 'the link opens in a browser' },
});

export const acceptInvitation = operation({
  id: 'accept-invitation',
  feature,
  method: 'POST',
  path: '/v1/invitations/accept',
  summary: 'Accept an invitation, choose name and password, and be signed in',
  access: 'public',
  rateClass: 'sign-in',
  idempotent: false,
  body: z.object({ token: z.string().min(20).max(200), name: c.name, password: c.password }),
  response: z.object({ token: z.string(), expiresAt: c.instant, me }),
  refusals: ['link-not-valid', 'email-taken'],
  secrets: ['token'],
  cli: { noun: 'invitations', verb: 'accept' },
});

export const setRole = operation({
  id: 'set-role',
  feature,
  method: 'POST',
  path: '/v1/people/:personId/role',
  summary: 'Change a person\u2019s role in an organization',
  access: 'can:people.write',
  params: z.object({ personId: c.personId }),
  body: z.object({ role, organizationId: c.organizationId.optional() }),
  response: person,
  refusals: ['role-not-for-organization', 'last-administrator'],
  cli: { noun: 'people', verb: 'set-role' },
});

export const deactivatePerson = operation({
  id: 'deactivate-person',
  feature,
  method: 'POST',
  path: '/v1/people/:personId/deactivate',
  summary: 'Close a person\u2019s access; sessions end at once',
  access: 'can:people.write',
  params: z.object({ personId: c.personId }),
  response: person,
  refusals: ['last-administrator', 'cannot-deactivate-yourself'],
  cli: { noun: 'people', verb: 'deactivate' },
});

export const reactivatePerson = operation({
  id: 'reactivate-person',
  feature,
  method: 'POST',
  path: '/v1/people/:personId/reactivate',
  summary: 'Open a deactivated person\u2019s access again',
  access: 'can:people.write',
  params: z.object({ personId: c.personId }),
  response: person,
  cli: { noun: 'people', verb: 'reactivate' },
});

export const listApiKeys = operation({
  id: 'list-api-keys',
  feature,
  method: 'GET',
  path: '/v1/api-keys',
  summary: 'API keys of my organization',
  access: 'can:api-keys.write',
  query: z.object({ ...c.pageQuery }),
  response: c.page(apiKey),
  refusals: ['cursor-not-valid'],
  cli: { noun: 'api-keys', verb: 'list' },
});

export const createApiKey = operation({
  id: 'create-api-key',
  feature,
  method: 'POST',
  path: '/v1/api-keys',
  summary: 'Make an API key; its secret is shown this once',
  access: 'can:api-keys.write',
  status: 201,
  body: z.object({
    name: c.name,
    scopes: z.array(scope).min(1).max(4).meta({ description: 'seats: for programs that take seats of one project; that one stands alone' }),
    role: role.optional(),
    expiresAt: c.instant.optional(),
    projectId: c.projectId
      .optional()
      .meta({ description: 'With the scope seats, and only with it: the project whose seats the key may take' }),
  }),
  response: z.object({ apiKey, secret: z.string() }),
  refusals: ['role-not-for-organization', 'expiry-in-the-past', 'seats-key-not-possible'],
  secrets: ['secret'],
  cli: { noun: 'api-keys', verb: 'create' },
});

export const revokeApiKey = operation({
  id: 'revoke-api-key',
  feature,
  method: 'POST',
  path: '/v1/api-keys/:apiKeyId/revoke',
  summary: 'Stop an API key at once',
  access: 'can:api-keys.write',
  params: z.object({ apiKeyId: c.apiKeyId }),
  response: apiKey,
  cli: { noun: 'api-keys', verb: 'revoke' },
});

export const identityOperations = [
  signIn,
  signOut,
  getMe,
  updateMe,
  changePassword,
  requestPasswordReset,
  resetPassword,
  listPeople,
  getPerson,
  listInvitations,
  invitePerson,
  revokeInvitation,
  lookUpInvitation,
  acceptInvitation,
  setRole,
  deactivatePerson,
  reactivatePerson,
  listApiKeys,
  createApiKey,
  revokeApiKey,
] as const;
