import { asOwner, type Pool } from '@muniment/platform/postgres';

/** Everything a vendor's acts could have changed: every balance, and how many rows there are of whatever acts make. */
export async function stateOf(pool: Pool, vendorId: string): Promise<unknown> {
  return asOwner(pool, { vendorId, readOnly: true }, async (tx) => ({
    balances: await tx.query('testkit-balances', 'SELECT account_id, lot_id, quantity, last_at FROM balances ORDER BY account_id, lot_id'),
    rows: await tx.query(
      'testkit-counts',
      `SELECT (SELECT count(*) FROM operations) AS operations, (SELECT count(*) FROM postings) AS postings,
         (SELECT count(*) FROM orders) AS orders, (SELECT count(*) FROM lots) AS lots, (SELECT count(*) FROM devices) AS devices,
         (SELECT count(*) FROM license_documents) AS documents, (SELECT count(*) FROM catalog_versions) AS packs,
         (SELECT count(*) FROM organizations) AS organizations, (SELECT count(*) FROM mails) AS mails,
         (SELECT count(*) FROM idempotency_keys) AS answers, (SELECT max(version) FROM devices) AS version`,
    ),
  }));
}
