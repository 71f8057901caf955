import type { borrowSeat as borrowContract, seatOperations } from '@muniment/contract';
import type { Replay, Routes } from '../../core/context.ts';
import { borrowAgain, borrowSeat } from './operations/borrow-seat.ts';
import { createReservation } from './operations/create-reservation.ts';
import { endLease } from './operations/end-lease.ts';
import { getCounter } from './operations/get-counter.ts';
import { getReservation } from './operations/get-reservation.ts';
import { listAllCounters } from './operations/list-all-counters.ts';
import { listCounters } from './operations/list-counters.ts';
import { listLeases } from './operations/list-leases.ts';
import { listOveruses } from './operations/list-overuses.ts';
import { listReservations } from './operations/list-reservations.ts';
import { listTickets } from './operations/list-tickets.ts';
import { recallSeat } from './operations/recall-seat.ts';
import { removeReservation } from './operations/remove-reservation.ts';
import { returnBorrowed } from './operations/return-borrowed.ts';
import { returnBorrowedFromFile } from './operations/return-borrowed-from-file.ts';
import { takeBackSeats } from './operations/take-back-seats.ts';
import { updateCounter } from './operations/update-counter.ts';
import { updateReservation } from './operations/update-reservation.ts';

/** What programs ask all day is answered in flights, without a transaction of its own: see `createSeatHandlers`. */
export const seatRoutes = {
  'borrow-seat': borrowSeat,
  'return-borrowed': returnBorrowed,
  'list-counters': listCounters,
  'list-all-counters': listAllCounters,
  'get-counter': getCounter,
  'update-counter': updateCounter,
  'list-overuses': listOveruses,
  'list-leases': listLeases,
  'list-tickets': listTickets,
  'end-lease': endLease,
  'recall-seat': recallSeat,
  'take-back-seats': takeBackSeats,
  'return-borrowed-from-file': returnBorrowedFromFile,
  'list-reservations': listReservations,
  'get-reservation': getReservation,
  'create-reservation': createReservation,
  'update-reservation': updateReservation,
  'remove-reservation': removeReservation,
} satisfies Omit<Routes<typeof seatOperations>, 'check-out-seat' | 'heartbeat-seats' | 'release-seat'>;

/** What is handed out and may be called back or given back is handed out again only while it counts. */
export const seatReplays: { readonly 'borrow-seat': Replay<typeof borrowContract> } = { 'borrow-seat': borrowAgain };
