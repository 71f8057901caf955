import type { showLicenseKeys as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId, toId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { appendLeaf } from '../../audit/index.ts';
import { openSealed } from '../open-sealed.ts';
import { loadKeys, loadSealed } from '../store.ts';
import { mayShow, viewerOf } from '../wire.ts';

/** Keys in clear, for whoever holds their project or made them (A3). It is recorded who looked at which. */
export const showLicenseKeys: Handler<typeof contract> = async (context, { body }) => {
  const { tx, vendor } = context;
  const viewer = viewerOf(context);
  const ids = [...new Set(body.keyIds.map((id) => fromId('lk', id)!))];
  const rows = await loadKeys(tx, viewer, ids);
  if (rows.length < ids.length || rows.some((row) => !mayShow(viewer, row))) return refuse('not-found');
  const opened = await openSealed(context, await loadSealed(tx, vendor.id, ids));
  if (!opened.ok) return opened;
  await appendLeaf(context, { kind: 'show-license-keys', subject: null, facts: { licenseKeyIds: rows.map(({ id }) => id) } });
  return accept({ items: opened.value.map(({ id, key }) => ({ id: toId('lk', id), key })) });
};
