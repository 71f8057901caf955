import type { changePassword as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { appendLeaf } from '../../audit/index.ts';
import { endSessionsOf } from '../credentials/store.ts';
import { hashPassword, isPassword } from '../passwords.ts';
import { closeResets, loadPerson, savePassword } from '../store.ts';

/** Sets a new password; the session that asks stays, every other one of the person ends. */
export const changePassword: Handler<typeof contract> = async (context, { body }) => {
  const { tx, vendor, actor, now } = context;
  if (actor.kind !== 'person' || actor.id === null) return refuse('not-a-person');
  const person = await loadPerson(tx, vendor.id, actor.id);
  if (!(await isPassword(person?.password_hash ?? null, body.currentPassword))) {
    await appendLeaf(context, { kind: 'change-password-failed', subject: actor.id, facts: {} });
    return { ...refuse('wrong-credentials'), keep: true };
  }
  await savePassword(tx, vendor.id, actor.id, await hashPassword(body.newPassword));
  await closeResets(tx, vendor.id, actor.id, now);
  const sessionsEnded = await endSessionsOf(tx, vendor.id, actor.id, now, actor.sessionId);
  await appendLeaf(context, { kind: 'change-password', subject: actor.id, facts: { sessionsEnded } });
  return accept({ changed: true });
};
