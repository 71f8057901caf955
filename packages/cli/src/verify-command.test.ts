import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zipSync } from 'fflate';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, expect, test } from 'vitest';
import { muniment, newFolder, problem, startServer } from '../test/support.ts';

const folder = newFolder();
const file = (name: string) => join(folder, name);
const license = {
  iss: 'vendor',
  sub: 'K1',
  aud: 'box',
  jti: 'doc_1',
  iat: 1_800_000_000,
  serial: { epoch: 1, number: 4 },
  entitlements: { seats: 120, hotel: true, version: 'V6' },
  device: { id: 'dev_1' },
};

// The files are made with a library that is not ours: what it signs must hold here, and the other way round.
beforeAll(async () => {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const key = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'EdDSA', use: 'sig' };
  const sign = (typ: string, claims: object) =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg: 'EdDSA', kid: 'k1', typ }).sign(privateKey);
  const text = await sign('muniment-license+jwt', license);
  writeFileSync(file('good'), `${text}\n`);
  const second = await sign('muniment-license+jwt', { ...license, sub: 'K2' });
  const bytes = (one: string) => Buffer.from(one);
  writeFileSync(file('pair.zip'), zipSync({ 'AA_K1.lic': bytes(text), 'AA_K2.lic': bytes(second), 'AA.log': bytes('a log') }));
  writeFileSync(file('bad.zip'), zipSync({ 'AA_K1.lic': bytes(text), 'AA_K2.lic': bytes(second.slice(0, -20)) }, { level: 0 }));
  writeFileSync(file('log.zip'), zipSync({ 'AA.log': bytes('a log') }));
  writeFileSync(file('huge.zip'), zipSync({ 'AA.lic': new Uint8Array(2_000_000) }));
  const twice = zipSync({ 'AA_K1.lic': bytes('forged'), 'AA_K2.lic': bytes(text) }, { level: 0 });
  writeFileSync(file('twice.zip'), Buffer.from(Buffer.from(twice).toString('latin1').replaceAll('AA_K2.lic', 'AA_K1.lic'), 'latin1'));
  writeFileSync(file('torn.zip'), zipSync({ 'AA_K1.lic': bytes(text) }).slice(0, 60));
  writeFileSync(file('cut'), text.slice(0, -20));
  const [head, payload, signature] = text.split('.') as [string, string, string];
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const more = Buffer.from(JSON.stringify({ ...claims, entitlements: { seats: 9999 } })).toString('base64url');
  writeFileSync(file('altered'), `${head}.${more}.${signature}`);
  writeFileSync(file('ended'), await sign('muniment-license+jwt', { ...license, exp: 1_800_086_400 }));
  const changes = [{ from: 1_801_000_000, on: '2027-01-26', entitlements: { seats: 8, hotel: true } }];
  writeFileSync(file('changing'), await sign('muniment-license+jwt', { ...license, changes }));
  const covers = (covered: number) => ({ endpoints: { capacity: 50, covered } });
  const coverage = [
    { from: 1_799_971_200, on: '2027-01-14', features: covers(50) },
    { from: 1_801_000_000, on: '2027-01-26', features: covers(25) },
  ];
  writeFileSync(file('covered'), await sign('muniment-license+jwt', { ...license, coverage }));
  writeFileSync(file('jwks.json'), JSON.stringify({ keys: [key] }));
  writeFileSync(file('keyset'), await sign('muniment-keyset+jwt', { iss: 'vendor', iat: 1_800_000_000, keys: [key] }));
  const other = {
    ...(await exportJWK((await generateKeyPair('EdDSA', { extractable: true })).publicKey)),
    kid: 'k2',
    alg: 'EdDSA',
    use: 'sig',
  };
  writeFileSync(file('other.json'), JSON.stringify({ keys: [other] }));
});

test('a genuine file is told apart from a cut, altered, foreign, ended or unknown one', async () => {
  const verify = (name: string, ...more: string[]) => muniment(['verify', file(name), '--jwks', file('jwks.json'), ...more]);
  const good = await verify('good', '--hardware-key', 'K1', '--product', 'box');
  expect(good).toMatchObject({ code: 0, err: '' });
  expect(good.out).toMatch(/seats +120/);
  expect(await verify('cut')).toMatchObject({ code: 1, err: expect.stringMatching(/^document-(malformed|altered): /) });
  expect(await verify('altered')).toMatchObject({ code: 1, err: expect.stringMatching(/^document-altered: /) });
  expect(await verify('good', '--hardware-key', 'K2')).toMatchObject({ code: 1, err: expect.stringMatching(/^wrong-device: /) });
  expect(await verify('ended', '--at', '2027-01-16T08:00:00Z')).toMatchObject({ code: 1, err: expect.stringMatching(/^expired: /) });
  expect((await verify('ended', '--at', '2027-01-15T09:00:00Z')).code).toBe(0);
  expect((await muniment(['verify', file('good'), '--jwks', file('other.json')])).err).toMatch(/^unknown-key: .*this key set.*--key-set/);
  expect(JSON.parse((await verify('altered', '--json')).out)).toMatchObject({ valid: false, code: 'document-altered' });
});

test('keys come from a file, a signed key set, an address or the server', async () => {
  const keys = JSON.parse(readFileSync(file('jwks.json'), 'utf8'));
  const server = await startServer(() => ({ json: keys }));
  const ways = [
    ['--key-set', file('jwks.json')],
    ['--key-set', file('keyset')],
    ['--jwks', `${server.url}/.well-known/jwks.json`],
    ['--url', server.url],
  ];
  for (const way of ways) expect(await muniment(['verify', file('good'), ...way])).toMatchObject({ code: 0, err: '' });
  await server.close();
  expect((await muniment(['verify', file('good'), '--key-set', file('keyset'), '--jwks', file('other.json')])).code).toBe(2);
  expect((await muniment(['verify', file('good'), '--jwks', file('good')])).code).toBe(2);
  expect((await muniment(['verify', file('good'), '--url', 'http://127.0.0.1:1'])).code).toBe(3);
});

test('the server is asked for the keys of the vendor that the file names', async () => {
  const keys = JSON.parse(readFileSync(file('jwks.json'), 'utf8'));
  const server = await startServer(({ query }) => (query.vendor === 'vendor' ? { json: keys } : problem(404, 'not-found')));
  const { privateKey } = await generateKeyPair('EdDSA');
  const foreign = new SignJWT({ ...license, iss: 'elsewhere' }).setProtectedHeader({
    alg: 'EdDSA',
    kid: 'k9',
    typ: 'muniment-license+jwt',
  });
  writeFileSync(file('foreign'), await foreign.sign(privateKey));
  expect((await muniment(['verify', file('good'), '--url', server.url])).code).toBe(0);
  expect(await muniment(['verify', file('foreign'), '--url', server.url])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^unknown-key: /),
  });
  await server.close();
});

test('what changes later is said, until it has come', async () => {
  const at = (instant: string) => muniment(['verify', file('changing'), '--jwks', file('jwks.json'), '--at', instant]);
  expect((await at('2027-01-16T00:00:00Z')).out).toContain('From 2027-01-26: seats 8, no version');
  expect((await at('2027-02-16T00:00:00Z')).out).not.toContain('From 2027');
});

test('what maintenance covers is said, now and later (E7)', async () => {
  const at = async (instant: string) => (await muniment(['verify', file('covered'), '--jwks', file('jwks.json'), '--at', instant])).out;
  expect(await at('2027-01-16T00:00:00Z')).toContain('Covered by maintenance: endpoints 50 of 50\nFrom 2027-01-26: endpoints 25 of 50\n');
  expect(await at('2027-02-16T00:00:00Z')).toMatch(/Covered by maintenance: endpoints 25 of 50\n(?!From)/);
  expect((await muniment(['verify', file('good'), '--jwks', file('jwks.json')])).out).not.toContain('Covered');
});

test('the ten-line example tells the same', async () => {
  const example = (name: string) => promisify(execFile)(process.execPath, ['examples/verify-licence.mjs', file(name), file('jwks.json')]);
  expect(JSON.parse((await example('good')).stdout)).toMatchObject({ valid: true, entitlements: { seats: 120 } });
  for (const name of ['cut', 'altered']) await expect(example(name)).rejects.toMatchObject({ code: 1 });
});

test('every licence file in a zip is verified, and said which is for which device', async () => {
  const verify = (name: string, ...more: string[]) => muniment(['verify', file(name), '--jwks', file('jwks.json'), ...more]);
  const pair = await verify('pair.zip');
  expect(pair).toMatchObject({ code: 0, err: '' });
  expect(pair.out).toContain('AA_K1.lic: for K1');
  expect(pair.out).toContain('AA_K2.lic: for K2');
  expect((await verify('pair.zip', '--hardware-key', 'K2', '--product', 'box')).code).toBe(0);
  expect(await verify('pair.zip', '--hardware-key', 'K3')).toMatchObject({ code: 1, err: expect.stringMatching(/^wrong-device: /) });
  expect((await verify('pair.zip', '--product', 'other')).code).toBe(1);
  const bad = await verify('bad.zip', '--json');
  expect(bad).toMatchObject({ code: 1, err: expect.stringMatching(/^AA_K2\.lic: document-/) });
  expect(JSON.parse(bad.out)).toMatchObject({
    valid: false,
    files: [
      { fileName: 'AA_K1.lic', valid: true, payload: { sub: 'K1' } },
      { fileName: 'AA_K2.lic', valid: false },
    ],
  });
});

test('a zip that holds no licence file, too much, one name twice, or is torn says so', async () => {
  const verify = (name: string) => muniment(['verify', file(name), '--jwks', file('jwks.json')]);
  expect(await verify('log.zip')).toMatchObject({ code: 2, err: expect.stringContaining('holds no licence file') });
  expect(await verify('huge.zip')).toMatchObject({ code: 2, err: expect.stringContaining('holds more than a licence file does') });
  expect(await verify('twice.zip')).toMatchObject({ code: 2, err: expect.stringContaining('holds AA_K1.lic twice') });
  expect(await verify('torn.zip')).toMatchObject({ code: 2, err: expect.stringContaining('cannot be unpacked') });
});
