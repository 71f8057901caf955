import { accept, type Decision as Decided, refuse } from '@muniment/domain';
import {
  inTransitFrom,
  lapseTransfer,
  type OperationDraft,
  poolOf,
  type SettleRefusal,
  settleTransfer,
  type TransferEnding,
} from '@muniment/domain/ledger';
import type { Context, Uuid } from '../../core/context.ts';
import { currentPack, type VersionedPack } from '../catalog/index.ts';
import { concludeAct, type Outcome } from '../channel/index.ts';
import { findAccounts, lockBalances, recordOperation } from '../ledger/index.ts';
import { type Decision, linesOf, loadEnds, loadTransfer, lockTransfer, saveDecision, type TransferRow } from './store.ts';
import { tellSettled } from './tell.ts';
import { toTransfers, viewerIn, type WireTransfer } from './wire.ts';

const decisions: Readonly<Record<TransferEnding, Decision>> = {
  'accept-transfer': 'accepted',
  'refuse-transfer': 'refused',
  'withdraw-transfer': 'withdrawn',
  'lapse-transfer': 'lapsed',
};

interface Asked {
  readonly previewDigest?: string | undefined;
  readonly reason?: string | undefined;
}

/** Offers and their balances are locked in this order everywhere: the offer first. */
async function lockOffer(context: Context, row: TransferRow) {
  const { tx, vendor } = context;
  const { decision } = (await lockTransfer(tx, vendor.id, row.id))!;
  const lines = (await linesOf(tx, vendor.id, [row.id])).map(({ lot_id, quantity }) => ({ lotId: lot_id, quantity }));
  const places = [inTransitFrom(row.from_project_id), poolOf(row.from_project_id), poolOf(row.to_project_id)];
  const accounts = await findAccounts(tx, vendor.id, places);
  const balances = await lockBalances(
    tx,
    vendor.id,
    lines.flatMap(({ lotId }) => accounts.map((account) => ({ account, lotId }))),
  );
  const transfer = { id: row.id, fromProjectId: row.from_project_id, toProjectId: row.to_project_id, until: row.until, decision, lines };
  return { transfer, balances };
}

/** Where the act is found in the history: with whoever answers, else with whoever offered. */
function aboutOf(ending: TransferEnding, row: TransferRow) {
  return ending === 'accept-transfer' || ending === 'refuse-transfer'
    ? { customerId: row.to_customer_id, projectId: row.to_project_id }
    : { customerId: row.from_customer_id, projectId: row.from_project_id };
}

interface Ended<C extends string> {
  readonly row: TransferRow;
  readonly ending: TransferEnding;
  readonly decision: Decided<OperationDraft, C>;
  readonly current: VersionedPack;
}

/** Books the end of an offer, notes it, and tells the other side. */
function conclude<C extends string>(context: Context, { row, ending, decision, current }: Ended<C>, asked: Asked) {
  return concludeAct(context, {
    kind: ending,
    decision,
    previewDigest: asked.previewDigest,
    locked: null,
    current,
    file: null,
    commit: async (draft) => {
      const about = { ...aboutOf(ending, row), packVersion: current.version, reason: asked.reason ?? null };
      const operationId = await recordOperation(context, draft, about);
      await saveDecision(context.tx, context.vendor.id, row.id, { decision: decisions[ending], at: draft.at, operationId });
      await tellSettled(context, row.id);
      return accept({ operationId });
    },
  });
}

/** An answer of one of the two sides: only the receiver's accepts and refuses, only the offerer's withdraws. */
export async function settle(
  context: Context,
  transferId: Uuid,
  ending: Exclude<TransferEnding, 'lapse-transfer'>,
  asked: Asked,
): Promise<
  Decided<{ transfer: WireTransfer; outcome: Outcome }, SettleRefusal | 'no-catalog' | 'preview-outdated' | 'not-found' | 'not-allowed'>
> {
  const viewer = viewerIn(context);
  const row = await loadTransfer(context.tx, viewer, transferId);
  if (row === null) return refuse('not-found');
  if (!(ending === 'withdraw-transfer' ? row.from_seen : row.to_seen)) return refuse('not-allowed', { reason: 'organization' });
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const decision = settleTransfer(ending, { catalog: current.pack, ...(await lockOffer(context, row)) }, context.now);
  const outcome = await conclude(context, { row, ending, decision, current }, asked);
  if (!outcome.ok) return outcome;
  const [transfer] = await toTransfers(context, [(await loadTransfer(context.tx, viewer, transferId))!]);
  return accept({ transfer: transfer!, outcome: outcome.value });
}

/** Sends back what nobody has answered by its day. */
export async function lapse(context: Context, transferId: Uuid): Promise<void> {
  const current = await currentPack(context);
  if (current === null) throw new Error('An offer without a catalog');
  const row = await loadEnds(context.tx, context.vendor.id, transferId);
  const decision = lapseTransfer({ catalog: current.pack, ...(await lockOffer(context, row)) }, context.now);
  const outcome = await conclude(context, { row, ending: 'lapse-transfer', decision, current }, {});
  if (!outcome.ok) throw new Error(`Offer ${transferId} did not lapse: ${outcome.refusal.code}`);
}
