import { moveClock } from '@muniment/platform/clock';
import { randomPackOf, setUpChannel, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { couldBeSecret, makeApiKey } from './secrets.ts';

let server: TestServer;
let channel: TestChannel;

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  channel = await setUpChannel(server, 'acme', JSON.stringify(randomPackOf(5).pack));
});
afterAll(() => server.stop());

const codeOf = (answer: { readonly ok: boolean; readonly problem?: { readonly code: string } }) =>
  answer.ok ? 'ok' : answer.problem!.code;

describe('an API key', () => {
  it('is known by its prefix and checksum, and one with a slip is not taken for a key', () => {
    const { secret, prefix } = makeApiKey();
    expect(secret).toMatch(/^mun_live_[0-9A-Za-z]{49}$/);
    expect(secret.startsWith(prefix)).toBe(true);
    expect(couldBeSecret(secret)).toBe(true);
    const slipped = secret.slice(0, -8) + (secret.at(-8) === 'x' ? 'y' : 'x') + secret.slice(-7);
    expect(couldBeSecret(slipped)).toBe(false);
  });

  it('shows its secret once: a repeat with the same idempotency key says so, and lists never show it', async () => {
    const { client } = await channel.partner('dealer', 'Key Maker');
    const options = { idempotencyKey: 'make-one-key' };
    const made = await value(client.createApiKey({ name: 'Nightly', scopes: ['read'] }, options));
    expect(codeOf(await client.createApiKey({ name: 'Nightly', scopes: ['read'] }, options))).toBe('secret-already-shown');
    const list = await value(client.listApiKeys());
    expect(list.items).toMatchObject([{ id: made.apiKey.id, name: 'Nightly', scopes: ['read'], role: 'dealer', createdBy: 'key-maker' }]);
    expect(JSON.stringify(list)).not.toContain(made.secret);
    expect(made.secret.startsWith(made.apiKey.prefix)).toBe(true);
  });

  it('does what its scopes say and no more', async () => {
    const { client } = await channel.partner('dealer', 'Scoped');
    const keyOf = async (scopes: ('all' | 'read' | 'validate')[]) =>
      server.client((await value(client.createApiKey({ name: scopes.join(), scopes }))).secret);
    const [all, read, validate] = [await keyOf(['all']), await keyOf(['read']), await keyOf(['validate'])];
    expect((await all.createCustomer({ name: 'By key' })).ok).toBe(true);
    expect((await read.listCustomers()).ok).toBe(true);
    expect((await read.getMe()).ok).toBe(true);
    expect(codeOf(await read.createCustomer({ name: 'By reader' }))).toBe('not-allowed');
    expect(codeOf(await read.signOut())).toBe('not-allowed');
    expect(codeOf(await validate.listCustomers())).toBe('not-allowed');
    expect(codeOf(await validate.getMe())).toBe('not-allowed');
    expect(codeOf(await validate.validateLicense({ product: 'none', hardwareKey: 'none' }))).not.toBe('not-allowed');
  });

  it('made for reading may ask what would happen, and not make it happen', async () => {
    const { client } = await channel.partner('dealer', 'Dry');
    const read = server.client((await value(client.createApiKey({ name: 'Dry', scopes: ['read'] }))).secret);
    const deviceId = 'dev_00000000-0000-7000-8000-000000000000' as const;
    const lines = [{ lotId: 'lot_00000000-0000-7000-8000-000000000000' as const, quantity: 1 }];
    expect(codeOf(await read.attachLicenses({ deviceId, lines, dryRun: true }))).toBe('not-found');
    expect(codeOf(await read.attachLicenses({ deviceId, lines }))).toBe('not-allowed');
    const reader = channel.vendor.client;
    const asking = server.client((await value(reader.createApiKey({ name: 'Dry', scopes: ['read'] }))).secret);
    const invited = { email: 'asked@dry.example', role: 'read-only' } as const;
    expect(codeOf(await asking.invitePerson({ ...invited, dryRun: true }))).toBe('ok');
    expect(codeOf(await asking.invitePerson(invited))).toBe('not-allowed');
  });

  it('can never do more or live longer than whoever makes it', async () => {
    const { client } = await channel.partner('dealer', 'Limited');
    expect(codeOf(await client.createApiKey({ name: 'Up', scopes: ['all'], role: 'administrator' }))).toBe('role-not-for-organization');
    expect(codeOf(await client.createApiKey({ name: 'Past', scopes: ['all'], expiresAt: '2020-01-01T00:00:00Z' }))).toBe(
      'expiry-in-the-past',
    );
    const soon = (await server.clock.now()).add({ hours: 24 }).toString();
    const short = await value(client.createApiKey({ name: 'Short', scopes: ['all'], expiresAt: soon }));
    const shortLived = server.client(short.secret);
    expect(codeOf(await shortLived.createApiKey({ name: 'Long', scopes: ['all'] }))).toBe('not-allowed');
    expect(codeOf(await shortLived.createApiKey({ name: 'As long', scopes: ['all'], expiresAt: soon }))).toBe('ok');
    await moveClock(server.database.pool, { advance: 'PT25H' });
    expect(codeOf(await shortLived.getMe())).toBe('not-signed-in');
  });

  it('stops at once when revoked, and is no business of another organization', async () => {
    const [one, two] = [await channel.partner('dealer', 'Revoking'), await channel.partner('dealer', 'Looking On')];
    const { apiKey, secret } = await value(one.client.createApiKey({ name: 'Leaked', scopes: ['all'] }));
    const client = server.client(secret);
    expect((await client.getMe()).ok).toBe(true);
    expect(codeOf(await two.client.revokeApiKey({ apiKeyId: apiKey.id }))).toBe('not-found');
    expect((await value(two.client.listApiKeys())).total).toBe(0);
    expect((await value(one.client.revokeApiKey({ apiKeyId: apiKey.id }))).revokedAt).not.toBeNull();
    expect(codeOf(await client.getMe())).toBe('not-signed-in');
    expect(codeOf(await one.client.revokeApiKey({ apiKeyId: apiKey.id }))).toBe('ok');
  });

  it('says when it was last used, to the minute', async () => {
    const { client } = await channel.partner('dealer', 'Last Used');
    const { secret } = await value(client.createApiKey({ name: 'Used', scopes: ['read'] }));
    expect((await value(client.listApiKeys())).items[0]!.lastUsedAt).toBeNull();
    await value(server.client(secret).getMe());
    await expect.poll(async () => (await value(client.listApiKeys())).items[0]!.lastUsedAt).not.toBeNull();
  });
});
