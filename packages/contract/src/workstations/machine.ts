import { z } from 'zod';

/** How a machine compares with the one that a licence is bound to, component by component (C4, F14). */
export const machineComparison = z
  .object({
    /** same: nothing differs. tolerated: something does, and enough is the same. another-machine: too little is. */
    verdict: z.enum(['same', 'tolerated', 'another-machine']),
    /** Sum of the weights of what is the same, and the least that is asked for. */
    matched: z.int(),
    atLeast: z.int(),
    components: z.array(
      z.object({
        id: z.string(),
        label: z.string(),
        weight: z.int(),
        /** gone: only the earlier machine shows it. new: only the present one. absent: neither. */
        state: z.enum(['same', 'changed', 'gone', 'new', 'absent']),
      }),
    ),
  })
  .meta({ id: 'MachineComparison' });

/** Why a licence is not bound to a machine. */
export const bindingRefusals = [
  'wrong-machine',
  'fingerprint-too-weak',
  'nothing-to-repair',
  'repair-of-another-machine',
  'repairs-used-up',
] as const;

/** What is the matter with the licence key in a request. */
export const keyOfRequestRefusals = [
  'license-keys-not-in-catalog',
  'license-key-mistyped',
  'license-key-unknown',
  'license-key-revoked',
  'license-key-used',
  'license-key-expired',
  'license-key-not-registered',
  'license-key-floating',
  'license-key-in-use',
  'too-many-unknown-keys',
] as const;

/** Why an installation does not take the place of the one before on its machine. */
export const reinstallationRefusals = ['device-replaced', 'new-device-not-possible', 'nothing-to-replace'] as const;
