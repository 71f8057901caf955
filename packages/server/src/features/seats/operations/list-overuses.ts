import type { listOveruses as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { startOfDay } from '@muniment/domain/terms';
import { fromId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { Handler } from '../../../core/context.ts';
import { cutPage, openPage } from '../../../core/page.ts';
import { currentPack } from '../../catalog/index.ts';
import { listOveruses as list, loadCounter, type OveruseFilter, overuseKeyset, sumOveruses } from '../counters/list-store.ts';
import { overOf } from '../counters/wire.ts';
import { viewerIn } from '../viewer.ts';

/** Whether over-use that lasts touches the period as well. */
const touches = ({ from, to }: OveruseFilter, since: string, now: Temporal.Instant) =>
  (from === null || Temporal.Instant.compare(now, from) > 0) &&
  (to === null || Temporal.Instant.compare(Temporal.Instant.from(since), to) < 0);

/** What an overdraft is charged by: how much over, since when, until when; and the most of all (C3). */
export const listOveruses: Handler<typeof contract> = async (context, { params, query }) => {
  const { tx, vendor, actor, now } = context;
  const counter = await loadCounter(tx, viewerIn(context), fromId('ctr', params.counterId)!);
  if (counter === null) return refuse('not-found');
  const { from = null, to = null } = query;
  const described = { list: 'overuses', organization: actor.organization.id, counterId: counter.id, from, to };
  const opened = openPage(query, described, overuseKeyset);
  if (!opened.ok) return opened;
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const { timeZone } = current.pack.vendor;
  const dayStart = (date: string, days: number) => startOfDay(Temporal.PlainDate.from(date).add({ days }), timeZone);
  const filter = {
    counterId: counter.id,
    from: from === null ? null : dayStart(from, 0),
    to: to === null ? null : dayStart(to, 1),
  };
  const page = cutPage(opened.value, await list(tx, vendor.id, filter, opened.value), (row) => [row.since.toString()]);
  const over = overOf(counter);
  const lasting = over !== null && touches(filter, over.since, now) ? over : null;
  const running = lasting === null || opened.value.after !== null ? [] : [{ since: lasting.since, until: null, most: lasting.most }];
  const past = page.rows.map(({ since, until, most }) => ({ since: since.toString(), until: until.toString(), most }));
  const { total, most } = await sumOveruses(tx, vendor.id, filter);
  return accept({
    items: [...running, ...past],
    next: page.next,
    total: total + (lasting === null ? 0 : 1),
    most: Math.max(most, lasting?.most ?? 0),
  });
};
