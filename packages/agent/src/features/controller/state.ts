import type { CapacityOrder, Endpoint, EndpointProtocol } from '@muniment/client/endpoints';
import type { Trust } from '@muniment/client/vendor';
import type { PublicKey, Serial } from '@muniment/client/verify';
import type { getCurrentLicense, OutputOf } from '@muniment/contract';
import type { Problem } from '../../loopback/words.ts';

/** What is decided once, when a controller is set up, and holds until it is reset. */
export interface Identity {
  /** The install code: what is printed on the controller, its hardware key. */
  readonly installCode: string;
  readonly product: string;
  /** Which model, where the product has several. */
  readonly variant: string | null;
  /** What people call it; its install code where nobody said. */
  readonly name: string | null;
  /** The vendor's slug: requests and receipts are addressed to it. */
  readonly vendor: string;
  /** How this controller speaks to endpoints, and which licensed feature each way uses up. A real one has this in its firmware. */
  readonly protocols: readonly EndpointProtocol[];
  readonly order: CapacityOrder;
  /** Takes documents of test installations, and no others; its clock can be shifted. */
  readonly isTest: boolean;
  readonly createdAt: string;
}

/** The controller's own key pair. The private half is in this file and nowhere else. */
export interface OwnKey {
  readonly privateKeyPem: string;
  readonly publicKey: PublicKey;
}

/** A licence that is active here, in the cloud's words. */
export type CloudLicense = OutputOf<typeof getCurrentLicense>['licenses'][number];

/** How the controller stands with its project. */
export interface Enrolment {
  /** `waiting`: for somebody who approves it. `killed`: another key took its place. `refused`: somebody said no. */
  readonly state: 'waiting' | 'current' | 'killed' | 'refused';
  readonly waitsFor: string | null;
  readonly deviceId: string | null;
  /** The install code as the vendor keeps it: documents name it so. */
  readonly hardwareKey: string;
  readonly token: string | null;
  readonly project: { readonly id: string; readonly name: string } | null;
  /** A waiting controller asks again from here on; milliseconds since 1970. */
  readonly askAgainAt: number | null;
}

/** The licence file in use. */
export interface StoredLicense {
  /** As it was signed, letter by letter. */
  readonly text: string;
  readonly serial: Serial;
  /** The instant by which it was judged then: at it, it is valid for good. Milliseconds since 1970. */
  readonly judgedAt: number;
  readonly installedAt: string;
}

/** One licence that is being activated: what is sent, letter by letter the same however often, and what came of it. */
export interface ActivationItem {
  readonly lotId: string;
  /** So many units of it; all that wait, if left out. */
  readonly quantity?: number;
  /** How many units of it waited when it was chosen: what all of them are, for people. Never sent. */
  readonly waiting?: number;
  readonly description: string;
  readonly idempotencyKey: string;
  readonly nonce: string;
  /** The latest time seen when this was asked, where the clock counted as set back then: its answer may heal it. Milliseconds since 1970. */
  readonly disputed?: number;
  readonly agreement: { readonly id: string; readonly version: string; readonly language: string; readonly accepted: true } | null;
  readonly result: 'waiting' | 'active' | 'refused';
  /** Why it was refused. */
  readonly problem: Problem | null;
}

/** The latest activation; what of it waits is asked for until it is answered. */
export interface Activation {
  readonly items: readonly ActivationItem[];
}

/** A licence that was removed here and is not yet known to be back in the cloud. */
export interface PendingReceipt {
  readonly serial: Serial;
  readonly nonce: string;
  /** Milliseconds since 1970. */
  readonly removedAt: number;
}

/** A request that was carried away in a file: only the file that answers it is installed. */
export interface PendingRequest {
  readonly nonce: string;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  /** The latest time seen when this was asked, where the clock counted as set back then: its answer may heal it. Milliseconds since 1970. */
  readonly disputed?: number;
}

/** What the cloud is asked for while the clock counts as set back: a document that is signed now, which tells what time it is. */
export interface TimeQuestion {
  readonly idempotencyKey: string;
  readonly nonce: string;
  /** The latest time seen when this was asked, which the answer may prove wrong. Milliseconds since 1970. */
  readonly disputed: number;
}

/**
 * Everything that changes, in one file that is replaced in one step: whoever is killed at any moment is before an act or after
 * it, never between. So a licence is never gone without its receipt, and an answer never installed while its question still waits.
 */
export interface State {
  readonly server: string | null;
  /** What lets the controller into its project (E1). */
  readonly customerId: string | null;
  /** Whose documents are believed. */
  readonly trust: Trust;
  readonly enrolment: Enrolment | null;
  readonly license: StoredLicense | null;
  /** Serial of the licence that was removed last: it stays out for good, and so does every older one. */
  readonly removed: Serial | null;
  readonly active: readonly CloudLicense[];
  readonly activation: Activation | null;
  readonly receipt: PendingReceipt | null;
  readonly request: PendingRequest | null;
  /** Asked under the same key until it is answered, so that the cloud signs once, however often an answer is lost. */
  readonly timeQuestion?: TimeQuestion | null;
  readonly endpoints: readonly Endpoint[];
  /** Version of the firmware, once it was upgraded here. */
  readonly firmware?: string;
  /** Digest of the endpoints that the cloud was told last. */
  readonly reported: string | null;
}
