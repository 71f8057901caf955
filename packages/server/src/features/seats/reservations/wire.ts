import type { reservation } from '@muniment/contract';
import { toId } from '@muniment/platform/ids';
import type { z } from 'zod';
import type { ReservationRow } from './store.ts';

export function toReservation(row: ReservationRow): z.output<typeof reservation> {
  return {
    id: toId('rsv', row.id),
    counterId: toId('ctr', row.counter_id),
    seats: row.seats,
    whom: { kind: row.whom_kind, name: row.whom_name },
    used: row.used,
    note: row.note,
    createdAt: row.created_at.toString(),
    version: row.version,
  };
}
