import type { Readable } from 'node:stream';
import type { Operation } from '@muniment/contract/operation';
import type { Temporal } from 'temporal-polyfill';
import type { RequestInfo } from './request-info.ts';

/** A refusal as the pure rules state it: a code, and the facts a sentence about it needs. */
export interface Refusal {
  readonly code: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Where in the request it lies: JSON Pointers (RFC 6901) into `/body`, `/query` or `/path`. */
  readonly errors?: readonly FieldError[];
}

export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

/** An answer that is a file to keep; `name` is what a browser saves it as. */
export interface FileAnswer {
  readonly file: {
    readonly name: string;
    readonly mediaType: string;
    readonly body: string | Uint8Array | Readable;
    /** What the file is a version of, in letters and digits: whoever has it already is answered so, without it. */
    readonly version?: string;
  };
}

/** Sets the session cookie until an instant, or takes it away. */
export type SessionCookie = { readonly token: string; readonly maxAgeSeconds: number } | { readonly clear: true };

export interface Success {
  readonly ok: true;
  /** The answer of the operation's schema, or a `FileAnswer`. A `version` field becomes the ETag. */
  readonly value: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly session?: SessionCookie;
  /** The stored answer of an earlier request with the same key: adds `Idempotency-Replayed: true`. */
  readonly replayed?: boolean;
}

export interface Failure {
  readonly ok: false;
  readonly refusal: Refusal;
  /** What was written is kept although the request is refused. */
  readonly keep?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly session?: SessionCookie;
}

export type Outcome = Success | Failure;

/** Path parameters, query and body, validated against the operation's schemas, with their defaults. */
export interface Input {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Decides one request: authenticates, opens the transaction, checks the permission, performs the use case, keeps its answer. */
export type Dispatch<Actor = unknown> = (operation: Operation, input: Input, info: RequestInfo<Actor>) => Promise<Outcome> | Outcome;

/**
 * Says who is calling, before the input is looked at, so that a caller without credentials learns nothing else. The
 * actor is handed to `dispatch` as `info.actor`; a refusal (`not-signed-in`, `not-allowed`) is answered as it is.
 */
export type Authenticate<Actor> = (operation: Operation, info: RequestInfo<Actor>) => Promise<Authenticated<Actor>> | Authenticated<Actor>;
export type Authenticated<Actor> = { readonly ok: true; readonly actor: Actor } | Failure;

/** Text of a problem; a function where it needs the facts or the reader's language (ISO 639-1). */
export type ProblemSentence = string | ((facts: Readonly<Record<string, unknown>>, language: string) => string);

/** What a code means to a caller: RFC 9457's `status` and `title`, a sentence about this case, and what to do now. */
export interface ProblemText {
  readonly status: number;
  readonly title: ProblemSentence;
  readonly detail: ProblemSentence;
  readonly nextStep: ProblemSentence;
}

export type ProblemTable = Readonly<Record<string, ProblemText>>;

/** `limit` requests in `windowSeconds`, refilled steadily; null counts nothing. */
export type RateLimit = { readonly limit: number; readonly windowSeconds: number } | null;
export type RateLimits = Readonly<Record<Operation['rateClass'], RateLimit>>;

/** A page or document outside the operation table, such as the OpenAPI description: GET, public, made once, when it is first asked for. */
export interface Page {
  readonly path: string;
  readonly mediaType: string;
  readonly make: () => string;
  /** Extra headers, such as a content security policy of its own. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One reading of the time; a clock that others may move is asked anew each time. */
export interface HttpClock {
  now(): Temporal.Instant | Promise<Temporal.Instant>;
}
