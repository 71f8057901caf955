import { accept, type Decision, refuse } from '@muniment/domain';
import { agreementFor } from '@muniment/domain/catalog';
import type { AcceptedAgreement, AgreementRefusal } from '@muniment/domain/ledger';
import { toId } from '@muniment/platform/ids';
import type { Context } from '../../core/context.ts';
import { languageFor } from '../catalog/index.ts';
import type { Asked } from '../enrolment/index.ts';
import { agreementOfKeys, findLotsOfKey, type KeyOfRequestRefusal, redeemKey } from '../license-keys/index.ts';

/** What was accepted with registering a key; a preview shows the effect before anybody ticks the box. */
function accepted(context: Context, { current }: Asked, given: readonly AcceptedAgreement[]): AcceptedAgreement | null {
  const agreement = agreementFor(current.pack, current.pack.licenseKeys ?? {});
  if (given.length > 0 || !context.dryRun || agreement === null) return agreementOfKeys(current, given);
  return { id: agreement.id, version: agreement.version, language: languageFor(current.pack, context.language) };
}

/**
 * What a licence key in a request stands for (C5): one unit of the licence that it became, registered now where nobody has yet. Units of
 * a licence are all the same, so whichever lies in the pool will do.
 */
export async function licencesOfKey(
  context: Context,
  asked: Asked,
  given: readonly AcceptedAgreement[],
): Promise<Decision<readonly { readonly lotId: string; readonly quantity: number }[], KeyOfRequestRefusal | AgreementRefusal>> {
  const { tx, vendor } = context;
  const key = await redeemKey(context, asked.project, asked.current, asked.licenseKey!, accepted(context, asked, given));
  if (!key.ok) return key;
  const [lotId] = await findLotsOfKey(tx, vendor.id, asked.project.id, key.value.lotId);
  return accept([{ lotId: toId('lot', lotId ?? key.value.lotId), quantity: 1 }]);
}

/** Whoever typed a key knows of no lots: where no unit is left, the licence is in use elsewhere. */
export function toldOfKey<T, C extends string>(done: Decision<T, C>): Decision<T, C | 'license-key-in-use'> {
  const isUsed = !done.ok && (done.refusal.code === 'not-enough-units' || done.refusal.code === 'lot-not-found');
  return isUsed ? refuse('license-key-in-use') : done;
}
