import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';
import type { Forgetting } from '../../core/housekeeping.ts';
import type { CredentialKind } from './credentials/store.ts';

/** Deletes rows that have come to their end, each with the hash of the secret that stood for it. */
async function forget(tx: Tx, name: string, text: string, parameters: readonly unknown[]): Promise<number> {
  const rows = await tx.query<{ gone: number }>(name, text, parameters);
  return rows[0]!.gone;
}

function withSecretsSql(table: string, kind: CredentialKind, over: string): string {
  return `WITH gone AS (
      DELETE FROM ${table} WHERE vendor_id = $1 AND id IN (SELECT id FROM ${table} WHERE vendor_id = $1 AND (${over}) LIMIT $3) RETURNING id
    ), secrets AS (DELETE FROM credentials c USING gone WHERE c.vendor_id = $1 AND c.kind = '${kind}' AND c.subject_id = gone.id)
    SELECT count(*) AS gone FROM gone`;
}

function forgetSessions(tx: Tx, vendorId: Uuid, before: Temporal.Instant, most: number): Promise<number> {
  const text = withSecretsSql('sessions', 'session', 'ended_at < $2 OR expires_at < $2');
  return forget(tx, 'identity-forget-sessions', text, [vendorId, before, most]);
}

function forgetResets(tx: Tx, vendorId: Uuid, before: Temporal.Instant, most: number): Promise<number> {
  const text = withSecretsSql('password_resets', 'password-reset', 'used_at < $2 OR expires_at < $2');
  return forget(tx, 'identity-forget-resets', text, [vendorId, before, most]);
}

function forgetInvitations(tx: Tx, vendorId: Uuid, before: Temporal.Instant, most: number): Promise<number> {
  const text = withSecretsSql('invitations', 'invitation', 'accepted_at < $2 OR revoked_at < $2 OR expires_at < $2');
  return forget(tx, 'identity-forget-invitations', text, [vendorId, before, most]);
}

/**
 * What this feature need not remember. Sessions and resets are of no use once they are over, and the audit log keeps who
 * signed in when; a month is for whoever looks into yesterday's trouble. Invitations are a list that administrators read.
 */
export const identityForgetting: readonly Forgetting[] = [
  { what: 'sessions', keptDays: 30, isLogged: false, forget: forgetSessions },
  { what: 'password-resets', keptDays: 30, isLogged: false, forget: forgetResets },
  { what: 'invitations', keptDays: 180, isLogged: true, forget: forgetInvitations },
];
