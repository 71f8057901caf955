import { describe, expect, it } from 'vitest';
import { addressKey, RateLimiter } from './rate-limit.ts';

const none = { interactive: null, machine: null, 'sign-in': null, public: null };

describe('a limit', () => {
  it('lets a burst through up to the limit and then as many as flow in', () => {
    let now = 0;
    const limiter = new RateLimiter({ ...none, public: { limit: 60, windowSeconds: 60 } }, () => now);
    const take = () => limiter.take('public', 'a')!.allowed;
    expect(Array.from({ length: 61 }, take).filter(Boolean)).toHaveLength(60);
    now = 1000;
    expect([take(), take()]).toEqual([true, false]);
    now = 61_000;
    expect(Array.from({ length: 61 }, take).filter(Boolean)).toHaveLength(60);
    expect(limiter.take('public', 'b')!.remaining).toBe(59);
    expect(limiter.take('machine', 'a')).toBeNull();
  });

  it('counts an IPv6 caller by the network it owns', () => {
    const same = ['2001:db8:0:1::1', '2001:db8:0:1:ffff::2', '2001:0db8::1:0:0:0:3'];
    expect(new Set(same.map(addressKey))).toEqual(new Set(['2001:db8:0:1::/64']));
    expect(addressKey('2001:db8:0:2::1')).toBe('2001:db8:0:2::/64');
    expect(addressKey('::1')).toBe('0:0:0:0::/64');
    expect(addressKey('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
    expect(addressKey('::ffff:10.1.2.3')).toBe('10.1.2.3');
    expect(addressKey('10.1.2.3')).toBe('10.1.2.3');
  });

  it('forgets callers who come once', () => {
    let now = 0;
    const limiter = new RateLimiter({ ...none, public: { limit: 1, windowSeconds: 1 } }, () => now);
    for (let n = 0; n < 200_000; n++) {
      now += 10;
      limiter.take('public', String(n));
    }
    expect(limiter.size).toBeLessThan(20_000);
  });
});
