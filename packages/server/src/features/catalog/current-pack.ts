import { catalogPack } from '@muniment/contract/catalog-pack';
import type { CatalogPack } from '@muniment/domain/catalog';
import type { Tx } from '@muniment/platform/postgres';
import type { Uuid, Vendor } from '../../core/context.ts';
import { latestVersion, loadPack } from './store.ts';

export interface VersionedPack {
  readonly version: number;
  readonly pack: CatalogPack;
}

/** A version of a vendor's pack never changes, so a process reads each once. The oldest gives way. */
const packs = new Map<string, CatalogPack>();
const mostPacks = 64;

/** The pack as it was at a version; lots name versions that exist. */
async function packAt(tx: Tx, vendorId: Uuid, version: number): Promise<CatalogPack> {
  const key = `${vendorId}:${version}`;
  const known = packs.get(key);
  if (known !== undefined) return known;
  const stored = await loadPack(tx, vendorId, version);
  if (stored === null) throw new Error(`catalog version ${version} is named by a lot but not there`);
  // A pack that was stored before the format grew has what is new by its defaults.
  const pack = catalogPack.parse(stored);
  if (packs.size >= mostPacks) packs.delete(packs.keys().next().value!);
  packs.set(key, pack);
  return pack;
}

/** The newest pack of a vendor, null before one was loaded. */
export async function currentPack(context: { readonly tx: Tx; readonly vendor: Pick<Vendor, 'id'> }): Promise<VersionedPack | null> {
  const version = await latestVersion(context.tx, context.vendor.id);
  return version === 0 ? null : { version, pack: await packAt(context.tx, context.vendor.id, version) };
}

/** Packs of several versions at once, for lots issued at different times. */
export async function packsAt(tx: Tx, vendorId: Uuid, versions: Iterable<number>): Promise<ReadonlyMap<number, CatalogPack>> {
  const found = new Map<number, CatalogPack>();
  for (const version of new Set(versions)) found.set(version, await packAt(tx, vendorId, version));
  return found;
}
