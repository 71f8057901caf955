import { describe, expect, it } from 'vitest';
import { organizationKinds } from '../identity/index.ts';
import { checkAllowance, checkServes } from './index.ts';

describe('who can ship to whom, and who can look after whom', () => {
  it('lets the vendor and partners be allowed to ship to partners, and nobody to customers', () => {
    for (const from of organizationKinds) {
      for (const to of organizationKinds) {
        const possible = checkAllowance({ id: 'a', kind: from }, { id: 'b', kind: to }).ok;
        expect(possible).toBe(from !== 'customer' && (to === 'distributor' || to === 'dealer'));
      }
    }
  });

  it('lets nobody be allowed to ship to itself', () => {
    const decision = checkAllowance({ id: 'a', kind: 'dealer' }, { id: 'a', kind: 'dealer' });
    expect(!decision.ok && decision.refusal.facts.reason).toBe('same-organization');
  });

  it('lets partners look after customers only', () => {
    for (const partner of organizationKinds) {
      for (const customer of organizationKinds) {
        const possible = checkServes({ id: 'a', kind: partner }, { id: 'b', kind: customer }).ok;
        expect(possible).toBe((partner === 'distributor' || partner === 'dealer') && customer === 'customer');
      }
    }
  });
});
