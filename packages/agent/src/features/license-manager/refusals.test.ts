import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { advice, type DocumentRefusal } from '@muniment/client/verify';
import { afterEach, describe, expect, it } from 'vitest';
import { cleanUp, get, hardwareKey, install, serveFolder, setUpWith } from '../../../test/service.ts';
import { createVendor, dayFromNow, endsIn } from '../../../test/vendor.ts';
import { documentWords as wordsOfDocuments } from '../../vendor/document-words.ts';
import { problemOf } from './words/index.ts';
import { ownWords, program } from './words/own-words.ts';

const vendor = createVendor();
const documentWords = wordsOfDocuments(program);

afterEach(cleanUp);

describe('a file that must not be installed', () => {
  it('is refused by what is the matter, and changes nothing', async () => {
    const folder = await setUpWith(vendor, { product: 'LMC' });
    const { url } = await serveFolder(folder);
    await install(url, vendor.file(hardwareKey, { number: 5 }));
    const before = readFileSync(join(folder, 'license.json'), 'utf8');
    const good = vendor.file(hardwareKey, { number: 6 });
    const [header, payload, signature] = good.split('.') as [string, string, string];
    const other = Buffer.from(Buffer.from(payload, 'base64url').toString().replace('"seats":120', '"seats":999')).toString('base64url');
    const files: Readonly<Record<DocumentRefusal, string>> = {
      'document-malformed': [header, payload].join('.'),
      'document-altered': [header, other, signature].join('.'),
      'unknown-key': createVendor().file(hardwareKey, { number: 6 }),
      'wrong-kind': vendor.otherDocument(),
      'wrong-device': vendor.file('LM16717688D912171C3E3E603E1836', { number: 6 }),
      'wrong-product': vendor.file(hardwareKey, { number: 6, aud: 'UIP' }),
      outdated: vendor.file(hardwareKey, { number: 4 }),
      expired: vendor.file(hardwareKey, { number: 6, ...endsIn(-1) }),
      'not-yet-valid': vendor.file(hardwareKey, { number: 6, nbf: dayFromNow(2).from }),
      'test-document': vendor.file(hardwareKey, { number: 6, test: true }),
    };
    for (const [code, file] of Object.entries(files)) {
      const { status, body } = await install(url, file);
      expect({ status, code: body.code }).toEqual({ status: documentWords[code as DocumentRefusal].status, code });
      expect(body.facts.advice).toBe(advice[code as DocumentRefusal]);
    }
    expect(readFileSync(join(folder, 'license.json'), 'utf8')).toBe(before);
    expect((await get(`${url}/v1/status`)).body).toMatchObject({ valid: true, license: { serial: { number: 5 } } });
    expect(await install(url, good)).toMatchObject({ status: 200, body: { replaced: { epoch: 1, number: 5 } } });
  });

  it('may be looked at beforehand, which changes nothing either', async () => {
    const folder = await setUpWith(vendor);
    const { url } = await serveFolder(folder);
    const before = readFileSync(join(folder, 'license.json'), 'utf8');
    const looked = await install(url, vendor.file(hardwareKey), '?dryRun=true');
    expect(looked).toMatchObject({ status: 200, body: { dryRun: true, license: { serial: { number: 1 } } } });
    expect(readFileSync(join(folder, 'license.json'), 'utf8')).toBe(before);
  });

  it('is one of another product once the first file has said which product this is', async () => {
    const { url } = await serveFolder(await setUpWith(vendor));
    await install(url, vendor.file(hardwareKey));
    expect((await install(url, vendor.file(hardwareKey, { number: 2, aud: 'UIP' }))).body.code).toBe('wrong-product');
  });

  it('is the older epoch’s, however high its number', async () => {
    const { url } = await serveFolder(await setUpWith(vendor));
    await install(url, vendor.file(hardwareKey, { epoch: 2, number: 1 }));
    expect((await install(url, vendor.file(hardwareKey, { epoch: 1, number: 900 }))).body.code).toBe('outdated');
  });

  it('is a real one in a folder for tests, as a test one is in a real folder', async () => {
    const test = createVendor({ test: true });
    const { url } = await serveFolder(await setUpWith(test, { isTest: true }));
    expect((await install(url, test.file(hardwareKey, { test: undefined }))).body.code).toBe('real-document');
    expect(await install(url, test.file(hardwareKey))).toMatchObject({ status: 200, body: { license: { test: true } } });
  });
});

describe('the same file again', () => {
  it('changes nothing and says so', async () => {
    const folder = await setUpWith(vendor);
    const { url } = await serveFolder(folder);
    const file = vendor.file(hardwareKey);
    await install(url, file);
    const before = readFileSync(join(folder, 'license.json'), 'utf8');
    expect(await install(url, `\n${file}\r\n`)).toMatchObject({ status: 200, body: { unchanged: true } });
    expect(readFileSync(join(folder, 'license.json'), 'utf8')).toBe(before);
  });
});

describe('the vendor’s keys', () => {
  it('are followed through every rotation that a file tells of, and are known from then on', async () => {
    const rotating = createVendor();
    const folder = await setUpWith(rotating);
    const first = await serveFolder(folder);
    for (let times = 0; times < 10; times++) rotating.rotate();
    const installed = await install(first.url, rotating.file(hardwareKey, { number: 2 }));
    expect(installed.status).toBe(200);
    expect(installed.body.learntKeys).toHaveLength(10);
    await first.stop();
    // The next file is signed by a key that is known now, and would not need to bring any.
    const second = await serveFolder(folder);
    expect((await get(`${second.url}/v1/status`)).body.valid).toBe(true);
    expect(await install(second.url, rotating.file(hardwareKey, { number: 3, keySets: [] }))).toMatchObject({
      status: 200,
      body: { learntKeys: [] },
    });
  });

  it('that missed more rotations are brought by a signed key set, installed like a file', async () => {
    const rotating = createVendor();
    const { url } = await serveFolder(await setUpWith(rotating));
    for (let times = 0; times < 11; times++) rotating.rotate();
    const file = rotating.file(hardwareKey);
    expect((await install(url, file)).body).toMatchObject({ code: 'unknown-key', nextStep: expect.stringContaining('key set') });
    expect((await install(url, createVendor().keySet())).body.code).toBe('unknown-key');
    expect(await install(url, rotating.keySet())).toMatchObject({ status: 200, body: { kind: 'key-set', unchanged: false } });
    expect(await install(url, rotating.keySet())).toMatchObject({ status: 200, body: { kind: 'key-set', unchanged: true } });
    expect(await install(url, file)).toMatchObject({ status: 200, body: { kind: 'license' } });
  });
});

describe('the words of every refusal', () => {
  it('are sentences in English and German, without an exclamation mark', () => {
    const serial = { epoch: 1, number: 2 };
    const facts = {
      serial,
      newest: serial,
      expected: 'a',
      found: 'b',
      from: 'c',
      until: 'd',
      now: 'e',
      kid: 'f',
      folder: 'g',
      file: 'h',
      count: 2,
    };
    const more = { reason: 'i', pid: 7, url: 'j', port: 8, hardwareKey: 'k', prefix: 'l', period: 'm', clock: 'n', latest: 'o' };
    const codes = [...Object.keys(documentWords), ...Object.keys(ownWords)] as (keyof typeof ownWords | DocumentRefusal)[];
    for (const code of codes) {
      const [en, de] = (['en', 'de'] as const).map((language) => problemOf({ code, facts: { ...facts, ...more } }, language));
      for (const { title, detail, nextStep } of [en!, de!]) {
        expect(`${title} ${detail} ${nextStep}`, code).not.toMatch(/undefined|null|NaN|\[object|!/);
        expect(detail, code).toMatch(/\.$/);
        expect(title, code).not.toMatch(/\.$/);
      }
      expect(de!.detail, code).not.toBe(en!.detail);
      expect(de!.nextStep, code).not.toBe(en!.nextStep);
    }
  });
});
