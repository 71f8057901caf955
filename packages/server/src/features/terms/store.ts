import type { Tx } from '@muniment/platform/postgres';
import type { Uuid } from '../../core/context.ts';

export interface NamedUserRow {
  id: Uuid;
  name: string;
}

/** Locks named users of a project, in the order of their ids: one act at a time changes what is assigned to them. */
export async function lockNamedUsers(tx: Tx, vendorId: Uuid, projectId: Uuid, ids: readonly Uuid[]): Promise<NamedUserRow[]> {
  return tx.query<NamedUserRow>(
    'terms-lock-named-users',
    `SELECT id, name FROM named_users WHERE vendor_id = $1 AND project_id = $2 AND id = ANY ($3::uuid[]) AND removed_at IS NULL
     ORDER BY id FOR UPDATE`,
    [vendorId, projectId, ids],
  );
}

/** One after the other takes the next free licences of a project: else all would find the same ones, and most of them none. */
export async function lockPoolTurn(tx: Tx, vendorId: Uuid, projectId: Uuid): Promise<void> {
  await tx.query('terms-lock-pool-turn', 'SELECT id FROM projects WHERE vendor_id = $1 AND id = $2 FOR NO KEY UPDATE', [
    vendorId,
    projectId,
  ]);
}

/** What is free in a pool: units of a term licence that nobody has begun. Of balances `b` and their lots `l`. */
export const freeSql = 'b.quantity > 0 AND l.term_days IS NOT NULL AND l.starts_on IS NULL';

/** Term licences of a pool of some parts, by length and then by age; no more than are wanted, and nothing is locked. */
export async function findFree(
  tx: Tx,
  vendorId: Uuid,
  accountId: Uuid,
  wanted: { readonly parts: readonly string[]; readonly prefer: 'shortest' | 'longest'; readonly most: number },
): Promise<Uuid[]> {
  const rows = await tx.query<{ lot_id: Uuid }>(
    `terms-find-free-${wanted.prefer}`,
    `SELECT b.lot_id FROM balances b JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
     WHERE b.vendor_id = $1 AND b.account_id = $2 AND l.part = ANY ($3::text[]) AND ${freeSql}
     ORDER BY l.term_days${wanted.prefer === 'longest' ? ' DESC' : ''}, l.issued_at, l.id LIMIT $4`,
    [vendorId, accountId, wanted.parts, wanted.most],
  );
  return rows.map((row) => row.lot_id);
}

/** Of a part, the length of the free licence that is taken first. */
export interface FreeTerm {
  readonly part: string;
  readonly termDays: number;
}

/** What is free in a pool, by part, as long work begins. */
export async function findFreeTerms(tx: Tx, vendorId: Uuid, accountId: Uuid, prefer: 'shortest' | 'longest'): Promise<FreeTerm[]> {
  const rows = await tx.query<{ part: string; term_days: number }>(
    `terms-find-free-terms-${prefer}`,
    `SELECT l.part, ${prefer === 'shortest' ? 'min' : 'max'}(l.term_days) AS term_days
     FROM balances b JOIN lots l ON l.vendor_id = b.vendor_id AND l.id = b.lot_id
     WHERE b.vendor_id = $1 AND b.account_id = $2 AND ${freeSql} GROUP BY l.part`,
    [vendorId, accountId],
  );
  return rows.map(({ part, term_days: termDays }) => ({ part, termDays }));
}
