import type { CatalogPack } from '@muniment/domain/catalog';
import { daysLeft, lastDayOf, startOfDay } from '@muniment/domain/terms';
import type { Temporal } from 'temporal-polyfill';
import type { Context, Uuid } from '../../core/context.ts';
import { partLabel } from '../catalog/index.ts';
import { mostLines, type ToldLicence, writeExpiryMail } from '../mail/index.ts';
import type { ExpiryDay } from './expiry-day.ts';
import {
  dropUntold,
  type EndingRow,
  type ExpiryProject,
  insertNotices,
  markTold,
  notedNotExtended,
  untoldOf,
  wasToldSince,
} from './expiry-store.ts';
import type { DecidedExtension } from './extend.ts';

function toldLicence(pack: CatalogPack, who: string, partNumber: string, until: Temporal.PlainDate): ToldLicence {
  return { who, lastDay: lastDayOf(until), partIn: (language) => partLabel(pack, partNumber, language) };
}

const about = (project: ExpiryProject) => ({
  customerId: project.customer_id,
  projectId: project.id,
  customer: project.customer_name,
  project: project.name,
  atExpiry: project.at_expiry,
});

/** What a project is told of: as many of them as a mail shows or more, the first to end first, and how many there are. */
export interface ToldEndings {
  readonly first: readonly EndingRow[];
  readonly count: number;
  /** Of them, what no licence of a pool extends. */
  readonly dated: number;
}

export async function tellExpiring(
  context: Context,
  project: ExpiryProject,
  { current, today }: ExpiryDay,
  { first, count, dated }: ToldEndings,
): Promise<void> {
  const [soonest] = first;
  if (soonest === undefined) return;
  const licences = first.map((row) => toldLicence(current.pack, row.name, row.part, row.until));
  await writeExpiryMail(context, { event: 'licences-expiring', ...about(project), days: daysLeft(soonest, today), licences, count, dated });
}

/** Notes what was extended, by what it has become: the mail follows when the run is through. */
export async function noteExtended(
  { tx, vendor }: Context,
  project: ExpiryProject,
  { today }: ExpiryDay,
  decided: readonly DecidedExtension[],
): Promise<void> {
  const notices = decided.flatMap(({ decision }) => (decision.ok ? [{ lotId: decision.value.lots[0]!.id, days: 0 }] : []));
  await insertNotices(tx, vendor.id, project, 'extended', notices, { day: today, toldAt: null });
}

/** A licence that should have been extended. */
export interface NotExtended {
  readonly lotId: Uuid;
  readonly until: Temporal.PlainDate;
}

/** Notes of each licence once a day that it could not be extended, until it has ended; later only if that was never noted. */
export async function noteNotExtended(
  { tx, vendor }: Context,
  project: ExpiryProject,
  { today }: ExpiryDay,
  failed: readonly NotExtended[],
): Promise<void> {
  if (failed.length === 0) return;
  const lotIds = failed.map(({ lotId }) => lotId);
  const before = await notedNotExtended(tx, vendor.id, lotIds);
  const worth = failed.filter((one) => daysLeft(one, today) >= 0 || !before.has(one.lotId));
  const notices = worth.map(({ lotId }) => ({ lotId, days: 0 }));
  await insertNotices(tx, vendor.id, project, 'not-extended', notices, { day: today, toldAt: null });
}

/**
 * Tells a project once a day, in one mail each, of what was extended and of what was not; what comes after it that day is told
 * of on the next. What is told of is noted in the same transaction, and what was noted and not told waits for whoever runs next.
 */
export async function tellOutcome(
  context: Context,
  project: ExpiryProject,
  { current, today }: ExpiryDay,
  kind: 'extended' | 'not-extended',
): Promise<void> {
  const { tx, vendor, now } = context;
  const { pack } = current;
  if (await wasToldSince(tx, vendor.id, project.id, kind, startOfDay(today, pack.vendor.timeZone))) return;
  const { first, count } = await untoldOf(tx, vendor.id, project.id, kind, mostLines);
  // A project that lets its licences lapse by now wants nothing extended any more.
  if (count === 0 || (kind === 'not-extended' && project.at_expiry === 'lapse')) return dropUntold(tx, vendor.id, project.id, kind);
  await markTold(tx, vendor.id, project.id, kind, now);
  const licences = first.map((row) => toldLicence(pack, row.name, row.part, row.until));
  await writeExpiryMail(context, { event: `licences-${kind}`, ...about(project), days: 0, licences, count, dated: 0 });
}
