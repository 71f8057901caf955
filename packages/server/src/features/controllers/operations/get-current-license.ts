import type { getCurrentLicense as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import type { Handler } from '../../../core/context.ts';
import { currentPack } from '../../catalog/index.ts';
import { loadDevice, viewerOf } from '../../devices/index.ts';
import { newestDocument } from '../../licenses/index.ts';
import { activeHoldings } from '../holdings.ts';
import { toCloudLicenses, toDeviceRef, toDocument } from '../wire.ts';

/** What the device has by the books: for one that was restarted, reset, or lost an answer (E8). */
export const getCurrentLicense: Handler<typeof contract> = async (context) => {
  const { tx, vendor, now } = context;
  const device = await loadDevice(tx, viewerOf(context), context.actor.id!);
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
  });
};
