import type { deactivateWorkstation as contract } from '@muniment/contract';
import { claimedKey } from '@muniment/documents/verify';
import { refuse } from '@muniment/domain';
import type { Context, Handler } from '../../../core/context.ts';
import { giveBack } from '../../controllers/index.ts';
import { loadDevice } from '../../devices/index.ts';
import { findKey, lockKey } from '../../enrolment/index.ts';
import { deviceActor } from '../../identity/index.ts';
import { byVendor } from '../wire.ts';

/** A workstation has removed its licence, and gives it back to the pool (C9). Its receipt says whose it is, and is signed with its own key. */
export const deactivateWorkstation: Handler<typeof contract> = async (outside, { body }) => {
  const { tx, vendor } = outside;
  const thumbprint = claimedKey(body.receipt);
  if (thumbprint === null) return refuse('document-malformed');
  const key = await findKey(tx, vendor.id, thumbprint);
  if (key?.state === 'killed') return refuse('device-key-killed');
  const device = key?.state === 'current' ? await loadDevice(tx, byVendor(outside, vendor.id), key.device_id!) : null;
  if (key === null || device === null) return refuse('unknown-key', { kid: thumbprint });
  const locked = await lockKey(outside, device.id, key.id);
  if (!locked.ok) return locked;
  const customer = { id: device.customer_id, name: device.customer_name };
  const context: Context = { ...outside, actor: deviceActor({ id: device.id, name: device.name }, customer, key.id) };
  return giveBack(context, { receipt: body.receipt, key: locked.value, previewDigest: body.previewDigest });
};
