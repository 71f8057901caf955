import type { getCurrentLicense as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { findProduct } from '@muniment/domain/catalog';
import type { Context } from '../../../core/context.ts';
import { currentPack, inLanguage, languageFor, type VersionedPack } from '../../catalog/index.ts';
import { type DeviceRow, loadDevice, viewerOf } from '../../devices/index.ts';
import { readOfDevice } from '../../enrolment/index.ts';
import { newestDocument } from '../../licenses/index.ts';
import { activeHoldings } from '../holdings.ts';
import { toCloudLicenses, toDeviceRef, toDocument } from '../wire.ts';

/** What the catalog says of things behind the device; null where nothing is counted there. */
function endpointsOf({ language }: Context, { pack }: VersionedPack, { product, variant }: DeviceRow) {
  const rules = findProduct(pack, product, variant)?.endpoints;
  if (rules === undefined) return null;
  const t = inLanguage(pack, languageFor(pack, language));
  const protocols = rules.protocols.map(({ id, label, feature }) => ({ id, label: t(label), feature }));
  return { protocols, overCapacity: rules.overCapacity };
}

/** What the device has by the books: for one that was restarted, reset, or lost an answer (E8). */
export const getCurrentLicense = readOfDevice<typeof contract>(async (context, _, deviceId) => {
  const { tx, vendor, now } = context;
  const device = await loadDevice(tx, viewerOf(context), deviceId);
  if (device === null) return refuse('not-found');
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  return accept({
    dryRun: false,
    operationId: null,
    at: now.toString(),
    device: toDeviceRef(device),
    document: toDocument(await newestDocument(tx, vendor.id, device.id)),
    licenses: await toCloudLicenses(context, current, await activeHoldings(context, device.id)),
    digest: null,
    endpoints: endpointsOf(context, current, device),
  });
});
