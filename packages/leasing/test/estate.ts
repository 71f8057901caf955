import { randomUUID } from 'node:crypto';
import { inTransaction, type Pool, type Tx } from '@muniment/platform/postgres';

/** A vendor with one customer's project, as far as seats need one. */
export interface Estate {
  readonly vendorId: string;
  readonly projectId: string;
}

export interface CounterMade {
  readonly seats?: number;
  readonly steps?: readonly (readonly [from: string, seats: number])[];
  readonly overdraft?: number;
  readonly leaseSeconds?: number;
  readonly heartbeatSeconds?: number;
  readonly lingerSeconds?: number;
  readonly rules?: object;
}

export async function makeEstate(pool: Pool): Promise<Estate> {
  const [vendorId, customerId, projectId] = [randomUUID(), randomUUID(), randomUUID()];
  await pool.query('INSERT INTO vendors (id, slug, name, created_at) VALUES ($1, $2, $2, $3)', [
    vendorId,
    `v${vendorId.slice(0, 8)}`,
    '2026-01-01T00:00:00Z',
  ]);
  await inTransaction(pool, { vendorId }, async (tx) => {
    await tx.run('t-org', "INSERT INTO organizations (vendor_id, id, kind, name, created_at) VALUES ($1, $2, 'customer', 'Survey', $3)", [
      vendorId,
      customerId,
      '2026-01-01T00:00:00Z',
    ]);
    await insertCustomer(tx, vendorId, customerId);
    await tx.run(
      't-project',
      `INSERT INTO projects (vendor_id, id, customer_id, name, created_at, enrolment_id, enrolment_id_since) VALUES ($1, $2, $3, 'Office', $4, $2, $4)`,
      [vendorId, projectId, customerId, '2026-01-01T00:00:00Z'],
    );
  });
  return { vendorId, projectId };
}

async function insertCustomer(tx: Tx, vendorId: string, customerId: string): Promise<void> {
  await tx.run('t-customer', 'INSERT INTO customers (vendor_id, organization_id) VALUES ($1, $2)', [vendorId, customerId]);
}

export async function makeCounter(pool: Pool, { vendorId, projectId }: Estate, made: CounterMade): Promise<string> {
  const id = randomUUID();
  const steps = made.steps ?? [['2000-01-01T00:00:00Z', made.seats ?? 1]];
  const leaseSeconds = made.leaseSeconds ?? 300;
  await inTransaction(pool, { vendorId }, (tx) =>
    tx.run(
      't-counter',
      `INSERT INTO counters (vendor_id, id, project_id, feature, step_from, step_seats, overdraft, lease_seconds, heartbeat_seconds, linger_seconds, rules)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        vendorId,
        id,
        projectId,
        `feature-${id.slice(0, 8)}`,
        steps.map(([from]) => from),
        steps.map(([, seats]) => seats),
        made.overdraft ?? 0,
        leaseSeconds,
        made.heartbeatSeconds ?? Math.max(1, Math.floor(leaseSeconds / 3)),
        made.lingerSeconds ?? 0,
        made.rules === undefined ? null : JSON.stringify(made.rules),
      ],
    ),
  );
  return id;
}

/** A counter as it stands, and what its leases come to. */
export async function counterOf(
  pool: Pool,
  { vendorId }: Estate,
  counterId: string,
): Promise<{ used: number; ceiling: number; held: number }> {
  const rows = await inTransaction(pool, { vendorId }, (tx) =>
    tx.query<{ used: number; ceiling: number; held: number }>(
      't-counter-of',
      `SELECT c.used, c.ceiling, (SELECT COALESCE(sum(l.seats), 0)::bigint FROM leases l WHERE l.vendor_id = $1 AND l.counter_id = c.id) AS held
       FROM counters c WHERE c.vendor_id = $1 AND c.id = $2`,
      [vendorId, counterId],
    ),
  );
  return rows[0]!;
}

export async function leasesOf(pool: Pool, { vendorId }: Estate, counterId: string): Promise<{ id: string; seats: number }[]> {
  return inTransaction(pool, { vendorId }, (tx) =>
    tx.query('t-leases-of', 'SELECT id, seats FROM leases WHERE vendor_id = $1 AND counter_id = $2 ORDER BY id', [vendorId, counterId]),
  );
}

/** What a project has from now on. */
export async function setSteps(pool: Pool, { vendorId }: Estate, counterId: string, seats: number): Promise<void> {
  await inTransaction(pool, { vendorId }, (tx) =>
    tx.run(
      't-set-steps',
      'UPDATE counters SET step_seats = $3, ceiling = greatest($4::bigint + overdraft, used) WHERE vendor_id = $1 AND id = $2',
      [vendorId, counterId, [seats], seats],
    ),
  );
}

/** Programs that hold one seat each, in bulk; answers their leases. */
export async function holdSeats(pool: Pool, { vendorId, projectId }: Estate, counterId: string, count: number): Promise<string[]> {
  const rows = await inTransaction(pool, { vendorId }, (tx) =>
    tx.query<{ id: string }>(
      't-hold-seats',
      `WITH made AS (
         INSERT INTO leases (vendor_id, id, counter_id, project_id, seats, user_name, user_key, host_name, since, seen_at, expires_at, look_at, lease_seconds)
         SELECT $1, gen_random_uuid(), $2, $3, 1, 'user ' || n, 'user ' || n, 'pc ' || n, clock_timestamp(), clock_timestamp(),
           clock_timestamp() + interval '5 minutes', clock_timestamp() + interval '4 minutes', 300
         FROM generate_series(1, $4::int) AS n RETURNING id),
       counted AS (
         UPDATE counters SET used = used + $4::int, ceiling = greatest(ceiling, used + $4::int) WHERE vendor_id = $1 AND id = $2)
       SELECT id FROM made`,
      [vendorId, counterId, projectId, count],
    ),
  );
  return rows.map(({ id }) => id);
}
