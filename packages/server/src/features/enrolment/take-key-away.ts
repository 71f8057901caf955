import type { Context, Uuid } from '../../core/context.ts';
import { actorRef } from '../audit/index.ts';
import { revokeFiles } from '../revocations/index.ts';
import { killKey } from './store.ts';

/**
 * Somebody takes a device's key away, whichever way: it is dead with its token, and the licence files that the device had stand on the
 * list of what counts no more (F10). Null where it has none. Behind the device's lock.
 */
export async function takeKeyAway(context: Context, deviceId: Uuid): Promise<Uuid | null> {
  const { tx, vendor, actor, now } = context;
  const killed = await killKey(tx, vendor.id, deviceId, actorRef(actor), now);
  if (killed !== null) await revokeFiles(context, deviceId, 'key-revoked');
  return killed;
}
