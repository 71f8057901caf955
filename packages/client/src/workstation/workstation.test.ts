import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyReceipt, verifyRequest } from '@muniment/documents/verify';
import { afterEach, describe, expect, it } from 'vitest';
import { act, at, bytesOf, cleanUp, createVendor, customerId, newMachine, newWorkstation, writeMachine } from '../../test/workstation.ts';
import {
  askStanding,
  bringUpToDate,
  diagnose,
  importLicense,
  openWorkstation,
  receiptFile,
  requestFile,
  type Settings,
  setUpWorkstation,
  standingOf,
  withWorkstation,
} from './index.ts';

const vendor = createVendor();
afterEach(cleanUp);

const request = async (place: Settings) => {
  const made = await act(place, (workstation) => requestFile(workstation, { customerId, lotIds: ['lot_1'], name: 'Survey office' }));
  if (!made.ok) throw new Error(made.refusal.code);
  return made.value.text;
};
const bring = (place: Settings, text: string) => withWorkstation(place, (workstation) => importLicense(workstation, bytesOf(text)));
const standing = (place: Settings) => act(place, standingOf);
const inDays = (days: number) => Math.floor(Date.now() / 1000) + days * 86_400;
/** Bound, and asked: what most tests begin with. */
async function licensed(claims: Parameters<typeof vendor.answer>[1] = {}, more: Parameters<typeof newWorkstation>[1] = {}) {
  const place = await newWorkstation(vendor, more);
  const text = await vendor.answer(await request(place), claims);
  expect(await bring(place, text)).toMatchObject({ ok: true, value: { unchanged: false, healed: false, machine: { verdict: 'same' } } });
  return { place, text };
}

describe('a workstation without a network', () => {
  it('asks by a file with its fingerprint and its own key, and works once the answer is imported', async () => {
    const place = await newWorkstation(vendor);
    expect(await standing(place)).toMatchObject({ valid: false, code: 'not-active', rights: [] });
    const text = await request(place);
    const expected = { vendor: 'survey', now: Date.now(), oldestSeconds: 60, clockToleranceSeconds: 60, acceptTest: true };
    const asked = await verifyRequest(text, expected);
    expect(asked).toMatchObject({
      ok: true,
      value: { payload: { purpose: 'licenses', lotIds: ['lot_1'], name: 'Survey office', test: true } },
    });
    expect(Object.keys((asked.ok && asked.value.payload.fingerprint) || {})).toEqual(['machine-id', 'board-serial', 'host-name']);
    const answer = await vendor.answer(text);
    expect(await bring(place, ` ${answer}\n`)).toMatchObject({ ok: true, value: { unchanged: false, payload: { serial: { number: 1 } } } });
    expect(await standing(place)).toMatchObject({
      valid: true,
      code: 'valid',
      machine: { verdict: 'same' },
      rights: [{ feature: 'modelling' }, {}],
    });
    // Brought twice, it changes nothing.
    expect(await bring(place, answer)).toMatchObject({ ok: true, value: { unchanged: true } });
  });

  it('says which part differs while it is tolerated, and stops where it is another machine', async () => {
    const { place } = await licensed();
    writeMachine(place.root, { 'proc/sys/kernel/hostname': 'renamed\n' });
    expect(await standing(place)).toMatchObject({ valid: true, machine: { verdict: 'tolerated', matched: 4 } });
    writeMachine(place.root, { 'sys/class/dmi/id/board_serial': 'another board\n' });
    expect(await standing(place)).toMatchObject({
      valid: false,
      code: 'wrong-machine',
      facts: {
        matched: 2,
        atLeast: 4,
        differences: [
          { id: 'board-serial', state: 'changed' },
          { id: 'host-name', state: 'changed' },
        ],
      },
      rights: [],
    });
    writeMachine(place.root, { 'sys/class/dmi/id/board_serial': 'board of survey-04\n' });
    expect(await standing(place)).toMatchObject({ valid: true });
  });

  it('does not work from a copy of its folder on another machine, nor in a container on its own', async () => {
    const { place } = await licensed();
    expect(await standing({ ...place, root: newMachine('elsewhere') })).toMatchObject({ valid: false, code: 'wrong-machine' });
    writeMachine(place.root, { 'proc/self/cgroup': `12:pids:/docker/${'c0ffee00'.repeat(8)}\n` });
    expect(await standing(place)).toMatchObject({ valid: false, code: 'wrong-machine', surroundings: { kind: 'container', by: 'docker' } });
  });

  it('is over at the end that its file says', async () => {
    const { place } = await licensed({ exp: inDays(40) });
    expect(await standing(at(place, 'P39D'))).toMatchObject({ valid: true });
    expect(await standing(at(place, 'P41D'))).toMatchObject({ valid: false, code: 'expired', rights: [] });
  });
});

describe('a file that is not the one waited for', () => {
  const code = async (place: Settings, text: string) => {
    const answer = await bring(place, text);
    return answer.ok ? 'imported' : answer.refusal.code;
  };

  it('is refused by its own code, and changes nothing', async () => {
    const place = await newWorkstation(vendor);
    const asked = await request(place);
    const good = await vendor.answer(asked, { number: 5 });
    const [header, payload, signature] = good.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const more = Buffer.from(JSON.stringify({ ...claims, entitlements: { seats: 99 } })).toString('base64url');
    const neighbour = await newWorkstation(vendor, {}, newMachine('neighbour'));
    const before = readFileSync(join(place.folder, 'state.json'), 'utf8');
    expect({
      nothing: await code(place, 'no document at all'),
      cut: await code(place, good.slice(0, -10)),
      altered: await code(place, `${header}.${more}.${signature}`),
      kind: await code(place, vendor.otherDocument()),
      stranger: await code(place, await createVendor().answer(asked)),
      product: await code(place, await vendor.answer(asked, { aud: 'field' })),
      neighbour: await code(place, await vendor.answer(await request(neighbour))),
      machine: await code({ ...place, root: newMachine('elsewhere') }, good),
      ownKey: await code(place, await vendor.answer(asked, { cnf: { jkt: 'another' } })),
      unbound: await code(place, await vendor.answer(asked, { machine: undefined })),
      unasked: await code(place, await vendor.answer(asked, { nonce: undefined })),
      ended: await code(place, await vendor.answer(asked, { exp: inDays(-1) })),
      early: await code(place, await vendor.answer(asked, { nbf: inDays(2) })),
      large: await code(place, 'x'.repeat(1_000_001)),
    }).toEqual({
      nothing: 'document-malformed',
      cut: 'document-altered',
      altered: 'document-altered',
      kind: 'wrong-kind',
      stranger: 'unknown-key',
      product: 'wrong-product',
      neighbour: 'wrong-device',
      machine: 'wrong-machine',
      ownKey: 'wrong-own-key',
      unbound: 'not-node-locked',
      unasked: 'wrong-answer',
      ended: 'expired',
      early: 'not-yet-valid',
      large: 'file-too-large',
    });
    expect(readFileSync(join(place.folder, 'state.json'), 'utf8')).toBe(before);
    expect(await code(place, good)).toBe('imported');
  });

  it('is refused where it is an old one, played again', async () => {
    const { place, text: first } = await licensed({ number: 1 });
    const second = await vendor.answer(await request(place), { number: 2 });
    expect(await code(place, second)).toBe('imported');
    expect(await code(place, first)).toBe('outdated');
    // A request is answered once: the file that answered one before does not answer the next.
    const third = await request(place);
    expect(await code(place, await vendor.answer(third, { number: 3, nonce: 'another-nonce-of-16' }))).toBe('wrong-answer');
    expect(await code(place, await vendor.answer(third, { number: 3 }))).toBe('imported');
    expect(await code(place, await vendor.answer(third, { number: 4 }))).toBe('no-request-pending');
  });

  it('may come unasked where the product binds to the key alone, and then not if it is older', async () => {
    const place = await newWorkstation(vendor, { binding: 'key' });
    const asked = await request(place);
    expect(await code(place, await vendor.answer(asked, { number: 2, nonce: undefined }))).toBe('imported');
    expect(await code(place, await vendor.answer(asked, { number: 1, nonce: undefined }))).toBe('outdated');
    expect(await code(place, await vendor.answer(asked, { number: 3, nonce: undefined }))).toBe('imported');
  });

  it('is refused where it is of a real installation and the folder is for tests, or the other way round', async () => {
    const place = await newWorkstation(vendor);
    expect(await code(place, await vendor.answer(await request(place), { test: undefined }))).toBe('real-document');
    const real = await newWorkstation(vendor, { isTest: false });
    expect(await code(real, await vendor.answer(await request(real)))).toBe('test-document');
    expect(await withWorkstation(at(real, 'P1D'), async () => ({ ok: true, value: null }))).toMatchObject({
      refusal: { code: 'clock-shift-not-allowed' },
    });
  });
});

describe('a licence that is given back', () => {
  it('is gone before its receipt is there, stays out for good, and makes room for a newer one', async () => {
    const { place, text } = await licensed({ number: 7 });
    const give = () => withWorkstation(place, receiptFile);
    const receipt = await give();
    expect(await standing(place)).toMatchObject({ valid: false, code: 'not-active' });
    const workstation = await openWorkstation(place);
    if (!receipt.ok || !workstation.ok) throw new Error('refused');
    const { identity, signer } = workstation.value;
    const expected = {
      vendor: 'survey',
      now: Date.now(),
      oldestSeconds: 60,
      clockToleranceSeconds: 60,
      acceptTest: true,
      key: signer.publicKey,
      hardwareKey: identity.hardwareKey,
      product: 'office',
    };
    expect(await verifyReceipt(receipt.value.text, expected)).toMatchObject({ ok: true, value: { serial: { epoch: 1, number: 7 } } });
    // The same receipt, however often it is lost.
    const again = await give();
    const nonceOf = (jwt: string) => (JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString()) as { nonce: string }).nonce;
    expect(again.ok && nonceOf(again.value.text)).toBe(nonceOf(receipt.value.text));
    expect(await bring(place, text)).toMatchObject({ refusal: { code: 'license-removed' } });
    const renewal = () => withWorkstation(place, (here) => requestFile(here, { purpose: 'renew' }));
    expect(await renewal()).toMatchObject({ ok: false, refusal: { code: 'nothing-to-renew' } });
    expect(await bring(place, await vendor.answer(await request(place), { number: 8 }))).toMatchObject({ ok: true });
    expect(workstation.value.state().receipt).not.toBeNull();
    expect(await act(place, async ({ state }) => state().receipt)).toBeNull();
  });

  it('is refused where there is none', async () => {
    expect(await withWorkstation(await newWorkstation(vendor), receiptFile)).toMatchObject({ refusal: { code: 'nothing-to-remove' } });
  });
});

describe('the folder of a workstation', () => {
  it('is set up once, and only then is there one', async () => {
    const { folder, root } = await newWorkstation(vendor);
    const request = {
      product: 'office',
      vendor: 'survey',
      salt: 'a salt of the vendor',
      components: [],
      isTest: true,
      trust: vendor.trust,
    };
    expect(await setUpWorkstation(folder, { ...request, binding: 'key' })).toMatchObject({ refusal: { code: 'set-up-already' } });
    const elsewhere = join(root, 'nobody', 'here');
    expect(await withWorkstation({ folder: elsewhere }, receiptFile)).toMatchObject({ refusal: { code: 'not-set-up' } });
    expect(existsSync(elsewhere)).toBe(false);
    await expect(setUpWorkstation(elsewhere, { ...request, salt: 'short', binding: 'key' })).rejects.toThrow(TypeError);
  });

  it('with a file that was changed or cut off says which', async () => {
    const { place } = await licensed();
    for (const name of ['identity.json', 'key.json', 'state.json']) {
      const path = join(place.folder, name);
      const whole = readFileSync(path, 'utf8');
      expect(await openWorkstation(place)).toMatchObject({ ok: true });
      const later = whole.replace('"format": 1', '"format": 2');
      for (const text of [whole.slice(0, -40), later, whole.replace(/"(createdAt|privateKeyPem|seenAt)": ."?/, '"$1": 7')]) {
        writeFileSync(path, text);
        expect(await openWorkstation(place), name).toMatchObject({ refusal: { code: 'file-damaged', facts: { file: name } } });
      }
      writeFileSync(path, whole);
      if (name === 'identity.json') continue;
      rmSync(path);
      expect(await openWorkstation(place)).toMatchObject({ refusal: { code: 'file-damaged', facts: { file: name, reason: 'missing' } } });
      writeFileSync(path, whole);
    }
    expect(await standing(place)).toMatchObject({ valid: true });
  });

  it('is asked how it stands while another holds it, as while that waits for the network', async () => {
    const { place } = await licensed({ exp: inDays(30) }, { servers: ['http://127.0.0.1:9'] });
    let leave = () => {};
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const holding = withWorkstation({ ...place, by: 'surveying renew' }, async () => {
      await left;
      return { ok: true, value: null };
    });
    while (!existsSync(join(place.folder, 'lock'))) await new Promise(setImmediate);
    expect(await askStanding(at(place, 'P1D'))).toMatchObject({ ok: true, value: { valid: true } });
    expect((await diagnose(place)).find(({ check }) => check === 'licence')).toMatchObject({ ok: true });
    // Whoever would change something is told who has it, and for how long; a folder that is looked at once more is not waited for.
    const told = { folder: place.folder, pid: process.pid, by: 'surveying renew', seconds: expect.any(Number) };
    const busy = { ok: false, refusal: { code: 'folder-in-use', facts: told } };
    expect(await withWorkstation({ ...place, patience: 100 }, (own) => requestFile(own, {}))).toMatchObject(busy);
    expect(await bringUpToDate(at(place, 'P16D'))).toMatchObject(busy);
    leave();
    expect(await holding).toMatchObject({ ok: true });
    // What was seen of the time beside it is kept.
    expect(await askStanding(place)).toMatchObject({ ok: true, value: { code: 'clock-set-back' } });
  });

  it('makes no request that the vendor would not read', async () => {
    const place = await newWorkstation(vendor);
    for (const wrong of [{ repair: ' ' }, { name: '' }, { name: 'x'.repeat(201) }, { licenseKey: 'x'.repeat(201) }])
      expect(await withWorkstation(place, (own) => requestFile(own, wrong))).toMatchObject({
        refusal: { code: 'request-not-valid', facts: { field: Object.keys(wrong)[0] } },
      });
    expect(await act(place, async ({ state }) => state().request)).toBeNull();
  });

  it('with a file that is whole and says what it cannot is damaged, too', async () => {
    const { place } = await licensed();
    const contents = {
      'identity.json': [[], { product: 'office' }],
      'key.json': [{ privateKeyPem: 'none' }],
      'state.json': [{}, { license: 5 }],
      'time.json': [{ latest: 'then' }],
    };
    for (const [name, wrongs] of Object.entries(contents))
      for (const content of [null, ...wrongs]) {
        const path = join(place.folder, name);
        const whole = readFileSync(path, 'utf8');
        const sha256 = createHash('sha256').update(JSON.stringify(content)).digest('hex');
        writeFileSync(path, JSON.stringify({ format: 1, sha256, content }));
        const [first] = (await diagnose(place)).filter(({ ok }) => !ok);
        expect(first, `${name} ${JSON.stringify(content)}`).toMatchObject({ code: 'file-damaged', facts: { file: name } });
        writeFileSync(path, whole);
      }
    expect(await standing(place)).toMatchObject({ valid: true });
  });

  it('is one program’s at a time: of many that ask at once every one has its own turn', async () => {
    const place = await newWorkstation(vendor);
    const asked = await Promise.all(Array.from({ length: 6 }, () => request(place)));
    expect(new Set(asked).size).toBe(6);
    const codes = [];
    for (const text of asked) codes.push((await bring(place, await vendor.answer(text))).ok);
    // The last request is the one that waits; all others were given up for it.
    expect(codes.filter(Boolean)).toHaveLength(1);
    expect(existsSync(join(place.folder, 'lock'))).toBe(false);
  });
});

describe('a clock that is set back', () => {
  it('brings nothing back that had ended, and is refused with both instants', async () => {
    const { place } = await licensed({ exp: inDays(40) });
    expect(await standing(at(place, 'P41D'))).toMatchObject({ code: 'expired' });
    const back = await standing(place);
    expect(back).toMatchObject({ valid: false, code: 'clock-set-back', rights: [] });
    expect(Date.parse(back.facts['latest'] as string) - Date.parse(back.facts['clock'] as string)).toBeGreaterThan(40 * 86_400_000);
    // Within the tolerance the time stands still at the latest.
    expect(await standing(at(place, 'P40DT23H30M'))).toMatchObject({ code: 'expired' });
  });

  it('comes right by itself once it is right', async () => {
    const { place } = await licensed({ exp: inDays(40) });
    expect(await standing(at(place, 'P10D'))).toMatchObject({ valid: true });
    expect(await standing(at(place, 'P8D'))).toMatchObject({ code: 'clock-set-back' });
    expect(await standing(at(place, 'P10DT1M'))).toMatchObject({ valid: true });
  });

  it('is as strict as the product says', async () => {
    const { place } = await licensed({}, { clockToleranceMinutes: 2_880 });
    await standing(at(place, 'P3D'));
    expect(await standing(at(place, 'P1DT1H'))).toMatchObject({ valid: true });
    expect(await standing(at(place, 'PT23H'))).toMatchObject({ code: 'clock-set-back' });
  });

  it('is noticed though a file with the latest time is taken away or put back', async () => {
    const { place } = await licensed({ exp: inDays(40) });
    const [mark, copy] = [join(place.folder, 'time.json'), join(place.folder, 'time-copy.json')];
    const kept = join(mkdtempSync(join(tmpdir(), 'kept-')), 'time.json');
    copyFileSync(mark, kept);
    await standing(at(place, 'P20D'));
    for (const path of [mark, copy]) {
      rmSync(path);
      expect(await standing(place), path).toMatchObject({ code: 'clock-set-back' });
      copyFileSync(kept, path);
      expect(await standing(place), path).toMatchObject({ code: 'clock-set-back' });
      writeFileSync(path, 'not what it was');
      expect(await standing(place), path).toMatchObject({ code: 'clock-set-back' });
      await standing(at(place, 'P20DT5M'));
    }
    rmSync(join(kept, '..'), { recursive: true });
  });
});

describe('a folder from which both files with the time are taken', () => {
  const take = ({ folder }: Settings) => ['time.json', 'time-copy.json'].forEach((name) => void rmSync(join(folder, name)));

  it('says so and licenses nothing, whatever the clock says, until an answer to a request of then is here', async () => {
    const { place } = await licensed({ exp: inDays(365) });
    const kept = await vendor.answer(await request(place), { number: 8, exp: inDays(365) });
    // Asked every day, and nothing else: the state is as old as the licence.
    for (const days of [1, 200, 366]) await standing(at(place, `P${days}D`));
    expect(await standing(place)).toMatchObject({ code: 'clock-set-back' });
    take(place);
    for (const then of [at(place, 'PT1M'), at(place, 'P100D')])
      expect(await standing(then)).toMatchObject({ valid: false, code: 'time-files-gone', rights: [] });
    expect((await diagnose(place)).filter(({ ok }) => !ok)).toMatchObject([{ check: 'time-files', code: 'time-files-gone' }]);
    // Asking does not put them back; nor does a file that was there before.
    expect(existsSync(join(place.folder, 'time.json'))).toBe(false);
    expect(await bring(at(place, 'PT2M'), kept)).toMatchObject({ ok: true, value: { healed: false } });
    expect(await standing(at(place, 'PT2M'))).toMatchObject({ valid: false, code: 'time-files-gone' });
    // The vendor answers with the true time, whatever this clock says.
    const asked = await request(at(place, 'PT3M'));
    const answer = await vendor.answer(asked, { number: 9, exp: inDays(400) }, Date.now() + 370 * 86_400_000);
    expect(await bring(at(place, 'PT4M'), answer)).toMatchObject({ ok: true, value: { healed: true } });
    expect(await standing(at(place, 'PT5M'))).toMatchObject({ code: 'clock-set-back' });
    expect(await standing(at(place, 'P370DT1M'))).toMatchObject({ valid: true });
    expect(await standing(at(place, 'P401D'))).toMatchObject({ code: 'expired' });
    expect(existsSync(join(place.folder, 'time-copy.json'))).toBe(true);
  });

  it('is as before where they are put back, or nothing is licensed yet', async () => {
    const fresh = await newWorkstation(vendor);
    take(fresh);
    expect(await standing(fresh)).toMatchObject({ code: 'not-active' });
    expect(await bring(fresh, await vendor.answer(await request(fresh)))).toMatchObject({ ok: true });
    expect(await standing(fresh)).toMatchObject({ valid: true });
    const whole = readFileSync(join(fresh.folder, 'time.json'));
    take(fresh);
    expect(await standing(fresh)).toMatchObject({ code: 'time-files-gone' });
    writeFileSync(join(fresh.folder, 'time.json'), whole);
    expect(await standing(fresh)).toMatchObject({ valid: true });
  });
});

describe('a folder of a real licence that somebody calls one for tests', () => {
  it('licenses nothing, shifts no clock and looks at no other machine', async () => {
    const vendorOfReal = createVendor({ test: false });
    const place = await newWorkstation(vendorOfReal, { isTest: false });
    expect(await bring(place, await vendorOfReal.answer(await request(place)))).toMatchObject({ ok: true });
    expect(await standing(place)).toMatchObject({ valid: true });
    const path = join(place.folder, 'identity.json');
    const { format, content } = JSON.parse(readFileSync(path, 'utf8')) as { format: number; content: object };
    const forged = { ...content, isTest: true };
    const sha256 = createHash('sha256').update(JSON.stringify(forged)).digest('hex');
    writeFileSync(path, JSON.stringify({ format, sha256, content: forged }));
    expect(await openWorkstation(at(place, '-P5Y'))).toMatchObject({ refusal: { code: 'clock-shift-not-allowed' } });
    expect(await standing(place)).toMatchObject({ valid: false, code: 'real-document', rights: [] });
    const env = { MUNIMENT_TEST_MACHINE: newMachine('another') };
    const [own, faked] = [await standing({ folder: place.folder }), await standing({ folder: place.folder, env })];
    expect(faked).toEqual({ ...own, at: faked.at });
  });
});

describe('a clock that had been years ahead by mistake', () => {
  it('is believed again by the answer to a request of then, and the licence goes on', async () => {
    const { place } = await licensed({ exp: inDays(400) });
    expect(await standing(at(place, 'P30Y'))).toMatchObject({ code: 'expired' });
    expect(await standing(place)).toMatchObject({ code: 'clock-set-back' });
    const answer = await vendor.answer(await request(place), { number: 2, exp: inDays(400) });
    expect(await bring(place, answer)).toMatchObject({ ok: true, value: { healed: true } });
    expect(await standing(place)).toMatchObject({ valid: true, code: 'valid' });
    expect(await standing(at(place, 'P401D'))).toMatchObject({ code: 'expired' });
    expect(await standing(place)).toMatchObject({ code: 'clock-set-back' });
    // Once used, it heals nothing more.
    expect(await bring(place, answer)).toMatchObject({ ok: false, refusal: { code: 'expired' } });
    expect(await standing(place)).toMatchObject({ code: 'clock-set-back' });
  });

  it('is not by a file that was fetched before and kept, however new', async () => {
    const { place } = await licensed({ exp: inDays(30) });
    const kept = await vendor.answer(await request(place), { number: 9, exp: inDays(30) });
    expect(await standing(at(place, 'P31D'))).toMatchObject({ code: 'expired' });
    expect(await bring(place, kept)).toMatchObject({ ok: false, refusal: { code: 'expired' } });
    expect(await standing(place)).toMatchObject({ valid: false, code: 'clock-set-back' });
  });

  it('is not by an answer to a request of then, once a later time was seen', async () => {
    const { place } = await licensed({ exp: inDays(30) });
    await standing(at(place, 'P31D'));
    const kept = await vendor.answer(await request(place), { number: 2, exp: inDays(60) });
    await standing(at(place, 'P61D'));
    expect(await bring(place, kept)).toMatchObject({ ok: false, refusal: { code: 'expired' } });
    expect(await standing(place)).toMatchObject({ valid: false, code: 'clock-set-back' });
  });

  it('is not by an honest answer to one who has set it back: that bears the true time', async () => {
    const { place } = await licensed({ exp: inDays(30) });
    await standing(at(place, 'P31D'));
    const asked = await request(place);
    const answer = await vendor.answer(asked, { number: 2 }, Date.now() + 31 * 86_400_000 + 60_000);
    expect(await bring(place, answer)).toMatchObject({ ok: true, value: { healed: false } });
    expect(await standing(place)).toMatchObject({ code: 'clock-set-back' });
    expect(await standing(at(place, 'P31DT5M'))).toMatchObject({ valid: true });
  });
});

describe('what is told to somebody whose program does not start', () => {
  const amiss = async (place: Settings) => (await diagnose(place)).flatMap(({ check, ok, code }) => (ok ? [] : [[check, code]]));

  it('is each thing that is the matter, by its code, and nothing where all is well', async () => {
    const { place } = await licensed({ exp: inDays(40) });
    expect((await diagnose(place)).map(({ check, ok }) => [check, ok])).toEqual([
      ['folder', true],
      ['time-files', true],
      ['clock', true],
      ['licence', true],
      ['revocations', true],
      ['machine', true],
      ['term', true],
    ]);
    expect(await amiss({ ...place, root: newMachine('elsewhere') })).toEqual([['machine', 'wrong-machine']]);
    expect(await amiss(at(place, 'P41D'))).toEqual([['term', 'expired']]);
    expect(await amiss(at(place, '-P2D'))).toEqual([['clock', 'clock-set-back']]);
    const mark = join(place.folder, 'time.json');
    const whole = readFileSync(mark, 'utf8');
    rmSync(mark);
    expect(await amiss(place)).toEqual([['time-files', 'file-damaged']]);
    writeFileSync(mark, whole);
    await act(place, receiptFile);
    expect(await diagnose(place)).toContainEqual({
      check: 'licence',
      ok: false,
      code: 'not-active',
      facts: { requestPending: false, receiptPending: true, exchangePending: null, licenseKey: null },
    });
    rmSync(join(place.folder, 'state.json'));
    expect(await amiss(place)).toEqual([['folder', 'file-damaged']]);
    expect(await amiss({ folder: join(place.folder, 'nowhere') })).toEqual([['folder', 'not-set-up']]);
  });

  it('changes nothing by being looked for', async () => {
    const { place } = await licensed();
    const files = () => ['time.json', 'time-copy.json', 'state.json'].map((name) => readFileSync(join(place.folder, name), 'utf8'));
    const before = files();
    await diagnose(at(place, 'P3D'));
    expect(files()).toEqual(before);
  });
});

describe('a machine that was repaired', () => {
  it('says so with a reason, and goes on once its licence is bound to it as it is now', async () => {
    const { place } = await licensed();
    writeMachine(place.root, { 'sys/class/dmi/id/board_serial': 'a new board\n' });
    expect(await standing(place)).toMatchObject({ code: 'wrong-machine' });
    const made = await act(place, (workstation) => requestFile(workstation, { customerId, repair: 'New mainboard, case 4711' }));
    if (!made.ok) throw new Error(made.refusal.code);
    const claims = JSON.parse(Buffer.from(made.value.text.split('.')[1]!, 'base64url').toString()) as { repair: string };
    expect(claims.repair).toBe('New mainboard, case 4711');
    expect(await bring(place, await vendor.answer(made.value.text, { number: 2 }))).toMatchObject({ ok: true });
    expect(await standing(place)).toMatchObject({ valid: true, machine: { verdict: 'same' } });
  });
});

describe('a folder that is copied as a whole and put back', () => {
  it('knows only what it knew then: what a machine alone can tell ends here', async () => {
    const { place } = await licensed({ exp: inDays(40) });
    const kept = mkdtempSync(join(tmpdir(), 'kept-'));
    cpSync(place.folder, kept, { recursive: true });
    expect(await standing(at(place, 'P41D'))).toMatchObject({ code: 'expired' });
    rmSync(place.folder, { recursive: true });
    cpSync(kept, place.folder, { recursive: true });
    rmSync(kept, { recursive: true });
    expect(await standing(place)).toMatchObject({ valid: true });
  });
});
