import { findPart, type Part } from '@muniment/domain/catalog';
import { type EndingWindow, extendAhead, extensionWindows, isDueForExtension } from '@muniment/domain/terms';
import { toId } from '@muniment/platform/ids';
import type { Temporal } from 'temporal-polyfill';
import type { Context, Uuid } from '../../core/context.ts';
import type { SystemAct } from '../../core/system.ts';
import { packsAt } from '../catalog/index.ts';
import { viewerOf } from '../devices/index.ts';
import { loadProject } from '../projects/index.ts';
import { type AssigneeIds, type LockedAssignee, lockAssignees } from './assignees.ts';
import { recordTermAct } from './conclude.ts';
import { type ExpiryDay, expiryDay } from './expiry-day.ts';
import {
  type EndingRow,
  type ExpiryProject,
  endingIdsOf,
  endingsAmong,
  freePartsOf,
  loadExpiryProject,
  lockExpiryProject,
  stillHeld,
} from './expiry-store.ts';
import { type DueLicence, decideExtensions, extendAheadsOf, followers } from './extend.ts';
import { noteExtended, noteNotExtended } from './tell-expiry.ts';

/** What is due, with the part that it is of. */
export interface DueRow extends EndingRow {
  readonly held: Part;
}

/**
 * What is due in a project, in portions, as rows that nobody has locked: what runs first, then what has ended. Of all that ends
 * in a window only the ids are kept; each portion is read when its turn comes.
 */
export async function* dueLicences(act: SystemAct, projectId: Uuid, atOnce: number): AsyncGenerator<readonly DueRow[]> {
  for (const window of await act((context) => windowsOf(context, projectId))) {
    const ids = await act(({ tx, vendor }) => endingIdsOf(tx, vendor.id, projectId, window));
    for (let begin = 0; begin < ids.length; begin += atOnce) {
      const due = await act((context) => dueOf(context, projectId, ids.slice(begin, begin + atOnce)));
      if (due.length > 0) yield due;
    }
  }
}

async function windowsOf(context: Context, projectId: Uuid): Promise<EndingWindow[]> {
  const day = await expiryDay(context);
  const project = await loadExpiryProject(context.tx, context.vendor.id, projectId);
  if (day === null || project.at_expiry === 'lapse' || project.extend_since === null) return [];
  return extensionWindows(project.extend_since, day.today, extendAhead(day.current.pack.terms, Number.POSITIVE_INFINITY));
}

/** Those of the licences that are due by what may follow on each. */
async function dueOf(context: Context, projectId: Uuid, lotIds: readonly Uuid[]): Promise<DueRow[]> {
  const { tx, vendor } = context;
  const day = await expiryDay(context);
  const project = await loadExpiryProject(tx, vendor.id, projectId);
  if (day === null) return [];
  const rows = await endingsAmong(tx, vendor.id, projectId, lotIds);
  const packs = await packsAt(
    tx,
    vendor.id,
    rows.map((row) => row.pack_version),
  );
  const isDue = dueIn(project, day);
  return rows.map((row) => ({ ...row, held: findPart(packs.get(row.pack_version)!, row.part)! })).filter(isDue);
}

interface Held {
  readonly held: Part;
  readonly until: Temporal.PlainDate;
}

/** Whether a licence of a project is due, by its present settings. */
function dueIn(project: ExpiryProject, { current, today }: ExpiryDay): (held: Held) => boolean {
  const since = project.extend_since;
  if (project.at_expiry === 'lapse' || since === null) return () => false;
  const aheadOf = extendAheadsOf(current.pack);
  return ({ held, until }) => isDueForExtension({ until }, since, today, aheadOf(held));
}

/** A device or user, and of what it gets no more than one in a run. */
const keyOf = (assigneeId: Uuid, { category, number }: Part): string => `${assigneeId} ${category ?? number}`;

/** Extends what is still due of these, and was not served before; answers the keys of what was tried. */
export async function extendThese(
  context: Context,
  projectId: Uuid,
  rows: readonly DueRow[],
  served: ReadonlySet<string>,
): Promise<string[]> {
  const { tx, vendor } = context;
  const day = await expiryDay(context);
  if (day === null) return [];
  const project = await lockExpiryProject(tx, vendor.id, projectId);
  const isDue = dueIn(project, day);
  const { fitting, wanting } = await partByPool(context, day, projectId, rows.filter(isDue));
  const due = new Map<string, DueLicence>();
  for (const one of await lockHeld(context, projectId, fitting)) {
    const key = keyOf(one.who.assignee.id, one.held.part);
    if (!served.has(key) && !due.has(key)) due.set(key, one);
  }
  const { current } = day;
  const decided = due.size === 0 ? [] : await decideExtensions(context, project, current.pack, [...due.values()]);
  const place = { id: project.id, name: project.name, customer_id: project.customer_id, customer_name: project.customer_name };
  for (const { who, decision } of decided) {
    if (decision.ok) await recordTermAct(context, place, who, decision.value, { packVersion: current.version, reason: null });
  }
  await noteExtended(context, project, day, decided);
  const failed = decided.filter(({ decision }) => !decision.ok).map(({ held: { lot } }) => ({ lotId: lot.id, until: lot.validUntil! }));
  // Who was served in this run has its turn for another one in the next.
  const unserved = wanting.filter(({ owner_id, held }) => !served.has(keyOf(owner_id, held)) && !due.has(keyOf(owner_id, held)));
  await noteNotExtended(context, project, day, [...unserved.map(({ lot_id, until }) => ({ lotId: lot_id, until })), ...failed]);
  return [...due.keys()];
}

/**
 * Tells apart for what the pool has a licence, and for what it has none at all. Of the latter nothing need be locked: there may be
 * thousands, in every run until the pool is filled.
 */
async function partByPool(
  { tx, vendor }: Context,
  { current }: ExpiryDay,
  projectId: Uuid,
  rows: readonly DueRow[],
): Promise<{ readonly fitting: readonly DueRow[]; readonly wanting: readonly DueRow[] }> {
  const free = await freePartsOf(tx, vendor.id, projectId);
  const held = new Set(rows.map((row) => row.held));
  const inPool = new Set([...held].filter((part) => followers(current.pack, part).some(({ number }) => free.has(number))));
  const without = rows.filter((row) => !inPool.has(row.held));
  // Another run may have been faster, and have taken the last one for it.
  const running = await stillHeld(
    tx,
    vendor.id,
    without.map((row) => row.lot_id),
  );
  return {
    fitting: rows.filter((row) => inPool.has(row.held)),
    wanting: without.filter((row) => running.has(row.lot_id)),
  };
}

/** Locks the devices and users of rows, and keeps what is still on them: another run may have been faster. */
async function lockHeld(context: Context, projectId: Uuid, rows: readonly EndingRow[]): Promise<DueLicence[]> {
  const project = await loadProject(context.tx, viewerOf(context), projectId);
  if (project === null) return [];
  const idsOf = (kind: EndingRow['kind'], prefix: string) =>
    [...new Set(rows.filter((row) => row.kind === kind).map((row) => toId(prefix, row.owner_id)))].sort();
  // One by one in the order of their ids: one that has gone meanwhile keeps no other waiting.
  const each: AssigneeIds[] = [
    ...idsOf('device', 'dev').map((deviceId) => ({ deviceIds: [deviceId] })),
    ...idsOf('user', 'usr').map((userId) => ({ userIds: [userId] })),
  ];
  const locked = new Map<Uuid, LockedAssignee>();
  for (const ids of each) {
    const found = await lockAssignees(context, project, ids);
    for (const who of found.ok ? found.value : []) locked.set(who.assignee.id, who);
  }
  return rows.flatMap((row) => {
    const who = locked.get(row.owner_id);
    const held = who?.held.find(({ lot }) => lot.id === row.lot_id);
    return who === undefined || held === undefined ? [] : [{ who, held }];
  });
}
