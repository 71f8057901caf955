import {
  type DeviceDocumentRefusal,
  type PublicKey,
  type RequestPayload,
  type RequestPurpose,
  verifyRequest,
} from '@muniment/documents/verify';
import { accept, type Decision, refuse } from '@muniment/domain';
import { expectedAtCreation, type KeyPlanRefusal, type Model, planKeys } from '@muniment/domain/catalog';
import type { KnownDevice, KnownKey } from '@muniment/domain/enrolment';
import type { Fingerprint } from '@muniment/domain/fingerprint';
import type { Actor, Context } from '../../core/context.ts';
import { currentPack, type VersionedPack } from '../catalog/index.ts';
import { findModel, keyFacts } from '../devices/index.ts';
import { lockProject, type ProjectFacts } from '../projects/index.ts';
import { type EnrolmentRow, findAskedProjects, findHolder, findKey, type HolderRow } from './store.ts';

/** What a request says, once its signature holds and everything that it names is known. */
export interface Asked {
  readonly project: ProjectFacts;
  readonly current: VersionedPack;
  readonly model: Model;
  /** The install code as the device wrote it, and as it is kept. */
  readonly entered: string;
  readonly hardwareKey: string;
  readonly name: string;
  readonly thumbprint: string;
  readonly publicKey: PublicKey;
  readonly issuedAt: number;
  readonly nonce: string;
  readonly lotIds: readonly string[];
  /** The customer id that it names, whosever it is. */
  readonly customerId?: string | undefined;
  readonly purpose?: RequestPurpose;
  /** A licence key as it was typed (C5). */
  readonly licenseKey?: string | undefined;
  /** By what the machine is known, where the device is a workstation (C4). */
  readonly fingerprint?: Fingerprint | undefined;
  /** Why the machine is no longer what it was (F14). */
  readonly repair?: string | undefined;
  /** What is known of the key, and who has the install code; read behind the project's lock. */
  readonly key: EnrolmentRow | null;
  readonly holder: HolderRow | null;
}

export type AskedRefusal =
  | Exclude<DeviceDocumentRefusal, 'unknown-key' | 'wrong-device'>
  | 'wrong-purpose'
  | 'no-catalog'
  | 'product-unknown'
  | 'variant-missing'
  | 'variant-unknown'
  | 'enrolment-not-for-product'
  | KeyPlanRefusal
  | 'hardware-key-blocked';

const day = 86_400;
/** How old a request may be, and how far ahead a device's clock: what comes at once is minutes old, what is carried by hand days. */
const times: Readonly<Record<RequestPurpose, { readonly oldestSeconds: number; readonly clockToleranceSeconds: number }>> = {
  enrol: { oldestSeconds: 900, clockToleranceSeconds: 300 },
  licenses: { oldestSeconds: 30 * day, clockToleranceSeconds: day },
  renew: { oldestSeconds: 30 * day, clockToleranceSeconds: day },
};

type AskContext = Pick<Context<Actor | null>, 'tx' | 'vendor' | 'now' | 'services'>;

/** What a request names that its project may be found by. */
export type Naming = Pick<RequestPayload, 'customerId' | 'licenseKey' | 'lotIds' | 'purpose'>;

/**
 * Reads what a device signed with its own key. `projectOf` is given the projects that it may mean, the likeliest first, and answers
 * the one of them that whoever brings the request may know of.
 */
export async function readAsked<C extends string>(
  context: AskContext,
  text: string,
  purposes: readonly RequestPurpose[],
  projectOf: (found: readonly ProjectFacts[], naming: Naming) => Promise<Decision<ProjectFacts, C>>,
): Promise<Decision<Asked, AskedRefusal | C>> {
  const { tx, vendor, now, services } = context;
  // What is for another step is told so before its age is looked at.
  const generous = times[purposes.includes('enrol') ? 'enrol' : 'licenses'];
  const checked = { vendor: vendor.slug, now: now.epochMilliseconds, ...generous, acceptTest: services.testClock };
  const request = await verifyRequest(text, checked);
  if (!request.ok) return request;
  const { payload, thumbprint } = request.value;
  if (!purposes.includes(payload.purpose)) return refuse('wrong-purpose', { expected: purposes[0], found: payload.purpose });
  const find = async () => projectOf(await findAskedProjects(tx, vendor.id, payload.customerId ?? null, thumbprint), payload);
  const seen = await find();
  if (!seen.ok) return seen;
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const entered = { hardwareKey: payload.sub };
  const model = findModel(current, payload, entered);
  if (!model.ok) return model;
  const { product } = model.value;
  if (product.enrolment === undefined) return refuse('enrolment-not-for-product', { product: product.id, productLabel: product.label });
  const plan = planKeys(product, entered);
  if (!plan.ok) return refuse(plan.refusal.code, { ...plan.refusal.facts, ...keyFacts(current.pack, product), product: product.id });
  const { primary } = plan.value;
  // A workstation is named in its files as it calls itself: in another spelling it could use none of them.
  if (product.fingerprint !== undefined && primary.origin === 'entered' && primary.key !== payload.sub) {
    const expected = { role: 'primary', formats: expectedAtCreation(product), expected: primary.key };
    return refuse('hardware-key-invalid', {
      ...keyFacts(current.pack, product),
      product: product.id,
      productLabel: product.label,
      ...expected,
    });
  }
  const hardwareKey = primary.origin === 'entered' ? primary.key : payload.sub;
  const project = await lockAsked(context, seen.value, find);
  if (!project.ok) return project;
  const holder = await findHolder(tx, vendor.id, product.id, hardwareKey);
  if (holder?.state === 'blocked') return refuse('hardware-key-blocked', { hardwareKey, role: 'primary', product: product.id });
  return accept({
    project: project.value,
    current,
    model: model.value,
    entered: payload.sub,
    hardwareKey,
    name: (payload.name ?? hardwareKey).trim(),
    thumbprint,
    publicKey: { ...payload.publicKey, kid: thumbprint },
    issuedAt: payload.iat,
    nonce: payload.nonce,
    lotIds: payload.lotIds ?? [],
    customerId: payload.customerId,
    purpose: payload.purpose,
    licenseKey: payload.licenseKey,
    fingerprint: payload.fingerprint,
    repair: payload.repair?.trim(),
    key: await findKey(tx, vendor.id, thumbprint),
    holder,
  });
}

/** The project that is asked for, as it is behind its lock: whoever waited for it may have asked with a customer id that is renewed by now. */
async function lockAsked<C extends string>(
  { tx, vendor }: AskContext,
  seen: ProjectFacts,
  find: () => Promise<Decision<ProjectFacts, C>>,
): Promise<Decision<ProjectFacts, C>> {
  for (let before = seen; ; ) {
    await lockProject(tx, vendor.id, before.id);
    const now = await find();
    if (!now.ok || now.value.id === before.id) return now;
    before = now.value;
  }
}

/** What the rule of enrolment must know of the key. */
export function knownKey({ key, project, model, hardwareKey }: Asked): KnownKey | null {
  if (key === null) return null;
  const isSameCode = key.product === model.product.id && key.hardware_key === hardwareKey;
  const inProject = key.project_id === project.id ? 'same' : key.device_id === null ? 'other' : 'elsewhere';
  return {
    state: key.state,
    subject: isSameCode ? inProject : 'other',
    issuedAt: key.request_issued_at,
    nonce: key.request_nonce,
    waitsFor: key.waits_for,
    gaveWay: key.gave_way_at !== null,
    byLicenseKey: key.by_license_key,
  };
}

/** What the rule of enrolment must know of the device. */
export function knownDevice({ holder, project }: Asked): KnownDevice | null {
  if (holder === null) return null;
  return { project: holder.project_id === project.id ? 'same' : 'other', hadKey: holder.had_key, licensed: holder.licensed };
}
