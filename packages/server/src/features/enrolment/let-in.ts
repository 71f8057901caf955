import { accept, type Decision } from '@muniment/domain';
import type { WaitingReason } from '@muniment/domain/enrolment';
import { uuidv7 } from '@muniment/platform/ids';
import type { Actor, Context, Uuid } from '../../core/context.ts';
import { actorRef } from '../audit/index.ts';
import { lockActDevice } from '../channel/index.ts';
import { type AddRefusal, addDevice, loadDevice, raiseEpoch, viewerOf } from '../devices/index.ts';
import { deviceActor } from '../identity/index.ts';
import { recordAct } from '../ledger/index.ts';
import { issueLicense, newestDocument } from '../licenses/index.ts';
import { revokeFiles } from '../revocations/index.ts';
import type { Asked } from './asked.ts';
import { killKey, refuseOthers, saveEnrolment } from './store.ts';

/** A device with its new key. */
export interface LetIn {
  readonly enrolmentId: Uuid;
  readonly deviceId: Uuid;
  readonly epoch: number;
}

export type LetInRefusal = AddRefusal | 'device-key-in-use' | 'not-found' | 'no-catalog';

interface Letting {
  /** Null: nobody was asked, and the device acts itself. */
  readonly decidedBy: Actor | null;
  readonly waitsFor: WaitingReason | null;
  /** The act that lets it in. */
  readonly cause: 'enrol-device' | 'approve-enrolment' | 'activate-from-file' | 'activate-workstation' | 'replace-hardware';
  readonly reason?: string | null;
}

/**
 * Makes a key the device's (E1, E8): the device comes to be where it is not there yet; the key it had is dead, with its token,
 * and its documents are of a lower epoch from now on; what is active on it is told again for the new one. Behind the project's lock.
 */
export async function letIn(
  outside: Omit<Context<Actor | null>, 'actor'>,
  asked: Asked,
  letting: Letting,
): Promise<Decision<LetIn, LetInRefusal>> {
  const { project, holder, key, model, thumbprint } = asked;
  const deviceId = holder?.device_id ?? uuidv7();
  const customer = { id: project.customer_id, name: project.customer_name };
  const actor = letting.decidedBy ?? deviceActor({ id: deviceId, name: asked.name }, customer);
  const context: Context = { ...outside, actor };
  const { tx, vendor, now } = context;
  const there = holder === null ? await add(context, asked, deviceId) : await lockActDevice(context, deviceId);
  if (!there.ok) return there;
  const by = letting.decidedBy === null ? null : actorRef(actor);
  const killed = await killKey(tx, vendor.id, deviceId, by ?? actorRef(actor), now);
  const enrolmentId = key?.id ?? uuidv7();
  const row = {
    id: enrolmentId,
    project_id: project.id,
    device_id: deviceId,
    product: model.product.id,
    variant: model.variant,
    hardware_key: asked.hardwareKey,
    name: asked.name,
    thumbprint,
    public_jwk: asked.publicKey,
    state: 'current',
    waits_for: letting.waitsFor,
    by_license_key: letting.cause === 'activate-workstation',
    request_issued_at: asked.issuedAt,
    request_nonce: asked.nonce,
    decided_at: now,
    decided_by: by,
  } as const;
  const saved = await saveEnrolment(tx, vendor.id, row, now);
  if (!saved) return { ok: false, refusal: { code: 'device-key-in-use', facts: {} } };
  await refuseOthers(tx, vendor.id, row, by, now);
  if (killed !== null) await revokeFiles(context, deviceId, 'key-replaced');
  if (holder?.had_key === true) await raiseEpoch(tx, vendor.id, deviceId);
  const { epoch } = (await loadDevice(tx, viewerOf(context), deviceId))!;
  const details = { thumbprint, enrolmentId, hardwareKey: asked.hardwareKey, epoch, ...(killed === null ? {} : { killed }) };
  const about = {
    deviceId,
    customerId: customer.id,
    projectId: project.id,
    packVersion: asked.current.version,
    reason: letting.reason ?? null,
  };
  const operationId = await recordAct(context, letting.cause, { state: 'current', ...details }, about);
  if (holder?.had_key === true) await tellAgain(context, asked, deviceId, { cause: letting.cause, operationId });
  return accept({ enrolmentId, deviceId, epoch });
}

function add(context: Context, { current, model, name, entered, project }: Asked, id: Uuid): Promise<Decision<Uuid, AddRefusal>> {
  return addDevice(context, current, {
    id,
    name,
    ...model,
    entered: { hardwareKey: entered },
    referenceNote: '',
    customerId: project.customer_id,
    projectId: project.id,
    parent: null,
  });
}

/** A licence file of the new epoch, where the device had any: it says everything that was active all along (E8). */
async function tellAgain(
  context: Context,
  { current }: Asked,
  deviceId: Uuid,
  made: { readonly cause: string; readonly operationId: Uuid },
): Promise<void> {
  const { tx, vendor } = context;
  if (context.dryRun || (await newestDocument(tx, vendor.id, deviceId)) === null) return;
  const locked = await lockActDevice(context, deviceId);
  if (!locked.ok || locked.value.facts.licensedWith !== null) return;
  await issueLicense(context, { device: locked.value.device, current, active: locked.value.active, ...made });
}
