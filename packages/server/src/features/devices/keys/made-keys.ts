import { accept, type Decision, refuse } from '@muniment/domain';
import { type TempKey, tempKeysASecond, temporaryKey, valueFromBytes } from '@muniment/domain/catalog';
import { keyedHash } from '@muniment/platform/hash';
import type { Context, Uuid } from '../../../core/context.ts';
import { type NewKey, takeKey, takenKeys } from './store.ts';

/** So often another key is tried where the one made is somebody's already: with shapes of any size that is once in a lifetime. */
const mostTries = 200;

/**
 * Makes a key and takes it: from the vendor's secret, the device and what was entered, so that nobody can foresee it, and
 * again with another number where it is taken. It is made once and kept; nothing ever computes it again (B5).
 */
export async function takeMadeKey(
  context: Context,
  shape: string,
  key: Omit<NewKey, 'hardwareKey' | 'formatId' | 'entered'>,
  input: string,
): Promise<Decision<string, 'keys-used-up'>> {
  const secret = await context.services.keys.secret(context.vendor.id);
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const made = valueFromBytes(shape, keyedHash(secret, JSON.stringify([key.role, key.product, key.deviceId, input, attempt])));
    const taken = await takeKey(context.tx, context.vendor.id, { ...key, hardwareKey: made, formatId: key.role, entered: made });
    if (taken) return accept(made);
  }
  return refuse('keys-used-up', { product: key.product, shape });
}

/** Makes a temporary key of this second and takes it (B6). */
export async function takeTempKey(
  context: Context,
  temp: TempKey,
  key: { readonly product: string; readonly deviceId: Uuid },
  timeZone: string,
): Promise<Decision<string, 'keys-used-up'>> {
  const { tx, vendor, now } = context;
  const at = now.toZonedDateTimeISO(timeZone);
  // Begun at a place of the device's own, so that many at once need not try the same numbers one after another.
  const start = Number.parseInt(key.deviceId.slice(-6), 16) % tempKeysASecond;
  const all = Array.from({ length: tempKeysASecond }, (_, step) => temporaryKey(temp, at, (start + step) % tempKeysASecond));
  const take = (made: string) =>
    takeKey(tx, vendor.id, { ...key, hardwareKey: made, formatId: 'temporary', role: 'primary', origin: 'temporary', entered: made });
  const [first, ...others] = all;
  if (await take(first!)) return accept(first!);
  // Where most are gone already, those that may be free are told by one question and not by a thousand.
  const gone = await takenKeys(tx, vendor.id, key.product, others);
  for (const made of others) if (!gone.has(made) && (await take(made))) return accept(made);
  return refuse('keys-used-up', { product: key.product, shape: `${temp.prefix}-…-TEMP-KEY` });
}
