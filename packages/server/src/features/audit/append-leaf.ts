import { canonicalJson, sha256Bytes } from '@muniment/platform/hash';
import { uuidv7 } from '@muniment/platform/ids';
import type { Actor, Context, Uuid } from '../../core/context.ts';
import { insertLeaf } from './store.ts';

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

/**
 * Adds an event to the vendor's append-only log: RFC 8785 JSON under the RFC 6962 leaf hash. The address stands in a
 * row of its own, which can be erased.
 */
export async function appendLeaf(
  context: Pick<Context<Actor | null>, 'tx' | 'now' | 'vendor' | 'channel' | 'address' | 'requestId'> & { readonly actor: Actor | null },
  event: AuditEvent,
): Promise<void> {
  const { actor } = context;
  const organizationId = actor?.organization.id ?? null;
  const leaf = canonicalJson({
    id: event.operationId ?? uuidv7(),
    kind: event.kind,
    at: context.now.toString(),
    actor: actor === null ? null : { kind: actor.kind, id: actor.id },
    organization: organizationId,
    channel: context.channel,
    subject: event.subject,
    facts: event.facts,
  });
  await insertLeaf(context.tx, context.vendor.id, {
    hash: leafHash(leaf),
    at: context.now.toString(),
    kind: event.kind,
    organizationId,
    operationId: event.operationId ?? null,
    leaf,
    address: context.address,
  });
}
