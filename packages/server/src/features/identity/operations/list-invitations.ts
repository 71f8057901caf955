import type { listInvitations as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { actorNames } from '../../audit/index.ts';
import { countInvitations, invitationKeyset, listInvitations as load } from '../invitations/store.ts';
import { toInvitation } from '../wire.ts';

/** Invitations, newest first: to every organization for the vendor, else to one's own. */
export const listInvitations: Handler<typeof contract> = async ({ tx, vendor, actor, now }, { query }) => {
  const own = actor.organization.kind === 'vendor' ? null : actor.organization.id;
  const opened = openPage(query, { list: 'invitations', organization: actor.organization.id }, invitationKeyset);
  if (!opened.ok) return opened;
  const page = cutPage(opened.value, await load(tx, vendor.id, own, opened.value), (row) => [row.created_at.toString(), row.id]);
  const names = await actorNames(
    tx,
    vendor.id,
    page.rows.map((row) => row.invited_by),
  );
  const items = page.rows.map((row) => toInvitation(row, names, now));
  return accept({ items, next: page.next, total: await countInvitations(tx, vendor.id, own) });
};
