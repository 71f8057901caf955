import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { acceptance, addSite, type Party, setUpChannel, ship, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: TestServer;
let pack: string;

beforeAll(async () => {
  server = await startTestServer();
  pack = await readFile('catalogs/pbx-channel/pack.yaml', 'utf8');
});
afterAll(() => server.stop());

/** A vendor whose dealer has a device with two seats reserved, and the file of the vendor's private key. */
async function reserved(slug: string) {
  const channel = await setUpChannel(server, slug, pack);
  const dealer: Party = await channel.partner('dealer', 'Waiting');
  const device = await addSite(dealer.client, 'Patient');
  await ship(channel, dealer, 'SO-1', { 'EX81-SEAT-20': 2 });
  await value(dealer.client.attachLicenses({ deviceId: device.id, lines: [{ order: 'SO-1', part: 'EX81-SEAT-20', quantity: 2 }] }));
  const directory = join(server.keyDirectory, channel.vendorId);
  const [name] = await readdir(directory);
  const agreement = await acceptance(dealer.client, device.product);
  const activate = () => dealer.client.activateLicenses({ deviceId: device.id, ...(agreement ? { agreement } : {}) });
  return { channel, dealer, deviceId: device.id, keyFile: join(directory, name!), activate };
}

describe('an installation whose private key is not there', () => {
  it('says so and what to do, changes nothing, and goes on once the key is back', async () => {
    const { channel, dealer, deviceId, keyFile, activate } = await reserved('acme');
    await rename(keyFile, `${keyFile}.elsewhere`);
    const state = async () =>
      JSON.stringify([await value(dealer.client.getDevice({ deviceId })), await value(dealer.client.listOperations({ deviceId }))]);
    const before = await state();
    const refused = await activate();
    expect(refused).toMatchObject({ ok: false, problem: { status: 409, code: 'signing-key-missing' } });
    expect(JSON.stringify(refused)).toMatch(/back-up/);
    expect(JSON.stringify(refused)).not.toContain(server.keyDirectory);
    expect(await state()).toBe(before);
    expect(await channel.vendor.client.downloadKeySet()).toMatchObject({ ok: false, problem: { code: 'signing-key-missing' } });

    await rename(`${keyFile}.elsewhere`, keyFile);
    expect((await activate()).ok).toBe(true);
    expect((await dealer.client.regenerateLicense({ deviceId })).ok).toBe(true);
  });

  it('signs again with a new one where the old one is lost for good', async () => {
    const { channel, dealer, deviceId, keyFile, activate } = await reserved('lost');
    await rm(keyFile);
    expect((await activate()).ok).toBe(false);
    const { kid } = await value(channel.vendor.client.rotateSigningKey({ algorithm: 'EdDSA' }));
    await value(activate());
    const { items } = await value(dealer.client.listLicenseFiles({ deviceId }));
    expect(items.map((file) => file.kid)).toEqual([kid]);
    // What would have been signed by the lost key is signed by the one there is.
    const { text } = await value(dealer.client.downloadKeySet());
    expect(JSON.parse(Buffer.from(text.split('.')[0]!, 'base64url').toString()).kid).toBe(kid);
  });
});
