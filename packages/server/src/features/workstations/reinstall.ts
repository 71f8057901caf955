import { accept, type Decision, refuse } from '@muniment/domain';
import { compareFingerprints } from '@muniment/domain/fingerprint';
import type { Actor, Context, Uuid } from '../../core/context.ts';
import { type Asked, bindReinstalled } from '../enrolment/index.ts';
import { machinesOfKey } from '../license-keys/index.ts';
import { policyOf, policyOfMachine } from '../licenses/index.ts';
import { lockBoth, replace } from './replace.ts';
import { nameOf } from './store.ts';
import { toMachine } from './wire.ts';

/**
 * Who may be let in by a licence key: what nobody has yet. A hardware key with licences or a key of its own is somebody's, and is not
 * taken over by whoever writes it into a request.
 */
export function checkFree({ holder, hardwareKey }: Asked): Decision<null, 'hardware-key-taken'> {
  const isFree = holder === null || (!holder.had_key && !holder.licensed);
  return isFree ? accept(null) : refuse('hardware-key-taken', { hardwareKey, role: 'primary' });
}

/**
 * The installation that has the licence of the same key on the same machine, of several the most alike; null where there is none. Behind
 * the project's lock.
 */
export async function installationBefore(context: Context<Actor | null>, asked: Asked): Promise<Uuid | null> {
  const { model, current, project, fingerprint, licenseKey } = asked;
  const rules = model.product.fingerprint;
  if (rules === undefined || fingerprint === undefined || licenseKey === undefined) return null;
  const found = await machinesOfKey(context, { projectId: project.id, product: model.product.id, typed: licenseKey });
  const policy = policyOf(current.pack, rules);
  const [best] = found
    .map((one) => ({ deviceId: one.device_id, ...compareFingerprints(policyOfMachine(policy, one.policy), one.fingerprint, fingerprint) }))
    .filter(({ verdict }) => verdict !== 'another-machine')
    .toSorted((one, other) => other.matched - one.matched);
  return best?.deviceId ?? null;
}

/** Who takes a place and calls itself nothing is called as the one before. */
export async function namedAs(context: Pick<Context<Actor | null>, 'tx' | 'vendor'>, asked: Asked, beforeId: Uuid): Promise<Asked> {
  if (asked.name !== asked.hardwareKey) return asked;
  return { ...asked, name: (await nameOf(context.tx, context.vendor.id, beforeId)) ?? asked.name };
}

/** The installation that asks, which was let in, and the one that it says it was. */
interface Reinstalling {
  readonly asked: Asked;
  readonly deviceId: Uuid;
  readonly beforeId: Uuid;
  readonly previewDigest?: string | undefined;
}

/**
 * A machine whose disk was wiped goes on by itself (F14): whoever has the licence key, and shows the same machine, gets what the
 * installation before had, in place of it. It counts as a repair of the year. The key and the files of the one before are dead, so that a copy of it
 * is of no use for longer than its file holds.
 */
export async function reinstall(context: Context, { asked, deviceId, beforeId, previewDigest }: Reinstalling) {
  const both = await lockBoth(context, beforeId, deviceId);
  if (!both.ok) return both;
  const bound = await bindReinstalled(context, asked, { deviceId, beforeId });
  if (!bound.ok) return bound;
  const done = await replace(context, { ...both.value, asked, reason: asked.repair!, previewDigest });
  if (!done.ok) return done;
  const { oldDevice: _, moved: __, ...licenses } = done.value;
  return accept({ ...licenses, machine: toMachine(context, bound.value) });
}
