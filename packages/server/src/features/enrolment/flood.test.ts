import { readFile } from 'node:fs/promises';
import { moveClock } from '@muniment/platform/clock';
import { randomUuid } from '@muniment/platform/ids';
import { inTransaction } from '@muniment/platform/postgres';
import {
  type ControllerFacts,
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
import { lockProject } from '../projects/index.ts';
import { saveCustomerId } from './customer-ids-store.ts';
import { giveWay } from './store.ts';

// Whoever knows a customer id may ask, as often as he likes: honest devices are let in all the same.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let projectId: string;
let customerId: string;
let number = 0;
/** How far the server's clock was moved, in seconds; devices keep pace. */
let moved = 0;
const seconds = () => Math.floor(Date.now() / 1000) + moved;

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  channel = await setUpChannel(server, 'edge', await readFile('catalogs/edge-controller/pack.yaml', 'utf8'));
  dealer = await channel.partner('dealer', 'Lakeside Automation');
});
afterAll(() => server?.stop());

async function newProject(name: string): Promise<void> {
  projectId = (await value(dealer.client.createCustomer({ name }))).projects[0]!.id;
  customerId = await customerIdOf(dealer.client, projectId);
}
async function aMinute(): Promise<void> {
  await moveClock(server.database.pool, { advance: 'PT60S' });
  moved += 60;
}

const installCode = () => `17QC-${String(++number).padStart(4, '0')}-00AB`;
const newDevice = (more: Partial<ControllerFacts> = {}) =>
  makeController(server, { hardwareKey: installCode(), product: 'ESC-100', customerId, vendor: 'edge', seconds, ...more });
/** Strangers, each with a key of his own, who ask once. */
async function flood(count: number, more: Partial<ControllerFacts> = {}): Promise<void> {
  for (let index = 0; index < count; index += 1) await value(newDevice(more).enrol());
}
const waiting = async () => (await value(dealer.client.listEnrolments({ projectId, state: 'waiting', limit: 200 }))).items;
const waitingIds = async () => (await waiting()).map(({ id }) => id);
const told = async () => (await value(dealer.client.listOperations({ projectId, limit: 200 }))).items.length;

type Answer = { readonly ok: true } | { readonly ok: false; readonly problem: { readonly code: string } };
const codeOf = async (answer: Promise<Answer>) => {
  const got = await answer;
  return got.ok ? 'accepted' : got.problem.code;
};

describe('enrol-device, where strangers ask too', () => {
  it('keeps who goes on asking every minute on the list, however many new keys come in between', async () => {
    await newProject('Flooded');
    const honest = newDevice({ name: 'Honest' });
    const { enrolmentId } = await value(honest.enrol());
    await flood(49);
    await aMinute();
    await value(honest.enrol());
    const before = await told();
    await flood(8);
    expect(await waiting()).toHaveLength(50);
    expect(await waitingIds()).toContain(enrolmentId);
    expect(await told()).toBe(before);
  });

  it('keeps it there where six new keys a minute come for its own install code', async () => {
    await newProject('Singled out');
    const hardwareKey = installCode();
    const honest = newDevice({ hardwareKey });
    const { enrolmentId } = await value(honest.enrol());
    for (let minute = 0; minute < 3; minute += 1) {
      await aMinute();
      await value(honest.enrol());
      await flood(6, { hardwareKey });
      expect(await waiting()).toHaveLength(5);
      expect(await waitingIds()).toContain(enrolmentId);
    }
  });

  it('knows a key that gave way: it comes back as the same, also after renew-customer-id', async () => {
    await newProject('Renewed');
    const hardwareKey = installCode();
    await flood(4, { hardwareKey });
    const late = newDevice({ hardwareKey });
    const { enrolmentId } = await value(late.enrol());
    await flood(3, { hardwareKey });
    expect(await waitingIds()).not.toContain(enrolmentId);
    expect((await value(dealer.client.getHome({}))).tasks.find(({ kind }) => kind === 'controllers-waiting')?.count).toBe(60);
    await value(dealer.client.renewCustomerId({ projectId }));
    await aMinute();
    expect(await value(late.enrol())).toMatchObject({ state: 'waiting', enrolmentId });
    expect(await waitingIds()).toContain(enrolmentId);
    expect(await waiting()).toHaveLength(5);
    expect(await codeOf(newDevice({ hardwareKey }).enrol())).toBe('customer-id-unknown');
  });

  it('lets approve-enrolment and refuse-enrolment decide about a key that has just given way', async () => {
    await newProject('Decided');
    const hardwareKey = installCode();
    await flood(4, { hardwareKey });
    const [seen, alien] = [newDevice({ hardwareKey }), newDevice({ hardwareKey })];
    const first = await value(alien.enrol());
    const second = await value(seen.enrol());
    await flood(1, { hardwareKey });
    expect(await waitingIds()).not.toContain(first.enrolmentId);
    expect(await waitingIds()).not.toContain(second.enrolmentId);
    await value(dealer.client.refuseEnrolment({ enrolmentId: first.enrolmentId }));
    expect(await value(dealer.client.approveEnrolment({ enrolmentId: second.enrolmentId }))).toMatchObject({ state: 'current' });
    await aMinute();
    expect((await value(seen.enrol())).state).toBe('current');
    expect(await codeOf(alien.enrol())).toBe('enrolment-refused');
    expect(await waiting()).toEqual([]);
  });

  it('bounds how many of those that gave way are known, and forgets those first that asked once', async () => {
    await newProject('Bounded');
    const asked = [];
    for (let index = 0; index < 4; index += 1) {
      const device = newDevice();
      asked.push({ device, ...(await value(device.enrol())) });
    }
    await aMinute();
    await value(asked[0]!.device.enrol());
    const inside = projectId.slice('prj_'.length) as Uuid;
    for (const { enrolmentId } of asked) {
      await aMinute();
      const now = Temporal.Instant.fromEpochMilliseconds(seconds() * 1000);
      const one = { id: enrolmentId.slice('enr_'.length) as Uuid, projectId: inside };
      await inTransaction(server.database.pool, { vendorId: channel.vendorId }, (tx) => giveWay(tx, channel.vendorId, one, now, 2));
    }
    await value(dealer.client.renewCustomerId({ projectId }));
    const answers = [];
    for (const { device } of asked) answers.push(await codeOf(device.enrol()));
    expect(answers).toEqual(['accepted', 'customer-id-unknown', 'customer-id-unknown', 'accepted']);
  });
});

/** So many requests wait for a lock. */
async function isBlocked(count: number): Promise<void> {
  const sql = "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
  const waits = async () => (await server.database.pool.query<{ n: number }>(sql)).rows[0]!.n;
  await vi.waitFor(async () => expect(await waits()).toBe(count), { timeout: 10_000 });
}

describe('renew-customer-id, at the same moment as enrol-device', () => {
  it('lets nobody in who asked with the id before and waited for the renewal to be done', async () => {
    await newProject('Raced');
    const inside = projectId.slice('prj_'.length) as Uuid;
    const { pool } = server.database;
    const stranger = newDevice({ product: 'ESC-400', hardwareKey: `17QE-${String(++number).padStart(4, '0')}-00AB` });
    const asked = await inTransaction(pool, { vendorId: channel.vendorId }, async (tx) => {
      await lockProject(tx, channel.vendorId, inside);
      const answer = stranger.enrol();
      await isBlocked(1);
      const since = Temporal.Instant.fromEpochMilliseconds(seconds() * 1000);
      await saveCustomerId(tx, channel.vendorId, inside, { customer_id: randomUuid(), since });
      return { answer };
    });
    expect(await codeOf(asked.answer)).toBe('customer-id-unknown');
    expect((await value(dealer.client.listEnrolments({ projectId }))).items).toEqual([]);
  });
});

describe('update-device to another project, at the same moment as a first enrol-device', () => {
  it('waits for its turn, and the device is let in where it then is or nowhere', async () => {
    await newProject('Left behind');
    const owner = (await value(dealer.client.getProject({ projectId }))).customer.id;
    const { id: next } = await value(dealer.client.createProject({ customerId: owner, name: 'Next' }));
    const hardwareKey = `17QE-${String(++number).padStart(4, '0')}-00AB`;
    const made = { customerId: owner, projectId, name: 'Moved', product: 'ESC-400', hardwareKey };
    const { id: deviceId } = await value(dealer.client.createDevice(made));
    const inside = projectId.slice('prj_'.length) as Uuid;
    const both = await inTransaction(server.database.pool, { vendorId: channel.vendorId }, async (tx) => {
      await lockProject(tx, channel.vendorId, inside);
      const move = dealer.client.updateDevice({ deviceId, projectId: next }, { ifMatch: '*' });
      await isBlocked(1);
      const enrol = newDevice({ product: 'ESC-400', hardwareKey }).enrol();
      await isBlocked(2);
      return { move, enrol };
    });
    expect((await value(both.move)).projectId).toBe(next);
    expect(await codeOf(both.enrol)).toBe('hardware-key-taken');
    for (const id of [projectId, next]) expect((await value(dealer.client.listEnrolments({ projectId: id }))).items).toEqual([]);
  });
});
