import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setUpChannel, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

const execute = promisify(execFile);
const catalog = readFileSync('catalogs/pbx-channel/pack.yaml', 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'muniment-examples-'));

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** What an example needs: a vendor of its own with a dealer, and a key of each. */
async function environment(slug: string): Promise<Record<string, string>> {
  const channel = await setUpChannel(server, slug, catalog);
  const dealer = await channel.partner('dealer', 'Dealer One');
  const keyOf = async ({ client }: typeof dealer) => (await value(client.createApiKey({ name: 'example', scopes: ['all'] }))).secret;
  const cli = join(folder, 'muniment.mjs');
  const index = new URL('../packages/cli/src/index.ts', import.meta.url).href;
  writeFileSync(cli, `import { run } from '${index}'; process.exitCode = await run(process.argv.slice(2), process);`);
  const own = { MUNIMENT_URL: server.url, MUNIMENT: `${process.execPath} ${cli}`, MUNIMENT_CONFIG_HOME: folder, LC_ALL: 'C' };
  return { ...(process.env as Record<string, string>), ...own, VENDOR_KEY: await keyOf(channel.vendor), DEALER_KEY: await keyOf(dealer) };
}

test('the four steps by the command line end with a file that another library verifies', async () => {
  const { stdout } = await execute('sh', ['examples/four-steps.sh'], { env: await environment('by-cli') });
  expect(stdout).toMatch(/4 \u00d7 EX81-SEAT-20|6 \u00d7 EX81-SEAT-20/);
  const claims = JSON.parse(stdout.slice(stdout.indexOf('\n{') + 1));
  expect(claims).toMatchObject({ valid: true, sub: '190400324412', entitlements: { seats: 120, version: 'V6' } });
});

test('the four steps by the typed client end with the same entitlements', async () => {
  const { stdout } = await execute(process.execPath, ['examples/four-steps.ts'], { env: await environment('by-client') });
  expect(stdout).toContain('seats: 120');
  expect(stdout).toContain("version: 'V6'");
});
