import { accept, type Decision, refuse } from '@muniment/domain';
import type { Context } from '../../core/context.ts';
import { lockActDevice } from '../channel/index.ts';
import { conclude } from '../controllers/index.ts';
import { type Asked, type BindRefusal, bindMachine, lockKey } from '../enrolment/index.ts';
import { documentAnswering } from '../licenses/index.ts';
import { answerAgain, toMachine, type WorkstationLicenses } from './wire.ts';

export type RenewRefusal =
  | BindRefusal
  | 'not-found'
  | 'no-catalog'
  | 'device-key-killed'
  | 'license-file-external'
  | 'licensed-with-parent'
  | 'nothing-to-renew'
  | 'request-answered';

/**
 * Makes the licence file of a workstation anew, for the machine that it is now (C6, F14). What comes over the network may come again, for
 * an answer was lost; a file is answered once.
 */
export async function renew(
  context: Context,
  asked: Asked,
  again: 'same-answer' | 'refused',
): Promise<Decision<WorkstationLicenses, RenewRefusal>> {
  const { tx, vendor, now } = context;
  const { device_id: deviceId } = asked.holder!;
  const key = await lockKey(context, deviceId, asked.key!.id);
  if (!key.ok) return key;
  const loaded = await lockActDevice(context, deviceId);
  if (!loaded.ok) return loaded;
  const { device, product, current, facts, active } = loaded.value;
  if (product.licenseFile.format === 'external')
    return refuse('license-file-external', { product: product.id, productLabel: product.label });
  if (facts.licensedWith !== null) return refuse('licensed-with-parent', { device: facts.name, parent: facts.licensedWith });
  const answered = await documentAnswering(tx, vendor.id, deviceId, asked.nonce);
  if (answered !== null)
    return again === 'refused' ? refuse('request-answered', { deviceId }) : accept(await answerAgain(context, device, current, answered));
  if (active.length === 0) return refuse('nothing-to-renew', { deviceId });
  const bound = await bindMachine(context, asked, deviceId);
  if (!bound.ok) return bound;
  const made = { cause: 'renew-workstation', operationId: null, nonce: asked.nonce, at: now, digest: null } as const;
  const done = await conclude(context, loaded.value, made);
  return accept({ ...done, machine: toMachine(context, bound.value) });
}
