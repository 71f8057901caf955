import type { CatalogPack } from '@muniment/domain/catalog';
import { daysLeft, isDueForExtension, lastDayOf, noticeDue, vendorDay } from '@muniment/domain/terms';
import { toId } from '@muniment/platform/ids';
import type { Temporal } from 'temporal-polyfill';
import type { Context, Uuid } from '../../core/context.ts';
import type { VendorWork } from '../../core/system.ts';
import { currentPack, partLabel, type VersionedPack } from '../catalog/index.ts';
import { viewerOf } from '../devices/index.ts';
import { type ToldLicence, writeExpiryMail } from '../mail/index.ts';
import { loadProject } from '../projects/index.ts';
import { type AssigneeIds, type LockedAssignee, lockAssignees } from './assignees.ts';
import { recordTermAct } from './conclude.ts';
import {
  type EndingRow,
  type ExpiryProject,
  endingsOf,
  insertNotices,
  lockExpiryProject,
  projectsWithEndings,
  toldNotExtended,
  wasToldOn,
} from './expiry-store.ts';
import { type DecidedExtension, type DueLicence, decideExtensions } from './extend.ts';

/** Projects looked for at once, and licences of one project that are extended in one transaction. */
const projectsAtOnce = 100;
const licencesAtOnce = 50;
/** Licences of one project that one mail can tell of. */
const mostTold = 5000;

interface Today {
  readonly current: VersionedPack;
  readonly today: Temporal.PlainDate;
}

async function todayOf(context: Context): Promise<Today | null> {
  const current = await currentPack(context);
  return current === null ? null : { current, today: vendorDay(context.now, current.pack.vendor.timeZone) };
}

/** Days of notice that hold for a project. */
const noticeDaysOf = ({ notice_days }: Pick<ExpiryProject, 'notice_days'>, { terms }: CatalogPack): readonly number[] =>
  notice_days ?? terms.noticeDays;

/**
 * What the end of licences brings (A11), for one vendor: extends what is due, then tells of what ends soon. Everything is
 * looked up from dates, so that whoever runs next does what was left, and days without any worker are caught up with.
 */
export const handleExpiry: VendorWork = async (act, signal) => {
  for (let after: Uuid | null = null; !signal.aborted; ) {
    const last: Uuid | null = after;
    const projects: ExpiryProject[] = await act((context) => nextProjects(context, last));
    for (const project of projects) {
      if (signal.aborted) return;
      if (project.at_expiry === 'extend') await extendAll(act, project.id, signal);
      await act((context) => tellOf(context, project.id));
    }
    if (projects.length < projectsAtOnce) return;
    after = projects.at(-1)!.id;
  }
};

async function nextProjects(context: Context, after: Uuid | null): Promise<ExpiryProject[]> {
  const day = await todayOf(context);
  if (day === null) return [];
  const { noticeDays, extendDaysBefore } = day.current.pack.terms;
  const horizon = { today: day.today, usualDays: Math.max(0, ...noticeDays), extendDays: extendDaysBefore };
  return projectsWithEndings(context.tx, context.vendor.id, horizon, after, projectsAtOnce);
}

/** Every licence of a project that is due, some in each transaction; each is tried once in a run. */
async function extendAll(act: Parameters<VendorWork>[0], projectId: Uuid, signal: AbortSignal): Promise<void> {
  const tried = new Set<Uuid>();
  let more = true;
  while (more && !signal.aborted) {
    const now = await act((context) => extendSome(context, projectId, tried));
    for (const id of now) tried.add(id);
    more = now.length > 0;
  }
}

/** What is due in a project, as rows that nobody has locked. */
async function dueRows({ tx, vendor }: Context, project: ExpiryProject, { today, current }: Today): Promise<EndingRow[]> {
  const since = project.extend_since;
  if (project.at_expiry !== 'extend' || since === null) return [];
  const { terms } = current.pack;
  const ends = { after: since, last: today.add({ days: terms.extendDaysBefore }) };
  const rows = await endingsOf(tx, vendor.id, project.id, ends, mostTold);
  return rows.filter((row) => isDueForExtension(row, since, today, terms));
}

/** Locks the devices and users of rows, and keeps what is still on them: another run may have been faster. */
async function lockDue(context: Context, projectId: Uuid, rows: readonly EndingRow[]): Promise<DueLicence[]> {
  const project = await loadProject(context.tx, viewerOf(context), projectId);
  if (project === null) return [];
  const idsOf = (kind: EndingRow['kind'], prefix: string) =>
    rows.filter((row) => row.kind === kind).map((row) => toId(prefix, row.owner_id));
  const locked = new Map<Uuid, LockedAssignee>();
  const groups: AssigneeIds[] = [{ deviceIds: idsOf('device', 'dev') }, { userIds: idsOf('user', 'usr') }];
  for (const { deviceIds = [], userIds = [] } of groups) {
    // One by one in the order of their ids: one that has gone meanwhile keeps no other waiting.
    for (const deviceId of [...new Set(deviceIds)].sort()) await lockOne({ deviceIds: [deviceId] });
    for (const userId of [...new Set(userIds)].sort()) await lockOne({ userIds: [userId] });
  }
  async function lockOne(ids: AssigneeIds) {
    const found = await lockAssignees(context, project!, ids);
    for (const who of found.ok ? found.value : []) locked.set(who.assignee.id, who);
  }
  return rows.flatMap((row) => {
    const who = locked.get(row.owner_id);
    const held = who?.held.find(({ lot }) => lot.id === row.lot_id);
    return who === undefined || held === undefined ? [] : [{ who, held }];
  });
}

/** Extends some of what is due and was not tried; answers which were tried now. */
async function extendSome(context: Context, projectId: Uuid, tried: ReadonlySet<Uuid>): Promise<Uuid[]> {
  const { tx, vendor } = context;
  const day = await todayOf(context);
  if (day === null) return [];
  const project = await lockExpiryProject(tx, vendor.id, projectId);
  const rows = (await dueRows(context, project, day)).filter((row) => !tried.has(row.lot_id)).slice(0, licencesAtOnce);
  if (rows.length === 0) return [];
  const due = await lockDue(context, projectId, rows);
  const decided = await decideExtensions(context, project, day.current.pack, due);
  const place = { id: project.id, name: project.name, customer_id: project.customer_id, customer_name: project.customer_name };
  for (const { who, decision } of decided) {
    if (decision.ok) await recordTermAct(context, place, who, decision.value, { packVersion: day.current.version, reason: null });
  }
  await tellExtended(context, project, day, decided);
  await tellNotExtended(context, project, day, decided);
  return rows.map((row) => row.lot_id);
}

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

async function tellExtended(
  context: Context,
  project: ExpiryProject,
  { current }: Today,
  decided: readonly DecidedExtension[],
): Promise<void> {
  const licences = decided.flatMap(({ who, decision }) => {
    const lot = decision.ok ? decision.value.lots[0]! : null;
    return lot === null ? [] : [toldLicence(current.pack, who.name, lot.partNumber, lot.validUntil!)];
  });
  if (licences.length > 0) await writeExpiryMail(context, { event: 'licences-extended', ...about(project), days: 0, licences });
}

/** Says of each licence once a day that it could not be extended, until it has ended; later only if it was never said. */
async function tellNotExtended(
  context: Context,
  project: ExpiryProject,
  { current, today }: Today,
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
  if (licences.length > 0) await writeExpiryMail(context, { event: 'licences-not-extended', ...about(project), days: 0, licences });
}

/** Tells a project once a day of the licences that have come so near their end that it wants to know. */
async function tellOf(context: Context, projectId: Uuid): Promise<void> {
  const { tx, vendor, now } = context;
  const day = await todayOf(context);
  if (day === null) return;
  const { current, today } = day;
  const project = await lockExpiryProject(tx, vendor.id, projectId);
  if (await wasToldOn(tx, vendor.id, project.id, today)) return;
  const noticeDays = noticeDaysOf(project, current.pack);
  if (noticeDays.length === 0) return;
  const ends = { after: today, last: today.add({ days: Math.max(...noticeDays) }) };
  const rows = await endingsOf(tx, vendor.id, project.id, ends, mostTold);
  const notices = rows.flatMap((row) => {
    const days = noticeDue(row, noticeDays, today);
    return days === null ? [] : [{ lotId: row.lot_id, days }];
  });
  const fresh = await insertNotices(tx, vendor.id, project, 'expiring', notices, { day: today, now });
  const told = rows.filter((row) => fresh.has(row.lot_id));
  const [first] = told;
  if (first === undefined) return;
  const licences = told.map((row) => toldLicence(current.pack, row.name, row.part, row.until));
  await writeExpiryMail(context, { event: 'licences-expiring', ...about(project), days: daysLeft(first, today), licences });
}
