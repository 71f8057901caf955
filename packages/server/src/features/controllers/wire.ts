import type { agreementToAccept, cloudLicense, controllerLicenses, listCapacities, OutputOf } from '@muniment/contract';
import { agreementFor, type CatalogPack, findFeature, findPart, type Part, type Product } from '@muniment/domain/catalog';
import { vendorDay } from '@muniment/domain/terms';
import { toId } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { Context } from '../../core/context.ts';
import type { CapacityRow, UseRow } from '../capacities/index.ts';
import { inLanguage, languageFor, packsAt, type VersionedPack } from '../catalog/index.ts';
import type { DeviceRow } from '../devices/index.ts';
import type { SignedDocumentRow } from '../licenses/index.ts';
import { type LoadedHolding, lotPeriod, lotWords } from '../lots/index.ts';

export type CloudLicense = z.output<typeof cloudLicense>;
export type ControllerLicenses = z.output<typeof controllerLicenses>;

/** Capacity, or what takes care of it; by what a unit of the part grants. */
function kindOf(pack: CatalogPack, part: Part): CloudLicense['kind'] {
  if (part.covers !== undefined || part.class === 'maintenance') return 'maintenance';
  return part.grants.some(({ feature }) => findFeature(pack, feature)?.kind === 'capacity') ? 'capacity' : 'other';
}

/** Licences as a controller and its people see them, the newest first. */
export async function toCloudLicenses(
  context: Context,
  current: VersionedPack,
  holdings: readonly LoadedHolding[],
): Promise<CloudLicense[]> {
  const { tx, vendor, language } = context;
  const { timeZone } = current.pack.vendor;
  const versions = holdings.map(({ lot }) => lot.packVersion);
  const [wordsOf, packs] = [await lotWords(context, current, versions), await packsAt(tx, vendor.id, versions)];
  const t = inLanguage(current.pack, languageFor(current.pack, language));
  const ordered = [...holdings].sort((a, b) => Temporal.Instant.compare(b.cameAt, a.cameAt) || (a.lot.id > b.lot.id ? -1 : 1));
  return ordered.map(({ lot, part, quantity, cameAt }) => {
    const { partLabel, unit, grants } = wordsOf(lot);
    const described = findPart(current.pack, lot.partNumber)?.description ?? part.description;
    return {
      lotId: toId('lot', lot.id),
      part: lot.partNumber,
      partLabel,
      description: described === undefined ? partLabel : t(described),
      kind: kindOf(packs.get(lot.packVersion)!, part),
      unit,
      quantity,
      transferredAt: cameAt.toString(),
      transferDate: vendorDay(cameAt, timeZone).toString(),
      grants,
      ...lotPeriod(lot),
      termDays: lot.validUntil === null ? (lot.termDays ?? null) : null,
    };
  });
}

/** What must be accepted before anything is activated, in the reader's language. */
export function toAgreement(context: Context, { pack }: VersionedPack, product: Product): z.output<typeof agreementToAccept> | null {
  const agreement = agreementFor(pack, product);
  if (agreement === null) return null;
  const language = languageFor(pack, context.language);
  return { id: agreement.id, version: agreement.version, language, text: inLanguage(pack, language)(agreement.text) };
}

export function toDeviceRef(device: Pick<DeviceRow, 'id' | 'name' | 'hardware_key' | 'product'>): ControllerLicenses['device'] {
  return { id: toId('dev', device.id), name: device.name, hardwareKey: device.hardware_key, product: device.product };
}

export function toDocument(row: SignedDocumentRow | null): ControllerLicenses['document'] {
  if (row === null) return null;
  return { id: toId('doc', row.id), fileName: row.file_name, epoch: row.epoch, number: row.serial, text: row.document };
}

type DeviceCapacities = OutputOf<typeof listCapacities>['items'][number];

/** A capacity by its name in the reader's language. */
export function toUse(pack: CatalogPack, language: string | null): (row: UseRow) => DeviceCapacities['capacities'][number] {
  const t = inLanguage(pack, languageFor(pack, language));
  return (row) => ({
    feature: row.feature,
    label: t(findFeature(pack, row.feature)!.label),
    capacity: row.capacity,
    endpoints: row.endpoints,
    missing: row.missing,
    covered: row.uncovered === null ? null : row.covered,
    uncovered: row.uncovered,
  });
}

/** A device with its capacities. */
export function toDeviceCapacities(pack: CatalogPack, language: string | null): (row: CapacityRow) => DeviceCapacities {
  const use = toUse(pack, language);
  return ({ id, name, hardware_key, reported_at, uses }) => ({
    device: { id: toId('dev', id), name, hardwareKey: hardware_key },
    capacities: uses.map(use),
    reportedAt: reported_at?.toString() ?? null,
  });
}
