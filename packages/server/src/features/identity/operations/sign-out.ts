import type { signOut as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { appendLeaf } from '../../audit/index.ts';
import { endSession } from '../credentials/store.ts';

/** Ends the session that asks; an API key has none. */
export const signOut: Handler<typeof contract> = async (context) => {
  const { tx, vendor, actor, now } = context;
  const signedOut = actor.sessionId !== null && (await endSession(tx, vendor.id, actor.sessionId, now));
  if (signedOut) await appendLeaf(context, { kind: 'sign-out', subject: actor.id, facts: { sessionId: actor.sessionId } });
  return { ...accept({ signedOut }), session: { clear: true } };
};
