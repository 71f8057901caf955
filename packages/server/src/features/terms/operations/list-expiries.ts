import type { listExpiries as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { type CatalogPack, findPart } from '@muniment/domain/catalog';
import { daysLeft, isDueForExtension, lastDayOf, vendorDay } from '@muniment/domain/terms';
import { toId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { Handler } from '../../../core/context.ts';
import { cutPage, mostCounted, openPage } from '../../../core/page.ts';
import { currentPack, languageFor, packsAt, partLabel } from '../../catalog/index.ts';
import { viewerOf } from '../../devices/index.ts';
import { loadLots } from '../../lots/index.ts';
import { askedProject } from '../../projects/index.ts';
import { outlookOf } from '../expiry-outlook.ts';
import { countAllEndings, countEndings, type DayRow, type ExpiryRow, expiryKeyset, type FreeRow, listEndings } from '../expiry-store.ts';
import { extendAheadsOf } from '../extend.ts';
import { toTermLicense } from '../wire.ts';

const usualDays = 365;

interface Outlook {
  readonly today: Temporal.PlainDate;
  /** Days before its end on which it is extended. */
  readonly ahead: number;
  /** What follows on it, as things stand. */
  readonly by: FreeRow | undefined;
}

/** What happens to a licence. */
function nextOf(row: ExpiryRow, { today, ahead, by }: Outlook, pack: CatalogPack, language: string) {
  if (row.is_dated) return { what: 'activate-another' as const, on: null, by: null };
  const since = row.extend_since;
  // Whatever is due on the day it ends is extended, if not before.
  const due = Temporal.PlainDate.compare(today, row.until) > 0 ? today : row.until;
  if (row.at_expiry === 'lapse' || since === null || !isDueForExtension(row, since, due, 0))
    return { what: 'lapse' as const, on: null, by: null };
  const on = row.until.subtract({ days: ahead }).toString();
  if (by === undefined) return { what: 'not-enough' as const, on, by: null };
  const label = partLabel(pack, by.part, language);
  return { what: 'extend' as const, on, by: { lotId: toId('lot', by.lot_id), part: by.part, partLabel: label, termDays: by.term_days } };
}

/** The calendar of lists ends with year 9999, which the database writes with four digits. */
const lastFrom = Temporal.PlainDate.from('9998-01-01');
const earlier = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) < 0 ? a : b);

const toDay = ({ until, lapse, extend }: DayRow) => ({
  lastDay: lastDayOf(until).toString(),
  until: until.toString(),
  count: lapse + extend,
  lapse,
  extend,
});

/** Which licences end when, and what happens then (A11). */
export const listExpiries: Handler<typeof contract> = async (context, { query }) => {
  const { tx, vendor, actor, now } = context;
  const viewer = viewerOf(context);
  const project = await askedProject(tx, viewer, query.projectId);
  if (!project.ok) return project;
  const projectId = project.value;
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const { pack } = current;
  const today = vendorDay(now, pack.vendor.timeZone);
  const from = query.from === undefined ? today : earlier(Temporal.PlainDate.from(query.from), lastFrom);
  const until = query.until === undefined ? from.add({ days: usualDays }) : Temporal.PlainDate.from(query.until);
  // The last day is asked for; the first day without is what is stored.
  const filter = { projectId, from: from.add({ days: 1 }), last: until };
  const described = { list: 'expiries', organization: actor.organization.id, projectId, from: String(from), until: String(until) };
  const opened = openPage(query, described, expiryKeyset);
  if (!opened.ok) return opened;
  const page = cutPage(opened.value, await listEndings(tx, viewer, filter, opened.value), (row) => [
    row.until.toString(),
    row.lot_id,
    row.owner_id,
  ]);
  // Everything that ends is looked at for the calendar, so it is counted once and not for each page.
  const days = opened.value.after === null ? await countEndings(tx, viewer, filter) : null;
  const total = days?.reduce((sum, { lapse, extend }) => sum + lapse + extend, 0) ?? (await countAllEndings(tx, viewer, filter));
  const lots = await loadLots(
    tx,
    vendor.id,
    page.rows.map((row) => row.lot_id),
  );
  const packs = await packsAt(
    tx,
    vendor.id,
    page.rows.map((row) => row.pack_version),
  );
  const extending = new Map(page.rows.filter((row) => row.at_expiry === 'extend').map((row) => [row.project_id, row]));
  const last = page.rows.at(-1)?.until ?? until;
  const followers = await outlookOf(context, pack, [...extending.values()], { today, last });
  const reader = languageFor(pack, context.language);
  const aheadOf = extendAheadsOf(pack);
  const partOf = (row: ExpiryRow) => findPart(packs.get(row.pack_version)!, row.part)!;
  const items = page.rows.map((row) => ({
    assignee: {
      kind: row.kind,
      id: toId(row.kind === 'device' ? 'dev' : 'usr', row.owner_id),
      name: row.name,
      hardwareKey: row.hardware_key,
    },
    project: {
      id: toId('prj', row.project_id),
      name: row.project_name,
      customer: { id: toId('org', row.customer_id), name: row.customer_name },
    },
    licence: toTermLicense(context, current, lots.get(row.lot_id)!, partOf(row).category, now),
    daysLeft: daysLeft(row, today),
    next: nextOf(row, { today, ahead: aheadOf(partOf(row)), by: followers.get(row.lot_id) }, pack, reader),
  }));
  return accept({
    items,
    next: page.next,
    total: Math.min(total, mostCounted),
    days: days?.map(toDay) ?? null,
  });
};
