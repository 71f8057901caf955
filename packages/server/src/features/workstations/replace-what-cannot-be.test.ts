import { readFile } from 'node:fs/promises';
import {
  machineOf,
  makeKeys,
  makeWorkstation,
  type Party,
  setUpChannel,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

let server: TestServer;
let number = 0;
const agreements = [{ id: 'licence-terms', version: '2026-01', language: 'en', accepted: true }];

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
});
afterAll(() => server?.stop());

const code = async (answer: Promise<{ ok: true } | { ok: false; problem: { code: string; facts?: unknown } }>) => {
  const got = await answer;
  return got.ok ? 'accepted' : [got.problem.code, (got.problem.facts as { reason?: string })?.reason].filter(Boolean).join(' ');
};

async function surveyors(vendor: string, changed: (pack: string) => string) {
  const channel = await setUpChannel(server, vendor, changed(await readFile('catalogs/survey-network/pack.yaml', 'utf8')));
  const dealer = await channel.partner('dealer', 'Peak Instruments');
  const customer = await value(dealer.client.createCustomer({ name: 'Survey Office' }));
  return { channel, dealer, projectId: customer.projects[0]!.id, vendor };
}

async function licensed({
  channel,
  dealer,
  projectId,
  vendor,
}: {
  channel: TestChannel;
  dealer: Party;
  projectId: string;
  vendor: string;
}) {
  const [licenseKey] = await makeKeys(channel, 'SF-CLOUD-WS', 1, { projectId, by: dealer });
  const one = makeWorkstation(server, { product: 'SCANFELL', vendor, hardwareKey: `WS-${String(++number).padStart(16, '0')}` });
  const fingerprint = machineOf(`machine ${number}`);
  const request = one.request({ purpose: 'licenses', customerId: undefined, fingerprint, licenseKey });
  const answer = await value(server.client().activateWorkstation({ request, agreements, vendor } as never));
  return { one, answer, deviceId: answer.device.id };
}
const replace = (channel: TestChannel, deviceId: string, newDeviceId: string, more: object = {}) =>
  channel.vendor.client.replaceHardware({ deviceId, newDeviceId, reason: 'Burnt', ...more } as never);

it('replace-hardware: nothing takes the place of what the catalog does not let be replaced', async () => {
  const shop = await surveyors('fixed', (pack) => pack.replace('    binding: request\n', '    binding: request\n    replaceable: false\n'));
  const [one, other] = [await licensed(shop), await licensed(shop)];
  expect(await code(replace(shop.channel, one.deviceId, other.deviceId))).toBe('hardware-not-replaceable');
  expect((await value(shop.dealer.client.getDevice({ deviceId: one.deviceId }))).replaceable).toBe(false);
});

it('replace-hardware: a device takes the place of one other, and what is for good ends with its file', async () => {
  const shop = await surveyors('renewed', (pack) => pack.replace('    binding: request\n', '    binding: request\n    offlineDays: 30\n'));
  const [first, second, third] = [await licensed(shop), await licensed(shop), await licensed(shop)];
  const { epoch, number: serial } = second!.answer.document!;
  await value(server.client().deactivateWorkstation({ receipt: second!.one.receipt({ epoch, number: serial }), vendor: 'renewed' }));
  const preview = await value(replace(shop.channel, first!.deviceId, second!.deviceId, { dryRun: true }));
  const { outstanding } = preview.oldDevice;
  const days = (Date.parse(outstanding!.lastDay!) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(28);
  expect(days).toBeLessThan(31);
  const done = await value(replace(shop.channel, first!.deviceId, second!.deviceId));
  expect(done.oldDevice.outstanding).toMatchObject({ until: outstanding!.until, lastDay: outstanding!.lastDay });
  const there = done.document!;
  const back = second!.one.receipt({ epoch: there.epoch, number: there.number });
  await value(server.client().deactivateWorkstation({ receipt: back, vendor: 'renewed' }));
  expect(await code(replace(shop.channel, third!.deviceId, second!.deviceId))).toBe('new-device-not-possible replaces-another');
});
