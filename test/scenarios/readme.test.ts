import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import { run } from '@muniment/cli';
import { loadDemo } from '@muniment/server/operator';
import { startTestServer, type TestServer } from '@muniment/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

// Whoever follows README.md on the demo, word by word, ends with a file that another program verifies.

const repository = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'muniment-readme-'));
let server: TestServer;
let password: string;

beforeAll(async () => {
  server = await startTestServer();
  password = (await loadDemo(server.operator, 'catalogs/pbx-channel'))!.password;
  process.chdir(folder);
});
afterAll(async () => {
  process.chdir(repository);
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The commands of a section's first block, in words. */
function commandsUnder(heading: string): string[][] {
  const page = readFileSync(join(repository, 'README.md'), 'utf8');
  const block = page.slice(page.indexOf(heading)).match(/```sh\n([\s\S]*?)```/)?.[1] ?? '';
  const lines = block.replaceAll('\\\n', ' ').split('\n');
  return lines
    .filter((line) => line.startsWith('npx muniment '))
    .map((line) =>
      [...line.slice('npx muniment '.length).matchAll(/"([^"]*)"|([^\s"]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''),
    );
}

/** Carries out one command; what a person would type at the prompt for a password stands on the standard input. */
async function muniment(words: readonly string[]): Promise<{ readonly code: number; readonly out: string }> {
  let out = '';
  const sink = new Writable({
    write(chunk, _, done) {
      out += String(chunk);
      done();
    },
  });
  const asked = words[1] === 'sign-in' ? ['--password-stdin'] : [];
  const env = { MUNIMENT_URL: server.url, MUNIMENT_CONFIG_HOME: folder, LC_ALL: 'C' };
  const code = await run([...words, ...asked], { stdout: sink, stderr: sink, stdin: Readable.from([`${password}\n`]), env });
  return { code, out };
}

it('leads from a shipped order to a verified licence file', async () => {
  const commands = commandsUnder('### On the command line');
  expect(commands.length).toBeGreaterThan(8);
  for (const words of commands) {
    const { code, out } = await muniment(words);
    expect(code, `${words.join(' ')}\n${out}`).toBe(0);
  }
  const jwks = await (await fetch(`${server.url}/.well-known/jwks.json`)).text();
  writeFileSync('jwks.json', jwks);
  const example = resolve(repository, 'examples/verify-licence.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [example, 'reception.lic', 'jwks.json']);
  expect(JSON.parse(stdout)).toMatchObject({ valid: true, sub: '190400324412', entitlements: { seats: 120, version: 'V6' } });
});

it('leads from a temporary key to the real one, and to what appears below it', async () => {
  const commands = commandsUnder('### Keys that are not printed anywhere');
  expect(commands.length).toBeGreaterThan(8);
  let last = '';
  for (const words of commands) {
    const { code, out } = await muniment(words);
    expect(code, `${words.join(' ')}\n${out}`).toBe(0);
    last = out;
  }
  expect(last).toMatch(/LM35G00N/);
});

it('leads through a pool of licences whose days run while they are assigned', async () => {
  await loadDemo(server.operator, join(repository, 'catalogs/network-cloud'), { beside: ['meridian', 'fernhill'] });
  const commands = commandsUnder('### Licences whose days run while they are assigned');
  expect(commands.length).toBeGreaterThan(6);
  let said = '';
  for (const words of commands) {
    const { code, out } = await muniment(words);
    expect(code, `${words.join(' ')}\n${out}`).toBe(0);
    said += out;
  }
  // Assigned and taken off on one day: the day of assignment and the rounded one are used. Petra reads German.
  expect(said).toMatch(/2 Tage verbraucht/);
});
