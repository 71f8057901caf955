import type { endServes as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { recordAct } from '../../ledger/index.ts';
import { endRelation, loadRelation } from '../relations/store.ts';
import { returnReserved } from '../return-reserved.ts';
import { viewerOf } from '../store.ts';
import { toServes } from '../wire.ts';

/**
 * Ends a partner's care for a customer now: what the partner saw of it is gone for the partner, and what it had reserved
 * there goes back to its bin.
 */
export const endServes: Handler<typeof contract> = async (context, { params }) => {
  const { tx, vendor, now } = context;
  const id = fromId('srv', params.servesId)!;
  const row = await loadRelation(tx, 'serves', viewerOf(context), id);
  if (row === null) return refuse('not-found');
  if (!(await endRelation(tx, 'serves', vendor.id, id, now))) return refuse('already-ended', { until: row.until?.toString() ?? null });
  const devices = await returnReserved(context, row.left_id, row.right_id);
  await recordAct(context, 'end-serves', { servesId: id, devices, partnerId: row.left_id }, { customerId: row.right_id });
  return accept(toServes({ ...row, until: now }));
};
