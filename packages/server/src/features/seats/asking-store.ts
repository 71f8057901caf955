import { type Pool, readInFlight } from '@muniment/platform/postgres';
import type { Uuid } from '../../core/context.ts';

/** A feature of a project that somebody wants seats of. */
export interface Wanted {
  readonly projectId: Uuid;
  readonly feature: string;
}

/** Counters by project and feature, in the order asked; null where the project has none. */
export async function findCounters(pool: Pool, vendorId: Uuid, wanted: readonly Wanted[]): Promise<(Uuid | null)[]> {
  const [rows] = await readInFlight(pool, vendorId, [
    {
      name: 'seats-find-counters',
      text: `SELECT c.id, c.project_id, c.feature FROM unnest($2::uuid[], $3::text[]) AS w (project_id, feature)
        JOIN counters c ON c.vendor_id = $1 AND c.project_id = w.project_id AND c.feature = w.feature`,
      parameters: [vendorId, wanted.map(({ projectId }) => projectId), wanted.map(({ feature }) => feature)],
    },
  ]);
  const found = new Map(
    (rows as { id: Uuid; project_id: Uuid; feature: string }[]).map((row) => [`${row.project_id} ${row.feature}`, row.id]),
  );
  return wanted.map(({ projectId, feature }) => found.get(`${projectId} ${feature}`) ?? null);
}

export interface LeaseEndRow {
  readonly lease_id: Uuid;
  readonly project_id: Uuid;
  readonly why: 'idle' | 'ended' | 'returned';
  readonly reason: string | null;
}

/** Why leases that are gone ended, where word was left. */
export async function findEnds(pool: Pool, vendorId: Uuid, leaseIds: readonly Uuid[]): Promise<LeaseEndRow[]> {
  const [rows] = await readInFlight(pool, vendorId, [
    {
      name: 'seats-find-ends',
      text: 'SELECT lease_id, project_id, why, reason FROM lease_ends WHERE vendor_id = $1 AND lease_id = ANY ($2::uuid[])',
      parameters: [vendorId, leaseIds],
    },
  ]);
  return rows as LeaseEndRow[];
}
