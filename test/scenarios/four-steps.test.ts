import { readFile } from 'node:fs/promises';
import { setUpChannel, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { compactVerify, createLocalJWKSet } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// The four steps of the channel guide (requirements B1–B11), over the API, as the vendor, a dealer and a customer's device.

let server: TestServer;
let channel: TestChannel;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'pbx', await readFile('catalogs/pbx-channel/pack.yaml', 'utf8'));
});
afterAll(() => server?.stop());

const parts = ['EX81-SEAT-20', 'EX81-VER-3', 'EX81-VER-4', 'EX81-VER-6', 'EX81-OPT-VM'];

describe('General way of working (B1–B11): from a shipped order to a verified licence file', () => {
  it('ships, attaches, detaches, attaches again, activates, and the file reads 120 seats and V6', async () => {
    const dealer = await channel.partner('dealer', 'Nordlicht Telecom');
    const quantities = [10, 1, 1, 1, 2];
    const shipped = await value(
      channel.vendor.client.shipOrder({
        salesOrder: '1234567',
        purchaseOrder: 'PO-88',
        receiverEmail: dealer.email,
        lines: parts.map((part, index) => ({ part, quantity: quantities[index]! })),
      }),
    );
    expect(shipped.order?.shipped).toBe(15);

    const bin = await value(dealer.client.listBin({}));
    expect(bin.items.map((order) => [order.salesOrder, order.available])).toEqual([['1234567', 15]]);

    const customer = await value(dealer.client.createCustomer({ name: 'Hafenklinik Bremen' }));
    const device = await value(
      dealer.client.createDevice({ customerId: customer.id, name: 'Main building', product: 'SV8100', hardwareKey: '190400324412' }),
    );
    const line = (part: string, quantity: number) => ({ order: '1234567', part, quantity });
    const deviceId = device.id;
    const versions = ['EX81-VER-3', 'EX81-VER-4', 'EX81-VER-6'].map((part) => line(part, 1));
    await value(dealer.client.attachLicenses({ deviceId, lines: [line('EX81-SEAT-20', 7), ...versions] }));
    await value(dealer.client.detachLicenses({ deviceId, lines: [line('EX81-SEAT-20', 2)] }));
    await value(dealer.client.attachLicenses({ deviceId, lines: [line('EX81-SEAT-20', 1)] }));

    const catalog = await value(dealer.client.getCatalog({}));
    const agreement = catalog.agreements[0]!;
    const preview = await value(dealer.client.activateLicenses({ deviceId, dryRun: true }));
    const done = await value(
      dealer.client.activateLicenses({
        deviceId,
        agreement: { id: agreement.id, version: agreement.version, language: 'en', accepted: true },
        previewDigest: preview.digest,
      }),
    );
    expect(done.file?.serial).toBe(1);

    const file = await value(dealer.client.downloadLicense({ deviceId }));
    const jwks = await value(server.client().getKeySet({ vendor: 'pbx' }));
    const verified = await compactVerify(file.text, createLocalJWKSet(jwks as never));
    const claims = JSON.parse(new TextDecoder().decode(verified.payload)) as { sub: string; entitlements: Record<string, unknown> };
    expect(claims.sub).toBe('190400324412');
    expect(Object.values(claims.entitlements)).toEqual(expect.arrayContaining([120, 'V6']));

    const validated = await value(dealer.client.validateLicense({ product: 'SV8100', hardwareKey: '190400324412' }));
    expect(validated.code).toBe('valid');
  });
});
