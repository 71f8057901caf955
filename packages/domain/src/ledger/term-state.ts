import type { Temporal } from 'temporal-polyfill';
import type { CatalogPack, Product, TermRules } from '../catalog/index.ts';
import type { TermOnOffer } from './second-choice.ts';
import type { DeviceFacts, Holding } from './state.ts';
import type { Account, Balance, Lot } from './types.ts';

/** A lot in a project's pool, with the instant it came into it. */
export interface PoolHolding extends Holding {
  readonly registeredAt: Temporal.Instant;
}

/** What term licences are assigned to: a device or a named user, with everything that is on it, ended too. */
export type Assignee =
  | {
      readonly kind: 'device';
      readonly id: string;
      readonly product: Product;
      readonly device: DeviceFacts;
      /** Active on the device. */
      readonly held: readonly Holding[];
      readonly reserved: readonly Holding[];
    }
  | { readonly kind: 'user'; readonly id: string; readonly name: string; readonly held: readonly Holding[] };

export interface AssignState {
  readonly catalog: CatalogPack;
  readonly projectId: string;
  readonly assignee: Assignee;
  /** What the project's pool holds; what is used up by earlier assignments of the same request is gone. */
  readonly pool: readonly PoolHolding[];
  /** What was free when the act of many began, or the long work that this is one of: whether somebody gets the first choice of it. */
  readonly atFirst?: readonly TermOnOffer[];
  /** Balances that will receive, empty ones too: they may have moved later than `now`. */
  readonly targets: readonly Balance[];
}

export interface AssignCommand {
  /** A licence of the pool, or by its length where several do. */
  readonly choose: { readonly prefer: 'shortest' | 'longest' } | { readonly lotId: string };
  /** `refuse`: only what has no valid licence of the category yet, such as when all unlicensed devices get one. */
  readonly ifLicensed: 'extend' | 'refuse';
  /** A fresh id; it appears in no preview. */
  readonly lotId: string;
}

export interface UnassignState {
  readonly catalog: CatalogPack;
  readonly projectId: string;
  readonly assignee: Assignee;
  readonly targets: readonly Balance[];
}

export interface UnassignCommand {
  /** Which licence, where there are several; left out: the only one. */
  readonly lotId?: string;
  /** A fresh id for what comes back; it appears in no preview. */
  readonly newLotId: string;
}

export interface SplitState {
  readonly rules: TermRules;
  /** The vendor's zone, for whoever shows the days. */
  readonly pool: Account;
  readonly holding: Holding;
  /** What it is made of, by id: each part is of the part that its original was. */
  readonly originals: ReadonlyMap<string, Pick<Lot, 'partNumber' | 'packVersion'>>;
  readonly targets: readonly Balance[];
}

export interface SplitCommand {
  /** Fresh ids, one for each component; they appear in no preview. */
  readonly lotIds: readonly string[];
}
