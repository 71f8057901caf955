import { readFile } from 'node:fs/promises';
import type { Fingerprint } from '@muniment/domain/fingerprint';
import { machineOf, makeKeys, makeWorkstation, setUpChannel, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ testClock: true });
});
afterAll(() => server?.stop());

const agreements = [{ id: 'licence-terms', version: '2026-01', language: 'en', accepted: true as const }];

describe('a workstation that gave its licence back', () => {
  it('may be another machine then, and its history says so, once', async () => {
    const channel = await setUpChannel(server, 'survey', await readFile('catalogs/survey-network/pack.yaml', 'utf8'));
    const dealer = await channel.partner('dealer', 'Peak Instruments');
    const projectId = (await value(dealer.client.createCustomer({ name: 'Survey Office' }))).projects[0]!.id;
    const keys = await makeKeys(channel, 'SF-CLOUD-WS', 1, { projectId, by: dealer });
    const one = makeWorkstation(server, { product: 'SCANFELL', vendor: 'survey', hardwareKey: 'WS-0000000000000001' });
    const activate = (fingerprint: Fingerprint) => {
      const request = one.request({ purpose: 'licenses', customerId: undefined, fingerprint, licenseKey: keys[0] } as never);
      return value(server.client().activateWorkstation({ request, agreements, vendor: 'survey' }));
    };
    const giveBack = async ({ document }: Awaited<ReturnType<typeof activate>>) => {
      const receipt = one.receipt({ epoch: document!.epoch, number: document!.number });
      await value(server.client().deactivateWorkstation({ receipt, vendor: 'survey' }));
    };
    const first = await activate(machineOf('office'));
    const deviceId = first.device.id;
    const rebound = async () =>
      (await value(dealer.client.listOperations({ deviceId }))).items.filter(({ kind }) => kind === 'rebind-workstation').length;
    await giveBack(first);
    // The same machine again is no news.
    const again = await activate(machineOf('office'));
    expect(await rebound()).toBe(0);
    await giveBack(again);
    const other = await activate(machineOf('van'));
    expect(other).toMatchObject({ device: { id: deviceId }, machine: { change: 'bound', comparison: { verdict: 'another-machine' } } });
    expect(await rebound()).toBe(1);
  });
});
