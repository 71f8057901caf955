import type { revokeLicenseKeys as contract, InputOf } from '@muniment/contract';
import { accept, type Decision, refuse } from '@muniment/domain';
import { revokeLicenseKeys as decide } from '@muniment/domain/ledger';
import { fromId } from '@muniment/platform/ids';
import type { Context, Handler } from '../../../core/context.ts';
import { actorRef } from '../../audit/index.ts';
import { currentPack } from '../../catalog/index.ts';
import { concludeAct } from '../../channel/index.ts';
import { recordOperation } from '../../ledger/index.ts';
import { loadBatch } from '../batches-store.ts';
import { lockForRevoking, toKeyFacts } from '../known-keys.ts';
import { type LockedKeyRow, loadKeys, lockKeysById, lockOpenKeysOf, markRevoked } from '../store.ts';
import { viewerOf } from '../wire.ts';

type Body = InputOf<typeof contract>['body'];

/** The keys that are meant, locked, and where their units came from: only whoever made or holds them can revoke them. */
async function findKeys(
  context: Context,
  body: Body,
): Promise<Decision<{ rows: LockedKeyRow[]; fromBin: boolean }, 'not-found' | 'nothing-selected' | 'license-key-not-in-batch'>> {
  const { tx, vendor, actor } = context;
  const batchId = body.batchId === undefined ? null : fromId('lkb', body.batchId)!;
  const batchIds = new Set(batchId === null ? [] : [batchId]);
  const ids = [...new Set((body.keyIds ?? []).map((id) => fromId('lk', id)!))];
  if (batchIds.size === 0 && ids.length === 0) return refuse('nothing-selected');
  const known = ids.length === 0 ? [] : await loadKeys(tx, viewerOf(context), ids);
  if (known.length < ids.length) return refuse('not-found');
  for (const row of known) batchIds.add(row.batch_id);
  let fromBin = true;
  for (const id of batchIds) {
    const batch = await loadBatch(tx, vendor.id, actor.organization, id);
    if (batch === null) return refuse('not-found');
    fromBin = fromBin && batch.source === 'bin';
  }
  if (ids.length === 0) return accept({ rows: await lockOpenKeysOf(tx, vendor.id, batchId!), fromBin });
  // Whoever names keys means every one of them: none is left out unsaid because it is of another batch, or used.
  const elsewhere = batchId === null ? [] : known.filter((row) => row.batch_id !== batchId);
  if (elsewhere.length > 0) {
    return refuse('license-key-not-in-batch', { count: elsewhere.length, licenseKeyIds: elsewhere.map(({ id }) => id) });
  }
  return accept({ rows: await lockKeysById(tx, vendor.id, ids), fromBin });
}

/** Revokes keys that nobody has registered: the units go back to the bin, or out of use. */
export const revokeLicenseKeys: Handler<typeof contract> = async (context, { body }) => {
  const { tx, vendor, actor, now } = context;
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const found = await findKeys(context, body);
  if (!found.ok) return found;
  const keys = await toKeyFacts(context, found.value.rows);
  const to = body.to ?? (found.value.fromBin || actor.organization.kind !== 'vendor' ? 'bin' : 'retired');
  const touched = await lockForRevoking(context, keys);
  const decision = decide({ keys, touched }, { to }, now);
  const reason = body.reason.trim();
  const outcome = await concludeAct(context, {
    kind: 'revoke-license-keys',
    decision,
    previewDigest: body.previewDigest,
    locked: null,
    current,
    file: null,
    commit: async (draft) => {
      const operationId = await recordOperation(context, draft, { packVersion: current.version, reason });
      const ids = keys.map(({ id }) => id);
      await markRevoked(tx, vendor.id, ids, { at: draft.at, by: actorRef(actor), reason, operationId });
      return accept({ operationId });
    },
  });
  return outcome.ok ? accept({ revoked: keys.length, to, outcome: outcome.value }) : outcome;
};
