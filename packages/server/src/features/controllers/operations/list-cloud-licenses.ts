import type { listCloudLicenses as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId, toId } from '@muniment/platform/ids';
import { loadDevice, viewerOf } from '../../devices/index.ts';
import { readOfDevice } from '../../enrolment/index.ts';
import { loadProject } from '../../projects/index.ts';
import { loadWaiting } from '../waiting.ts';
import { toAgreement, toDeviceRef } from '../wire.ts';

/** What waits for the device in its project's pool, with what must be accepted before it is activated (E2). */
export const listCloudLicenses = readOfDevice<typeof contract>(async (context, { query }, deviceId) => {
  const viewer = viewerOf(context);
  const device = await loadDevice(context.tx, viewer, deviceId);
  if (device === null) return refuse('not-found');
  const lotIds = query.lotIds?.map((id) => fromId('lot', id)!) ?? null;
  const waiting = await loadWaiting(context, device, query, lotIds);
  if (!waiting.ok) return waiting;
  const { current, product, page } = waiting.value;
  const project = (await loadProject(context.tx, viewer, device.project_id))!;
  return accept({
    device: toDeviceRef(device),
    project: { id: toId('prj', project.id), name: project.name },
    ...page,
    agreement: toAgreement(context, current, product),
  });
});
