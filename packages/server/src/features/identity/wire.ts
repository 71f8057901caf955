import type { createApiKey, listInvitations, listPeople, OutputOf } from '@muniment/contract';
import type { Actor as DomainActor } from '@muniment/domain/identity';
import { toId } from '@muniment/platform/ids';
import type { Temporal } from 'temporal-polyfill';
import type { Actor, OrganizationFacts } from '../../core/context.ts';
import type { KeyListRow } from './api-keys/store.ts';
import type { InvitationRow } from './invitations/store.ts';
import type { PersonRow } from './store.ts';

type Person = OutputOf<typeof listPeople>['items'][number];
type Invitation = OutputOf<typeof listInvitations>['items'][number];
type ApiKey = OutputOf<typeof createApiKey>['apiKey'];

/** An actor as the table of permissions asks for it. */
export function toDomainActor(actor: Pick<Actor, 'kind' | 'organization' | 'role' | 'scopes'>): DomainActor {
  return {
    organizationId: actor.organization.id,
    organizationKind: actor.organization.kind,
    role: actor.role,
    scopes: actor.scopes,
    isDevice: actor.kind === 'device',
  };
}

/** The same for a question within an operation: whether a key's scopes allow the operation itself, or asking what it would do, is decided. */
export function withinScope(actor: Pick<Actor, 'kind' | 'organization' | 'role' | 'scopes'>): DomainActor {
  return { ...toDomainActor(actor), scopes: ['all'] };
}

export function toMembership(organization: OrganizationFacts, role: Actor['role']) {
  return { organization: { id: toId('org', organization.id), name: organization.name, kind: organization.kind }, role };
}

export function toPerson(row: PersonRow): Person {
  return {
    id: toId('per', row.id),
    name: row.name,
    email: row.email,
    status: row.status,
    role: row.role,
    organization: { id: toId('org', row.organization_id), name: row.organization_name },
    lastSignInAt: row.last_sign_in_at?.toString() ?? null,
    createdAt: row.created_at.toString(),
    version: row.version,
  };
}

/** What became of an invitation is a matter of dates, never a column that a job must flip in time. */
export function invitationState(row: InvitationRow, now: Temporal.Instant): Invitation['state'] {
  if (row.revoked_at !== null) return 'revoked';
  if (row.accepted_at !== null) return 'accepted';
  return now.epochMilliseconds >= row.expires_at.epochMilliseconds ? 'expired' : 'pending';
}

export function toInvitation(row: InvitationRow, names: ReadonlyMap<string, string>, now: Temporal.Instant): Invitation {
  return {
    id: toId('inv', row.id),
    email: row.email,
    role: row.role,
    organization: { id: toId('org', row.organization_id), name: row.organization_name },
    invitedBy: names.get(row.invited_by) ?? '',
    createdAt: row.created_at.toString(),
    expiresAt: row.expires_at.toString(),
    state: invitationState(row, now),
  };
}

export function toApiKey(row: KeyListRow, names: ReadonlyMap<string, string>): ApiKey {
  return {
    id: toId('key', row.id),
    name: row.name,
    prefix: row.prefix,
    organization: { id: toId('org', row.organization_id), name: row.organization_name },
    role: row.role,
    scopes: [...row.scopes],
    projectId: row.project_id === null ? null : toId('prj', row.project_id),
    createdAt: row.created_at.toString(),
    createdBy: names.get(row.created_by) ?? '',
    expiresAt: row.expires_at?.toString() ?? null,
    lastUsedAt: row.last_used_at?.toString() ?? null,
    revokedAt: row.revoked_at?.toString() ?? null,
  };
}
