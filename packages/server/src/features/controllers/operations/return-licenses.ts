import type { returnLicenses as contract } from '@muniment/contract';
import { refuse } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { currentKey } from '../../enrolment/index.ts';
import { giveBack } from '../give-back.ts';

/** The device has removed its licence, and says so; what came from the pool goes back to it (E3). */
export const returnLicenses: Handler<typeof contract> = async (context, { body }) => {
  const deviceId = context.actor.id!;
  const key = await currentKey(context.tx, context.vendor.id, deviceId);
  if (key === null) return refuse('device-key-killed');
  return giveBack(context, deviceId, { ...body, key });
};
