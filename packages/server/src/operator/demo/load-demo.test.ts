import { startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditLedger, describeDemos, loadDemo, type OperatorParts } from '../index.ts';

const directory = 'catalogs/pbx-channel';
let server: TestServer;
let parts: OperatorParts;

beforeAll(async () => {
  server = await startTestServer();
  parts = server.operator;
});
afterAll(() => server?.stop());

describe('The demo', () => {
  it('fills an empty installation with people who can sign in and a ledger that balances', async () => {
    const demo = (await loadDemo(parts, directory))!;
    expect(demo.people.length).toBeGreaterThan(4);
    for (const person of demo.people) {
      const signedIn = await value(server.client().signIn({ email: person.email, password: demo.password, vendor: demo.vendor }));
      expect(signedIn.me.current.role).toBe(person.role);
    }
    const audit = await auditLedger(parts);
    expect(audit.lines.filter((line) => !line.ok)).toEqual([]);
    expect(audit.lines.find((line) => line.check === 'logged')!.looked).toBeGreaterThan(20);
  });

  it('shows a device in every state: keys entered, made and temporary, one that waits for its key, and devices below devices', async () => {
    const { vendor, people, password } = (await describeDemos(parts, [directory])).ready[0]!;
    const administrator = people.find(({ role }) => role === 'administrator')!;
    const { token } = await value(server.client().signIn({ email: administrator.email, password, vendor }));
    const client = server.client(token);
    const { items } = await value(client.listDevices({ limit: 100 }));
    expect(new Set(items.map(({ keyOrigin }) => keyOrigin))).toEqual(new Set(['entered', 'derived', 'temporary']));
    expect(new Set(items.map(({ status }) => status))).toEqual(new Set(['unlicensed', 'reserved', 'active']));
    expect(items.filter(({ provisional }) => provisional).map(({ status }) => status)).toEqual(['reserved']);
    expect(items.filter(({ secondaryKey }) => secondaryKey !== null)).toHaveLength(1);
    const below = items.filter(({ parent }) => parent !== null);
    expect(new Set(below.map(({ status }) => status))).toEqual(new Set(['unlicensed', 'reserved', 'active']));
    expect(below.filter(({ parent }) => parent!.licensed)).toHaveLength(1);
    const { items: files } = await value(client.listExternalFiles({}));
    expect(new Set(files.map(({ state }) => state))).toEqual(new Set(['available', 'waiting', 'upload-wanted']));
    // An import left the vendor something to do, and a demo runs.
    expect((await value(client.listTasks({ state: 'open' }))).total).toBe(1);
    const demos = await value(client.listDemos({ deviceId: items.find(({ name }) => name === 'Siegen')!.id }));
    expect(demos.items.filter(({ runningUntil }) => runningUntil !== null)).toHaveLength(1);
    const models = new Set(items.flatMap(({ product, variant }) => (variant === null ? [] : [`${product} ${variant}`])));
    for (const model of (await value(client.getCatalog({}))).products.find(({ id }) => id === 'SV9500')!.variants) {
      expect(models).toContain(`SV9500 ${model.id}`);
    }
  });

  it('is loaded only where there is no vendor, also by two who start at once', async () => {
    expect(await loadDemo(parts, directory)).toBeNull();
    const other = await startTestServer();
    try {
      const loads = await Promise.all([loadDemo(other.operator, directory), loadDemo(other.operator, directory)]);
      expect(loads.filter((load) => load !== null)).toHaveLength(1);
      expect((await describeDemos(other.operator, [directory])).ready[0]?.people.length).toBeGreaterThan(4);
    } finally {
      await other.stop();
    }
  });
});
