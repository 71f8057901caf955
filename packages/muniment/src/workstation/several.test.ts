import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workstationFolder } from '@muniment/client/workstation';
import { makeKeys, setUpChannel, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { command, json, newComputer } from '../../test/computer.ts';
import { cleanUp } from '../../test/process.ts';

// Products of two vendors on one machine, whose folders nobody names.

let server: TestServer;
const keys: Record<string, readonly string[]> = {};
beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  const pack = readFileSync('catalogs/survey-network/pack.yaml', 'utf8');
  for (const vendor of ['survey', 'acme']) {
    const channel = await setUpChannel(server, vendor, pack);
    const dealer = await channel.partner('dealer', 'Peak Instruments');
    const projectId = (await value(dealer.client.createCustomer({ name: 'Survey Office' }))).projects[0]!.id;
    keys[vendor] = await makeKeys(channel, 'SF-FIELD-WS', 2, { projectId, by: dealer });
  }
});
afterEach(cleanUp);
afterAll(() => server?.stop());

/** A computer on which folders lie where they lie by themselves. */
function computerOf(name: string) {
  const { home, env } = newComputer(name);
  const { MUNIMENT_WORKSTATION_DATA: _, ...others } = env;
  const own = { ...others, XDG_STATE_HOME: join(home, 'state') };
  const run = (...argv: string[]) => command(own, argv);
  const folderOf = (...path: string[]) => join(home, 'state', 'muniment', ...path);
  const activate = (vendor: string, key: number, ...more: string[]) =>
    run('activate', keys[vendor]![key]!, '--server', server.url, '--accept', 'licence-terms:2026-01', ...more);
  return { env: own, run, folderOf, activate };
}

describe('two vendors’ products on one machine', () => {
  it('have a folder each, and which one is meant is said where that cannot be told', async () => {
    const { env, run: at, folderOf, activate } = computerOf('of two vendors');
    expect(await activate('survey', 0, '--vendor', 'survey')).toMatchObject({ code: 0 });
    const alone = json(await at('status', '--json'));
    expect(alone).toMatchObject({ valid: true, vendor: 'survey', folder: folderOf('workstations', 'survey', 'SCANFELL') });
    expect(await at('renew')).toMatchObject({ code: 0 });

    expect(await activate('acme', 0, '--vendor', 'acme')).toMatchObject({ code: 0 });
    const all = json(await at('status', '--json')) as { workstations: { folder: string }[] };
    expect(all).toMatchObject({ valid: true, workstations: [{ vendor: 'acme' }, { vendor: 'survey' }] });
    for (const { folder } of all.workstations) expect(existsSync(join(folder, 'identity.json'))).toBe(true);
    expect((await at('status')).stdout).toMatch(/SCANFELL +acme +valid[\s\S]*SCANFELL +survey +valid[\s\S]*--vendor/);
    expect(json(await at('doctor', '--json'))).toMatchObject({ ok: true, workstations: [{ vendor: 'acme' }, { vendor: 'survey' }] });
    // A program finds its own as the command line does.
    expect(workstationFolder({ vendor: 'acme', product: 'SCANFELL' }, { env })).toBe(folderOf('workstations', 'acme', 'SCANFELL'));

    const several = { code: 1, stderr: expect.stringMatching(/^several-workstations: .*acme.*survey[\s\S]*--vendor/) };
    expect(await at('renew')).toMatchObject(several);
    expect(await at('deactivate', '--yes', '--product', 'SCANFELL')).toMatchObject(several);
    expect(await at('checkout', 'cloud-seats', '--', 'true')).toMatchObject(several);
    // An address that both have does not tell them apart: the vendor's server says whose it speaks of, and that one does not know the key.
    expect(await activate('acme', 1)).toMatchObject({ code: 1, stderr: expect.stringMatching(/^license-key-unknown: /) });
    expect(await at('renew', '--vendor', 'acme')).toMatchObject({ code: 0 });
    const nobodys = { code: 1, stderr: expect.stringMatching(/^not-set-up: .*acme.*survey/) };
    expect(await at('renew', '--vendor', 'nobody')).toMatchObject(nobodys);
    expect(await at('status', '--vendor', 'nobody')).toMatchObject(nobodys);

    // A file says whose it is: each goes where it belongs, and nobody names it.
    for (const { vendor, folder } of all.workstations as { vendor: string; folder: string }[]) {
      const state = JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as { content: { license: { text: string } } };
      const file = join(folder, `${vendor}.lic`);
      writeFileSync(file, state.content.license.text);
      expect(await at('import', file)).toMatchObject({ code: 0, stdout: expect.stringContaining('installed already') });
    }
    const nobodysFile = join(all.workstations[0]!.folder, 'nobodys.lic');
    writeFileSync(nobodysFile, 'of nobody');
    expect(await at('import', nobodysFile)).toMatchObject(several);
    expect(await at('deactivate', '--yes', '--vendor', 'acme')).toMatchObject({ code: 0 });
    expect(json(await at('status', '--json', '--vendor', 'survey'))).toMatchObject({ valid: true, vendor: 'survey' });
    expect(await at('deactivate', '--yes', '--vendor', 'survey')).toMatchObject({ code: 0 });
  });

  it('go on where one of them was set up when there was one folder for all', async () => {
    const { env, run: at, folderOf, activate } = computerOf('of before');
    const old = folderOf('workstation');
    expect(await activate('survey', 0, '--vendor', 'survey', '--data', old)).toMatchObject({ code: 0 });
    expect(json(await at('status', '--json'))).toMatchObject({ valid: true, folder: old });
    expect(await at('renew')).toMatchObject({ code: 0 });
    // Asked for by name nothing is set up a second time.
    expect(await activate('survey', 0, '--vendor', 'survey', '--product', 'SCANFELL')).toMatchObject({ code: 0 });
    expect(existsSync(folderOf('workstations'))).toBe(false);
    expect(workstationFolder({ vendor: 'survey', product: 'SCANFELL' }, { env })).toBe(old);

    expect(await activate('acme', 0, '--vendor', 'acme')).toMatchObject({ code: 0 });
    expect(json(await at('status', '--json', '--vendor', 'acme'))).toMatchObject({ folder: folderOf('workstations', 'acme', 'SCANFELL') });
    expect(json(await at('status', '--json', '--vendor', 'survey'))).toMatchObject({ valid: true, folder: old });
    // A folder that is named and another's is told apart, too.
    expect(await at('renew', '--data', old, '--vendor', 'acme')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^other-vendor: /),
    });
    for (const vendor of ['survey', 'acme']) expect(await at('deactivate', '--yes', '--vendor', vendor)).toMatchObject({ code: 0 });
  });
});
