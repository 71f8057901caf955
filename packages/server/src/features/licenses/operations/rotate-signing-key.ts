import type { rotateSigningKey as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import type { Context, Handler } from '../../../core/context.ts';
import { SigningKeyMissing } from '../../../core/key-store.ts';
import { recordAct } from '../../ledger/index.ts';
import { introduceKey, makeActiveKey } from '../keys.ts';
import { listKeys, retireActiveKey, saveIntroduction } from '../store.ts';
import { toKey } from '../wire.ts';

/** The new key in a document signed by the one before; null where that is lost, and whoever knows only it must be told by hand. */
async function introduce(context: Context, retired: string, kid: string): Promise<string | null> {
  try {
    return await introduceKey(context, retired, kid);
  } catch (error) {
    if (error instanceof SigningKeyMissing) return null;
    throw error;
  }
}

/** Signs with a new key from now on; what older keys signed stays verifiable (F3). */
export const rotateSigningKey: Handler<typeof contract> = async (context, { body }) => {
  const { tx, vendor, now } = context;
  const retired = await retireActiveKey(tx, vendor.id, now);
  const kid = await makeActiveKey(context, body.algorithm);
  if (kid === null) return refuse('rotated-meanwhile');
  const introduction = retired === null ? null : await introduce(context, retired, kid);
  if (introduction !== null) await saveIntroduction(tx, vendor.id, kid, introduction);
  await recordAct(context, 'rotate-signing-key', { kid, algorithm: body.algorithm }, { reason: body.reason ?? null });
  const row = (await listKeys(tx, vendor.id)).find((key) => key.kid === kid)!;
  return accept(toKey(row));
};
