/** Seats as a program on a workstation takes them: kept by themselves, borrowed where there is no network (C3, C7, F10, F14). Node only. */
export type { SeatSettings } from './asker.ts';
export { type BorrowWish, borrow } from './borrow.ts';
export { type BorrowedHere, type BorrowedSeat, borrowedHere } from './borrowed-here.ts';
export { checkOut } from './check-out.ts';
export { type EndedSeat, forgetEnded } from './ended.ts';
export type { Borrowed } from './fetch-document.ts';
export { type GivenBack, returnBorrowed, returnFile } from './give-back.ts';
export type { Loss } from './keeper.ts';
export { type Learnt, synchronise } from './synchronise.ts';
export type { CheckOutWish, HeldSeat, SeatWish } from './wishes.ts';
