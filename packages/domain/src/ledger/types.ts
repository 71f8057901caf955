import type { Temporal } from 'temporal-polyfill';
import type { PartClass } from '../catalog/index.ts';

/** Every kind of account of the design. Only `issue` and `conversion` may go below zero. */
export type AccountKind =
  | 'issue'
  | 'conversion'
  | 'bin'
  | 'keyed'
  | 'pool'
  | 'reserved'
  | 'active'
  | 'assigned'
  | 'transit'
  | 'consumed'
  | 'retired';

/**
 * Which account, without its id: at most one account of a vendor has these four values.
 *
 * - `issue`, `conversion`, `consumed`, `retired`: one of each per vendor; no owner.
 * - `bin`: owner is the organization, one per class of part.
 * - `pool`: owner is the project. `active`: owner is the device.
 * - `reserved`: owner is the device, and **one account per account the units came from**: `originId` is that
 *   bin's or pool's (or `issue`'s) id. So detaching needs no memory but the balance itself, and units return
 *   to exactly where they were, even when two partners reserved units of the same lot for one device.
 */
export interface AccountPlace {
  readonly kind: AccountKind;
  readonly ownerId: string | null;
  readonly partClass: PartClass | null;
  readonly originId: string | null;
}

export interface Account extends AccountPlace {
  readonly id: string;
}

/** Whole units moved into (+) or out of (−) an account. The server finds or makes the account of a place. */
export interface Posting {
  readonly account: AccountPlace;
  readonly lotId: string;
  readonly quantity: number;
}

/** Units that go from one place to another; every act is a list of these, and its postings follow. */
export interface Move {
  readonly lotId: string;
  readonly from: AccountPlace;
  readonly to: AccountPlace;
  /** At least 1. */
  readonly quantity: number;
}

export type LotOrigin = 'order' | 'key' | 'grant' | 'import' | 'conversion' | 'demo';

/** Interchangeable units of one part version with one origin. A licence is a lot as its holder sees it. */
export interface Lot {
  readonly id: string;
  readonly partNumber: string;
  /** The catalog version the lot was issued under: its grants never change. */
  readonly packVersion: number;
  readonly origin: LotOrigin;
  /** Units issued, at least 1. */
  readonly quantity: number;
  /** Half-open period `[validFrom, validUntil)` in the vendor's days; null is open. */
  readonly validFrom: Temporal.PlainDate | null;
  readonly validUntil: Temporal.PlainDate | null;
  /** Days of a term licence, whole; null where none run. In a pool they stand still, on a device or user they run from `startsOn`. */
  readonly termDays?: number | null;
  /** First day of a term that runs. */
  readonly startsOn?: Temporal.PlainDate | null;
  /** What a cumulative licence is made of, the first used up first; their days sum to `termDays`. None: it is an original. */
  readonly components?: readonly TermComponent[];
}

/** What is left of an original in a cumulative licence (A7, A8). */
export interface TermComponent {
  /** The original lot. */
  readonly lotId: string;
  /** At least 1. */
  readonly days: number;
  /** When the original came into the pool: the earlier is used up first. */
  readonly registeredAt: Temporal.Instant;
}

/** Lineage of a conversion: `quantity` units of the parent became this lot. */
export interface LotParent {
  readonly lotId: string;
  readonly parentId: string;
  readonly quantity: number;
}

/** Units of one lot in one account, as the server loads them. */
export interface Balance {
  readonly account: Account;
  readonly lotId: string;
  readonly quantity: number;
  /** Instant of the last operation that touched it. */
  readonly lastAt: Temporal.Instant;
}

/** Every kind of operation there is so far. */
export type OperationKind =
  | 'ship-order'
  | 'cancel-order-line'
  | 'attach-licenses'
  | 'detach-licenses'
  | 'activate-licenses'
  | 'make-hardware-key'
  | 'start-demo'
  | 'import-license-file'
  | 'make-license-keys'
  | 'redeem-license-keys'
  | 'revoke-license-keys'
  | 'give-licenses'
  | 'assign-license'
  | 'extend-license'
  | 'unassign-license'
  | 'split-license'
  | 'transfer-licenses'
  | 'accept-transfer'
  | 'refuse-transfer'
  | 'withdraw-transfer'
  | 'lapse-transfer'
  | 'activate-on-device'
  | 'return-from-device'
  | 'take-back-licenses'
  | 'replace-hardware'
  | 'undo-operation';

/** What a recipe decides: everything of an operation but who did it and the ids of its rows. */
export interface OperationDraft {
  readonly kind: OperationKind;
  /** `now`, or later where a balance it touches was last moved then or later: `?asOf=` never shows a negative. */
  readonly at: Temporal.Instant;
  readonly moves: readonly Move[];
  /** Sorted by account and lot, one per pair, none zero; per lot they sum to zero. */
  readonly postings: readonly Posting[];
  readonly lots: readonly Lot[];
  readonly lotParents: readonly LotParent[];
  /** Ids and numbers only, no personal data. */
  readonly details: Readonly<Record<string, unknown>>;
}
