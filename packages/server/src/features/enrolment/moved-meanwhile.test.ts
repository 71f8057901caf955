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

// A device moves to another project while somebody decides about its keys.

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

/** A device with its key, in the first of two projects, and another key that waits for it. */
async function twoProjects() {
  number += 1;
  const customer = await value(dealer.client.createCustomer({ name: `Town ${number}` }));
  const here = customer.projects[0]!.id;
  const there = (await value(dealer.client.createProject({ customerId: customer.id, name: 'Annexe' }))).id;
  const customerId = await customerIdOf(dealer.client, here);
  const facts = { hardwareKey: `17QE-${String(number).padStart(4, '0')}-00AB`, product: 'ESC-400', customerId, vendor: 'edge', seconds };
  const { deviceId, enrolmentId, token } = await value(makeController(server, facts).enrol());
  const waiting = await value(makeController(server, facts).enrol());
  expect(waiting).toMatchObject({ state: 'waiting', waitsFor: 'other-key' });
  return { here, there, deviceId: deviceId!, current: enrolmentId, token: token!, waiting: waiting.enrolmentId };
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
