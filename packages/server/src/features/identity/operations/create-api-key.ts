import type { createApiKey as contract, InputOf } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { checkRoleFor, permissionsOf } from '@muniment/domain/identity';
import { fromId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { Actor, Context, Handler } from '../../../core/context.ts';
import { actorNames, actorRef, appendLeaf } from '../../audit/index.ts';
import { customerOfProject, loadKey } from '../api-keys/store.ts';
import { createApiKey as create } from '../create-api-key.ts';
import { toApiKey, toDomainActor } from '../wire.ts';

/** What the new key could do and its maker cannot. */
function excess(actor: Actor, wanted: Pick<Actor, 'role' | 'scopes'>): readonly string[] {
  const held = new Set<string>(permissionsOf(toDomainActor(actor)));
  // Seats are taken by programs; whoever says who may take them may let one do it.
  if (held.has('seats.write')) held.add('seats.use');
  return permissionsOf(toDomainActor({ ...actor, ...wanted })).filter((action) => !held.has(action));
}

/** Whether the new key would outlive the key that makes it. */
async function outlives({ tx, vendor, actor }: Context, expiresAt: Temporal.Instant | null): Promise<boolean> {
  if (actor.kind !== 'api-key' || actor.id === null) return false;
  const own = (await loadKey(tx, vendor.id, actor.id))?.expires_at ?? null;
  return own !== null && (expiresAt === null || Temporal.Instant.compare(expiresAt, own) > 0);
}

/** The project of a key for seats; null for any other key. Which is refused: a key for seats and something else, and one for somebody else's. */
async function projectOf({ tx, vendor, actor }: Context, { scopes, projectId }: InputOf<typeof contract>['body']) {
  const forSeats = scopes.includes('seats');
  if (!forSeats && projectId === undefined) return accept(null);
  if (!forSeats || projectId === undefined || new Set(scopes).size > 1) return refuse('seats-key-not-possible', { reason: 'incomplete' });
  const id = fromId('prj', projectId)!;
  const customerId = await customerOfProject(tx, vendor.id, id);
  const isOwn = customerId !== null && (actor.organization.kind === 'vendor' || customerId === actor.organization.id);
  return isOwn ? accept(id) : refuse('seats-key-not-possible', { reason: 'project' });
}

/** Makes an API key for one's own organization; nobody can give a key more than they have, nor for longer. */
export const createApiKey: Handler<typeof contract> = async (context, { body }) => {
  const { tx, vendor, actor, now } = context;
  const role = body.role ?? actor.role;
  const fitting = checkRoleFor(actor.organization.kind, role);
  if (!fitting.ok) return fitting;
  const expiresAt = body.expiresAt === undefined ? null : Temporal.Instant.from(body.expiresAt);
  if (expiresAt !== null && Temporal.Instant.compare(expiresAt, now) <= 0) return refuse('expiry-in-the-past', { now: now.toString() });
  const more = excess(actor, { role, scopes: body.scopes });
  if (more.length > 0) return refuse('not-allowed', { action: 'api-keys.write', role: actor.role, reason: 'exceeds-own', actions: more });
  if (await outlives(context, expiresAt))
    return refuse('not-allowed', { action: 'api-keys.write', role: actor.role, reason: 'outlives-own' });
  const project = await projectOf(context, body);
  if (!project.ok) return project;
  const { apiKeyId, secret } = await create(context, {
    name: body.name,
    organizationId: actor.organization.id,
    role,
    scopes: body.scopes,
    projectId: project.value,
    expiresAt,
    createdBy: actorRef(actor),
  });
  const facts = {
    role,
    scopes: [...body.scopes].sort(),
    expiresAt: expiresAt?.toString() ?? null,
    ...(project.value === null ? {} : { projectId: project.value }),
  };
  await appendLeaf(context, { kind: 'create-api-key', subject: apiKeyId, facts });
  const row = (await loadKey(tx, vendor.id, apiKeyId))!;
  return accept({ apiKey: toApiKey(row, await actorNames(tx, vendor.id, [row.created_by])), secret });
};
