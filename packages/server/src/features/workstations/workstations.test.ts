import { readFile } from 'node:fs/promises';
import { readKeySet, verifyLicense } from '@muniment/documents/verify';
import type { Fingerprint } from '@muniment/domain/fingerprint';
import { shapeSize } from '@muniment/domain/patterns';
import { auditLedger } from '@muniment/server/operator';
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
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let customerId: string;
let projectId: string;
let organizationId: string;
let number = 0;
const seconds = () => Math.floor(Date.now() / 1000);
const agreements = [{ id: 'licence-terms', version: '2026-01', language: 'en', accepted: true }];
const [agreement] = agreements;
const part = 'SF-CLOUD-WS';
const product = 'SCANFELL';

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  const pack = await readFile('catalogs/survey-network/pack.yaml', 'utf8');
  channel = await setUpChannel(
    server,
    'survey',
    pack.replace('    binding: request\n', '    binding: request\n    offlineDays: 30\n').replace('atLeast: 6', 'atLeast: 9'),
  );
  dealer = await channel.partner('dealer', 'Peak Instruments');
  const customer = await value(dealer.client.createCustomer({ name: 'Survey Office' }));
  organizationId = customer.id;
  projectId = customer.projects[0]!.id;
  customerId = await customerIdOf(dealer.client, projectId);
});
afterAll(() => server?.stop());

const code = async (answer: Promise<{ ok: true } | { ok: false; problem: { code: string } }>) => {
  const got = await answer;
  return got.ok ? 'accepted' : got.problem.code;
};
const newKey = async (units = 1, of = part) => (await makeKeys(channel, of, units, { projectId, by: dealer }))[0]!;
const workstation = () =>
  makeWorkstation(server, { product, vendor: 'survey', hardwareKey: `WS-${String(++number).padStart(16, '0')}`, seconds });
type More = Readonly<Record<string, unknown>>;
const request = (one: TestController, fingerprint: Fingerprint | undefined, more: More = {}) =>
  one.request({ purpose: 'licenses', customerId: undefined, fingerprint, ...more } as never);
const activate = (text: string, more: More = {}) =>
  server.client().activateWorkstation({ request: text, agreements, vendor: 'survey', ...more } as never);
const renew = (text: string) => server.client().renewWorkstation({ request: text, vendor: 'survey' });
const verified = async (text: string) => {
  const keys = readKeySet(await value(server.client().getKeySet({ vendor: 'survey' })))!;
  const answer = await verifyLicense(text, { keys, now: seconds() * 1000, acceptTest: true });
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value;
};

/** A workstation with a licence of its own. */
async function licensed(name = `machine ${number}`) {
  const licenseKey = await newKey();
  const one = workstation();
  const fingerprint = machineOf(name);
  const answer = await value(activate(request(one, fingerprint, { licenseKey })));
  return { one, fingerprint, licenseKey, answer, deviceId: answer.device.id };
}

describe('get-workstation-setup', () => {
  it('tells what a workstation must know before it asks, to anybody', async () => {
    const setup = await value(server.client().getWorkstationSetup({ vendor: 'survey' }));
    expect(setup).toMatchObject({
      vendor: 'survey',
      product,
      binding: 'request',
      clockToleranceMinutes: 90,
      offlineDays: 30,
      test: true,
      agreements: [{ id: 'licence-terms' }],
    });
    expect(setup.salt.length).toBeGreaterThanOrEqual(16);
    expect(setup.components.map(({ id, label }) => [id, label]).at(-1)).toEqual(['host-name', 'Name in the network']);
    expect(setup.hardwareKey).toMatch(/^WS-[0-9A-F]{16}$/);
    expect(shapeSize(setup.hardwareKeyShape!)).toBe(16n ** 16n);
    expect(readKeySet({ keys: setup.keys })!.keys.length).toBe(1);
    expect(await code(server.client().getWorkstationSetup({ vendor: 'survey', product: 'NONE' }))).toBe('product-unknown');
  });

  it('tells it in the language of the workstation where somebody else saves the file', async () => {
    const setup = await value(server.client().getWorkstationSetup({ vendor: 'survey', language: 'de' }));
    expect(setup.agreements).toMatchObject([{ language: 'de' }]);
    expect(setup.components.map(({ label }) => label).at(-1)).toBe('Name im Netzwerk');
  });

  it('says that the server has several vendors where none is named and the first is not meant', async () => {
    const alone = await startTestServer();
    await setUpChannel(alone, 'first', await readFile('catalogs/pbx-channel/pack.yaml', 'utf8'));
    const asked = async () => {
      const answer = await alone.client().getWorkstationSetup({});
      return answer.ok ? null : answer.problem;
    };
    expect(await asked()).toMatchObject({ code: 'workstation-product-missing', detail: expect.stringContaining('No product') });
    await setUpChannel(alone, 'second', await readFile('catalogs/survey-network/pack.yaml', 'utf8'));
    expect(await asked()).toMatchObject({ code: 'workstation-product-missing', nextStep: expect.stringContaining('--vendor SLUG') });
    await alone.stop();
  });
});

describe('activate-workstation', () => {
  it('binds the licence of a key to the machine that asks; no account and no customer id is needed', async () => {
    const { one, fingerprint, answer, licenseKey, deviceId } = await licensed();
    expect(answer).toMatchObject({
      dryRun: false,
      machine: { change: 'bound', comparison: null, repairsLeft: 2 },
      licenses: [{ part, quantity: 1 }],
    });
    const { payload } = await verified(answer.document!.text);
    expect(payload).toMatchObject({
      sub: one.request().length > 0 ? answer.device.hardwareKey : '',
      aud: product,
      entitlements: { cloud: true },
      machine: { fingerprint, policy: { atLeast: 9, yearlyRepairs: 2 } },
      cnf: { jkt: one.thumbprint },
    });
    // It holds for the days that the catalog says, and is renewed before.
    expect(payload.exp! - payload.iat).toBe(30 * 86_400);
    const [act] = (await value(dealer.client.listOperations({ deviceId }))).items;
    expect(act).toMatchObject({ kind: 'activate-on-device', actor: { kind: 'device' } });
    expect(await code(activate(request(workstation(), machineOf('another'), { licenseKey })))).toBe('license-key-in-use');
    expect(await value(dealer.client.getDeviceMachine({ deviceId }))).toMatchObject({
      atLeast: 9,
      repairs: [],
      repairsLeft: 2,
      replacedBy: null,
    });
  });

  it('brings the same document again for the same request, whatever key the second asking has', async () => {
    const licenseKey = await newKey(2);
    const text = request(workstation(), machineOf('twice'), { licenseKey });
    const first = await value(activate(text));
    const again = await value(activate(text));
    expect(again.document).toEqual(first.document);
    expect(again).toMatchObject({ operationId: null, licenses: [{ quantity: 1 }] });
  });

  it('books no second unit for a key that is typed once more on the same workstation, in a file neither, though another lies there', async () => {
    const licenseKey = await newKey(2);
    const [one, machine] = [workstation(), machineOf('typed twice')];
    const first = await value(activate(request(one, machine, { licenseKey })));
    const again = await value(activate(request(one, machine, { licenseKey })));
    expect(again).toMatchObject({ operationId: null, licenses: [{ quantity: 1 }], document: { number: first.document!.number + 1 } });
    const agreement = { id: 'licence-terms', version: '2026-01', language: 'en', accepted: true };
    const byFile = await value(dealer.client.activateFromFile({ request: request(one, machine, { licenseKey }), agreement }));
    expect(byFile).toMatchObject({ operationId: null, licenses: [{ quantity: 1 }] });
    expect(await code(activate(request(workstation(), machineOf('the other'), { licenseKey })))).toBe('license-key-in-use');
  });

  it('registers a key that nobody has, where the customer id says in which project', async () => {
    const [dealers] = await makeKeys(channel, part, 1, { receiverId: dealer.id });
    expect(await code(activate(request(workstation(), machineOf('x'), { licenseKey: dealers })))).toBe('license-key-not-registered');
    expect(await code(activate(request(workstation(), machineOf('x'), { licenseKey: dealers, customerId })))).toBe('accepted');
  });

  it('refuses what is not right, each with its code, and leaves nothing behind', async () => {
    const licenseKey = await newKey();
    const one = workstation();
    const good = request(one, machineOf('good'), { licenseKey });
    const [header, payload, signature] = good.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const altered = Buffer.from(JSON.stringify({ ...claims, name: 'Mine' })).toString('base64url');
    const taken = await licensed();
    const takenKey = taken.answer.device.hardwareKey;
    const stranger = makeWorkstation(server, { product, vendor: 'survey', hardwareKey: takenKey, seconds });
    const many = ['good', 'next', 'third'].map((name) => machineOf(name)['machine-id']![0]!);
    const before = (await value(dealer.client.listDevices({ projectId }))).total;
    expect({
      altered: await code(activate(`${header}.${altered}.${signature}`)),
      nothing: await code(activate('nothing')),
      vendor: await code(activate(request(one, machineOf('good'), { licenseKey, aud: 'other' }))),
      old: await code(activate(request(one, machineOf('good'), { licenseKey, iat: seconds() - 40 * 86_400 }))),
      purpose: await code(activate(request(one, machineOf('good'), { licenseKey, purpose: 'renew' }))),
      noKey: await code(activate(request(one, machineOf('good')))),
      typo: await code(activate(request(one, machineOf('good'), { licenseKey: 'MS-22222-22222-22222-22222' }))),
      weak: await code(activate(request(one, { 'host-name': ['short'.padEnd(43, 'x')] }, { licenseKey }))),
      blind: await code(activate(request(one, undefined, { licenseKey }))),
      many: await code(activate(request(one, { ...machineOf('good'), 'machine-id': many }, { licenseKey }))),
      terms: await code(activate(good, { agreements: [] })),
      taken: await code(activate(request(stranger, machineOf('thief'), { licenseKey }))),
    }).toEqual({
      altered: 'document-altered',
      nothing: 'document-malformed',
      vendor: 'wrong-vendor',
      old: 'clock-off',
      purpose: 'wrong-purpose',
      noKey: 'license-key-missing',
      typo: 'license-key-mistyped',
      weak: 'fingerprint-too-weak',
      blind: 'fingerprint-too-weak',
      many: 'document-malformed',
      terms: 'agreement-not-accepted',
      taken: 'hardware-key-taken',
    });
    expect((await value(dealer.client.listDevices({ projectId }))).total).toBe(before);
    expect(await code(activate(good))).toBe('accepted');
  });

  it('names every part of the machine that differs', async () => {
    const { one, fingerprint } = await licensed();
    const licenseKey = await newKey();
    const changed = { ...fingerprint, ...machineOf('other'), 'system-uuid': fingerprint['system-uuid']! };
    const { 'mac-address': _, ...shown } = changed;
    const answer = await activate(request(one, shown, { licenseKey }));
    expect(answer).toMatchObject({ ok: false, problem: { code: 'wrong-machine' } });
    const detail = answer.ok ? '' : answer.problem.detail;
    expect(detail).toContain('mainboard (another one)');
    expect(detail).toContain('Name in the network (another one)');
    expect(detail).toContain('network card (not found)');
  });
});

describe('renew-workstation', () => {
  const asks = (one: TestController, fingerprint: Fingerprint, more: More = {}) =>
    renew(request(one, fingerprint, { purpose: 'renew', ...more }));

  it('makes the file anew for a machine that is the same, or nearly; and the same for the same request', async () => {
    const { one, fingerprint, answer } = await licensed();
    const text = request(one, { ...fingerprint, ...{ 'host-name': machineOf('b')['host-name'] } } as Fingerprint, { purpose: 'renew' });
    const renewed = await value(renew(text));
    expect(renewed).toMatchObject({ machine: { change: 'kept', comparison: { verdict: 'tolerated' } } });
    const [before, after] = [await verified(answer.document!.text), await verified(renewed.document!.text)];
    expect(after.payload.serial.number).toBe(before.payload.serial.number + 1);
    expect(after.payload.machine).toEqual(before.payload.machine);
    expect((await value(renew(text))).document).toEqual(renewed.document);
  });

  it('binds to a machine that was repaired, with a reason, as often in a year as the catalog says', async () => {
    const { one, deviceId } = await licensed('first');
    const second = machineOf('first', { 'board-serial': machineOf('b')['board-serial']!, 'system-uuid': machineOf('b')['system-uuid']! });
    expect(await code(asks(one, second))).toBe('wrong-machine');
    const repair = 'New mainboard, case 4711';
    expect(await value(asks(one, second, { repair }))).toMatchObject({ machine: { change: 'repaired', repairsLeft: 1 } });
    expect(await code(asks(one, second, { repair }))).toBe('nothing-to-repair');
    const third = { ...second, 'disk-serial': machineOf('c')['disk-serial']! };
    expect(await value(asks(one, third, { repair }))).toMatchObject({ machine: { repairsLeft: 0 } });
    const fourth = { ...third, 'machine-id': machineOf('d')['machine-id']!, 'disk-serial': machineOf('d')['disk-serial']! };
    const refused = await asks(one, fourth, { repair });
    expect(refused).toMatchObject({ problem: { code: 'repairs-used-up', nextStep: expect.stringContaining('hardware replacement') } });
    // Another machine that was given the name of this one.
    const named = machineOf('stranger', { 'host-name': third['host-name']! });
    expect(await code(asks(one, named, { repair }))).toBe('repair-of-another-machine');
    expect(await value(dealer.client.getDeviceMachine({ deviceId }))).toMatchObject({
      repairsLeft: 0,
      repairs: [{ reason: repair, changed: ['disk'] }, { changed: ['system id of the firmware', 'mainboard'] }],
    });
    const kinds = (await value(dealer.client.listOperations({ deviceId }))).items.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'repair-workstation')).toHaveLength(2);
  });

  it('is for workstations that have a licence', async () => {
    expect(await code(asks(workstation(), machineOf('nobody')))).toBe('device-not-enrolled');
  });
});

describe('renew-from-file', () => {
  it('answers a request that somebody carried, once', async () => {
    const { one, fingerprint, deviceId } = await licensed();
    await value(dealer.client.updateDevice({ deviceId, name: 'Cellar' }, { ifMatch: '*' }));
    const text = request(one, fingerprint, { purpose: 'renew', name: undefined });
    expect(await value(dealer.client.checkLicenseRequest({ request: text }))).toMatchObject({
      purpose: 'renew',
      name: 'Cellar',
      key: 'current',
      machine: { verdict: 'same' },
    });
    const answer = await value(dealer.client.renewFromFile({ request: text }));
    expect((await verified(answer.document!.text)).payload).toMatchObject({ machine: { fingerprint } });
    expect(await code(dealer.client.renewFromFile({ request: text }))).toBe('request-answered');
  });
});

describe('activate-from-file', () => {
  it('takes a licence key in the request file of a workstation, and answers it once', async () => {
    const licenseKey = await newKey();
    const one = workstation();
    const text = request(one, machineOf('carried'), { licenseKey });
    expect(await value(dealer.client.checkLicenseRequest({ request: text }))).toMatchObject({
      purpose: 'licenses',
      key: 'new-device',
      machine: null,
    });
    const answer = await value(dealer.client.activateFromFile({ request: text, enrol: true, agreement }));
    expect((await verified(answer.document!.text)).payload).toMatchObject({ cnf: { jkt: one.thumbprint }, entitlements: { cloud: true } });
    expect(await code(dealer.client.activateFromFile({ request: text, enrol: true, agreement }))).not.toBe('accepted');
    const elsewhere = request(workstation(), machineOf('elsewhere'), { licenseKey });
    expect(await code(dealer.client.activateFromFile({ request: elsewhere, enrol: true, agreement }))).toBe('license-key-in-use');
    const other = await channel.partner('dealer', `Nobody's ${number}`);
    expect(await code(other.client.activateFromFile({ request: elsewhere, enrol: true, agreement }))).toBe('not-found');
  });
});

describe('deactivate-workstation', () => {
  it('gives the licence back against a receipt, once, and it is activated elsewhere', async () => {
    const { one, licenseKey, answer } = await licensed();
    const { epoch, number: serial } = answer.document!;
    const receipt = one.receipt({ epoch, number: serial });
    const done = await value(server.client().deactivateWorkstation({ receipt, vendor: 'survey' }));
    expect(done.licenses).toEqual([]);
    expect((await value(server.client().deactivateWorkstation({ receipt, vendor: 'survey' }))).document).toEqual(done.document);
    expect(await code(activate(request(workstation(), machineOf('next'), { licenseKey })))).toBe('accepted');
    const stranger = workstation().receipt({ epoch, number: serial });
    expect(await code(server.client().deactivateWorkstation({ receipt: stranger, vendor: 'survey' }))).toBe('unknown-key');
    // With nothing on it, it may be any machine.
    expect(await code(activate(request(one, machineOf('old'), { licenseKey })))).toBe('license-key-in-use');
  });

  it('lets a term that has begun run on with the next workstation, by the same key', async () => {
    const licenseKey = await newKey(1, 'SF-CLOUD-WS-1Y');
    const one = workstation();
    const first = await value(activate(request(one, machineOf('term'), { licenseKey })));
    const { epoch, number: serial } = first.document!;
    await value(server.client().deactivateWorkstation({ receipt: one.receipt({ epoch, number: serial }), vendor: 'survey' }));
    const next = await value(activate(request(workstation(), machineOf('term 2'), { licenseKey })));
    expect(next.licenses[0]!.until).toBe(first.licenses[0]!.until);
    expect(next.licenses[0]!.until).not.toBeNull();
  });
});

describe('replace-hardware', () => {
  const replace = (deviceId: string, body: More, by = channel.vendor) =>
    by.client.replaceHardware({ deviceId, reason: 'Mainboard burnt', ...body } as never);

  it('moves everything to the workstation of a request file, blocks the old key, and makes files for both sides', async () => {
    const { one, deviceId, answer: before } = await licensed();
    const next = workstation();
    const text = request(next, machineOf('new'), { name: 'New computer' });
    expect(await code(replace(deviceId, { request: text }, dealer))).toBe('not-allowed');
    const preview = await value(replace(deviceId, { request: text, dryRun: true }));
    expect(preview).toMatchObject({
      dryRun: true,
      document: null,
      moved: [{ part, quantity: 1, state: 'active' }],
      oldDevice: { id: deviceId, document: null, outstanding: { number: before.document!.number, until: expect.any(String) } },
      machine: { change: 'bound' },
    });
    const done = await value(replace(deviceId, { request: text, previewDigest: preview.digest! }));
    expect((await verified(done.document!.text)).payload).toMatchObject({ cnf: { jkt: next.thumbprint }, entitlements: { cloud: true } });
    expect((await verified(done.oldDevice.document!.text)).payload).toMatchObject({ entitlements: {}, serial: { epoch: 2 } });
    expect(await code(renew(request(one, machineOf('x'), { purpose: 'renew' })))).toBe('hardware-key-blocked');
    const receipt = one.receipt({ epoch: before.document!.epoch, number: before.document!.number });
    expect(await code(server.client().deactivateWorkstation({ receipt, vendor: 'survey' }))).toBe('device-key-killed');
    expect(await value(dealer.client.getDeviceMachine({ deviceId }))).toMatchObject({ replacedBy: done.device.id });
    expect(await value(dealer.client.getDeviceMachine({ deviceId: done.device.id }))).toMatchObject({ replaces: deviceId });
    const [act] = (await value(channel.vendor.client.listOperations({ deviceId: done.device.id, kinds: 'replace-hardware' }))).items;
    expect(act).toMatchObject({ kind: 'replace-hardware', reason: 'Mainboard burnt', canUndo: false });
    expect(await code(channel.vendor.client.undoOperation({ operationId: act!.id }))).toBe('cannot-undo-kind');
    expect(await code(replace(deviceId, { request: request(workstation(), machineOf('again')) }))).toBe('device-replaced');
    const { lots } = await ship(channel, dealer, `SO-${++number}`, { [part]: 1 });
    const lines = [{ lotId: lots[part]!, quantity: 1 }];
    expect(await code(dealer.client.attachLicenses({ deviceId, lines }))).toBe('device-replaced');
    // What came from the pool goes back to it from the new one, too.
    const { epoch, number: serial } = done.document!;
    const back = await value(server.client().deactivateWorkstation({ receipt: next.receipt({ epoch, number: serial }), vendor: 'survey' }));
    expect(back.licenses).toEqual([]);
  });

  it('takes a device that is there, and refuses what cannot be', async () => {
    const { deviceId } = await licensed();
    const empty = await value(
      dealer.client.createDevice({
        customerId: organizationId,
        name: 'Spare',
        product,
        hardwareKey: `WS-${String(++number).padStart(16, '0')}`,
      }),
    );
    const full = await licensed();
    expect({
      neither: await code(replace(deviceId, {})),
      both: await code(replace(deviceId, { newDeviceId: empty.id, request: request(workstation(), machineOf('y')) })),
      full: await code(replace(deviceId, { newDeviceId: full.deviceId })),
      itself: await code(replace(deviceId, { newDeviceId: deviceId })),
      nothing: await code(replace(empty.id, { newDeviceId: deviceId })),
      nowhere: await code(replace(deviceId, { newDeviceId: `dev_${deviceId.slice(4, 12)}-0000-7000-8000-000000000000` })),
    }).toEqual({
      neither: 'new-device-missing',
      both: 'new-device-missing',
      full: 'new-device-not-possible',
      itself: 'new-device-not-possible',
      nothing: 'new-device-not-possible',
      nowhere: 'new-device-not-possible',
    });
    expect(await value(replace(deviceId, { newDeviceId: empty.id }))).toMatchObject({ device: { id: empty.id }, machine: null });
  });
});

describe('get-device-machine', () => {
  it('is for those who see the device', async () => {
    const { deviceId } = await licensed();
    const stranger = await channel.partner('dealer', `Stranger ${number}`);
    expect(await code(stranger.client.getDeviceMachine({ deviceId }))).toBe('not-found');
    const seen = await value(dealer.client.getDeviceMachine({ deviceId }));
    expect(seen.known.map(({ id }) => id)).toContain('board-serial');
    expect(JSON.stringify(seen)).not.toContain(machineOf('x')['board-serial']![0]!.slice(0, 12));
  });
});

it('leaves books that add up', async () => {
  expect(await auditLedger(server.operator)).toMatchObject({ ok: true });
});
