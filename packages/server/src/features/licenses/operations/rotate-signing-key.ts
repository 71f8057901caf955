import type { rotateSigningKey as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { recordAct } from '../../ledger/index.ts';
import { makeActiveKey, signKeySet } from '../issue-license.ts';
import { listKeys, retireActiveKey, saveIntroduction } from '../store.ts';
import { toKey } from '../wire.ts';

/** Signs with a new key from now on; what older keys signed stays verifiable (F3). */
export const rotateSigningKey: Handler<typeof contract> = async (context, { body }) => {
  const { tx, vendor, now } = context;
  const retired = await retireActiveKey(tx, vendor.id, now);
  const kid = await makeActiveKey(context, body.algorithm);
  if (kid === null) return refuse('precondition-failed');
  if (retired !== null) await saveIntroduction(tx, vendor.id, kid, await signKeySet(context, retired));
  await recordAct(context, 'rotate-signing-key', { kid, algorithm: body.algorithm }, { reason: body.reason ?? null });
  const row = (await listKeys(tx, vendor.id)).find((key) => key.kid === kid)!;
  return accept(toKey(row));
};
