import { createClient, ProblemError, unwrap } from '@muniment/client';
import i18next from 'i18next';
import { actingOrganization } from './acting.ts';
import type { Answer, InputFor, OperationId, ValueOf } from './types.ts';

export { ProblemError };

/** The one client of the page: same origin, the session cookie speaks. */
export const client = createClient({
  baseUrl: '',
  channel: 'console',
  organizationId: () => actingOrganization.get() ?? undefined,
  language: () => i18next.language,
});

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly dryRun?: boolean;
  /** Version read before an edit. */
  readonly etag?: string | null;
  /** The same key twice is one act: made once per review, kept over retries. */
  readonly idempotencyKey?: string;
}

/** Calls one operation of the contract; throws `ProblemError` on a refusal, so that queries keep it as their error. */
export async function call<Id extends OperationId>(id: Id, input: InputFor<Id>, options: CallOptions = {}): Promise<Answer<ValueOf<Id>>> {
  const { dryRun, etag, ...rest } = options;
  const given = dryRun ? { ...input, dryRun: true } : input;
  const answer = await client.call(id, given as InputFor<Id>, { ...rest, ...(etag ? { ifMatch: etag } : {}) });
  const value = unwrap(answer);
  return { value: value as ValueOf<Id>, etag: answer.ok ? answer.etag : null };
}

/** A random name for an act. Not `randomUUID`, which browsers keep from pages without https. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
