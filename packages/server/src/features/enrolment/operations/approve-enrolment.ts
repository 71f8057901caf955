import type { approveEnrolment as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { findProduct } from '@muniment/domain/catalog';
import { fromId } from '@muniment/platform/ids';
import type { Context, Handler } from '../../../core/context.ts';
import { actorRef } from '../../audit/index.ts';
import { currentPack } from '../../catalog/index.ts';
import { viewerOf } from '../../devices/index.ts';
import { recordAct } from '../../ledger/index.ts';
import { loadProject } from '../../projects/index.ts';
import { letIn } from '../let-in.ts';
import { lockProjectOf } from '../lock-project-of.ts';
import { findHolder, isWaiting, type ListedRow, loadEnrolment, saveEnrolment } from '../store.ts';
import { toEnrolments } from '../wire.ts';

/** Somebody who knows the device says that this is it (E8): its key is the device's, and one it had before is dead. */
export const approveEnrolment: Handler<typeof contract> = async (context, { params, body }) => {
  const { tx, vendor, actor } = context;
  const viewer = viewerOf(context);
  const id = fromId('enr', params.enrolmentId)!;
  const row = await lockProjectOf(context, () => loadEnrolment(tx, viewer, id));
  if (row === null) return refuse('not-found');
  if (!isWaiting(row)) return refuse('enrolment-decided', { state: row.state });
  if (row.state === 'current') return confirm(context, row, body.reason ?? null);
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const product = findProduct(current.pack, row.product, row.variant);
  if (product === undefined) return refuse('product-unknown', { product: row.product });
  const holder = await findHolder(tx, vendor.id, row.product, row.hardware_key);
  const key = { hardwareKey: row.hardware_key, role: 'primary', product: row.product };
  if (holder?.state === 'blocked') return refuse('hardware-key-blocked', key);
  if (holder !== null && holder.project_id !== row.project_id) return refuse('hardware-key-taken', key);
  const asked = {
    project: (await loadProject(tx, viewer, row.project_id))!,
    current,
    model: { product, variant: row.variant },
    entered: row.hardware_key,
    hardwareKey: row.hardware_key,
    name: row.name,
    thumbprint: row.thumbprint,
    publicKey: row.public_jwk,
    issuedAt: row.request_issued_at,
    nonce: row.request_nonce,
    lotIds: [],
    key: row,
    holder,
  };
  const letting = { decidedBy: actor, waitsFor: row.waits_for, cause: 'approve-enrolment', reason: body.reason ?? null } as const;
  const done = await letIn(context, asked, letting);
  if (!done.ok)
    return done.refusal.code === 'device-key-in-use'
      ? refuse('enrolment-decided', { state: row.state })
      : refuse(done.refusal.code, done.refusal.facts);
  const [enrolment] = await toEnrolments(context, [(await loadEnrolment(tx, viewer, id))!]);
  return accept(enrolment!);
};

/** Its key is in force already, for what a licence key is worth: from now on it may ask for a token. */
async function confirm(context: Context, row: ListedRow, reason: string | null) {
  const { tx, vendor, actor, now } = context;
  const { id, thumbprint, state } = row;
  const decided = { ...row, by_license_key: false, decided_at: now, decided_by: actorRef(actor) };
  if (!(await saveEnrolment(tx, vendor.id, decided, now))) return refuse('enrolment-decided', { state });
  const about = { deviceId: row.device_id, customerId: row.customer_id, projectId: row.project_id, reason };
  await recordAct(context, 'approve-enrolment', { state, thumbprint, enrolmentId: id, hardwareKey: row.hardware_key }, about);
  const [enrolment] = await toEnrolments(context, [(await loadEnrolment(tx, viewerOf(context), id))!]);
  return accept(enrolment!);
}
