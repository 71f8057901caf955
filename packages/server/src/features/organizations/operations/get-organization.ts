import type { getOrganization as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { loadVisible, viewerOf } from '../store.ts';
import { toOrganization } from '../wire.ts';

export const getOrganization: Handler<typeof contract> = async (context, { params }) => {
  const row = await loadVisible(context.tx, viewerOf(context), fromId('org', params.organizationId)!);
  return row === null ? refuse('not-found') : accept(toOrganization(row));
};
