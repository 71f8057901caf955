import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';

export interface CustomerIdRow {
  customer_id: Uuid;
  since: Temporal.Instant;
}

/** What controllers of a project are given (E1). */
export async function loadCustomerId(tx: Tx, vendorId: Uuid, projectId: Uuid): Promise<CustomerIdRow> {
  const rows = await tx.query<CustomerIdRow>(
    'enrolment-load-customer-id',
    'SELECT enrolment_id AS customer_id, enrolment_id_since AS since FROM projects WHERE vendor_id = $1 AND id = $2',
    [vendorId, projectId],
  );
  return rows[0]!;
}

export async function saveCustomerId(tx: Tx, vendorId: Uuid, projectId: Uuid, { customer_id, since }: CustomerIdRow): Promise<void> {
  await tx.run(
    'enrolment-save-customer-id',
    'UPDATE projects SET enrolment_id = $3, enrolment_id_since = $4 WHERE vendor_id = $1 AND id = $2',
    [vendorId, projectId, customer_id, since],
  );
}
