import { readFile } from 'node:fs/promises';
import { setUpChannel, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

describe('a hardware key that the pack calls something else', () => {
  it('is called so when it is refused, on adding a device and on correcting one', async () => {
    const channel = await setUpChannel(server, 'boards', await readFile('catalogs/pbx-channel/pack.yaml', 'utf8'));
    const dealer = await channel.partner('dealer', 'Words');
    const customer = await value(dealer.client.createCustomer({ name: 'Hotel' }));
    const asked = { customerId: customer.id, name: 'Exchange', product: 'SV8100', hardwareKey: '190400324412' };
    const device = await value(dealer.client.createDevice(asked));
    const titles = [
      await dealer.client.createDevice({ ...asked, hardwareKey: '?' }),
      await dealer.client.createDevice(asked),
      await dealer.client.updateDevice({ deviceId: device.id, hardwareKey: '?' }, { ifMatch: `"${device.version}"` }),
    ].map((answer) => (answer.ok ? '' : answer.problem.title));
    const wrong = 'Hardware key code: not of the expected form';
    expect(titles).toEqual([wrong, 'Hardware key code: already in use', wrong]);
  });
});
