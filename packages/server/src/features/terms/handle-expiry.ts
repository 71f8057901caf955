import { extendAhead, extendedForDays, noticeWindows, startOfDay } from '@muniment/domain/terms';
import type { Context, Uuid } from '../../core/context.ts';
import { pagesOf, serveEach } from '../../core/serve-each.ts';
import type { SystemAct, VendorWork } from '../../core/system.ts';
import { mostLines } from '../mail/index.ts';
import { type ExpiryDay, expiryDay } from './expiry-day.ts';
import {
  type EndingRow,
  type ExpiryProject,
  insertNotices,
  lockExpiryProject,
  projectsToServe,
  untoldEndingsOf,
  wasToldSince,
} from './expiry-store.ts';
import { type DueRow, dueLicences, extendThese } from './extend-due.ts';
import { type ToldEndings, tellExpiring, tellOutcome } from './tell-expiry.ts';

/** How much is done in one transaction, or at once in one. */
export interface Portions {
  /** Licences of one project that are noted as told of at once. */
  readonly notices: number;
  /** Licences of one project that are extended in one transaction. */
  readonly extended: number;
}

const usualPortions: Portions = { notices: 5000, extended: 200 };

/**
 * What the end of licences brings (A11), for one vendor: extends what is due, tells of what came of it, then of what ends soon.
 * Everything is looked up from dates and from what is noted as not told, so that whoever runs next does what was left, and days
 * without any worker are caught up with.
 */
export function handleExpiry(portions = usualPortions): VendorWork {
  return async (act, signal) =>
    serveEach(await act(projectIds), signal, (id) => {
      const tell = (telling: Telling) => () => act((context) => tellOf(context, id, telling));
      const works = [
        () => extendAll(act, id, signal, portions.extended),
        tell((...told) => tellOutcome(...told, 'extended')),
        tell((...told) => tellOutcome(...told, 'not-extended')),
        tell((...told) => tellEnding(...told, portions.notices)),
      ];
      return serveEach(works, signal, (work) => work());
    });
}

async function projectIds(context: Context): Promise<Uuid[]> {
  const day = await expiryDay(context);
  if (day === null) return [];
  const { terms } = day.current.pack;
  const usualDays = Math.max(0, ...terms.noticeDays);
  const horizon = { today: day.today, usualDays, extendDays: extendAhead(terms, Number.POSITIVE_INFINITY), extendedForDays };
  return projectsToServe(context.tx, context.vendor.id, horizon);
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

type Telling = (context: Context, project: ExpiryProject, day: ExpiryDay) => Promise<void>;

/** Tells a project something, while no other run does. */
async function tellOf(context: Context, projectId: Uuid, telling: Telling): Promise<void> {
  const day = await expiryDay(context);
  if (day !== null) await telling(context, await lockExpiryProject(context.tx, context.vendor.id, projectId), day);
}

/** Tells a project once a day of the licences that have come so near their end that it wants to know. */
async function tellEnding(context: Context, project: ExpiryProject, day: ExpiryDay, atOnce: number): Promise<void> {
  const begin = startOfDay(day.today, day.current.pack.vendor.timeZone);
  if (await wasToldSince(context.tx, context.vendor.id, project.id, 'expiring', begin)) return;
  await tellExpiring(context, project, day, await noteUntold(context, project, day, atOnce));
}

/** Notes all that is to be told of today, page by page: a mail shows the first, and says how many there are. */
async function noteUntold(context: Context, project: ExpiryProject, { current, today }: ExpiryDay, atOnce: number): Promise<ToldEndings> {
  const { tx, vendor, now } = context;
  const first: EndingRow[] = [];
  let [count, dated] = [0, 0];
  for (const { days, ...window } of noticeWindows(project.notice_days ?? current.pack.terms.noticeDays, today)) {
    const pages = pagesOf<EndingRow>(atOnce, (next, most) =>
      untoldEndingsOf(tx, vendor.id, project.id, days, { ...window, next, most, now }),
    );
    for await (const rows of pages) {
      const notices = rows.map((row) => ({ lotId: row.lot_id, days }));
      await insertNotices(tx, vendor.id, project, 'expiring', notices, { day: today, toldAt: now });
      if (first.length < mostLines) first.push(...rows);
      count += rows.length;
      dated += rows.filter((row) => row.is_dated).length;
    }
  }
  return { first, count, dated };
}
