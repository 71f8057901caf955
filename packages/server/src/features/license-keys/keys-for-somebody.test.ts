import { readFile } from 'node:fs/promises';
import { auditLedger } from '@muniment/server/operator';
import {
  machineOf,
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
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// Keys that are made for a customer, and where each is typed (C5): make-license-keys with a project, list-license-keys.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let projectId: string;
let number = 0;
const part = 'SF-CLOUD-WS';
const agreement = { id: 'licence-terms', version: '2026-01', language: 'en', accepted: true };

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'survey', await readFile('catalogs/survey-network/pack.yaml', 'utf8'));
  dealer = await channel.partner('dealer', 'Peak Instruments');
  projectId = (await value(dealer.client.createCustomer({ name: 'Survey Office' }))).projects[0]!.id;
});
afterAll(async () => {
  expect(await auditLedger(server.operator)).toMatchObject({ ok: true });
  await server.stop();
});

const codeOf = async (answer: Promise<{ ok: true } | { ok: false; problem: { code: string } }>) => {
  const got = await answer;
  return got.ok ? 'done' : got.problem.code;
};

interface Typing {
  readonly one: TestController;
  readonly name: string;
}
function workstation(): Typing {
  number += 1;
  const hardwareKey = `WS-${String(number).padStart(16, '0')}`;
  return { one: makeWorkstation(server, { product: 'SCANFELL', vendor: 'survey', hardwareKey }), name: `Desk ${number}` };
}
/** The key is all that is typed. */
const request = ({ one, name }: Typing, more: object) =>
  one.request({ purpose: 'licenses', customerId: undefined, name, fingerprint: machineOf(name), ...more } as never);
const type = (place: Typing, licenseKey: string) =>
  server.client().activateWorkstation({ request: request(place, { licenseKey }), agreements: [agreement], vendor: 'survey' } as never);

const make = (more: object = {}, by = channel.vendor.client) =>
  by.makeLicenseKeys({ part, keys: 3, source: 'issue', projectId, agreement, ...more });
const activatedOn = async (keyId: string, client = dealer.client) => {
  const { items } = await value(client.listLicenseKeys({ projectId, limit: 200 }));
  return items.find(({ id }) => id === keyId)!.activatedOn.map(({ name }) => name);
};

describe('make-license-keys for a project', () => {
  it('registers them there as they are made; the key is all that is typed, and its list says where', async () => {
    const { batch, project, keys } = await value(make());
    expect([project?.id, batch.redeemed, batch.unredeemed]).toEqual([projectId, 3, 0]);
    const { items } = await value(dealer.client.listLicenseKeys({ projectId }));
    expect(items.map(({ state, agreement: accepted, redeemedBy }) => [state, accepted?.version, redeemedBy])).toEqual(
      Array.from({ length: 3 }, () => ['redeemed', '2026-01', expect.any(String)]),
    );
    const { items: acts } = await value(dealer.client.listOperations({ projectId }));
    expect(acts.map(({ kind }) => kind)).toContain('redeem-license-keys');
    const place = workstation();
    expect(await codeOf(type(place, keys[0]!.key))).toBe('done');
    expect([await activatedOn(keys[0]!.id), await activatedOn(keys[1]!.id)]).toEqual([[place.name], []]);
    const { items: made } = await value(channel.vendor.client.listLicenseKeys({ batchId: batch.id }));
    expect(made.flatMap(({ activatedOn: on }) => on.map(({ name }) => name))).toEqual([place.name]);
  });

  it('brings seats at once where the part floats', async () => {
    const { keys } = await value(make({ part: 'SF-FIELD-NET', keys: 1, quantityPerKey: 4 }));
    const { items } = await value(dealer.client.listCounters({ projectId }));
    expect(items.find(({ feature }) => feature === 'field-seats')).toMatchObject({ seats: 4 });
    // Whoever types it on a workstation is told that there is nothing to activate.
    expect(await codeOf(type(workstation(), keys[0]!.key))).toBe('license-key-floating');
  });

  it('is for the vendor and for a partner who serves the customer, of what that one has', async () => {
    await ship(channel, dealer, 'SO 1', { [part]: 2 });
    const { keys } = await value(make({ source: 'bin', keys: 2 }, dealer.client));
    expect(await codeOf(type(workstation(), keys[1]!.key))).toBe('done');
    expect(await codeOf(make({ source: 'bin', keys: 1 }, dealer.client))).toBe('not-enough-units');
    const stranger = await channel.partner('dealer', 'Elsewhere');
    await ship(channel, stranger, 'SO 2', { [part]: 1 });
    expect(await codeOf(make({ source: 'bin', keys: 1 }, stranger.client))).toBe('not-found');
    expect((await value(stranger.client.listBin({}))).items).toHaveLength(1);
  });

  it('makes none unless what goes with keys is accepted', async () => {
    const before = (await value(channel.vendor.client.listLicenseKeyBatches({}))).total;
    expect(await codeOf(make({ agreement: undefined }))).toBe('agreement-not-accepted');
    expect(await codeOf(make({ agreement: { ...agreement, accepted: false } }))).toBe('agreement-not-accepted');
    expect(await codeOf(make({ agreement: { ...agreement, version: '1' } }))).toBe('agreement-outdated');
    expect((await value(channel.vendor.client.listLicenseKeyBatches({}))).total).toBe(before);
  });
});

describe('a key that is typed', () => {
  it('is on one workstation at a time, whatever lies in the pool, and moves once it was given back', async () => {
    const { keys } = await value(make());
    const [first, second] = [workstation(), workstation()];
    const { document } = await value(type(first, keys[0]!.key));
    expect(await codeOf(type(second, keys[0]!.key))).toBe('license-key-in-use');
    expect(await codeOf(type(second, keys[1]!.key))).toBe('done');
    const serial = { epoch: document!.epoch, number: document!.number };
    await value(server.client().deactivateWorkstation({ receipt: first.one.receipt(serial), vendor: 'survey' } as never));
    expect(await activatedOn(keys[0]!.id)).toEqual([]);
    const third = workstation();
    expect(await codeOf(type(third, keys[0]!.key))).toBe('done');
    expect([await activatedOn(keys[0]!.id), await activatedOn(keys[1]!.id)]).toEqual([[third.name], [second.name]]);
    // The first may come back with a key that is free.
    expect(await codeOf(type(first, keys[0]!.key))).toBe('license-key-in-use');
    expect(await codeOf(type(first, keys[2]!.key))).toBe('done');
  });

  it('is on as many workstations as it is worth units', async () => {
    const { keys } = await value(make({ keys: 1, quantityPerKey: 2 }));
    const typed = await Promise.all([workstation(), workstation(), workstation()].map((place) => codeOf(type(place, keys[0]!.key))));
    expect(typed.toSorted()).toEqual(['done', 'done', 'license-key-in-use']);
    expect(await activatedOn(keys[0]!.id)).toHaveLength(2);
  });

  it('is on the machine that took the place of one that died', async () => {
    const { keys } = await value(make({ keys: 1 }));
    const [old, fresh] = [workstation(), workstation()];
    const { device } = await value(type(old, keys[0]!.key));
    await value(channel.vendor.client.replaceHardware({ deviceId: device.id, request: request(fresh, {}), reason: 'Burnt out' }));
    expect(await activatedOn(keys[0]!.id)).toEqual([fresh.name]);
    expect(await codeOf(type(workstation(), keys[0]!.key))).toBe('license-key-in-use');
  });

  it('is on a workstation without a network, by the file that somebody carries', async () => {
    const { keys } = await value(make({ keys: 1 }));
    const place = workstation();
    const asked = request(place, { licenseKey: keys[0]!.key });
    await value(dealer.client.activateFromFile({ request: asked, enrol: true, agreement }));
    expect(await activatedOn(keys[0]!.id)).toEqual([place.name]);
    expect(await codeOf(type(workstation(), keys[0]!.key))).toBe('license-key-in-use');
  });
});
