import { spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { cleanUp, hardwareKey, newFile, setUpWith } from '../../../test/service.ts';
import { createVendor } from '../../../test/vendor.ts';
import { installFile, readStatus } from './index.ts';

const program = join(import.meta.dirname, '..', '..', '..', 'test', 'install-forever.ts');
const mostFiles = 400;

afterEach(cleanUp);

/** Starts installing from a number on, and kills it at some moment; answers what it said. */
async function installAndKill(folder: string, files: string, from: number, milliseconds: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [program, folder, files, String(from)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  const begun = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      resolve();
    });
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  await Promise.race([begun, ended]);
  await pause(milliseconds);
  child.kill('SIGKILL');
  await ended;
  return said.trim().split('\n');
}

describe('a licence manager that is killed while it installs', () => {
  it('has the old file or the new one, and goes on', async () => {
    const vendor = createVendor();
    const folder = await setUpWith(vendor);
    const files = newFile(
      'files',
      Array.from({ length: mostFiles }, (_, index) => vendor.file(hardwareKey, { number: index + 1 })).join('\n'),
    );
    let last = 0;
    let leftLocked = 0;
    for (let kill = 0; kill < 12; kill++) {
      const said = await installAndKill(folder, files, last + 1, Math.random() * 25);
      const numbers = said.map(Number);
      expect(numbers, said.join(' ')).toEqual(numbers.map((_, index) => last + 1 + index));
      leftLocked += existsSync(join(folder, 'lock')) ? 1 : 0;
      const status = await readStatus(folder, {});
      const serial = status.ok ? (status.value.license?.serial.number ?? 0) : -1;
      expect(status).toMatchObject({ value: { valid: true, problems: [], entitlements: [{ value: 20 * serial }, {}, {}] } });
      expect([numbers.at(-1), numbers.at(-1)! + 1]).toContain(serial);
      last = serial;
    }
    // It was killed in the middle of its work, not between two pieces of it.
    expect(leftLocked).toBeGreaterThan(0);
    const next = new TextEncoder().encode(vendor.file(hardwareKey, { number: mostFiles + 1 }));
    expect(await installFile(folder, {}, next, { dryRun: false, language: 'en' })).toMatchObject({ ok: true });
    // Neither locks nor half-written files stay behind.
    expect(readdirSync(folder).sort()).toEqual(['identity.json', 'license.json', 'time.json']);
  });

  it('does not keep others out by a lock whose process is gone, even if its number is in use again', async () => {
    const vendor = createVendor();
    const folder = await setUpWith(vendor);
    writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: process.pid, startedAt: 'another boot 1', url: 'http://127.0.0.1:9' }));
    writeFileSync(join(folder, 'license.json.999999.abc.tmp'), 'half');
    const file = new TextEncoder().encode(vendor.file(hardwareKey));
    const options = { dryRun: false, language: 'en' } as const;
    const answers = await Promise.all([1, 2, 3, 4].map(() => installFile(folder, {}, file, options)));
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, true]);
    expect(readdirSync(folder).sort()).toEqual(['identity.json', 'license.json', 'time.json']);
  });
});
