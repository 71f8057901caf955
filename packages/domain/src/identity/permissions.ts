/** Roles a person or API key can hold in an organization (B16). */
export const roles = ['administrator', 'distributor', 'dealer', 'customer', 'read-only'] as const;
export type Role = (typeof roles)[number];

/** Kinds of organization (design: Words). */
export const organizationKinds = ['vendor', 'distributor', 'dealer', 'customer'] as const;
export type OrganizationKind = (typeof organizationKinds)[number];

/** What an API key was made for; a person's session has `all`. */
export const scopes = ['all', 'read', 'validate', 'seats'] as const;
export type Scope = (typeof scopes)[number];

/**
 * Where an action reaches: whatever the actor can see, or things of the own organization only (the vendor's reach every one);
 * or the device itself that asks, with a key of its own, and nobody else; or one project, for a device of it and for an API key
 * that was made for its seats.
 */
export type Reach = 'visible' | 'own' | 'itself' | 'project';

interface ActionRule {
  readonly roles: readonly Exclude<Role, 'read-only'>[];
  readonly reach: Reach;
}

const vendorOnly: ActionRule = { roles: ['administrator'], reach: 'visible' };
const partners: ActionRule = { roles: ['administrator', 'distributor', 'dealer'], reach: 'visible' };
const everybody: ActionRule = { roles: ['administrator', 'distributor', 'dealer', 'customer'], reach: 'visible' };
const everybodyAtHome: ActionRule = { ...everybody, reach: 'own' };
const itself: ActionRule = { roles: [], reach: 'itself' };

/**
 * The one table of who may do what: noun.verb, the roles that hold it, how far it reaches.
 * `read-only` is not listed: it holds every `.read` that the main role of its organization holds.
 * API, console menus and tests read this table and nothing else.
 */
export const actions = {
  'orders.ship': vendorOnly,
  'bins.read': partners,
  'licenses.attach': partners,
  'licenses.activate': partners,
  'licenses.take-back': vendorOnly,
  'hardware.replace': vendorOnly,
  'licenses.validate': everybody,
  'pools.read': everybody,
  'pools.write': everybody,
  'license-keys.make': partners,
  'enrolment.write': everybody,
  'external-files.read': everybody,
  'external-files.write': partners,
  'external-files.supply': vendorOnly,
  'customers.read': everybody,
  'customers.write': partners,
  'devices.read': everybody,
  'devices.write': everybody,
  'organizations.read': everybody,
  'organizations.write': vendorOnly,
  'allowances.write': vendorOnly,
  'people.read': everybodyAtHome,
  'people.write': everybodyAtHome,
  'api-keys.write': everybodyAtHome,
  'catalog.read': everybody,
  'catalog.write': vendorOnly,
  'signing-keys.write': vendorOnly,
  'tasks.read': vendorOnly,
  'tasks.write': vendorOnly,
  'mail.read': vendorOnly,
  'mail.write': vendorOnly,
  'audit.read': everybodyAtHome,
  'history.read': everybody,
  'batches.read': everybody,
  'batches.write': everybody,
  'seats.read': everybody,
  'seats.write': everybody,
  'seats.use': { ...everybody, reach: 'project' },
  'device.act': itself,
} as const satisfies Record<string, ActionRule>;

export type Action = keyof typeof actions;
export const allActions = Object.keys(actions) as readonly Action[];

/** The role that works for an organization of a kind; `read-only` is possible in each. */
export const mainRole: Readonly<Record<OrganizationKind, Exclude<Role, 'read-only'>>> = {
  vendor: 'administrator',
  distributor: 'distributor',
  dealer: 'dealer',
  customer: 'customer',
};

/** The roles that can be given in an organization of a kind. */
export function rolesFor(kind: OrganizationKind): readonly Role[] {
  return [mainRole[kind], 'read-only'];
}
