import type { loadCatalog as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { checkPackUpdate, packChanges } from '@muniment/domain/catalog';
import { canonicalJson, sha256 } from '@muniment/platform/hash';
import type { Handler } from '../../../core/context.ts';
import { actorRef } from '../../audit/index.ts';
import { recordAct } from '../../ledger/index.ts';
import { currentPack } from '../current-pack.ts';
import { readPack } from '../read-pack.ts';
import { insertVersion } from '../store.ts';

/** Loads a pack as the newest version. Lots keep the version they were issued under, so what they grant stays. */
export const loadCatalog: Handler<typeof contract> = async (context, { body }) => {
  const { tx, vendor, now, actor } = context;
  const read = readPack(body.pack);
  if (!read.ok) return refuse('pack-not-valid', { issues: read.issues });
  const current = await currentPack(context);
  const conflicts = current === null ? [] : checkPackUpdate(current.pack, read.pack);
  const first = conflicts[0];
  if (first !== undefined) {
    const code = first.code === 'part-missing' || first.code === 'product-missing' ? first.code : 'pack-not-valid';
    return refuse(code, {
      issues: conflicts.map((issue) => ({ code: issue.code, pointer: `/${issue.path.join('/')}`, message: issue.message })),
    });
  }
  const digest = sha256(canonicalJson(read.pack));
  if (current !== null && sha256(canonicalJson(current.pack)) === digest) return refuse('pack-unchanged', { version: current.version });

  const version = (current?.version ?? 0) + 1;
  const changes = [...packChanges(current?.pack ?? null, read.pack)];
  const operationId = await recordAct(
    context,
    'load-catalog',
    { version, packVersion: read.pack.version, digest },
    { packVersion: version },
  );
  const row = { version, pack_version: read.pack.version, digest, loaded_at: now, loaded_by: actorRef(actor) };
  const inserted = await insertVersion(tx, vendor.id, { ...row, pack: read.pack, operationId });
  // Somebody loaded another pack at the same moment: what was compared with is no longer current.
  if (!inserted) return refuse('precondition-failed');
  return accept({
    version: { version, packVersion: row.pack_version, loadedAt: now.toString(), loadedBy: actor.name, digest, current: true },
    changes,
  });
};
