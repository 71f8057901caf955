import type { listDeviceCloudLicenses as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { loadDevice, viewerOf } from '../../devices/index.ts';
import { activeHoldings } from '../holdings.ts';
import { loadWaiting } from '../waiting.ts';
import { toAgreement, toCloudLicenses } from '../wire.ts';

/** What waits for a device in its project's pool, and what is active on it, for people. */
export const listDeviceCloudLicenses: Handler<typeof contract> = async (context, { params, query }) => {
  const device = await loadDevice(context.tx, viewerOf(context), fromId('dev', params.deviceId)!);
  if (device === null) return refuse('not-found');
  const waiting = await loadWaiting(context, device, query);
  if (!waiting.ok) return waiting;
  const { current, product, page } = waiting.value;
  return accept({
    waiting: page.items,
    next: page.next,
    total: page.total,
    active: await toCloudLicenses(context, current, await activeHoldings(context, device.id)),
    agreement: toAgreement(context, current, product),
  });
};
