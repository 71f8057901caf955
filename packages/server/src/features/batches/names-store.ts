import type { Tx } from '@muniment/platform/postgres';
import type { Uuid } from '../../core/context.ts';

interface Named {
  readonly id: Uuid;
  readonly name: string;
}

const byId = (rows: readonly Named[]) => new Map(rows.map(({ id, name }) => [id, name]));

/** Names of those of these devices that are in the project. */
export async function namesOfDevices(tx: Tx, vendorId: Uuid, projectId: Uuid, ids: readonly Uuid[]): Promise<ReadonlyMap<Uuid, string>> {
  return byId(
    await tx.query<Named>(
      'batches-names-of-devices',
      'SELECT id, name FROM devices WHERE vendor_id = $1 AND project_id = $2 AND id = ANY ($3::uuid[])',
      [vendorId, projectId, ids],
    ),
  );
}

/** Names of those of these users that are in the project. */
export async function namesOfUsers(tx: Tx, vendorId: Uuid, projectId: Uuid, ids: readonly Uuid[]): Promise<ReadonlyMap<Uuid, string>> {
  return byId(
    await tx.query<Named>(
      'batches-names-of-users',
      'SELECT id, name FROM named_users WHERE vendor_id = $1 AND project_id = $2 AND id = ANY ($3::uuid[]) AND removed_at IS NULL',
      [vendorId, projectId, ids],
    ),
  );
}
