import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { cleanUp, createVendor, newWorkstation } from '../../test/workstation.ts';
import { diagnose, openWorkstation, requestFile, withWorkstation } from './index.ts';

afterEach(cleanUp);
const vendor = createVendor();
const ask = (folder: string) => withWorkstation({ folder }, (own) => requestFile(own, {}));

describe('a folder in which something stands that no program of ours put there', () => {
  it('is not waited for: what has the name of the lock and is none is named, and left where it is', async () => {
    const { folder } = await newWorkstation(vendor);
    const lock = join(folder, 'lock');
    const wrongs = [
      () => symlinkSync('/nowhere/at/all', lock),
      () => symlinkSync('state.json', lock),
      () => mkdirSync(lock),
      () => execFileSync('mkfifo', [lock]),
    ];
    for (const put of wrongs) {
      put();
      expect(await ask(folder)).toMatchObject({ refusal: { code: 'not-stored', facts: { reason: 'no-regular-file', path: lock } } });
      expect(readdirSync(folder)).toContain('lock');
      rmSync(lock, { recursive: true });
    }
    expect(readdirSync(folder).toSorted()).toEqual(['identity.json', 'key.json', 'state.json', 'time-copy.json', 'time.json']);
  });

  it('does not read what may never end or begin, in the place of whichever file', async () => {
    for (const name of ['identity.json', 'key.json', 'state.json', 'time.json', 'revocations.json'])
      for (const put of [
        (path: string) => symlinkSync('/dev/zero', path),
        (path: string) => mkdirSync(path),
        (path: string) => execFileSync('mkfifo', [path]),
      ]) {
        const { folder } = await newWorkstation(vendor);
        rmSync(join(folder, name), { force: true });
        put(join(folder, name));
        const damaged = { code: 'file-damaged', facts: { file: name, reason: 'no regular file' } };
        if (name === 'revocations.json') {
          const opened = await openWorkstation({ folder });
          expect(opened.ok && opened.value.revocationsRefusal(), name).toMatchObject(damaged);
        } else
          expect(
            (await diagnose({ folder })).find(({ ok }) => !ok),
            name,
          ).toMatchObject(damaged);
      }
  });
});

describe('a folder that takes nothing more', () => {
  const program = join(import.meta.dirname, '..', '..', 'test', 'diagnose.ts');

  // Root may write everywhere; a process that may make no file longer than nothing cannot.
  it('is told to whoever asks what is the matter, beside all else that is looked at', async () => {
    const { folder, root } = await newWorkstation(vendor);
    const before = readdirSync(folder);
    const looked = async (limit: string) => {
      const { stdout } = await promisify(execFile)('sh', ['-c', `${limit} exec "$@"`, 'sh', process.execPath, program, folder, root]);
      return JSON.parse(stdout) as { check: string; code: string | null; facts: unknown }[];
    };
    const [first, ...others] = await looked('ulimit -f 0;');
    expect(first).toMatchObject({ check: 'folder', code: 'not-stored', facts: { folder, reason: 'EFBIG' } });
    expect(await looked('')).toEqual([{ check: 'folder', ok: true, code: null, facts: { folder } }, ...others]);
    expect(readdirSync(folder)).toEqual(before);
  });
});
