import type { Operation } from '@muniment/contract';
import { type Authenticated, type Input, type Outcome, once, type RequestInfo } from '@muniment/platform/http';
import { inTransaction, type Pool, type Tx } from '@muniment/platform/postgres';
import type { Actor, Context, Handler, Outside, PreparedHandler, Replay, Result, Vendor } from './context.ts';
import { answersOf } from './idempotency.ts';
import { publicIds } from './public-ids.ts';
import type { Services } from './services.ts';
import { refusalThrown } from './thrown.ts';

/** What authentication found out: the vendor of the credential or host, and who acts. */
export interface Caller {
  readonly vendor: Vendor;
  readonly actor: Actor | null;
}

/** A transaction like that of any act, for the rare question that turns out to be one. */
export type Transact = <T>(work: (context: Context) => Promise<T>) => Promise<T>;

/** Answers without a transaction of its own: many requests share one flight. */
export type CoalescedHandler = (caller: Caller, input: Input, info: RequestInfo<Caller>, transact: Transact) => Promise<Outcome>;

export interface DispatchParts {
  readonly pool: Pool;
  /** What only the input tells about the caller: the vendor that a public operation's body names, a key's scope. */
  readonly admit: (operation: Operation, input: Input, info: RequestInfo<Caller>) => Authenticated<Caller> | Promise<Authenticated<Caller>>;
  readonly services: Services;
  readonly handlers: Readonly<Record<string, Handler<Operation> | PreparedHandler<Operation>>>;
  readonly coalesced: Readonly<Record<string, CoalescedHandler>>;
  /** Of operations whose answer may cease to count: what is looked at before it is repeated. */
  readonly replays: Readonly<Record<string, Replay<Operation>>>;
}

/** Programs of ours say that they are; whatever else stands in the header is a program of somebody's. */
const channels: ReadonlyMap<string | null, Context['channel']> = new Map([
  ['console', 'console'],
  ['cli', 'cli'],
]);

/** No row has version 0: an ETag that is none of ours matches nothing. `*` matches whatever there is (RFC 9110). */
function versionOf(ifMatch: string | null): number | null {
  if (ifMatch === null || ifMatch === '*') return null;
  return /^\d{1,9}$/.test(ifMatch) ? Number(ifMatch) : 0;
}

/**
 * The console says which language it is shown in, and the command line which one its shell is set to: all they are answered
 * is in it. Elsewhere the person's own choice comes before what a program sends. A header of `*` asks for none.
 */
function languageOf(info: RequestInfo<Caller>, actor: Actor | null): string | null {
  const header = info.header('accept-language')?.trim() ?? '';
  const asked = header === '' || header === '*' ? null : info.language;
  return channels.has(info.header('muniment-channel')) ? (asked ?? actor?.language ?? null) : (actor?.language ?? asked);
}

function makeContext(parts: DispatchParts, tx: Tx, info: RequestInfo<Caller>): Context<Actor | null> {
  const { vendor, actor } = info.actor!;
  return {
    tx,
    now: info.now,
    vendor,
    actor,
    dryRun: info.dryRun,
    channel: channels.get(info.header('muniment-channel')) ?? 'api',
    requestId: info.requestId,
    address: info.address,
    language: languageOf(info, actor),
    idempotencyKey: info.idempotency?.key ?? null,
    ifVersion: versionOf(info.ifMatch),
    services: { ...parts.services, publicUrl: info.baseUrl },
  };
}

/** Keys belong to whoever sent them: another caller's key of the same text is another key. */
function principalOf(caller: Caller): string {
  return caller.actor === null ? 'public' : `${caller.actor.kind}:${caller.actor.id}:${caller.actor.organization.id}`;
}

function toOutcome(result: Result<unknown, string>): Outcome {
  if (!result.ok) return { ok: false, refusal: publicIds(result.refusal), ...(result.keep === true ? { keep: true } : {}) };
  return {
    ok: true,
    value: result.value,
    ...(result.headers ? { headers: result.headers } : {}),
    ...(result.session ? { session: result.session } : {}),
  };
}

/** The use case, after what it prepares without a transaction. */
async function prepared({ pool, handlers }: DispatchParts, operation: Operation, input: Input, info: RequestInfo<Caller>) {
  const handler = handlers[operation.id]!;
  if (typeof handler === 'function') return handler;
  const { vendor, actor } = info.actor!;
  const read: Outside['read'] = (work) => inTransaction(pool, { vendorId: vendor.id, readOnly: true }, work);
  return await handler.prepare({ vendor, actor: actor as Actor, now: info.now, read }, input as never);
}

interface Request {
  readonly operation: Operation;
  readonly handler: Handler<Operation>;
  readonly input: Input;
  readonly info: RequestInfo<Caller>;
}

/** An answer of before, unless what it handed out counts no more. */
async function repeated({ replays }: DispatchParts, context: Context<Actor | null>, { operation, input }: Request, outcome: Outcome) {
  const look = outcome.ok && outcome.replayed === true ? replays[operation.id] : undefined;
  const refusal = look === undefined ? null : await look(context as Context, input as never);
  return refusal === null ? outcome : toOutcome({ ok: false, refusal });
}

async function perform(parts: DispatchParts, tx: Tx, request: Request): Promise<Outcome> {
  const { operation, handler, input, info } = request;
  const context = makeContext(parts, tx, info);
  const act = async (): Promise<Outcome> => toOutcome(await handler(context as Context, input as never));
  const owner = {
    vendorId: context.vendor.id,
    principal: principalOf(info.actor!),
    operation: operation.id,
    organization: context.actor?.organization ?? null,
    input,
    now: info.now,
  };
  const { idempotency } = info;
  const outcome =
    idempotency === null
      ? await act()
      : await repeated(parts, context, request, await once(answersOf(owner), tx, operation, idempotency, act));
  // A refusal changed nothing and leaves no trace but what a handler asks to keep (a failed sign-in is an event).
  if (context.dryRun || !(outcome.ok || outcome.keep === true)) tx.discard();
  return outcome;
}

function toldOf(error: unknown): Outcome {
  const refusal = refusalThrown(error);
  if (refusal === null) throw error;
  return { ok: false, refusal };
}

/**
 * The one way from a request to a use case: one transaction that sees one vendor, the stored answer of the same
 * idempotency key if there is one, the use case, its answer stored with what it did.
 */
export function createDispatch(parts: DispatchParts) {
  return async function dispatch(operation: Operation, input: Input, info: RequestInfo<Caller>): Promise<Outcome> {
    const admitted = await parts.admit(operation, input, info);
    if (!admitted.ok) return admitted;
    info.actor = admitted.actor;
    const coalesced = parts.coalesced[operation.id];
    const readOnly = operation.method === 'GET';
    // What only reads sees one instant: the pages of a long file, a list and its total.
    const isolation = readOnly ? 'repeatable-read' : 'read-committed';
    const options = { vendorId: admitted.actor.vendor.id, readOnly, isolation } as const;
    if (coalesced !== undefined) {
      const transact: Transact = (work) => inTransaction(parts.pool, options, (tx) => work(makeContext(parts, tx, info) as Context));
      return coalesced(admitted.actor, input, info, transact);
    }
    const handler = await prepared(parts, operation, input, info);
    return inTransaction(parts.pool, options, (tx) => perform(parts, tx, { operation, handler, input, info })).catch(toldOf);
  };
}
