import type { LicenseKeyFormat } from '@muniment/domain/license-keys';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { OrganizationFacts, Uuid } from '../../core/context.ts';
import { afterSql, type Keyset, mostCounted, orderSql, type PageRequest, rowsToLoad } from '../../core/page.ts';

export interface BatchRow {
  id: Uuid;
  maker_id: Uuid;
  holder_id: Uuid;
  holder_name: string;
  part: string;
  quantity_per_key: number;
  keys: number;
  redeemed: number;
  revoked: number;
  source: 'issue' | 'bin';
  sales_order: string;
  purchase_order: string;
  note: string;
  form: LicenseKeyFormat;
  pack_version: number;
  made_at: Temporal.Instant;
  made_by: string;
  operation_id: Uuid;
}

type Organization = Pick<OrganizationFacts, 'id' | 'kind'>;

const sideOf = ({ kind }: Organization) => (kind === 'vendor' ? 'vendor' : 'party');

/** Batches are seen by whoever made or holds them, and by the vendor; parameters 1 and 2 are vendor and organization. */
const seenSql = (organization: Organization) =>
  organization.kind === 'vendor' ? '($2::uuid IS NOT NULL)' : '(b.holder_id = $2 OR b.maker_id = $2)';

const columns = `b.id, b.maker_id, b.holder_id, h.name AS holder_name, b.part, b.quantity_per_key, b.keys, b.source, b.sales_order, b.purchase_order,
  b.note, b.form, b.made_at, b.made_by, b.operation_id, c.redeemed, c.revoked, l.pack_version`;

const joinsSql = `JOIN organizations h ON h.vendor_id = b.vendor_id AND h.id = b.holder_id
  CROSS JOIN LATERAL (
    SELECT count(k.redeemed_at) AS redeemed, count(k.revoked_at) AS revoked FROM license_keys k WHERE k.vendor_id = b.vendor_id AND k.batch_id = b.id
  ) c
  CROSS JOIN LATERAL (
    SELECT lo.pack_version FROM license_keys k JOIN lots lo ON lo.vendor_id = k.vendor_id AND lo.id = k.lot_id
    WHERE k.vendor_id = b.vendor_id AND k.batch_id = b.id ORDER BY k.id LIMIT 1
  ) l`;

export function batchKeyset(descending: boolean): Keyset {
  return {
    columns: [
      { sql: 'b.made_at', type: 'timestamptz' },
      { sql: 'b.id', type: 'uuid' },
    ],
    descending,
  };
}

export interface BatchFilter {
  /** Part of an order number. */
  readonly q: string | null;
  readonly batchId: Uuid | null;
}

const filterSql =
  'AND ($4::uuid IS NULL OR b.id = $4) AND ($3::text IS NULL OR strpos(lower(b.sales_order), lower($3)) > 0 OR strpos(lower(b.purchase_order), lower($3)) > 0)';

export function listBatches(
  tx: Tx,
  vendorId: Uuid,
  organization: Organization,
  filter: BatchFilter,
  request: PageRequest,
): Promise<BatchRow[]> {
  return tx.query<BatchRow>(
    `license-keys-list-batches-${sideOf(organization)}-${request.keyset.descending ? 'newest' : 'oldest'}-${request.part}`,
    `SELECT ${columns} FROM license_key_batches b ${joinsSql}
     WHERE b.vendor_id = $1 AND ${seenSql(organization)} ${filterSql}${afterSql(request, 6)}${orderSql(request, 5)}`,
    [vendorId, organization.id, filter.q, filter.batchId, rowsToLoad(request), ...(request.after ?? [])],
  );
}

export async function countBatches(tx: Tx, vendorId: Uuid, organization: Organization, filter: BatchFilter): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    `license-keys-count-batches-${sideOf(organization)}`,
    `SELECT count(*) AS total FROM (SELECT 1 FROM license_key_batches b WHERE b.vendor_id = $1 AND ${seenSql(organization)} ${filterSql} LIMIT $5) m`,
    [vendorId, organization.id, filter.q, filter.batchId, mostCounted],
  );
  return rows[0]!.total;
}

/** A batch that the organization made or holds. */
export async function loadBatch(tx: Tx, vendorId: Uuid, organization: Organization, id: Uuid): Promise<BatchRow | null> {
  const rows = await tx.query<BatchRow>(
    'license-keys-load-batch',
    `SELECT ${columns} FROM license_key_batches b ${joinsSql} WHERE b.vendor_id = $1 AND (b.holder_id = $2 OR b.maker_id = $2) AND b.id = $3`,
    [vendorId, organization.id, id],
  );
  return rows[0] ?? null;
}

/** Writes down what was made together. */
export async function insertBatch(
  tx: Tx,
  vendorId: Uuid,
  row: Omit<BatchRow, 'holder_name' | 'redeemed' | 'revoked' | 'pack_version'> & { readonly order_id: Uuid | null },
): Promise<void> {
  await tx.run(
    'license-keys-insert-batch',
    `INSERT INTO license_key_batches (vendor_id, id, maker_id, holder_id, part, quantity_per_key, keys, source, order_id, sales_order,
       purchase_order, note, form, made_at, made_by, operation_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::jsonb, $14, $15, $16)`,
    [
      vendorId,
      row.id,
      row.maker_id,
      row.holder_id,
      row.part,
      row.quantity_per_key,
      row.keys,
      row.source,
      row.order_id,
      row.sales_order,
      row.purchase_order,
      row.note,
      JSON.stringify(row.form),
      row.made_at,
      row.made_by,
      row.operation_id,
    ],
  );
}
