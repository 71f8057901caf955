import type { replaceHardware as contract, InputOf } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Context, Handler, Uuid } from '../../../core/context.ts';
import { standingOf } from '../../controllers/index.ts';
import { type DeviceRow, isReplaceable, loadDevice, viewerOf } from '../../devices/index.ts';
import { type Asked, letIn, readAsked } from '../../enrolment/index.ts';
import { loadProject } from '../../projects/index.ts';
import { namedAs } from '../reinstall.ts';
import { lockBoth, replace } from '../replace.ts';

type Body = InputOf<typeof contract>['body'];

/** The request of the new workstation, for the project of the old device: whatever else it names, the vendor decides where it belongs. */
async function readRequest(context: Context, text: string, projectId: Uuid) {
  const read = await readAsked(context, text, ['licenses', 'renew'], async () => {
    const project = await loadProject(context.tx, viewerOf(context), projectId);
    return project === null ? refuse('not-found') : accept(project);
  });
  return read.ok ? standingOf(read.value) : read;
}

interface Next {
  readonly deviceId: Uuid;
  /** Null where the device is named and asks for nothing. */
  readonly asked: Asked | null;
}

/** The device that takes the place: the one that is named, or the one that the request is of. */
async function nextDevice(context: Context, { request, newDeviceId, reason }: Body, { id: oldId, project_id: projectId }: DeviceRow) {
  if ((request === undefined) === (newDeviceId === undefined)) return refuse('new-device-missing');
  if (request === undefined) return accept<Next>({ deviceId: fromId('dev', newDeviceId!)!, asked: null });
  const read = await readRequest(context, request, projectId);
  if (!read.ok) return read;
  const { asked, key } = read.value;
  if (key === 'current') return accept<Next>({ deviceId: asked.holder!.device_id, asked });
  const done = await letIn(context, await namedAs(context, asked, oldId), {
    decidedBy: context.actor,
    waitsFor: null,
    cause: 'replace-hardware',
    reason,
  });
  return done.ok ? accept<Next>({ deviceId: done.value.deviceId, asked }) : done;
}

/**
 * Hardware replacement (C9): everything of a device that is dead goes to another one, by the vendor and with a reason. The old key is
 * blocked for good; both sides get their documents.
 */
export const replaceHardware: Handler<typeof contract> = async (context, { params, body }) => {
  const oldId = fromId('dev', params.deviceId)!;
  const seen = await loadDevice(context.tx, viewerOf(context), oldId);
  if (seen === null) return refuse('not-found');
  // The project first, then devices: as every enrolment.
  const next = await nextDevice(context, body, seen);
  if (!next.ok) return next;
  const both = await lockBoth(context, oldId, next.value.deviceId);
  if (!both.ok) return both;
  const { device, product } = both.value.old;
  if (!isReplaceable(device, product)) {
    return refuse('hardware-not-replaceable', { hardwareKey: device.hardware_key, productLabel: product.label });
  }
  return replace(context, { ...both.value, asked: next.value.asked, ...body });
};
