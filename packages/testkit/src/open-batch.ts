import { randomUUID } from 'node:crypto';
import { asOwner, type Pool } from '@muniment/platform/postgres';
import type { Party } from './channel.ts';
import { value } from './channel.ts';

/** A batch of somebody's that waits and that no worker knows of: its id. */
export async function openBatch(pool: Pool, vendorId: string, party: Party, customerId: string | null = null): Promise<string> {
  const me = await value(party.client.getMe({}));
  const id = randomUUID();
  await asOwner(pool, { vendorId }, async (tx) => {
    await tx.run(
      'testkit-open-batch',
      `INSERT INTO batches (vendor_id, id, kind, actor_kind, actor_id, organization_id, customer_id, settings, total, created_at)
       VALUES ($1, $2, 'import-devices', $3, $4, $5, $6, '{}', 1, '2026-01-01T00:00:00Z')`,
      [vendorId, id, me.kind, me.id.slice('per_'.length), party.id.slice('org_'.length), customerId?.slice('org_'.length) ?? null],
    );
    await tx.run(
      'testkit-open-item',
      "INSERT INTO batch_items (vendor_id, batch_id, number, label, input) VALUES ($1, $2, 1, 'Site', '[]')",
      [vendorId, id],
    );
  });
  return `bat_${id}`;
}
