import type { CatalogPack } from '@muniment/domain/catalog';
import { daysLeft, lastDayOf } from '@muniment/domain/terms';
import type { Temporal } from 'temporal-polyfill';
import type { Context, Uuid } from '../../core/context.ts';
import { partLabel } from '../catalog/index.ts';
import { type ToldLicence, writeExpiryMail } from '../mail/index.ts';
import type { ExpiryDay } from './expiry-day.ts';
import { type EndingRow, type ExpiryProject, insertNotices, toldNotExtended } from './expiry-store.ts';
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
}

export async function tellExpiring(
  context: Context,
  project: ExpiryProject,
  { current, today }: ExpiryDay,
  { first, count }: ToldEndings,
): Promise<void> {
  const [soonest] = first;
  if (soonest === undefined) return;
  const licences = first.map((row) => toldLicence(current.pack, row.name, row.part, row.until));
  await writeExpiryMail(context, { event: 'licences-expiring', ...about(project), days: daysLeft(soonest, today), licences, count });
}

export async function tellExtended(
  context: Context,
  project: ExpiryProject,
  { current }: ExpiryDay,
  decided: readonly DecidedExtension[],
): Promise<void> {
  const licences = decided.flatMap(({ who, decision }) => {
    const lot = decision.ok ? decision.value.lots[0]! : null;
    return lot === null ? [] : [toldLicence(current.pack, who.name, lot.partNumber, lot.validUntil!)];
  });
  const count = licences.length;
  if (count > 0) await writeExpiryMail(context, { event: 'licences-extended', ...about(project), days: 0, licences, count });
}

/** A licence that should have been extended. */
export interface NotExtended {
  readonly lotId: Uuid;
  /** The device or user, as people call it. */
  readonly who: string;
  readonly part: string;
  readonly until: Temporal.PlainDate;
}

/** Says of each licence once a day that it could not be extended, until it has ended; later only if it was never said. */
export async function tellNotExtended(
  context: Context,
  project: ExpiryProject,
  { current, today }: ExpiryDay,
  failed: readonly NotExtended[],
): Promise<void> {
  const { tx, vendor, now } = context;
  if (failed.length === 0) return;
  const before = await toldNotExtended(
    tx,
    vendor.id,
    failed.map(({ lotId }) => lotId),
  );
  const worth = failed.filter((one) => daysLeft(one, today) >= 0 || !before.has(one.lotId));
  const notices = worth.map(({ lotId }) => ({ lotId, days: 0 }));
  const fresh = await insertNotices(tx, vendor.id, project, 'not-extended', notices, { day: today, now });
  const licences = worth.filter(({ lotId }) => fresh.has(lotId)).map(({ who, part, until }) => toldLicence(current.pack, who, part, until));
  const count = licences.length;
  if (count > 0) await writeExpiryMail(context, { event: 'licences-not-extended', ...about(project), days: 0, licences, count });
}
