import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { cleanUp, get, hardwareKey, install, newFolder, serveFolder, setUpWith } from '../../../test/service.ts';
import { createVendor } from '../../../test/vendor.ts';
import { defaultFolder, installFile, readStatus, type SetUpRequest, setUpFolder, trustFromFile } from './index.ts';

const vendor = createVendor();
const trust = () => {
  const read = trustFromFile(vendor.jwks(), 'jwks.json');
  if (!read.ok) throw new Error(read.refusal.code);
  return read.value;
};
const own = { key: { prefix: 'LM' }, product: null, isTest: false } as const;
const bytes = (text: string) => new TextEncoder().encode(text);
const inEnglish = { dryRun: false, language: 'en' } as const;

/** Sets a folder up; answers what was done, or the code of the refusal. */
async function done(folder: string, request: Partial<SetUpRequest>) {
  const answer = await setUpFolder(folder, { ...own, trust: trust(), ...request });
  return answer.ok ? answer.value.done : answer.refusal.code;
}

async function keyIn(folder: string): Promise<string> {
  const status = await readStatus(folder, {});
  return status.ok ? status.value.hardwareKey : status.refusal.code;
}

/** Spoils a file so that it is still JSON, or not even that. */
function spoil(folder: string, file: string, how: 'altered' | 'cut off' = 'altered'): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, how === 'altered' ? text.replace(/"content": \{/, '"content": {"a": 1,') : text.slice(0, 40));
}

afterEach(cleanUp);

describe('a hardware key of one’s own', () => {
  it('has 30 characters, is made once, and no two are the same', async () => {
    const folder = join(newFolder(), 'new');
    expect(await done(folder, {})).toBe('made');
    const key = await keyIn(folder);
    expect(key).toMatch(/^LM[0-9A-F]{28}$/);
    expect(await done(folder, {})).toBe('kept');
    expect(await keyIn(folder)).toBe(key);
    const other = newFolder();
    await done(other, { key: { prefix: 'PC-' } });
    expect(await keyIn(other)).toMatch(/^PC-[0-9A-F]{27}$/);
    const third = newFolder();
    await done(third, {});
    expect(await keyIn(third)).not.toBe(key);
    expect(await done(newFolder(), { key: { prefix: 'much-too-long-a-prefix' } })).toBe('key-prefix-not-valid');
    expect(await done(newFolder(), { key: { prefix: 'a b' } })).toBe('key-prefix-not-valid');
  });

  it('lies in files that only this user may read', async () => {
    const folder = join(newFolder(), 'deep', 'new');
    await done(folder, {});
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder).sort()).toEqual(['identity.json', 'license.json']);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600);
  });
});

describe('a second set-up', () => {
  it('that asks for something else is refused and changes nothing', async () => {
    const folder = await setUpWith(vendor, { product: 'LMC', key: { hardwareKey: 'aa0014SA2792882418AA', childKey: hardwareKey } });
    const before = readFileSync(join(folder, 'identity.json'), 'utf8');
    const same = { hardwareKey: ' aa0014SA2792882418AA ', childKey: null };
    expect(await done(folder, { key: same })).toBe('kept');
    for (const request of [
      own,
      { key: { hardwareKey: 'other', childKey: null } },
      { key: { ...same, childKey: 'other' } },
      { key: same, product: 'UIP' },
      { key: same, isTest: true },
    ]) {
      expect(await done(folder, request), JSON.stringify(request)).toBe('hardware-key-set');
    }
    expect(readFileSync(join(folder, 'identity.json'), 'utf8')).toBe(before);
  });

  it('without a hardware key replaces the vendor’s keys, and the licence file is looked at with them', async () => {
    const folder = await setUpWith(vendor);
    const { url, stop } = await serveFolder(folder);
    await install(url, vendor.file(hardwareKey, { number: 7 }));
    expect(await done(folder, { key: null })).toBe('folder-in-use');
    await stop();
    const other = createVendor();
    const read = trustFromFile(other.jwks(), 'jwks.json');
    expect(await done(folder, { key: null, trust: read.ok ? read.value : null })).toBe('keys-replaced');
    expect(await readStatus(folder, {})).toMatchObject({
      value: { valid: false, code: 'license-not-usable', problems: [{ code: 'unknown-key' }] },
    });
    // What was installed is still known by its serial.
    expect(await installFile(folder, {}, bytes(other.file(hardwareKey, { number: 6 })), inEnglish)).toMatchObject({
      problem: { code: 'outdated' },
    });
    expect(await done(folder, { key: null })).toBe('keys-replaced');
    expect(await readStatus(folder, {})).toMatchObject({ value: { valid: true, license: { serial: { number: 7 } }, problems: [] } });
  });

  it('cannot be made with what is no key or no key set', async () => {
    for (const wrong of ['', '  ', 'a b', 'x'.repeat(201), 'a\u200bb', 'a\u0007']) {
      expect(await done(newFolder(), { key: { hardwareKey: wrong, childKey: null } }), JSON.stringify(wrong)).toBe(
        'hardware-key-not-valid',
      );
    }
    for (const text of ['', '{', '[]', '{"keys":[]}', '{"keys":[{"kty":"RSA","kid":"1"}]}']) {
      expect(trustFromFile(text, 'jwks.json')).toMatchObject({
        ok: false,
        refusal: { code: 'key-set-not-valid', facts: { from: 'jwks.json' } },
      });
    }
  });
});

describe('a damaged file', () => {
  it('of the licence is told, grants nothing, and is kept when a new one takes its place', async () => {
    const folder = await setUpWith(vendor);
    await installFile(folder, {}, bytes(vendor.file(hardwareKey)), inEnglish);
    for (const how of ['altered', 'cut off'] as const) {
      spoil(folder, 'license.json', how);
      const told = { code: 'license-not-usable', valid: false, problems: [{ code: 'file-damaged', facts: { file: 'license.json' } }] };
      expect(await readStatus(folder, {})).toMatchObject({ value: told });
      const { url, stop } = await serveFolder(folder);
      expect((await get(`${url}/v1/status`)).body).toMatchObject(told);
      expect(await install(url, vendor.file(hardwareKey, { number: 9 }))).toMatchObject({ status: 500, body: { code: 'file-damaged' } });
      await stop();
      const spoilt = readFileSync(join(folder, 'license.json'), 'utf8');
      const again = await setUpFolder(folder, { ...own, key: null, trust: trust() });
      const aside = again.ok ? again.value.setAside : null;
      expect(aside).toMatch(/^license\.json\.damaged-\d{4}-/);
      expect(readFileSync(join(folder, aside!), 'utf8')).toBe(spoilt);
      expect(await installFile(folder, {}, bytes(vendor.file(hardwareKey)), inEnglish)).toMatchObject({ ok: true });
    }
  });

  it('of the key is told, and no other key is made in its place', async () => {
    const folder = newFolder();
    await done(folder, {});
    const key = await keyIn(folder);
    await installFile(folder, {}, bytes(vendor.file(key)), inEnglish);
    spoil(folder, 'identity.json');
    expect(await readStatus(folder, {})).toMatchObject({ refusal: { code: 'file-damaged', facts: { file: 'identity.json' } } });
    expect(await done(folder, {})).toBe('file-damaged');
    rmSync(join(folder, 'identity.json'));
    expect(await done(folder, {})).toBe('file-damaged');
    // The portal still shows the key: with it another folder goes on.
    const other = newFolder();
    expect(await done(other, { key: { hardwareKey: key, childKey: null } })).toBe('made');
    expect(await installFile(other, {}, bytes(vendor.file(key)), inEnglish)).toMatchObject({ ok: true });
  });

  it('of the time is told and kept, and time is judged by the licence file meanwhile', async () => {
    const folder = await setUpWith(vendor);
    await installFile(folder, {}, bytes(vendor.file(hardwareKey)), inEnglish);
    spoil(folder, 'time.json', 'cut off');
    expect(await readStatus(folder, {})).toMatchObject({
      value: { valid: true, problems: [{ code: 'file-damaged', facts: { keptAs: null } }] },
    });
    const { url, stop } = await serveFolder(folder);
    const { problems } = (await get(`${url}/v1/status`)).body;
    expect(problems).toMatchObject([
      { code: 'file-damaged', facts: { file: 'time.json', keptAs: expect.stringMatching(/^time\.json\.damaged-/) } },
    ]);
    expect(readdirSync(folder)).toContain(problems[0].facts.keptAs);
    await stop();
    expect(await readStatus(folder, {})).toMatchObject({ value: { valid: true, problems: [] } });
  });

  it('of the vendor’s keys that is gone altogether is told, and mended by bringing them', async () => {
    const folder = await setUpWith(vendor);
    rmSync(join(folder, 'license.json'));
    expect(await readStatus(folder, {})).toMatchObject({ value: { problems: [{ code: 'keys-missing' }] } });
    expect(await installFile(folder, {}, bytes(vendor.file(hardwareKey)), inEnglish)).toMatchObject({ problem: { code: 'keys-missing' } });
    expect(await done(folder, { key: { hardwareKey, childKey: null } })).toBe('keys-replaced');
    expect(await installFile(folder, {}, bytes(vendor.file(hardwareKey)), inEnglish)).toMatchObject({ ok: true });
  });

  it('of a later version of the program is not taken for an empty one', async () => {
    const folder = await setUpWith(vendor);
    const path = join(folder, 'license.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"format": 1', '"format": 2'));
    expect(await readStatus(folder, {})).toMatchObject({ value: { problems: [{ facts: { reason: 'written by a later version' } }] } });
  });
});

describe('a folder that takes nothing more', () => {
  // Root may write anywhere; what no user may write into is a file where the folder should be.
  it('is told, and what was there stays in use', async () => {
    const folder = await setUpWith(vendor);
    await installFile(folder, {}, bytes(vendor.file(hardwareKey)), inEnglish);
    const { url } = await serveFolder(folder);
    rmSync(folder, { recursive: true });
    expect(await install(url, vendor.file(hardwareKey, { number: 2 }))).toMatchObject({ status: 507, body: { code: 'not-stored' } });
    expect((await get(`${url}/v1/status`)).body).toMatchObject({ valid: true, license: { serial: { number: 1 } } });
    writeFileSync(folder, 'a file');
    chmodSync(folder, 0o600);
    expect(await done(folder, {})).toBe('not-stored');
  });
});

describe('where the folder is', () => {
  it('is said, or where the system keeps a user’s own state', () => {
    expect(defaultFolder({ MUNIMENT_LMC_DATA: '/srv/lmc' }, '/u/ada', 'linux')).toBe('/srv/lmc');
    expect(defaultFolder({}, '/u/ada', 'linux')).toBe('/u/ada/.local/state/muniment/lmc');
    expect(defaultFolder({ XDG_STATE_HOME: '/state' }, '/u/ada', 'linux')).toBe('/state/muniment/lmc');
    expect(defaultFolder({}, '/u/ada', 'darwin')).toBe('/u/ada/Library/Application Support/muniment/lmc');
    expect(defaultFolder({ LOCALAPPDATA: '/u/ada/Local' }, '/u/ada', 'win32')).toBe('/u/ada/Local/muniment/lmc');
  });
});
