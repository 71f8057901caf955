import type { getCounter as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { currentPack } from '../../catalog/index.ts';
import { loadCounter } from '../counters/list-store.ts';
import { toCounterDetails } from '../counters/wire.ts';
import { viewerIn } from '../viewer.ts';

/** One counter, with its seats by date and why there are so many (C8, F12). */
export const getCounter: Handler<typeof contract> = async (context, { params }) => {
  const row = await loadCounter(context.tx, viewerIn(context), fromId('ctr', params.counterId)!);
  if (row === null) return refuse('not-found');
  const current = await currentPack(context);
  return current === null ? refuse('no-catalog') : accept(await toCounterDetails(context, current, row));
};
