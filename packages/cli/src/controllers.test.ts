import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ControllerFacts,
  customerIdOf,
  makeController,
  setUpChannel,
  ship,
  startTestServer,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { muniment, newFolder, type Ran, type RunOptions } from '../test/support.ts';

let server: TestServer;
let dealer: (argv: readonly string[], options?: RunOptions) => Promise<Ran>;
let vendor: typeof dealer;
let projectId: string;
let facts: (changed?: Partial<ControllerFacts>) => ControllerFacts;
let give: (units: Readonly<Record<string, number>>) => Promise<Record<string, string>>;
let number = 0;

// A partner looks after a customer whose controllers have no connection.
beforeAll(async () => {
  server = await startTestServer();
  const channel = await setUpChannel(server, 'edge', readFileSync('catalogs/edge-controller/pack.yaml', 'utf8'));
  const partner = await channel.partner('dealer', 'Lakeside Automation');
  const customer = await value(partner.client.createCustomer({ name: 'Town of Harrow' }));
  projectId = customer.projects[0]!.id;
  const customerId = await customerIdOf(partner.client, projectId);
  facts = (changed = {}) => ({
    hardwareKey: `17QE${String(++number).padStart(8, '0')}`,
    product: 'ESC-400',
    customerId,
    vendor: 'edge',
    ...changed,
  });
  give = async (units) => {
    const { lots } = await ship(channel, partner, `SO-${++number}`, units);
    const pool = async () => (await value(partner.client.listPoolLicenses({ projectId, limit: 200 }))).items;
    const before = new Set((await pool()).map(({ lotId }) => lotId));
    const lines = Object.entries(units).map(([part, quantity]) => ({ lotId: lots[part]!, quantity }));
    await value(partner.client.giveLicenses({ projectId, lines }));
    return Object.fromEntries((await pool()).filter(({ lotId }) => !before.has(lotId)).map(({ part, lotId }) => [part, lotId]));
  };
  const as = async ({ client }: typeof partner): Promise<typeof dealer> => {
    const { secret } = await value(client.createApiKey({ name: 'cli', scopes: ['all'] }));
    return (argv, options) => muniment(argv, { ...options, env: { MUNIMENT_URL: server.url, MUNIMENT_API_KEY: secret } });
  };
  [dealer, vendor] = [await as(partner), await as(channel.vendor)];
});
afterAll(() => server?.stop());

const json = ({ out }: Ran) => JSON.parse(out);
const put = (text: string): string => {
  const file = join(newFolder(), 'request.jws');
  writeFileSync(file, `${text}\n`);
  return file;
};

test('activate-from-file takes what the request asks for, accepts what holds for the device, and keeps the file to carry back; return-from-file too', async () => {
  const lots = await give({ 'CAP-25': 1, 'CAP-5': 1 });
  const device = makeController(server, facts({ name: 'Cellar' }));
  const file = put(device.request({ purpose: 'licenses', lotIds: [lots['CAP-25']!] }));
  const activate = ['controllers', 'activate-from-file', file];
  expect(await dealer(activate)).toMatchObject({ code: 1, err: expect.stringMatching(/^device-not-enrolled: [\s\S]*--enrol\n/) });
  // At a terminal too it is refused before anybody is asked about an agreement.
  const refused = await dealer(activate, { keys: ['y'] });
  expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^device-not-enrolled: /) });
  expect((await dealer([...activate, '--enrol'], { keys: ['n'] })).out).toContain('Do you accept this agreement?');
  expect((await dealer([...activate, '--enrol'])).err).toMatch(/^agreement-not-accepted: [\s\S]*--accept-agreement/);
  const to = join(newFolder(), 'answer.lic');
  const preview = json(await dealer([...activate, '--enrol', '--dry-run', '--json', '-o', to]));
  expect(preview).toMatchObject({ dryRun: true, document: null });
  const done = await dealer([...activate, '--enrol', '--accept-agreement', '-o', to]);
  expect(done).toMatchObject({ code: 0, err: expect.stringMatching(/^Saved as .*answer\.lic \(\d+ bytes\)\. Carry it to the device/) });
  const text = readFileSync(to, 'utf8');
  expect(text).toMatch(/^ey[\w-]+\.[\w-]+\.[\w-]+$/);
  // The text is in the file, and nobody reads it on a screen.
  expect(done.out).not.toContain(text);
  expect(done.out).toContain('CAP-25');
  expect(done.out).not.toContain('CAP-5 ');
  expect(await dealer(['verify', to])).toMatchObject({ code: 0 });

  const { serial } = JSON.parse(Buffer.from(text.split('.')[1]!, 'base64url').toString());
  const receipt = put(device.receipt(serial));
  // What comes back, how much of it and to where is said before it is done, when it is, and when the answer comes once more.
  const returning = ['controllers', 'return-from-file', receipt];
  const [project] = (await dealer(['projects', 'show', projectId])).out.match(/(?<=^Name +)\S.*$/m)!;
  const comesBack = new RegExp(`Goes back into the pool of ${project}\\n.*QUANTITY.*\\n +1 +CAP-25 [\\s\\S]*Nothing stays on the device`);
  const previewed = await dealer([...returning, '--dry-run']);
  expect(previewed).toMatchObject({ code: 0, err: '' });
  expect(previewed.out).toMatch(comesBack);
  expect((await dealer([...returning, '-o', to])).out).toMatch(comesBack);
  expect((await dealer([...returning, '-o', to])).out).toMatch(comesBack);
  const back = json(await dealer(['controllers', 'return-from-file', receipt, '--json', '-o', to]));
  expect(back.licenses).toEqual([]);
  expect(readFileSync(to, 'utf8')).toBe(back.document.text);
});

test('list-capacities and list-all-capacities show what is licensed, used up, missing and covered, device by device, of the whole project and of all', async () => {
  const { 'CAP-10': lotId } = await give({ 'CAP-10': 1 });
  const device = makeController(server, facts({ name: 'Hall' }));
  const { token } = await value(device.enrol());
  const client = device.client(token!);
  const { agreement } = await value(client.listCloudLicenses({}));
  const { id, version, language } = agreement!;
  await value(client.activateCloudLicenses({ licenses: [{ lotId: lotId! }], agreement: { id, version, language, accepted: true } }));
  const shown = await dealer(['capacities', 'list', projectId]);
  expect(shown).toMatchObject({ code: 0, err: '' });
  expect(shown.out).toMatch(/^DEVICE +FEATURE +CAPACITY +ENDPOINTS +MISSING +COVERED +UNCOVERED +/);
  expect(shown.out).toMatch(/^Hall +\S.* 10 +0 +0 +0 +10 /m);
  expect(shown.out).toMatch(/The whole project\n +FEATURE +CAPACITY .*DEVICES UNCOVERED\n/);
  const all = await dealer(['capacities', 'list-all', '--missing', 'maintenance']);
  expect(all).toMatchObject({ code: 0, err: '' });
  expect(all.out).toMatch(/^DEVICE +PROJECT +CUSTOMER +FEATURE +CAPACITY +ENDPOINTS +MISSING +COVERED +UNCOVERED +/);
  expect(all.out).toMatch(/^Hall +.* 10 +0 +0 +0 +10 /m);
  expect(all.out).toMatch(/^1 in all$/m);
  expect((await dealer(['devices', 'endpoints', 'Hall'])).out).toMatch(
    /^Nothing here\.\n\nFEATURE +CAPACITY +ENDPOINTS +MISSING\n\S.* 10 +0 +0\n/,
  );
});

test('take-back-licenses says which file stays out there until when, and what comes back, before it is done', async () => {
  const { 'CAP-50': lotId } = await give({ 'CAP-50': 1 });
  const device = makeController(server, facts({ name: 'Boiler room' }));
  const { token, deviceId } = await value(device.enrol());
  const client = device.client(token!);
  const { agreement } = await value(client.listCloudLicenses({}));
  const { id, version, language } = agreement!;
  await value(client.activateCloudLicenses({ licenses: [{ lotId: lotId! }], agreement: { id, version, language, accepted: true } }));
  expect((await dealer(['devices', 'revoke-key', deviceId!])).code).toBe(0);
  const takeBack = ['devices', 'take-back', deviceId!, '--reason', 'Stolen'];
  const preview = await vendor([...takeBack, '--dry-run']);
  expect(preview).toMatchObject({ code: 0, err: '' });
  const risk = /Licence file 1\.\d+ stays on Boiler room, and nobody can remove it there\. .*for good: it has no end\./;
  expect(preview.out).toMatch(/^Preview: nothing has changed\.\n/);
  expect(preview.out).toMatch(risk);
  expect(preview.out).toMatch(/Goes back into the pool\n.*QUANTITY.*\n +1 +CAP-50 /);
  expect((await vendor(takeBack)).out).toMatch(risk);
});

test('activate-from-file says which licences wait where the request asks for none, and takes one by its id alone', async () => {
  const { 'CAP-10': lotId } = await give({ 'CAP-10': 2 });
  const file = put(makeController(server, facts({ name: 'Shed' })).request({ purpose: 'licenses' }));
  const activate = ['controllers', 'activate-from-file', file, '--enrol', '--accept-agreement', '-o', '-'];
  expect(await dealer(activate)).toMatchObject({ code: 2, err: expect.stringMatching(new RegExp(`--lot ID[\\s\\S]*${lotId} {2}2 × `)) });
  const done = await dealer([...activate, '--lot', lotId!]);
  expect(done).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^ey[\w-]+\.[\w-]+\.[\w-]+$/) });
});

test('check-license-request says the command to run next, with what it would be refused for without: it is taken as it is written', async () => {
  const { 'CAP-10': lotId } = await give({ 'CAP-10': 1 });
  const device = makeController(server, facts({ name: 'Gate' }));
  const next = async (file: string) => /^Next +muniment (.*)$/m.exec((await dealer(['controllers', 'check-request', file])).out)?.[1];
  const naming = put(device.request({ purpose: 'licenses', lotIds: [lotId!] }));
  expect(await next(naming)).toBe(`controllers activate-from-file ${naming} --enrol`);
  const file = put(device.request({ purpose: 'licenses' }));
  const said = (await next(file))!;
  expect(said).toMatch(/ --enrol --lot lot_\S+$/);
  const done = await dealer([...said.split(' '), '--accept-agreement', '-o', '-']);
  expect(done).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^ey/) });
  // What it has by now is what the next request brings it anew, where that asks for nothing: no agreement is asked about again.
  const asItIs = put(device.request({ purpose: 'licenses' }));
  expect(await next(asItIs)).toBe(`controllers activate-from-file ${asItIs}`);
  expect((await dealer(['controllers', 'check-request', asItIs])).out).toContain('Nothing is activated.');
  expect(json(await dealer(['controllers', 'activate-from-file', asItIs, '--json']))).toMatchObject({
    operationId: null,
    licenses: [{ part: 'CAP-10' }],
  });
  // The key is the device's by now.
  await give({ 'CAP-5': 1 });
  expect(await next(put(device.request({ purpose: 'licenses' })))).not.toContain('--enrol');
});

test('activate-from-file again under the same idempotency key brings the file that was lost, though nothing waits any more', async () => {
  const lots = await give({ 'CAP-25': 1, 'CAP-5': 2 });
  const device = makeController(server, facts({ name: 'Attic' }));
  const file = put(device.request({ purpose: 'licenses', lotIds: Object.values(lots) }));
  const activate = ['controllers', 'activate-from-file', file, '--enrol', '--accept-agreement', '--idempotency-key', 'attic-1', '-o', '-'];
  const lost = await dealer(activate);
  expect(lost).toMatchObject({ code: 0, err: '' });
  expect(await dealer(activate)).toMatchObject({ code: 0, err: '', out: lost.out });
  // Under another key it is another act, and the request has its answer.
  expect(await dealer([...activate, '--idempotency-key', 'attic-2'])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^request-answered: /),
  });
});

test('approve-enrolment and refuse-enrolment take the install code or the name of whoever waits, and name those that a name fits', async () => {
  await give({ 'CAP-5': 1 });
  const known = facts({ name: 'Boiler house' });
  const first = makeController(server, known);
  await value(first.enrol());
  // The same install codes with other keys, as after a reset: somebody has to say yes.
  expect((await value(makeController(server, known).enrol())).state).toBe('waiting');
  const other = facts({ name: 'Boiler annexe' });
  await value(makeController(server, other).enrol());
  expect((await value(makeController(server, other).enrol())).state).toBe('waiting');

  const both = await dealer(['enrolments', 'approve', 'boiler']);
  expect(both).toMatchObject({ code: 1, err: expect.stringMatching(/^name-ambiguous: /) });
  for (const { hardwareKey, name } of [known, other]) expect(both.err).toMatch(new RegExp(`enr_\\S+  ${hardwareKey}  ${name}`));
  // Who waits says itself what it is called: part of that lets nobody in unseen.
  expect(await dealer(['enrolments', 'approve', 'annexe'])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^name-ambiguous: .*only part of a name/),
  });
  const listed = await dealer(['enrolments', 'list', projectId, '--state', 'waiting']);
  expect(listed).toMatchObject({ code: 0, out: expect.stringContaining('Boiler annexe') });
  expect(await dealer(['enrolments', 'approve', 'nobody'])).toMatchObject({ code: 1, err: expect.stringMatching(/^name-not-found: /) });
  expect(json(await dealer(['enrolments', 'approve', 'Boiler house', '--json']))).toMatchObject({ state: 'current', name: 'Boiler house' });
  expect(json(await dealer(['enrolments', 'refuse', other.hardwareKey, '--json']))).toMatchObject({ state: 'refused', name: other.name });
  // Nobody of that name waits any more.
  expect(await dealer(['enrolments', 'refuse', 'Boiler house'])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^name-not-found: /),
  });
});
