import type { cancelOrderLine as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { cancelOrderLine as decide } from '@muniment/domain/ledger';
import type { Handler } from '../../../core/context.ts';
import { currentPack } from '../../catalog/index.ts';
import { accountsHolding, lockBalances, recordOperation } from '../../ledger/index.ts';
import { concludeAct } from '../act.ts';
import { orderNamed } from '../selection.ts';
import { findOrders, loadLines } from '../store.ts';

/** Takes back what is still in bins of one order line; reserved and active units stay and are listed. */
export const cancelOrderLine: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor, actor, now } = context;
  const order = (await findOrders(tx, vendor.id, actor.organization, orderNamed(params.order)))[0];
  const current = await currentPack(context);
  if (order === undefined || current === null) return refuse('not-found');
  const line = (await loadLines(tx, vendor.id, order.id, order.receiver_id, null)).find((candidate) => candidate.line === params.line);
  if (line === undefined) return refuse('not-found');

  const accounts = await accountsHolding(tx, vendor.id, line.lot_id);
  const balances = await lockBalances(
    tx,
    vendor.id,
    accounts.map((account) => ({ account, lotId: line.lot_id })),
  );
  const decision = decide({ orderId: order.id, lotId: line.lot_id, balances }, now);
  const about = { orderId: order.id, packVersion: current.version, reason: body.reason ?? null };
  return concludeAct(context, {
    kind: 'cancel-order-line',
    decision,
    previewDigest: body.previewDigest,
    locked: null,
    current,
    file: null,
    commit: async (draft) => accept({ operationId: await recordOperation(context, draft, about) }),
  });
};
