import type { listSigningKeys as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { listKeys } from '../store.ts';
import { toKey } from '../wire.ts';

/** The vendor's signing keys, newest first. */
export const listSigningKeys: Handler<typeof contract> = async ({ tx, vendor }) =>
  accept({ items: (await listKeys(tx, vendor.id)).map(toKey) });
