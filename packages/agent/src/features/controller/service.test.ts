import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  cleanUpControllers,
  controllerIn,
  fileOf,
  installCode,
  newController,
  newFolder,
  readRequest,
  requestFor,
} from '../../../test/controller.ts';
import { ask, get } from '../../../test/service.ts';
import { createVendor } from '../../../test/vendor.ts';
import { type ControllerRefusal, problemOf, resetFolder, setUpFolder, startServing } from './index.ts';
import { refusalCodes } from './words/index.ts';

const vendor = createVendor();
const json = { 'Content-Type': 'application/json' };
const post = (url: string, name: string, body: unknown, headers: Readonly<Record<string, string>> = json) =>
  ask(`${url}/v1/${name}`, 'POST', headers, JSON.stringify(body));

afterEach(cleanUpControllers);

describe('the service of a controller', () => {
  it('says where it stands, and does what a command does', async () => {
    const controller = await newController(vendor);
    const { url } = await controller.serve();
    expect((await get(`${url}/v1/status`)).body).toMatchObject({
      installCode,
      product: 'EC',
      vendor: 'meridian',
      licensed: 'not-active',
      enrolment: { state: 'none' },
      endpoints: { total: 0 },
      problems: [],
    });
    const lamp = { protocol: 'wired', name: 'Lamp', address: '1/7' };
    expect(await post(url, 'add-endpoint', lamp)).toMatchObject({ status: 200, body: { id: 'wired:1/7', state: 'unlicensed' } });
    // A command finds the service, and is carried out by it.
    expect(await controller.codeOf('add-endpoint', lamp)).toBe('endpoint-exists');
    const { nonce } = await readRequest((await controller.act('request', { lotIds: [] })).text);
    await controller.act('install', fileOf(vendor.file(installCode, { aud: 'EC', nonce, entitlements: { endpoints: 1 } })));
    expect((await get(`${url}/v1/endpoints`)).body).toMatchObject({ items: [{ state: 'unprovisioned' }] });
    expect((await controller.status()).licensed).toBe('valid');
  });

  it('refuses what is not of the form it takes, each by a code, in the reader’s language', async () => {
    const { url } = await (await newController(vendor)).serve();
    expect(await post(url, 'customer', { customerId: 'no' })).toMatchObject({ status: 422, body: { code: 'customer-id-not-valid' } });
    expect(await post(url, 'customer', { customerId: 'no' }, { ...json, 'Accept-Language': 'de' })).toMatchObject({
      body: { title: 'Das ist keine Kunden-ID' },
    });
    expect(await post(url, 'customer', {})).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(await post(url, 'customer', { customerId: 'no', more: 1 })).toMatchObject({ status: 400 });
    expect(await post(url, 'install', { file: 'no base64' })).toMatchObject({ status: 400 });
    expect(await post(url, 'provision-endpoints', {})).toMatchObject({ status: 400 });
    expect(await post(url, 'activate', { licenses: [] })).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(await post(url, 'request', { lotIds: ['lot_1=1'] })).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(await ask(`${url}/v1/customer`, 'POST', json, '{')).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(await post(url, 'customer', {}, {})).toMatchObject({ status: 415 });
    expect(await get(`${url}/v1/customer`)).toMatchObject({ status: 405 });
    expect(await post(url, 'reset', {})).toMatchObject({ status: 404 });
    expect(await post(url, 'enrol', {})).toMatchObject({ status: 409, body: { code: 'no-server' } });
  });

  it('lets no page of others in, by whatever name or way it comes', async () => {
    const controller = await newController(vendor);
    const { url } = await controller.serve();
    const { port } = new URL(url);
    const lamp = { protocol: 'wired', name: 'Lamp' };
    for (const host of ['evil.example', `evil.example:${port}`, `localhost.evil.example:${port}`]) {
      expect(await get(`${url}/v1/status`, { Host: host })).toMatchObject({ status: 421, body: { code: 'host-not-local' } });
      expect(await post(url, 'add-endpoint', lamp, { ...json, Host: host })).toMatchObject({ status: 421 });
    }
    const foreign: readonly Readonly<Record<string, string>>[] = [
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { Origin: `http://127.0.0.1:${Number(port) + 1}` },
    ];
    for (const headers of foreign)
      expect(await post(url, 'transfer', {}, { ...json, ...headers })).toMatchObject({ status: 403, body: { code: 'foreign-origin' } });
    // A form of another page can send text only, and is not heard.
    expect(await post(url, 'add-endpoint', lamp, { 'Content-Type': 'text/plain' })).toMatchObject({ status: 415 });
    const page = await get(url);
    expect(page.headers).toMatchObject({ 'x-frame-options': 'DENY', 'cross-origin-resource-policy': 'same-origin' });
    expect(String(page.headers['content-security-policy'])).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/);
    expect(page.headers['access-control-allow-origin']).toBeUndefined();
    expect(await controller.states()).toEqual([]);
  });

  it('is the only one of its folder', async () => {
    const controller = await newController(vendor);
    const { url } = await controller.serve();
    const second = await startServing(controller.folder, {}, { port: 0, onFault: () => undefined });
    expect(second).toMatchObject({ ok: false, refusal: { code: 'already-serving', facts: { url } } });
    expect(await resetFolder(controller.folder)).toMatchObject({ ok: false, refusal: { code: 'folder-in-use' } });
  });
});

describe('the folder of a controller', () => {
  it('is this user’s alone, is set up once, and is empty after a reset', async () => {
    const controller = await newController(vendor);
    const { folder } = controller;
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600);
    const key = (await controller.status()).thumbprint;
    expect(await setUpFolder(folder, requestFor(vendor))).toMatchObject({ ok: false, refusal: { code: 'set-up-already' } });
    await controller.act('add-endpoint', { protocol: 'wired', name: 'Lamp', address: '' });
    expect(await resetFolder(folder)).toMatchObject({ ok: true, value: { installCode } });
    expect(readdirSync(folder)).toEqual([]);
    expect(await controller.codeOf('list-endpoints', {})).toBe('not-set-up');
    expect(await resetFolder(folder)).toMatchObject({ ok: false, refusal: { code: 'not-set-up' } });
    expect(await setUpFolder(folder, requestFor(vendor))).toMatchObject({ ok: true });
    const again = await controller.status();
    expect(again.endpoints.total).toBe(0);
    expect(again.thumbprint).not.toBe(key);
  });

  it('is not made by asking about it, and takes no impossible install code or customer id', async () => {
    const folder = newFolder();
    expect(await controllerIn(folder).codeOf('list-endpoints', {})).toBe('not-set-up');
    const code = async (more: Parameters<typeof requestFor>[1]) => {
      const made = await setUpFolder(folder, requestFor(vendor, more));
      return made.ok ? 'done' : made.refusal.code;
    };
    expect(await code({ installCode: ' ' })).toBe('install-code-not-valid');
    expect(await code({ installCode: 'a b' })).toBe('install-code-not-valid');
    for (const customerId of ['2133c667', 'prj_2133c667-af41-4518-94df-a2bb3b775330'])
      expect(await code({ customerId })).toBe('customer-id-not-valid');
    expect(await code({ customerId: ' 2133C667-AF41-4518-94DF-A2BB3B775330' })).toBe('done');
    expect((await controllerIn(folder).status()).customerId).toBe('2133c667-af41-4518-94df-a2bb3b775330');
  });

  it('tells a damaged file by its name, and never works on with it', async () => {
    for (const file of ['identity.json', 'key.json', 'state.json']) {
      const controller = await newController(vendor);
      const path = join(controller.folder, file);
      writeFileSync(path, readFileSync(path, 'utf8').replace('"content": {', '"content": {"a": 1,'));
      expect(await controller.codeOf('list-endpoints', {}), file).toBe('file-damaged');
      expect(await startServing(controller.folder, {}, { port: 0, onFault: () => undefined })).toMatchObject({
        ok: false,
        refusal: { code: 'file-damaged', facts: { file } },
      });
    }
    const controller = await newController(vendor);
    await controller.act('list-endpoints', {});
    writeFileSync(join(controller.folder, 'time.json'), '{');
    await controller.act('list-endpoints', {});
    expect(readdirSync(controller.folder).filter((name) => name.startsWith('time.json.damaged-'))).toHaveLength(1);
  });

  it.skipIf(process.getuid?.() === 0)('says so where nothing can be written', async () => {
    const controller = await newController(vendor);
    chmodSync(controller.folder, 0o500);
    try {
      expect(await controller.codeOf('add-endpoint', { protocol: 'wired', name: 'Lamp', address: '' })).toBe('not-stored');
    } finally {
      chmodSync(controller.folder, 0o700);
    }
  });
});

describe('every refusal', () => {
  it('has words in both languages, which name no other program', () => {
    const facts = {
      serial: { epoch: 1, number: 2 },
      newest: { epoch: 1, number: 3 },
      mistakes: [{ line: 1, reason: 'a' }],
      known: ['a'],
      cover: [],
    };
    for (const code of refusalCodes)
      for (const language of ['en', 'de'] as const) {
        const { title, detail, nextStep } = problemOf({ code: code as ControllerRefusal, facts }, language);
        for (const text of [title, detail, nextStep]) expect(text, code).not.toMatch(/^$|lmc|LMC|!/);
      }
  });
});
