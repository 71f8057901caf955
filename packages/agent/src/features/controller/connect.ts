import { type Client, createClient } from '@muniment/client';
import type { Language, Problem } from '../../loopback/words.ts';
import { refuse } from '../../outcome.ts';
import type { Answer } from './refusals.ts';

/** A controller has a person before it, or other work to do: it asks again later rather than waiting long. */
const patience = { timeoutMs: 20_000, retry: { attempts: 2, firstPauseMs: 200, longestPauseMs: 2000 } };

/** The cloud, with a controller's token where it has one. */
export function connect(server: string, token: string | null, language: Language): Client {
  return createClient({ baseUrl: server, credential: token ?? undefined, language: () => language, ...patience });
}

/** No answer came, or none that decides anything: what is pending stays so, and is asked for again. */
const passing: readonly string[] = [
  'unreachable',
  'unexpected-answer',
  'cancelled',
  'not-signed-in',
  'idempotency-in-progress',
  'clock-off',
  'no-catalog',
  'signing-key-missing',
  'enrolment-waits',
  'no-server',
  'no-customer-id',
];

/** Whether a moment, a connection or a clock may mend it; everything else is an answer. */
export function mayPass({ code, status = 0 }: { readonly code: string; readonly status?: number }): boolean {
  return passing.includes(code) || status === 429 || status >= 500;
}

/** What a call to the cloud brings. */
export type Called<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** The same as an answer of this controller: that nobody answered is for it to say, in its own words. */
export function heard<T>(called: Called<T>): Answer<T> {
  if (called.ok) return called;
  if (called.problem.code === 'unreachable') return refuse('unreachable', { reason: called.problem.detail });
  // What is no answer of the cloud, such as a proxy's page, may come with any status.
  return called.problem.status >= 400 ? called : { ok: false, problem: { ...called.problem, status: 502 } };
}
