import type { getHome as contract } from '@muniment/contract';
import { endDay, endText } from '@muniment/contract/ends';
import { accept } from '@muniment/domain';
import type { CatalogPack } from '@muniment/domain/catalog';
import { lastDayOf, vendorDay } from '@muniment/domain/terms';
import { toId } from '@muniment/platform/ids';
import type { Tx } from '@muniment/platform/postgres';
import type { Temporal } from 'temporal-polyfill';
import type { Handler } from '../../../core/context.ts';
import { dayIn } from '../../../core/spelling.ts';
import { lackingDevices } from '../../capacities/index.ts';
import { currentPack, languageFor } from '../../catalog/index.ts';
import { type Attention, countCounters, type Viewer } from '../../seat-counts/index.ts';
import {
  countControllersWaiting,
  countDatedEnding,
  countEnding,
  countExternalFiles,
  countFailedMails,
  countOpenTasks,
  countTransfersOffered,
  countUploadsWanted,
  loadArrivals,
  loadCounts,
  loadRecent,
  loadReserved,
} from '../home/store.ts';
import { tasksFor } from '../home/tasks.ts';

/** An end in the reader's words, as the pack tells ends. */
function endWords(pack: CatalogPack | undefined, wanted: string | null, until: Temporal.PlainDate): string {
  const language = pack === undefined ? wanted : languageFor(pack, wanted);
  const style = pack?.validUntil ?? 'last-day';
  return endText(style, language, dayIn(language, endDay(style, { until: String(until), lastDay: String(lastDayOf(until)) })!));
}

/** How many counters of seats are in a state, and which it is where it is one. */
async function countersIn(tx: Tx, viewer: Viewer, state: Attention) {
  const { total, only } = await countCounters(tx, viewer, { text: null, state });
  return { count: total, counterId: only === null ? null : toId('ctr', only) };
}

/** Seats that are used beyond what there is, and those that somebody waits for; nothing for who is asked to do nothing. */
async function seatsFor(tx: Tx, viewer: Viewer, isAsked: boolean) {
  const none = { count: 0, counterId: null };
  if (!isAsked) return { over: none, waiting: none };
  return { over: await countersIn(tx, viewer, 'over'), waiting: await countersIn(tx, viewer, 'waiting') };
}

/** Rows of each list on the home page; the rest is a click away. */
const most = 6;

/** What needs me today (B17): arrivals in my bins, what waits for activation, where I was, and what went wrong. */
export const getHome: Handler<typeof contract> = async (context) => {
  const { tx, vendor, actor, now, language } = context;
  const viewer = { vendorId: vendor.id, organization: actor.organization, now };
  const isAdministrator = actor.organization.kind === 'vendor' && actor.role === 'administrator';
  const uploads = actor.role === 'distributor' || actor.role === 'dealer';
  const decides = actor.role !== 'read-only';
  // The vendor sees every offer, and none of them is its to answer.
  const answers = decides && actor.organization.kind !== 'vendor';
  const pack = (await currentPack(context))?.pack;
  const arrivals = await loadArrivals(tx, viewer, most);
  const reserved = await loadReserved(tx, viewer, most);
  const recent = await loadRecent(tx, viewer, most);
  const counts = await loadCounts(tx, viewer);
  const today = vendorDay(now, pack?.vendor.timeZone ?? 'UTC');
  const withinDays = Math.max(0, ...(pack?.terms.noticeDays ?? []));
  const near = { today, horizon: today.add({ days: withinDays }) };
  const { ending, first, ended } = await countEnding(tx, viewer, near);
  const dated = await countDatedEnding(tx, viewer, near);
  const endOf = (until: Temporal.PlainDate | null) => (until === null ? '' : endWords(pack, language, until));
  const tasks = tasksFor(
    {
      failedMails: isAdministrator ? await countFailedMails(tx, vendor.id) : 0,
      externalFiles: isAdministrator ? await countExternalFiles(tx, vendor.id) : 0,
      uploadsWanted: uploads ? await countUploadsWanted(tx, viewer) : 0,
      openTasks: isAdministrator ? await countOpenTasks(tx, vendor.id) : 0,
      transfersOffered: answers ? await countTransfersOffered(tx, viewer, today) : 0,
      controllersWaiting: decides ? await countControllersWaiting(tx, viewer) : { count: 0, projectId: null },
      lacking: decides && pack !== undefined ? await lackingDevices(context, pack) : { capacity: 0, maintenance: 0 },
      seats: await seatsFor(tx, viewer, decides && pack !== undefined),
      ships: actor.organization.kind !== 'customer',
      unlicensed: counts.unlicensed,
      ended,
      ending,
      withinDays,
      firstEnd: endOf(first),
      datedEnding: { ...dated, firstEnd: endOf(dated.first) },
      reserved: reserved[0]?.total ?? 0,
      needsCatalog: isAdministrator && pack === undefined,
    },
    pack,
    language,
  );
  return accept({
    arrivals: arrivals.map((row) => ({
      orderId: toId('ord', row.id),
      salesOrder: row.sales_order,
      shipper: row.shipper_name,
      shippedAt: row.shipped_at.toString(),
      available: row.available,
    })),
    reserved: reserved.map((row) => ({
      deviceId: toId('dev', row.id),
      name: row.name,
      customer: row.customer_name,
      units: row.units,
      since: row.since.toString(),
    })),
    recent: recent.map((row) => ({
      deviceId: toId('dev', row.id),
      name: row.name,
      customer: row.customer_name,
      hardwareKey: row.hardware_key,
      at: row.at.toString(),
    })),
    counts: { customers: counts.customers, devices: counts.devices, unlicensed: counts.unlicensed, binUnits: counts.bin_units },
    tasks,
  });
};
