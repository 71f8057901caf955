import type { Tx } from '@muniment/platform/postgres';
import type { Uuid } from '../../core/context.ts';
import type { OperationRow } from './store.ts';

/** Operations of one act repeated: by one actor, at one instant, of one kind, each about a device, customer or project of its own. */
export async function insertOperations(tx: Tx, vendorId: Uuid, rows: readonly OperationRow[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  await tx.run(
    'ledger-insert-operations',
    `INSERT INTO operations (vendor_id, kind, at, actor_kind, actor_id, organization_id, channel, idempotency_key, pack_version,
       id, device_id, customer_id, project_id, details)
     SELECT $1, $2, $3::timestamptz, $4, $5::uuid, $6::uuid, $7, $8, $9::int, o.id, o.device_id, o.customer_id,
       coalesce(o.project_id, (SELECT d.project_id FROM devices d WHERE d.vendor_id = $1 AND d.id = o.device_id)), o.details::jsonb
     FROM unnest($10::uuid[], $11::uuid[], $12::uuid[], $13::uuid[], $14::text[]) AS o (id, device_id, customer_id, project_id, details)`,
    [
      vendorId,
      first.kind,
      first.at,
      first.actorKind,
      first.actorId,
      first.organizationId,
      first.channel,
      first.idempotencyKey,
      first.packVersion,
      rows.map((row) => row.id),
      rows.map((row) => row.deviceId),
      rows.map((row) => row.customerId),
      rows.map((row) => row.projectId),
      rows.map((row) => JSON.stringify(row.details)),
    ],
  );
}
