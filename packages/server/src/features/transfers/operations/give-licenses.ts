import type { giveLicenses as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { giveLicenses as decide } from '@muniment/domain/ledger';
import { fromId, uuidv7 } from '@muniment/platform/ids';
import type { Handler, Uuid } from '../../../core/context.ts';
import { currentPack } from '../../catalog/index.ts';
import { concludeAct, resolveLines } from '../../channel/index.ts';
import { accountsOf, balancesOfPairs, lockBalances, recordOperation } from '../../ledger/index.ts';
import { fillIn, freshLots } from '../../lots/index.ts';
import { loadProject } from '../../projects/index.ts';
import { viewerIn } from '../wire.ts';

/** Gives units of the actor's bin to a customer's project (E6): new lots in its pool, which name their parents. */
export const giveLicenses: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor, actor, now } = context;
  const project = await loadProject(tx, viewerIn(context), fromId('prj', params.projectId)!);
  if (project === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const bins = await accountsOf(tx, vendor.id, actor.organization.id, ['bin']);
  const pairsOf = (lotIds: readonly Uuid[]) => lotIds.flatMap((lotId) => bins.map((account) => ({ account, lotId })));
  const lines = await resolveLines(context, body.lines, async (lotIds) => {
    const balances = await balancesOfPairs(tx, vendor.id, pairsOf(lotIds));
    return new Map(balances.map(({ lotId, quantity }) => [lotId, quantity]));
  });
  if (!lines.ok) return lines;

  const balances = await lockBalances(tx, vendor.id, pairsOf(lines.value.map(({ lotId }) => lotId)));
  const sources = await fillIn(tx, vendor.id, balances);
  const state = { catalog: current.pack, projectId: project.id, sources };
  const decision = decide(state, { lines: lines.value, lotIds: sources.map(() => uuidv7()) }, now);
  const about = { customerId: project.customer_id, projectId: project.id, packVersion: current.version, reason: body.reason ?? null };
  return concludeAct(context, {
    kind: 'give-licenses',
    decision,
    previewDigest: body.previewDigest,
    locked: null,
    current,
    file: null,
    fresh: freshLots(decision.ok ? decision.value.lots : []),
    commit: async (draft) => accept({ operationId: await recordOperation(context, draft, about) }),
  });
};
