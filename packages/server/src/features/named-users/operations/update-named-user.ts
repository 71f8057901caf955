import type { updateNamedUser as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { recordAct } from '../../ledger/index.ts';
import { isEmailTaken, loadUser, lockEmails, saveUser } from '../store.ts';
import { toUsers, viewerIn } from '../wire.ts';

/** Changes what was given, if nobody changed the user since the caller read it. */
export const updateNamedUser: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor } = context;
  const viewer = viewerIn(context);
  const before = await loadUser(tx, viewer, fromId('usr', params.userId)!);
  if (before === null) return refuse('not-found');
  const after = {
    ...before,
    name: body.name?.trim() ?? before.name,
    email: body.email?.trim() ?? before.email,
    note: body.note?.trim() ?? before.note,
    version: context.ifVersion ?? before.version,
  };
  // Names of the changed fields only: the row can be erased, the history cannot.
  const changed = (['name', 'email', 'note'] as const).filter((field) => before[field] !== after[field]);
  if (changed.length === 0 && after.version === before.version) return accept((await toUsers(context, [before]))[0]!);
  await lockEmails(tx, vendor.id, before.project_id);
  if (await isEmailTaken(tx, vendor.id, after)) return refuse('user-email-taken', { email: after.email });
  if (!(await saveUser(tx, vendor.id, after))) return refuse('precondition-failed', { version: before.version });
  const about = { customerId: before.customer_id, projectId: before.project_id, namedUserId: before.id };
  await recordAct(context, 'update-named-user', { namedUserId: before.id, changed }, about);
  return accept((await toUsers(context, [(await loadUser(tx, viewer, before.id))!]))[0]!);
};
