import type { revokeApiKey as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { actorNames, appendLeaf } from '../../audit/index.ts';
import { loadKey, stopKey } from '../api-keys/store.ts';
import { toApiKey } from '../wire.ts';

/** Stops a key of one's own organization at once; stopping it twice changes nothing. */
export const revokeApiKey: Handler<typeof contract> = async (context, { params }) => {
  const { tx, vendor, actor, now } = context;
  const keyId = fromId('key', params.apiKeyId)!;
  const row = await loadKey(tx, vendor.id, keyId);
  if (row === null || row.organization_id !== actor.organization.id) return refuse('not-found');
  if (await stopKey(tx, vendor.id, keyId, now)) await appendLeaf(context, { kind: 'revoke-api-key', subject: keyId, facts: {} });
  const stopped = (await loadKey(tx, vendor.id, keyId))!;
  return accept(toApiKey(stopped, await actorNames(tx, vendor.id, [stopped.created_by])));
};
