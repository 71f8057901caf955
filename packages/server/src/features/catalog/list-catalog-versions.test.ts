import { randomPackOf, setUpChannel, startTestServer, type TestServer } from '@muniment/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

it.each(['99999999999', '1e9', '0', '-1', '1.5', 'x'])('lists no versions after the cursor %s, which no list gave', async (cursor) => {
  const { vendor } = await setUpChannel(server, `cursor-${cursor.replaceAll(/[^0-9a-z]/g, 'o')}x`, JSON.stringify(randomPackOf(1).pack));
  const answer = await vendor.client.listCatalogVersions({ cursor });
  expect(answer).toMatchObject({ ok: false, problem: { code: 'cursor-not-valid' } });
});
