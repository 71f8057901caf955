import type { downloadKeySet as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import type { Context, Handler } from '../../../core/context.ts';
import { signKeySet } from '../issue-license.ts';

/** The signed key set, for installs without a network: who knows one key learns the next by it (F3). */
export const downloadKeySet: Handler<typeof contract> = async (context) => {
  const document = await signKeySet(context as Context);
  if (document === null) return refuse('not-found');
  return accept({ file: { name: `${context.vendor.slug}-keys.jws`, mediaType: 'application/jose', body: document } });
};
