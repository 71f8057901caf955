import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeKeys, type Party, setUpChannel, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { command, json, newComputer } from '../../test/computer.ts';
import { cleanUp, launch, main } from '../../test/process.ts';

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let projectId: string;
const accept = ['--accept', 'licence-terms:2026-01'];

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  const pack = readFileSync('catalogs/survey-network/pack.yaml', 'utf8').replace(
    '    binding: request\n',
    '    binding: request\n    offlineDays: 30\n',
  );
  channel = await setUpChannel(server, 'survey', pack);
  dealer = await channel.partner('dealer', 'Peak Instruments');
  projectId = (await value(dealer.client.createCustomer({ name: 'Survey Office' }))).projects[0]!.id;
});
afterEach(cleanUp);
afterAll(() => server?.stop());

const newKey = async () => (await makeKeys(channel, 'SF-FIELD-WS', 1, { projectId, by: dealer }))[0]!;

const setUp = () => ['--server', server.url, '--vendor', 'survey'];

describe('a workstation at the command line', () => {
  it('activates with a key, says how it stands, is renewed and gives its licence back', async () => {
    const { run: at, german, later } = newComputer('plain');
    expect(await at('status')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^not-set-up: [\s\S]*Next step: .*muniment activate KEY/),
    });
    const licenseKey = await newKey();
    expect(await at('activate', licenseKey)).toMatchObject({ code: 2, stderr: expect.stringContaining('--server') });
    const unread = await at('activate', licenseKey, ...setUp());
    expect(unread).toMatchObject({ code: 1, stderr: expect.stringMatching(/one computer[\s\S]*--accept licence-terms:2026-01/) });
    expect(await at('renew')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Next step: Activate this workstation: muniment activate KEY/),
    });
    expect(await at('deactivate', '--yes')).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing-to-remove') });
    expect(await at('activate', licenseKey, '--accept', 'terms:of-old')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Next step: Read the terms, then add --accept licence-terms:2026-01/),
    });
    expect(await at('activate', licenseKey, ...accept)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^The licence is active on this workstation\.\n\nLicensed on this workstation now:\n\nFEATURE +VALUE/),
    });
    expect(await at('status')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^This workstation is licensed\.[\s\S]*WS-[0-9A-F]{16}[\s\S]*field/),
    });
    expect(await german('status')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Dieser Arbeitsplatz ist lizenziert\.\n\nArbeitsplatz +WS-[\s\S]*Datei gilt bis/),
    });
    expect(json(await at('status', '--json'))).toMatchObject({
      valid: true,
      serial: '1.1',
      product: 'SCANFELL',
      pending: { exchange: null },
    });
    expect(await at('doctor')).toMatchObject({ code: 0, stdout: expect.stringMatching(/Clock[\s\S]*Machine[\s\S]*Nothing is the matter/) });
    expect(await at('renew')).toMatchObject({ code: 0 });
    expect(await later('PT20M', 'doctor')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/20 minutes ahead of its own\. \(clock-differs\)/),
    });
    expect(json(await later('P20D', 'status', '--json', '--offline'))).toMatchObject({ valid: true, serial: '1.2' });
    expect(await at('deactivate')).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    // Whose clock had been ahead gives back as anybody.
    expect(await at('deactivate', '--yes')).toMatchObject({ code: 0 });
    // Killed before it could tell, it is given again, and tells it then.
    expect(await at('deactivate', '--yes')).toMatchObject({ code: 0 });
    expect(json(await at('deactivate', '--yes', '--json'))).toEqual({ deactivated: true });
  });

  it('asks a person at a terminal for the terms, and activates with a yes', async () => {
    const { asked, run: at } = newComputer('terminal');
    const licenseKey = await newKey();
    const declined = await asked(['n'], 'activate', licenseKey, ...setUp());
    expect(declined.stdout).toContain('Do you accept these terms (licence-terms 2026-01)?');
    expect(declined).toMatchObject({ code: 1, stderr: expect.stringMatching(/one computer[\s\S]*not accepted: nothing was activated/) });
    expect(await at('status')).toMatchObject({ code: 1 });
    // Ctrl-C leaves the question.
    expect(await asked(['\u0003'], 'activate', licenseKey)).toMatchObject({
      code: 130,
      stderr: expect.stringContaining('nothing was activated'),
    });
    const accepted = await asked(['y'], 'activate', licenseKey);
    expect(accepted, accepted.stderr).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('The licence is active on this workstation.'),
    });
    expect(await at('status')).toMatchObject({ code: 0 });
  });

  it('moves to another computer once it is deactivated on the first', async () => {
    const [first, second] = [newComputer('first'), newComputer('second')];
    const licenseKey = await newKey();
    await first.run('activate', licenseKey, ...setUp(), ...accept);
    expect(await second.run('activate', licenseKey, ...setUp(), ...accept)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^license-key-in-use: /),
    });
    expect(await second.german('activate', licenseKey, ...accept)).toMatchObject({ stderr: expect.stringContaining('Gerätetausch') });
    expect(await first.run('deactivate', '--yes')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^The licence is back at the vendor\.\nGiven back: .*field/),
    });
    expect(await first.run('status')).toMatchObject({ code: 1 });
    expect(await second.run('activate', licenseKey, ...accept)).toMatchObject({ code: 0 });
  });

  it('says what differs after a repair, what to do, and goes on with a reason', async () => {
    const { run: at, german, change } = newComputer('repaired');
    await at('activate', await newKey(), ...setUp(), ...accept);
    change('proc/sys/kernel/hostname', 'renamed');
    expect(await at('status')).toMatchObject({ code: 0, stdout: expect.stringContaining('tolerated: Name in the network') });
    change('sys/class/dmi/id/board_serial', 'new board');
    change('sys/class/dmi/id/product_uuid', 'new uuid');
    expect(await at('status')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/wrong-machine: Different: .*mainboard \(another one\)/),
    });
    const sick = await german('doctor');
    expect(sick).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/Hauptplatine \(ein anderes Teil\)[\s\S]*Nächster Schritt: .*muniment renew --repair/),
    });
    expect(await at('renew', '--repair', 'New mainboard')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Repairs left this year: 1\n$/),
    });
    expect(await at('doctor')).toMatchObject({ code: 0 });
  });

  it('does all of it by files where there is no network', async () => {
    const { run: at, home, put } = newComputer('alone');
    const setup = put('setup.json', JSON.stringify(await value(server.client().getWorkstationSetup({ vendor: 'survey' }))));
    const licenseKey = await newKey();
    const asked = await at('request', licenseKey, '--setup', setup, '-o', join(home, 'one.request'));
    expect(asked).toMatchObject({ code: 0, stdout: expect.stringContaining('muniment import FILE') });
    expect(await at('doctor')).toMatchObject({ code: 1, stdout: expect.stringContaining('its answer is not imported yet') });
    const request = readFileSync(join(home, 'one.request'), 'utf8').trim();
    const agreement = { id: 'licence-terms', version: '2026-01', language: 'en', accepted: true };
    const { document } = await value(dealer.client.activateFromFile({ request, enrol: true, agreement }));
    expect(await at('import', put('altered.lic', document!.text.replace(/.{9}$/, 'AAAAAAAAA')))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^document-altered: /),
    });
    expect(await newComputer('thief').run('import', put('one.lic', document!.text))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^not-set-up: /),
    });
    expect(await at('import', put('one.lic', document!.text))).toMatchObject({ code: 0, stdout: 'The licence file is installed.\n' });
    expect(await at('status')).toMatchObject({ code: 0 });
    expect(await at('renew')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^no-server: /) });
    await at('request', '--renew', '-o', join(home, 'two.request'));
    const renewed = await value(dealer.client.renewFromFile({ request: readFileSync(join(home, 'two.request'), 'utf8').trim() }));
    expect(await at('import', put('one.lic', document!.text))).toMatchObject({ code: 0, stdout: 'This file is installed already.\n' });
    expect(await at('import', put('two.lic', renewed.document!.text))).toMatchObject({ code: 0 });
    expect(await at('import', put('one.lic', document!.text))).toMatchObject({ code: 1, stderr: expect.stringMatching(/^outdated: /) });
    expect(await at('deactivate', '--receipt', join(home, 'receipt'), '--yes')).toMatchObject({ code: 0 });
    expect(await at('import', put('two.lic', renewed.document!.text))).toMatchObject({ code: 1 });
    await value(dealer.client.returnFromFile({ receipt: readFileSync(join(home, 'receipt'), 'utf8').trim() }));
    expect(readdirSync(join(home, 'state')).some((name) => name.startsWith('lock'))).toBe(false);
  });

  it('goes on with the same key after the machine was installed anew, and nobody is asked', async () => {
    const licenseKey = await newKey();
    const first = newComputer('wiped');
    await first.run('activate', licenseKey, ...setUp(), ...accept);
    rmSync(join(first.home, 'state'), { recursive: true });
    first.change('etc/machine-id', 'machine after the wipe');
    expect(await first.run('activate', licenseKey, ...setUp(), ...accept)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^license-key-in-use: .*this very machine[\s\S]*activate( \S+)* KEY --repair/),
    });
    expect(await first.german('activate', licenseKey, ...accept)).toMatchObject({ stderr: expect.stringContaining('neu installiert') });
    expect(await first.run('activate', licenseKey, ...accept, '--repair', 'New disk')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^The licence is active on this workstation\.\nThe licence is bound to .* Repairs left this year: 1\n/),
    });
    expect(await first.run('status')).toMatchObject({ code: 0 });
    expect(json(await first.run('doctor', '--json'))).toMatchObject({ ok: true });
  });

  it('hears what was revoked with its status, and says so', async () => {
    const { run: at, german, home } = newComputer('stolen');
    await at('activate', await newKey(), ...setUp(), ...accept);
    expect(await at('status')).toMatchObject({ code: 0 });
    expect(readdirSync(join(home, 'state'))).toContain('revocations.json');
    const { workstation } = json(await at('status', '--json', '--offline')) as { workstation: string };
    const { items } = await value(dealer.client.listDevices({ q: workstation }));
    await value(dealer.client.revokeDeviceKey({ deviceId: items[0]!.id, reason: 'Stolen' }));
    expect(await at('status', '--offline')).toMatchObject({ code: 0 });
    expect(await at('status')).toMatchObject({ code: 1, stdout: expect.stringMatching(/license-revoked: .*key was taken away/) });
    expect(await german('doctor')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/Liste des Widerrufenen: .*Schlüssel dieses Rechners/),
    });
  });

  it('says that the file has ended, and that the clock was set back', async () => {
    const { run: at, later } = newComputer('late');
    await at('activate', await newKey(), ...setUp(), ...accept);
    expect(await later('P40D', 'status', '--offline')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/expired: [\s\S]*muniment renew/),
    });
    expect(await at('doctor')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/clock-set-back[\s\S]*Next step: Put the clock right[\s\S]*muniment renew/),
    });
    // The answer to a request of now proves what time it is.
    expect(await at('renew')).toMatchObject({ code: 0, stdout: expect.stringContaining('The clock is believed again.') });
    expect(await at('status')).toMatchObject({ code: 0 });
  });

  it('is told apart from another vendor’s, product’s or id’s before anything is written', async () => {
    const { run: at, home, env } = newComputer('of two vendors');
    await setUpChannel(server, 'acme', readFileSync('catalogs/survey-network/pack.yaml', 'utf8'));
    const first = await at('activate', await newKey(), ...setUp(), '--id', 'ws-0123456789abcdef', ...accept);
    const { keys } = await value(server.client().getKeySet({ vendor: 'survey' }));
    expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining((keys as { kid: string }[])[0]!.kid) });
    // The id is kept as the vendor keeps it: the licence works, and goes back.
    expect(json(await at('status', '--json'))).toMatchObject({ valid: true, workstation: 'WS-0123456789ABCDEF' });
    const before = readFileSync(join(home, 'state', 'state.json'), 'utf8');
    for (const others of [
      ['--vendor', 'acme'],
      ['--product', 'OTHER'],
      ['--id', 'WS-FFFFFFFFFFFFFFFF'],
    ])
      expect(await at('activate', 'MS-ANY', '--server', server.url, ...others)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^set-up-already: .*SCANFELL of survey[\s\S]*--data/),
      });
    // Addresses are taken once one has answered for this vendor; a stranger of the same name is none.
    expect(await at('activate', 'MS-ANY', '--server', 'http://127.0.0.1:9')).toMatchObject({ code: 3 });
    const stranger = await startTestServer({ testClock: true });
    await setUpChannel(stranger, 'survey', readFileSync('catalogs/survey-network/pack.yaml', 'utf8'));
    expect(await at('activate', 'MS-ANY', '--server', stranger.url)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^other-vendor: /),
    });
    await stranger.stop();
    expect(readFileSync(join(home, 'state', 'state.json'), 'utf8')).toBe(before);
    expect(
      await command({ ...env, MUNIMENT_WORKSTATION_DATA: join(home, 'bad') }, ['activate', 'MS-ANY', ...setUp(), '--id', 'ws-17']),
    ).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^hardware-key-invalid: /),
    });
    expect(await at('deactivate', '--yes')).toMatchObject({ code: 0 });
  });

  it('is a process like any other', async () => {
    const { env, home } = newComputer('process');
    const running = launch(main, ['activate', await newKey(), ...setUp(), ...accept], home, env);
    expect(await running.ended, running.output()).toBe(0);
    // A key that nobody is to read over a shoulder, or in a list of processes, comes by the standard input.
    const other = newComputer('quiet');
    const key = await newKey();
    expect(await command(other.env, ['activate', '-', ...setUp(), ...accept], [`${key}\n`])).toMatchObject({ code: 0 });
    expect(await command(other.env, ['import', '/dev/zero'])).toMatchObject({ code: 2, stderr: expect.stringContaining('it is no file') });
  });
});
