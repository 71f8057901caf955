import { inTransaction } from '@muniment/platform/postgres';
import { acceptance, documentedPack, setUpChannel, ship, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

describe('activate-licenses: a product key of a shape that is used up', () => {
  it('is refused in words, and changes nothing', async () => {
    const shape = '\\d{4}';
    const channel = await setUpChannel(server, 'tarn', (await documentedPack()).replace("shape: '[A-Z]{2}\\d{8}'", `shape: '${shape}'`));
    const dealer = await channel.partner('dealer', 'Dealer');
    const { client } = dealer;
    const customer = await value(client.createCustomer({ name: 'Harbour' }));
    const asked = { product: 'CENTRE', variant: 'pair' };
    const device = await value(client.createDevice({ customerId: customer.id, name: 'First', hardwareKey: 'P00000001', ...asked }));
    const second = { relation: 'second', name: 'Second', hardwareKey: 'P00000002', confirmed: true };
    const { id } = await value(client.createChildDevice({ deviceId: device.id, ...second }));
    // Each of the 10,000 is somebody's: kept under one device here, as if it had had them all.
    await inTransaction(server.database.pool, { vendorId: channel.vendorId }, async (tx) => {
      await tx.run(
        'test-use-up',
        `INSERT INTO device_keys (vendor_id, product, hardware_key, device_id, format_id, role, origin, state)
         SELECT $1, 'CENTRE', lpad(n::text, 4, '0'), $2, 'product-key', 'product-key', 'derived', 'blocked' FROM generate_series(0, 9999) n`,
        [channel.vendorId, id.slice('dev_'.length)],
      );
    });
    const { lots } = await ship(channel, dealer, 'SO-1', { 'TV-REL-5': 1 });
    await value(client.attachLicenses({ deviceId: device.id, lines: [{ lotId: lots['TV-REL-5']!, quantity: 1 }] }));
    const agreement = await acceptance(client, 'CENTRE');
    const activated = await client.activateLicenses({ deviceId: device.id, ...(agreement ? { agreement } : {}) });
    expect(activated).toMatchObject({ ok: false, problem: { code: 'keys-used-up', status: 409, facts: { product: 'CENTRE', shape } } });
    expect((await value(client.listDeviceLicenses({ deviceId: device.id }))).reserved).toMatchObject([{ quantity: 1 }]);
  });
});
