import type { Texts } from './pack.ts';

/** How seats of a feature are held, waited for and borrowed (C3, C7, F10). */
export interface SeatRules {
  /** A seat is free again so long after the last sign of life. */
  readonly leaseSeconds: number;
  /** Less than `leaseSeconds`. */
  readonly heartbeatSeconds: number;
  /** A seat that was given back is kept so long for the same user on the same computer. */
  readonly lingerSeconds: number;
  /** Unused for so long it is taken back when somebody else wants it. */
  readonly idleMinutes?: number;
  /** Seats above those owned that are granted. */
  readonly overdraft: number;
  readonly perUser?: number;
  readonly queue?: { readonly ticketSeconds: number };
  readonly borrow?: BorrowRules;
}

/**
 * A borrow document holds `documentDays` and is renewed online, so that a lost laptop keeps its seat no longer; left out, the whole time.
 * Each renewal counts `longestDays` anew.
 */
export interface BorrowRules {
  readonly longestDays: number;
  readonly renewals: number;
  readonly documentDays?: number;
}

/** The published components of a workstation's fingerprint (C4). */
export type FingerprintComponentId =
  | 'machine-id'
  | 'system-uuid'
  | 'board-serial'
  | 'disk-serial'
  | 'mac-address'
  | 'cpu-model'
  | 'host-name'
  | 'container-id';

/** Which computer a licence is locked to, and how much of it may change (C4, F14). */
export interface FingerprintRules {
  readonly components: readonly { readonly id: FingerprintComponentId; readonly weight: number; readonly label?: Texts }[];
  /** Sum of the weights that must still be the same. */
  readonly atLeast: number;
  /** How many times a year the customer may take in a changed fingerprint without the vendor. */
  readonly yearlyRepairs: number;
}

/** What a product or a variant says of the computers it is locked to (C4, C6, F14). */
export interface NodeLocked {
  readonly fingerprint?: FingerprintRules;
  /** Left out: `key`. */
  readonly binding?: 'request' | 'key';
  /** Left out: 60 minutes. */
  readonly clock?: { readonly toleranceMinutes: number };
  /** Left out: a licence file holds as long as the licence. */
  readonly offlineDays?: number;
}
