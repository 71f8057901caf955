import type { getNamedUser as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { loadUser } from '../store.ts';
import { toUsers, viewerIn } from '../wire.ts';

/** One named user with its licences (A5): what an edit starts from. */
export const getNamedUser: Handler<typeof contract> = async (context, { params }) => {
  const row = await loadUser(context.tx, viewerIn(context), fromId('usr', params.userId)!);
  return row === null ? refuse('not-found') : accept((await toUsers(context, [row]))[0]!);
};
