import type { Refusal } from '@muniment/domain';
import { SigningKeyMissing } from './key-store.ts';
import { KeysUsedUp } from './keys-used-up.ts';

/** An act that found no key to sign with, or none left to make, was rolled back as any that throws; whoever asked is told what to do about it. */
export function refusalThrown(error: unknown): Refusal<'signing-key-missing' | 'keys-used-up'> | null {
  if (error instanceof SigningKeyMissing) return { code: 'signing-key-missing', facts: { kid: error.kid } };
  if (error instanceof KeysUsedUp) return { code: 'keys-used-up', facts: error.facts };
  return null;
}
