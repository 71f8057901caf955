import type { namedUser } from '@muniment/contract';
import { hasEnded, vendorDay } from '@muniment/domain/terms';
import { toId } from '@muniment/platform/ids';
import type { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { Actor, Context } from '../../core/context.ts';
import { currentPack } from '../catalog/index.ts';
import { type LotFacts, loadLots, lotPeriod, lotWords } from '../lots/index.ts';
import { assignedTo, type UserRow, type Viewer } from './store.ts';

export type WireUser = z.output<typeof namedUser>;

export function viewerIn(context: Pick<Context<Actor>, 'vendor' | 'actor' | 'now'>): Viewer {
  return { vendorId: context.vendor.id, organization: context.actor.organization, now: context.now };
}

/** The vendor's day; where no catalog says in which zone, that of the server's clock. */
export async function todayOf(context: Context): Promise<Temporal.PlainDate> {
  return vendorDay(context.now, (await currentPack(context))?.pack.vendor.timeZone ?? 'UTC');
}

/** The one that ends last first; what has no end before all. */
function byEnd(a: LotFacts, b: LotFacts): number {
  const [left, right] = [a.validUntil?.toString() ?? '9999', b.validUntil?.toString() ?? '9999'];
  return left < right ? 1 : left > right ? -1 : 0;
}

/** Users with what is assigned to them and has not ended. */
export async function toUsers(context: Context, rows: readonly UserRow[]): Promise<WireUser[]> {
  const { tx, vendor } = context;
  const held = await assignedTo(
    tx,
    vendor.id,
    rows.map(({ id }) => id),
  );
  const lots = await loadLots(
    tx,
    vendor.id,
    held.map((one) => one.lot_id),
  );
  const wordsOf = await lotWords(
    context,
    await currentPack(context),
    [...lots.values()].map((lot) => lot.packVersion),
  );
  const today = await todayOf(context);
  const licensesOf = (userId: string): WireUser['licenses'] =>
    held
      .filter(({ user_id }) => user_id === userId)
      .map(({ lot_id }) => lots.get(lot_id)!)
      .filter((lot) => !hasEnded(lot, today))
      .sort(byEnd)
      .map((lot) => ({ lotId: toId('lot', lot.id), part: lot.partNumber, partLabel: wordsOf(lot).partLabel, ...lotPeriod(lot) }));
  return rows.map((row) => {
    const licenses = licensesOf(row.id);
    return {
      id: toId('usr', row.id),
      projectId: toId('prj', row.project_id),
      name: row.name,
      email: row.email,
      note: row.note,
      licenses,
      status: licenses.length > 0 ? 'licensed' : 'unlicensed',
      createdAt: row.created_at.toString(),
      version: row.version,
    };
  });
}
