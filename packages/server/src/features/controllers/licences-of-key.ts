import { accept, type Decision, refuse } from '@muniment/domain';
import { agreementFor } from '@muniment/domain/catalog';
import type { AcceptedAgreement, AgreementRefusal } from '@muniment/domain/ledger';
import { fromId, toId } from '@muniment/platform/ids';
import type { Context, Uuid } from '../../core/context.ts';
import { languageFor } from '../catalog/index.ts';
import type { Asked } from '../enrolment/index.ts';
import {
  activationsOf,
  agreementOfKeys,
  findLotsOfKey,
  insertActivation,
  type KeyOfRequestRefusal,
  redeemKey,
} from '../license-keys/index.ts';

/** What was accepted with registering a key; a preview shows the effect before anybody ticks the box. */
function accepted(context: Context, { current }: Asked, given: readonly AcceptedAgreement[]): AcceptedAgreement | null {
  const agreement = agreementFor(current.pack, current.pack.licenseKeys ?? {});
  if (given.length > 0 || !context.dryRun || agreement === null) return agreementOfKeys(current, given);
  return { id: agreement.id, version: agreement.version, language: languageFor(current.pack, context.language) };
}

/** The unit that a licence key brings to a device; none where it has brought it there already, and it is there. */
interface LicenceOfKey {
  readonly keyId: Uuid;
  readonly licenses: readonly { readonly lotId: string; readonly quantity: number }[];
}

/**
 * What a licence key in a request stands for (C5): one unit of the licence that it became, registered now where nobody has yet. Units of
 * a licence are all the same, so whichever lies in the pool will do; but a key is on no more devices at once than it is worth units,
 * though others that were made with it left theirs in the pool. Whoever types it once more on the same device, as after an answer that was
 * lost, is told what is there.
 */
export async function licencesOfKey(
  context: Context,
  asked: Asked,
  deviceId: Uuid,
  given: readonly AcceptedAgreement[],
): Promise<Decision<LicenceOfKey, KeyOfRequestRefusal | AgreementRefusal | 'license-key-in-use'>> {
  const { tx, vendor } = context;
  const key = await redeemKey(context, asked.project, asked.current, asked.licenseKey!, accepted(context, asked, given));
  if (!key.ok) return key;
  const { keyId, quantity } = key.value;
  // The key is locked: of two who type it at the same moment the later finds the earlier's.
  const places = await activationsOf(tx, vendor.id, [keyId]);
  if (places.some((place) => place.device_id === deviceId)) return accept({ keyId, licenses: [] });
  if (places.length >= quantity) return refuse('license-key-in-use');
  const [lotId] = await findLotsOfKey(tx, vendor.id, asked.project.id, key.value.lotId);
  return accept({ keyId, licenses: [{ lotId: toId('lot', lotId ?? key.value.lotId), quantity: 1 }] });
}

/** Writes down where a key was activated; a dry run made no operation that could be named. */
export async function noteActivation(
  { tx, vendor, now }: Context,
  keyId: Uuid,
  { deviceId, operationId }: { readonly deviceId: Uuid; readonly operationId: string | null },
): Promise<void> {
  if (operationId !== null) await insertActivation(tx, vendor.id, { keyId, deviceId, operationId: fromId('op', operationId)! }, now);
}

/** Whoever typed a key knows of no lots: where no unit is left, the licence is in use elsewhere. */
export function toldOfKey<T, C extends string>(done: Decision<T, C>): Decision<T, C | 'license-key-in-use'> {
  const isUsed = !done.ok && (done.refusal.code === 'not-enough-units' || done.refusal.code === 'lot-not-found');
  return isUsed ? refuse('license-key-in-use') : done;
}
