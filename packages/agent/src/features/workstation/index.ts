/** What a workstation says to its people: refusals in their words, and what the doctor found (C4–C6, C9, C11, F14). */

export { largestFile } from '@muniment/client/vendor';
export {
  type AcceptedTerms,
  activate,
  type BorrowedSeat,
  borrow,
  borrowedHere,
  bringUpToDate,
  checkOut,
  deactivate,
  defaultFolder,
  diagnose,
  type HeldSeat,
  hearRevocations,
  importFileInto,
  type KnownRevocations,
  type Loss,
  type Online,
  openWorkstation,
  receiptFile,
  renew,
  requestFile,
  returnBorrowed,
  returnFile,
  type SeatSettings,
  setUpWorkstation,
  setupFromFile,
  setupFromServer,
  standingOf,
  synchronise,
  thumbprintsOf,
  type VendorSetup,
  type Workstation,
  type WorkstationStanding,
  withWorkstation,
} from '@muniment/client/workstation';
export type { Language, Problem } from '../../loopback/words.ts';
export { type Advice, adviceOn, type Check } from './doctor.ts';
export { askVendor } from './reach.ts';
export { adviceOnFailure, adviceOnSeats, lossIn } from './seats.ts';
export { type Sentences, sentences } from './sentences.ts';
export { problemIn, refusalCodes } from './words/index.ts';
export { partName } from './words/part-words.ts';
