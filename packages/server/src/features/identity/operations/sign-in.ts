import type { signIn as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import type { Actor, Context, PreparedHandler } from '../../../core/context.ts';
import { appendLeaf } from '../../audit/index.ts';
import { buildMe } from '../me.ts';
import { isPassword } from '../passwords.ts';
import { openSession } from '../sessions.ts';
import { findByEmail, loadMemberships, lockPerson, type SignInRow } from '../store.ts';

/** The person for the organization acted for at first: the vendor's, else the first by name. Null without any. */
async function actorFor(context: Context<Actor | null>, person: SignInRow): Promise<Actor | null> {
  const [first] = await loadMemberships(context.tx, context.vendor.id, person.id, { id: person.id, kind: 'vendor' });
  if (first === undefined) return null;
  return {
    kind: 'person',
    id: person.id,
    name: person.name,
    organization: { id: first.organization_id, name: first.organization_name, kind: first.organization_kind },
    role: first.role,
    scopes: ['all'],
    sessionId: null,
    language: person.language,
  };
}

/** The person with the password that was checked, if nobody changed it since: locked, so that nobody does until the session is open. */
async function stillRight({ tx, vendor }: Context<Actor | null>, checked: SignInRow): Promise<SignInRow | null> {
  const person = await lockPerson(tx, vendor.id, checked.id);
  return person !== null && person.password_hash === checked.password_hash ? person : null;
}

/**
 * Signs in with address and password. An unknown address, a wrong password, a deactivated person: one answer, in the
 * same time. What it was stands in the audit log, which keeps failed attempts too.
 */
export const signIn: PreparedHandler<typeof contract> = {
  async prepare({ vendor, read }, { body }) {
    const found = await read((tx) => findByEmail(tx, vendor.id, body.email.trim()));
    const checked = await isPassword(found?.password_hash ?? null, body.password);
    return async (context) => {
      const person = found !== null && checked ? await stillRight(context, found) : null;
      const actor = person?.status === 'active' ? await actorFor(context, person) : null;
      if (person === null || actor === null) {
        const reason = found === null ? 'unknown-address' : person === null ? 'wrong-password' : 'no-access';
        await appendLeaf({ ...context, actor: null }, { kind: 'sign-in-failed', subject: found?.id ?? null, facts: { reason } });
        return { ...refuse('wrong-credentials'), keep: true };
      }
      const session = await openSession(context, person.id);
      const signedIn = { ...context, actor: { ...actor, sessionId: session.id } };
      await appendLeaf(signedIn, { kind: 'sign-in', subject: person.id, facts: { sessionId: session.id } });
      const me = await buildMe(signedIn);
      return { ...accept({ token: session.token, expiresAt: session.expiresAt.toString(), me }), session: session.cookie };
    };
  },
};
