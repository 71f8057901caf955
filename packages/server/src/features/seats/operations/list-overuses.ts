import type { listOveruses as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { countOveruses, listOveruses as list, loadCounter, overuseKeyset } from '../counters/list-store.ts';
import { overOf } from '../counters/wire.ts';
import { viewerIn } from '../viewer.ts';

/** What an overdraft is charged by: how much over, since when, until when (C3). */
export const listOveruses: Handler<typeof contract> = async (context, { params, query }) => {
  const { tx, vendor, actor } = context;
  const counter = await loadCounter(tx, viewerIn(context), fromId('ctr', params.counterId)!);
  if (counter === null) return refuse('not-found');
  const described = { list: 'overuses', organization: actor.organization.id, counterId: counter.id };
  const opened = openPage(query, described, overuseKeyset);
  if (!opened.ok) return opened;
  const page = cutPage(opened.value, await list(tx, vendor.id, counter.id, opened.value), (row) => [row.since.toString()]);
  const over = overOf(counter);
  const running = over === null || opened.value.after !== null ? [] : [{ since: over.since, until: null, most: over.most }];
  const past = page.rows.map(({ since, until, most }) => ({ since: since.toString(), until: until.toString(), most }));
  const total = (await countOveruses(tx, vendor.id, counter.id)) + (over === null ? 0 : 1);
  return accept({ items: [...running, ...past], next: page.next, total });
};
