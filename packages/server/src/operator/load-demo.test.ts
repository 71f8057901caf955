import { startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditLedger, describeDemo, loadDemo, type OperatorParts } from './index.ts';

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

  it('is loaded only where there is no vendor, also by two who start at once', async () => {
    expect(await loadDemo(parts, directory)).toBeNull();
    const other = await startTestServer();
    try {
      const loads = await Promise.all([loadDemo(other.operator, directory), loadDemo(other.operator, directory)]);
      expect(loads.filter((load) => load !== null)).toHaveLength(1);
      expect((await describeDemo(other.operator, directory))?.people.length).toBeGreaterThan(4);
    } finally {
      await other.stop();
    }
  });
});
