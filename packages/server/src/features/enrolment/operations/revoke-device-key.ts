import type { revokeDeviceKey as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { loadDevice, lockFamily, viewerOf } from '../../devices/index.ts';
import { recordAct } from '../../ledger/index.ts';
import { lockProjectOf } from '../lock-project-of.ts';
import { loadEnrolment } from '../store.ts';
import { takeKeyAway } from '../take-key-away.ts';
import { toEnrolments } from '../wire.ts';

/** Kills a device's key, as when the device was stolen. What is booked on it stays: a new key gets it again, once somebody approves. */
export const revokeDeviceKey: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor } = context;
  const viewer = viewerOf(context);
  const id = fromId('dev', params.deviceId)!;
  const device = await lockProjectOf(context, () => loadDevice(tx, viewer, id));
  if (device === null) return refuse('not-found');
  // Behind the device's lock, as every act with its key: one that goes on is done before.
  await lockFamily(tx, vendor.id, device.id);
  const killed = await takeKeyAway(context, device.id);
  if (killed === null) return refuse('no-device-key', { deviceId: device.id });
  const row = (await loadEnrolment(tx, viewer, killed))!;
  const about = { deviceId: device.id, customerId: device.customer_id, projectId: device.project_id, reason: body.reason ?? null };
  await recordAct(context, 'revoke-device-key', { enrolmentId: killed, thumbprint: row.thumbprint }, about);
  const [enrolment] = await toEnrolments(context, [row]);
  return accept(enrolment!);
};
