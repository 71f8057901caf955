import type { transfer } from '@muniment/contract';
import { lastDayOf, vendorDay } from '@muniment/domain/terms';
import { toId } from '@muniment/platform/ids';
import type { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { Actor, Context, Uuid } from '../../core/context.ts';
import { currentPack } from '../catalog/index.ts';
import { loadLots, lotPeriod, lotWords } from '../lots/index.ts';
import { linesOf, type TransferRow, type Viewer } from './store.ts';

export type WireTransfer = z.output<typeof transfer>;

export function viewerIn(context: Pick<Context<Actor>, 'vendor' | 'actor' | 'now'>): Viewer {
  return { vendorId: context.vendor.id, organization: context.actor.organization, now: context.now };
}

/** The vendor's day; where no catalog says in which zone, that of the server's clock. */
export async function todayOf(context: Context): Promise<Temporal.PlainDate> {
  return vendorDay(context.now, (await currentPack(context))?.pack.vendor.timeZone ?? 'UTC');
}

/** What stands at an offer on a day: past its day it has lapsed, whether or not the units have gone back yet. */
function stateOf(row: TransferRow, today: Temporal.PlainDate): WireTransfer['state'] {
  if (row.decision !== null) return row.decision;
  return row.until.toString() <= today.toString() ? 'lapsed' : 'offered';
}

/** Lines of transfers in the reader's words. */
async function wireLines(context: Context, transferIds: readonly Uuid[]) {
  const { tx, vendor } = context;
  const lines = await linesOf(tx, vendor.id, transferIds);
  const lots = await loadLots(
    tx,
    vendor.id,
    lines.map((line) => line.lot_id),
  );
  const wordsOf = await lotWords(
    context,
    await currentPack(context),
    [...lots.values()].map((lot) => lot.packVersion),
  );
  return (transferId: Uuid): WireTransfer['lines'] =>
    lines
      .filter((line) => line.transfer_id === transferId)
      .map(({ lot_id, quantity }) => {
        const lot = lots.get(lot_id)!;
        const { partLabel, unit } = wordsOf(lot);
        const termDays = lot.termDays ?? null;
        return { lotId: toId('lot', lot.id), part: lot.partNumber, partLabel, unit, quantity, termDays, ...lotPeriod(lot) };
      });
}

/** Offers as the reader may know them: of the other side the customer who offers, and the id of the project that was given. */
export async function toTransfers(context: Context, rows: readonly TransferRow[]): Promise<WireTransfer[]> {
  const today = await todayOf(context);
  const linesFor = await wireLines(
    context,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const state = stateOf(row, today);
    return {
      id: toId('trf', row.id),
      state,
      from: {
        customer: row.from_customer,
        project: row.from_seen ? { id: toId('prj', row.from_project_id), name: row.from_project } : null,
      },
      to: {
        projectId: toId('prj', row.to_project_id),
        customer: row.to_seen ? row.to_customer : null,
        project: row.to_seen ? { id: toId('prj', row.to_project_id), name: row.to_project } : null,
      },
      lines: linesFor(row.id),
      note: row.note,
      offeredAt: row.offered_at.toString(),
      until: row.until.toString(),
      lastDay: lastDayOf(row.until).toString(),
      decidedAt: row.decided_at?.toString() ?? null,
      canAnswer: state === 'offered' && row.to_seen,
      canWithdraw: state === 'offered' && row.from_seen,
    };
  });
}
