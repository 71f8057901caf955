import { borrowSeat, returnBorrowed, returnBorrowedFromFile } from './borrowing.ts';
import {
  createReservation,
  getCounter,
  getReservation,
  listAllCounters,
  listCounters,
  listOveruses,
  listReservations,
  removeReservation,
  updateCounter,
  updateReservation,
} from './counters.ts';
import { checkOutSeat, endLease, heartbeatSeats, listLeases, listTickets, recallSeat, releaseSeat, takeBackSeats } from './leases.ts';

export * from './borrowing.ts';
export * from './counters.ts';
export * from './leases.ts';

/** Seats of a project that a team shares: taken, kept, given back, borrowed (C3, C7, C8). */
export const seatOperations = [
  checkOutSeat,
  heartbeatSeats,
  releaseSeat,
  borrowSeat,
  returnBorrowed,
  listCounters,
  listAllCounters,
  getCounter,
  updateCounter,
  listOveruses,
  listLeases,
  listTickets,
  endLease,
  recallSeat,
  takeBackSeats,
  returnBorrowedFromFile,
  listReservations,
  getReservation,
  createReservation,
  updateReservation,
  removeReservation,
] as const;
