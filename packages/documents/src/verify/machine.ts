import {
  compareFingerprints,
  differencesOf,
  type Fingerprint,
  type FingerprintComparison,
  readFingerprint,
  readFingerprintPolicy,
} from '@muniment/domain/fingerprint';
import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import type { LicensePayload } from '../jws/documents.ts';

/** Why a licence file that holds is not for this workstation. */
export type MachineRefusal = 'not-node-locked' | 'wrong-machine' | 'wrong-own-key' | 'document-malformed';

/** What to do about each, in one English sentence; programs show their own by code. */
export const machineAdvice: Readonly<Record<MachineRefusal, string>> = {
  'not-node-locked': 'The file is bound to no machine. Let this workstation make a request, and fetch the file that answers it.',
  'wrong-machine':
    'The file is for another machine, or too much of this one was changed. If it was repaired, say so with a reason; else move the licence here.',
  'wrong-own-key': 'The file is for another installation on this machine. Let this one make a request, and fetch the file that answers it.',
  'document-malformed': 'The file says of its machine what it cannot. Download it again.',
};

/** The workstation that a licence file is checked against. */
export interface MachineExpectations {
  readonly fingerprint: Fingerprint;
  /** RFC 7638 thumbprint of its own key. */
  readonly ownKey: string;
}

function refuseMachine<C extends MachineRefusal>(code: C, facts: Readonly<Record<string, unknown>> = {}) {
  return refuse(code, { ...facts, advice: machineAdvice[code] });
}

/**
 * Whether a licence file is for this workstation (C4): it names the key that the workstation holds, and enough of the machine is what
 * it was. Of a file that `verifyLicense` or `verifyBorrow` has accepted. What differs is answered component by component, in a refusal as well.
 */
export function checkMachine(
  { machine, cnf }: Pick<LicensePayload, 'machine' | 'cnf'>,
  { fingerprint, ownKey }: MachineExpectations,
): Decision<FingerprintComparison, MachineRefusal> {
  if (machine === undefined) return refuseMachine('not-node-locked');
  const isObject = typeof machine === 'object' && machine !== null && (cnf === undefined || (typeof cnf === 'object' && cnf !== null));
  const bound = isObject ? readFingerprint(machine.fingerprint) : null;
  const policy = isObject ? readFingerprintPolicy(machine.policy) : null;
  if (bound === null || policy === null) return refuseMachine('document-malformed');
  // A file that names no key was made when the vendor had blocked it: it is for no installation.
  if (cnf?.jkt !== ownKey) return refuseMachine('wrong-own-key', { expected: ownKey, found: cnf?.jkt ?? null });
  const comparison = compareFingerprints(policy, bound, fingerprint);
  if (comparison.verdict !== 'another-machine') return accept(comparison);
  const { matched, atLeast } = comparison;
  return refuseMachine('wrong-machine', { matched, atLeast, differences: differencesOf(comparison) });
}
