import { operations } from '@muniment/contract';
import { describe, expect, it } from 'vitest';
import {
  type Actor,
  actions,
  allActions,
  can,
  checkRoleFor,
  mainRole,
  missingPermissions,
  organizationKinds,
  permissionsOf,
  rolesFor,
} from './index.ts';

const dealer: Actor = { organizationId: 'org_1', organizationKind: 'dealer', role: 'dealer', scopes: ['all'] };
const administrator: Actor = { organizationId: 'org_0', organizationKind: 'vendor', role: 'administrator', scopes: ['all'] };

describe('what a person may do', () => {
  it('lets an administrator of the vendor do everything', () => {
    for (const action of allActions) {
      expect(can(administrator, action, { organizationId: 'org_9' }).ok, action).toBe(
        actions[action].reach !== 'itself' && actions[action].reach !== 'project',
      );
    }
  });

  it('refuses a dealer who ships, naming the role that may and who can give it', () => {
    expect(can(dealer, 'orders.ship')).toEqual({
      ok: false,
      refusal: {
        code: 'not-allowed',
        facts: {
          action: 'orders.ship',
          role: 'dealer',
          roles: ['administrator'],
          heldHere: false,
          grantedBy: ['administrator'],
          reason: 'role',
        },
      },
    });
  });

  it('lets customers look after the devices of their own projects, and leaves it to partners who is a customer', () => {
    const customer: Actor = { organizationId: 'org_2', organizationKind: 'customer', role: 'customer', scopes: ['all'] };
    const reader: Actor = { ...customer, role: 'read-only' };
    expect(can(customer, 'devices.write').ok).toBe(true);
    const refused = can(reader, 'devices.write');
    expect(!refused.ok && refused.refusal.facts).toMatchObject({ heldHere: true, grantedBy: ['customer', 'administrator'] });
    const never = can(customer, 'customers.write');
    expect(!never.ok && never.refusal.facts).toMatchObject({ heldHere: false, roles: ['administrator', 'distributor', 'dealer'] });
  });

  it('never names the role that somebody has as the one it takes, nor another that does not have it here', () => {
    for (const organizationKind of organizationKinds) {
      for (const role of rolesFor(organizationKind)) {
        const actor: Actor = { organizationId: 'org_1', organizationKind, role, scopes: ['all'] };
        for (const action of allActions) {
          const decision = can(actor, action);
          // Seats are taken by a key that was made for it: nobody’s role is what is missing.
          if (decision.ok || decision.refusal.facts.reason === 'scope') continue;
          expect(decision.refusal.facts.roles, `${organizationKind} ${role} ${action}`).not.toContain(role);
          expect(decision.refusal.facts.roles, `${organizationKind} ${role} ${action}`).not.toContain('read-only');
        }
      }
    }
    const reader = can({ organizationId: 'org_2', organizationKind: 'customer', role: 'read-only', scopes: ['all'] }, 'tasks.read');
    expect(!reader.ok && reader.refusal.facts).toMatchObject({ heldHere: false, roles: ['administrator'] });
  });

  it('lets a dealer manage people of its own organization and of no other', () => {
    expect(can(dealer, 'people.write', { organizationId: 'org_1' }).ok).toBe(true);
    const other = can(dealer, 'people.write', { organizationId: 'org_2' });
    expect(!other.ok && other.refusal.facts.reason).toBe('organization');
  });

  it('gives read-only exactly what the main role of the organization may read', () => {
    for (const organizationKind of organizationKinds) {
      const reader: Actor = { organizationId: 'org_1', organizationKind, role: 'read-only', scopes: ['all'] };
      const main: Actor = { ...reader, role: mainRole[organizationKind] };
      expect(permissionsOf(reader)).toEqual(permissionsOf(main).filter((action) => action.endsWith('.read')));
    }
  });

  it('lets a device with a key of its own act on itself and do nothing else, and nobody else do that', () => {
    const device: Actor = { organizationId: 'org_2', organizationKind: 'customer', role: 'customer', scopes: [], isDevice: true };
    expect(permissionsOf(device)).toEqual(['seats.use', 'device.act']);
    for (const action of allActions)
      expect(can(device, action, { organizationId: 'org_2' }).ok, action).toBe(action === 'device.act' || action === 'seats.use');
    for (const organizationKind of organizationKinds) {
      const person: Actor = { organizationId: 'org_2', organizationKind, role: mainRole[organizationKind], scopes: ['all'] };
      expect(can(person, 'device.act').ok).toBe(false);
    }
  });

  it('gives nothing to a role that does not fit the organization', () => {
    expect(permissionsOf({ ...dealer, role: 'administrator' })).toEqual([]);
    expect(checkRoleFor('dealer', 'administrator').ok).toBe(false);
    for (const kind of organizationKinds) for (const role of rolesFor(kind)) expect(checkRoleFor(kind, role).ok).toBe(true);
  });

  it('lets an API key of scope validate do nothing else', () => {
    expect(permissionsOf({ ...dealer, scopes: ['validate'] })).toEqual(['licenses.validate']);
    expect(permissionsOf({ ...dealer, scopes: ['read'] }).every((action) => action.endsWith('.read'))).toBe(true);
    expect(permissionsOf({ ...dealer, scopes: [] })).toEqual([]);
  });

  it('lets an API key of scope seats take seats and do nothing else, and nobody who may do everything', () => {
    expect(permissionsOf({ ...dealer, scopes: ['seats'] })).toEqual(['seats.use']);
    expect(can(dealer, 'seats.use').ok).toBe(false);
    expect(permissionsOf({ ...dealer, role: 'read-only', scopes: ['seats'] })).toEqual([]);
  });

  it('says for every action that is missing which roles have it', () => {
    const missing = missingPermissions(dealer);
    for (const action of allActions) expect(action in missing).toBe(!can(dealer, action).ok);
    expect(missing['catalog.write']).toEqual(['administrator']);
  });

  it('knows every permission the contract asks for, and the contract asks for every one it knows', () => {
    const asked = new Set(operations.flatMap(({ access }) => (access.startsWith('can:') ? [access.slice(4)] : [])));
    expect([...asked].sort()).toEqual(Object.keys(actions).sort());
  });
});
