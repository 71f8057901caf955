import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { cleanUp, launch, main, muniment, newDirectory, postgresIn, serve, until } from '../test/process.ts';

const pack = join(import.meta.dirname, '..', '..', '..', 'catalogs', 'pbx-channel', 'pack.yaml');
const bin = join(import.meta.dirname, '..', 'bin', 'muniment.mjs');
const createVendor = (slug: string) => ['vendor', 'create', slug, '--catalog', pack, '--admin', `ada@${slug}.example`, '--json'];

// Each of these starts several servers; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 300_000 });
afterEach(cleanUp, 120_000);

async function me(url: string, key: string): Promise<{ status: number; vendor?: string }> {
  const answer = await fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${key}` } });
  return answer.ok
    ? { status: 200, vendor: ((await answer.json()) as { vendor: { slug: string } }).vendor.slug }
    : { status: answer.status };
}

describe('a server', () => {
  it('is ready when it says so, is the only one on its data, and lets the operator in', async () => {
    const directory = newDirectory();
    const server = await serve(directory);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    await until(() => server.output().includes('Make one: npx muniment vendor create'));
    const second = await muniment(['serve'], directory);
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toContain(`Muniment already runs on ${directory}: ${server.url}`);

    const made = await muniment(createVendor('acme'), directory);
    expect(made.code).toBe(0);
    const { apiKey, invitation, vendor } = JSON.parse(made.stdout) as { apiKey: string; invitation: string; vendor: { slug: string } };
    expect(vendor.slug).toBe('acme');
    expect(invitation.startsWith(`${server.url}/`)).toBe(true);
    expect(await me(server.url, apiKey)).toEqual({ status: 200, vendor: 'acme' });
    expect(await muniment(createVendor('acme'), directory)).toMatchObject({ code: 1, stdout: expect.stringContaining('"slug-taken"') });
    expect(await muniment(['audit'], directory)).toMatchObject({ code: 0, stdout: expect.stringMatching(/The ledger is in order\.\n$/) });
    expect(statSync(join(directory, 'runtime.json')).mode & 0o777).toBe(0o600);
  });

  it('ends in order on Ctrl-C and keeps everything', async () => {
    const directory = newDirectory();
    const server = await serve(directory);
    const { apiKey } = JSON.parse((await muniment(createVendor('acme'), directory)).stdout) as { apiKey: string };
    server.child.kill('SIGINT');
    expect(await server.ended).toBe(0);
    expect(postgresIn(directory)).toBeNull();
    const again = await serve(directory);
    expect(await me(again.url, apiKey)).toEqual({ status: 200, vendor: 'acme' });
  });

  it('that was killed leaves no orphan, and starts again with what it had', async () => {
    const directory = newDirectory();
    const server = await serve(directory);
    const { apiKey } = JSON.parse((await muniment(createVendor('acme'), directory)).stdout) as { apiKey: string };
    server.child.kill('SIGKILL');
    await server.ended;
    await until(() => postgresIn(directory) === null);
    const again = await serve(directory);
    expect(await me(again.url, apiKey)).toEqual({ status: 200, vendor: 'acme' });
    // Killed together with its database, and started again at once.
    process.kill(postgresIn(directory)!, 'SIGKILL');
    again.child.kill('SIGKILL');
    await again.ended;
    const third = await serve(directory);
    expect(await me(third.url, apiKey)).toEqual({ status: 200, vendor: 'acme' });
  });

  it('ends when whoever started it is killed', async () => {
    const directory = newDirectory();
    // An old host's Node hands over to a newer one in just this way.
    const program = join(directory, 'old-host.mjs');
    const child = join(import.meta.dirname, '..', 'bin', 'child.mjs');
    const start = `[${JSON.stringify(bin)}, ...process.argv.slice(2)]`;
    writeFileSync(
      program,
      `import { spawn } from 'node:child_process';\nimport { startChild } from ${JSON.stringify(child)};\nprocess.exitCode = await startChild(spawn, process.execPath, ${start}, { own: true });\n`,
    );
    const server = await serve(directory, {}, program);
    const { pid } = JSON.parse(readFileSync(join(directory, 'runtime.json'), 'utf8')) as { pid: number };
    expect(pid).not.toBe(server.child.pid);
    server.child.kill('SIGKILL');
    await until(() => postgresIn(directory) === null);
    await expect(fetch(`${server.url}/livez`)).rejects.toThrow();
    const again = await serve(directory, {}, program);
    again.child.kill('SIGINT');
    expect(await again.ended).toBe(0);
  });

  it('comes with a demo where there is nothing yet, unless it is told not to', async () => {
    const directory = newDirectory();
    const server = await serve(directory, { MUNIMENT_DEMO: 'on' });
    const [, password] = /all with the password (\S+):/.exec(server.output())!;
    const [, email] = /^ {2}(\S+@\S+) .*administrator/m.exec(server.output())!;
    const signIn = await fetch(`${server.url}/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    expect(signIn.status).toBe(200);
  });
});

describe('the operator', () => {
  it('needs no running server', async () => {
    const directory = newDirectory();
    const made = await muniment(createVendor('acme'), directory);
    const { apiKey } = JSON.parse(made.stdout) as { apiKey: string };
    expect(postgresIn(directory)).toBeNull();
    const text = readFileSync(pack, 'utf8').replace(/^version: .*$/m, 'version: "2099.1"');
    writeFileSync(join(directory, 'pack.yaml'), text);
    const preview = await muniment(['catalog', 'load', join(directory, 'pack.yaml'), '--dry-run'], directory);
    expect(preview).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Preview: nothing has changed\. Would load version 2099\.1 /),
    });
    const loaded = await muniment(['catalog', 'load', join(directory, 'pack.yaml'), '--json'], directory);
    expect(JSON.parse(loaded.stdout)).toMatchObject({ vendor: 'acme', version: { packVersion: '2099.1' } });
    const again = await muniment(['catalog', 'load', join(directory, 'pack.yaml'), '--vendor', 'ACME'], directory);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Nothing to load\. .*version 2,/) });
    const server = await serve(directory);
    expect(await me(server.url, apiKey)).toEqual({ status: 200, vendor: 'acme' });
  });

  it('waits for a database that its server is just starting again', async () => {
    const directory = newDirectory();
    const server = await serve(directory);
    await muniment(createVendor('acme'), directory);
    // The server cannot do anything about its killed database until it is woken.
    server.child.kill('SIGSTOP');
    process.kill(postgresIn(directory)!, 'SIGKILL');
    const audit = launch(main, ['audit'], directory);
    await until(() => audit.output().includes('The database does not answer at the moment; waiting for it…'));
    server.child.kill('SIGCONT');
    expect(await audit.ended, audit.output()).toBe(0);
    expect(audit.output()).toMatch(/The ledger is in order\.\n$/);
  });

  it('is shown the mistakes of a pack with line and column', async () => {
    const directory = newDirectory();
    const broken = readFileSync(pack, 'utf8').replace(/^format: 1$/m, 'format: 99');
    const line = broken.split('\n').indexOf('format: 99') + 1;
    writeFileSync(join(directory, 'pack.yaml'), broken);
    const checked = await muniment(['catalog', 'check', join(directory, 'pack.yaml')], directory);
    expect(checked).toMatchObject({ code: 1, stdout: '' });
    expect(checked.stderr).toMatch(new RegExp(`pack\\.yaml:${line}:\\d+: shape-not-valid: .+\n1 mistake\n$`));
    expect(await muniment(['catalog', 'check', pack], directory)).toMatchObject({ code: 0 });
    writeFileSync(join(directory, 'number.yaml'), readFileSync(pack, 'utf8').replace(/^version: .*$/m, 'version: 2099'));
    expect((await muniment(['catalog', 'check', join(directory, 'number.yaml')], directory)).stderr).toContain('(quote the value)\n');
    writeFileSync(join(directory, 'indented.yaml'), 'format: 1\nvendor:\n  name: A\n version: x\n   more: y\n  : z\n');
    const indented = await muniment(['catalog', 'check', join(directory, 'indented.yaml')], directory);
    expect(indented.stderr).toMatch(/^\S+: yaml-not-valid: .+ \(look at the indentation\)\n1 mistake\n$/);
  });

  it('moves the clock of a test installation for the running server at once, and of no other', async () => {
    const directory = newDirectory();
    const server = await serve(directory, { MUNIMENT_TEST_CLOCK: '1' });
    expect(server.output()).toContain('test clock');
    const { apiKey } = JSON.parse((await muniment(createVendor('acme'), directory)).stdout) as { apiKey: string };
    const moved = JSON.parse((await muniment(['clock', 'advance', 'P40D', '--json'], directory)).stdout) as { now: string };
    const answer = await fetch(`${server.url}/v1/me`, { headers: { authorization: `Bearer ${apiKey}` } });
    const { now, testClock } = (await answer.json()) as { now: string; testClock: boolean };
    expect(testClock).toBe(true);
    expect(Date.parse(now) - Date.parse(moved.now)).toBeLessThan(60_000);
    expect(Date.parse(now) - Date.now()).toBeGreaterThan(39 * 86_400_000);
    expect(await muniment(['clock', 'set', '2001-01-01T00:00:00Z'], directory)).toMatchObject({ code: 1 });
    const real = newDirectory();
    expect((await muniment(['clock', 'advance', 'P1D'], real)).stderr).toMatch(/cannot be moved/);
    expect((await muniment(['serve'], real, { MUNIMENT_TEST_CLOCK: '1' })).stderr).toMatch(/made without a test clock/);
  });
});

describe('a start that cannot succeed', () => {
  it('says why, and leaves nothing running', async () => {
    const directory = newDirectory();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const taken = await muniment(['serve'], directory, { PORT: String(port) });
    other.close();
    expect(taken).toMatchObject({ code: 1 });
    expect(taken.stderr).toBe(`Another program listens on port ${port} of 127.0.0.1. Set PORT to another one.\n`);
    expect(existsSync(join(directory, 'postgres'))).toBe(false);
    const database = await muniment(['serve'], directory, { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    expect(database).toMatchObject({ code: 1, stderr: expect.stringMatching(/^The database named in DATABASE_URL does not answer: /) });
    const environment = await muniment(['serve'], directory, { PORT: 'seventy', MUNIMENT_LOG: 'loud' });
    expect(environment).toMatchObject({ code: 1, stderr: expect.stringMatching(/^PORT must be.*\nMUNIMENT_LOG must be/) });
  });
});
