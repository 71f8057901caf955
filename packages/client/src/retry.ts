import type { Failure, Route } from './types.ts';

/** How often and how patiently a call is repeated. */
export interface RetryPolicy {
  /** Calls in all, the first included. */
  readonly attempts: number;
  /** Upper bound of the first pause; it doubles with every further one. */
  readonly firstPauseMs: number;
  /** No pause is longer, not even one the server asks for. */
  readonly longestPauseMs: number;
}

export const defaultRetry: RetryPolicy = { attempts: 4, firstPauseMs: 200, longestPauseMs: 10_000 };

/** Repeating is safe for reads, and for acts whose key makes a second arrival the same act. */
export const isRepeatable = (route: Route): boolean => route.method === 'GET' || route.idempotent === true;

/** Failures that a moment may mend: no answer, a gateway without its server, or the first arrival still at work. */
export function isTransient(failure: Failure): boolean {
  const { code, status } = failure.problem;
  return code === 'unreachable' || code === 'idempotency-in-progress' || status === 502 || status === 503 || status === 504;
}

/** Milliseconds a `Retry-After` header asks for (seconds or an HTTP date, RFC 9110); undefined where it says nothing usable. */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header.trim()) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}

/** The pause before repeat number `repeat` (from 1): full jitter, so that many clients do not come back together. */
export function pauseMs(policy: RetryPolicy, repeat: number, askedMs: number | undefined, random: () => number): number {
  const bound = Math.min(policy.longestPauseMs, policy.firstPauseMs * 2 ** (repeat - 1));
  const jittered = Math.round(bound * random());
  return Math.min(policy.longestPauseMs, askedMs === undefined ? jittered : askedMs + jittered);
}

/** Waits, or returns early when the caller gives up. */
export function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}
