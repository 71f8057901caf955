import { readFile } from 'node:fs/promises';
import { machineOf, makeKeys, makeWorkstation, setUpChannel, ship, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ testClock: true });
});
afterAll(() => server?.stop());

const part = 'SF-CLOUD-WS';
const agreement = { id: 'licence-terms', version: '2026-01', language: 'en', accepted: true };

it('makes no file that grants anything for a workstation whose key was taken away, whoever asks (regenerate-license)', async () => {
  const channel = await setUpChannel(server, 'survey', await readFile('catalogs/survey-network/pack.yaml', 'utf8'));
  const dealer = await channel.partner('dealer', 'Peak Instruments');
  const projectId = (await value(dealer.client.createCustomer({ name: 'Survey Office' }))).projects[0]!.id;
  const [licenseKey] = await makeKeys(channel, part, 1, { projectId, by: dealer });
  const hardwareKey = 'WS-0000000000000001';
  const seconds = () => Math.floor(Date.now() / 1000);
  const one = makeWorkstation(server, { product: 'SCANFELL', vendor: 'survey', hardwareKey, seconds });
  const request = one.request({ purpose: 'licenses', customerId: undefined, fingerprint: machineOf('one'), licenseKey } as never);
  const made = await value(server.client().activateWorkstation({ request, agreements: [agreement], vendor: 'survey' } as never));
  const deviceId = made.device.id;
  await value(dealer.client.regenerateLicense({ deviceId }));

  await value(dealer.client.revokeDeviceKey({ deviceId, reason: 'Stolen' }));
  const files = async () => (await value(dealer.client.listLicenseFiles({ deviceId }))).items.length;
  const before = await files();
  expect(await dealer.client.regenerateLicense({ deviceId })).toMatchObject({ problem: { code: 'workstation-without-key' } });
  const { lots } = await ship(channel, dealer, 'SO-1', { [part]: 1 });
  await value(dealer.client.attachLicenses({ deviceId, lines: [{ lotId: lots[part]!, quantity: 1 }] }));
  expect(await value(dealer.client.activateLicenses({ deviceId, agreement, dryRun: true }))).toMatchObject({ file: null });
  expect(await value(dealer.client.activateLicenses({ deviceId, agreement }))).toMatchObject({ file: null });
  expect(await files()).toBe(before);
});
