import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readKeySet, verifyKeySet, verifyLicense } from '@muniment/documents/verify';
import {
  activate,
  addSite,
  type Party,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const product = 'SV8100';
let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let deviceId: string;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'rotating', await readFile('catalogs/pbx-channel/pack.yaml', 'utf8'));
  dealer = await channel.partner('dealer', 'Dealer');
  deviceId = (await addSite(dealer.client, 'Customer')).id;
  const { lots } = await ship(channel, dealer, 'SO 1', { 'EX81-SEAT-20': 2 });
  await value(dealer.client.attachLicenses({ deviceId, lines: [{ lotId: lots['EX81-SEAT-20']!, quantity: 2 }] }));
  await activate(dealer.client, { id: deviceId, product });
});
afterAll(() => server?.stop());

const published = async () => readKeySet(await value(dealer.client.getKeySet({})))!;
const file = async () => (await value(dealer.client.downloadLicense({ deviceId }))).text;
const rotate = () => value(channel.vendor.client.rotateSigningKey({}));

describe('After the signing key was rotated', () => {
  it('a device that knows only the first key follows the next licence file to the present one, however often', async () => {
    const known = await published();
    const old = await file();
    const now = Date.now();
    await rotate();
    await rotate();
    const { kid } = await rotate();
    await value(dealer.client.regenerateLicense({ deviceId }));
    const verified = await verifyLicense(await file(), { keys: known, now, hardwareKey: '190400324412' });
    expect(verified).toMatchObject({ ok: true, value: { kid, learnt: { issuer: 'rotating' } } });
    expect(verified.ok && verified.value.learnt!.keys.keys.map((key) => key.kid).sort()).toEqual(
      (await published()).keys.map((key) => key.kid).sort(),
    );
    // What the first key signed is still good.
    expect(await verifyLicense(old, { keys: await published(), now })).toMatchObject({ ok: true, value: { learnt: null } });
  });

  it('the key set can be had signed by whichever key the reader knows', async () => {
    const keys = await published();
    for (const key of keys.keys) {
      const { text } = await value(dealer.client.downloadKeySet({ signedBy: key.kid }));
      expect(await verifyKeySet(text, { keys: { keys: [key] } })).toMatchObject({ ok: true, value: { keys } });
    }
    expect(await dealer.client.downloadKeySet({ signedBy: 'nobody' })).toMatchObject({ ok: false, problem: { code: 'not-found' } });
  });

  it('of several who rotate at once one does, and the others leave no key behind', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => channel.vendor.client.rotateSigningKey({})));
    const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.problem]));
    for (const { code, status } of refused) expect({ code, status }).toEqual({ code: 'rotated-meanwhile', status: 409 });
    const { items } = await value(channel.vendor.client.listSigningKeys({}));
    const files = await readdir(path.join(server.keyDirectory, channel.vendorId));
    expect(files.toSorted()).toEqual(items.map(({ kid }) => `${kid}.pem`).toSorted());
  });
});
