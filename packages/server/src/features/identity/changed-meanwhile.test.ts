import { createPerson, resetAdministrator } from '@muniment/server/operator';
import { randomPackOf, startTestServer, type TestServer, testPassword, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor, Context, OrganizationFacts, Outside, Vendor } from '../../core/context.ts';
import { act, operatorActor, outsideFor } from '../../operator/context.ts';
import { changePassword } from './operations/change-password.ts';
import { resetPassword } from './operations/reset-password.ts';
import { signIn } from './operations/sign-in.ts';

type Client = ReturnType<TestServer['client']>;
const newPassword = 'a password chosen meanwhile';
let server: TestServer;
let vendor: Vendor;
let administrator: Client;
let organization: OrganizationFacts;

beforeAll(async () => {
  server = await startTestServer();
  const created = await server.vendor('acme', JSON.stringify(randomPackOf(1).pack));
  ({ vendor, client: administrator } = created);
  const { current } = await value(administrator.getMe({}));
  organization = { ...current.organization, id: current.organization.id.slice('org_'.length) };
});
afterAll(() => server.stop());

/** An administrator who is signed in. */
async function newPerson(name: string) {
  const email = `${name}@acme.example`;
  const memberships = [{ organizationId: organization.id, role: 'administrator' as const }];
  await createPerson(server.operator, vendor, { email, name, language: 'en', password: testPassword, memberships });
  const { token, me } = await value(server.client().signIn({ email, password: testPassword, vendor: vendor.slug }));
  return { email, id: me.id!, client: server.client(token) };
}
type Person = Awaited<ReturnType<typeof newPerson>>;

interface Prepared<Input> {
  prepare(
    outside: Outside,
    input: Input,
  ): Promise<
    (context: Context, input: Input) => Promise<{ readonly ok: true } | { readonly ok: false; readonly refusal: { readonly code: string } }>
  >;
}

/** What a use case answers if something happens between what it prepares and its act: `done`, or why not. */
async function answerAfter<Input>(
  handler: Prepared<Input>,
  actor: Actor,
  input: Input,
  meanwhile: () => Promise<unknown>,
): Promise<string> {
  const run = await handler.prepare(outsideFor(server.operator, vendor, actor, await server.clock.now()), input);
  await meanwhile();
  const result = await act(server.operator, vendor, actor, (context) => run(context, input));
  return result.ok ? 'done' : result.refusal.code;
}

const changes = {
  nothing: async () => {},
  password: ({ client }: Person) => value(client.changePassword({ currentPassword: testPassword, newPassword })),
  deactivated: ({ id }: Person) => value(administrator.deactivatePerson({ personId: id })),
};

const isIn = async (email: string, password: string) => (await server.client().signIn({ email, password, vendor: vendor.slug })).ok;

describe('what was right when the password was checked is looked at again', () => {
  it.each([
    ['nothing', 'done'],
    ['password', 'wrong-credentials'],
    ['deactivated', 'wrong-credentials'],
  ] as const)('when signing in (%s meanwhile: %s)', async (change, told) => {
    const person = await newPerson(`sign-in-${change}`);
    const input = { params: {}, query: {}, body: { email: person.email, password: testPassword, vendor: vendor.slug } };
    expect(await answerAfter(signIn, operatorActor(organization), input, () => changes[change](person))).toBe(told);
  });

  it.each([
    ['nothing', 'done'],
    ['password', 'wrong-credentials'],
    ['deactivated', 'wrong-credentials'],
  ] as const)('when changing the password (%s meanwhile: %s)', async (change, told) => {
    const person = await newPerson(`change-${change}`);
    const actor = { ...operatorActor(organization), kind: 'person' as const, id: person.id.slice('per_'.length) };
    const input = { params: {}, query: {}, body: { currentPassword: testPassword, newPassword: 'a password that came late' } };
    expect(await answerAfter(changePassword, actor, input, () => changes[change](person))).toBe(told);
    expect(await isIn(person.email, input.body.newPassword)).toBe(told === 'done');
    expect(await isIn(person.email, newPassword)).toBe(change === 'password');
  });

  it.each([
    ['nothing', 'done'],
    ['password', 'link-not-valid'],
    ['deactivated', 'link-not-valid'],
    ['link used', 'link-not-valid'],
  ] as const)('when resetting the password (%s meanwhile: %s)', async (change, told) => {
    const person = await newPerson(`reset-${change.replace(' ', '-')}`);
    const reset = await resetAdministrator(server.operator, { vendor: vendor.slug, email: person.email });
    if (!reset.ok) throw new Error(reset.refusal.code);
    const token = decodeURIComponent(/#token=([^&]+)/.exec(reset.value.link)![1]!);
    const meanwhile = { ...changes, 'link used': () => value(server.client().resetPassword({ token, password: newPassword })) };
    const input = { params: {}, query: {}, body: { token, password: 'a password that came late' } };
    expect(await answerAfter(resetPassword, operatorActor(organization), input, () => meanwhile[change](person))).toBe(told);
    expect(await isIn(person.email, input.body.password)).toBe(told === 'done');
  });
});
