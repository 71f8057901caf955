import { createHash } from 'node:crypto';
import { moveClock } from '@muniment/platform/clock';
import { asOwner } from '@muniment/platform/postgres';
import { createPerson } from '@muniment/server/operator';
import { randomPackOf, setUpChannel, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import type { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const password = 'correct horse battery staple';
let server: TestServer;
let channel: TestChannel;

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  channel = await setUpChannel(server, 'acme', JSON.stringify(randomPackOf(1).pack));
});
afterAll(() => server.stop());

/** Signs in with a plain request, as a browser does, and answers the response. */
function post(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** A problem as its reader sees it, but for the id that every answer has its own of. */
async function problemOf(response: Response): Promise<string> {
  const { requestId: _, ...rest } = (await response.json()) as Record<string, unknown>;
  return JSON.stringify([response.status, rest]);
}

const cookieOf = (response: Response) => response.headers.get('set-cookie')!.split(';')[0]!;

describe('signing in', () => {
  it('answers an unknown address, a wrong password and a deactivated person with the same words', async () => {
    const dealer = await channel.partner('dealer', 'Same Words');
    const wrong = await post('/v1/sign-in', { email: dealer.email, password: 'not the password' });
    const unknown = await post('/v1/sign-in', { email: 'nobody@acme.example', password });
    const person = (await value(channel.vendor.client.listPeople({ q: dealer.email }))).items[0]!;
    await value(channel.vendor.client.deactivatePerson({ personId: person.id }));
    const deactivated = await post('/v1/sign-in', { email: dealer.email, password });
    const problems = [await problemOf(wrong), await problemOf(unknown), await problemOf(deactivated)];
    expect(new Set(problems).size).toBe(1);
    expect(problems[0]).toContain('wrong-credentials');
  });

  it('keeps failed attempts as events, though they were refused', async () => {
    await post('/v1/sign-in', { email: 'prober@acme.example', password });
    const events = await value(channel.vendor.client.listAuditEvents({ kind: 'sign-in-failed' }));
    expect(events.items[0]!.leaf).toMatchObject({ facts: { reason: 'unknown-address' } });
    expect(JSON.stringify(events)).not.toContain('prober');
    expect(events.items[0]!.address).toBe('127.0.0.1');
  });

  it('sets a cookie that no script can read, and sign-out ends the session behind it', async () => {
    const dealer = await channel.partner('dealer', 'Cookie');
    const signedIn = await post('/v1/sign-in', { email: dealer.email.toUpperCase(), password });
    expect(signedIn.headers.get('set-cookie')).toMatch(/^muniment_session=[\w-]{43}; .*HttpOnly; SameSite=Lax/);
    const cookie = cookieOf(signedIn);
    const me = await fetch(`${server.url}/v1/me`, { headers: { cookie } });
    expect(((await me.json()) as { email: string }).email).toBe(dealer.email);
    const out = await post('/v1/sign-out', {}, { cookie });
    expect(await out.json()).toEqual({ signedOut: true });
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await fetch(`${server.url}/v1/me`, { headers: { cookie } })).status).toBe(401);
  });

  it('keeps only the SHA-256 of a session token', async () => {
    const { email } = await channel.partner('dealer', 'Hashed');
    const { token } = await value(server.client().signIn({ email, password }));
    const { rows } = await server.database.pool.query<{ as_is: boolean; hashed: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM credentials WHERE hash = $1) AS as_is, EXISTS (SELECT 1 FROM credentials WHERE hash = $2) AS hashed`,
      [Buffer.from(token, 'base64url'), createHash('sha256').update(token).digest()],
    );
    expect(rows[0]).toEqual({ as_is: false, hashed: true });
  });

  it('finds the vendor by the slug in the body, else by the host, else takes the first', async () => {
    const other = await setUpChannel(server, 'zeta', JSON.stringify(randomPackOf(2).pack));
    const dealer = await other.partner('dealer', 'Elsewhere');
    expect((await server.client().signIn({ email: dealer.email, password })).ok).toBe(false);
    const named = await value(server.client().signIn({ email: dealer.email, password, vendor: 'zeta' }));
    expect(named.me.vendor.slug).toBe('zeta');
    const unknown = await server.client().signIn({ email: dealer.email, password, vendor: 'nobody' });
    expect(!unknown.ok && unknown.problem.code).toBe('not-found');
  });
});

describe('a session', () => {
  it('ends after 8 hours without use, and after 7 days whatever happens', async () => {
    const dealer = await channel.partner('dealer', 'Idle');
    await value(dealer.client.getMe());
    await moveClock(server.database.pool, { advance: 'PT7H' });
    await value(dealer.client.getMe());
    await expect.poll(async () => lastSeen(dealer.email)).toBe('recent');
    await moveClock(server.database.pool, { advance: 'PT7H' });
    await value(dealer.client.getMe());
    await moveClock(server.database.pool, { advance: 'PT9H' });
    expect((await dealer.client.getMe()).ok).toBe(false);

    const { token } = await value(server.client().signIn({ email: dealer.email, password }));
    const client = server.client(token);
    for (let hours = 0; hours < 7 * 24 - 7; hours += 7) {
      await value(client.getMe());
      await expect.poll(async () => lastSeen(dealer.email)).toBe('recent');
      await moveClock(server.database.pool, { advance: 'PT7H' });
    }
    await moveClock(server.database.pool, { advance: 'PT7H' });
    expect((await client.getMe()).ok).toBe(false);
  });

  it('ends everywhere else when the password changes, and a wrong password changes nothing', async () => {
    const { email } = await channel.partner('dealer', 'Changing');
    const [here, there] = [
      await value(server.client().signIn({ email, password })),
      await value(server.client().signIn({ email, password })),
    ];
    const client = server.client(here.token);
    const wrong = await client.changePassword({ currentPassword: 'not the password', newPassword: 'another long password' });
    expect(!wrong.ok && wrong.problem.code).toBe('wrong-credentials');
    await value(client.changePassword({ currentPassword: password, newPassword: 'another long password' }));
    expect((await client.getMe()).ok).toBe(true);
    expect((await server.client(there.token).getMe()).ok).toBe(false);
    expect((await server.client().signIn({ email, password })).ok).toBe(false);
    const kinds = (await value(channel.vendor.client.listAuditEvents())).items.map((event) => event.kind);
    expect(kinds).toEqual(expect.arrayContaining(['change-password', 'change-password-failed']));
  });

  it('acts for the organization the header names; a foreign one is as missing as one that does not exist', async () => {
    const [first, second, third] = [
      await channel.partner('dealer', 'First Of Two'),
      await channel.partner('distributor', 'Second Of Two'),
      await channel.partner('dealer', 'Neither'),
    ];
    const email = 'both@acme.example';
    const { pool } = server.database;
    const { rows } = await pool.query<{ id: string; slug: string; name: string }>('SELECT id, slug, name FROM vendors WHERE slug = $1', [
      'acme',
    ]);
    const memberships = [
      { organizationId: first.id.slice('org_'.length), role: 'dealer' as const },
      { organizationId: second.id.slice('org_'.length), role: 'read-only' as const },
    ];
    await createPerson({ pool, clock: server.clock }, rows[0]!, { email, name: 'Both', language: 'en', password, memberships });
    const { token, me } = await value(server.client().signIn({ email, password }));
    expect(me.memberships.map((membership) => membership.organization.name)).toEqual(['First Of Two', 'Second Of Two']);
    expect(me.current).toMatchObject({ organization: { id: first.id }, role: 'dealer' });
    const other = await value(server.client(token, second.id).getMe());
    expect(other.current).toMatchObject({ organization: { id: second.id, kind: 'distributor' }, role: 'read-only' });
    expect(other.permissions).not.toContain('people.write');

    const ask = (organization: string) =>
      fetch(`${server.url}/v1/me`, { headers: { authorization: `Bearer ${token}`, 'muniment-organization': organization } });
    const missing = `org_${'0'.repeat(8)}-0000-7000-8000-000000000000`;
    const [foreign, unknown, malformed] = [await ask(third.id), await ask(missing), await ask('nonsense')];
    expect(foreign.status).toBe(404);
    const words = await problemOf(foreign);
    expect([await problemOf(unknown), await problemOf(malformed)]).toEqual([words, words]);
  });
});

describe('who I am', () => {
  it('says what I may do, who else may do the rest, and changes only what nobody changed meanwhile', async () => {
    const { client, credential } = await channel.partner('dealer', 'Self');
    const before = await client.getMe();
    if (!before.ok) throw new Error(before.problem.code);
    expect(before.value.permissions).toContain('licenses.attach');
    expect(before.value.grantedBy['orders.ship']).toEqual(['administrator']);
    const changed = await value(client.updateMe({ name: 'New Name', language: 'de' }, { ifMatch: before.etag! }));
    expect(changed).toMatchObject({ name: 'New Name', language: 'de' });
    // Programs that name no language are answered in the person's own, refusals too.
    const titleFor = async (header: Record<string, string>) => {
      const answer = await fetch(`${server.url}/v1/me`, {
        method: 'PATCH',
        headers: { Authorization: `Bearer ${credential}`, 'If-Match': '"0"', 'Content-Type': 'application/json', ...header },
        body: '{"name":"Nobody"}',
      });
      return ((await answer.json()) as { title: string }).title;
    };
    expect(await titleFor({})).toMatch(/inzwischen|geändert/);
    expect(await titleFor({ 'Accept-Language': 'en' })).toMatch(/changed/);
    const late = await client.updateMe({ name: 'Too Late' }, { ifMatch: before.etag! });
    expect(!late.ok && late.problem.code).toBe('precondition-failed');
    const key = await channel.vendor.client.updateMe({ name: 'A key has no name to change' }, { ifMatch: '"1"' });
    expect(!key.ok && key.problem.code).toBe('not-a-person');
  });
});

/** Whether the newest session of a person was noted as used at the installation's present time. */
async function lastSeen(email: string): Promise<'recent' | 'stale'> {
  const now = await server.clock.now();
  const { pool } = server.database;
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM vendors WHERE slug = $1', ['acme']);
  const [session] = await asOwner(pool, { vendorId: rows[0]!.id }, (tx) =>
    tx.query<{ seen: Temporal.Instant }>(
      'test-last-seen',
      'SELECT max(s.last_seen_at) AS seen FROM sessions s JOIN people p ON p.vendor_id = s.vendor_id AND p.id = s.person_id WHERE p.email = $1',
      [email],
    ),
  );
  return session!.seen.epochMilliseconds > now.epochMilliseconds - 120_000 ? 'recent' : 'stale';
}
