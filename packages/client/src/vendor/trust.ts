import { type KeySet, readKeySet } from '@muniment/documents/verify';
import { accept, type Decision, refuse } from '@muniment/domain/refusal';
import { createClient } from '../client.ts';

/** Whose documents are believed. */
export interface Trust {
  readonly keys: KeySet;
  /** `iat` of the newest key set that was followed, seconds since 1970: an older one stays out. */
  readonly newestKeySet: number | null;
  /** Where the keys came from, for later fetches; null where from a file. */
  readonly server: string | null;
  readonly vendor: string | null;
}

const trustOf = (keys: KeySet, server: string | null, vendor: string | null): Trust => ({ keys, newestKeySet: null, server, vendor });

/** The vendor's keys from a published key set (RFC 7517) that was saved in a file. */
export function trustFromFile(text: string, file: string): Decision<Trust, 'key-set-not-valid'> {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // What is no JSON is no key set either.
  }
  const keys = readKeySet(value);
  return keys === null || keys.keys.length === 0 ? refuse('key-set-not-valid', { from: file }) : accept(trustOf(keys, null, null));
}

/** The same from the vendor's server, which is believed this once. */
export async function trustFromServer(server: string, vendor: string | null) {
  const answer = await createClient({ baseUrl: server }).getKeySet({ vendor: vendor ?? undefined });
  if (!answer.ok) return { ok: false as const, problem: answer.problem };
  const keys = readKeySet(answer.value);
  return keys === null || keys.keys.length === 0
    ? refuse('key-set-not-valid' as const, { from: server })
    : accept(trustOf(keys, server, vendor));
}
