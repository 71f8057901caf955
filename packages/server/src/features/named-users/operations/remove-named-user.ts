import type { removeNamedUser as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId, toId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { recordAct } from '../../ledger/index.ts';
import { eraseUser, loadUser, lockUser } from '../store.ts';
import { toUsers, viewerIn, type WireUser } from '../wire.ts';

/** Removes a named user to whom nothing is assigned, and erases what is about the person. */
export const removeNamedUser: Handler<typeof contract> = async (context, { params }) => {
  const { tx, vendor, now } = context;
  const user = await loadUser(tx, viewerIn(context), fromId('usr', params.userId)!);
  if (user === null || !(await lockUser(tx, vendor.id, user.id))) return refuse('not-found');
  // What has ended lies with the user for good, and keeps nobody.
  const [{ licenses }] = (await toUsers(context, [user])) as [WireUser];
  if (licenses.length > 0) return refuse('user-still-licensed', { namedUserId: user.id, licenses: licenses.length });
  await eraseUser(tx, vendor.id, user.id, now);
  const about = { customerId: user.customer_id, projectId: user.project_id, namedUserId: user.id };
  await recordAct(context, 'remove-named-user', { namedUserId: user.id }, about);
  return accept({ id: toId('usr', user.id) });
};
