import { accept, type Decision, refuse } from '../refusal/index.ts';
import { type Action, actions, allActions, mainRole, type OrganizationKind, type Role, rolesFor, type Scope } from './permissions.ts';

/** Who asks, for which organization: a person by membership, or an API key with its scopes. */
export interface Actor {
  readonly organizationId: string;
  readonly organizationKind: OrganizationKind;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  /** A device with a key of its own: it acts on itself, whatever its organization may do. */
  readonly isDevice?: boolean;
}

/** What is asked for: the organization that the thing belongs to, null where it belongs to the vendor as a whole. */
export interface Resource {
  readonly organizationId: string | null;
}

const nobodys: Resource = { organizationId: null };

/**
 * Whether an actor may do something: role × organization, and the scopes of an API key.
 * What the actor cannot see is not asked here: a load that finds nothing answers 404.
 * The refusal says which roles may do it, whether one of them is of the actor's kind of organization, and which can give a
 * role: the facts of a 403.
 */
export function can(actor: Actor, action: Action, resource: Resource = nobodys): Decision<Action, 'not-allowed'> {
  const heldHere = holdersOf(action).includes(mainRole[actor.organizationKind]);
  // `read-only` reads what the main role of its organization reads: where that role does not, neither does it here.
  const roles = heldHere ? rolesThatMay(action) : [...holdersOf(action)];
  const facts = { action, role: actor.role, roles, heldHere, grantedBy: grantersFor(action, actor) };
  if (!roleHolds(actor, action)) return refuse('not-allowed', { ...facts, reason: 'role' });
  if (actor.isDevice !== true && !scopesHold(actor.scopes, action))
    return refuse('not-allowed', { ...facts, reason: 'scope', scopes: [...actor.scopes] });
  if (!reaches(actor, action, resource)) return refuse('not-allowed', { ...facts, reason: 'organization' });
  return accept(action);
}

/** Everything the actor may do for its own organization, in the order of the table. */
export function permissionsOf(actor: Actor): readonly Action[] {
  return allActions.filter((action) => roleHolds(actor, action) && (actor.isDevice === true || scopesHold(actor.scopes, action)));
}

/** What the actor may not do, with the roles that may: what a console shows disabled, and why. */
export function missingPermissions(actor: Actor): Readonly<Partial<Record<Action, readonly Role[]>>> {
  const held = new Set(permissionsOf(actor));
  return Object.fromEntries(allActions.filter((action) => !held.has(action)).map((action) => [action, rolesThatMay(action)]));
}

/** The roles that hold an action; `read-only` holds what can be read. */
export function rolesThatMay(action: Action): readonly Role[] {
  return isRead(action) ? [...actions[action].roles, 'read-only'] : [...actions[action].roles];
}

/** Whether a role can be given in an organization of this kind: a dealer has no administrators. */
export function checkRoleFor(kind: OrganizationKind, role: Role): Decision<Role, 'role-not-for-organization'> {
  const possible = rolesFor(kind);
  return possible.includes(role)
    ? accept(role)
    : refuse('role-not-for-organization', { role, organizationKind: kind, roles: [...possible] });
}

function roleHolds(actor: Actor, action: Action): boolean {
  const { reach } = actions[action];
  if (actor.isDevice === true) return reach === 'itself' || reach === 'project';
  if (reach === 'itself') return false;
  const main = mainRole[actor.organizationKind];
  const holders = holdersOf(action);
  if (actor.role === 'read-only') return isRead(action) && holders.includes(main);
  return actor.role === main && holders.includes(actor.role);
}

function scopesHold(held: readonly Scope[], action: Action): boolean {
  // Whoever may do everything has no project of its own: seats are taken by what was made for it.
  if (actions[action].reach === 'project') return held.includes('seats');
  if (held.includes('all')) return true;
  if (held.includes('validate') && action === 'licenses.validate') return true;
  return held.includes('read') && isRead(action);
}

function reaches(actor: Actor, action: Action, resource: Resource): boolean {
  if (actions[action].reach !== 'own' || actor.organizationKind === 'vendor') return true;
  return resource.organizationId === null || resource.organizationId === actor.organizationId;
}

/** Inside an organization its main role gives roles; what only the vendor may do, only the vendor's administrators can give. */
function grantersFor(action: Action, actor: Actor): readonly Role[] {
  const main = mainRole[actor.organizationKind];
  return main !== 'administrator' && holdersOf(action).includes(main) ? [main, 'administrator'] : ['administrator'];
}

const holdersOf = (action: Action): readonly Role[] => actions[action].roles;

function isRead(action: Action): boolean {
  return action.endsWith('.read');
}
