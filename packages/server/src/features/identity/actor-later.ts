import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Actor, Uuid } from '../../core/context.ts';
import { loadKeyHolder, loadMember } from './credentials/store.ts';

/** Somebody who asked for what is done later, by a job. */
export interface Asker {
  readonly kind: 'person' | 'api-key';
  readonly id: Uuid;
  readonly organizationId: Uuid;
}

/**
 * Whoever asked, as they may act now; null where they may not act for that organization any more. Signing out ends
 * nothing that was asked for before.
 */
export async function actorLater(tx: Tx, vendorId: Uuid, asker: Asker, now: Temporal.Instant): Promise<Actor | null> {
  const { kind, id, organizationId } = asker;
  if (kind === 'person') {
    const row = await loadMember(tx, vendorId, id, organizationId);
    if (row === null) return null;
    const organization = { id: organizationId, name: row.organization_name, kind: row.organization_kind };
    return { kind, id, name: row.name, organization, role: row.role, scopes: ['all'], sessionId: null, language: row.language };
  }
  const row = await loadKeyHolder(tx, vendorId, id);
  const isOver =
    row === null || row.revoked_at !== null || (row.expires_at !== null && now.epochMilliseconds >= row.expires_at.epochMilliseconds);
  if (isOver || row.organization_id !== organizationId) return null;
  const organization = { id: organizationId, name: row.organization_name, kind: row.organization_kind };
  return { kind, id, name: row.name, organization, role: row.role, scopes: row.scopes, sessionId: null, language: null };
}
