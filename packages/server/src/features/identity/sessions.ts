import { randomToken, sha256Bytes } from '@muniment/platform/hash';
import type { SessionCookie } from '@muniment/platform/http';
import { uuidv7 } from '@muniment/platform/ids';
import type { Temporal } from 'temporal-polyfill';
import type { Actor, Context, Uuid } from '../../core/context.ts';
import { insertCredential, insertSession } from './credentials/store.ts';
import { noteSignIn } from './store.ts';

/** A session ends so long after signing in, used or not. */
const sessionHours = 7 * 24;
/** A session unused for so long has ended. */
export const idleHours = 8;

export interface OpenedSession {
  readonly id: Uuid;
  /** 256 random bits; only the SHA-256 is kept. */
  readonly token: string;
  readonly expiresAt: Temporal.Instant;
  readonly cookie: SessionCookie;
}

/** Opens a session of a person: the token is told here and never again. */
export async function openSession(context: Pick<Context<Actor | null>, 'tx' | 'now' | 'vendor'>, personId: Uuid): Promise<OpenedSession> {
  const { tx, now, vendor } = context;
  const id = uuidv7();
  const token = randomToken();
  const expiresAt = now.add({ hours: sessionHours });
  await insertSession(tx, vendor.id, { id, personId, now, expiresAt });
  await insertCredential(tx, vendor.id, sha256Bytes(token), 'session', id);
  await noteSignIn(tx, vendor.id, personId, now);
  return { id, token, expiresAt, cookie: { token, maxAgeSeconds: sessionHours * 3600 } };
}
