import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const tools = import.meta.dirname;
let checkout: string;
let programs: string;

function write(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
}

const program = (name: string, text: string) => write(join(programs, name), text, 0o755);

/** A checkout with nothing installed, on a host whose npm installs a vitest that says how it was started. */
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'muniment-bootstrap-'));
  programs = join(checkout, 'host-programs');
  for (const name of ['bootstrap', 'bootstrap.mjs']) cpSync(join(tools, name), join(checkout, 'tools', name), { recursive: true });
  const child = join('packages', 'muniment', 'bin', 'child.mjs');
  cpSync(join(tools, '..', child), join(checkout, child));
  write(join(checkout, 'package-lock.json'), JSON.stringify({ packages: { '': {}, 'node_modules/one': { version: '1.0.0' } } }));
  const vitest =
    "process.stdout.write('journeys ' + (process.env.MUNIMENT_JOURNEYS ?? 'on') + ', browser ' + (process.env.CHROMIUM_PATH ?? 'none') + '\\n'); process.exitCode = Number(process.env.RESULT ?? 0);";
  const install = [
    '#!/bin/sh',
    'echo "$@" >> installs; sleep 0.3; mkdir -p node_modules/.bin; cp package-lock.json node_modules/.package-lock.json',
    `ln -sf ${process.execPath} node_modules/.bin/node; cat > node_modules/.bin/vitest <<'END'\n${vitest}\nEND`,
  ];
  program('npm', install.join('\n'));
  // Only these, so that a browser the machine has is not on the PATH.
  for (const name of ['sh', 'sleep', 'mkdir', 'cp', 'ln', 'cat']) symlinkSync(join('/bin', name), join(programs, name));
  program('apt-get', '#!/bin/sh\necho "$@" >> apt; exit 1');
});
afterEach(() => rmSync(checkout, { recursive: true, force: true }));

interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function bootstrap(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Finished> {
  const { npm_execpath: _, npm_node_execpath: __, CHROMIUM_PATH: ___, ...rest } = process.env;
  const path = [programs, dirname(process.execPath)].join(':');
  const env = { ...rest, PATH: path, ...environment };
  const child = spawn(process.execPath, ['tools/bootstrap.mjs', ...args], { cwd: checkout, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

const installs = () => (existsSync(join(checkout, 'installs')) ? readFileSync(join(checkout, 'installs'), 'utf8').trim().split('\n') : []);

describe('a first start', () => {
  it('installs what the lock file says, once, though several start together', async () => {
    program('chromium', '#!/bin/sh');
    const results = await Promise.all([bootstrap(['test']), bootstrap(['test']), bootstrap(['test'])]);
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(installs()).toHaveLength(1);
    expect(installs()[0]).toMatch(/^install --no-save /);
    await bootstrap(['test']);
    expect(installs()).toHaveLength(1);
  });

  it('takes over from one that was killed while it installed', async () => {
    program('chromium', '#!/bin/sh');
    write(join(checkout, '.data', 'preparing', 'pid'), '4194304');
    expect((await bootstrap(['test'])).code).toBe(0);
  });

  it('says what npm could not do', async () => {
    program('npm', '#!/bin/sh\necho no network >&2; exit 1');
    const { code, stderr } = await bootstrap(['check']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/no network\nnpm install failed/);
  });
});

describe('a later start', () => {
  it('installs again when the lock file has changed, and leaves out what is for other machines', async () => {
    program('chromium', '#!/bin/sh');
    await bootstrap(['test']);
    const packages = { '': {}, 'node_modules/one': { version: '2.0.0' }, 'node_modules/elsewhere': { version: '1.0.0', optional: true } };
    write(join(checkout, 'package-lock.json'), JSON.stringify({ packages }));
    await bootstrap(['test']);
    expect(installs()).toHaveLength(2);
    const { 'node_modules/elsewhere': _, ...installed } = packages;
    write(join(checkout, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
    await bootstrap(['test']);
    expect(installs()).toHaveLength(2);
  });
});

describe('a start after a newer version was fetched', () => {
  it('installs where a package of ours is new, though the lock file says nothing of it', async () => {
    program('chromium', '#!/bin/sh');
    await bootstrap(['test']);
    write(join(checkout, 'packages', 'newcomer', 'package.json'), JSON.stringify({ name: '@ours/newcomer' }));
    const link = 'mkdir -p node_modules/@ours; ln -sfn ../../packages/newcomer node_modules/@ours/newcomer';
    program('npm', `#!/bin/sh\necho "$@" >> installs; ${link}`);
    await Promise.all([bootstrap(['start']), bootstrap(['test'])]);
    expect(installs()).toHaveLength(2);
    await bootstrap(['test']);
    expect(installs()).toHaveLength(2);
  });
});

describe('the tests', () => {
  it('are given the browser that is there, and their result is the command’s', async () => {
    program('chromium', '#!/bin/sh');
    expect(await bootstrap(['test'])).toMatchObject({ code: 0, stdout: `journeys on, browser ${join(programs, 'chromium')}\n` });
    expect((await bootstrap(['test'], { RESULT: '7' })).code).toBe(7);
    program('my-chrome', '#!/bin/sh');
    const told = { CHROMIUM_PATH: join(programs, 'my-chrome') };
    expect((await bootstrap(['test'], told)).stdout).toBe(`journeys on, browser ${told.CHROMIUM_PATH}\n`);
    expect(await bootstrap(['test'], { CHROMIUM_PATH: '/nowhere' })).toMatchObject({
      code: 1,
      stderr: 'CHROMIUM_PATH is /nowhere, which cannot be run.\n',
    });
  });

  it('run without the journeys where there is no browser, and fail naming the one command that is missing', async () => {
    const { code, stdout, stderr } = await bootstrap(['test']);
    expect([code, stdout]).toEqual([1, 'journeys off, browser none\n']);
    expect(stderr).toMatch(/Run: sudo apt-get install -y chromium\n$/);
    const asRoot = process.getuid?.() === 0;
    expect(existsSync(join(checkout, 'apt'))).toBe(asRoot);
  });
});
