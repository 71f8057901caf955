import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationFacts, Uuid } from './context.ts';
import { sightOf, visibleCustomersSql } from './visibility/store.ts';

export interface StoredAnswer {
  body_hash: Buffer;
  status: number | null;
  answer: unknown;
}

/** True if the key is new; waits for another transaction that is using it. */
export async function claimKey(
  tx: Tx,
  vendorId: Uuid,
  principal: string,
  key: string,
  operation: string,
  hash: Buffer,
  now: Temporal.Instant,
): Promise<boolean> {
  const inserted = await tx.run(
    'core-claim-idempotency-key',
    `INSERT INTO idempotency_keys (vendor_id, principal, key, operation, body_hash, created_at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [vendorId, principal, key, operation, hash, now],
  );
  return inserted === 1;
}

export async function readKey(tx: Tx, vendorId: Uuid, principal: string, key: string): Promise<StoredAnswer | null> {
  const rows = await tx.query<StoredAnswer>(
    'core-read-idempotency-key',
    'SELECT body_hash, status, answer FROM idempotency_keys WHERE vendor_id = $1 AND principal = $2 AND key = $3',
    [vendorId, principal, key],
  );
  return rows[0] ?? null;
}

export async function saveAnswer(tx: Tx, vendorId: Uuid, principal: string, key: string, status: number, answer: unknown): Promise<void> {
  await tx.run(
    'core-save-idempotency-answer',
    'UPDATE idempotency_keys SET status = $4, answer = $5::json WHERE vendor_id = $1 AND principal = $2 AND key = $3',
    [vendorId, principal, key, status, JSON.stringify(answer)],
  );
}

/** Forgets a claim of this transaction. */
export async function releaseKey(tx: Tx, vendorId: Uuid, principal: string, key: string): Promise<void> {
  await tx.run(
    'core-release-idempotency-key',
    'DELETE FROM idempotency_keys WHERE vendor_id = $1 AND principal = $2 AND key = $3 AND status IS NULL',
    [vendorId, principal, key],
  );
}

/** What something is about, as far as it can cease to be seen. */
export interface Aims {
  readonly devices: readonly Uuid[];
  readonly organizations: readonly Uuid[];
  readonly operations: readonly Uuid[];
  readonly projects: readonly Uuid[];
}

/** Whether an organization sees every customer that these belong to or are. */
export async function seesAll(
  tx: Tx,
  vendorId: Uuid,
  viewer: Pick<OrganizationFacts, 'id' | 'kind'>,
  aims: Aims,
  now: Temporal.Instant,
): Promise<boolean> {
  const seen = (column: string) => visibleCustomersSql(column, viewer.kind, { vendor: 1, organization: 2, now: 3 });
  const rows = await tx.query(
    `core-sees-all-${sightOf(viewer.kind)}`,
    `SELECT 1 FROM (
       SELECT d.customer_id FROM devices d WHERE d.vendor_id = $1 AND d.id = ANY ($4::uuid[])
       UNION ALL SELECT c.organization_id FROM customers c WHERE c.vendor_id = $1 AND c.organization_id = ANY ($5::uuid[])
       UNION ALL SELECT o.customer_id FROM operations o WHERE o.vendor_id = $1 AND o.id = ANY ($6::uuid[]) AND o.customer_id IS NOT NULL
       UNION ALL SELECT p.customer_id FROM projects p WHERE p.vendor_id = $1 AND p.id = ANY ($7::uuid[])
     ) a WHERE NOT ${seen('a.customer_id')} LIMIT 1`,
    [vendorId, viewer.id, now, aims.devices, aims.organizations, aims.operations, aims.projects],
  );
  return rows.length === 0;
}

/** Forgets at most so many answers older than the instant: their keys may be used anew. */
export async function forgetAnswers(tx: Tx, vendorId: Uuid, before: Temporal.Instant, most: number): Promise<number> {
  return tx.run(
    'core-forget-idempotency-keys',
    `DELETE FROM idempotency_keys WHERE vendor_id = $1 AND (principal, key) IN (
       SELECT principal, key FROM idempotency_keys WHERE vendor_id = $1 AND created_at < $2 ORDER BY created_at LIMIT $3)`,
    [vendorId, before, most],
  );
}

/** Every vendor of the installation, the oldest first. Vendors stand outside row-level security. */
export async function listVendors(tx: Tx): Promise<{ id: Uuid; slug: string; name: string }[]> {
  return tx.query('core-list-vendors', 'SELECT id, slug, name FROM vendors ORDER BY created_at, id');
}

/** The vendor's own organization. */
export async function vendorOrganization(tx: Tx, vendorId: Uuid): Promise<OrganizationFacts> {
  const rows = await tx.query<OrganizationFacts>(
    'core-vendor-organization',
    "SELECT id, name, kind FROM organizations WHERE vendor_id = $1 AND kind = 'vendor'",
    [vendorId],
  );
  return rows[0]!;
}
