import type { startDemo as contract } from '@muniment/contract';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { acceptedIn, concludeAct, lockActDevice } from '../../channel/index.ts';
import { demoAct } from '../demo-act.ts';

/** Starts a demo by hand (B12): one lot without an order, for its part's days, and the licence file with it. */
export const startDemo: Handler<typeof contract> = async (context, { params, body }) => {
  const loaded = await lockActDevice(context, fromId('dev', params.deviceId)!);
  if (!loaded.ok) return loaded;
  const { demo, previewDigest, reason } = body;
  const agreement = acceptedIn(context, loaded.value, body.agreement);
  return concludeAct(context, await demoAct(context, loaded.value, { demo, agreement, byItself: false, previewDigest, reason }));
};
