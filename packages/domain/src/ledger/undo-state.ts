import type { Temporal } from 'temporal-polyfill';
import type { CatalogPack } from '../catalog/index.ts';
import type { AttachState, Holding } from './state.ts';
import type { Assignee } from './term-state.ts';
import type { Balance, OperationKind, Posting } from './types.ts';

/** What undoing an operation must know. */
export interface UndoState {
  readonly operation: {
    readonly id: string;
    readonly kind: OperationKind;
    readonly at: Temporal.Instant;
    readonly postings: readonly Posting[];
    /** The lots' deliveries: a document, lease or token was delivered, or a validation said yes, on its strength. */
    readonly delivered: boolean;
    readonly undoneBy: string | null;
  };
  /** IANA zone of the vendor's day. */
  readonly timeZone: string;
  /** A later operation posted to an (account, lot) pair that this one credited. */
  readonly builtUpon: boolean;
  /** Present balances of every pair the operation posted to. */
  readonly balances: readonly Balance[];
  /** Where detaching is undone: what attaching must know of the device, `sources` being what goes back to it. */
  readonly attaching: Omit<AttachState, 'targets'> | null;
  /** Where taking a term licence off is undone: that licence, and what it comes back to with everything that is on it now. */
  readonly returning: {
    readonly catalog: CatalogPack;
    readonly assignee: Assignee;
    readonly licence: Pick<Holding, 'lot' | 'part'>;
  } | null;
}
