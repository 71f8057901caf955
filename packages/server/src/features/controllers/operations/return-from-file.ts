import type { returnFromFile as contract } from '@muniment/contract';
import { claimedKey } from '@muniment/documents/verify';
import { accept, refuse } from '@muniment/domain';
import { toId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { findKey, lockKey } from '../../enrolment/index.ts';
import { ownerNames } from '../../lots/index.ts';
import { deviceOfKey, giveBack } from '../give-back.ts';

/** Takes back what a device without a connection has removed, from its receipt file (E6). */
export const returnFromFile: Handler<typeof contract> = async (context, { body }) => {
  const thumbprint = claimedKey(body.receipt);
  if (thumbprint === null) return refuse('document-malformed');
  const key = await findKey(context.tx, context.vendor.id, thumbprint);
  // A device that is not seen is not known: its key reads like any other.
  const device = await deviceOfKey(context, key);
  if (key === null || device === null) return refuse('unknown-key', { kid: thumbprint });
  if (key.state === 'killed') return refuse('device-key-killed');
  // Whoever only asked to be let in has shown a key, and speaks for no device.
  if (key.state !== 'current') return refuse('unknown-key', { kid: thumbprint });
  const locked = await lockKey(context, device.id, key.id);
  if (!locked.ok) return locked;
  const { receipt, previewDigest, reason } = body;
  const given = await giveBack(context, { receipt, key: locked.value, previewDigest, reason });
  if (!given.ok) return given;
  const names = await ownerNames(context, [device.project_id]);
  return accept({ ...given.value, project: { id: toId('prj', device.project_id), name: names.get(device.project_id) ?? '' } });
};
