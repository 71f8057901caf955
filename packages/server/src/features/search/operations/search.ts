import type { search as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { can } from '@muniment/domain/identity';
import type { Actor, Handler } from '../../../core/context.ts';
import { currentPack } from '../../catalog/index.ts';
import { findObjects } from '../find-objects.ts';
import type { IndexedKind } from '../store.ts';
import { type Hit, partHits, toHit } from '../wire.ts';

const kinds: readonly (readonly [IndexedKind, Parameters<typeof can>[1]])[] = [
  ['device', 'devices.read'],
  ['customer', 'customers.read'],
  ['project', 'pools.read'],
  ['order', 'bins.read'],
  ['organization', 'organizations.read'],
  ['person', 'people.read'],
];

/** What the actor may read may be found. */
function kindsFor(actor: Actor): IndexedKind[] {
  const asked = {
    organizationId: actor.organization.id,
    organizationKind: actor.organization.kind,
    role: actor.role,
    scopes: actor.scopes,
  };
  return kinds.filter(([, action]) => can(asked, action).ok).map(([kind]) => kind);
}

/** Parts are few and known by number: they may take this share of the answer. */
const mostParts = 5;

/** Easy Nav (B17): part of a name, hardware key, order number, person or part, and the newest first among equals. */
export const search: Handler<typeof contract> = async (context, { query }) => {
  const { tx, vendor, actor, now, language } = context;
  const text = query.q.trim();
  if (text === '') return accept({ hits: [] });
  const viewer = { vendorId: vendor.id, organization: actor.organization, now };
  const found = await findObjects(tx, viewer, text, kindsFor(actor), query.limit);
  const pack = (await currentPack(context))?.pack;
  const hits = found.map((one) => toHit(one, pack, language));
  const parts = pack === undefined ? [] : partHits(pack, text, language, Math.min(mostParts, query.limit));
  // Exact hits lead, then objects, then what the pack knows.
  const exact = (hit: Hit) => hit.matched === text.toLowerCase();
  const all = [...hits.filter(exact), ...parts.filter(exact), ...hits.filter((hit) => !exact(hit)), ...parts.filter((hit) => !exact(hit))];
  return accept({ hits: all.slice(0, query.limit) });
};
