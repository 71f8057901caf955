import { type FileNameFacts, fileNameOf, type Product, type ZipFile } from '@muniment/domain/catalog';
import { vendorDay } from '@muniment/domain/terms';
import { toId } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../core/context.ts';
import type { VersionedPack } from '../catalog/index.ts';
import type { DeviceRow } from '../devices/index.ts';
import type { LoadedHolding } from '../lots/index.ts';
import { entitlementInput, toActiveLots, toEntitlements } from './device-entitlements.ts';
import { logText } from './log-text.ts';
import { distinct, type Entry } from './zip.ts';

/** A signed document and the device it is for. */
export interface Made {
  readonly id: Uuid;
  readonly device: DeviceRow;
  readonly serial: number;
  readonly kid: string;
  readonly document: string;
  readonly names: FileNameFacts;
}

interface ZipFacts {
  readonly file: ZipFile;
  readonly product: Product;
  readonly current: VersionedPack;
  readonly active: readonly LoadedHolding[];
  /** The device that has the licences first, then those that are licensed with it. */
  readonly made: readonly Made[];
}

/** What a zip file holds, in the order the product gives (B11). */
export function fill(context: Context, facts: ZipFacts): readonly Entry[] {
  const { file, made } = facts;
  return distinct(
    file.entries.flatMap((entry) =>
      (entry.of === 'each' ? made : made.slice(0, 1)).map((one) => ({
        fileName: fileNameOf(entry.fileName, one.names),
        text: entry.content === 'license' ? one.document : logOf(context, facts, one),
      })),
    ),
  );
}

function logOf({ vendor, now }: Context, { current: { pack }, product, active, made }: ZipFacts, one: Made): string {
  const language = pack.vendor.languages[0]!;
  const input = entitlementInput(pack, made[0]!.device, toActiveLots(active), vendorDay(now, pack.vendor.timeZone));
  return logText({
    vendor: vendor.name,
    pack,
    language,
    product,
    hardwareKey: one.device.hardware_key,
    productKey: one.device.product_key,
    serial: `${one.device.epoch}-${one.serial}`,
    documentId: toId('doc', one.id),
    kid: one.kid,
    madeAt: now.toString(),
    active,
    entitlements: toEntitlements(pack, language, input),
  });
}
