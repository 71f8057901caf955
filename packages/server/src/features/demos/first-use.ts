import { findProduct } from '@muniment/domain/catalog';
import type { Context, Uuid } from '../../core/context.ts';
import { currentPack } from '../catalog/index.ts';
import { concludeAct, lockActDevice } from '../channel/index.ts';
import { isProvisional, loadDevice, relationOf, viewerOf } from '../devices/index.ts';
import { demoAct } from './demo-act.ts';
import { startedDemos } from './store.ts';

/**
 * Starts the demo that begins with a device's first use (B12), where there is one and nothing is active; once, however
 * many ask at the same moment. Answers whether something is active now. Whoever asked what the device may do is the actor.
 */
export async function startFirstUse(context: Context, deviceId: Uuid): Promise<boolean> {
  const { tx, vendor } = context;
  const [device, current] = await Promise.all([loadDevice(tx, viewerOf(context), deviceId), currentPack(context)]);
  const product = device === null || current === null ? undefined : findProduct(current.pack, device.product, device.variant);
  if (device === null || current === null || product === undefined) return false;
  const candidates = product.demos.filter(({ starts }) => starts === 'first-use');
  const isNotReady = isProvisional(device, product) || relationOf(current, device)?.licensed === 'with-parent';
  // Found out before anything is locked: such a device may be asked about often.
  if (candidates.length === 0 || isNotReady) return false;
  const locked = await lockActDevice(context, deviceId);
  if (!locked.ok) return false;
  if (locked.value.active.length > 0) return true;
  const started = new Map((await startedDemos(tx, vendor.id, deviceId)).map((row) => [row.demo, row.started]));
  const demo = candidates.find(({ id, count }) => (started.get(id) ?? 0) < count);
  if (demo === undefined) return false;
  const act = await demoAct(context, locked.value, { demo: demo.id, agreement: null, byItself: true });
  return (await concludeAct(context, act)).ok;
}
