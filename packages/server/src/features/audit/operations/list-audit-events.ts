import type { listAuditEvents as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { actorNames } from '../actors.ts';
import { countEvents, type EventFilter, eventKeyset, listEvents, organizationNames } from '../store.ts';
import { readLeaf, refOf, toEvent } from '../wire.ts';

/** The audit log, newest first: all of it for the vendor, an organization's own part for everybody else. */
export const listAuditEvents: Handler<typeof contract> = async (context, { query }) => {
  const { tx, vendor, actor } = context;
  const filter: EventFilter = {
    organization: actor.organization,
    kind: query.kind ?? null,
    from: query.from ?? null,
    to: query.to ?? null,
  };
  const opened = openPage(query, { list: 'audit-events', ...filter, organization: actor.organization.id }, eventKeyset);
  if (!opened.ok) return opened;
  const page = cutPage(opened.value, await listEvents(tx, vendor.id, filter, opened.value), (row) => [
    row.at.toString(),
    `\\x${row.hash.toString('hex')}`,
  ]);
  const read = page.rows.map((row) => ({ row, leaf: readLeaf(row.leaf) }));
  const names = await actorNames(
    tx,
    vendor.id,
    read.map(({ leaf }) => refOf(leaf)),
  );
  const organizations = await organizationNames(
    tx,
    vendor.id,
    read.map(({ row }) => row.organization_id),
  );
  return accept({
    items: read.map(({ row, leaf }) => toEvent(row, leaf, names, organizations)),
    next: page.next,
    total: await countEvents(tx, vendor.id, filter),
  });
};
