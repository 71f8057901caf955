import { applicationRole, byKeySql, type Pool, type Statement, type Tx } from '@muniment/platform/postgres';

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A parameter as it stands in a statement's text; its type is known from where it stands. */
function literal(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (!Array.isArray(value)) return quoted(String(value));
  const items = value.map((item) => (item === null ? 'NULL' : `"${String(item).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`));
  return quoted(`{${items.join(',')}}`);
}

/** Pages that a statement touches, planned and done as in a flight: by the application's role, and by the plan that is made once. */
export async function pagesOf(pool: Pool, vendorId: string, { text, parameters }: Statement): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query(
      `BEGIN; SELECT set_config('role','${applicationRole}',true), set_config('muniment.vendor_id','${vendorId}',true), ${byKeySql}`,
    );
    await client.query(`PREPARE looked AS ${text}`);
    const execute = `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE looked${parameters.length === 0 ? '' : `(${parameters.map(literal).join(', ')})`}`;
    // The first run reads the catalog too.
    await client.query(`SAVEPOINT before; ${execute}; ROLLBACK TO before`);
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(execute);
    const plan = rows[0]!['QUERY PLAN'][0].Plan;
    return plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!;
  } finally {
    await client.query('ROLLBACK; DEALLOCATE looked').catch(() => undefined);
    client.release();
  }
}

/** A transaction that does nothing but tell how many pages each statement would touch, by its name. */
export function explaining(pool: Pool, vendorId: string, pages: Map<string, number>): Tx {
  const look = async (name: string, text: string, parameters: readonly unknown[] = []) => {
    pages.set(name, await pagesOf(pool, vendorId, { name, text, parameters }));
  };
  return {
    vendorId,
    async query(name, text, parameters) {
      await look(name, text, parameters);
      return [];
    },
    async run(name, text, parameters) {
      await look(name, text, parameters);
      return 0;
    },
    discard: () => undefined,
  };
}
