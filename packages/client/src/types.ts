import type { CallerInput, OperationById, OperationId, OutputOf, PlatformCode, ProblemBody, RefusalOf } from '@muniment/contract';
import type { LocalCode } from './problem.ts';

/** What the client knows of an operation at run time (generated): which field of the input goes where. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Path with `:name` parameters. */
  readonly path: string;
  /** Fields that go into the query string. */
  readonly query?: readonly string[];
  /** Fields that go into the JSON body; present, if empty, where the operation has a body. */
  readonly body?: readonly string[];
  readonly idempotent?: true;
  readonly dryRun?: true;
  readonly ifMatch?: true;
  /** The answer is the text of a file, not JSON. */
  readonly file?: true;
  /** A keyset list: `cursor` in, `next` out. */
  readonly paged?: true;
}

type Simplify<T> = { [K in keyof T]: T[K] } & {};
type IsUnknown<T> = unknown extends T ? true : false;

/** What a caller passes: path parameters, query and body in one object, with `dryRun` where the operation has it. */
export type InputOfId<Id extends OperationId> = Simplify<
  (IsUnknown<CallerInput<OperationById<Id>>> extends true ? Record<never, never> : CallerInput<OperationById<Id>>) &
    (OperationById<Id>['dryRun'] extends true ? { dryRun?: boolean } : unknown)
>;

/** A file as the server sent it. */
export interface FileAnswer {
  /** The file, byte for byte. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The same read as UTF-8, for files that are text. */
  readonly text: string;
  /** From `Content-Disposition`; the pack's template made it. */
  readonly fileName: string;
  readonly contentType: string;
}

/** What a success holds: the contract's response, or a file. */
export type ValueOfId<Id extends OperationId> = OutputOf<OperationById<Id>> extends string ? FileAnswer : OutputOf<OperationById<Id>>;

/** Every code this operation's problem may carry: its own refusals, those every operation has, and the client's own. */
export type CodeOfId<Id extends OperationId> = RefusalOf<OperationById<Id>> | PlatformCode | LocalCode;

/** RFC 9457 problem, with the codes that can occur. */
export type Problem<Code extends string = string> = Simplify<Omit<ProblemBody, 'code'> & { code: Code }>;

export interface Success<T> {
  readonly ok: true;
  readonly value: T;
  /** HTTP status: 200, or 201 where something was created. */
  readonly status: number;
  /** To be given back as `ifMatch` of an edit; null where the answer has none. */
  readonly etag: string | null;
  readonly requestId: string;
}

export interface Failure<Code extends string = string> {
  readonly ok: false;
  readonly problem: Problem<Code>;
}

export type AnswerOf<Id extends OperationId> = Success<ValueOfId<Id>> | Failure<CodeOfId<Id>>;

export interface CallOptions {
  /** Made by the client when left out; give your own to repeat an act after a crash without doing it twice. */
  readonly idempotencyKey?: string;
  /** ETag last read, for edits. */
  readonly ifMatch?: string;
  readonly signal?: AbortSignal;
}

type OptionsOf<Id extends OperationId> = OperationById<Id>['ifMatch'] extends true
  ? CallOptions & { readonly ifMatch: string }
  : CallOptions;

type Arguments<Id extends OperationId> = OperationById<Id>['ifMatch'] extends true
  ? [input: InputOfId<Id>, options: OptionsOf<Id>]
  : Record<never, never> extends InputOfId<Id>
    ? [input?: InputOfId<Id>, options?: OptionsOf<Id>]
    : [input: InputOfId<Id>, options?: OptionsOf<Id>];

/** A method of the client. It never throws: what went wrong is a problem. */
export type Method<Id extends OperationId> = (...args: Arguments<Id>) => Promise<AnswerOf<Id>>;

/** Page after page; a problem is the last thing that comes. */
export type PagesMethod<Id extends OperationId> = (input?: InputOfId<Id>, options?: CallOptions) => AsyncIterable<AnswerOf<Id>>;

type ItemOf<Id extends OperationId> = OutputOf<OperationById<Id>> extends { items: (infer Item)[] } ? Item : never;

/** The whole list, or the first problem. */
export type AllMethod<Id extends OperationId> = (
  input?: InputOfId<Id>,
  options?: CallOptions,
) => Promise<Success<ItemOf<Id>[]> | Failure<CodeOfId<Id>>>;
