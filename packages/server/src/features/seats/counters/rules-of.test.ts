import { describe, expect, it } from 'vitest';
import { rulesOf } from './rules-of.ts';

const seats = { leaseSeconds: 300, heartbeatSeconds: 100, lingerSeconds: 0, overdraft: 2 };
const set = { id: '0190', feature: 'cloud-seats', per_user: null, include: [], exclude: [] };

describe('how seats of a counter are given', () => {
  it('is a plain count where neither the catalog nor anybody says more', () => {
    expect(rulesOf(seats, set, [])).toMatchObject({ overdraft: 2, rules: null });
    expect(rulesOf({ ...seats, lingerSeconds: 5 }, set, [])).toMatchObject({ rules: { perUser: null } });
    expect(rulesOf({ ...seats, perUser: 3 }, set, [])).toMatchObject({ rules: { perUser: 3 } });
    expect(rulesOf({ ...seats, perUser: 3 }, { ...set, per_user: 1 }, [])).toMatchObject({ rules: { perUser: 1 } });
  });

  it('keeps a place in the queue long enough to ask again', () => {
    const ticketSeconds = (told: number) => rulesOf({ ...seats, queue: { ticketSeconds: told } }, set, []).rules?.ticketSeconds;
    expect([1, 2, 3, 60].map(ticketSeconds)).toEqual([3, 3, 3, 60]);
  });
});
