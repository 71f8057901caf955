import type { Temporal } from 'temporal-polyfill';
import type { CatalogPack } from '../catalog/index.ts';
import type { Holding, SelectionLine } from './state.ts';
import type { Balance } from './types.ts';

export interface GiveState {
  readonly catalog: CatalogPack;
  readonly projectId: string;
  /** Balances of the selected lots in the bins of whoever gives, empty ones too. */
  readonly sources: readonly Holding[];
}
export interface GiveCommand {
  readonly lines: readonly SelectionLine[];
  /** Fresh ids, one for each of `sources`; they appear in no preview. */
  readonly lotIds: readonly string[];
}

/** A project as one end of a transfer. */
export interface TransferEnd {
  readonly projectId: string;
  readonly customerId: string;
}

export interface TransferState {
  readonly catalog: CatalogPack;
  readonly from: TransferEnd;
  readonly to: TransferEnd;
  /** Balances of the selected lots in the pool, empty ones too. */
  readonly sources: readonly Holding[];
  /** Balances that will receive, empty ones too: they may have moved later than `now`. */
  readonly targets: readonly Balance[];
}
export interface TransferCommand {
  readonly lines: readonly SelectionLine[];
  /** A fresh id, used where it is an offer; it appears in no preview. */
  readonly transferId: string;
}

/** What can become of an offer. */
export type TransferEnding = 'accept-transfer' | 'refuse-transfer' | 'withdraw-transfer' | 'lapse-transfer';

export interface SettleState {
  readonly catalog: Pick<CatalogPack, 'vendor'>;
  readonly transfer: {
    readonly id: string;
    readonly fromProjectId: string;
    readonly toProjectId: string;
    /** The first day on which it can no longer be accepted. */
    readonly until: Temporal.PlainDate;
    /** What became of it already. */
    readonly decision: string | null;
    readonly lines: readonly { readonly lotId: string; readonly quantity: number }[];
  };
  /** Balances of its lots in transit and where they will go, empty ones too. */
  readonly balances: readonly Balance[];
}
