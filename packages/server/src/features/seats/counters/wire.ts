import type { counter, counterDetails } from '@muniment/contract';
import { findFeature, type SeatRules } from '@muniment/domain/catalog';
import type { CounterStep } from '@muniment/domain/entitlements';
import { startOfDay, vendorDay } from '@muniment/domain/terms';
import { toId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { Context } from '../../../core/context.ts';
import { inLanguage, languageFor, type VersionedPack } from '../../catalog/index.ts';
import { whyTexts } from '../../licenses/index.ts';
import type { CounterRow } from './list-store.ts';
import { seatRulesOf, seatsOfProject } from './refresh.ts';

export type WireCounter = z.output<typeof counter>;
export type WireCounterDetails = z.output<typeof counterDetails>;

/** Seats in use beyond those there are; since the number of seats is what it is, where nobody has written since then. */
export function overOf(row: CounterRow): WireCounter['over'] {
  const seats = row.used - row.seats;
  if (seats <= 0) return null;
  return { seats, most: Math.max(seats, row.over_most), since: (row.over_since ?? row.seats_since).toString() };
}

function rulesIn(seats: SeatRules | undefined, row: CounterRow): Pick<WireCounter, 'idleMinutes' | 'ticketSeconds' | 'perUser' | 'borrow'> {
  const { borrow } = seats ?? {};
  return {
    idleMinutes: seats?.idleMinutes ?? null,
    ticketSeconds: seats?.queue?.ticketSeconds ?? null,
    perUser: row.per_user ?? seats?.perUser ?? null,
    borrow: borrow === undefined ? null : { ...borrow, documentDays: borrow.documentDays ?? null },
  };
}

/** Counters in the reader's words, in the order of the catalog's features. */
export function toCounters({ language }: Pick<Context, 'language'>, { pack }: VersionedPack, rows: readonly CounterRow[]): WireCounter[] {
  const t = inLanguage(pack, languageFor(pack, language));
  const rules = seatRulesOf(pack);
  const order = new Map(pack.features.map(({ id }, index) => [id, index]));
  const { timeZone } = pack.vendor;
  return rows
    .toSorted((a, b) => (order.get(a.feature) ?? order.size) - (order.get(b.feature) ?? order.size))
    .map((row) => {
      const feature = findFeature(pack, row.feature);
      return {
        id: toId('ctr', row.id),
        projectId: toId('prj', row.project_id),
        feature: row.feature,
        label: feature === undefined ? row.feature : t(feature.label),
        seats: row.seats,
        overdraft: row.overdraft,
        used: row.used,
        borrowed: row.borrowed,
        reserved: row.reserved,
        // What others had before it was reserved is in use.
        reservedFree: Math.min(row.reserved_free, Math.max(0, row.seats - row.used)),
        waiting: row.waiting,
        over: overOf(row),
        next:
          row.next_from === null
            ? null
            : { from: row.next_from.toString(), on: vendorDay(row.next_from, timeZone).toString(), seats: row.next_seats! },
        leaseSeconds: row.lease_seconds,
        heartbeatSeconds: row.heartbeat_seconds,
        lingerSeconds: row.linger_seconds,
        ...rulesIn(rules.get(row.feature), row),
        perUserIsOwn: row.per_user !== null,
        include: [...row.include],
        exclude: [...row.exclude],
        version: row.version,
      };
    });
}

/** Whose a counter is. */
export const placeOf = (row: CounterRow) => ({
  project: { id: toId('prj', row.project_id), name: row.project_name },
  customer: { id: toId('org', row.customer_id), name: row.customer_name },
});

/** A counter with its seats by date, and why there are so many (F12). */
export async function toCounterDetails(context: Context, current: VersionedPack, row: CounterRow): Promise<WireCounterDetails> {
  const { pack } = current;
  const language = languageFor(pack, context.language);
  const owned = (await seatsOfProject(context, pack, row.project_id)).find(({ feature }) => feature === row.feature);
  const { timeZone } = pack.vendor;
  const today = vendorDay(context.now, timeZone);
  const none: CounterStep = { from: startOfDay(today, timeZone), on: today, seats: 0, why: [] };
  const [wire] = toCounters(context, current, [row]);
  return {
    ...wire!,
    ...placeOf(row),
    steps: (owned?.steps ?? [none]).map(({ from, on, seats, why }) => ({
      from: Temporal.Instant.from(from).toString(),
      on: on.toString(),
      seats,
      why: whyTexts(pack, language, { feature: row.feature, kind: 'quantity', value: seats, maximum: null, steps: why, lastDay: null }),
    })),
  };
}
