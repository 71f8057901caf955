import type { endAllowance as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { actorNames } from '../../audit/index.ts';
import { recordAct } from '../../ledger/index.ts';
import { endRelation, loadRelation } from '../relations/store.ts';
import { viewerOf } from '../store.ts';
import { toAllowance } from '../wire.ts';

/** Ends an allowance now. */
export const endAllowance: Handler<typeof contract> = async (context, { params }) => {
  const { tx, vendor, now } = context;
  const viewer = viewerOf(context);
  const id = fromId('alw', params.allowanceId)!;
  const row = await loadRelation(tx, 'allowances', viewer, id);
  if (row === null) return refuse('not-found');
  if (!(await endRelation(tx, 'allowances', vendor.id, id, now))) return refuse('already-ended', { until: row.until?.toString() ?? null });
  await recordAct(context, 'end-allowance', { allowanceId: id, fromId: row.left_id, toId: row.right_id });
  return accept(toAllowance({ ...row, until: now }, await actorNames(tx, vendor.id, [row.granted_by])));
};
