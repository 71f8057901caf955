import { readFile } from 'node:fs/promises';
import type { Client } from '@muniment/client';
import { startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditLedger, createVendor, describeDemos, loadDemo, type OperatorParts } from '../index.ts';

const directories = ['pbx-channel', 'network-cloud', 'edge-controller', 'survey-network'].map((name) => `catalogs/${name}`);
let server: TestServer;
let parts: OperatorParts;

beforeAll(async () => {
  server = await startTestServer();
  parts = server.operator;
});
afterAll(() => server?.stop());

const password = 'muniment-demo';
const as = async (email: string, vendor: string): Promise<Client> => {
  const { token } = await value(server.client().signIn({ email, password, vendor }));
  return server.client(token);
};

describe('Four demos side by side', () => {
  it('come one after another, each once, and leave a ledger that balances; the first stays the one that needs no name', async () => {
    const [first, ...others] = directories;
    expect((await loadDemo(parts, first!))?.people).toHaveLength(11);
    const { slugs, missing } = await describeDemos(parts, directories);
    expect(missing).toEqual(others);
    for (const directory of others) expect((await loadDemo(parts, directory, { beside: slugs }))!.people.length).toBeGreaterThan(3);
    const there = await describeDemos(parts, directories);
    expect([there.missing, there.ready.map(({ vendor }) => vendor)]).toEqual([[], slugs]);
    for (const directory of directories) expect(await loadDemo(parts, directory, { beside: slugs })).toBeNull();
    const audit = await auditLedger(parts);
    expect(audit.lines.filter((line) => !line.ok)).toEqual([]);
    const [{ people }] = there.ready as [(typeof there.ready)[number]];
    const unnamed = await value(server.client().signIn({ email: people[0]!.email, password }));
    expect(unnamed.me.current.role).toBe('administrator');
  });

  it('show a school network: sixty devices, licensed for years, for days and no more, keys, users and an offer', async () => {
    const petra = await as('petra@schulen-talheim.example', 'fernhill');
    const { items: projects } = await value(petra.listProjects({}));
    const projectId = projects[0]!.id;
    const { counts } = await value(petra.getProject({ projectId }));
    expect(counts.devicesLicensed + counts.devicesExpired + counts.devicesUnlicensed).toBe(60);
    expect(counts.devicesExpiring).toBe(8);
    expect([counts.usersLicensed, counts.usersExpired + counts.usersUnlicensed]).toEqual([5, 3]);
    const assigned = await value(petra.listAssignments({ projectId }));
    expect(assigned.counts).toMatchObject({ expired: 3, unlicensed: 15 });
    const { items: pool } = await value(petra.listPool({ projectId }));
    expect(new Set(pool.map(({ category }) => category))).toEqual(new Set(['a', 'b', 'c', 'users']));
    const { items: devices } = await value(petra.listDevices({ limit: 100 }));
    for (const { attributes } of devices) expect(Object.keys(attributes).sort()).toEqual(['firmware', 'ip-address', 'site']);
    const states = async (client: Client, query: object) =>
      new Set((await value(client.listLicenseKeys({ limit: 200, ...query }))).items.map(({ state }) => state));
    expect(await states(petra, { projectId })).toEqual(new Set(['redeemed']));
    const jana = await as('jana@kreis-it.example', 'fernhill');
    expect(await states(jana, {})).toEqual(new Set(['redeemed', 'unredeemed']));
    const ute = await as('ute@bibliothek-talheim.example', 'fernhill');
    expect((await value(ute.listTransfers({}))).items).toMatchObject([{ state: 'offered', canAnswer: true }]);
  });

  it('show an office tower: twelve controllers, nine hundred devices behind them, and one on which capacity and maintenance are missing', async () => {
    const noah = await as('noah@brightline.example', 'harrowgate');
    const { items } = await value(noah.listDevices({ limit: 100 }));
    expect(items).toHaveLength(12);
    const told = await Promise.all(
      items.map(async ({ id: deviceId, name }) => ({
        name,
        counts: (await value(noah.listEndpoints({ deviceId, limit: 1 }))).counts,
        coverage: (await value(noah.listEntitlements({ deviceId }))).coverage[0]!,
      })),
    );
    expect(told.reduce((sum, { counts }) => sum + counts.total, 0)).toBe(900);
    const short = told.filter(({ coverage }) => coverage.missing > 0);
    expect(short).toMatchObject([
      { name: 'Floors 26 to 28', counts: { total: 75, unlicensed: 25 }, coverage: { capacity: 50, covered: 25, missing: 25 } },
    ]);
    expect(told.filter(({ counts }) => counts.unlicensed > 0)).toHaveLength(1);
    expect(told.filter(({ counts }) => counts.unprovisioned > 0).length).toBeGreaterThan(1);
    const waiting = await value(noah.listEnrolments({ state: 'waiting' }));
    expect(waiting.items).toMatchObject([{ name: 'Pier 4 cabinet', waitsFor: 'approval' }]);
  });

  it('show a survey office: seats of three products, laptops that are away with some, and workstations with licences of their own', async () => {
    const carla = await as('carla@hollenstein.example', 'merestone');
    const { items: projects } = await value(carla.listProjects({}));
    const projectId = projects.find(({ name }) => name !== 'Zweigstelle Davos')!.id;
    const { items: counters } = await value(carla.listCounters({ projectId }));
    const of = (feature: string) => counters.find((one) => one.feature === feature)!;
    expect(counters.reduce((sum, { seats }) => sum + seats, 0)).toBe(25);
    // Two went to the branch while seven were away; four of the office's end with their year.
    expect(of('field-seats')).toMatchObject({ seats: 6, used: 7, borrowed: 7, over: { seats: 1 } });
    expect(of('cloud-seats')).toMatchObject({ seats: 10, used: 1, reserved: 2, next: { seats: 6 } });
    const { items: leases } = await value(carla.listLeases({ counterId: of('field-seats').id }));
    expect(leases.filter(({ state }) => state === 'recalled').map(({ host }) => host)).toEqual(['FIELD-04']);
    // Three weeks were asked for, and nobody renewed the document: it ends within the day.
    const forgotten = leases.find(({ host }) => host === 'FIELD-02')!;
    expect(Date.parse(forgotten.expiresAt) - Date.now()).toBeLessThan(86_400_000);
    expect(Date.parse(forgotten.borrowedUntil!) - Date.now()).toBeGreaterThan(7 * 86_400_000);
    const { items: overuses } = await value(carla.listOveruses({ counterId: of('design-seats').id }));
    expect(overuses.map(({ most, since, until }) => [most, (Date.parse(until!) - Date.parse(since)) / 60_000 > 35])).toEqual([
      [1, true],
      [1, true],
    ]);
    const machine = async (name: string) => {
      const { items } = await value(carla.listDevices({ q: name }));
      return value(carla.getDeviceMachine({ deviceId: items.find((one) => one.name === name)!.id }));
    };
    expect((await machine('Plan room 1')).repairs).toHaveLength(1);
    expect((await machine('Plan room 2')).replacedBy).not.toBeNull();
    expect((await machine('Archive')).boundAt).not.toBeNull();
    const { items: devices } = await value(carla.listDevices({}));
    expect(devices.filter(({ status }) => status === 'active').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Archive', 'Plan room 1', 'Plan room 2, new', 'Scan trolley']),
    );
    expect(devices.find(({ name }) => name === 'Guest desk')?.status).toBe('unlicensed');
  });

  it('do not come to an installation that is somebody’s own, and leave nothing when they are given up', async () => {
    const own = await startTestServer();
    try {
      const [first, second] = directories;
      await loadDemo(own.operator, first!);
      const { slugs } = await describeDemos(own.operator, directories);
      const given = AbortSignal.abort();
      await expect(loadDemo(own.operator, second!, { beside: slugs, signal: given })).rejects.toThrow(/abort/i);
      expect((await describeDemos(own.operator, directories)).missing).toHaveLength(3);
      const catalog = await readFile(`${second}/pack.yaml`, 'utf8');
      expect(await createVendor(own.operator, { slug: 'acme', catalog, admin: 'ada@acme.example' })).toMatchObject({ ok: true });
      expect((await describeDemos(own.operator, directories)).missing).toEqual([]);
      expect(await loadDemo(own.operator, second!, { beside: slugs })).toBeNull();
    } finally {
      await own.stop();
    }
  });
});
