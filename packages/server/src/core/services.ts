import type { Guesses } from './guesses.ts';
import type { KeyStore } from './key-store.ts';

/** What use cases may reach beside the database: made once in the composition root. */
export interface Services {
  readonly keys: KeyStore;
  /** Codes that were tried and do not exist. */
  readonly guesses: Guesses;
  /** Documents of an installation with a test clock say so. */
  readonly testClock: boolean;
  /** Where people reach this installation, for links in mails. */
  readonly publicUrl: string;
}
