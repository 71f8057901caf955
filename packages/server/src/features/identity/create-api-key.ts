import { sha256Bytes } from '@muniment/platform/hash';
import { uuidv7 } from '@muniment/platform/ids';
import type { Temporal } from 'temporal-polyfill';
import type { Actor, Context, Role, Scope, Uuid } from '../../core/context.ts';
import { insertKey } from './api-keys/store.ts';
import { insertCredential } from './credentials/store.ts';
import { makeApiKey } from './secrets.ts';

export interface NewApiKey {
  readonly name: string;
  readonly organizationId: Uuid;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  /** With the scope `seats`, and only with it. */
  readonly projectId?: Uuid | null;
  readonly expiresAt: Temporal.Instant | null;
  /** Who makes it, as `actorRef` writes it. */
  readonly createdBy: string;
}

/** Makes an API key. The secret is told here and never again: only its SHA-256 is kept. */
export async function createApiKey(
  context: Pick<Context<Actor | null>, 'tx' | 'now' | 'vendor'>,
  key: NewApiKey,
): Promise<{ readonly apiKeyId: Uuid; readonly secret: string }> {
  const { tx, now, vendor } = context;
  const id = uuidv7();
  const { secret, prefix } = makeApiKey();
  await insertKey(tx, vendor.id, {
    id,
    organization_id: key.organizationId,
    role: key.role,
    name: key.name.trim(),
    prefix,
    scopes: [...new Set(key.scopes)],
    project_id: key.projectId ?? null,
    created_by: key.createdBy,
    created_at: now,
    expires_at: key.expiresAt,
  });
  await insertCredential(tx, vendor.id, sha256Bytes(secret), 'api-key', id);
  return { apiKeyId: id, secret };
}
