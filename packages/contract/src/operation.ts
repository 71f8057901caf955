import type { z } from 'zod';

/** HTTP methods the contract uses: GET reads, POST acts, PATCH edits. */
export type Method = 'GET' | 'POST' | 'PATCH';

/**
 * How requests are counted by the rate limiter. `machine` has no limit unless the operator sets one;
 * `sign-in` counts attempts per address and account; `public` counts per address.
 */
export type RateClass = 'interactive' | 'machine' | 'sign-in' | 'public';

/** Who may call: nobody in particular, any signed-in person or API key, or the holder of a permission. */
export type Access = 'public' | 'signed-in' | `can:${string}`;

/** How the command line names an operation: `muniment <noun> <verb>`; `null` says why there is no command. */
export type CommandName = { readonly noun: string; readonly verb: string } | { readonly none: string };

/** One HTTP operation as data. Server, client, CLI, OpenAPI and docs are all read from it. */
export interface Operation {
  /** Verb and noun in kebab case: also the use case's file name, the audit event and the name in tests. */
  readonly id: string;
  readonly feature: string;
  readonly method: Method;
  /** Path with `:name` parameters. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  readonly rateClass: RateClass;
  readonly params: z.ZodObject | null;
  readonly query: z.ZodObject | null;
  readonly body: z.ZodObject | null;
  readonly response: z.ZodType;
  /** Status of a success: 200 unless something was created. */
  readonly status: 200 | 201;
  /** Codes of the refusals this operation may answer beside the ones every operation has. */
  readonly refusals: readonly string[];
  /** Takes an Idempotency-Key, and keeps its answer. Every POST with effect does. */
  readonly idempotent: boolean;
  /** `?dryRun=true` answers the exact effect and changes nothing: every act and edit but those that make a secret or a key. */
  readonly dryRun: boolean;
  /** An act whose effect people look through and confirm before it is done. */
  readonly reviewed: boolean;
  /** An edit that needs `If-Match` with the ETag last read. */
  readonly ifMatch: boolean;
  /** Names of answer fields that are shown once and never stored. */
  readonly secrets: readonly string[];
  readonly cli: CommandName;
}

type Defaults = 'params' | 'query' | 'body' | 'status' | 'refusals' | 'idempotent' | 'reviewed' | 'ifMatch' | 'secrets' | 'rateClass';
type Given = Omit<Operation, Defaults | 'dryRun'> & Partial<Pick<Operation, Defaults>> & { readonly dryRun?: false };

/** Whether an operation can be asked what it would do; the same rule as `canDryRun`, for callers' types. */
type CanDryRun<O extends Given> = O extends { secrets: readonly [string, ...string[]] } | { dryRun: false }
  ? false
  : O extends { ifMatch: true }
    ? true
    : O extends { method: 'POST'; idempotent: false } | { method: 'GET' | 'PATCH' }
      ? false
      : true;

/** What makes a secret or a key has nothing to preview: it would show one that never will be. */
const canDryRun = ({ method, dryRun, idempotent = method === 'POST', ifMatch = false, secrets = [] }: Given): boolean =>
  dryRun !== false && (idempotent || ifMatch) && secrets.length === 0;

type Filled<O extends Given> = {
  readonly [K in keyof Operation]: K extends 'dryRun'
    ? CanDryRun<O>
    : K extends keyof O
      ? Exclude<O[K], undefined>
      : K extends 'params' | 'query' | 'body'
        ? null
        : K extends 'refusals'
          ? readonly []
          : Operation[K];
};

/** Declares an operation; what is left out takes the common value. */
export function operation<const O extends Given>(given: O): Filled<O> {
  return {
    params: null,
    query: null,
    body: null,
    status: 200,
    refusals: [],
    idempotent: given.method === 'POST',
    dryRun: canDryRun(given),
    reviewed: false,
    ifMatch: false,
    secrets: [],
    rateClass: 'interactive',
    ...given,
  } as unknown as Filled<O>;
}

type Input<S> = S extends z.ZodType ? z.output<S> : Record<never, never>;

/** What a handler is given: path parameters, query and body of one operation, parsed. */
export interface InputOf<O extends Operation> {
  readonly params: Input<O['params']>;
  readonly query: Input<O['query']>;
  readonly body: Input<O['body']>;
}

/** What a caller passes: path parameters, query and body in one object each, defaults left out. */
export type CallerInput<O extends Operation> = (O['params'] extends z.ZodType ? z.input<O['params']> : unknown) &
  (O['query'] extends z.ZodType ? z.input<O['query']> : unknown) &
  (O['body'] extends z.ZodType ? z.input<O['body']> : unknown);

export type OutputOf<O extends Operation> = z.output<O['response']>;
export type RefusalOf<O extends Operation> = O['refusals'][number];
