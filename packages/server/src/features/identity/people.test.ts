import { moveClock } from '@muniment/platform/clock';
import { randomPackOf, setUpChannel, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWritePasswordReset } from './write-password-reset.ts';

const password = 'correct horse battery staple';
let server: TestServer;
let channel: TestChannel;

beforeAll(async () => {
  server = await startTestServer({ testClock: true, jobs: true });
  channel = await setUpChannel(server, 'acme', JSON.stringify(randomPackOf(3).pack));
});
afterAll(() => server.stop());

/** The secret of the newest mail of a kind to an address, as its reader finds it. */
async function mailedToken(to: string, kind: string): Promise<string> {
  const { client } = channel.vendor;
  const find = async () => (await value(client.listMails({ q: to }))).items.find((mail) => mail.kind === kind);
  await expect.poll(find, { timeout: 10_000 }).toBeDefined();
  const { text } = await value(client.getMail({ mailId: (await find())!.id }));
  return /#token=([\w-]{43})&vendor=acme/.exec(text)![1]!;
}

const codeOf = (answer: { readonly ok: boolean; readonly problem?: { readonly code: string } }) =>
  answer.ok ? 'ok' : answer.problem!.code;

describe('an invitation', () => {
  it('goes by mail, is looked up, accepted once, and then there is a person who is signed in', async () => {
    const dealer = await channel.partner('dealer', 'Inviting');
    const invited = await value(dealer.client.invitePerson({ email: 'new@inviting.example', role: 'read-only', language: 'de' }));
    expect(invited).toMatchObject({ state: 'pending', organization: { id: dealer.id }, invitedBy: 'inviting' });
    const token = await mailedToken('new@inviting.example', 'invitation');
    const seen = await value(server.client().lookUpInvitation({ token }));
    expect(seen).toMatchObject({ email: 'new@inviting.example', role: 'read-only', organization: { name: 'Inviting' }, language: 'de' });
    const accepted = await value(server.client().acceptInvitation({ token, name: 'New Person', password }));
    expect(accepted.me).toMatchObject({
      name: 'New Person',
      language: 'de',
      current: { role: 'read-only', organization: { id: dealer.id } },
    });
    expect((await server.client(accepted.token).getMe()).ok).toBe(true);
    expect(codeOf(await server.client().acceptInvitation({ token, name: 'Second', password }))).toBe('link-not-valid');
    expect(codeOf(await server.client().lookUpInvitation({ token }))).toBe('link-not-valid');
    const people = await value(dealer.client.listPeople());
    expect(people.items.map((person) => person.email)).toContain('new@inviting.example');
    expect((await value(dealer.client.listInvitations())).items[0]).toMatchObject({ state: 'accepted' });
  });

  it('makes one person, however often it is accepted at the same moment', async () => {
    await value(channel.vendor.client.invitePerson({ email: 'eager@acme.example', role: 'read-only' }));
    const token = await mailedToken('eager@acme.example', 'invitation');
    const answers = await Promise.all(
      ['One', 'Two', 'Three', 'Four'].map((name) => server.client().acceptInvitation({ token, name, password })),
    );
    expect(answers.map(codeOf).sort()).toEqual(['link-not-valid', 'link-not-valid', 'link-not-valid', 'ok']);
    expect((await value(channel.vendor.client.listPeople({ q: 'eager@' }))).total).toBe(1);
  });

  it('stops working when it is withdrawn, replaced, or seven days have gone by', async () => {
    const { client } = await channel.partner('dealer', 'Withdrawing');
    const first = await value(client.invitePerson({ email: 'w@withdrawing.example', role: 'dealer' }));
    const firstToken = await mailedToken('w@withdrawing.example', 'invitation');
    await value(client.invitePerson({ email: 'W@withdrawing.example', role: 'dealer' }));
    expect(codeOf(await server.client().lookUpInvitation({ token: firstToken }))).toBe('link-not-valid');
    expect(codeOf(await client.revokeInvitation({ invitationId: first.id }))).toBe('invitation-not-pending');

    const second = await value(client.invitePerson({ email: 'v@withdrawing.example', role: 'dealer' }));
    const secondToken = await mailedToken('v@withdrawing.example', 'invitation');
    expect(await value(client.revokeInvitation({ invitationId: second.id }))).toMatchObject({ state: 'revoked' });
    expect(codeOf(await server.client().acceptInvitation({ token: secondToken, name: 'V', password }))).toBe('link-not-valid');

    await value(channel.vendor.client.invitePerson({ email: 'late@acme.example', role: 'read-only' }));
    const late = await mailedToken('late@acme.example', 'invitation');
    await moveClock(server.database.pool, { advance: 'P7D' });
    expect(codeOf(await server.client().lookUpInvitation({ token: late }))).toBe('link-not-valid');
  });

  it('is the only one of its address and organization, however many are made at the same moment', async () => {
    const { client } = await channel.partner('dealer', 'Hasty');
    const roles = ['read-only', 'dealer', 'read-only', 'dealer'] as const;
    const made = await Promise.all(roles.map((role) => client.invitePerson({ email: 'soon@hasty.example', role })));
    expect(made.every(({ ok }) => ok)).toBe(true);
    const { items } = await value(client.listInvitations({}));
    expect(items.filter(({ state }) => state === 'pending')).toHaveLength(1);
  });

  it('is refused for an address somebody has, for a role that does not fit, and for organizations that are not one’s own', async () => {
    const [one, two] = [await channel.partner('dealer', 'Own Only'), await channel.partner('dealer', 'Foreign Only')];
    expect(codeOf(await one.client.invitePerson({ email: two.email, role: 'dealer' }))).toBe('email-taken');
    expect(codeOf(await one.client.invitePerson({ email: 'x@own.example', role: 'administrator' }))).toBe('role-not-for-organization');
    const foreign = await one.client.invitePerson({ email: 'x@own.example', role: 'dealer', organizationId: two.id });
    expect(codeOf(foreign)).toBe('organization-not-found');
    const theirs = await value(two.client.invitePerson({ email: 'y@foreign.example', role: 'dealer' }));
    expect(codeOf(await one.client.revokeInvitation({ invitationId: theirs.id }))).toBe('not-found');
    await value(channel.vendor.client.invitePerson({ email: 'z@own.example', role: 'dealer', organizationId: one.id }));
  });
});

describe('people of an organization', () => {
  it('are listed page by page, each once, and a cursor of another list is refused', async () => {
    const dealer = await channel.partner('dealer', 'Paging');
    for (const name of ['ann', 'ben', 'cem', 'dia']) await channel.person(dealer.id, 'read-only', `${name}@paging.example`);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await value(dealer.client.listPeople({ limit: 2, cursor }));
      expect(page.total).toBe(5);
      seen.push(...page.items.map((person) => person.name));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(['ann', 'ben', 'cem', 'dia', 'paging']);
    const other = await value(channel.vendor.client.listPeople({ limit: 1 }));
    expect(codeOf(await dealer.client.listPeople({ cursor: other.next! }))).toBe('cursor-not-valid');
    expect(codeOf(await dealer.client.listPeople({ cursor: 'bm90IGpzb24' }))).toBe('cursor-not-valid');
  });

  it('are invisible to other organizations, one by one and in lists', async () => {
    const [one, two] = [await channel.partner('dealer', 'Seeing'), await channel.partner('dealer', 'Unseen')];
    const person = (await value(two.client.listPeople())).items[0]!;
    expect(await value(one.client.listPeople({ organizationId: two.id }))).toEqual({ items: [], next: null, total: 0 });
    expect(codeOf(await one.client.setRole({ personId: person.id, role: 'read-only' }))).toBe('not-found');
    expect(codeOf(await one.client.deactivatePerson({ personId: person.id }))).toBe('not-found');
    expect(codeOf(await one.client.reactivatePerson({ personId: person.id }))).toBe('not-found');
  });

  it('lose their sessions at once when deactivated, and can sign in again when reactivated', async () => {
    const dealer = await channel.partner('dealer', 'Closing');
    const reader = await channel.person(dealer.id, 'read-only', 'reader@closing.example');
    const person = (await value(dealer.client.listPeople({ q: 'reader@' }))).items[0]!;
    expect(await value(dealer.client.deactivatePerson({ personId: person.id }))).toMatchObject({ status: 'deactivated' });
    expect(codeOf(await reader.getMe())).toBe('not-signed-in');
    expect(await value(dealer.client.reactivatePerson({ personId: person.id }))).toMatchObject({ status: 'active' });
    expect(codeOf(await reader.getMe())).toBe('not-signed-in');
    expect((await server.client().signIn({ email: 'reader@closing.example', password })).ok).toBe(true);
    const me = (await value(dealer.client.listPeople({ q: dealer.email }))).items[0]!;
    expect(codeOf(await dealer.client.deactivatePerson({ personId: me.id }))).toBe('cannot-deactivate-yourself');
  });

  it('get another role at once', async () => {
    const dealer = await channel.partner('dealer', 'Promoting');
    const reader = await channel.person(dealer.id, 'read-only', 'reader@promoting.example');
    const { id } = (await value(dealer.client.listPeople({ q: 'reader@' }))).items[0]!;
    expect(codeOf(await reader.invitePerson({ email: 'q@promoting.example', role: 'dealer' }))).toBe('not-allowed');
    expect(await value(dealer.client.setRole({ personId: id, role: 'dealer' }))).toMatchObject({ role: 'dealer', version: 2 });
    expect((await reader.invitePerson({ email: 'q@promoting.example', role: 'dealer' })).ok).toBe(true);
    expect(codeOf(await dealer.client.setRole({ personId: id, role: 'administrator' }))).toBe('role-not-for-organization');
  });
});

describe('the vendor', () => {
  it('keeps an administrator, whoever demotes whom at the same moment', async () => {
    const lone = await setUpChannel(server, 'lone', JSON.stringify(randomPackOf(4).pack));
    const organizationId = lone.vendor.id;
    const emails = ['one@lone.example', 'two@lone.example', 'three@lone.example'];
    const clients: Awaited<ReturnType<TestChannel['person']>>[] = [];
    for (const email of emails) clients.push(await lone.person(organizationId, 'administrator', email));
    const people = (await value(lone.vendor.client.listPeople())).items;
    const acts = people.map((person, index) =>
      index % 2 === 0
        ? clients[(index + 1) % 3]!.setRole({ personId: person.id, role: 'read-only' })
        : clients[(index + 1) % 3]!.deactivatePerson({ personId: person.id }),
    );
    const codes = (await Promise.all(acts)).map(codeOf);
    const after = (await value(lone.vendor.client.listPeople())).items;
    expect(after.filter((person) => person.role === 'administrator' && person.status === 'active').length).toBeGreaterThan(0);
    const last = after.find((person) => person.role === 'administrator' && person.status === 'active')!;
    for (const person of after) await lone.vendor.client.deactivatePerson({ personId: person.id });
    expect(codeOf(await lone.vendor.client.setRole({ personId: last.id, role: 'read-only' }))).toBe('last-administrator');
    expect(codeOf(await lone.vendor.client.deactivatePerson({ personId: last.id }))).toBe('last-administrator');
    expect(codes).not.toContain('internal-error');
  });
});

describe('a forgotten password', () => {
  it('is replaced with the mailed link, once and within the hour; every session ends', async () => {
    const dealer = await channel.partner('dealer', 'Forgetful');
    expect(await value(server.client().requestPasswordReset({ email: dealer.email }))).toEqual({ accepted: true });
    const token = await mailedToken(dealer.email, 'password-reset');
    expect(await value(server.client().resetPassword({ token, password: 'a password of today' }))).toEqual({ email: dealer.email });
    expect(codeOf(await dealer.client.getMe())).toBe('not-signed-in');
    expect((await server.client().signIn({ email: dealer.email, password: 'a password of today' })).ok).toBe(true);
    expect(codeOf(await server.client().resetPassword({ token, password: 'a password of tomorrow' }))).toBe('link-not-valid');

    await moveClock(server.database.pool, { advance: 'PT2M' });
    await value(server.client().requestPasswordReset({ email: dealer.email }));
    const mails = async () => (await value(channel.vendor.client.listMails({ q: dealer.email }))).total;
    await expect.poll(mails, { timeout: 10_000 }).toBe(2);
    const late = await mailedToken(dealer.email, 'password-reset');
    await moveClock(server.database.pool, { advance: 'PT61M' });
    expect(codeOf(await server.client().resetPassword({ token: late, password: 'a password too late' }))).toBe('link-not-valid');
  });

  it('is written once, though several ask at the same moment', async () => {
    const dealer = await channel.partner('dealer', 'Impatient');
    const write = createWritePasswordReset({ pool: server.database.pool });
    const now = await server.clock.now();
    const data = { email: dealer.email, publicUrl: server.url };
    const job = (id: number) => ({ id: `job-${id}`, vendorId: channel.vendorId, now, data }) as unknown as Parameters<typeof write>[0];
    await Promise.all([1, 2, 3, 4].map((id) => write(job(id))));
    expect((await value(channel.vendor.client.listMails({ q: dealer.email }))).total).toBe(1);
  });

  it('is answered alike for an address nobody has, and no mail is written', async () => {
    expect(await value(server.client().requestPasswordReset({ email: 'nobody@nowhere.example' }))).toEqual({ accepted: true });
    const dealer = await channel.partner('dealer', 'After Nobody');
    await value(server.client().requestPasswordReset({ email: dealer.email }));
    await mailedToken(dealer.email, 'password-reset');
    expect((await value(channel.vendor.client.listMails({ q: 'nobody@nowhere' }))).total).toBe(0);
  });

  it('are shown one by one (get-person) to their own organization and the vendor', async () => {
    const [one, two] = [await channel.partner('dealer', 'Shown'), await channel.partner('dealer', 'Not Shown')];
    const [person] = (await value(one.client.listPeople())).items;
    const personId = person!.id;
    for (const client of [one.client, channel.vendor.client])
      expect(await value(client.getPerson({ personId }))).toEqual({ memberships: [person] });
    expect(await two.client.getPerson({ personId })).toMatchObject({ ok: false, problem: { code: 'not-found' } });
  });
});
