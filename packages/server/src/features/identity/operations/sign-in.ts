import type { signIn as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import type { Actor, Context, Handler } from '../../../core/context.ts';
import { appendLeaf } from '../../audit/index.ts';
import { buildMe } from '../me.ts';
import { isPassword } from '../passwords.ts';
import { openSession } from '../sessions.ts';
import { findByEmail, loadMemberships, type SignInRow } from '../store.ts';

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

/**
 * Signs in with address and password. An unknown address, a wrong password, a deactivated person: one answer, in the
 * same time. What it was stands in the audit log, which keeps failed attempts too.
 */
export const signIn: Handler<typeof contract> = async (context, { body }) => {
  const { tx, vendor } = context;
  const person = await findByEmail(tx, vendor.id, body.email.trim());
  const right = await isPassword(person?.password_hash ?? null, body.password);
  const actor = person === null ? null : await actorFor(context, person);
  if (person === null || actor === null || !right || person.status !== 'active') {
    const reason = person === null ? 'unknown-address' : right ? 'no-access' : 'wrong-password';
    await appendLeaf({ ...context, actor: null }, { kind: 'sign-in-failed', subject: person?.id ?? null, facts: { reason } });
    return { ...refuse('wrong-credentials'), keep: true };
  }
  const session = await openSession(context, person.id);
  const signedIn = { ...context, actor: { ...actor, sessionId: session.id } };
  await appendLeaf(signedIn, { kind: 'sign-in', subject: person.id, facts: { sessionId: session.id } });
  const me = await buildMe(signedIn);
  return { ...accept({ token: session.token, expiresAt: session.expiresAt.toString(), me }), session: session.cookie };
};
