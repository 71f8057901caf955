/** What a workstation says to its people: refusals in their words, and what the doctor found (C4–C6, C9, C11, F14). */

export { largestFile, largestRevocations } from '@muniment/client/vendor';
export {
  type AcceptedTerms,
  activate,
  askStanding,
  type BorrowedSeat,
  borrow,
  borrowedHere,
  bringUpToDate,
  checkOut,
  chooseWorkstations,
  deactivate,
  diagnose,
  type EndedSeat,
  fittingFile,
  forgetEnded,
  type HeldSeat,
  hearRevocations,
  importFileInto,
  type KnownRevocations,
  type KnownWorkstation,
  type Loss,
  listWorkstations,
  newFolderFor,
  type Online,
  openWorkstation,
  type Places,
  placesOf,
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
export { adviceOnFailure, adviceOnSeats, endingIn, lossIn } from './seats.ts';
export { type Sentences, sentences } from './sentences.ts';
export { problemIn, refusalCodes } from './words/index.ts';
export { partName } from './words/part-words.ts';
