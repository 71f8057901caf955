/** A workstation and its licence: on this machine, with its own files, without a network if need be (C4–C6, C9, F14). Node only. */
export { type CarriedFile, type LicenseRequest, receiptFile, requestFile } from './carried-files.ts';
export { type Diagnosis, diagnose } from './diagnose.ts';
export { type Expected, thumbprintsOf } from './expected.ts';
export { type CollectedFingerprint, type CollectRequest, collectFingerprint, type Surroundings } from './fingerprint/index.ts';
export { fittingFile, type ImportedFile, importFile, importFileInto } from './import-file.ts';
export { type Imported, importLicense } from './import-license.ts';
export {
  type Activating,
  activate,
  bringUpToDate,
  deactivate,
  type Enrolling,
  type Fetched,
  type Finished,
  fetchToken,
  finishPending,
  isRenewalDue,
  renew,
  type Settled,
} from './online.ts';
export {
  chooseWorkstations,
  type KnownWorkstation,
  listWorkstations,
  newFolderFor,
  type Places,
  placesOf,
  type Whereabouts,
  type WhichWorkstation,
  workstationFolder,
} from './places.ts';
export type { SeatRefusal, WorkstationRefusal } from './refusals.ts';
export { fetchRevocations, hearRevocations, importRevocations, type KnownRevocations } from './revocations.ts';
export {
  type Borrowed,
  type BorrowedHere,
  type BorrowedSeat,
  type BorrowWish,
  borrow,
  borrowedHere,
  type CheckOutWish,
  checkOut,
  type EndedSeat,
  forgetEnded,
  type GivenBack,
  type HeldSeat,
  type Learnt,
  type Loss,
  returnBorrowed,
  returnFile,
  type SeatSettings,
  type SeatWish,
  synchronise,
} from './seats/index.ts';
export { type Asking, askServers, type Online } from './servers.ts';
export { type SetUpRequest, setUpWorkstation } from './set-up.ts';
export { setupFromFile, setupFromServer, type VendorSetup } from './setup-file.ts';
export { askStanding, standingOf, type WorkstationStanding } from './standing.ts';
export type { AcceptedTerms, Identity, State } from './state.ts';
export { openWorkstation, type Settings, type Workstation, withWorkstation } from './workstation.ts';
