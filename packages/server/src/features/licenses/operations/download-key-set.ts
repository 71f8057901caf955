import type { downloadKeySet as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import type { Context, Handler } from '../../../core/context.ts';
import { signKeySet } from '../issue-license.ts';
import { activeKey, earlierKey } from '../store.ts';

/** The signed key set, for installs without a network: who knows one key learns the others by it (F3). */
export const downloadKeySet: Handler<typeof contract> = async (context, { query: { signedBy = null } }) => {
  const { tx, vendor } = context;
  const kid = (await earlierKey(tx, vendor.id, signedBy)) ?? (signedBy === null ? (await activeKey(tx, vendor.id))?.kid : undefined);
  if (kid === undefined) return refuse('not-found');
  const document = await signKeySet(context as Context, kid);
  return accept({ file: { name: `${vendor.slug}-keys.jws`, mediaType: 'application/jose', body: document } });
};
