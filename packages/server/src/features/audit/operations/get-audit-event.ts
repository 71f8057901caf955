import type { getAuditEvent as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { actorNames } from '../actors.ts';
import { loadEvent, organizationNames } from '../store.ts';
import { readLeaf, refOf, toEvent } from '../wire.ts';

/** One event of the log, seen by whoever would find it in the list. */
export const getAuditEvent: Handler<typeof contract> = async ({ tx, vendor, actor }, { params }) => {
  const row = await loadEvent(tx, vendor.id, actor.organization, params.hash);
  if (row === null) return refuse('not-found');
  const leaf = readLeaf(row.leaf);
  const names = await actorNames(tx, vendor.id, [refOf(leaf)]);
  return accept(toEvent(row, leaf, names, await organizationNames(tx, vendor.id, [row.organization_id])));
};
