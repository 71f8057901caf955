import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKey } from '@muniment/documents/self';
import { isNewer } from '@muniment/documents/verify';
import { afterAll, describe, expect, it } from 'vitest';
import { act, bytesOf, cleanUp, createVendor, customerId, newWorkstation } from '../../test/workstation.ts';
import { diagnose, importLicense, openWorkstation, requestFile, standingOf } from './index.ts';

const program = join(import.meta.dirname, '..', '..', 'test', 'work-and-die.ts');
const work = mkdtempSync(join(tmpdir(), 'crash-'));
afterAll(() => {
  rmSync(work, { recursive: true });
  cleanUp();
});

/** What the program said, and whether it was killed. */
const run = (...args: readonly string[]): Promise<{ readonly said: string; readonly killed: boolean }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], (error, stdout) => resolve({ said: stdout, killed: error?.signal === 'SIGKILL' }));
  });

describe('a workstation that is killed at any moment', () => {
  it('is before an act or after it, and goes on', async () => {
    const { privateKeyPem } = generateKey();
    const key = join(work, 'vendor.pem');
    writeFileSync(key, privateKeyPem);
    const vendor = createVendor({ privateKeyPem });
    const { folder, root } = await newWorkstation(vendor);
    const copy = (name: string) => {
      const path = join(work, name);
      cpSync(folder, path, { recursive: true });
      return path;
    };
    const moments = Number((await run(copy('whole'), root, key, '0')).said);
    expect(moments).toBeGreaterThan(5);
    for (let moment = 1; moment <= moments; moment++) {
      const place = { folder: copy(String(moment)), root };
      expect(await run(place.folder, root, key, String(moment)), String(moment)).toEqual({ said: '', killed: true });
      const opened = await openWorkstation(place);
      if (!opened.ok) throw new Error(`${moment}: ${opened.refusal.code}`);
      const { license, receipt } = opened.value.state();
      // Never a licence that works beside the receipt for it.
      expect(license === null || receipt === null || isNewer(license.serial, receipt.serial), String(moment)).toBe(true);
      const made = await act(place, (workstation) => requestFile(workstation, { customerId }));
      if (!made.ok) throw new Error(made.refusal.code);
      const answer = bytesOf(await vendor.answer(made.value.text, { number: 9 }));
      expect(await act(place, (workstation) => importLicense(workstation, answer)), String(moment)).toMatchObject({ ok: true });
      expect(await act(place, standingOf)).toMatchObject({ valid: true });
      expect((await diagnose(place)).filter(({ ok }) => !ok)).toEqual([]);
      // Neither locks nor half-written files stay behind.
      expect(readdirSync(place.folder).sort()).toEqual(['identity.json', 'key.json', 'state.json', 'time-copy.json', 'time.json']);
    }
  });
});
