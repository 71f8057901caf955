import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { type Io, run } from '@muniment/cli';
import { activate, type Party, setUpChannel, ship, startTestServer, type TestChannel, value } from '@muniment/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { createVendor, zipOf } from '../../../agent/test/vendor.ts';
import { cleanUp, type Finished, launch, main, muniment, newDirectory, until } from '../../test/process.ts';
import { lmcCommands } from './index.ts';

const vendor = createVendor();
const hardwareKey = 'LMIS0014SA2792882418';

afterEach(cleanUp);

/** A computer of its own: its folder, and the commands on it. */
function newComputer(environment: Readonly<Record<string, string>> = {}) {
  const home = newDirectory();
  const folder = join(home, 'lmc');
  const env = { MUNIMENT_LMC_DATA: folder, LC_ALL: 'C', ...environment };
  const put = (name: string, content: string | Uint8Array): string => {
    const path = join(home, name);
    writeFileSync(path, content);
    return path;
  };
  return {
    folder,
    put,
    lmc: (...args: string[]): Promise<Finished> => muniment(['lmc', ...args], home, env),
    async serve(...args: string[]) {
      const running = launch(main, ['lmc', 'serve', '--port', '0', ...args], home, env);
      const url = await until(() => /listens at (\S+)[\s\S]*Press Ctrl-C/.exec(running.output())?.[1], 60_000, running.output);
      return { ...running, url };
    },
  };
}

/** Exit code of a command line in this process, whatever it says. */
function codeOf(argv: readonly string[], env: Io['env']): Promise<number> {
  const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });
  const io: Io = { stdout: nowhere(), stderr: nowhere(), stdin: Readable.from([]), env };
  return run(argv, io, lmcCommands);
}

const json = (finished: Finished) => JSON.parse(finished.stdout) as Record<string, unknown>;

describe('a technician', () => {
  it('sets a computer without a PBX up, gets a key once, and installs the licence file made for it', async () => {
    const { lmc, put } = newComputer();
    const jwks = put('jwks.json', vendor.jwks());
    expect(await lmc('status')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^no-hardware-key: .*\nNext step: .*lmc init/) });
    const made = await lmc('init', '--own-key', '--keys', jwks);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const [, key = ''] = /Give this key to your dealer: (\S+)\n/.exec(made.stdout)!;
    expect(key).toMatch(/^LM[0-9A-F]{28}$/);
    expect(await lmc('key')).toMatchObject({ code: 0, stdout: `${key}\n` });
    const again = await lmc('init', '--own-key', '--json');
    expect(again.code).toBe(0);
    expect(json(again)).toMatchObject({ done: 'kept', hardwareKey: key, isOwnKey: true });

    const zip = put('AA_1_out.zip', zipOf({ 'AA_1_out.lic': vendor.file(key), 'AA_1_out.log': 'made' }));
    expect(await lmc('install', zip, '--dry-run')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Preview: nothing has changed\. /),
    });
    expect(await lmc('status', '--json')).toMatchObject({ code: 1 });
    expect(await lmc('install', zip)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^The licence file is installed\.\n/) });
    const status = await lmc('status');
    expect(status).toMatchObject({ code: 0, stdout: expect.stringMatching(/^This computer is licensed\.\n[\s\S]*\nseats +20\n/) });
  });

  it('sets one up beside a PBX, with the PBX’s key and that of its licence manager', async () => {
    const { lmc, put } = newComputer();
    const jwks = put('jwks.json', vendor.jwks());
    const made = await lmc('init', '--hardware-key', 'aa0014SA2792882418AA', '--child-key', hardwareKey, '--keys', jwks, '--json');
    expect(json(made)).toMatchObject({ done: 'made', hardwareKey: 'aa0014SA2792882418AA', childKey: hardwareKey, isOwnKey: false });
    expect((await lmc('key')).stdout).toBe(`${hardwareKey}\n`);
    const installed = await lmc('install', put('a.lic', vendor.file(hardwareKey)), '--json');
    expect(json(installed)).toMatchObject({ kind: 'license', license: { hardwareKey, serial: { epoch: 1, number: 1 } } });
  });

  it('is told what is not right with a command line, or with a file, each in its own way', async () => {
    const { lmc, put, folder } = newComputer();
    const jwks = put('jwks.json', vendor.jwks());
    const lines = [
      ['init', '--keys', jwks],
      ['init', '--own-key'],
      ['init', '--own-key', '--hardware-key', 'K', '--keys', jwks],
      ['init', '--own-key', '--keys', jwks, '--server', 'http://127.0.0.1:9'],
      ['init', '--own-key', '--server', 'nowhere'],
      ['init', '--own-key', '--keys', join(jwks, 'no')],
      ['serve', '--port', 'x'],
      ['install', join(jwks, 'no')],
      ['install'],
      ['fetch'],
    ];
    for (const line of lines) expect(await codeOf(['lmc', ...line], { MUNIMENT_LMC_DATA: folder }), line.join(' ')).toBe(2);
    expect(await lmc('init', '--own-key', '--keys', put('no.json', '{}'))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^key-set-not-valid: /),
    });
    await lmc('init', '--hardware-key', hardwareKey, '--keys', jwks);
    const wrong = await lmc('install', put('wrong.lic', vendor.file('LM1')), '--json');
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringMatching(/^wrong-device: .*\nNext step: /) });
    expect(json(wrong)).toMatchObject({ code: 'wrong-device', status: 422, nextStep: expect.any(String) });
    const large = await lmc('install', put('large.lic', 'x'.repeat(1_000_001)));
    expect(large).toMatchObject({ code: 1, stderr: expect.stringMatching(/^file-too-large: /) });
  });

  it('reads German where the shell speaks it', async () => {
    const { lmc } = newComputer({ LC_ALL: 'de_DE.UTF-8' });
    expect((await lmc('status')).stderr).toMatch(/ist nichts eingerichtet\.\n/);
  });
});

describe('the service of a computer', () => {
  it('is the only one of its folder, takes the files of commands, and is found dead when it was killed', async () => {
    const { lmc, put, serve, folder } = newComputer();
    await lmc('init', '--hardware-key', hardwareKey, '--keys', put('jwks.json', vendor.jwks()));
    const first = await serve();
    const second = await lmc('serve', '--port', '0');
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toContain(`The licence manager of ${folder} runs already at ${first.url} (process ${first.child.pid}).\n`);

    const installs = [3, 1, 2].map((number) => lmc('install', put(`${number}.lic`, vendor.file(hardwareKey, { number }))));
    const ends = await Promise.all(installs);
    expect(ends[0]).toMatchObject({ code: 0 });
    expect(ends.every(({ code, stderr }) => code === 0 || /^outdated: /.test(stderr))).toBe(true);
    const question = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"feature":"seats","quantity":60}' };
    expect(await (await fetch(`${first.url}/v1/validate`, question)).json()).toMatchObject({ valid: true });

    first.child.kill('SIGKILL');
    await first.ended;
    expect(await lmc('install', put('4.lic', vendor.file(hardwareKey, { number: 4 })))).toMatchObject({ code: 0 });
    const third = await serve();
    third.child.kill('SIGKILL');
    await third.ended;
    const fourth = await serve();
    expect(await (await fetch(`${fourth.url}/v1/status`)).json()).toMatchObject({ valid: true, license: { serial: { number: 4 } } });
    fourth.child.kill('SIGTERM');
    expect(await fourth.ended).toBe(0);
  });

  it('says so where its port is taken', async () => {
    const { lmc, put } = newComputer();
    await lmc('init', '--own-key', '--keys', put('jwks.json', vendor.jwks()));
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const taken = await lmc('serve', '--port', String(port));
    other.close();
    expect(taken).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(new RegExp(`^cannot-listen: Another program listens on port ${port}\\.\n`)),
    });
  });
});

describe('a computer that was once online', () => {
  it('reads the vendor’s keys once, fetches its file, and needs the server no more', async () => {
    const server = await startTestServer();
    const computer = newComputer();
    const { lmc, serve } = computer;
    try {
      const channel = await setUpChannel(server, 'acme', readFileSync('catalogs/pbx-channel/pack.yaml', 'utf8'));
      const dealer = await channel.partner('dealer', 'Dealer');
      const set = ['init', '--own-key', '--product', 'LMC', '--server', server.url, '--vendor'];
      expect(await lmc(...set, 'nobody')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^not-found: /) });
      expect(await lmc(...set, 'acme')).toMatchObject({ code: 0, stderr: '' });
      const hardwareKey = (await lmc('key')).stdout.trim();
      const { secret } = await value(dealer.client.createApiKey({ name: 'computer', scopes: ['read'] }));
      const fetching = newFetch(computer, secret);
      expect(await fetching()).toMatchObject({ code: 1, stderr: expect.stringMatching(/^device-not-found: /) });
      // A key made here is one that the product for computers without a PBX takes.
      const customer = await value(dealer.client.createCustomer({ name: 'Customer' }));
      const described = { name: 'Computer', product: 'LMC', variant: 'UIP', hardwareKey };
      const device = await value(dealer.client.createDevice({ customerId: customer.id, ...described }));
      expect(await fetching()).toMatchObject({ code: 1, stderr: expect.stringMatching(/^no-license-file: /) });
      await license(channel, dealer, device, 'EXUI-CONNECTOR');
      expect(await fetching()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^The licence file is installed\.\n/) });
      // Of two rotations in between, the next file tells.
      await value(channel.vendor.client.rotateSigningKey({}));
      await value(channel.vendor.client.rotateSigningKey({}));
      await value(dealer.client.regenerateLicense({ deviceId: device.id }));
      expect(await fetching()).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/in place of serial [\s\S]*New keys of the vendor: /),
      });
      // Files of another product come in a zip, with a log beside them.
      const gateway = newComputer();
      await gateway.lmc('init', '--hardware-key', '358744541284567', '--server', server.url, '--vendor', 'acme');
      const other = { name: 'Gateway', product: 'BX-OVOC', variant: 'software', hardwareKey: '358744541284567' };
      const zipped = await value(dealer.client.createDevice({ customerId: customer.id, ...other }));
      await license(channel, dealer, zipped, 'EXBX-SBC-10');
      expect(await newFetch(gateway, secret)()).toMatchObject({ code: 0, stdout: expect.stringMatching(/\nProduct +BX-OVOC\n/) });
    } finally {
      await server.stop();
    }
    expect(await newFetch(computer, 'key')()).toMatchObject({ code: 3, stderr: expect.stringMatching(/^unreachable: /) });
    const { url } = await serve();
    const { entitlements } = (await (await fetch(`${url}/v1/entitlements`)).json()) as { entitlements: unknown };
    expect(entitlements).toEqual([{ feature: 'connectors', value: 2, until: null, lastDay: null, afterwards: null }]);
  });
});

/** Two units of a part on a device, for good. */
async function license(channel: TestChannel, dealer: Party, device: { readonly id: string; readonly product: string }, part: string) {
  const { lots } = await ship(channel, dealer, `SO ${part}`, { [part]: 2 });
  await value(dealer.client.attachLicenses({ deviceId: device.id, lines: [{ lotId: lots[part]!, quantity: 2 }] }));
  await activate(dealer.client, device);
}

/** `muniment lmc fetch` with an API key. */
const newFetch =
  ({ folder }: { readonly folder: string }, apiKey: string) =>
  () =>
    muniment(['lmc', 'fetch'], join(folder, '..'), { MUNIMENT_LMC_DATA: folder, MUNIMENT_API_KEY: apiKey, LC_ALL: 'C' });
