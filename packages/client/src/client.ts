import type { OperationId } from '@muniment/contract';
import { readAnswer } from './answer.ts';
import { type AllMethods, type Methods, type PageMethods, routes } from './generated/operations.ts';
import { localProblem } from './problem.ts';
import { type BuiltRequest, buildRequest, type Input } from './request.ts';
import { defaultRetry, isRepeatable, isTransient, pauseMs, type RetryPolicy, retryAfterMs, wait } from './retry.ts';
import type { AnswerOf, CallOptions, Failure, InputOfId, Route, Success } from './types.ts';

export interface ClientSettings {
  /** Address of the server, such as `http://127.0.0.1:7070`; empty in a page the server itself sent. */
  readonly baseUrl: string;
  /** API key or session token, sent as Bearer. A browser leaves it out: its cookie speaks. */
  readonly credential?: string | (() => string | undefined);
  /** The organization a call acts for, where the caller belongs to several. */
  readonly organizationId?: () => string | undefined;
  /** Which of Muniment's own ways a call came by; history shows it. */
  readonly channel?: 'console' | 'cli';
  /** Language of problem texts and labels (ISO 639-1). */
  readonly language?: () => string;
  readonly fetch?: typeof globalThis.fetch;
  readonly retry?: Partial<RetryPolicy>;
  /** One attempt waits no longer than this. */
  readonly timeoutMs?: number;
  /** How a pause is waited for; for programs that keep their own time. */
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  readonly random?: () => number;
}

/** The API as typed methods, named like the operations in camel case. */
export interface Client extends Methods {
  /** Lists page by page: `for await (const answer of client.pages.listDevices())`. */
  readonly pages: PageMethods;
  /** Whole lists: `await client.all.listDevices()`. */
  readonly all: AllMethods;
  /** Any operation by its id. */
  call<Id extends OperationId>(id: Id, input: InputOfId<Id>, options?: CallOptions): Promise<AnswerOf<Id>>;
  /** The request a call would send, without its credential: for a developer to copy. */
  describe<Id extends OperationId>(id: Id, input: InputOfId<Id>): BuiltRequest;
}

type Untyped = (input?: Input, options?: CallOptions) => Promise<Success<unknown> | Failure>;

const camelCase = (id: string): string => id.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A random name for an act. Not `randomUUID`, which browsers keep from pages without https. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function headersOf(settings: ClientSettings, route: Route, options: CallOptions, dryRun: boolean): Record<string, string | undefined> {
  const credential = typeof settings.credential === 'function' ? settings.credential() : settings.credential;
  return {
    Authorization: credential ? `Bearer ${credential}` : undefined,
    'Muniment-Organization': settings.organizationId?.(),
    'Muniment-Channel': settings.channel,
    'Accept-Language': settings.language?.(),
    'Idempotency-Key': route.idempotent && !dryRun ? (options.idempotencyKey ?? newKey()) : undefined,
    'If-Match': options.ifMatch,
  };
}

interface Attempt {
  readonly answer: Success<unknown> | Failure;
  readonly retryAfter: string | null;
}

async function attempt(settings: ClientSettings, route: Route, request: BuiltRequest, signal: AbortSignal | undefined): Promise<Attempt> {
  const timeout = AbortSignal.timeout(settings.timeoutMs ?? 60_000);
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
  const send = settings.fetch ?? globalThis.fetch;
  try {
    const { method, headers, body } = request;
    const response = await send(request.url, { method, headers, body, signal: either, credentials: 'same-origin', cache: 'no-store' });
    return { answer: await readAnswer(route, response), retryAfter: response.headers.get('Retry-After') };
  } catch (error) {
    if (signal?.aborted)
      return { answer: { ok: false, problem: localProblem('cancelled', 'The caller stopped waiting.') }, retryAfter: null };
    return { answer: { ok: false, problem: localProblem('unreachable', reasonOf(error, request.url)) }, retryAfter: null };
  }
}

/** fetch hides the reason (ECONNREFUSED, a certificate) in `cause`. */
function reasonOf(error: unknown, url: string): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const coded = (cause as { code?: unknown }).code;
  const reason = cause instanceof Error && cause.message !== '' ? cause.message : typeof coded === 'string' ? coded : String(cause);
  return `${url.split('?')[0]}: ${reason}`;
}

async function callRoute(settings: ClientSettings, route: Route, input: Input, options: CallOptions): Promise<Success<unknown> | Failure> {
  const dryRun = route.dryRun === true && input.dryRun === true;
  const request = buildRequest(settings.baseUrl, route, input, headersOf(settings, route, options, dryRun));
  const policy = { ...defaultRetry, ...settings.retry };
  const repeatable = isRepeatable(route);
  for (let repeat = 1; ; repeat += 1) {
    const { answer, retryAfter } = await attempt(settings, route, request, options.signal);
    if (answer.ok || !repeatable || !isTransient(answer) || repeat >= policy.attempts) return answer;
    const ms = pauseMs(policy, repeat, retryAfterMs(retryAfter, Date.now()), settings.random ?? Math.random);
    await (settings.wait ?? wait)(ms, options.signal);
    if (options.signal?.aborted) return { ok: false, problem: localProblem('cancelled', 'The caller stopped waiting.') };
  }
}

interface Page {
  readonly items: readonly unknown[];
  readonly next: string | null;
}

async function* pagesOf(method: Untyped, input: Input = {}, options: CallOptions = {}): AsyncGenerator<Success<unknown> | Failure> {
  let cursor = input.cursor;
  while (true) {
    const answer = await method({ ...input, cursor }, options);
    yield answer;
    if (!answer.ok) return;
    const { next } = answer.value as Page;
    if (next === null) return;
    cursor = next;
  }
}

async function allOf(method: Untyped, input: Input = {}, options: CallOptions = {}): Promise<Success<unknown> | Failure> {
  const items: unknown[] = [];
  for await (const answer of pagesOf(method, { limit: 200, ...input }, options)) {
    if (!answer.ok) return answer;
    items.push(...(answer.value as Page).items);
    if ((answer.value as Page).next === null) return { ...answer, value: items };
  }
  throw new Error('A list ended without a last page');
}

/** Makes a client of one server. It keeps no state but its settings, and no method of it throws for what a server or network does. */
export function createClient(settings: ClientSettings): Client {
  const methods: Record<string, Untyped> = {};
  const pages: Record<string, unknown> = {};
  const all: Record<string, unknown> = {};
  for (const [id, route] of Object.entries(routes) as [string, Route][]) {
    const method: Untyped = (input = {}, options = {}) => callRoute(settings, route, input, options);
    methods[camelCase(id)] = method;
    if (!route.paged) continue;
    pages[camelCase(id)] = (input?: Input, options?: CallOptions) => pagesOf(method, input, options);
    all[camelCase(id)] = (input?: Input, options?: CallOptions) => allOf(method, input, options);
  }
  const call = (id: OperationId, input: Input, options: CallOptions = {}) => callRoute(settings, routes[id], input, options);
  const describe = (id: OperationId, input: Input) => {
    const headers = headersOf({ ...settings, credential: undefined }, routes[id], {}, input.dryRun === true);
    return buildRequest(settings.baseUrl, routes[id], input, headers);
  };
  return { ...methods, pages, all, call, describe } as unknown as Client;
}
