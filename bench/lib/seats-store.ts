import { type Connection, openPlainPool, type Pool } from '@muniment/platform/postgres';
import type { SeatsOf } from './office.ts';

/** Holds seats in bulk, as the database's superuser. */
export interface SeatFiller {
  /** Programs that hold one seat each; they run out in so many seconds, in the past too. Answers their lease ids. */
  hold(of: SeatsOf, count: number, seconds: number): Promise<string[]>;
  /** How many leases a counter has, and whether its count says so too. */
  count(of: SeatsOf): Promise<{ readonly leases: number; readonly used: number }>;
  end(): Promise<void>;
}

export function openSeatFiller(connection: Extract<Connection, { host: string }>): SeatFiller {
  const pool: Pool = openPlainPool({ ...connection, user: 'postgres' }, { max: 1 });
  return {
    async hold({ vendorId, projectId, counterId }, count, seconds) {
      const { rows } = await pool.query<{ id: string }>({
        name: 'bench-hold-seats',
        text: `WITH made AS (
            INSERT INTO leases (vendor_id, id, counter_id, project_id, seats, user_name, user_key, host_name, since, seen_at, expires_at, look_at, lease_seconds)
            SELECT $1, gen_random_uuid(), $2, $3, 1, 'user ' || n, 'user ' || n, 'pc ' || n, clock_timestamp(), clock_timestamp(),
              m.expires_at, m.expires_at, 3600
            FROM generate_series(1, $4::int) AS n CROSS JOIN (SELECT clock_timestamp() + $5::int * interval '1 second' AS expires_at) m RETURNING id),
          counted AS (UPDATE counters SET used = used + $4::int, ceiling = greatest(ceiling, used + $4::int) WHERE vendor_id = $1 AND id = $2)
          SELECT id FROM made`,
        values: [vendorId, counterId, projectId, count, seconds],
      });
      return rows.map(({ id }) => `lse_${id}`);
    },
    async count({ vendorId, counterId }) {
      const { rows } = await pool.query<{ leases: number; used: number }>({
        name: 'bench-count-seats',
        text: `SELECT used::int, (SELECT count(*)::int FROM leases l WHERE l.vendor_id = c.vendor_id AND l.counter_id = c.id) AS leases
          FROM counters c WHERE c.vendor_id = $1 AND c.id = $2`,
        values: [vendorId, counterId],
      });
      return rows[0]!;
    },
    end: () => pool.end(),
  };
}
