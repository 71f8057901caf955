import type { Whom } from '@muniment/leasing';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../../core/context.ts';
import { sightOf, visibleCustomersSql } from '../../../core/visibility/store.ts';
import type { Viewer } from '../../seat-counts/index.ts';

export interface ReservationRow {
  readonly id: Uuid;
  readonly counter_id: Uuid;
  readonly project_id: Uuid;
  readonly customer_id: Uuid;
  readonly seats: number;
  readonly whom_kind: Whom['kind'];
  readonly whom_name: string;
  readonly used: number;
  readonly note: string;
  readonly created_at: Temporal.Instant;
  readonly version: number;
}

const columns = `r.id, r.counter_id, c.project_id, p.customer_id, r.seats, r.whom_kind, r.whom_name, r.note, r.created_at, r.version`;
const usedOfOne = `(SELECT COALESCE(sum(l.seats), 0)::bigint FROM leases l
   WHERE l.vendor_id = r.vendor_id AND l.counter_id = r.counter_id AND l.reservation = r.id::text AND l.expires_at > $3) AS used`;
const from = `FROM seat_reservations r JOIN counters c ON c.vendor_id = r.vendor_id AND c.id = r.counter_id
  JOIN projects p ON p.vendor_id = c.vendor_id AND p.id = c.project_id`;

/** Reservations of a counter that the viewer sees, in the order of service. */
export async function listReservations(tx: Tx, { vendorId, now }: Viewer, counterId: Uuid): Promise<ReservationRow[]> {
  return tx.query<ReservationRow>(
    'seats-list-reservations',
    `SELECT ${columns}, COALESCE(u.seats, 0) AS used ${from}
     LEFT JOIN (SELECT l.reservation, sum(l.seats)::bigint AS seats FROM leases l
       WHERE l.vendor_id = $1 AND l.counter_id = $2 AND l.expires_at > $3::timestamptz GROUP BY l.reservation) u ON u.reservation = r.id::text
     WHERE r.vendor_id = $1 AND r.counter_id = $2 ORDER BY r.number`,
    [vendorId, counterId, now],
  );
}

export async function loadReservation(tx: Tx, viewer: Viewer, reservationId: Uuid): Promise<ReservationRow | null> {
  const { kind } = viewer.organization;
  const rows = await tx.query<ReservationRow>(
    `seats-load-reservation-${sightOf(kind)}`,
    `SELECT ${columns}, ${usedOfOne} ${from} WHERE r.vendor_id = $1 AND r.id = $4
       AND ${visibleCustomersSql('p.customer_id', kind, { vendor: 1, organization: 2, now: 3 })}`,
    [viewer.vendorId, viewer.organization.id, viewer.now, reservationId],
  );
  return rows[0] ?? null;
}

export async function countReservations(tx: Tx, vendorId: Uuid, counterId: Uuid): Promise<number> {
  const rows = await tx.query<{ total: number }>(
    'seats-count-reservations',
    'SELECT count(*) AS total FROM seat_reservations WHERE vendor_id = $1 AND counter_id = $2',
    [vendorId, counterId],
  );
  return rows[0]!.total;
}

type NewReservation = Pick<ReservationRow, 'id' | 'counter_id' | 'seats' | 'whom_kind' | 'whom_name' | 'note' | 'created_at'>;

export async function insertReservation(tx: Tx, vendorId: Uuid, row: NewReservation): Promise<void> {
  await tx.run(
    'seats-insert-reservation',
    `INSERT INTO seat_reservations (vendor_id, id, counter_id, seats, whom_kind, whom_name, note, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [vendorId, row.id, row.counter_id, row.seats, row.whom_kind, row.whom_name, row.note, row.created_at],
  );
}

type ReservationEdit = Pick<ReservationRow, 'id' | 'seats' | 'whom_kind' | 'whom_name' | 'note' | 'version'>;

/** False if somebody changed or removed it since. */
export async function saveReservation(tx: Tx, vendorId: Uuid, row: ReservationEdit): Promise<boolean> {
  const saved = await tx.run(
    'seats-save-reservation',
    `UPDATE seat_reservations SET seats = $3, whom_kind = $4, whom_name = $5, note = $6, version = version + 1
     WHERE vendor_id = $1 AND id = $2 AND version = $7`,
    [vendorId, row.id, row.seats, row.whom_kind, row.whom_name, row.note, row.version],
  );
  return saved === 1;
}

/** False if it was gone already. */
export async function deleteReservation(tx: Tx, vendorId: Uuid, reservationId: Uuid): Promise<boolean> {
  const gone = await tx.run('seats-delete-reservation', 'DELETE FROM seat_reservations WHERE vendor_id = $1 AND id = $2', [
    vendorId,
    reservationId,
  ]);
  return gone === 1;
}
