import type { undoOperation as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { undoOperation as decide, type OperationKind, placeKey } from '@muniment/domain/ledger';
import { fromId, toId } from '@muniment/platform/ids';
import type { Context, Handler } from '../../../core/context.ts';
import { currentPack, type VersionedPack } from '../../catalog/index.ts';
import { concludeAct, type LockedDevice, loadOfOrders, lockActDevice } from '../../channel/index.ts';
import { viewerOf } from '../../devices/index.ts';
import { ensureAccounts, lockBalances, recordOperation, type StoredBalance } from '../../ledger/index.ts';
import { fillIn } from '../../lots/index.ts';
import { loadProject } from '../../projects/index.ts';
import { type LockedAssignee, lockAssignees } from '../../terms/index.ts';
import { type HistoryRow, loadOperation, loadPostings } from '../store.ts';
import { tellUndo } from '../undo-effects.ts';

/** What attaching must know of a device that units come back to, and those units where they are now. */
async function attachingTo({ tx, vendor }: Context, locked: LockedDevice, balances: readonly StoredBalance[]) {
  const { current, product, facts, reserved, active } = locked;
  const off = balances.filter(({ account }) => account.kind !== 'reserved');
  return { catalog: current.pack, product, device: facts, reserved, active, sources: await fillIn(tx, vendor.id, off) };
}

/** The device or user that a term licence was put on or taken off, locked; nothing where it is no longer there to act on. */
async function lockAssigneeOf(context: Context, { project_id, device_id, named_user_id }: HistoryRow): Promise<LockedAssignee | null> {
  const project = project_id === null ? null : await loadProject(context.tx, viewerOf(context), project_id);
  if (project === null) return null;
  const ids = device_id === null ? { userIds: [toId('usr', named_user_id!)] } : { deviceIds: [toId('dev', device_id)] };
  const found = await lockAssignees(context, project, ids);
  return found.ok ? (found.value[0] ?? null) : null;
}

/** Where taking a term licence off is undone: that licence, and what is now on what it comes back to. */
async function returningTo(
  { tx, vendor }: Context,
  { assignee }: LockedAssignee,
  { pack }: VersionedPack,
  balances: readonly StoredBalance[],
) {
  const onIt = balances.filter(
    ({ account }) => account.ownerId === assignee.id && (account.kind === 'active' || account.kind === 'assigned'),
  );
  const [licence] = await fillIn(tx, vendor.id, onIt);
  return { catalog: pack, assignee, licence: licence! };
}

/** Acts on the term licence of one device or user. */
const onAssignee: ReadonlySet<string> = new Set(['assign-license', 'extend-license', 'unassign-license']);

/** Takes an act back while nothing was built on it (F13): it restores exactly the state before. */
export const undoOperation: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor, actor, now } = context;
  const id = fromId('op', params.operationId)!;
  const viewer = viewerOf(context);
  const seen = await loadOperation(tx, viewer, id);
  // One's own acts stay in one's history when a customer has gone; taking them back would change what is no longer seen.
  if (seen === null || !seen.customer_seen) return refuse('not-found');
  if (seen.organization_id !== actor.organization.id) return refuse('not-allowed', { reason: 'organization' });
  const current = await currentPack(context);
  if (current === null) return refuse('not-found');
  const locked = seen.device_id === null ? null : await lockActDevice(context, seen.device_id);
  if (locked !== null && !locked.ok) return refuse('not-found');

  const assignee = onAssignee.has(seen.kind) ? await lockAssigneeOf(context, seen) : null;
  const isRemoval = seen.kind === 'unassign-license';
  if (isRemoval && assignee === null) return refuse('built-upon', { operationId: id, kind: seen.kind, reason: 'assignee-gone' });

  const postings = (await loadPostings(tx, vendor.id, [id])).get(id) ?? [];
  const accounts = await ensureAccounts(
    tx,
    vendor.id,
    postings.map(({ account }) => account),
  );
  const pairs = postings.map(({ account, lotId }) => ({ account: accounts.get(placeKey(account))!, lotId }));
  const device = seen.kind === 'detach-licenses' ? (locked?.value ?? null) : null;
  // The wider circle first: locks of balances are taken in one order.
  const lotIds = postings.map(({ lotId }) => lotId);
  const ofOrders = device === null ? null : await loadOfOrders(context, device, lotIds);
  const balances = await lockBalances(tx, vendor.id, pairs);
  // Read again behind the locks, which the first use of a lot takes as well: what was built on it meanwhile is seen now.
  const operation = (await loadOperation(tx, viewer, id))!;
  if (!operation.customer_seen) return refuse('not-found');
  const state = {
    operation: {
      id,
      kind: operation.kind as OperationKind,
      at: operation.at,
      postings,
      delivered: operation.delivered,
      undoneBy: operation.undone_by,
    },
    timeZone: current.pack.vendor.timeZone,
    builtUpon: operation.built_upon,
    balances,
    attaching: device === null ? null : { ...(await attachingTo(context, device, balances)), ...ofOrders! },
    returning: assignee === null || !isRemoval ? null : await returningTo(context, assignee, current, balances),
  };
  const decision = decide(state, now);
  const effects = decision.ok ? await tellUndo(context, current, decision.value, assignee) : null;
  const about = {
    deviceId: operation.device_id,
    customerId: operation.customer_id,
    projectId: operation.project_id,
    namedUserId: operation.named_user_id,
    reason: body.reason ?? null,
    undoes: id,
  };
  return concludeAct(context, {
    kind: 'undo-operation',
    decision,
    previewDigest: body.previewDigest,
    locked: locked?.value ?? null,
    current,
    file: null,
    effects,
    commit: async (draft) => accept({ operationId: await recordOperation(context, draft, { ...about, packVersion: current.version }) }),
  });
};
