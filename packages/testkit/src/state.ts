import { asOwner, type Pool } from '@muniment/platform/postgres';

/** Everything a vendor's acts could have changed: every balance, and how many rows there are of whatever acts make. */
export async function stateOf(pool: Pool, vendorId: string): Promise<unknown> {
  return asOwner(pool, { vendorId, readOnly: true }, async (tx) => ({
    balances: await tx.query('testkit-balances', 'SELECT account_id, lot_id, quantity, last_at FROM balances ORDER BY account_id, lot_id'),
    rows: await tx.query(
      'testkit-counts',
      `SELECT (SELECT count(*) FROM operations) AS operations, (SELECT count(*) FROM postings) AS postings,
         (SELECT count(*) FROM orders) AS orders, (SELECT count(*) FROM lots) AS lots, (SELECT count(*) FROM devices) AS devices,
         (SELECT count(*) FROM license_documents) AS documents,
         (SELECT jsonb_agg(jsonb_build_array(id, device_id, file_name, upload_name) ORDER BY id) FROM external_files) AS external_files, (SELECT count(*) FROM catalog_versions) AS packs,
         (SELECT jsonb_agg(jsonb_build_array(id, project_id, revoked_at) ORDER BY id) FROM license_keys) AS license_keys, (SELECT count(*) FROM license_key_batches) AS key_batches,
         (SELECT jsonb_agg(jsonb_build_array(id, step_seats, used, rules) ORDER BY id) FROM counters) AS counters,
         (SELECT jsonb_agg(jsonb_build_array(id, borrowed_until, document_number, recalled_at) ORDER BY id) FROM leases) AS leases,
         (SELECT count(*) FROM organizations) AS organizations, (SELECT count(*) FROM mails) AS mails,
         (SELECT count(*) FROM batch_items) AS batch_items, (SELECT count(*) FROM idempotency_keys) AS answers, (SELECT max(version) FROM devices) AS version`,
    ),
  }));
}

/** A digest of everything in every table that a vendor's rows stand in, by table; what requests leave behind in passing left out. */
export async function digestsOf(pool: Pool, vendorId: string): Promise<Record<string, string>> {
  const passing = ['api_keys', 'sessions', 'clock'];
  return asOwner(pool, { vendorId, readOnly: true }, async (tx) => {
    const tables = await tx.query<{ name: string }>(
      'testkit-tables',
      `SELECT table_name AS name FROM information_schema.tables
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> ALL ($1::text[]) ORDER BY 1`,
      [passing],
    );
    const digests: Record<string, string> = {};
    for (const { name } of tables) {
      const [row] = await tx.query<{ digest: string }>(
        `testkit-digest-${name}`,
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS digest FROM "${name}" t`,
      );
      digests[name] = row!.digest;
    }
    return digests;
  });
}
