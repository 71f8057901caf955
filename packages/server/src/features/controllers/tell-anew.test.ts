import { readFile } from 'node:fs/promises';
import { auditLedger } from '@muniment/server/operator';
import {
  customerIdOf,
  freshNonce,
  makeController,
  type Party,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// Controllers that ask for nothing, and are told what they have in a document that is signed now.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let projectId: string;
let customerId: string;
let number = 0;
const agreement = { id: 'end-user-terms', version: '4', language: 'en', accepted: true };

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'edge', await readFile('catalogs/edge-controller/pack.yaml', 'utf8'));
  dealer = await channel.partner('dealer', 'Lakeside Automation');
  projectId = (await value(dealer.client.createCustomer({ name: 'Town of Harrow' }))).projects[0]!.id;
  customerId = await customerIdOf(dealer.client, projectId);
});
afterAll(() => server?.stop());

const facts = (hardwareKey = `17QE${String(++number).padStart(8, '0')}`) => ({
  hardwareKey,
  product: 'ESC-400',
  customerId,
  vendor: 'edge',
});

/** A licence in the pool. */
async function give(part: string): Promise<string> {
  const { lots } = await ship(channel, dealer, `SO-${++number}`, { [part]: 1 });
  await value(dealer.client.giveLicenses({ projectId, lines: [{ lotId: lots[part]!, quantity: 1 }] }));
  return (await value(dealer.client.listPoolLicenses({ projectId, limit: 200 }))).items.find((item) => item.part === part)!.lotId;
}

/** A controller that has activated all that there was for it. */
async function licensed() {
  const said = facts();
  const device = makeController(server, said);
  const { token, deviceId } = await value(device.enrol());
  const client = device.client(token!);
  const lotId = await give('CAP-10');
  const answer = await value(client.activateCloudLicenses({ licenses: [{ lotId }], agreement }));
  return { device, client, deviceId: deviceId!, answer, lotId, hardwareKey: said.hardwareKey };
}

const nonceIn = (text: string) => JSON.parse(Buffer.from(text.split('.')[1]!, 'base64url').toString()).nonce;
const operationsOf = async (deviceId: string) => (await value(dealer.client.listOperations({ deviceId }))).items.map(({ kind }) => kind);

describe('A controller that asks for nothing', () => {
  it('is told what it has with the next serial, under its nonce, and nothing is booked (activate-cloud-licenses)', async () => {
    const { client, deviceId, answer } = await licensed();
    const before = await operationsOf(deviceId);
    const [nonce, idempotencyKey] = [freshNonce(), freshNonce()];
    const preview = await value(client.activateCloudLicenses({ licenses: [], nonce, dryRun: true }));
    expect(preview).toMatchObject({ dryRun: true, operationId: null, document: null, licenses: answer.licenses });
    const ask = () => client.activateCloudLicenses({ licenses: [], nonce, previewDigest: preview.digest! }, { idempotencyKey });
    const told = await value(ask());
    expect(told).toMatchObject({ operationId: null, licenses: answer.licenses, document: { number: answer.document!.number + 1 } });
    expect(nonceIn(told.document!.text)).toBe(nonce);
    expect(await value(ask())).toEqual(told);
    expect(await client.activateCloudLicenses({ licenses: [], nonce })).toMatchObject({ problem: { code: 'request-answered' } });
    expect((await value(client.getCurrentLicense({}))).document).toEqual(told.document);
    expect(await operationsOf(deviceId)).toEqual(before);
    expect(await auditLedger(server.operator)).toMatchObject({ ok: true });
  });

  it('is told nothing where nothing is active on it, and nothing else than what was looked at', async () => {
    const { client } = await licensed();
    const { digest } = await value(client.activateCloudLicenses({ licenses: [], dryRun: true }));
    await value(client.activateCloudLicenses({ licenses: [{ lotId: await give('CAP-5') }], agreement }));
    expect(await client.activateCloudLicenses({ licenses: [], previewDigest: digest! })).toMatchObject({
      problem: { code: 'preview-outdated' },
    });
    const device = makeController(server, facts());
    const bare = device.client((await value(device.enrol())).token!);
    expect(await bare.activateCloudLicenses({ licenses: [] })).toMatchObject({ problem: { code: 'nothing-selected' } });
  });

  it('is answered by file as well, which tells beforehand what it will be (activate-from-file, check-license-request)', async () => {
    const { device, deviceId, answer } = await licensed();
    const waiting = await give('CAP-25');
    const before = await operationsOf(deviceId);
    const request = device.request({ purpose: 'licenses' });
    const checked = await value(dealer.client.checkLicenseRequest({ request }));
    expect(checked).toMatchObject({ asksForNone: true, wanted: [], waiting: [{ lotId: waiting }], active: answer.licenses });
    const told = await value(dealer.client.activateFromFile({ request }));
    expect(told).toMatchObject({ operationId: null, licenses: answer.licenses });
    expect(nonceIn(told.document!.text)).toBe(nonceIn(request));
    expect(await dealer.client.activateFromFile({ request })).toMatchObject({ problem: { code: 'request-answered' } });
    expect(await operationsOf(deviceId)).toEqual(before);
    const { items } = await value(dealer.client.listLicenseFiles({ deviceId }));
    expect(items[0]).toMatchObject({ cause: 'tell-anew', current: true, createdBy: expect.stringMatching(/./) });
  });

  it('is not told it in place of what its request asks for and what is gone, unless somebody says so', async () => {
    const { device, lotId, answer } = await licensed();
    const request = device.request({ purpose: 'licenses', lotIds: [lotId] });
    expect(await value(dealer.client.checkLicenseRequest({ request }))).toMatchObject({ asksForNone: false, wanted: [] });
    expect(await dealer.client.activateFromFile({ request })).toMatchObject({
      problem: { code: 'nothing-selected', facts: { ofRequest: true } },
    });
    expect(await value(dealer.client.activateFromFile({ request, licenses: [] }))).toMatchObject({ licenses: answer.licenses });
  });

  it('has its licences again by file after a reset, once somebody lets its new key in', async () => {
    const { hardwareKey, answer } = await licensed();
    const request = makeController(server, facts(hardwareKey)).request({ purpose: 'licenses' });
    expect(await dealer.client.activateFromFile({ request })).toMatchObject({ problem: { code: 'device-not-enrolled' } });
    const preview = await value(dealer.client.activateFromFile({ request, enrol: true, dryRun: true }));
    const told = await value(dealer.client.activateFromFile({ request, enrol: true, previewDigest: preview.digest! }));
    expect(told).toMatchObject({ operationId: null, licenses: answer.licenses, document: { epoch: 2 } });
  });
});
