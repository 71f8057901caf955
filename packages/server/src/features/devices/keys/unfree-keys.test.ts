import { inTransaction } from '@muniment/platform/postgres';
import { documentedPack, type Party, setUpChannel, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// Keys that nobody can have any more (B5, B6): Tarn Vigil of docs/catalog-packs.md, with few keys to make and temporary ones that can be typed.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let customerId: string;

beforeAll(async () => {
  server = await startTestServer();
  const typed = '{ id: typed, pattern: "FU[0-9A-Z-]{1,40}", expected: { en: what stands on the unit }, example: FU1 }';
  const pack = (await documentedPack())
    .replace('shape: "M[0-9A-F]{12}"', 'shape: "M[0-9]{4}"')
    .replace('keyFormats: []\n    tempKey: { prefix: FU', `keyFormats: [${typed}]\n    tempKey: { prefix: FU`);
  channel = await setUpChannel(server, 'tarn', pack);
  dealer = await channel.partner('dealer', 'Dealer');
  customerId = (await value(dealer.client.createCustomer({ name: 'Harbour' }))).id;
});
afterAll(() => server?.stop());

const add = (wanted: { product: string; hardwareKey?: string; keyInput?: string }) =>
  dealer.client.createDevice({ customerId, name: 'Site', ...wanted });

describe('create-device', () => {
  it('gives a temporary key that was given up to nobody, whoever types it, and says nothing of whose it was', async () => {
    const device = await value(add({ product: 'FIELD' }));
    await value(dealer.client.updateDevice({ deviceId: device.id, hardwareKey: 'FU77' }, { ifMatch: '*' }));
    const answer = await add({ product: 'FIELD', hardwareKey: device.hardwareKey });
    expect(answer).toMatchObject({ problem: { status: 409, code: 'hardware-key-blocked', facts: { hardwareKey: device.hardwareKey } } });
    expect(JSON.stringify(answer)).not.toMatch(/FU77|Harbour/);
    expect(await add({ product: 'FIELD', hardwareKey: 'FU77' })).toMatchObject({ problem: { code: 'hardware-key-taken' } });
  });

  it('refuses a device whose key would have to be made where no more can be, and leaves nothing of it', async () => {
    const keyInput = '00:80:41:AE:FD:7E';
    await value(add({ product: 'PANEL', keyInput }));
    await inTransaction(server.database.pool, { vendorId: channel.vendorId }, (tx) =>
      tx.run(
        'test-use-up',
        `INSERT INTO device_keys (vendor_id, product, hardware_key, device_id, format_id, state)
         SELECT k.vendor_id, k.product, 'M' || lpad(n::text, 4, '0'), k.device_id, k.format_id, 'blocked'
         FROM device_keys k, generate_series(0, 9999) AS n WHERE k.product = 'PANEL' ON CONFLICT DO NOTHING`,
      ),
    );
    expect(await add({ product: 'PANEL', keyInput })).toMatchObject({ problem: { code: 'keys-used-up', facts: { product: 'PANEL' } } });
    expect((await value(dealer.client.listDevices({ product: 'PANEL' }))).total).toBe(1);
    expect((await add({ product: 'PANEL', hardwareKey: 'K0000000001' })).ok).toBe(true);
  });
});
