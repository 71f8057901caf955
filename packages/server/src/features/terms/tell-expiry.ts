import type { CatalogPack } from '@muniment/domain/catalog';
import { daysLeft, lastDayOf } from '@muniment/domain/terms';
import type { Temporal } from 'temporal-polyfill';
import type { Context } from '../../core/context.ts';
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

/** Says of each licence once a day that it could not be extended, until it has ended; later only if it was never said. */
export async function tellNotExtended(
  context: Context,
  project: ExpiryProject,
  { current, today }: ExpiryDay,
  decided: readonly DecidedExtension[],
): Promise<void> {
  const { tx, vendor, now } = context;
  const failed = decided.filter(({ decision }) => !decision.ok);
  if (failed.length === 0) return;
  const before = await toldNotExtended(
    tx,
    vendor.id,
    failed.map(({ held }) => held.lot.id),
  );
  const worth = failed.filter(({ held: { lot } }) => daysLeft({ until: lot.validUntil! }, today) >= 0 || !before.has(lot.id));
  const notices = worth.map(({ held }) => ({ lotId: held.lot.id, days: 0 }));
  const fresh = await insertNotices(tx, vendor.id, project, 'not-extended', notices, { day: today, now });
  const licences = worth
    .filter(({ held }) => fresh.has(held.lot.id))
    .map(({ who, held: { lot } }) => toldLicence(current.pack, who.name, lot.partNumber, lot.validUntil!));
  const count = licences.length;
  if (count > 0) await writeExpiryMail(context, { event: 'licences-not-extended', ...about(project), days: 0, licences, count });
}
