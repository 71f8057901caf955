import type { project, projectDetails } from '@muniment/contract';
import type { CatalogPack } from '@muniment/domain/catalog';
import { vendorDay } from '@muniment/domain/terms';
import { toId } from '@muniment/platform/ids';
import type { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { Actor, Context } from '../../core/context.ts';
import { currentPack } from '../catalog/index.ts';
import { countProject, type ProjectRow, type Viewer } from './store.ts';

export type WireProject = z.output<typeof project>;
export type WireProjectDetails = z.output<typeof projectDetails>;

export function viewerIn(context: Pick<Context<Actor>, 'vendor' | 'actor' | 'now'>): Viewer {
  return { vendorId: context.vendor.id, organization: context.actor.organization, now: context.now };
}

/** Days of notice, the furthest first: the project's own, else the catalog's. */
function noticeDaysOf(row: Pick<ProjectRow, 'notice_days'>, pack: CatalogPack | undefined): number[] {
  return [...(row.notice_days ?? pack?.terms.noticeDays ?? [])].sort((a, b) => b - a);
}

/** The vendor's day; where no catalog says in which zone, that of the server's clock. */
export function today(now: Temporal.Instant, pack: CatalogPack | undefined): Temporal.PlainDate {
  return vendorDay(now, pack?.vendor.timeZone ?? 'UTC');
}

export function toProject(row: ProjectRow, pack: CatalogPack | undefined): WireProject {
  return {
    id: toId('prj', row.id),
    name: row.name,
    customer: { id: toId('org', row.customer_id), name: row.customer_name },
    settings: {
      noticeDays: noticeDaysOf(row, pack),
      atExpiry: row.at_expiry,
      extendPrefer: row.extend_prefer,
      extendSince: row.extend_since?.toString() ?? null,
    },
    createdAt: row.created_at.toString(),
    version: row.version,
  };
}

/** A project with how many of its devices and users are licensed today. */
export async function toProjectDetails(context: Context, row: ProjectRow): Promise<WireProjectDetails> {
  const { tx, vendor, now } = context;
  const pack = (await currentPack(context))?.pack;
  const day = today(now, pack);
  const [furthest = 0] = noticeDaysOf(row, pack);
  const seats = (pack?.parts ?? []).filter(({ floating }) => floating).map(({ number }) => number);
  const counts = await countProject(tx, vendor.id, row.id, { today: day, horizon: day.add({ days: furthest }), seats });
  return {
    ...toProject(row, pack),
    counts: {
      devicesLicensed: counts.devices_licensed,
      devicesExpired: counts.devices_expired,
      devicesUnlicensed: counts.devices - counts.devices_licensed - counts.devices_expired,
      devicesExpiring: counts.devices_expiring,
      usersLicensed: counts.users_licensed,
      usersExpired: counts.users_expired,
      usersUnlicensed: counts.users - counts.users_licensed - counts.users_expired,
      usersExpiring: counts.users_expiring,
      poolUnits: counts.pool_units,
      controllersWaiting: counts.controllers_waiting,
    },
  };
}
