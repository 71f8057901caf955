import { accept, type Decision, refuse } from '@muniment/domain';
import { agreementFor, findPart } from '@muniment/domain/catalog';
import { type AcceptedAgreement, type AgreementRefusal, type KeyLineRefusal, redeemLicenseKeys } from '@muniment/domain/ledger';
import { readLicenseKey } from '@muniment/domain/license-keys';
import { addressKey } from '@muniment/platform/http';
import type { Actor, Context, Uuid } from '../../core/context.ts';
import { actorRef } from '../audit/index.ts';
import { currentPack, type VersionedPack } from '../catalog/index.ts';
import { recordOperation } from '../ledger/index.ts';
import type { ProjectFacts } from '../projects/index.ts';
import { activationsOf } from './activations-store.ts';
import { currentForm } from './forms.ts';
import { guesserOf } from './guesser.ts';
import { keyIdOf, type MachineOfKey, machinesInForce, projectOfHash } from './key-of-request-store.ts';
import { lockForProject, toKeyFacts } from './known-keys.ts';
import { keySecrets } from './secrets.ts';
import { lockKeysByHash, markRedeemed } from './store.ts';

export { findLotsOfKey, type MachineOfKey } from './key-of-request-store.ts';

type Asking = Pick<Context<Actor | null>, 'tx' | 'vendor' | 'now' | 'services' | 'address'>;
type Unread = 'no-catalog' | 'license-keys-not-in-catalog' | 'license-key-mistyped';
export type KeyOfRequestRefusal =
  | Unread
  | Exclude<KeyLineRefusal, 'license-key-twice'>
  | 'license-key-not-registered'
  | 'license-key-floating'
  | 'too-many-unknown-keys';

/** By what a key is looked up, from what somebody typed. */
async function hashOf(context: Asking, typed: string): Promise<Decision<Buffer, Unread>> {
  const current = await currentPack(context);
  if (current === null) return refuse('no-catalog');
  const form = currentForm(current.pack);
  if (form === null) return refuse('license-keys-not-in-catalog');
  const read = readLicenseKey(form, typed);
  if (!read.ok) return read;
  return accept((await keySecrets(context)).hashOf(read.value.code));
}

/**
 * The project that registered a licence key (C5), null while nobody has. Keys that nobody knows are counted by where they come from, as
 * those that people register.
 */
export async function projectOfKey(context: Asking, typed: string): Promise<Decision<ProjectFacts | null, KeyOfRequestRefusal>> {
  const { tx, vendor, services, address } = context;
  const guesser = [`${vendor.id} ${address === null ? 'nowhere' : addressKey(address)}`];
  const retryAfterSeconds = services.guesses.waitSeconds(guesser);
  if (retryAfterSeconds > 0) return refuse('too-many-unknown-keys', { retryAfterSeconds });
  const hash = await hashOf(context, typed);
  if (!hash.ok) return hash;
  const found = await projectOfHash(tx, vendor.id, hash.value);
  if (found === null) {
    services.guesses.note(guesser, 1);
    return refuse('license-key-unknown');
  }
  return found.revoked ? refuse('license-key-revoked') : accept(found.project);
}

/** A key in a project, with the lot that its units were of when it was made. */
interface KeyInProject {
  readonly keyId: Uuid;
  readonly lotId: Uuid;
  /** Units that it is worth: on so many devices at once it may be activated. */
  readonly quantity: number;
}

/** Registers a key in the project where it is not yet; of one that is it says which licence it stands for. */
export async function redeemKey(
  context: Context,
  project: ProjectFacts,
  current: VersionedPack,
  typed: string,
  agreement: AcceptedAgreement | null,
): Promise<Decision<KeyInProject, KeyOfRequestRefusal | AgreementRefusal>> {
  const { tx, vendor, now, services } = context;
  // Counted here as well: a request whose project is known otherwise asks nobody whose the key is.
  const guesser = guesserOf(context);
  const retryAfterSeconds = services.guesses.waitSeconds(guesser);
  if (retryAfterSeconds > 0) return refuse('too-many-unknown-keys', { retryAfterSeconds });
  const hash = await hashOf(context, typed);
  if (!hash.ok) return hash;
  const [key] = await toKeyFacts(context, await lockKeysByHash(tx, vendor.id, [hash.value]));
  if (key === undefined) {
    services.guesses.note(guesser, 1);
    return refuse('license-key-unknown');
  }
  // What floats never leaves the pool: nothing is registered for somebody who wanted to activate it.
  if (findPart(current.pack, key.lot.partNumber)?.floating === true) return refuse('license-key-floating');
  if (key.redeemedBy === project.id) return accept({ keyId: key.id, lotId: key.lot.id, quantity: key.quantity });
  const lines = [{ line: 0, code: typed, mistyped: null, key }];
  const touched = await lockForProject(context, [key], project.id);
  const decision = redeemLicenseKeys({ catalog: current.pack, lines, touched }, { projectId: project.id, agreement }, now);
  if (!decision.ok) return decision;
  const { outcome } = decision.value.lines[0]!;
  if (!outcome.ok) return refuse(outcome.refusal.code as Exclude<KeyLineRefusal, 'license-key-twice'>, outcome.refusal.facts);
  const about = { projectId: project.id, customerId: project.customer_id, packVersion: current.version, reason: null };
  for (const { draft, keyIds } of decision.value.acts) {
    const operationId = await recordOperation(context, draft, about);
    const by = actorRef(context.actor);
    await markRedeemed(tx, vendor.id, keyIds, { at: draft.at, by, projectId: project.id, operationId, agreement });
  }
  return accept({ keyId: key.id, lotId: key.lot.id, quantity: key.quantity });
}

/** The agreement that goes with registering keys, of those that were accepted. */
export function agreementOfKeys({ pack }: VersionedPack, accepted: readonly AcceptedAgreement[]): AcceptedAgreement | null {
  const wanted = agreementFor(pack, pack.licenseKeys ?? {});
  return accepted.find(({ id }) => id === wanted?.id) ?? accepted[0] ?? null;
}

/** Devices of a project that a key is activated on, each with the machine that it is. */
export async function machinesOfKey(
  context: Asking,
  { projectId, product, typed }: { readonly projectId: Uuid; readonly product: string; readonly typed: string },
): Promise<readonly MachineOfKey[]> {
  const { tx, vendor } = context;
  const hash = await hashOf(context, typed);
  const keyId = hash.ok ? await keyIdOf(tx, vendor.id, projectId, hash.value) : null;
  if (keyId === null) return [];
  const activations = await activationsOf(tx, vendor.id, [keyId]);
  return machinesInForce(tx, vendor.id, { projectId, product, deviceIds: activations.map(({ device_id }) => device_id) });
}
