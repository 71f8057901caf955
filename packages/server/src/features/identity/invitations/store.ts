import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationFacts, OrganizationKind, Role, Uuid } from '../../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../../core/page.ts';

export interface InvitationRow {
  readonly id: Uuid;
  readonly organization_id: Uuid;
  readonly organization_name: string;
  readonly organization_kind: OrganizationKind;
  readonly email: string;
  readonly role: Role;
  readonly language: string;
  readonly invited_by: string;
  readonly created_at: Temporal.Instant;
  readonly expires_at: Temporal.Instant;
  readonly accepted_at: Temporal.Instant | null;
  readonly revoked_at: Temporal.Instant | null;
}

const columns = `i.id, i.organization_id, o.name AS organization_name, o.kind AS organization_kind, i.email, i.role, i.language,
  i.invited_by, i.created_at, i.expires_at, i.accepted_at, i.revoked_at`;
const from = 'FROM invitations i JOIN organizations o ON o.vendor_id = i.vendor_id AND o.id = i.organization_id';

/** Newest first. */
export const invitationKeyset: Keyset = {
  columns: [
    { sql: 'i.created_at', type: 'timestamptz' },
    { sql: 'i.id', type: 'uuid' },
  ],
  descending: true,
};

/** Invitations of one organization; null: of all. */
export function listInvitations(tx: Tx, vendorId: Uuid, organizationId: Uuid | null, request: PageRequest): Promise<InvitationRow[]> {
  return tx.query<InvitationRow>(
    `identity-list-invitations-${request.part}`,
    `SELECT ${columns} ${from}
     WHERE i.vendor_id = $1 AND ($2::uuid IS NULL OR i.organization_id = $2)${afterSql(request, 4)}${orderSql(request, 3)}`,
    [vendorId, organizationId, rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countInvitations(tx: Tx, vendorId: Uuid, organizationId: Uuid | null): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    'identity-count-invitations',
    `SELECT count(*) AS total FROM (
       SELECT 1 FROM invitations i WHERE i.vendor_id = $1 AND ($2::uuid IS NULL OR i.organization_id = $2) LIMIT $3) m`,
    [vendorId, organizationId, mostCounted],
  );
  return rows[0]!.total;
}

/** Seen by the organization it is to, and by the vendor. */
export async function loadInvitation(
  tx: Tx,
  vendorId: Uuid,
  invitationId: Uuid,
  viewer: Pick<OrganizationFacts, 'id' | 'kind'> | null,
): Promise<InvitationRow | null> {
  const rows = await tx.query<InvitationRow>(
    'identity-load-invitation',
    `SELECT ${columns} ${from} WHERE i.vendor_id = $1 AND i.id = $2 AND ($3::uuid IS NULL OR i.organization_id = $3)`,
    [vendorId, invitationId, viewer === null || viewer.kind === 'vendor' ? null : viewer.id],
  );
  return rows[0] ?? null;
}

export async function insertInvitation(
  tx: Tx,
  vendorId: Uuid,
  row: Pick<InvitationRow, 'id' | 'organization_id' | 'email' | 'role' | 'language' | 'invited_by' | 'created_at' | 'expires_at'>,
): Promise<void> {
  await tx.run(
    'identity-insert-invitation',
    `INSERT INTO invitations (vendor_id, id, organization_id, email, role, language, invited_by, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [vendorId, row.id, row.organization_id, row.email, row.role, row.language, row.invited_by, row.created_at, row.expires_at],
  );
}

/** A new invitation takes the place of an open one of the same address to the same organization. */
export async function replaceInvitations(
  tx: Tx,
  vendorId: Uuid,
  organizationId: Uuid,
  email: string,
  now: Temporal.Instant,
): Promise<void> {
  // One after the other: an invitation that comes at the same moment is not seen, and would stay open beside this one.
  await tx.query('identity-lock-inviter', 'SELECT 1 FROM organizations WHERE vendor_id = $1 AND id = $2 FOR NO KEY UPDATE', [
    vendorId,
    organizationId,
  ]);
  await tx.run(
    'identity-replace-invitations',
    `UPDATE invitations SET revoked_at = $4 WHERE vendor_id = $1 AND organization_id = $2 AND lower(email) = lower($3)
       AND accepted_at IS NULL AND revoked_at IS NULL`,
    [vendorId, organizationId, email, now],
  );
}

const open = 'accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $3';

/** True for the one who accepts first, while it is open. */
export async function takeInvitation(tx: Tx, vendorId: Uuid, invitationId: Uuid, now: Temporal.Instant): Promise<boolean> {
  const taken = await tx.run(
    'identity-take-invitation',
    `UPDATE invitations SET accepted_at = $3 WHERE vendor_id = $1 AND id = $2 AND ${open}`,
    [vendorId, invitationId, now],
  );
  return taken === 1;
}

/** True if it was still open. */
export async function withdrawInvitation(tx: Tx, vendorId: Uuid, invitationId: Uuid, now: Temporal.Instant): Promise<boolean> {
  const withdrawn = await tx.run(
    'identity-withdraw-invitation',
    `UPDATE invitations SET revoked_at = $3 WHERE vendor_id = $1 AND id = $2 AND ${open}`,
    [vendorId, invitationId, now],
  );
  return withdrawn === 1;
}
