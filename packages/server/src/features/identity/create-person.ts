import { accept, type Decision, refuse } from '@muniment/domain';
import { uuidv7 } from '@muniment/platform/ids';
import type { Actor, Context, Role, Uuid } from '../../core/context.ts';
import { indexTerms } from '../search/index.ts';
import { insertMembership, insertPerson, organizationsOf } from './store.ts';

export interface NewPerson {
  readonly email: string;
  readonly name: string;
  /** ISO 639-1. */
  readonly language: string;
  /** Made by `hashPassword`, before the transaction. */
  readonly passwordHash: string;
  /** One or more. */
  readonly memberships: readonly { readonly organizationId: Uuid; readonly role: Role }[];
}

/** Makes people findable by name and address, for the organizations they belong to and the vendor. */
export async function indexPerson(
  context: Pick<Context<Actor | null>, 'tx' | 'vendor'>,
  person: { readonly id: Uuid; readonly name: string; readonly email: string },
): Promise<void> {
  const { id, name, email } = person;
  const organizationIds = await organizationsOf(context.tx, context.vendor.id, id);
  await indexTerms(context.tx, context.vendor.id, { kind: 'person', objectId: id, terms: [name, email], organizationIds });
}

/** Adds a person with memberships and a password. An address somebody has is refused without saying whose. */
export async function createPerson(
  context: Pick<Context<Actor | null>, 'tx' | 'now' | 'vendor'>,
  person: NewPerson,
): Promise<Decision<{ readonly personId: Uuid }, 'email-taken'>> {
  const { tx, now, vendor } = context;
  const id = uuidv7();
  const [email, name] = [person.email.trim(), person.name.trim()];
  const { language, passwordHash } = person;
  const added = await insertPerson(tx, vendor.id, { id, email, name, language, passwordHash, createdAt: now });
  if (!added) return refuse('email-taken');
  for (const { organizationId, role } of person.memberships) await insertMembership(tx, vendor.id, id, organizationId, role);
  await indexPerson(context, { id, name, email });
  return accept({ personId: id });
}
