import { isIPv6 } from 'node:net';
import type { Operation } from '@muniment/contract/operation';
import type { RateLimit, RateLimits } from './types.ts';

/** Limits unless the operator sets others. Machines are counted by their licence, not by the second. */
export const defaultRateLimits: RateLimits = {
  interactive: { limit: 6000, windowSeconds: 60 },
  machine: null,
  'sign-in': { limit: 30, windowSeconds: 60 },
  public: { limit: 1200, windowSeconds: 60 },
};

/** What became of one request: let through or not, and what the headers say. */
export interface RateDecision {
  readonly allowed: boolean;
  /** Requests left in this window. */
  readonly remaining: number;
  /** Seconds until one more is allowed, at least 1 when refused. */
  readonly retryAfterSeconds: number;
  /** Seconds until the full limit is there again. */
  readonly resetSeconds: number;
}

/** An IPv6 caller owns a whole /64, so that is what is counted (RFC 6177). */
export function addressKey(address: string): string {
  const plain = address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('%')[0]!.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group || '0', 16).toString(16)).join(':')}::/64`;
}

/** Whole seconds, rounded up, but for the rounding of sums of fractions. */
const seconds = (milliseconds: number) => Math.ceil(milliseconds / 1000 - 1e-6);

/**
 * Counts in memory, one number per key: the time at which its bucket would be full again (the generic cell rate
 * algorithm), so a burst up to the limit passes and then as many as flow in. Process time, never the test clock.
 */
export class RateLimiter {
  readonly #limits: RateLimits;
  readonly #fullAt = new Map<string, number>();
  readonly #now: () => number;
  #sweepAt = 10_000;

  /** `now` is a monotonic reading in milliseconds. */
  constructor(limits: RateLimits, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Number of keys remembered. */
  get size(): number {
    return this.#fullAt.size;
  }

  limitOf(rateClass: Operation['rateClass']): RateLimit {
    return this.#limits[rateClass];
  }

  /** Takes one request from a key's bucket; null where the class has no limit. */
  take(rateClass: Operation['rateClass'], key: string): RateDecision | null {
    const limit = this.#limits[rateClass];
    if (limit === null) return null;
    const now = this.#now();
    const windowMs = limit.windowSeconds * 1000;
    const stepMs = windowMs / limit.limit;
    const id = `${rateClass} ${key}`;
    const fullAt = Math.max(this.#fullAt.get(id) ?? now, now);
    const excess = fullAt + stepMs - now - windowMs;
    // A thousandth of a millisecond is the rounding of these sums, no request.
    if (excess > 0.001) {
      return {
        allowed: false,
        remaining: 0,
        retryAfterSeconds: Math.max(1, seconds(excess)),
        resetSeconds: seconds(fullAt - now),
      };
    }
    this.#fullAt.set(id, fullAt + stepMs);
    this.#sweep(now);
    const remaining = Math.floor((windowMs - (fullAt + stepMs - now)) / stepMs + 0.001);
    return { allowed: true, remaining, retryAfterSeconds: 0, resetSeconds: seconds(fullAt + stepMs - now) };
  }

  /** Gives back what `take` took: a successful sign-in is no attempt to guess. */
  giveBack(rateClass: Operation['rateClass'], key: string): void {
    const limit = this.#limits[rateClass];
    const id = `${rateClass} ${key}`;
    const fullAt = this.#fullAt.get(id);
    if (limit !== null && fullAt !== undefined) this.#fullAt.set(id, fullAt - (limit.windowSeconds * 1000) / limit.limit);
  }

  /** Keys whose bucket is full again are forgotten, so that callers who come once do not fill the memory. */
  #sweep(now: number): void {
    if (this.#fullAt.size < this.#sweepAt) return;
    for (const [id, fullAt] of this.#fullAt) if (fullAt <= now) this.#fullAt.delete(id);
    this.#sweepAt = Math.max(10_000, this.#fullAt.size * 2);
  }
}

/** `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers), and `Retry-After` when refused. */
export function rateHeaders(rateClass: string, limit: NonNullable<RateLimit>, decision: RateDecision): Record<string, string> {
  return {
    'RateLimit-Policy': `"${rateClass}";q=${limit.limit};w=${limit.windowSeconds}`,
    RateLimit: `"${rateClass}";r=${decision.remaining};t=${decision.resetSeconds}`,
    ...(decision.allowed ? {} : { 'Retry-After': String(decision.retryAfterSeconds) }),
  };
}
