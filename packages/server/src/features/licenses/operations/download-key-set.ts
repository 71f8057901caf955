import type { downloadKeySet as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import type { Context, Handler } from '../../../core/context.ts';
import { SigningKeyMissing } from '../../../core/key-store.ts';
import { signKeySet } from '../keys.ts';
import { activeKey, earlierKey } from '../store.ts';

/** Keys that may sign the set, the best first: the one asked for; else the one before the present one, or the present one. */
async function signersOf({ tx, vendor }: Pick<Context, 'tx' | 'vendor'>, signedBy: string | null): Promise<string[]> {
  const earlier = await earlierKey(tx, vendor.id, signedBy);
  const active = signedBy === null ? await activeKey(tx, vendor.id) : null;
  return [earlier, active?.kid ?? null].filter((kid) => kid !== null);
}

/** The signed key set, for installs without a network: who knows one key learns the others by it (F3). */
export const downloadKeySet: Handler<typeof contract> = async (context, { query: { signedBy = null } }) => {
  const kids = await signersOf(context, signedBy);
  if (kids.length === 0) return refuse('not-found');
  let missing: SigningKeyMissing | null = null;
  for (const kid of kids) {
    try {
      const body = await signKeySet(context as Context, kid);
      return accept({ file: { name: `${context.vendor.slug}-keys.jws`, mediaType: 'application/jose', body } });
    } catch (error) {
      if (!(error instanceof SigningKeyMissing)) throw error;
      missing ??= error;
    }
  }
  throw missing;
};
