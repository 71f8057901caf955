import type { OutputOf, validateLicense } from '@muniment/contract';
import { type CatalogPack, findPart, findProduct, matchHardwareKey } from '@muniment/domain/catalog';
import { type ActiveLot, type Coverage, coverage, entitlements } from '@muniment/domain/entitlements';
import { hasEnded, startOfDay, vendorDay } from '@muniment/domain/terms';
import { inTransaction, type Pool } from '@muniment/platform/postgres';
import { Temporal } from 'temporal-polyfill';
import type { Uuid } from '../../core/context.ts';
import { currentPack, packsAt, type VersionedPack } from '../catalog/index.ts';
import { entitlementInput, type Model } from './device-entitlements.ts';
import { type HeldRow, type LotRow, loadLotFacts, loadVariants } from './store.ts';

/** What a device may do, as validation tells it; and if nothing, why nothing counts today. */
export interface Rights {
  readonly entitlements: OutputOf<typeof validateLicense>['entitlements'];
  readonly nothing: 'expired' | 'not-yet-valid' | 'not-active';
  /** What maintenance covers of every capacity that it is sold for (E7); which of them a product asks for is another question. */
  readonly coverage: readonly Coverage[];
  /** Lots among them that acts on terms have made: whoever is told yes has used them. None for most. */
  readonly running: readonly Uuid[];
}

/** What rights depend on beside the lots: they hold until there is a newer pack or another day. */
export interface Basis extends VersionedPack {
  readonly today: Temporal.PlainDate;
  /** The day's first millisecond since 1970, and the next day's. */
  readonly from: number;
  readonly until: number;
}

/**
 * Works out what lots grant and remembers it. Rights are a pure function of pack, day and lots, and a lot never changes,
 * so the same lots have the same rights while the basis is the same; what a device holds is read every time.
 */
export interface RightsTable {
  /** The basis at an instant, from at least this version of the pack on; null before the first pack. */
  basisAt(vendorId: Uuid, now: Temporal.Instant, atLeast: number): Basis | Promise<Basis | null>;
  /** Rights of devices as `heldByDevices` tells them; of no device and of no lots none. */
  rightsOf(vendorId: Uuid, basis: Basis, rows: readonly (HeldRow | null)[]): Promise<readonly (Rights | null)[]>;
}

const mostRemembered = 20_000;

/** Adds to a map of bounded size; the oldest entry gives way. */
function remember<K, V>(map: Map<K, V>, key: K, value: V): V {
  if (map.size >= mostRemembered && !map.has(key)) map.delete(map.keys().next().value!);
  map.set(key, value);
  return value;
}

function basisOf(current: VersionedPack, now: Temporal.Instant): Basis {
  const { timeZone } = current.pack.vendor;
  const today = vendorDay(now, timeZone);
  const midnight = (day: Temporal.PlainDate) => startOfDay(day, timeZone).epochMilliseconds;
  return { ...current, today, from: midnight(today), until: midnight(today.add({ days: 1 })) };
}

export function isWithin({ from, until }: Basis, { epochMilliseconds: at }: Temporal.Instant): boolean {
  return at >= from && at < until;
}

interface Held {
  readonly lotId: Uuid;
  readonly quantity: number;
}

function readLots(text: string): readonly Held[] {
  return text.split(',').map((item) => ({ lotId: item.slice(0, 36), quantity: Number(item.slice(37)) }));
}

interface Facts {
  readonly packs: ReadonlyMap<number, CatalogPack>;
  readonly lots: ReadonlyMap<Uuid, LotRow>;
}

function compute(basis: Basis, { packs, lots: known }: Facts, held: readonly Held[], model: Model): Rights {
  const lots = held.map(({ lotId, quantity }) => {
    const { part, pack_version: version, origin, valid_from: validFrom, valid_until: validUntil } = known.get(lotId)!;
    const { grants = [], covers } = findPart(packs.get(version)!, part) ?? {};
    const demo = origin === 'demo';
    return { lotId, partNumber: part, quantity, grants, ...(covers === undefined ? {} : { covers }), validFrom, validUntil, demo };
  });
  const found = entitlements(entitlementInput(basis.pack, model, lots, basis.today));
  return {
    entitlements: found.map(({ feature, kind, value, validUntil, lastDay }) => ({
      feature,
      kind,
      value,
      until: validUntil?.toString() ?? null,
      lastDay: lastDay?.toString() ?? null,
    })),
    nothing: whyNothing(lots, basis.today),
    coverage: coverage(lots, capacitiesOf(basis.pack), basis.today),
    running: held.flatMap(({ lotId }) =>
      known.get(lotId)!.starts_on === null || hasEnded({ validUntil: known.get(lotId)!.valid_until }, basis.today) ? [] : [lotId],
    ),
  };
}

/** Maintenance alone grants nothing, and has not ended either. */
function whyNothing(lots: readonly ActiveLot[], today: Temporal.PlainDate): Rights['nothing'] {
  const granting = lots.filter(({ grants }) => grants.length > 0);
  if (granting.length === 0) return 'not-active';
  const waits = granting.some(({ validFrom }) => validFrom !== null && Temporal.PlainDate.compare(validFrom, today) > 0);
  return waits ? 'not-yet-valid' : 'expired';
}

const capacities = new WeakMap<CatalogPack, readonly string[]>();

/** The capacities that maintenance is sold for; none for most packs. */
function capacitiesOf(pack: CatalogPack): readonly string[] {
  const known = capacities.get(pack);
  if (known !== undefined) return known;
  const named = new Set(pack.parts.flatMap(({ covers }) => (covers === undefined ? [] : [covers.feature])));
  const found = pack.features.map(({ id }) => id).filter((id) => named.has(id));
  capacities.set(pack, found);
  return found;
}

interface Remembered {
  readonly basis: Basis;
  readonly rights: Rights;
  /** With a demo, rights depend on the device's product and variant too; null where they depend on the lots alone. */
  readonly deviceId: Uuid | null;
}

/** Rights that are not remembered yet, all lots and packs of them read at once. */
async function workOut(pool: Pool, vendorId: Uuid, basis: Basis, rows: ReadonlyMap<string, HeldRow>): Promise<Map<string, Remembered>> {
  const held = [...rows].map(([text, row]) => ({ text, row, lots: readLots(text) }));
  const lotIds = new Set(held.flatMap(({ lots }) => lots.map(({ lotId }) => lotId)));
  const lots = new Map((await loadLotFacts(pool, vendorId, [...lotIds])).map((row) => [row.id, row]));
  const versions = new Set([...lots.values()].map((row) => row.pack_version));
  const packs =
    versions.size === 1 && versions.has(basis.version)
      ? new Map([[basis.version, basis.pack]])
      : await inTransaction(pool, { vendorId, readOnly: true }, (tx) => packsAt(tx, vendorId, versions));
  const withDemo = new Set(
    held.flatMap((one) => (one.lots.some(({ lotId }) => lots.get(lotId)?.origin === 'demo') ? one.row.device_id : [])),
  );
  const variants = withDemo.size === 0 ? new Map<Uuid, string | null>() : await loadVariants(pool, vendorId, [...withDemo]);
  return new Map(
    held.map(({ text, row, lots: units }) => {
      const rights = compute(basis, { packs, lots }, units, { product: row.product, variant: variants.get(row.device_id) ?? null });
      return [text, { basis, rights, deviceId: withDemo.has(row.device_id) ? row.device_id : null }];
    }),
  );
}

export function createRightsTable(pool: Pool): RightsTable {
  const bases = new Map<Uuid, Basis>();
  const remembered = new Map<string, Remembered>();
  const known = (basis: Basis, { lots, device_id: deviceId }: HeldRow) => {
    const entry = remembered.get(lots!);
    return entry?.basis === basis && (entry.deviceId === null || entry.deviceId === deviceId) ? entry.rights : undefined;
  };
  return {
    basisAt(vendorId, now, atLeast) {
      const before = bases.get(vendorId);
      if (before === undefined || before.version < atLeast) {
        return inTransaction(pool, { vendorId, readOnly: true }, (tx) => currentPack({ tx, vendor: { id: vendorId } })).then((current) =>
          current === null ? null : remember(bases, vendorId, basisOf(current, now)),
        );
      }
      return isWithin(before, now) ? before : remember(bases, vendorId, basisOf(before, now));
    },
    async rightsOf(vendorId, basis, rows) {
      const missing = new Map<string, HeldRow>();
      for (const row of rows) if (row !== null && row.lots !== null && known(basis, row) === undefined) missing.set(row.lots, row);
      const made = missing.size === 0 ? null : await workOut(pool, vendorId, basis, missing);
      for (const [text, entry] of made ?? []) remember(remembered, text, entry);
      return rows.map((row) => (row === null || row.lots === null ? null : (made?.get(row.lots)?.rights ?? known(basis, row)!)));
    },
  };
}

const storedKeys = new WeakMap<CatalogPack, Map<string, string>>();

/** A hardware key as devices carry it, in its stored form; one that no format takes is unknown, not an error. */
export function storedKey(pack: CatalogPack, productId: string, entered: string): string {
  const known = storedKeys.get(pack) ?? new Map<string, string>();
  storedKeys.set(pack, known);
  const id = `${productId} ${entered}`;
  const stored = known.get(id);
  if (stored !== undefined) return stored;
  const product = findProduct(pack, productId);
  const key = product === undefined ? null : matchHardwareKey(product, entered);
  return remember(known, id, key?.ok ? key.value.key : entered);
}
