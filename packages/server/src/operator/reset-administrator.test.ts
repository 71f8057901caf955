import { now } from '@muniment/platform/clock';
import { createPerson, resetAdministrator } from '@muniment/server/operator';
import { randomPackOf, startTestServer, type TestServer, testPassword, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

describe('the operator gives a vendor its administration back', () => {
  it('though the server, whose clock is ahead, has just opened a reset for the same person', async () => {
    const { vendor, client } = await server.vendor('acme', JSON.stringify(randomPackOf(1).pack));
    const { organization } = (await value(client.getMe({}))).current;
    const email = 'ada@acme.example';
    const memberships = [{ organizationId: organization.id.slice('org_'.length), role: 'administrator' as const }];
    await createPerson(server.operator, vendor, { email, name: 'Ada', language: 'en', password: testPassword, memberships });
    const ahead = { ...server.operator, clock: { isTestClock: false, now: () => now(2_000) } };
    const wanted = { vendor: 'acme', email };
    expect(await resetAdministrator(ahead, wanted)).toMatchObject({ ok: true, value: { kind: 'password-reset' } });
    expect(await resetAdministrator(server.operator, wanted)).toMatchObject({ ok: true, value: { kind: 'password-reset' } });
  });
});
