import { type RevocationsPayload, verifyRevocations } from '@muniment/documents/verify';
import { type Refusal, refuse } from '@muniment/domain/refusal';
import { fileNameOf, readFile } from './folder.ts';
import type { WorkstationRefusal } from './refusals.ts';
import type { Identity, State } from './state.ts';

/** The list that is here, or why it cannot be used; neither before the first. */
export interface ReadRevocations {
  readonly payload: RevocationsPayload | null;
  readonly refusal: Refusal<WorkstationRefusal> | null;
}

/**
 * The revocation list of a folder. How old it is does not matter here: what was revoked stays so. One that was here and is gone is
 * damage, or a folder without it would know of nothing that was called back.
 */
export async function readRevocations(
  folder: string,
  { vendor, isTest }: Pick<Identity, 'vendor' | 'isTest'>,
  { trust, newestRevocations }: Pick<State, 'trust' | 'newestRevocations'>,
): Promise<ReadRevocations> {
  const file = readFile(folder, 'revocations');
  if (file.state === 'missing' && newestRevocations === undefined) return { payload: null, refusal: null };
  const damaged = (reason: string): ReadRevocations => ({
    payload: null,
    ...refuse('file-damaged', { folder, file: fileNameOf('revocations'), reason }),
  });
  if (file.state !== 'read') return damaged(file.state === 'missing' ? 'missing' : file.reason);
  const { text } = file.content;
  const expected = { keys: trust.keys, newestKeySet: trust.newestKeySet ?? undefined, vendor, acceptTest: isTest };
  const list = await verifyRevocations(text, { ...expected, now: 0, newestNumber: newestRevocations });
  return list.ok ? { payload: list.value.payload, refusal: null } : damaged(list.refusal.code);
}
