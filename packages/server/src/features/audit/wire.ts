import type { listAuditEvents, OutputOf } from '@muniment/contract';
import { toId } from '@muniment/platform/ids';
import type { Uuid } from '../../core/context.ts';
import type { EventRow } from './store.ts';

type Event = OutputOf<typeof listAuditEvents>['items'][number];

/** A leaf as `appendLeaf` wrote it. */
export interface Leaf {
  readonly [field: string]: unknown;
  readonly actor: { readonly kind: Event['actor']['kind']; readonly id: Uuid | null } | null;
  readonly subject: string | null;
}

const actorPrefixes: Readonly<Record<string, string>> = { person: 'per', 'api-key': 'key', device: 'dev' };

/** Id of an actor as people and programs know it; null for the operator and the system, which have none. */
export function actorId(kind: string, id: Uuid | null): string | null {
  const prefix = actorPrefixes[kind];
  return id === null || prefix === undefined ? null : toId(prefix, id);
}

export function readLeaf(text: string): Leaf {
  return JSON.parse(text) as Leaf;
}

/** The leaf's actor as `actorNames` knows it. */
export function refOf(leaf: Leaf): string | null {
  if (leaf.actor === null) return null;
  return leaf.actor.id === null ? leaf.actor.kind : `${leaf.actor.kind}:${leaf.actor.id}`;
}

export function toEvent(row: EventRow, leaf: Leaf, names: ReadonlyMap<string, string>, organizations: ReadonlyMap<Uuid, string>): Event {
  const organizationId = row.organization_id;
  const organization = organizationId === null ? null : { id: toId('org', organizationId), name: organizations.get(organizationId) ?? '' };
  // An event of nobody, such as a failed sign-in, is noted by the system itself.
  const { kind, id } = leaf.actor ?? { kind: 'system' as const, id: null };
  return {
    hash: row.hash.toString('base64url'),
    kind: row.kind,
    at: row.at.toString(),
    actor: {
      kind,
      id: actorId(kind, id),
      name: names.get(refOf(leaf) ?? 'system') ?? '',
      organization,
    },
    organization,
    address: row.address,
    operationId: row.operation_id === null ? null : toId('op', row.operation_id),
    subject: leaf.subject,
    leaf,
  };
}
