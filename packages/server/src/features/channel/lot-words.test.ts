import { readFile } from 'node:fs/promises';
import { addSite, setUpChannel, ship, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const part = 'EX81-SEAT-20';

describe('a lot in words', () => {
  it('has the words of the newest pack and what the pack of its day granted', async () => {
    const pack = await readFile('catalogs/pbx-channel/pack.yaml', 'utf8');
    const channel = await setUpChannel(server, 'relabel', pack);
    const dealer = await channel.partner('dealer', 'Old Stock');
    const device = await addSite(dealer.client, 'Words');
    const { orderId } = await ship(channel, dealer, 'SO-1', { [part]: 3 });
    const newer = pack
      .replace('version: "2026.1"', 'version: "2026.2"')
      .replace('en: "SV8100: 20 seats (example)"', 'en: "SV8100: chairs"')
      .replace('grants: [{ feature: seats, quantity: 20 }]', 'grants: [{ feature: seats, quantity: 30 }]');
    await value(channel.vendor.client.loadCatalog({ pack: newer }));

    const { lines } = await value(dealer.client.getOrder({ order: orderId }));
    expect(lines[0]!.partLabel).toBe('SV8100: chairs');
    const { movements } = await value(dealer.client.attachLicenses({ deviceId: device.id, lines: [{ order: 'SO-1', part, quantity: 2 }] }));
    expect(movements[0]!.partLabel).toBe('SV8100: chairs');
    const { reserved } = await value(dealer.client.listDeviceLicenses({ deviceId: device.id }));
    expect(reserved[0]).toMatchObject({ partLabel: 'SV8100: chairs', grants: ['20 seats'] });
    const { items } = await value(dealer.client.listOperations({}));
    expect(items.flatMap((one) => one.movements).map(({ partLabel }) => partLabel)).toContain('SV8100: chairs');
  });

  it('says until when it is good wherever it is told of, before anything is activated', async () => {
    const pack = (await readFile('catalogs/pbx-channel/pack.yaml', 'utf8')).replace(
      `number: ${part}\n`,
      `number: ${part}\n    model: term\n    term: { runs: fixed, days: 10 }\n`,
    );
    const channel = await setUpChannel(server, 'terms', pack);
    const dealer = await channel.partner('dealer', 'Ten Days');
    const device = await addSite(dealer.client, 'Ending');
    const lines = [
      { part, quantity: 2 },
      { part: 'EX81-VER-6', quantity: 1 },
    ];
    const shipped = await value(channel.vendor.client.shipOrder({ salesOrder: 'SO-9', receiverId: dealer.id, lines }));
    const [ends, never] = shipped.outcome.movements;
    expect(never).toMatchObject({ validFrom: null, until: null, lastDay: null });
    const { validFrom, until, lastDay } = ends!;
    expect((Date.parse(until!) - Date.parse(validFrom!)) / 86_400_000).toBe(10);
    expect((Date.parse(until!) - Date.parse(lastDay!)) / 86_400_000).toBe(1);

    const period = { validFrom, until, lastDay };
    const order = await value(dealer.client.getOrder({ order: 'SO-9' }));
    expect(order.lines[0]).toMatchObject(period);
    expect(order.lines[1]).toMatchObject({ validFrom: null, until: null, lastDay: null });
    const attached = await value(dealer.client.attachLicenses({ deviceId: device.id, lines: [{ order: 'SO-9', part, quantity: 1 }] }));
    expect(attached.movements[0]).toMatchObject(period);
    const held = await value(dealer.client.listDeviceLicenses({ deviceId: device.id }));
    expect(held.reserved[0]).toMatchObject(period);
  });
});
