import { readFile } from 'node:fs/promises';
import { sha256Bytes } from '@muniment/platform/hash';
import { inTransaction, type Tx } from '@muniment/platform/postgres';
import {
  customerIdOf,
  makeController,
  type Party,
  setUpChannel,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Uuid } from '../../core/context.ts';
import { moveFamily } from '../devices/index.ts';
import { lockProject } from '../projects/index.ts';
import { saveToken } from './store.ts';

// A device moves to another project, also while somebody decides about its keys, and its keys ask with the customer id of before.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let number = 0;
const seconds = () => Math.floor(Date.now() / 1000);

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'edge', await readFile('catalogs/edge-controller/pack.yaml', 'utf8'));
  dealer = await channel.partner('dealer', 'Lakeside Automation');
});
afterAll(() => server?.stop());

const uuidOf = (id: string) => id.slice(4) as Uuid;
const inside = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(server.database.pool, { vendorId: channel.vendorId }, work);

type Answer = { readonly ok: true } | { readonly ok: false; readonly problem: { readonly code: string } };
const codeOf = async (answer: Promise<Answer>) => {
  const got = await answer;
  return got.ok ? 'accepted' : got.problem.code;
};

/** A device with its key, in the first of two projects, and another key that waits for it. */
async function twoProjects() {
  number += 1;
  const customer = await value(dealer.client.createCustomer({ name: `Town ${number}` }));
  const here = customer.projects[0]!.id;
  const there = (await value(dealer.client.createProject({ customerId: customer.id, name: 'Annexe' }))).id;
  const customerId = await customerIdOf(dealer.client, here);
  const facts = { hardwareKey: `17QE-${String(number).padStart(4, '0')}-00AB`, product: 'ESC-400', customerId, vendor: 'edge', seconds };
  const [device, reset] = [makeController(server, facts), makeController(server, facts)];
  const { deviceId, enrolmentId, token } = await value(device.enrol());
  const waiting = await value(reset.enrol());
  expect(waiting).toMatchObject({ state: 'waiting', waitsFor: 'other-key' });
  const keys = { current: enrolmentId, token: token!, waiting: waiting.enrolmentId };
  return { customer: customer.id, here, there, facts, device, reset, deviceId: deviceId!, ...keys };
}
type Places = Awaited<ReturnType<typeof twoProjects>>;

/** One request waits for the lock of a project. */
async function isWaiting(): Promise<void> {
  const sql = `SELECT count(*)::int AS n FROM pg_locks
    WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND locktype = 'advisory' AND NOT granted`;
  await vi.waitFor(async () => expect((await server.database.pool.query<{ n: number }>(sql)).rows[0]!.n).toBe(1), { timeout: 5_000 });
}

/** Decides while the device moves, and while the project it comes to is busy: true once the decision waits for that one. */
async function decideDuringMove<T>({ here, there, deviceId }: Places, decide: () => Promise<T>): Promise<T> {
  const { answer } = await inside(async (busy) => {
    await lockProject(busy, channel.vendorId, uuidOf(there));
    const asked = await inside(async (move) => {
      await lockProject(move, channel.vendorId, uuidOf(here));
      const answer = decide();
      await isWaiting();
      await moveFamily(move, channel.vendorId, uuidOf(deviceId), uuidOf(there));
      return { answer };
    });
    await isWaiting();
    return asked;
  });
  return answer;
}

describe('approve-enrolment, refuse-enrolment and revoke-device-key, at the same moment as update-device to another project', () => {
  it('let a key in only behind the lock of the project that the device is in by then', async () => {
    const places = await twoProjects();
    const approved = await value(decideDuringMove(places, () => dealer.client.approveEnrolment({ enrolmentId: places.waiting })));
    expect(approved).toMatchObject({ state: 'current', project: { id: places.there } });
  });

  it('refuse a key there', async () => {
    const places = await twoProjects();
    const refused = await value(decideDuringMove(places, () => dealer.client.refuseEnrolment({ enrolmentId: places.waiting })));
    expect(refused).toMatchObject({ state: 'refused', project: { id: places.there } });
  });

  it('kill a key there, and the act is one of that project', async () => {
    const places = await twoProjects();
    const { deviceId, there } = places;
    const killed = await value(decideDuringMove(places, () => dealer.client.revokeDeviceKey({ deviceId })));
    expect(killed).toMatchObject({ id: places.current, state: 'killed', project: { id: there } });
    const acts = (await value(dealer.client.listOperations({ projectId: there }))).items;
    expect(acts.map(({ kind }) => kind)).toContain('revoke-device-key');
  });
});

const move = async (deviceId: string, projectId: string) => {
  await value(dealer.client.updateDevice({ deviceId, projectId }, { ifMatch: '*' }));
};
const idOf = (projectId: string) => customerIdOf(dealer.client, projectId);

describe('enrol-device with the customer id of before, after update-device moved the device', () => {
  it('answers the device’s key for the project that the device is in, whichever of its projects the id is of', async () => {
    const { customer, here, there, device, deviceId, current } = await twoProjects();
    const { id: last } = await value(dealer.client.createProject({ customerId: customer, name: 'Last' }));
    await move(deviceId, there);
    expect(await value(device.enrol())).toMatchObject({ state: 'current', enrolmentId: current, deviceId, project: { id: there } });
    await move(deviceId, last);
    for (const projectId of [here, there, last]) {
      const request = device.request({ customerId: await idOf(projectId) });
      expect(await value(device.enrol({ request }))).toMatchObject({ enrolmentId: current, epoch: 1, project: { id: last, name: 'Last' } });
    }
    await move(deviceId, here);
    expect(await value(device.enrol())).toMatchObject({ enrolmentId: current, project: { id: here } });
  });

  it('answers a key that waits there, and gives it its token once somebody let it in; the one before is dead then', async () => {
    const { there, device, reset, deviceId, waiting } = await twoProjects();
    await move(deviceId, there);
    expect(await value(reset.enrol())).toMatchObject({ state: 'waiting', enrolmentId: waiting, project: null });
    await value(dealer.client.approveEnrolment({ enrolmentId: waiting }));
    expect(await value(reset.enrol())).toMatchObject({ state: 'current', deviceId, epoch: 2, project: { id: there } });
    expect(await codeOf(device.enrol())).toBe('device-key-killed');
  });

  it('tells a key that is dead so, whichever customer id it comes with', async () => {
    const { here, there, device, deviceId } = await twoProjects();
    await move(deviceId, there);
    await value(dealer.client.revokeDeviceKey({ deviceId }));
    const foreign = (await twoProjects()).here;
    for (const projectId of [here, there, foreign]) {
      const request = device.request({ customerId: await idOf(projectId) });
      expect(await codeOf(device.enrol({ request })), projectId).toBe('device-key-killed');
    }
  });

  it('says of a project that the device was never in that it is in another one, and its key and token go on', async () => {
    const { there, device, reset, token, current } = await twoProjects();
    const foreign = await idOf((await twoProjects()).here);
    // Its own customer’s, where somebody may want it to be: it is not moved by what is entered at the device.
    for (const customerId of [foreign, await idOf(there)])
      for (const one of [device, reset])
        expect(await codeOf(one.enrol({ request: one.request({ customerId }) }))).toBe('device-in-another-project');
    expect(await codeOf(device.client(token).getCurrentLicense({}))).toBe('accepted');
    expect(await value(device.enrol())).toMatchObject({ state: 'current', enrolmentId: current });
  });

  it('lets no other key in by the id of before, and a key for another install code nowhere', async () => {
    const { here, there, facts, device, deviceId } = await twoProjects();
    await move(deviceId, there);
    expect(await codeOf(makeController(server, facts).enrol())).toBe('hardware-key-taken');
    for (const projectId of [here, there]) {
      const request = device.request({ sub: '17QEFFFFFFFF', customerId: await idOf(projectId) });
      expect(await codeOf(device.enrol({ request }))).toBe('device-key-in-use');
    }
  });

  it('answers for the project that the device comes to while it asks', async () => {
    const places = await twoProjects();
    const enrolled = await value(decideDuringMove(places, () => places.device.enrol()));
    expect(enrolled).toMatchObject({ state: 'current', enrolmentId: places.current, project: { id: places.there } });
  });
});

describe('check-license-request, after update-device moved the device', () => {
  it('reads a request file of before for the project that the device is in', async () => {
    const { here, there, device, deviceId } = await twoProjects();
    const request = device.request({ purpose: 'licenses' });
    expect(await value(dealer.client.checkLicenseRequest({ request }))).toMatchObject({ key: 'current', project: { id: here } });
    await move(deviceId, there);
    expect(await value(dealer.client.checkLicenseRequest({ request }))).toMatchObject({ key: 'current', project: { id: there } });
    const foreign = device.request({ purpose: 'licenses', customerId: await idOf((await twoProjects()).here) });
    expect(await codeOf(dealer.client.checkLicenseRequest({ request: foreign }))).toBe('device-in-another-project');
  });
});

describe('enrol-device', () => {
  it('gives no token to a key that is dead', async () => {
    const { deviceId, current } = await twoProjects();
    const now = Temporal.Now.instant();
    const next = (text: string) => inside((tx) => saveToken(tx, channel.vendorId, uuidOf(current), sha256Bytes(text), now));
    expect(await next('one')).toBe(true);
    await value(dealer.client.revokeDeviceKey({ deviceId }));
    expect(await next('two')).toBe(false);
    const sql = "SELECT 1 FROM credentials WHERE kind = 'device' AND subject_id = $1";
    expect((await server.database.pool.query(sql, [uuidOf(current)])).rows).toEqual([]);
  });
});
