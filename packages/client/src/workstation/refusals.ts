import type { BorrowDocumentRefusal, DocumentRefusal, MachineRefusal, RevocationsRefusal } from '@muniment/documents/verify';

/** Why a program has no seat, or cannot keep one or take it away from the network. */
export type SeatRefusal =
  | 'no-seat-free'
  | 'queue-full'
  | 'user-limit'
  | 'not-included'
  | 'excluded'
  | 'more-than-there-are'
  | 'no-counter'
  | 'no-seat-key'
  | 'asking-ended'
  | 'nothing-borrowed'
  | 'several-borrowed'
  | 'borrowed-in-use'
  | 'borrow-ended'
  | 'return-pending';

/** Why a workstation does not do something. */
export type WorkstationRefusal =
  | SeatRefusal
  | BorrowDocumentRefusal
  | DocumentRefusal
  | MachineRefusal
  | RevocationsRefusal
  | 'revocations-expired'
  | 'license-revoked'
  | 'seat-recalled'
  | 'seat-returned'
  | 'real-document'
  | 'file-too-large'
  | 'container-not-readable'
  | 'no-license-in-container'
  | 'several-licenses-fit'
  | 'not-set-up'
  | 'set-up-already'
  | 'several-workstations'
  | 'other-vendor'
  | 'other-product'
  | 'keys-not-pinned'
  | 'customer-id-not-valid'
  | 'file-damaged'
  | 'folder-in-use'
  | 'not-stored'
  | 'clock-set-back'
  | 'time-files-gone'
  | 'machine-not-readable'
  | 'request-not-valid'
  | 'clock-shift-not-allowed'
  | 'clock-shift-not-valid'
  | 'no-request-pending'
  | 'wrong-answer'
  | 'not-an-answer'
  | 'receipt-pending'
  | 'activation-pending'
  | 'held-by-people'
  | 'license-removed'
  | 'nothing-to-remove'
  | 'nothing-to-renew'
  | 'setup-not-valid'
  | 'no-server'
  | 'unreachable'
  | 'enrolment-waits';
