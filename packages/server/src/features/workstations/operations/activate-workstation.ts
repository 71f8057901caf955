import type { activateWorkstation as contract } from '@muniment/contract';
import { accept, type Decision, type Refusal, refuse } from '@muniment/domain';
import { agreementFor } from '@muniment/domain/catalog';
import type { Actor, Context, Handler, Uuid } from '../../../core/context.ts';
import { activate, licencesOfKey, noteActivation, standingOf, toldOfKey } from '../../controllers/index.ts';
import { loadDevice, viewerOf } from '../../devices/index.ts';
import { type Asked, bindMachine, letIn, lockKey, type Naming, readAsked } from '../../enrolment/index.ts';
import { deviceActor } from '../../identity/index.ts';
import { type KeyOfRequestRefusal, projectOfKey } from '../../license-keys/index.ts';
import { documentAnswering } from '../../licenses/index.ts';
import type { ProjectFacts } from '../../projects/index.ts';
import { checkFree, installationBefore, namedAs, reinstall } from '../reinstall.ts';
import { answerAgain, toMachine } from '../wire.ts';

type Public = Context<Actor | null>;

/** The project that a request is for: the key's own; of a key that nobody registered yet that of the customer id. */
async function projectOf(
  context: Public,
  found: readonly ProjectFacts[],
  { licenseKey, customerId }: Naming,
): Promise<Decision<ProjectFacts, KeyOfRequestRefusal | 'license-key-missing' | 'customer-id-unknown'>> {
  if (licenseKey === undefined) return refuse('license-key-missing');
  const ofKey = await projectOfKey(context, licenseKey);
  if (!ofKey.ok) return ofKey;
  if (ofKey.value !== null) return accept(ofKey.value);
  if (customerId === undefined) return refuse('license-key-not-registered');
  const [named] = found;
  return named === undefined ? refuse('customer-id-unknown') : accept(named);
}

/** Where a licence is in use that is refused for it: an installation that knows nothing any more may be told of the one before. */
async function toldWhere<C extends string>(context: Public, asked: Asked, refused: { readonly ok: false; readonly refusal: Refusal<C> }) {
  if (refused.refusal.code !== 'license-key-in-use') return refused;
  const isHere = (await installationBefore(context, asked)) !== null;
  return refuse(refused.refusal.code, { where: isHere ? 'this-machine' : 'elsewhere' });
}

/** A workstation activates with a licence key (C5): it comes to be one of the project, for the machine that it says it is. */
export const activateWorkstation: Handler<typeof contract> = async (outside, { body }) => {
  const { tx, vendor } = outside;
  const read = await readAsked(outside, body.request, ['licenses'], (found, naming) => projectOf(outside, found, naming));
  if (!read.ok) return read;
  const standing = standingOf(read.value);
  if (!standing.ok) return standing;
  const { asked, key } = standing.value;
  const { product } = asked.model;
  // What is bound to no machine comes into a project as controllers do, whoever has a key.
  if (product.fingerprint === undefined) return refuse('not-for-workstations', { product: product.id, productLabel: product.label });
  const customer = { id: asked.project.customer_id, name: asked.project.customer_name };
  let [deviceId, enrolmentId] = [asked.holder?.device_id ?? null, asked.key?.id ?? null];
  let beforeId: Uuid | null = null;
  if (key !== 'current') {
    const free = checkFree(asked);
    if (!free.ok) return free;
    // Only whoever says so takes the place of another installation: two people may have one each on the same machine.
    if (asked.repair !== undefined) beforeId = await installationBefore(outside, asked);
    const entering = beforeId === null ? asked : await namedAs(outside, asked, beforeId);
    const done = await letIn(outside, entering, { decidedBy: null, waitsFor: asked.key?.waits_for ?? null, cause: 'activate-workstation' });
    if (!done.ok) return done;
    ({ deviceId, enrolmentId } = done.value);
  }
  const locked = await lockKey(outside, deviceId!, enrolmentId!);
  if (!locked.ok) return locked;
  const context: Context = { ...outside, actor: deviceActor({ id: deviceId!, name: asked.name }, customer, enrolmentId!) };
  const answered = await documentAnswering(tx, vendor.id, deviceId!, asked.nonce);
  if (answered !== null) {
    const device = await loadDevice(tx, viewerOf(context), deviceId!);
    return device === null ? refuse('not-found') : accept(await answerAgain(context, device, asked.current, answered));
  }
  if (beforeId !== null) return reinstall(context, { asked, deviceId: deviceId!, beforeId, previewDigest: body.previewDigest });
  const bound = await bindMachine(context, asked, deviceId!);
  if (!bound.ok) return bound;
  const accepted = body.agreements.filter((one) => one.accepted);
  const licenses = await licencesOfKey(context, asked, deviceId!, accepted);
  if (!licenses.ok) return toldWhere(outside, asked, licenses);
  const wanted = agreementFor(asked.current.pack, asked.model.product);
  const agreement = accepted.find(({ id }) => id === wanted?.id) ?? accepted[0];
  const activation = {
    licenses: [...licenses.value.licenses],
    agreement,
    nonce: asked.nonce,
    previewDigest: body.previewDigest,
    reason: undefined,
  };
  const done = toldOfKey(await activate(context, locked.value, { ...activation, isNew: asked.holder === null }));
  if (!done.ok) return toldWhere(outside, asked, done);
  await noteActivation(context, licenses.value.keyId, { deviceId: deviceId!, operationId: done.value.operationId });
  return accept({ ...done.value, machine: toMachine(context, bound.value) });
};
