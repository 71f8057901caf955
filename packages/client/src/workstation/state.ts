import type { PublicKey, Serial } from '@muniment/documents/verify';
import type { FingerprintComponent } from '@muniment/domain/fingerprint';
import type { Trust } from '../vendor/index.ts';

/** What is decided once, when a workstation is set up. */
export interface Identity {
  /** Drawn at set-up. What the machine is known by is its fingerprint; this names the installation, and outlives a repair. */
  readonly hardwareKey: string;
  readonly product: string;
  /** Which model, where the product has several. */
  readonly variant: string | null;
  /** The vendor's slug: requests and receipts are addressed to it. */
  readonly vendor: string;
  /** The vendor's, with which parts of the machine are hashed. */
  readonly salt: string;
  /** What a request tells of the machine. */
  readonly components: readonly FingerprintComponent[];
  /** `request`: only a file that answers the pending request is taken. `key`: any for this workstation that is not older. */
  readonly binding: 'request' | 'key';
  readonly clockToleranceMinutes: number;
  /** Takes documents of test installations, and no others; its clock can be shifted. */
  readonly isTest: boolean;
  readonly createdAt: string;
}

/** The workstation's own key pair. The private half is in this file and nowhere else. */
export interface OwnKey {
  readonly privateKeyPem: string;
  readonly publicKey: PublicKey;
}

/** The licence file in use. */
export interface StoredLicense {
  /** As it was signed, letter by letter. */
  readonly text: string;
  readonly serial: Serial;
  /** The instant by which it was judged then; milliseconds since 1970. */
  readonly judgedAt: number;
  readonly installedAt: string;
}

/** The list of what counts no more (F10), in a file of its own: it may be long, and seldom changes. */
export interface StoredRevocations {
  /** As it was signed, letter by letter. */
  readonly text: string;
  /** As the server names this version of it; null where it came from a file. */
  readonly etag: string | null;
}

/** A request that was carried away in a file, until its answer is carried back. */
export interface PendingRequest {
  readonly nonce: string;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  /** The time for decisions, where the clock counted as set back when the request was made: the answer may heal it. */
  readonly latestWhenAsked: number | null;
}

/** What was asked over the network and is not answered yet: whatever was lost on the way, the same words are asked again. */
export interface PendingExchange {
  readonly kind: 'activate' | 'renew';
  /** The signed request, letter by letter. */
  readonly text: string;
  readonly nonce: string;
  readonly idempotencyKey: string;
  /** What was accepted with it. */
  readonly agreements: readonly AcceptedTerms[];
  /** The key that is to be activated, as it was typed; null for the file of the licences there are. */
  readonly licenseKey: string | null;
  /** The time for decisions when it was asked, where the clock counted as set back: the answer may heal it. */
  readonly latestWhenAsked: number | null;
}

/** An agreement that somebody read and accepted. */
export interface AcceptedTerms {
  readonly id: string;
  readonly version: string;
  readonly language: string;
}

/** A licence that was removed here and is not yet known to be back. */
export interface PendingReceipt {
  readonly serial: Serial;
  readonly nonce: string;
  /** Milliseconds since 1970. */
  readonly removedAt: number;
}

/** Everything that changes, in one file that is replaced in one step. */
export interface State {
  readonly trust: Trust;
  readonly license: StoredLicense | null;
  /** The highest serial that was ever in use here: an older file stays out, also once this one was removed. */
  readonly newest: Serial | null;
  /** Serial of the licence that was removed last: it stays out for good. */
  readonly removed: Serial | null;
  /** Serial of the file that answered the newest receipt, and says that nothing is licensed here; missing before the first. */
  readonly back?: Serial | null;
  readonly request: PendingRequest | null;
  readonly receipt: PendingReceipt | null;
  readonly exchange: PendingExchange | null;
  /** Number of the newest revocation list that was ever here: an older one stays out. Missing before the first. */
  readonly newestRevocations?: number;
  /** Addresses of the vendor's server, the first first; none where there is no network. */
  readonly servers: readonly string[];
  /** What people are to call this workstation, as it was said last with what was asked. Missing where nobody said. */
  readonly name?: string;
  /** Bearer token of the workstation, for seats; null until it is asked for. */
  readonly token: string | null;
  /** The time for decisions at the last change: what is left of it where both files with the latest time are gone. */
  readonly seenAt: number;
}
