import { canonicalJson, sha256Bytes } from '@muniment/platform/hash';
import { uuidv7 } from '@muniment/platform/ids';
import type { Actor, Context, Uuid } from '../../core/context.ts';
import { insertLeaf, insertLeaves, type LeafRow } from './store.ts';

export interface AuditEvent {
  /** The operation id that did it, such as `sign-in`, or a finding such as `sign-in-failed`. */
  readonly kind: string;
  /** Ids and numbers only: a leaf can never be erased. */
  readonly subject: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly operationId?: Uuid;
}

/** RFC 6962 §2.1: the hash of a leaf is over a zero byte and the leaf. */
function leafHash(leaf: string): Buffer {
  return sha256Bytes(Buffer.concat([Buffer.of(0), Buffer.from(leaf)]));
}

type LogContext = Pick<Context<Actor | null>, 'tx' | 'now' | 'vendor' | 'channel' | 'address' | 'requestId'> & {
  readonly actor: Actor | null;
};

function leafOf({ actor, now, channel, address }: LogContext, event: AuditEvent): LeafRow {
  const organizationId = actor?.organization.id ?? null;
  const leaf = canonicalJson({
    id: event.operationId ?? uuidv7(),
    kind: event.kind,
    at: now.toString(),
    actor: actor === null ? null : { kind: actor.kind, id: actor.id },
    organization: organizationId,
    channel,
    subject: event.subject,
    facts: event.facts,
  });
  const { kind, operationId = null } = event;
  return { hash: leafHash(leaf), at: now.toString(), kind, organizationId, operationId, leaf, address };
}

/**
 * Adds an event to the vendor's append-only log: RFC 8785 JSON under the RFC 6962 leaf hash. The address stands in a
 * row of its own, which can be erased.
 */
export async function appendLeaf(context: LogContext, event: AuditEvent): Promise<void> {
  await insertLeaf(context.tx, context.vendor.id, leafOf(context, event));
}

/** The same for many events at once. */
export async function appendLeaves(context: LogContext, events: readonly AuditEvent[]): Promise<void> {
  await insertLeaves(
    context.tx,
    context.vendor.id,
    events.map((event) => leafOf(context, event)),
  );
}
