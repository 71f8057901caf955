import type { Leasing } from '@muniment/leasing';
import type { Pool } from '@muniment/platform/postgres';
import type { CoalescedHandler } from '../../core/dispatch.ts';
import { checkOutSeat } from './operations/check-out-seat.ts';
import { heartbeatSeats } from './operations/heartbeat-seats.ts';
import { releaseSeat } from './operations/release-seat.ts';

/**
 * What programs ask all day (C3): to take seats, to keep them, to give them back. Requests that arrive together are one transaction
 * of the seat engine; none has a transaction of its own, and none waits for the ledger.
 */
export function createSeatHandlers(
  leasing: Leasing,
  pool: Pool,
): Readonly<Record<'check-out-seat' | 'heartbeat-seats' | 'release-seat', CoalescedHandler>> {
  return {
    'check-out-seat': checkOutSeat(leasing, pool),
    'heartbeat-seats': heartbeatSeats(leasing, pool),
    'release-seat': releaseSeat(leasing),
  };
}
