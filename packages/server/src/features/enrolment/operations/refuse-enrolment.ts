import type { refuseEnrolment as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { fromId } from '@muniment/platform/ids';
import type { Handler } from '../../../core/context.ts';
import { actorRef } from '../../audit/index.ts';
import { lockFamily, viewerOf } from '../../devices/index.ts';
import { recordAct } from '../../ledger/index.ts';
import { lockProjectOf } from '../lock-project-of.ts';
import { isWaiting, loadEnrolment, refuseKey } from '../store.ts';
import { takeKeyAway } from '../take-key-away.ts';
import { toEnrolments } from '../wire.ts';

/** Somebody says no: the key is out for good, and the device that has the install code keeps its own. */
export const refuseEnrolment: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor, actor, now } = context;
  const viewer = viewerOf(context);
  const id = fromId('enr', params.enrolmentId)!;
  const row = await lockProjectOf(context, () => loadEnrolment(tx, viewer, id));
  if (row === null) return refuse('not-found');
  if (!isWaiting(row)) return refuse('enrolment-decided', { state: row.state });
  if (row.state === 'current') {
    // One that a licence key let in has a key in force: that one ends, behind the lock of every act with it.
    await lockFamily(tx, vendor.id, row.device_id!);
    await takeKeyAway(context, row.device_id!);
  } else await refuseKey(tx, vendor.id, id, actorRef(actor), now);
  const details = { enrolmentId: id, thumbprint: row.thumbprint, hardwareKey: row.hardware_key };
  const about = { deviceId: row.device_id, customerId: row.customer_id, projectId: row.project_id, reason: body.reason ?? null };
  await recordAct(context, 'refuse-enrolment', details, about);
  const [enrolment] = await toEnrolments(context, [(await loadEnrolment(tx, viewer, id))!]);
  return accept(enrolment!);
};
