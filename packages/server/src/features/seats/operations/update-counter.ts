import type { updateCounter as contract, InputOf } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { recordAct } from '../../ledger/index.ts';
import { type CounterEdit, type CounterRow, loadCounter, saveCounter } from '../counters/list-store.ts';
import { packInForce, refreshRules } from '../counters/refresh.ts';
import { lockCounter } from '../counters/store.ts';
import { toCounterDetails } from '../counters/wire.ts';
import { viewerIn } from '../viewer.ts';

type Body = InputOf<typeof contract>['body'];

function edited(before: CounterRow, { perUser, include, exclude }: Body, version: number): CounterEdit {
  return {
    id: before.id,
    per_user: perUser === undefined ? before.per_user : perUser,
    include: include ?? before.include,
    exclude: exclude ?? before.exclude,
    version,
  };
}

/** Names of people can be erased, the history cannot: of lists only that they changed, and how long they are. */
function changesOf(before: CounterRow, after: CounterEdit): Readonly<Record<string, unknown>> {
  const isOther = (left: unknown, right: unknown) => JSON.stringify(left) !== JSON.stringify(right);
  return {
    ...(before.per_user === after.per_user ? {} : { perUser: after.per_user }),
    ...(isOther(before.include, after.include) ? { included: after.include.length } : {}),
    ...(isOther(before.exclude, after.exclude) ? { excluded: after.exclude.length } : {}),
  };
}

/** Who may take seats, and how many one user may have (C3). Whoever holds one keeps it. */
export const updateCounter: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor } = context;
  const viewer = viewerIn(context);
  const before = await loadCounter(tx, viewer, fromId('ctr', params.counterId)!);
  if (before === null) return refuse('not-found');
  const current = await packInForce(context);
  if (current === null) return refuse('no-catalog');
  const after = edited(before, body, context.ifVersion ?? before.version);
  const changes = changesOf(before, after);
  if (Object.keys(changes).length === 0 && after.version === before.version) {
    return accept(await toCounterDetails(context, current, before));
  }
  if (!(await saveCounter(tx, vendor.id, after))) return refuse('precondition-failed', { version: before.version });
  await refreshRules(context, current.pack, [(await lockCounter(tx, vendor.id, before.id))!]);
  const about = { customerId: before.customer_id, projectId: before.project_id };
  await recordAct(context, 'update-counter', { counterId: before.id, feature: before.feature, ...changes }, about);
  return accept(await toCounterDetails(context, current, (await loadCounter(tx, viewer, before.id))!));
};
