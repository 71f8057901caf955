import type { LicenseChange } from '@muniment/client/verify';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, askRaw, cleanUp, get, hardwareKey, install, serveFolder, setUpWith, validate } from '../../../test/service.ts';
import { createVendor, dayFromNow, endsIn, zipOf } from '../../../test/vendor.ts';
import { installLicense, openManager } from './index.ts';

const vendor = createVendor();

afterEach(cleanUp);

describe('an application asks the licence manager', () => {
  it('for the hardware key, what it may do, and until when', async () => {
    const { url } = await serveFolder(await setUpWith(vendor));
    expect((await get(`${url}/v1/hardware-key`)).body).toEqual({ hardwareKey, childKey: null, isOwnKey: false });
    expect((await validate(url, {})).body).toMatchObject({ valid: false, code: 'not-active', reason: 'No licence file is installed.' });
    expect(await install(url, vendor.file(hardwareKey, endsIn(40)))).toMatchObject({
      status: 200,
      body: { kind: 'license', unchanged: false },
    });

    const { on } = dayFromNow(40);
    const { body } = await get(`${url}/v1/entitlements`);
    expect(body).toMatchObject({ valid: true, code: 'valid', product: 'LMC', hardwareKey });
    expect(body.entitlements[0]).toEqual({ feature: 'seats', value: 20, until: on, lastDay: dayFromNow(39).on, afterwards: null });
    expect((await get(`${url}/v1/status`)).body).toMatchObject({
      valid: true,
      code: 'valid',
      product: 'LMC',
      license: {
        serial: { epoch: 1, number: 1 },
        vendor: 'meridian',
        validUntil: `${on}T00:00:00.000Z`,
        lastDay: dayFromNow(39).on,
        test: false,
      },
      problems: [],
    });
  });

  it('whether a feature, a quantity or a version is covered, by the codes of the server’s validation', async () => {
    const { url } = await serveFolder(await setUpWith(vendor));
    await install(url, vendor.file(hardwareKey));
    const codeFor = async (question: object) => (await validate(url, question)).body.code as string;
    expect(await codeFor({ feature: 'seats' })).toBe('valid');
    expect(await codeFor({ feature: 'seats', quantity: 20 })).toBe('valid');
    expect(await codeFor({ feature: 'seats', quantity: 21 })).toBe('quantity-exceeded');
    expect(await codeFor({ feature: 'fax' })).toBe('feature-missing');
    expect(await codeFor({ feature: 'voicemail', quantity: 5 })).toBe('valid');
    expect(await codeFor({ feature: 'version', version: 'V6' })).toBe('valid');
    // A file names no order of versions: what cannot be known is not guessed.
    expect(await codeFor({ feature: 'version', version: 'V4' })).toBe('version-not-known');
    expect(await codeFor({ product: 'LMC', hardwareKey })).toBe('valid');
    expect(await codeFor({ product: 'Another' })).toBe('unknown-device');
    expect(await codeFor({ hardwareKey: 'Another' })).toBe('unknown-device');
  });

  it('in German where it says so', async () => {
    const { url } = await serveFolder(await setUpWith(vendor));
    const german = { 'Accept-Language': 'fr, de-AT;q=0.8, en;q=0.5' };
    expect((await get(`${url}/v1/status`, german)).body.reason).toBe('Es ist keine Lizenzdatei installiert.');
    const refused = await ask(`${url}/v1/licenses`, 'POST', german, 'no licence');
    expect(refused).toMatchObject({ status: 422, headers: { 'content-type': 'application/problem+json', 'content-language': 'de' } });
    expect(refused.body).toMatchObject({ code: 'document-malformed', title: 'Das ist keine Lizenzdatei' });
  });

  it('and follows what the file says will change, day by day', async () => {
    const test = createVendor({ test: true });
    const folder = await setUpWith(test, { isTest: true });
    const [more, less] = [dayFromNow(10), dayFromNow(20)];
    const changes: LicenseChange[] = [
      { ...more, entitlements: { seats: 50, version: 'V6' } },
      { ...less, entitlements: { seats: 5 } },
    ];
    const first = await serveFolder(folder);
    await install(first.url, test.file(hardwareKey, { changes }));
    expect((await get(`${first.url}/v1/entitlements`)).body.entitlements).toEqual([
      { feature: 'seats', value: 20, until: more.on, lastDay: dayFromNow(9).on, afterwards: 50 },
      { feature: 'version', value: 'V6', until: less.on, lastDay: dayFromNow(19).on, afterwards: null },
      { feature: 'voicemail', value: true, until: more.on, lastDay: dayFromNow(9).on, afterwards: null },
    ]);
    await first.stop();
    const second = await serveFolder(folder, { MUNIMENT_TEST_CLOCK_SHIFT: 'P15D' });
    expect((await validate(second.url, { feature: 'seats', quantity: 50 })).body.valid).toBe(true);
    await second.stop();
    const third = await serveFolder(folder, { MUNIMENT_TEST_CLOCK_SHIFT: 'P25D' });
    expect((await get(`${third.url}/v1/entitlements`)).body.entitlements).toEqual([
      { feature: 'seats', value: 5, until: null, lastDay: null, afterwards: null },
    ]);
  });
});

describe('a request that is not right', () => {
  it('is refused before anything else where it comes by another name or from another page', async () => {
    const { url } = await serveFolder(await setUpWith(vendor));
    const { port } = new URL(url);
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1.evil.example',
      `localhost.evil.example:${port}`,
      '10.0.0.1',
      'a@127.0.0.1',
    ]) {
      expect(await get(`${url}/v1/status`, { Host: host }), host).toMatchObject({ status: 421, body: { code: 'host-not-local' } });
    }
    for (const host of ['localhost', `localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
      expect(await get(`${url}/v1/status`, { Host: host }), host).toMatchObject({ status: 200 });
    }
    expect(await askRaw(url, 'GET /v1/status HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 421 /);
    expect(await askRaw(url, 'GET /v1/status HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n')).toMatch(/^HTTP\/1\.1 421 /);
    const file = vendor.file(hardwareKey);
    const strangers = [
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { Origin: `http://localhost:${Number(port) + 1}` },
      { Origin: url, 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
    ];
    for (const headers of strangers) {
      const refused = await ask(`${url}/v1/licenses`, 'POST', headers as Record<string, string>, file);
      expect(refused, JSON.stringify(headers)).toMatchObject({ status: 403, body: { code: 'foreign-origin' } });
    }
    expect((await get(`${url}/v1/status`)).body.license).toBeNull();
    const own = { Origin: url, 'Sec-Fetch-Site': 'same-origin' };
    expect(await ask(`${url}/v1/licenses`, 'POST', own, file)).toMatchObject({ status: 200 });
  });

  it('gives no page of others a right to read, and may not be framed or kept', async () => {
    const { url } = await serveFolder(await setUpWith(vendor));
    const asked = await get(`${url}/v1/status`, { Origin: 'https://evil.example' });
    expect(Object.keys(asked.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(asked.headers).toMatchObject({
      'cross-origin-resource-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
    });
    expect(await ask(`${url}/v1/licenses`, 'OPTIONS', { Origin: 'https://evil.example' })).toMatchObject({ status: 403 });
  });

  it('is told what is wrong with it', async () => {
    const { url } = await serveFolder(await setUpWith(vendor));
    const json = { 'Content-Type': 'application/json' };
    const validateWith = (body: string, headers: Record<string, string> = json) => ask(`${url}/v1/validate`, 'POST', headers, body);
    expect(await validateWith('{}', {})).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
    for (const body of ['', '{', '[]', 'null', '{"feature":7}', '{"quantity":-1}', '{"colour":"red"}', '{"licenseId":"lot_1"}']) {
      const refused = await validateWith(body);
      expect(refused, body).toMatchObject({ status: 400, body: { code: 'invalid-request', nextStep: expect.any(String) } });
    }
    expect((await validateWith('{"feature":7}')).body.facts.errors).toEqual([expect.objectContaining({ pointer: '/feature' })]);
    expect(await get(`${url}/v1/nowhere`)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await get(`${url}//evil.example/%`)).toMatchObject({ status: 404 });
    expect(await get(`${url}/v1/validate`)).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    expect(await ask(`${url}/v1/status`, 'DELETE')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    expect(await ask(`${url}/v1/status`, 'HEAD')).toMatchObject({ status: 200, body: '' });
    expect(await install(url, 'x'.repeat(1_000_001))).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
    expect(await install(url, new Uint8Array(1_000_000).fill(46))).toMatchObject({ status: 422, body: { code: 'document-malformed' } });
  });
});

describe('a zip', () => {
  it('is as good as the one licence file in it that fits, whatever lies beside it', async () => {
    const { url } = await serveFolder(await setUpWith(vendor));
    const pair = zipOf({
      'AA_1_out.lic': vendor.file('LMIS0024IC960002104011'),
      'AA_2_out.lic': vendor.file(hardwareKey, { number: 4 }),
      'AA_2_out.log': 'made',
    });
    expect(await install(url, pair)).toMatchObject({ status: 200, body: { license: { serial: { number: 4 } } } });
  });

  it('without one, or with more than one, is refused by what is wrong with it', async () => {
    const { url } = await serveFolder(await setUpWith(vendor));
    const good = vendor.file(hardwareKey);
    const codeFor = async (file: Uint8Array) => {
      const { status, body } = await install(url, file);
      return `${status} ${body.code}`;
    };
    expect(await codeFor(zipOf({ 'a.log': 'made' }))).toBe('422 no-license-in-container');
    expect(await codeFor(zipOf({ 'a.lic': good, 'b.lic': vendor.file(hardwareKey, { number: 2 }) }))).toBe('422 several-licenses-fit');
    expect(await codeFor(zipOf({ 'a.lic': vendor.file('other') }))).toBe('422 wrong-device');
    expect(await codeFor(zipOf({ 'a.lic': vendor.file('other'), 'b.lic': `${good.slice(0, -4)}AAAA` }))).toBe('422 document-altered');
    expect(await codeFor(zipOf({ 'a.lic': good }).slice(0, 80))).toBe('422 container-not-readable');
    expect(await codeFor(zipOf({ 'a.lic': ' '.repeat(5_000_000) }))).toBe('422 container-not-readable');
    // One that says it is small and is not.
    const lying = zipOf({ 'a.lic': '.'.repeat(900_000) });
    const view = new DataView(lying.buffer);
    for (let at = 0; at < lying.length - 4; at++) if (view.getUint32(at, true) === 900_000) view.setUint32(at, 40, true);
    expect(await codeFor(lying)).toBe('422 document-malformed');
    expect((await get(`${url}/v1/status`)).body.license).toBeNull();
  });
});

describe('files that come at once', () => {
  it('are looked at one after another: the newest stays, however they are mixed', async () => {
    const folder = await setUpWith(vendor);
    const { url } = await serveFolder(folder);
    const numbers = [3, 9, 1, 12, 7, 2, 11, 5, 8, 4, 10, 6];
    const answers = await Promise.all(numbers.map((number) => install(url, vendor.file(hardwareKey, { number }))));
    expect(answers.every(({ status, body }) => status === 200 || body.code === 'outdated')).toBe(true);
    expect((await get(`${url}/v1/status`)).body).toMatchObject({ valid: true, license: { serial: { number: 12 } } });
    expect((await validate(url, { feature: 'seats', quantity: 240 })).body.valid).toBe(true);
  });
});

describe('files that are handed over in the same moment', () => {
  it('do not overtake one another between check and change', async () => {
    const opened = await openManager(await setUpWith(vendor), {});
    if (!opened.ok) throw new Error(opened.refusal.code);
    const numbers = [4, 9, 2, 7, 1];
    const file = (number: number) => new TextEncoder().encode(vendor.file(hardwareKey, { number }));
    const answers = await Promise.all(numbers.map((number) => installLicense(opened.value, file(number))));
    expect(answers.map((answer) => (answer.ok ? 'installed' : answer.refusal.code))).toEqual([
      'installed',
      'installed',
      'outdated',
      'outdated',
      'outdated',
    ]);
    expect(opened.value.license()?.payload.serial.number).toBe(9);
  });
});

describe('the status page', () => {
  it('says how things stand in the reader’s language, and lets no file bring a script along', async () => {
    const { url } = await serveFolder(await setUpWith(vendor));
    const before = await get(url, { 'Accept-Language': 'de' });
    expect(before).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(before.body).toContain('Geben Sie diesen Schlüssel Ihrem Händler');
    expect(String(before.headers['content-security-policy'])).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/);
    const feature = '<script>alert(1)</script>"';
    await install(url, vendor.file(hardwareKey, { entitlements: { [feature]: '<b>' } }));
    const { body } = await get(url);
    expect(body).toContain('Licensed for LMC, with no end.');
    expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;');
    expect(body).not.toContain('<script>alert');
    expect(body).not.toContain('<b>');
  });
});
