import { extendAhead, extendedForDays, noticeWindows } from '@muniment/domain/terms';
import type { Context, Uuid } from '../../core/context.ts';
import { pagesOf, rowsOf, serveEach } from '../../core/serve-each.ts';
import type { SystemAct, VendorWork } from '../../core/system.ts';
import { mostLines } from '../mail/index.ts';
import { type ExpiryDay, expiryDay } from './expiry-day.ts';
import {
  type EndingRow,
  type ExpiryProject,
  insertNotices,
  lockExpiryProject,
  projectsWithEndings,
  untoldEndingsOf,
  wasToldOn,
} from './expiry-store.ts';
import { type DueRow, dueLicences, extendThese } from './extend-due.ts';
import { type ToldEndings, tellExpiring } from './tell-expiry.ts';

/** How much is read, or done in one transaction. */
export interface Portions {
  /** Projects that are looked for at once. */
  readonly projects: number;
  /** Licences of one project that are noted as told of at once. */
  readonly notices: number;
  /** Licences of one project that are extended in one transaction. */
  readonly extended: number;
}

const usualPortions: Portions = { projects: 1000, notices: 5000, extended: 200 };

/**
 * What the end of licences brings (A11), for one vendor: extends what is due, then tells of what ends soon. Everything is
 * looked up from dates, so that whoever runs next does what was left, and days without any worker are caught up with.
 */
export function handleExpiry(portions = usualPortions): VendorWork {
  return (act, signal) => {
    const projects = pagesOf<ExpiryProject>(portions.projects, (after, most) => act((context) => nextProjects(context, after, most)));
    return serveEach(rowsOf(projects), signal, ({ id, at_expiry }) => {
      const extending = at_expiry === 'extend' ? [() => extendAll(act, id, signal, portions.extended)] : [];
      return serveEach([...extending, () => act((context) => tellOf(context, id, portions.notices))], signal, (work) => work());
    });
  };
}

async function nextProjects(context: Context, after: ExpiryProject | null, most: number): Promise<ExpiryProject[]> {
  const day = await expiryDay(context);
  if (day === null) return [];
  const { terms } = day.current.pack;
  const usualDays = Math.max(0, ...terms.noticeDays);
  const horizon = { today: day.today, usualDays, extendDays: extendAhead(terms, Number.POSITIVE_INFINITY), extendedForDays };
  return projectsWithEndings(context.tx, context.vendor.id, horizon, after, most);
}

/**
 * Every licence of a project that is due, many in each transaction. Each device or user gets one of a category in a run, be it
 * ever so short. Where some cannot be extended together each is tried by itself: one keeps no other waiting.
 */
async function extendAll(act: SystemAct, projectId: Uuid, signal: AbortSignal, atOnce: number): Promise<void> {
  const served = new Set<string>();
  const extend = async (rows: readonly DueRow[]) => {
    for (const key of await act((context) => extendThese(context, projectId, rows, served))) served.add(key);
  };
  await serveEach(dueLicences(act, projectId, atOnce), signal, (rows) =>
    extend(rows).catch((error: unknown) => {
      if (rows.length === 1) throw error;
      return serveEach(rows, signal, (row) => extend([row]));
    }),
  );
}

/** Tells a project once a day of the licences that have come so near their end that it wants to know. */
async function tellOf(context: Context, projectId: Uuid, atOnce: number): Promise<void> {
  const { tx, vendor } = context;
  const day = await expiryDay(context);
  if (day === null) return;
  const project = await lockExpiryProject(tx, vendor.id, projectId);
  if (await wasToldOn(tx, vendor.id, project.id, day.today)) return;
  await tellExpiring(context, project, day, await noteUntold(context, project, day, atOnce));
}

/** Notes all that is to be told of today, page by page: a mail shows the first, and says how many there are. */
async function noteUntold(context: Context, project: ExpiryProject, { current, today }: ExpiryDay, atOnce: number): Promise<ToldEndings> {
  const { tx, vendor, now } = context;
  const first: EndingRow[] = [];
  let count = 0;
  for (const { days, ...window } of noticeWindows(project.notice_days ?? current.pack.terms.noticeDays, today)) {
    const pages = pagesOf<EndingRow>(atOnce, (next, most) => untoldEndingsOf(tx, vendor.id, project.id, days, { ...window, next, most }));
    for await (const rows of pages) {
      const notices = rows.map((row) => ({ lotId: row.lot_id, days }));
      const fresh = await insertNotices(tx, vendor.id, project, 'expiring', notices, { day: today, now });
      if (first.length < mostLines) first.push(...rows.filter((row) => fresh.has(row.lot_id)));
      count += fresh.size;
    }
  }
  return { first, count };
}
