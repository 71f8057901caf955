import { formLicenseKey, licenseKeyBytes } from '@muniment/domain/license-keys';
import { licenseKeyPack, setUpChannel, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

/** Keys that are written correctly and that nobody has. */
function neverMade(count: number): string[] {
  const form = { alphabet: 'unambiguous', groups: [5, 5, 5, 5, 5], separator: '-', prefix: 'NL', check: 'iso-7064' } as const;
  return Array.from({ length: count }, (_, index) =>
    formLicenseKey(
      form,
      Uint8Array.from({ length: licenseKeyBytes(form) }, (__, at) => (index * 7 + at * 31) & 255),
    ),
  );
}

it('redeem-license-keys looks up no key for a while after many that do not exist, also when they are only tried without effect', async () => {
  const channel = await setUpChannel(server, 'guess', licenseKeyPack);
  const dealer = await channel.partner('dealer', 'Dealer');
  const projectId = (await value(dealer.client.createCustomer({ name: 'Customer' }))).projects[0]!.id;
  const agreement = { id: 'cloud', version: '3', language: 'en', accepted: true };
  const made = await value(channel.vendor.client.makeLicenseKeys({ part: 'RT-1Y', keys: 1, source: 'issue' }));
  const ask = (keys: string[], dryRun: boolean) => dealer.client.redeemLicenseKeys({ projectId, keys, agreement, dryRun });
  // What is mistyped is found without looking anything up, and counts for nothing.
  expect((await value(ask(Array(400).fill('NL-nonsense'), true))).refused).toBe(400);
  expect((await value(ask(neverMade(99), true))).results.every(({ problem }) => problem?.code === 'license-key-unknown')).toBe(true);
  expect((await value(ask(neverMade(1), false))).refused).toBe(1);
  const refused = await ask([made.keys[0]!.key], false);
  expect(refused).toMatchObject({
    ok: false,
    problem: { code: 'too-many-unknown-keys', status: 429, facts: { retryAfterSeconds: expect.any(Number) } },
  });
});
