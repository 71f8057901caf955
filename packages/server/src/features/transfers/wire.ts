import type { OutputOf, transfer, transferLicenses } from '@muniment/contract';
import { lastDayOf, vendorDay } from '@muniment/domain/terms';
import { toId } from '@muniment/platform/ids';
import type { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { Actor, Context } from '../../core/context.ts';
import { currentPack } from '../catalog/index.ts';
import { loadLots, lotPeriod, lotWords } from '../lots/index.ts';
import { type LineRow, linesOf, type TransferRow, type Viewer } from './store.ts';

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

type Line = Pick<LineRow, 'lot_id' | 'quantity'>;

/** Lines of transfers in the reader's words. */
async function wireLines(context: Context, lines: readonly Line[]): Promise<(line: Line) => WireTransfer['lines'][number]> {
  const { tx, vendor } = context;
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
  return ({ lot_id, quantity }) => {
    const lot = lots.get(lot_id)!;
    const { partLabel, unit } = wordsOf(lot);
    const termDays = lot.termDays ?? null;
    return { lotId: toId('lot', lot.id), part: lot.partNumber, partLabel, unit, quantity, termDays, ...lotPeriod(lot) };
  };
}

/** The two sides of an offer. */
type Ends = Pick<
  TransferRow,
  'from_project_id' | 'from_project' | 'from_customer' | 'from_seen' | 'to_project_id' | 'to_project' | 'to_customer' | 'to_seen'
>;

/** Both sides as the reader may know them: of the other one the customer who offers, and the id of the project that was given. */
function partiesOf(row: Ends): Pick<WireTransfer, 'from' | 'to'> {
  return {
    from: {
      customer: row.from_customer,
      project: row.from_seen ? { id: toId('prj', row.from_project_id), name: row.from_project } : null,
    },
    to: {
      projectId: toId('prj', row.to_project_id),
      customer: row.to_seen ? row.to_customer : null,
      project: row.to_seen ? { id: toId('prj', row.to_project_id), name: row.to_project } : null,
    },
  };
}

const daysOf = (until: Temporal.PlainDate) => ({ until: until.toString(), lastDay: lastDayOf(until).toString() });

/** An offer as it would be made or was, as those who make it may know it: what `toTransfers` says of it once it stands. */
export async function toOffer(
  context: Context,
  offer: Ends & Pick<TransferRow, 'note' | 'until'> & { readonly lines: readonly Line[] },
): Promise<NonNullable<OutputOf<typeof transferLicenses>['offer']>> {
  const lines = offer.lines.toSorted((a, b) => (a.lot_id < b.lot_id ? -1 : 1));
  const inWords = await wireLines(context, lines);
  return { ...partiesOf(offer), lines: lines.map(inWords), note: offer.note, ...daysOf(offer.until) };
}

/** Offers as the reader may know them. */
export async function toTransfers(context: Context, rows: readonly TransferRow[]): Promise<WireTransfer[]> {
  const today = await todayOf(context);
  const lines = await linesOf(
    context.tx,
    context.vendor.id,
    rows.map(({ id }) => id),
  );
  const inWords = await wireLines(context, lines);
  return rows.map((row) => {
    const state = stateOf(row, today);
    return {
      id: toId('trf', row.id),
      state,
      ...partiesOf(row),
      lines: lines.filter((line) => line.transfer_id === row.id).map(inWords),
      note: row.note,
      offeredAt: row.offered_at.toString(),
      ...daysOf(row.until),
      decidedAt: row.decided_at?.toString() ?? null,
      canAnswer: state === 'offered' && row.to_seen,
      canWithdraw: state === 'offered' && row.from_seen,
    };
  });
}
