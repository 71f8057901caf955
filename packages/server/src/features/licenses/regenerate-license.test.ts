import { readFile } from 'node:fs/promises';
import { activate, addSite, setUpChannel, ship, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

describe('a licence file made again', () => {
  it('names the agreement that was accepted, not the one that the catalog has since', async () => {
    const pack = await readFile('catalogs/pbx-channel/pack.yaml', 'utf8');
    const channel = await setUpChannel(server, 'acme', pack);
    const dealer = await channel.partner('dealer', 'Faithful');
    const device = await addSite(dealer.client, 'Agreed');
    const deviceId = device.id;
    const agreementIn = async () => {
      const { text } = await value(dealer.client.downloadLicense({ deviceId }));
      return JSON.parse(Buffer.from(text.split('.')[1]!, 'base64url').toString()).agreement;
    };
    await ship(channel, dealer, 'SO-1', { 'EX81-SEAT-20': 2 });
    const attach = () => value(dealer.client.attachLicenses({ deviceId, lines: [{ order: 'SO-1', part: 'EX81-SEAT-20', quantity: 1 }] }));
    await attach();
    await activate(dealer.client, device);
    expect(await agreementIn()).toEqual({ id: 'system-software', version: '2' });

    const newer = pack.replace('version: "2026.1"', 'version: "2026.2"').replace(/(id: system-software\s+version: )"2"/, '$1"3"');
    await value(channel.vendor.client.loadCatalog({ pack: newer }));
    await value(dealer.client.regenerateLicense({ deviceId }));
    expect(await agreementIn()).toEqual({ id: 'system-software', version: '2' });
    await attach();
    await activate(dealer.client, device);
    expect(await agreementIn()).toEqual({ id: 'system-software', version: '3' });
  });
});
