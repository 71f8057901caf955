import type { Client } from '@muniment/client';
import { createPerson } from '@muniment/server/operator';
import type { TestServer } from './server.ts';

/** The value of an answer; a problem fails the test with its words. */
export async function value<T>(
  answer: Promise<
    { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: { readonly code: string; readonly detail: string } }
  >,
): Promise<T> {
  const got = await answer;
  if (!got.ok) throw new Error(`${got.problem.code}: ${got.problem.detail} ${JSON.stringify(got.problem)}`);
  return got.value;
}

/** An organization with somebody to act for it. */
export interface Party {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly client: Client;
  /** Session token or API key of the client, for requests sent by hand. */
  readonly credential: string;
}

type Role = 'administrator' | 'distributor' | 'dealer' | 'customer' | 'read-only';

/** Everybody's. */
export const testPassword = 'correct horse battery staple';

export interface TestChannel {
  readonly slug: string;
  /** UUID, for looking into the database: row-level security blinds even its owner without one. */
  readonly vendorId: string;
  readonly vendor: Party;
  /** Adds a distributor or dealer with a person signed in for it. */
  partner(kind: 'distributor' | 'dealer', name: string): Promise<Party>;
  /** A person of an organization, signed in. */
  person(organizationId: string, role: Role, email: string): Promise<Client>;
  /** The same, with the session's token. */
  session(organizationId: string, role: Role, email: string): Promise<Pick<Party, 'client' | 'credential'>>;
}

/** A vendor with its catalog and the means to add partners. */
export async function setUpChannel(server: TestServer, slug: string, catalog: string): Promise<TestChannel> {
  const created = await server.vendor(slug, catalog);
  const administrator = created.client;
  const me = await value(administrator.getMe({}));
  const session: TestChannel['session'] = async (organizationId, role, email) => {
    await createPerson({ pool: server.database.pool, clock: server.clock }, created.vendor, {
      email,
      name: email.split('@')[0]!,
      language: 'en',
      password: testPassword,
      memberships: [{ organizationId: organizationId.slice('org_'.length), role }],
    });
    const { token } = await value(server.client().signIn({ email, password: testPassword, vendor: slug }));
    return { client: server.client(token), credential: token };
  };
  const { organization } = me.current;
  const { apiKey } = created;
  return {
    slug,
    vendorId: created.vendor.id,
    vendor: { id: organization.id, name: organization.name, email: `admin@${slug}.example`, client: administrator, credential: apiKey },
    session,
    person: async (organizationId, role, email) => (await session(organizationId, role, email)).client,
    async partner(kind, name) {
      const organization = await value(administrator.createOrganization({ name, kind }));
      const email = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}@${slug}.example`;
      return { id: organization.id, name, email, ...(await session(organization.id, kind, email)) };
    },
  };
}
