import type { Lot } from '@muniment/domain/ledger';
import type { Context, Uuid } from './context.ts';
import type { Guesses } from './guesses.ts';
import type { KeyStore } from './key-store.ts';

/** Units of a lot that came into the pool of a project or went out of it. */
export interface PoolMove {
  readonly projectId: Uuid;
  readonly lotId: Uuid;
}

type Within = Pick<Context, 'tx' | 'vendor' | 'now'>;

/**
 * Keeps the counters of seats true to what they follow from (C3). The ledger tells it of every act on a pool, which it could not
 * reach otherwise: a counter is made of lots, and lots are booked by the ledger.
 */
export interface SeatKeeper {
  /** `fresh`: lots that the act made. */
  poolsChanged(context: Within, moves: readonly PoolMove[], fresh: readonly Lot[]): Promise<void>;
  /** After a pack was loaded; the time zone of the one before it, null before the first. */
  catalogChanged(context: Within, timeZoneBefore: string | null): Promise<void>;
}

/** What use cases may reach beside the database: made once in the composition root. */
export interface Services {
  readonly keys: KeyStore;
  /** Codes that were tried and do not exist. */
  readonly guesses: Guesses;
  readonly seats: SeatKeeper;
  /** Documents of an installation with a test clock say so. */
  readonly testClock: boolean;
  /** Where people reach this installation, for links in mails. */
  readonly publicUrl: string;
}
