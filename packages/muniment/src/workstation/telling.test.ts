import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKeys, type Party, setUpChannel, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { atTerminal, json, newComputer } from '../../test/computer.ts';
import { cleanUp } from '../../test/process.ts';

// What somebody is told who sees all of it for the first time.

let server: TestServer;
let dealer: Party;
let keys: readonly string[];
beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  await setUpChannel(server, 'first', readFileSync('catalogs/pbx-channel/pack.yaml', 'utf8'));
  const channel = await setUpChannel(server, 'survey', readFileSync('catalogs/survey-network/pack.yaml', 'utf8'));
  dealer = await channel.partner('dealer', 'Peak Instruments');
  const projectId = (await value(dealer.client.createCustomer({ name: 'Survey Office' }))).projects[0]!.id;
  const made = async (part: string, count: number) => makeKeys(channel, part, count, { projectId, by: dealer });
  keys = [...(await made('SF-FIELD-WS', 3)), ...(await made('SF-CLOUD-WS', 1))];
});
afterEach(cleanUp);
afterAll(() => server?.stop());

const from = () => ['--server', server.url, '--vendor', 'survey'];
const accept = ['--accept', 'licence-terms:2026-01'];
const mistyped = 'MS-22222-22222-22222-22222';

describe('whoever activates for the first time', () => {
  it('is told of the vendor that is to be named, and that nobody answers before anything is kept', async () => {
    const { run: at, german, home } = newComputer('unnamed');
    const unnamed = ['activate', keys[0]!, '--server', server.url, ...accept];
    expect(await at(...unnamed)).toMatchObject({ code: 1, stderr: expect.stringMatching(/several vendors[\s\S]*--vendor SLUG/) });
    expect(await german(...unnamed)).toMatchObject({ stderr: expect.stringMatching(/mehrere Hersteller[\s\S]*--vendor KÜRZEL/) });
    const nowhere = await at('activate', keys[0]!, '--server', 'http://127.0.0.1:1', ...accept);
    expect(nowhere).toMatchObject({ code: 3, stderr: expect.stringMatching(/^unreachable: /) });
    expect(nowhere.stderr).not.toContain('kept');
    expect(existsSync(join(home, 'state'))).toBe(false);
  });

  it('reads no terms for a key that is none, and learns what was set up on the way', async () => {
    const { run: at } = newComputer('mistyped');
    const refused = await at('activate', mistyped, ...from());
    expect(refused.stderr).toMatch(/^license-key-mistyped: [\s\S]*is set up all the same, as the workstation WS-/);
    expect(refused.stderr).not.toMatch(/--accept|This is the workstation/);
    expect(await at('activate', keys[0]!, ...from())).toMatchObject({ code: 1, stderr: expect.stringContaining('--accept licence-terms') });
  });

  it('accepts the terms at a terminal, or does not', async () => {
    const { env } = newComputer('terminal');
    const no = await atTerminal(env, ['activate', keys[2]!, ...from()], ['n']);
    expect(no).toMatchObject({ code: 1, stdout: expect.stringContaining('Do you accept these terms (licence-terms 2026-01)?') });
    expect(no.stderr).toMatch(/one computer[\s\S]*nothing was activated/);
    const yes = await atTerminal(env, ['activate', keys[2]!], ['y']);
    expect(yes, yes.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining('The licence is active') });
    expect(await atTerminal(env, ['deactivate'], ['y'])).toMatchObject({ code: 0 });
  });

  it('is told what is licensed and until when, also beside what was there, and what goes back', async () => {
    const { run: at, german } = newComputer('two keys');
    const first = await at('activate', keys[0]!, ...from(), ...accept, '--name', 'New desk');
    expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/Licensed on this workstation now:\n\nFEATURE[\s\S]*field/) });
    const second = await at('activate', keys[3]!, ...accept);
    expect(second, second.stderr).toMatchObject({ code: 0, stdout: expect.stringMatching(/with what was here before:[\s\S]*field/) });
    expect((await at('status')).stdout).toMatch(/Name +New desk\nVendor +survey\n/);
    expect(json(await at('status', '--json'))).toMatchObject({ name: 'New desk', vendor: 'survey' });
    expect((await german('status')).stdout).toMatch(/^FUNKTION +WERT/m);
    expect(await at('deactivate')).toMatchObject({ code: 2, stderr: expect.stringMatching(/All that is licensed here \(.*field/) });
    expect(await at('deactivate', '--yes')).toMatchObject({ code: 0, stdout: expect.stringMatching(/Given back: .*field/) });
  });

  it('finds the folder in every command that it is told to give next', async () => {
    const { run: at, home } = newComputer('named folder');
    const folder = join(home, 'my folder');
    expect((await at('status', '--data', folder)).stderr).toContain(`muniment activate --data '${folder}' KEY`);
    expect((await at('activate', mistyped, ...from(), '--data', folder)).code).toBe(1);
    const never = await at('renew', '--data', folder);
    expect(never.stderr).toMatch(/^device-not-enrolled: The device( \S+)? is not in/);
    expect(never.stderr).toContain(`muniment activate --data '${folder}' KEY`);
  });
});

describe('a workstation without a network', () => {
  it('draws its id in the vendor’s form, and is told where files are given in, and of the one that is no answer', async () => {
    const { run: at, german, put, home } = newComputer('alone');
    const setup = put('setup.json', JSON.stringify(await value(server.client().getWorkstationSetup({ vendor: 'survey' }))));
    const ids = [];
    for (const folder of ['one', 'two']) {
      const data = ['--data', join(home, folder)];
      const asked = await at('request', keys[1]!, '--setup', setup, ...data, '-o', join(home, `${folder}.req`));
      expect(asked).toMatchObject({ code: 0, stdout: expect.stringContaining('Files by hand') });
      ids.push(json(await at('status', '--json', ...data)).workstation);
      expect((await at('import', join(home, `${folder}.req`), ...data)).stderr).toMatch(
        /^not-an-answer: It is a request [\s\S]*Files by hand/,
      );
    }
    for (const id of ids) expect(id).toMatch(/^WS-[0-9A-F]{16}$/);
    expect(ids[0]).not.toBe(ids[1]);
    expect((await german('import', join(home, 'one.req'), '--data', join(home, 'one'))).stderr).toMatch(
      /eine Anfrage[\s\S]*Dateien von Hand/,
    );
  });

  it('hears from the doctor that no list of what was revoked is here', async () => {
    const { run: at, german, put, home } = newComputer('no list');
    const setup = put('setup.json', JSON.stringify(await value(server.client().getWorkstationSetup({ vendor: 'survey' }))));
    await at('request', keys[2]!, '--setup', setup, '-o', join(home, 'one.req'));
    const agreement = { id: 'licence-terms', version: '2026-01', language: 'en', accepted: true };
    const request = readFileSync(join(home, 'one.req'), 'utf8').trim();
    const { document } = await value(dealer.client.activateFromFile({ request, enrol: true, agreement }));
    expect(await at('import', put('one.lic', document!.text))).toMatchObject({ code: 0 });
    expect((await at('doctor')).stdout).toMatch(/List of what was revoked: None is here/);
    expect((await german('doctor')).stdout).toMatch(/Liste des Widerrufenen: Hier ist keine/);
    await at('import', put('list', await (await fetch(`${server.url}/v1/revocations?vendor=survey`)).text()));
    expect((await at('doctor')).stdout).toMatch(/List of what was revoked: The licence is not on it/);
  });
});
