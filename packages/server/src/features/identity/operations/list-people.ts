import type { listPeople as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { countPeople, listPeople as load, type PeopleFilter, peopleKeyset } from '../store.ts';
import { toPerson } from '../wire.ts';

/** People by name: of every organization for the vendor, else of one's own. */
export const listPeople: Handler<typeof contract> = async ({ tx, vendor, actor }, { query }) => {
  const own = actor.organization.kind === 'vendor' ? null : actor.organization.id;
  const wanted = query.organizationId === undefined ? own : fromId('org', query.organizationId);
  // Another organization's people are not visible: as empty as an organization that does not exist.
  if (own !== null && wanted !== own) return accept({ items: [], next: null, total: 0 });
  const filter: PeopleFilter = { organizationId: wanted, q: query.q || null };
  const opened = openPage(query, { list: 'people', organization: actor.organization.id, ...filter }, peopleKeyset);
  if (!opened.ok) return opened;
  const page = cutPage(opened.value, await load(tx, vendor.id, filter, opened.value), (row) => [row.name, row.id, row.organization_id]);
  return accept({ items: page.rows.map(toPerson), next: page.next, total: await countPeople(tx, vendor.id, filter) });
};
