import type { getDevice as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { currentPack } from '../../catalog/index.ts';
import { loadDevice } from '../store.ts';
import { toDevice, viewerOf } from '../wire.ts';

/** One device, if its customer is visible. */
export const getDevice: Handler<typeof contract> = async (context, { params }) => {
  const row = await loadDevice(context.tx, viewerOf(context), fromId('dev', params.deviceId)!);
  if (row === null) return refuse('not-found');
  return accept(toDevice(context, row, await currentPack(context)));
};
