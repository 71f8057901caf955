import type { getPerson as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { loadMemberships } from '../store.ts';
import { toPerson } from '../wire.ts';

/** A person with every role the reader may see: all of them for the vendor, else the one in one's own organization. */
export const getPerson: Handler<typeof contract> = async ({ tx, vendor, actor }, { params }) => {
  const rows = await loadMemberships(tx, vendor.id, fromId('per', params.personId)!, actor.organization);
  return rows.length === 0 ? refuse('not-found') : accept({ memberships: rows.map(toPerson) });
};
