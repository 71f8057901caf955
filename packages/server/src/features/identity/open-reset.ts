import { randomToken, sha256Bytes } from '@muniment/platform/hash';
import { uuidv7 } from '@muniment/platform/ids';
import type { Temporal } from 'temporal-polyfill';
import type { Actor, Context, Uuid } from '../../core/context.ts';
import { type LinkContext, linkTo } from './create-invitation.ts';
import { insertCredential } from './credentials/store.ts';
import { insertReset } from './store.ts';

/** How long the link is good. */
export const resetMinutes = 60;

export interface OpenedReset {
  readonly resetId: Uuid;
  readonly expiresAt: Temporal.Instant;
  /** The address under which the person chooses a new password, once. The secret stands in its fragment. */
  readonly link: string;
}

/** Opens a password reset, however young the person's last one is. */
export async function openReset(context: Pick<Context<Actor | null>, 'tx' | 'now'> & LinkContext, personId: Uuid): Promise<OpenedReset> {
  const { tx, now, vendor } = context;
  const id = uuidv7();
  const expiresAt = now.add({ minutes: resetMinutes });
  await insertReset(tx, vendor.id, { id, personId, now, expiresAt });
  const token = randomToken();
  await insertCredential(tx, vendor.id, sha256Bytes(token), 'password-reset', id);
  return { resetId: id, expiresAt, link: linkTo(context, 'password-reset', token) };
}
