import type { getKeySet as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { publicKeys } from '../store.ts';

/** The vendor's public keys (RFC 7517): what any JOSE library verifies its files with. */
export const getKeySet: Handler<typeof contract> = async ({ tx, vendor }) => {
  const keys = await publicKeys(tx, vendor.id);
  const headers = { 'Cache-Control': 'public, max-age=300' };
  return { ...accept({ keys: keys.map((key) => ({ ...key })) }), headers };
};
