import type { enrolDevice as contract } from '@muniment/contract';
import { accept, refuse } from '@muniment/domain';
import { decideEnrolment, mostGivenWay, type Wait } from '@muniment/domain/enrolment';
import { startOfDay, vendorDay } from '@muniment/domain/terms';
import { sha256Bytes } from '@muniment/platform/hash';
import { toId, uuidv7 } from '@muniment/platform/ids';
import type { Temporal } from 'temporal-polyfill';
import type { Actor, Context, Handler, Uuid } from '../../../core/context.ts';
import { loadDevice, viewerOf } from '../../devices/index.ts';
import { deviceActor, makeDeviceToken } from '../../identity/index.ts';
import { recordAct } from '../../ledger/index.ts';
import { writeControllerMail } from '../../mail/index.ts';
import { type Asked, knownDevice, knownKey, readAsked } from '../asked.ts';
import { codeHash } from '../code.ts';
import { findCode, useCode } from '../codes-store.ts';
import { letIn } from '../let-in.ts';
import { cameToWait, countCame, giveWay, isCustomerIdOf, listWaiting, saveEnrolment, saveToken } from '../store.ts';

type Public = Context<Actor | null>;

/** A waiting device may ask again after so long. */
const askAgainAfterSeconds = 60;

/** A device asks to be one of a project (E1), or for its next token. It proves by its signature that it holds the key, and nothing else. */
export const enrolDevice: Handler<typeof contract> = async (context, { body }) => {
  const { tx, vendor, now } = context;
  const read = await readAsked(context, body.request, ['enrol'], async ([project]) =>
    project === undefined ? refuse('customer-id-unknown') : accept(project),
  );
  if (!read.ok) return read;
  const asked = read.value;
  const codeId = body.code === undefined ? null : await findCode(tx, vendor.id, asked.project.id, codeHash(body.code), now);
  const code = body.code === undefined ? 'none' : codeId === null ? 'not-valid' : 'valid';
  const state = {
    policy: asked.model.product.enrolment!,
    key: knownKey(asked),
    device: knownDevice(asked),
    waiting: await listWaiting(tx, vendor.id, asked.project.id, { product: asked.model.product.id, hardwareKey: asked.hardwareKey, now }),
    cameToday: await countCame(tx, vendor.id, asked.project.id, now.subtract({ hours: 24 })),
  };
  const knowsProject = asked.customerId !== undefined && (await isCustomerIdOf(tx, vendor.id, asked.project.id, asked.customerId as Uuid));
  const decision = decideEnrolment(state, { issuedAt: asked.issuedAt, nonce: asked.nonce, code, knowsProject });
  if (!decision.ok) return refuse(decision.refusal.code, { ...decision.refusal.facts, hardwareKey: asked.hardwareKey, role: 'primary' });
  if (decision.value.outcome === 'wait') return wait(context, asked, decision.value);
  if (decision.value.outcome === 'again') {
    // Where the key was the device's for good before, its code is left for another.
    if (codeId !== null && asked.key!.by_license_key) await useCode(tx, vendor.id, codeId, asked.key!.id, now);
    return again(context, asked);
  }
  const done = await letIn(context, asked, { decidedBy: null, waitsFor: asked.key?.waits_for ?? null, cause: 'enrol-device' });
  if (!done.ok) return done;
  if (codeId !== null) await useCode(tx, vendor.id, codeId, done.value.enrolmentId, now);
  return answer(context, asked, done.value);
};

/** The key is the device's already: whatever was lost on the way, it gets its next token. */
async function again(context: Public, asked: Asked) {
  const key = asked.key!;
  const newest = { ...key, by_license_key: false, request_issued_at: asked.issuedAt, request_nonce: asked.nonce };
  if (!(await saveEnrolment(context.tx, context.vendor.id, newest, context.now))) return refuse('device-key-killed');
  const customer = { id: asked.project.customer_id, name: asked.project.customer_name };
  const viewer = viewerOf({ ...context, actor: deviceActor({ id: key.device_id, name: key.name }, customer) });
  const { epoch } = (await loadDevice(context.tx, viewer, key.device_id!))!;
  return answer(context, asked, { enrolmentId: key.id, deviceId: key.device_id!, epoch });
}

async function wait(context: Public, asked: Asked, { waitsFor, givesWay }: Wait) {
  const { tx, vendor, now } = context;
  const { project, model, key } = asked;
  const isNew = key === null || (key.state === 'current' && key.waits_for === null);
  const isFirst = isNew && !(await cameToWait(tx, vendor.id, project.id, beginOfToday(context, asked)));
  const row = {
    id: key?.id ?? uuidv7(),
    project_id: project.id,
    device_id: asked.holder?.device_id ?? null,
    product: model.product.id,
    variant: model.variant,
    hardware_key: asked.hardwareKey,
    name: asked.name,
    thumbprint: asked.thumbprint,
    public_jwk: asked.publicKey,
    // A licence key let it in already: it goes on with what that one is worth.
    state: key?.state === 'current' ? 'current' : 'waiting',
    waits_for: waitsFor,
    by_license_key: key?.state === 'current',
    request_issued_at: asked.issuedAt,
    request_nonce: asked.nonce,
    decided_at: key?.state === 'current' ? key.decided_at : null,
    decided_by: null,
  } as const;
  if (givesWay !== null) await giveWay(tx, vendor.id, { id: givesWay, projectId: project.id }, now, mostGivenWay);
  if (!(await saveEnrolment(tx, vendor.id, row, now))) return refuse('device-key-in-use');
  // Once so many wait, a flood of others leaves nothing in the history.
  if (isNew && givesWay === null) {
    const actor = deviceActor({ id: row.device_id, name: asked.name }, { id: project.customer_id, name: project.customer_name });
    const details = { state: 'waiting', waitsFor, thumbprint: asked.thumbprint, enrolmentId: row.id, hardwareKey: asked.hardwareKey };
    const about = { deviceId: row.device_id, customerId: project.customer_id, projectId: project.id };
    await recordAct({ ...context, actor }, 'enrol-device', details, about);
  }
  if (isFirst) await tell(context, asked);
  return accept({
    enrolmentId: toId('enr', row.id),
    state: 'waiting' as const,
    waitsFor,
    hardwareKey: asked.hardwareKey,
    deviceId: null,
    token: null,
    epoch: null,
    project: null,
    askAgainAfterSeconds,
  });
}

function beginOfToday({ now }: Public, { current }: Asked): Temporal.Instant {
  const { timeZone } = current.pack.vendor;
  return startOfDay(vendorDay(now, timeZone), timeZone);
}

/** The first one of a day that comes to wait in a project is told of by mail, whatever waits since before; a flood of others sends none. */
async function tell(context: Public, { project, hardwareKey, name, thumbprint }: Asked): Promise<void> {
  const { id: projectId, name: projectName, customer_id: customerId, customer_name: customer } = project;
  await writeControllerMail(context, { projectId, project: projectName, customerId, customer, hardwareKey, name, thumbprint });
}

async function answer(
  { tx, vendor, now }: Public,
  { hardwareKey, project, key }: Asked,
  { enrolmentId, deviceId, epoch }: { readonly enrolmentId: Uuid; readonly deviceId: Uuid; readonly epoch: number },
) {
  const token = makeDeviceToken();
  if (!(await saveToken(tx, vendor.id, enrolmentId, sha256Bytes(token), now))) return refuse('device-key-killed');
  return accept({
    enrolmentId: toId('enr', enrolmentId),
    state: 'current' as const,
    waitsFor: key?.waits_for ?? null,
    hardwareKey,
    deviceId: toId('dev', deviceId),
    token,
    epoch,
    project: { id: toId('prj', project.id), name: project.name },
    askAgainAfterSeconds: null,
  });
}
