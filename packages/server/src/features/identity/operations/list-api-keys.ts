import type { listApiKeys as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { actorNames } from '../../audit/index.ts';
import { countKeys, keyKeyset, listKeys } from '../api-keys/store.ts';
import { toApiKey } from '../wire.ts';

/** API keys of one's own organization, newest first; never their secrets. */
export const listApiKeys: Handler<typeof contract> = async ({ tx, vendor, actor }, { query }) => {
  const organizationId = actor.organization.id;
  const opened = openPage(query, { list: 'api-keys', organization: organizationId }, keyKeyset);
  if (!opened.ok) return opened;
  const rows = await listKeys(tx, vendor.id, organizationId, opened.value);
  const page = cutPage(opened.value, rows, (row) => [row.created_at.toString(), row.id]);
  const names = await actorNames(
    tx,
    vendor.id,
    page.rows.map((row) => row.created_by),
  );
  const items = page.rows.map((row) => toApiKey(row, names));
  return accept({ items, next: page.next, total: await countKeys(tx, vendor.id, organizationId) });
};
