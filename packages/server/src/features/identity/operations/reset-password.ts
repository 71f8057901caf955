import type { resetPassword as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { sha256Bytes } from '@muniment/platform/hash';
import type { PreparedHandler } from '../../../core/context.ts';
import { appendLeaf } from '../../audit/index.ts';
import { endSessionsOf, findSubject } from '../credentials/store.ts';
import { hashPassword } from '../passwords.ts';
import { closeResets, isResetOpen, loadPerson, savePassword, takeReset } from '../store.ts';

/** Sets a new password with the secret of a mailed link, once and in time; every session of the person ends. */
export const resetPassword: PreparedHandler<typeof contract> = {
  async prepare({ vendor, now, read }, { body }) {
    const resetId = await read(async (tx) => {
      const id = await findSubject(tx, vendor.id, sha256Bytes(body.token), 'password-reset');
      return id !== null && (await isResetOpen(tx, vendor.id, id, now)) ? id : null;
    });
    // A link that is not good costs nobody the time of a hash.
    if (resetId === null) return async () => refuse('link-not-valid');
    const passwordHash = await hashPassword(body.password);
    return async (context) => {
      const { tx } = context;
      const personId = await takeReset(tx, vendor.id, resetId, now);
      const person = personId === null ? null : await loadPerson(tx, vendor.id, personId);
      if (person === null || person.status !== 'active') return refuse('link-not-valid');
      await savePassword(tx, vendor.id, person.id, passwordHash);
      await closeResets(tx, vendor.id, person.id, now);
      const sessionsEnded = await endSessionsOf(tx, vendor.id, person.id, now, null);
      await appendLeaf(context, { kind: 'reset-password', subject: person.id, facts: { resetId, sessionsEnded } });
      return accept({ email: person.email });
    };
  },
};
