import type { changePassword as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import type { PreparedHandler } from '../../../core/context.ts';
import { appendLeaf } from '../../audit/index.ts';
import { endSessionsOf } from '../credentials/store.ts';
import { hashPassword, isPassword } from '../passwords.ts';
import { closeResets, loadPerson, lockPerson, savePassword } from '../store.ts';

/** Sets a new password; the session that asks stays, every other one of the person ends. */
export const changePassword: PreparedHandler<typeof contract> = {
  async prepare({ vendor, actor, read }, { body }) {
    const id = actor.kind === 'person' ? actor.id : null;
    if (id === null) return async () => refuse('not-a-person');
    const checked = (await read((tx) => loadPerson(tx, vendor.id, id)))?.password_hash ?? null;
    const newHash = (await isPassword(checked, body.currentPassword)) ? await hashPassword(body.newPassword) : null;
    return async (context) => {
      const { tx, now } = context;
      // Two changes at once: the second finds another password than the one it was given. Whoever lost access changes nothing.
      const person = await lockPerson(tx, vendor.id, id);
      if (newHash === null || person?.status !== 'active' || person.password_hash !== checked) {
        await appendLeaf(context, { kind: 'change-password-failed', subject: id, facts: {} });
        return { ...refuse('wrong-credentials'), keep: true };
      }
      await savePassword(tx, vendor.id, id, newHash);
      await closeResets(tx, vendor.id, id, now);
      const sessionsEnded = await endSessionsOf(tx, vendor.id, id, now, context.actor.sessionId);
      await appendLeaf(context, { kind: 'change-password', subject: id, facts: { sessionsEnded } });
      return accept({ changed: true });
    };
  },
};
