import { readFile } from 'node:fs/promises';
import { readKeySet, verifyBorrow, verifyLicense } from '@muniment/documents/verify';
import type { Fingerprint } from '@muniment/domain/fingerprint';
import {
  customerIdOf,
  machineOf,
  makeKeys,
  makeWorkstation,
  type Party,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestController,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

// A vendor whose catalog asks for other parts of machines than it did (C4).

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let projectId: string;
let pack: string;
let number = 0;
const seconds = () => Math.floor(Date.now() / 1000);
const agreements = [{ id: 'licence-terms', version: '2026-01', language: 'en', accepted: true }];
const systemUuid = '        - { id: system-uuid, weight: 3 }\n';

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  pack = (await readFile('catalogs/survey-network/pack.yaml', 'utf8')).replace(systemUuid, '');
  channel = await setUpChannel(server, 'survey', pack);
  dealer = await channel.partner('dealer', 'Peak Instruments');
  projectId = (await value(dealer.client.createCustomer({ name: 'Survey Office' }))).projects[0]!.id;
  const { lots } = await ship(channel, dealer, 'SO seats', { 'SF-FIELD-NET': 5 });
  await value(dealer.client.giveLicenses({ projectId, lines: [{ lotId: lots['SF-FIELD-NET']!, quantity: 5 }] }));
});
afterAll(() => server?.stop());

const request = (one: TestController, fingerprint: Fingerprint, more: object) =>
  one.request({ customerId: undefined, fingerprint, ...more } as never);
const renew = (one: TestController, fingerprint: Fingerprint, more: object = {}) =>
  server.client().renewWorkstation({ request: request(one, fingerprint, { purpose: 'renew', ...more }), vendor: 'survey' });
const machineIn = async (text: string) => {
  const keys = readKeySet(await value(server.client().getKeySet({ vendor: 'survey' })))!;
  const answer = await verifyLicense(text, { keys, now: seconds() * 1000, acceptTest: true });
  return answer.ok ? answer.value.payload.machine : null;
};

/** A workstation with a licence, which tells the parts that it was set up with. */
async function licensed(fingerprint: Fingerprint) {
  const hardwareKey = `WS-${String(++number).padStart(16, '0')}`;
  const one = makeWorkstation(server, { product: 'SCANFELL', vendor: 'survey', hardwareKey, seconds });
  const [licenseKey] = await makeKeys(channel, 'SF-CLOUD-WS', 1, { projectId, by: dealer });
  const text = request(one, fingerprint, { purpose: 'licenses', licenseKey });
  const answer = await value(server.client().activateWorkstation({ request: text, agreements, vendor: 'survey' } as never));
  return { one, deviceId: answer.device.id, text: answer.document!.text };
}

/** A seat of the project for a workstation that tells these parts, and how it borrows it. */
async function borrower(one: TestController, fingerprint: Fingerprint) {
  const { token } = await value(one.enrol({ request: one.request({ customerId: await customerIdOf(dealer.client, projectId) }) }));
  const device = server.client(token!);
  const leaseId = `lse_${crypto.randomUUID()}`;
  await value(device.checkOutSeat({ leaseId, feature: 'field-seats', user: leaseId, host: 'ws' }));
  const until = (await server.clock.now()).add({ hours: 24 * 20 }).toString();
  const { kid: _, use: __, ...publicKey } = one.signer.publicKey;
  const ask = () => device.borrowSeat({ leaseId, until, publicKey, fingerprint: fingerprint as Record<string, string[]> });
  return { ask, borrow: async () => ({ document: (await value(ask())).document!, ownKey: one.thumbprint }) };
}
const borrowedIn = async ({ document, ownKey }: { readonly document: string; readonly ownKey: string }) => {
  const keys = readKeySet(await value(server.client().getKeySet({ vendor: 'survey' })))!;
  const answer = await verifyBorrow(document, { keys, now: seconds() * 1000, ownKey, acceptTest: true });
  return answer.ok ? answer.value.payload.machine : answer;
};

it('strands no workstation that is there: each is judged by what it was bound under, until it shows what is asked today', async () => {
  const { 'system-uuid': uuid, ...told } = machineOf('old');
  const { one, deviceId, text } = await licensed(told);
  const away = await borrower(one, told);
  expect(await borrowedIn(await away.borrow())).toMatchObject({ policy: { atLeast: 6 } });
  expect(await machineIn(text)).toMatchObject({ policy: { atLeast: 6 } });
  const next = pack
    .replace('version: "2026.1"', 'version: "2026.2"')
    .replace('        - { id: mac-address, weight: 2 }\n', systemUuid.replace('3', '9'))
    .replace('atLeast: 6', 'atLeast: 12');
  const { changes } = await value(channel.vendor.client.checkCatalog({ pack: next }));
  expect(changes).toContainEqual({ kind: 'changed', what: 'fingerprints', id: 'SCANFELL' });
  await value(channel.vendor.client.loadCatalog({ pack: next }));

  const renewed = await value(renew(one, told));
  expect(renewed).toMatchObject({ machine: { change: 'kept', comparison: { verdict: 'same', atLeast: 6 } } });
  expect(await machineIn(renewed.document!.text)).toMatchObject({ fingerprint: told, policy: { atLeast: 6 } });
  // The seat that is away is renewed, and the next one is borrowed, by the same policy as its licence (borrow-seat).
  expect(await borrowedIn(await away.borrow())).toMatchObject({ fingerprint: told, policy: { atLeast: 6 } });
  const second = await borrower(one, told);
  expect(await borrowedIn(await second.borrow())).toMatchObject({ fingerprint: told, policy: { atLeast: 6 } });
  const { 'machine-id': onlyOne } = told;
  const weak = await borrower(one, { 'machine-id': onlyOne! });
  expect(await weak.ask()).toMatchObject({ problem: { code: 'fingerprint-too-weak' } });
  expect(await renew(one, machineOf('another'))).toMatchObject({ problem: { code: 'wrong-machine' } });
  expect(await value(dealer.client.getDeviceMachine({ deviceId }))).toMatchObject({ atLeast: 6 });

  const repaired = { ...told, 'board-serial': machineOf('new board')['board-serial']! };
  expect(await value(renew(one, repaired, { repair: 'New mainboard' }))).toMatchObject({ machine: { change: 'repaired', repairsLeft: 1 } });

  const whole = { ...repaired, 'system-uuid': uuid! };
  const known = await value(renew(one, whole));
  expect(known).toMatchObject({ machine: { change: 'kept', repairsLeft: 1 } });
  const { 'mac-address': _, ...named } = whole;
  expect(await machineIn(known.document!.text)).toMatchObject({ fingerprint: named, policy: { atLeast: 12 } });
  expect(await renew(one, told)).toMatchObject({ problem: { code: 'wrong-machine' } });

  const later = await licensed(machineOf('later'));
  expect(await machineIn(later.text)).toMatchObject({ policy: { atLeast: 12 } });
});
