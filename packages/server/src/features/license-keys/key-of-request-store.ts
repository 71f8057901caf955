import type { Fingerprint, FingerprintPolicy } from '@muniment/domain/fingerprint';
import type { Tx } from '@muniment/platform/postgres';
import type { Uuid } from '../../core/context.ts';
import type { ProjectFacts } from '../projects/index.ts';

/** The project that registered a key, null while nobody has. Null altogether where nobody knows the key. */
export async function projectOfHash(
  tx: Tx,
  vendorId: Uuid,
  hash: Buffer,
): Promise<{ readonly revoked: boolean; readonly project: ProjectFacts | null } | null> {
  const rows = await tx.query<{ revoked: boolean } & { [K in keyof ProjectFacts]: ProjectFacts[K] | null }>(
    'license-keys-project-of',
    `SELECT k.revoked_at IS NOT NULL AS revoked, p.id, p.name, p.customer_id, o.name AS customer_name FROM license_keys k
     LEFT JOIN projects p ON p.vendor_id = k.vendor_id AND p.id = k.project_id
     LEFT JOIN organizations o ON o.vendor_id = p.vendor_id AND o.id = p.customer_id
     WHERE k.vendor_id = $1 AND k.hash = $2`,
    [vendorId, hash],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { revoked, ...project } = row;
  return { revoked, project: project.id === null ? null : (project as ProjectFacts) };
}

/**
 * Lots in a project's pool that a key's units are of now, those that last longest first: a term that has begun is another lot than the one
 * that the key was made of.
 */
export async function findLotsOfKey(tx: Tx, vendorId: Uuid, projectId: Uuid, lotId: Uuid): Promise<readonly Uuid[]> {
  const rows = await tx.query<{ id: Uuid }>(
    'license-keys-lots-of',
    `WITH RECURSIVE family AS (
       SELECT $3::uuid AS id
       UNION SELECT lp.lot_id FROM lot_parents lp JOIN family f ON lp.vendor_id = $1 AND lp.parent_id = f.id)
     SELECT l.id FROM family f
     JOIN lots l ON l.vendor_id = $1 AND l.id = f.id
     JOIN balances b ON b.vendor_id = $1 AND b.lot_id = l.id AND b.quantity > 0
     JOIN accounts a ON a.vendor_id = $1 AND a.id = b.account_id AND a.kind = 'pool' AND a.owner_id = $2
     ORDER BY coalesce(l.valid_until, 'infinity') DESC, l.id LIMIT 20`,
    [vendorId, projectId, lotId],
  );
  return rows.map(({ id }) => id);
}

/** The key of a project, by the hash of its characters. */
export async function keyIdOf(tx: Tx, vendorId: Uuid, projectId: Uuid, hash: Buffer): Promise<Uuid | null> {
  const rows = await tx.query<{ id: Uuid }>(
    'license-keys-id-of',
    'SELECT id FROM license_keys WHERE vendor_id = $1 AND project_id = $2 AND hash = $3',
    [vendorId, projectId, hash],
  );
  return rows[0]?.id ?? null;
}

/** A device that a key is activated on, and the machine that it is. */
export interface MachineOfKey {
  readonly device_id: Uuid;
  readonly fingerprint: Fingerprint;
  readonly policy: FingerprintPolicy | null;
}

/** Of certain devices of a project those of a product whose own key is in force, with the machine that each is bound to. */
export function machinesInForce(
  tx: Tx,
  vendorId: Uuid,
  { projectId, product, deviceIds }: { readonly projectId: Uuid; readonly product: string; readonly deviceIds: readonly Uuid[] },
): Promise<MachineOfKey[]> {
  return tx.query<MachineOfKey>(
    'license-keys-machines-in-force',
    `SELECT d.id AS device_id, m.fingerprint, m.policy FROM devices d
     JOIN enrolments e ON e.vendor_id = $1 AND e.device_id = d.id AND e.state = 'current'
     JOIN LATERAL (SELECT n.fingerprint, n.policy FROM device_machines n
       WHERE n.vendor_id = $1 AND n.device_id = d.id ORDER BY n.number DESC LIMIT 1) m ON true
     WHERE d.vendor_id = $1 AND d.id = ANY ($4::uuid[]) AND d.project_id = $2 AND d.product = $3 AND d.replaced_by IS NULL
     ORDER BY d.id`,
    [vendorId, projectId, product, deviceIds],
  );
}
