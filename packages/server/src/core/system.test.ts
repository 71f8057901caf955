import { poolPack, setUpChannel, startTestServer, type TestServer } from '@muniment/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { actForVendors } from './system.ts';

// Work that nobody asks for goes over all vendors.

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  for (const slug of ['alpha', 'beta', 'gamma']) await setUpChannel(server, slug, poolPack());
});
afterAll(() => server?.stop());

it('what fails for one vendor keeps no other waiting, and is told in the end', async () => {
  const served: string[] = [];
  const { pool, services, clock } = server.operator;
  const task = actForVendors({ pool, services }, async (act) => {
    const slug = await act(async ({ vendor }) => vendor.slug);
    if (slug === 'alpha') throw new Error('this vendor has a letter that cannot be written');
    served.push(slug);
  });
  const job = { id: '1', name: 'any', vendorId: null, data: null, now: await clock.now(), attempt: 1, maxAttempts: 3 };
  await expect(task({ ...job, signal: new AbortController().signal })).rejects.toThrow('cannot be written');
  expect(served.sort()).toEqual(['beta', 'gamma']);
});
