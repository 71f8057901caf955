import { type CatalogPack, findPart, type SeatRules } from '@muniment/domain/catalog';
import { type CounterSeats, counterSeats, type PoolLot } from '@muniment/domain/entitlements';
import { type Lot, poolOf } from '@muniment/domain/ledger';
import { startOfDay, vendorDay } from '@muniment/domain/terms';
import { uuidv7 } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../../core/context.ts';
import type { PoolMove, SeatKeeper } from '../../../core/services.ts';
import { currentPack, packsAt, type VersionedPack } from '../../catalog/index.ts';
import { findAccounts } from '../../ledger/index.ts';
import { loadLots } from '../../lots/index.ts';
import { rulesOf } from './rules-of.ts';
import {
  enqueueRefresh,
  floatingLots,
  insertCounters,
  type LockedCounterRow,
  lockCountersOf,
  lockRules,
  reservedOf,
  saveRules,
  saveSteps,
  shareRules,
} from './store.ts';

type Within = Pick<Context, 'tx' | 'now'> & { readonly vendor: Pick<Context['vendor'], 'id'> };

/** How seats of the features of a pack are given. */
export function seatRulesOf(pack: CatalogPack): ReadonlyMap<string, SeatRules> {
  return new Map(
    pack.features.flatMap((feature) => (feature.kind === 'quantity' && feature.seats !== undefined ? [[feature.id, feature.seats]] : [])),
  );
}

/**
 * The pack whose rules counters have, and will have until the act is over: whoever loads another one waits for the act, or the act
 * for it. Read at once it might be an old one by the time the counters are locked.
 */
export async function packInForce({ tx, vendor }: Omit<Within, 'now'>): Promise<VersionedPack | null> {
  await shareRules(tx, vendor.id);
  return currentPack({ tx, vendor });
}

/** Floating lots in the pool of a project, by the part version each was issued under. */
async function poolLotsOf({ tx, vendor }: Within, pack: CatalogPack, projectId: Uuid): Promise<PoolLot[]> {
  const [account] = await findAccounts(tx, vendor.id, [poolOf(projectId)]);
  const parts = pack.parts.filter(({ floating }) => floating).map(({ number }) => number);
  if (account === undefined || parts.length === 0) return [];
  const held = await floatingLots(tx, vendor.id, account.id, parts);
  const lots = await loadLots(
    tx,
    vendor.id,
    held.map((row) => row.lot_id),
  );
  const packs = await packsAt(
    tx,
    vendor.id,
    [...lots.values()].map(({ packVersion }) => packVersion),
  );
  return held.map(({ lot_id: lotId, quantity }) => {
    const { partNumber, packVersion, validFrom, validUntil } = lots.get(lotId)!;
    const part = findPart(packs.get(packVersion)!, partNumber)!;
    return { lotId, partNumber, quantity, grants: part.grants, validFrom, validUntil, floating: part.floating };
  });
}

/** What a project owns of seats today and from then on, and why (C3, F12). */
export async function seatsOfProject(context: Within, pack: CatalogPack, projectId: Uuid): Promise<readonly CounterSeats[]> {
  const { timeZone } = pack.vendor;
  const lots = await poolLotsOf(context, pack, projectId);
  return counterSeats({ lots, features: pack.features, today: vendorDay(context.now, timeZone), timeZone });
}

/** Writes how seats of locked counters are given, by the pack and what was set. */
export async function refreshRules({ tx, vendor }: Within, pack: CatalogPack, counters: readonly LockedCounterRow[]): Promise<void> {
  const rules = seatRulesOf(pack);
  const reserved = Map.groupBy(
    await reservedOf(
      tx,
      vendor.id,
      counters.map(({ id }) => id),
    ),
    (row) => row.counter_id,
  );
  const rows = counters.flatMap((counter) => {
    const seats = rules.get(counter.feature);
    return seats === undefined ? [] : [rulesOf(seats, counter, reserved.get(counter.id) ?? [])];
  });
  await saveRules(tx, vendor.id, rows);
}

/** Features by project. */
type Concerned = ReadonlyMap<Uuid, readonly string[]>;

/**
 * Makes the counters of projects what their pools say. All are locked before a pool is looked at: of two acts on one pool the
 * later sees what the earlier left. Locks of the ledger come first, those of counters after them, by id as in the seat engine.
 */
async function refreshCounters(context: Within, pack: CatalogPack, concerned: Concerned): Promise<void> {
  const { tx, vendor, now } = context;
  const { timeZone } = pack.vendor;
  // From the day before on, so that today has its seats by the database's clock too, which may be behind at midnight.
  const today = vendorDay(now, timeZone);
  const from = startOfDay(today.subtract({ days: 1 }), timeZone);
  const projectIds = [...concerned.keys()].sort();
  for (const projectId of projectIds) {
    const wanted = [...new Set(concerned.get(projectId))].sort().map((feature) => ({ id: uuidv7(), feature }));
    if (wanted.length > 0) await insertCounters(tx, vendor.id, projectId, wanted, from);
  }
  const counters = await lockCountersOf(tx, vendor.id, projectIds);
  for (const projectId of projectIds) {
    const owned = new Map((await seatsOfProject(context, pack, projectId)).map(({ feature, steps }) => [feature, steps]));
    for (const { id, feature } of counters.filter(({ project_id }) => project_id === projectId)) {
      const [first = { seats: 0 }, ...later] = owned.get(feature) ?? [];
      await saveSteps(tx, vendor.id, { id, steps: [{ from, seats: first.seats }, ...later] }, now);
    }
  }
  await refreshRules(context, pack, counters);
}

async function lotsMoved({ tx, vendor }: Within, moves: readonly PoolMove[], fresh: readonly Lot[]): Promise<ReadonlyMap<Uuid, Lot>> {
  const made = new Map(fresh.map((lot) => [lot.id, lot]));
  const stored = moves.map(({ lotId }) => lotId).filter((lotId) => !made.has(lotId));
  return new Map<Uuid, Lot>([...made, ...(await loadLots(tx, vendor.id, stored))]);
}

/** Units came into pools or went out of them: whose are floating, of that project the counters are made true again. */
async function poolsChanged(context: Within, moves: readonly PoolMove[], fresh: readonly Lot[]): Promise<void> {
  const lots = await lotsMoved(context, moves, fresh);
  const packs = await packsAt(
    context.tx,
    context.vendor.id,
    moves.map(({ lotId }) => lots.get(lotId)!.packVersion),
  );
  const featuresOf = new Map<Uuid, string[]>();
  for (const { projectId, lotId } of moves) {
    const lot = lots.get(lotId)!;
    const part = findPart(packs.get(lot.packVersion)!, lot.partNumber);
    if (part?.floating !== true) continue;
    featuresOf.set(projectId, [...(featuresOf.get(projectId) ?? []), ...part.grants.map(({ feature }) => feature)]);
  }
  if (featuresOf.size === 0) return;
  const { pack } = (await packInForce(context))!;
  const counted = seatRulesOf(pack);
  const concerned = [...featuresOf].map(
    ([projectId, features]) => [projectId, features.filter((feature) => counted.has(feature))] as const,
  );
  await refreshCounters(context, pack, new Map(concerned));
}

/**
 * Another pack: seats are given by its rules from now on. Where the day begins at another instant, all that is dated moves, project by
 * project afterwards: programs of all of them would have to wait for the last.
 */
async function catalogChanged(context: Within, timeZoneBefore: string | null): Promise<void> {
  const { tx, vendor, now } = context;
  await lockRules(tx, vendor.id);
  const counters = await lockCountersOf(tx, vendor.id, null);
  if (counters.length === 0) return;
  const { pack } = (await currentPack(context))!;
  await refreshRules(context, pack, counters);
  if (timeZoneBefore === pack.vendor.timeZone) return;
  await enqueueRefresh(tx, [...new Set(counters.map(({ project_id }) => project_id))], now);
}

/** Makes the counters that a project has what its pool says by the pack in force. */
export async function refreshProject(context: Within, projectId: Uuid): Promise<void> {
  const current = await packInForce(context);
  if (current !== null) await refreshCounters(context, current.pack, new Map([[projectId, []]]));
}

/** Keeps `counters` true to the pools and to the catalog, in the transaction of whatever changed them. */
export const seatKeeper: SeatKeeper = { poolsChanged, catalogChanged };
