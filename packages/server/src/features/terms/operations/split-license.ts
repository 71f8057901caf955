import type { splitLicense as contract } from '@muniment/contract';
import { refuse } from '@muniment/domain';
import { componentsOf, splitLicense as decide, poolOf } from '@muniment/domain/ledger';
import { fromId, toId, uuidv7 } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { currentPack } from '../../catalog/index.ts';
import { viewerOf } from '../../devices/index.ts';
import { findAccounts, lockBalances } from '../../ledger/index.ts';
import { loadLots } from '../../lots/index.ts';
import { loadProject } from '../../projects/index.ts';
import { concludeMany, recordTermAct } from '../conclude.ts';
import { conversionsOf, toPool } from '../pool.ts';
import { toPlace, toTermLicense } from '../wire.ts';

/** Takes a cumulative licence of the pool apart into what is left of its originals (A8). */
export const splitLicense: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor, now } = context;
  const project = await loadProject(tx, viewerOf(context), fromId('prj', params.projectId)!);
  if (project === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const lotId = fromId('lot', body.lotId)!;
  const [pool] = await findAccounts(tx, vendor.id, [poolOf(project.id)]);
  const balances = pool === undefined ? [] : await lockBalances(tx, vendor.id, [{ account: pool, lotId }]);
  const [holding] = pool === undefined ? [] : await toPool(context, balances);
  if (pool === undefined || holding === undefined) return refuse('lot-not-found', { lotId });
  const components = componentsOf(holding.lot, holding.registeredAt);
  const lotIds = components.map(() => uuidv7());
  const originals = await loadLots(
    tx,
    vendor.id,
    components.map((component) => component.lotId),
  );
  const state = { rules: current.pack.terms, pool, holding, originals, targets: await conversionsOf(context, [lotId]) };
  const decision = decide(state, { lotIds }, now);
  const { category } = holding.part;
  return concludeMany(context, {
    kind: 'split-license',
    decisions: [decision],
    previewDigest: body.previewDigest,
    answer: ([operationId]) => ({
      ...toPlace(context, project),
      operationId: operationId == null ? null : toId('op', operationId),
      licence: toTermLicense(context, current, holding.lot, category, holding.registeredAt),
      parts: decision.ok ? decision.value.lots.map((lot) => toTermLicense(context, current, lot, category, now)) : [],
    }),
    record: (draft) => recordTermAct(context, project, null, draft, { packVersion: current.version, reason: body.reason ?? null }),
  });
};
