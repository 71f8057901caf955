import type { Readable } from 'node:stream';
import type { InputOf, Operation, OutputOf, RefusalOf } from '@muniment/contract';
import type { Refusal } from '@muniment/domain';
import type { SessionCookie } from '@muniment/platform/http';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Services } from './services.ts';

/** Ids inside the server are bare UUIDs; prefixes belong to the wire. */
export type Uuid = string;

export type OrganizationKind = 'vendor' | 'distributor' | 'dealer' | 'customer';
export type Role = 'administrator' | 'distributor' | 'dealer' | 'customer' | 'read-only';
export type Scope = 'all' | 'read' | 'validate' | 'seats';

export interface Vendor {
  readonly id: Uuid;
  readonly slug: string;
  readonly name: string;
}

export interface OrganizationFacts {
  readonly id: Uuid;
  readonly name: string;
  readonly kind: OrganizationKind;
}

/**
 * Who acts, for which organization. `operator` and `system` act for the vendor; a `device` for its customer, on itself and
 * nothing else: its id is the device's.
 */
export interface Actor {
  readonly kind: 'person' | 'api-key' | 'operator' | 'system' | 'device';
  readonly id: Uuid | null;
  /** The enrolment of the key that a device acts with: what it may is this key's, not that of its successor. */
  readonly enrolmentId?: Uuid;
  /** Of a device, and of an API key for seats: whose seats it may take. */
  readonly projectId?: Uuid;
  readonly name: string;
  readonly organization: OrganizationFacts;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  /** The session of a person, for signing out. */
  readonly sessionId: Uuid | null;
  readonly language: string | null;
}

/** What every use case is given: one transaction, one `now`, who asks. `A` is null where nobody need sign in. */
export interface Context<A = Actor> {
  readonly tx: Tx;
  /** Read once per request or job, shifted by the test clock. */
  readonly now: Temporal.Instant;
  readonly vendor: Vendor;
  readonly actor: A;
  readonly dryRun: boolean;
  readonly channel: 'console' | 'api' | 'cli' | 'operator' | 'job';
  readonly requestId: string;
  readonly address: string | null;
  /** What the reader understands: the person's choice, else Accept-Language, else the pack's first. */
  readonly language: string | null;
  readonly idempotencyKey: string | null;
  /** The version an edit was based on (If-Match). */
  readonly ifVersion: number | null;
  readonly services: Services;
}

/** Refusals every operation may answer; the platform knows their status. */
export type CommonRefusal = 'not-found' | 'not-allowed' | 'precondition-failed';

/** An answer with a file in it instead of JSON. */
export interface FileAnswer {
  readonly file: {
    readonly name: string;
    readonly mediaType: string;
    readonly body: string | Uint8Array | Readable;
    /** Becomes the ETag. */
    readonly version?: string;
  };
}

export type Result<T, C extends string> =
  | { readonly ok: true; readonly value: T; readonly headers?: Readonly<Record<string, string>>; readonly session?: SessionCookie }
  /** `keep`: what was written is kept although the request is refused (a failed sign-in is an event). */
  | { readonly ok: false; readonly refusal: Refusal<C>; readonly keep?: boolean };

/** A use case: load, decide, save, record. */
export type Handler<O extends Operation> = (
  context: Context<O['access'] extends 'public' ? Actor | null : Actor>,
  input: InputOf<O>,
) => Promise<Result<OutputOf<O> | FileAnswer, RefusalOf<O> | CommonRefusal>>;

/**
 * Whether the answer of an act may still be given to whoever asks again with its idempotency key; null where it may. For what is handed
 * out and may be called back: a repeat is no way to have it after all.
 */
export type Replay<O extends Operation> = (
  context: Context<O['access'] extends 'public' ? Actor | null : Actor>,
  input: InputOf<O>,
) => Promise<Refusal<RefusalOf<O>> | null>;

/** What can be known before the transaction of a use case is opened. */
export interface Outside<A = Actor> extends Pick<Context<A>, 'vendor' | 'actor' | 'now'> {
  /** Reads in a short transaction of its own; what it answers may have changed by the time of the act. */
  readonly read: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
}

/**
 * A use case with something slow before it, such as the hash of a password: a transaction would hold a connection
 * meanwhile, and a few dozen of them would keep everybody else waiting. `prepare` does the slow part and answers the use
 * case, which looks again at what `prepare` read.
 */
export interface PreparedHandler<O extends Operation> {
  readonly prepare: (outside: Outside<O['access'] extends 'public' ? Actor | null : Actor>, input: InputOf<O>) => Promise<Handler<O>>;
}

declare const looksAtKey: unique symbol;

/**
 * A use case of a device itself, which looks again at the key that the device acts with: it may have been taken from it since
 * it was let in. Only `actOfDevice` and `readOfDevice` make one.
 */
export type DeviceHandler<O extends Operation> = Handler<O> & { readonly [looksAtKey]: true };

type UseCase<O extends Operation> = O['access'] extends 'can:device.act' ? DeviceHandler<O> : Handler<O> | PreparedHandler<O>;

/** Every operation of a feature with its use case: leaving one out does not compile, nor does a device's that does not look at its key. */
export type Routes<Operations extends readonly Operation[]> = {
  readonly [Id in Operations[number]['id']]: UseCase<Extract<Operations[number], { readonly id: Id }>>;
};
