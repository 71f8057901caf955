import type { Operation } from '@muniment/contract';
import type { Input, Outcome, RequestInfo } from '@muniment/platform/http';
import { inTransaction, type Pool, type Tx } from '@muniment/platform/postgres';
import type { Actor, Context, Handler, Result, Vendor } from './context.ts';
import { keepAnswer, type Kept, recallAnswer } from './idempotency.ts';
import type { Services } from './services.ts';

/** What authentication found out: the vendor of the credential or host, and who acts. */
export interface Caller {
  readonly vendor: Vendor;
  readonly actor: Actor | null;
}

/** Answers without a transaction of its own: many requests share one flight. */
export type CoalescedHandler = (caller: Caller, input: Input, info: RequestInfo<Caller>) => Promise<Outcome>;

export interface DispatchParts {
  readonly pool: Pool;
  readonly services: Services;
  readonly handlers: Readonly<Record<string, Handler<Operation>>>;
  readonly coalesced: Readonly<Record<string, CoalescedHandler>>;
}

const channels: Readonly<Record<string, Context['channel']>> = { console: 'console', cli: 'cli' };

function versionOf(ifMatch: string | null): number | null {
  return ifMatch !== null && /^\d{1,9}$/.test(ifMatch) ? Number(ifMatch) : null;
}

function makeContext(parts: DispatchParts, tx: Tx, info: RequestInfo<Caller>): Context<Actor | null> {
  const { vendor, actor } = info.actor!;
  return {
    tx,
    now: info.now,
    vendor,
    actor,
    dryRun: info.dryRun,
    channel: channels[info.header('muniment-channel') ?? ''] ?? 'api',
    requestId: info.requestId,
    address: info.address,
    language: actor?.language ?? (info.header('accept-language') === null ? null : info.language),
    idempotencyKey: info.idempotency?.key ?? null,
    ifVersion: versionOf(info.ifMatch),
    services: { ...parts.services, publicUrl: info.baseUrl },
  };
}

/** Keys belong to whoever sent them: another caller's key of the same text is another key. */
function principalOf(caller: Caller): string {
  return caller.actor === null ? 'public' : `${caller.actor.kind}:${caller.actor.id}:${caller.actor.organization.id}`;
}

/** An answer as it is stored: what is shown once is left out, and its replay says so. */
function withoutSecrets(operation: Operation, value: unknown): Kept {
  if (operation.secrets.length === 0) return { value, secret: false };
  const kept = { ...(value as Record<string, unknown>) };
  for (const name of operation.secrets) delete kept[name];
  return { value: kept, secret: true };
}

function toOutcome(result: Result<unknown, string>): Outcome {
  if (!result.ok) return { ok: false, refusal: result.refusal };
  return {
    ok: true,
    value: result.value,
    ...(result.headers ? { headers: result.headers } : {}),
    ...(result.session ? { session: result.session } : {}),
  };
}

async function perform(parts: DispatchParts, tx: Tx, operation: Operation, input: Input, info: RequestInfo<Caller>): Promise<Outcome> {
  const claim = info.idempotency;
  const principal = principalOf(info.actor!);
  if (claim !== null) {
    const recalled = await recallAnswer(tx, { vendorId: info.actor!.vendor.id, principal, claim, operation: operation.id, now: info.now });
    if (recalled !== null) return recalled;
  }
  const context = makeContext(parts, tx, info);
  const result = await parts.handlers[operation.id]!(context as Context, input as never);
  if (!result.ok) {
    // Nothing changed: the refusal leaves no trace but the ones a handler asks to keep (a failed sign-in).
    if (result.keep !== true) tx.discard();
    return toOutcome(result);
  }
  if (context.dryRun) tx.discard();
  else if (claim !== null) {
    await keepAnswer(tx, info.actor!.vendor.id, principal, claim.key, operation.status, withoutSecrets(operation, result.value));
  }
  return toOutcome(result);
}

/**
 * The one way from a request to a use case: one transaction that sees one vendor, the stored answer of the same
 * idempotency key if there is one, the use case, its answer stored with what it did.
 */
export function createDispatch(parts: DispatchParts) {
  return function dispatch(operation: Operation, input: Input, info: RequestInfo<Caller>): Promise<Outcome> {
    const caller = info.actor!;
    const coalesced = parts.coalesced[operation.id];
    if (coalesced !== undefined) return coalesced(caller, input, info);
    const readOnly = operation.method === 'GET';
    return inTransaction(parts.pool, { vendorId: caller.vendor.id, readOnly }, (tx) => perform(parts, tx, operation, input, info));
  };
}
