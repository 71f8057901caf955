import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { auditLedger } from '@muniment/server/operator';
import { makeKeys, type Party, setUpChannel, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanUp, type Finished, muniment, newDirectory } from '../packages/muniment/test/process.ts';

// A workstation without a network and a portal, in directories that share nothing: what one writes is carried to the other (C6, C9, F14).
// Every command is a process of the program as it is started by people.

let server: TestServer;
let channel: TestChannel;
let other: TestChannel;
let dealer: Party;
let projectId: string;
const dieAt = fileURLToPath(new URL('../packages/muniment/test/die-at.ts', import.meta.url));
const terms = ['--accept-agreement'];

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  const pack = readFileSync('catalogs/survey-network/pack.yaml', 'utf8')
    .replace('    binding: request\n', '    binding: request\n    offlineDays: 30\n')
    .replace('atLeast: 6', 'atLeast: 9');
  channel = await setUpChannel(server, 'survey', pack);
  other = await setUpChannel(server, 'otherstone', pack);
  dealer = await channel.partner('dealer', 'Peak Instruments');
  projectId = (await value(dealer.client.createCustomer({ name: 'Survey Office' }))).projects[0]!.id;
});
afterAll(async () => {
  await cleanUp();
  await server?.stop();
});

const newKey = async (of = channel, by = dealer, into = projectId) => (await makeKeys(of, 'SF-FIELD-WS', 1, { projectId: into, by }))[0]!;
const code = ({ code: exit, stderr }: Finished) => (exit === 0 ? 'done' : (/^([a-z-]+): /.exec(stderr)?.[1] ?? stderr));

/** Takes a file from one directory to another: all that the two have of each other. */
function carry(from: string, to: string): string {
  cpSync(from, to);
  return to;
}

/** A computer without a network: a directory with its state, the parts of its machine, and the files that were carried there. */
function newWorkstation(name: string) {
  const home = newDirectory();
  const at = (path: string) => join(home, path);
  const put = (path: string, content: string): string => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), content);
    return at(path);
  };
  const change = (part: string, content: string) => put(`machine/${part}`, `${content}\n`);
  change('etc/machine-id', `machine of ${name}`);
  change('sys/class/dmi/id/product_uuid', `uuid of ${name}`);
  change('sys/class/dmi/id/board_serial', `board of ${name}`);
  change('proc/sys/kernel/hostname', name);
  const env = { LC_ALL: 'C', MUNIMENT_URL: '', MUNIMENT_TEST_MACHINE: at('machine'), MUNIMENT_WORKSTATION_DATA: at('state') };
  const run = (argv: readonly string[], more: Readonly<Record<string, string>> = {}) => muniment(argv, home, { ...env, ...more });
  return { home, at, put, change, run };
}

/** Where there is a network: a directory of somebody of the customer's with a session at the portal. */
function newPortal(of = dealer) {
  const home = newDirectory();
  const env = { LC_ALL: 'C', MUNIMENT_URL: server.url, MUNIMENT_API_KEY: of.credential, MUNIMENT_CONFIG_HOME: home };
  const run = (...argv: readonly string[]) => muniment(argv, home, env);
  return { home, at: (path: string) => join(home, path), run };
}
type Workstation = ReturnType<typeof newWorkstation>;
type Portal = ReturnType<typeof newPortal>;

/** What a vendor's server says of itself, saved where there is a network and carried to the workstation. */
async function setUp(portal: Portal, place: Workstation, vendor = 'survey'): Promise<string> {
  const { stdout } = await portal.run('workstations', 'setup', '--vendor', vendor, '--json');
  writeFileSync(portal.at('setup.json'), stdout);
  return carry(portal.at('setup.json'), place.at('setup.json'));
}

let files = 0;
/** A request file of a workstation, carried to the portal. */
async function asked(place: Workstation, portal: Portal, argv: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const name = `${++files}.request`;
  const done = await place.run(['request', ...argv, '-o', place.at(name)], more);
  expect(done, done.stderr).toMatchObject({ code: 0 });
  return carry(place.at(name), portal.at(name));
}
const activateFrom = (portal: Portal, request: string, out: string) =>
  portal.run('controllers', 'activate-from-file', request, '--enrol', ...terms, '--yes', '-o', portal.at(out));
const renewFrom = (portal: Portal, request: string, out: string) =>
  portal.run('workstations', 'renew-from-file', request, '--yes', '-o', portal.at(out));
const returnFrom = (portal: Portal, receipt: string) =>
  portal.run('controllers', 'return-from-file', receipt, '--yes', '-o', portal.at('returned.lic'));
/** A file of the portal, carried to a workstation and imported there. */
const brought = async (place: Workstation, portal: Portal, name: string, more: Readonly<Record<string, string>> = {}) =>
  code(await place.run(['import', carry(portal.at(name), place.at(name))], more));
const standing = async (place: Workstation) => (JSON.parse((await place.run(['status', '--json'])).stdout) as { code: string }).code;

/** A workstation that was activated by files, and the portal that knows it. */
async function activated(name: string) {
  const [place, portal] = [newWorkstation(name), newPortal()];
  const licenseKey = await newKey();
  const request = await asked(place, portal, [licenseKey, '--setup', await setUp(portal, place)]);
  expect(code(await activateFrom(portal, request, 'one.lic'))).toBe('done');
  expect(await brought(place, portal, 'one.lic')).toBe('done');
  return { place, portal, licenseKey, request };
}

/** The same file, in which it says that it was made a second later. */
function altered(path: string): string {
  const [header, payload, signature] = readFileSync(path, 'utf8').trim().split('.');
  const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString()) as { iat: number };
  const changed = Buffer.from(JSON.stringify({ ...claims, iat: claims.iat + 1 })).toString('base64url');
  writeFileSync(`${path}.altered`, `${header}.${changed}.${signature}`);
  return `${path}.altered`;
}

describe('two directories that share nothing', () => {
  it('activate, renew, give back with a receipt and activate elsewhere', async () => {
    const { place, portal, licenseKey } = await activated('first');
    expect(await standing(place)).toBe('valid');
    expect(code(await renewFrom(portal, await asked(place, portal, ['--renew']), 'two.lic'))).toBe('done');
    expect(await brought(place, portal, 'two.lic')).toBe('done');
    const next = newWorkstation('second');
    const request = await asked(next, portal, [licenseKey, '--setup', await setUp(portal, next)]);
    expect(code(await activateFrom(portal, request, 'early.lic'))).toBe('license-key-in-use');
    expect(code(await place.run(['deactivate', '--receipt', place.at('receipt'), '--yes']))).toBe('done');
    expect(await standing(place)).toBe('not-active');
    expect(code(await returnFrom(portal, carry(place.at('receipt'), portal.at('receipt'))))).toBe('done');
    expect(code(await activateFrom(portal, request, 'next.lic'))).toBe('done');
    expect(await brought(next, portal, 'next.lic')).toBe('done');
    expect([await standing(next), await standing(place)]).toEqual(['valid', 'not-active']);
  });

  it('refuse what comes into the portal, each with a code of its own', { timeout: 240_000 }, async () => {
    const { place, portal, licenseKey, request } = await activated('into the portal');
    const abroad = newWorkstation('abroad');
    const foreign = await asked(abroad, portal, ['ANY-KEY', '--setup', await setUp(portal, abroad, 'otherstone')]);
    const late = newWorkstation('late');
    const longAgo = { MUNIMENT_TEST_CLOCK_SHIFT: '-P40D' };
    const old = await asked(late, portal, [await newKey(), '--setup', await setUp(portal, late)], longAgo);
    // The folder was copied to another computer.
    const thief = newWorkstation('thief');
    cpSync(place.at('state'), thief.at('state'), { recursive: true });
    const stolen = await asked(thief, portal, ['--renew']);
    const unknown = newWorkstation('unknown');
    const early = await asked(unknown, portal, ['--renew', '--setup', await setUp(portal, unknown)]);
    const renewal = await asked(place, portal, ['--renew']);
    expect(code(await renewFrom(portal, renewal, 'two.lic'))).toBe('done');
    const stranger = newPortal(await channel.partner('dealer', 'Stranger'));
    writeFileSync(portal.at('cut-off'), readFileSync(request, 'utf8').slice(0, 300));
    expect({
      altered: code(await activateFrom(portal, altered(request), 'no.lic')),
      replayed: code(await activateFrom(portal, request, 'no.lic')),
      replayedRenewal: code(await renewFrom(portal, renewal, 'no.lic')),
      otherVendor: code(await activateFrom(portal, foreign, 'no.lic')),
      tooOld: code(await activateFrom(portal, old, 'no.lic')),
      otherMachine: code(await renewFrom(portal, stolen, 'no.lic')),
      unknownWorkstation: code(await renewFrom(portal, early, 'no.lic')),
      otherStep: code(await renewFrom(portal, request, 'no.lic')),
      cutOff: code(await activateFrom(portal, portal.at('cut-off'), 'no.lic')),
      otherKind: code(await activateFrom(portal, portal.at('one.lic'), 'no.lic')),
      somebodyElses: code(await activateFrom(stranger, carry(request, stranger.at('request')), 'no.lic')),
      keyInUse: code(await activateFrom(portal, await asked(unknown, portal, [licenseKey]), 'no.lic')),
    }).toEqual({
      altered: 'document-altered',
      replayed: 'request-answered',
      replayedRenewal: 'request-answered',
      otherVendor: 'wrong-vendor',
      tooOld: 'clock-off',
      otherMachine: 'wrong-machine',
      unknownWorkstation: 'not-found',
      otherStep: 'wrong-purpose',
      cutOff: 'document-malformed',
      otherKind: 'document-malformed',
      somebodyElses: 'not-found',
      keyInUse: 'license-key-in-use',
    });
    // Receipts: of an older file than the newest, altered, of nobody here, and of another kind.
    expect(code(await place.run(['deactivate', '--receipt', place.at('old-receipt'), '--yes']))).toBe('done');
    const receipt = carry(place.at('old-receipt'), portal.at('old-receipt'));
    const nobodys = await activated('nobody');
    expect(code(await nobodys.place.run(['deactivate', '--receipt', nobodys.place.at('receipt'), '--yes']))).toBe('done');
    const good = carry(nobodys.place.at('receipt'), portal.at('receipt'));
    expect({
      altered: code(await returnFrom(portal, altered(good))),
      outdated: code(await returnFrom(portal, receipt)),
      somebodyElses: code(await returnFrom(stranger, carry(good, stranger.at('receipt')))),
      otherKind: code(await returnFrom(portal, request)),
      good: code(await returnFrom(portal, good)),
      // Nothing is booked twice, and whoever lost the answer is not told of a mistake.
      again: code(await returnFrom(portal, good)),
    }).toEqual({
      altered: 'document-altered',
      outdated: 'receipt-outdated',
      somebodyElses: 'unknown-key',
      otherKind: 'wrong-kind',
      good: 'done',
      again: 'done',
    });
    expect(await auditLedger(server.operator)).toMatchObject({ ok: true });
  });

  it('refuse what comes to the workstation, each with a code of its own', { timeout: 240_000 }, async () => {
    const { place, portal } = await activated('to the workstation');
    const abroad = newWorkstation('abroad too');
    const foreigner = await other.partner('dealer', 'Foreign dealer');
    const far = newPortal(foreigner);
    const farProject = (await value(foreigner.client.createCustomer({ name: 'Far Office' }))).projects[0]!.id;
    const farKey = await newKey(other, foreigner, farProject);
    const farRequest = await asked(abroad, far, [farKey, '--setup', await setUp(far, abroad, 'otherstone')]);
    expect(code(await activateFrom(far, farRequest, 'foreign.lic'))).toBe('done');
    const neighbour = await activated('neighbour');
    carry(neighbour.portal.at('one.lic'), portal.at('neighbour.lic'));
    carry(far.at('foreign.lic'), portal.at('foreign.lic'));
    carry(altered(portal.at('one.lic')), portal.at('altered.lic'));
    writeFileSync(portal.at('cut-off.lic'), readFileSync(portal.at('one.lic'), 'utf8').slice(0, 200));
    expect(code(await portal.run('signing-keys', 'download', '--vendor', 'survey', '-o', portal.at('keys.jws')))).toBe('done');
    // Two requests: only the answer to the newer one is taken.
    expect(code(await renewFrom(portal, await asked(place, portal, ['--renew']), 'two.lic'))).toBe('done');
    expect(code(await renewFrom(portal, await asked(place, portal, ['--renew']), 'three.lic'))).toBe('done');
    const thief = newWorkstation('thief too');
    cpSync(place.at('state'), thief.at('state'), { recursive: true });
    const refused = {
      altered: await brought(place, portal, 'altered.lic'),
      cutOff: await brought(place, portal, 'cut-off.lic'),
      otherVendor: await brought(place, portal, 'foreign.lic'),
      otherWorkstation: await brought(place, portal, 'neighbour.lic'),
      otherKind: await brought(place, portal, 'keys.jws'),
      otherRequest: await brought(place, portal, 'two.lic'),
      otherMachine: await brought(thief, portal, 'three.lic'),
      nobody: await brought(newWorkstation('nobody set up'), portal, 'three.lic'),
      tooLate: await brought({ ...thief, ...copyOf(place, 'late copy') }, portal, 'three.lic', { MUNIMENT_TEST_CLOCK_SHIFT: 'P31D' }),
    };
    expect(refused).toEqual({
      altered: 'document-altered',
      cutOff: 'document-malformed',
      otherVendor: 'unknown-key',
      otherWorkstation: 'wrong-device',
      otherKind: 'wrong-kind',
      otherRequest: 'wrong-answer',
      otherMachine: 'wrong-machine',
      nobody: 'not-set-up',
      tooLate: 'expired',
    });
    expect(await standing(place)).toBe('valid');
    expect(await brought(place, portal, 'three.lic')).toBe('done');
    expect([await brought(place, portal, 'two.lic'), await brought(place, portal, 'one.lic')]).toEqual(['outdated', 'outdated']);
    expect(code(await place.run(['deactivate', '--receipt', place.at('receipt'), '--yes']))).toBe('done');
    expect(await brought(place, portal, 'three.lic')).toBe('license-removed');
    // The list of what counts no more is a file like any other, and says that this one is back.
    expect(code(await returnFrom(portal, carry(place.at('receipt'), portal.at('receipt'))))).toBe('done');
    expect(code(await portal.run('revocations', 'download', '--vendor', 'survey', '-o', portal.at('list.jwt')))).toBe('done');
    const copy = copyOf(neighbour.place, 'neighbour’s copy');
    expect(await brought(copy, portal, 'list.jwt')).toBe('done');
    expect(await standing(copy)).toBe('valid');
    const receipt = neighbour.place.at('receipt');
    expect(code(await neighbour.place.run(['deactivate', '--receipt', receipt, '--yes']))).toBe('done');
    expect(code(await returnFrom(portal, carry(receipt, portal.at('neighbour.receipt'))))).toBe('done');
    // A copy of the folder from before goes on, until it hears of that.
    expect(await standing(copy)).toBe('valid');
    expect(code(await portal.run('revocations', 'download', '--vendor', 'survey', '-o', portal.at('newer.jwt')))).toBe('done');
    expect([looksUp(portal, 'list.jwt', await keysOf(portal)), looksUp(portal, 'newer.jwt', await keysOf(portal))]).toEqual([
      { status: 0, said: expect.stringContaining('"revoked":false') },
      { status: 3, said: expect.stringContaining('"reason":"returned"') },
    ]);
    expect(await brought(copy, portal, 'newer.jwt')).toBe('done');
    expect(await standing(copy)).toBe('license-revoked');
    carry(altered(portal.at('newer.jwt')), portal.at('altered.jwt'));
    expect([await brought(copy, portal, 'list.jwt'), await brought(copy, portal, 'altered.jwt')]).toEqual(['outdated', 'document-altered']);
  });

  it('are right after a kill -9 at any moment of the import', { timeout: 240_000 }, async () => {
    const [place, portal] = [newWorkstation('killed'), newPortal()];
    const request = await asked(place, portal, [await newKey(), '--setup', await setUp(portal, place)]);
    expect(code(await activateFrom(portal, request, 'one.lic'))).toBe('done');
    const file = carry(portal.at('one.lic'), place.at('one.lic'));
    const importing = (of: Workstation, moment: number) =>
      of.run(['import', file], { NODE_OPTIONS: `--import=${dieAt}`, DIE_AT: String(moment) });
    const whole = await importing(copyOf(place, 'killed'), 0);
    const moments = Number(/moments (\d+)/.exec(whole.stderr)?.[1]);
    expect(moments).toBeGreaterThan(1);
    for (let moment = 1; moment <= moments; moment++) {
      const copy = copyOf(place, 'killed');
      expect(await importing(copy, moment), String(moment)).toMatchObject({ code: 'SIGKILL' });
      expect(['valid', 'not-active']).toContain(await standing(copy));
      expect(code(await copy.run(['import', file])), String(moment)).toBe('done');
      expect([moment, await standing(copy)]).toEqual([moment, 'valid']);
      if (moment === moments) expect((await copy.run(['doctor'])).code).toBe(0);
    }
  });
});

/** The vendor's keys, saved as anybody may. */
async function keysOf(portal: Portal): Promise<string> {
  const { stdout } = await portal.run('signing-keys', 'jwks', '--vendor', 'survey', '--json');
  writeFileSync(portal.at('jwks.json'), stdout);
  return portal.at('jwks.json');
}

/** Whether the list names the neighbour's file, as a program finds out that has nothing of ours. */
function looksUp(portal: Portal, list: string, keys: string) {
  const example = ['examples/verify-revocations.mjs', portal.at(list), keys, portal.at('neighbour.lic')];
  const { status, stdout, stderr } = spawnSync(process.execPath, example, { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

/** The folder of a workstation as it is now, on the same machine. */
function copyOf(place: Workstation, name: string): Workstation {
  const copy = newWorkstation(name);
  for (const part of ['state', 'machine']) cpSync(place.at(part), copy.at(part), { recursive: true });
  return copy;
}
