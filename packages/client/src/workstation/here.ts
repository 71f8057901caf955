import { checkMachine, type LicensePayload } from '@muniment/documents/verify';
import type { FingerprintComparison } from '@muniment/domain/fingerprint';
import { type Decision, refuse } from '@muniment/domain/refusal';
import type { CollectedFingerprint } from './fingerprint/index.ts';
import type { WorkstationRefusal } from './refusals.ts';
import type { Workstation } from './workstation.ts';

/** How this machine compares with the one that a licence file is for, and what it told of itself. */
export interface ComparedHere extends Pick<CollectedFingerprint, 'untold' | 'surroundings'> {
  readonly machine: Decision<FingerprintComparison, WorkstationRefusal>;
}

/**
 * Compares this machine with the one that a file is for. A part that the system did not tell just now is no other part: where it might
 * have made the difference, that is said, and not that it is another machine.
 */
export async function compareHere(
  workstation: Pick<Workstation, 'fingerprint' | 'signer'>,
  payload: LicensePayload,
): Promise<ComparedHere> {
  const { fingerprint, untold, surroundings } = await workstation.fingerprint(payload.machine?.policy?.components?.map(({ id }) => id));
  const machine = checkMachine(payload, { fingerprint, ownKey: workstation.signer.publicKey.kid });
  const unread = untold.filter(({ reason }) => reason === 'not-readable').map(({ id }) => id);
  const isUnsure = !machine.ok && machine.refusal.code === 'wrong-machine' && unread.length > 0;
  return { machine: isUnsure ? refuse('machine-not-readable', { components: unread }) : machine, untold, surroundings };
}
