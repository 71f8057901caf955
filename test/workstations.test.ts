import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  activate,
  bringUpToDate,
  deactivate,
  diagnose,
  fetchToken,
  finishPending,
  importLicense,
  isRenewalDue,
  openWorkstation,
  receiptFile,
  renew,
  requestFile,
  type Settings,
  setUpWorkstation,
  setupFromFile,
  setupFromServer,
  standingOf,
  withWorkstation,
} from '@muniment/client/workstation';
import { moveClock } from '@muniment/platform/clock';
import { auditLedger } from '@muniment/server/operator';
import {
  activate as activateByHand,
  customerIdOf,
  makeKeys,
  type Party,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, at, cleanUp, newMachine, writeMachine } from '../packages/client/test/workstation.ts';

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let projectId: string;
const work = mkdtempSync(join(tmpdir(), 'online-'));
const program = join(import.meta.dirname, '..', 'packages', 'client', 'test', 'activate-and-die.ts');
const terms = [{ id: 'licence-terms', version: '2026-01', language: 'en' }];
const agreement = { ...terms[0]!, accepted: true };
let number = 0;

beforeAll(async () => {
  server = await startTestServer({ testClock: true });
  const pack = readFileSync('catalogs/survey-network/pack.yaml', 'utf8')
    .replace('    binding: request\n', '    binding: request\n    offlineDays: 30\n')
    .replace('atLeast: 6', 'atLeast: 9');
  channel = await setUpChannel(server, 'survey', pack);
  dealer = await channel.partner('dealer', 'Peak Instruments');
  projectId = (await value(dealer.client.createCustomer({ name: 'Survey Office' }))).projects[0]!.id;
});
afterAll(async () => {
  cleanUp();
  rmSync(work, { recursive: true, force: true });
  await server?.stop();
});

const newKey = async () => (await makeKeys(channel, 'SF-FIELD-WS', 1, { projectId, by: dealer }))[0]!;

/** A computer whose every part can be read. */
function newComputer(name = `computer ${++number}`): string {
  const root = newMachine(name);
  writeMachine(root, { 'sys/class/dmi/id/product_uuid': `uuid of ${name}\n` });
  return root;
}

async function newPlace(
  servers: readonly string[] = [server.url],
  root = newComputer(),
): Promise<Required<Pick<Settings, 'folder' | 'root'>>> {
  const folder = join(work, `state-${++number}`);
  const setup = await setupFromServer([server.url], { vendor: 'survey' });
  if (!setup.ok) throw new Error(JSON.stringify(setup));
  const made = await setUpWorkstation(folder, { ...setup.value.request, servers });
  if (!made.ok) throw new Error(made.refusal.code);
  return { folder, root };
}

type Failure =
  | { readonly ok: true }
  | { readonly ok: false; readonly refusal: { readonly code: string } }
  | { readonly ok: false; readonly problem: { readonly code: string } };
const codeOf = (answer: Failure) => (answer.ok ? 'done' : 'problem' in answer ? answer.problem.code : answer.refusal.code);
const activating = (place: Settings, licenseKey: string, agreements = terms) =>
  withWorkstation(place, (workstation) => activate(workstation, { licenseKey, agreements }));
/** Requests arrive and are done; their answers do not. */
const losingAll =
  (isLost: (url: string) => boolean = () => true): typeof fetch =>
  async (...asked) => {
    const answer = await fetch(...asked);
    if (isLost(String(asked[0]))) throw new TypeError('cut off');
    return answer;
  };
const standing = async (place: Settings) => (await act(place, standingOf)).code;
const deactivating = (place: Settings) => withWorkstation(place, (workstation) => deactivate(workstation));
/** The workstation as the vendor knows it; null where nobody does. */
async function deviceOf(place: Settings) {
  const opened = await openWorkstation(place);
  if (!opened.ok) throw new Error(opened.refusal.code);
  const { items } = await value(dealer.client.listDevices({ q: opened.value.identity.hardwareKey }));
  return items[0] ?? null;
}
/** How many units the vendor has booked on a workstation. */
async function booked(place: Settings): Promise<number> {
  const device = await deviceOf(place);
  if (device === null) return 0;
  const { active } = await value(dealer.client.listDeviceCloudLicenses({ deviceId: device.id }));
  return active.reduce((sum, { quantity }) => sum + quantity, 0);
}

describe('a workstation with a network', () => {
  it('activates with a key, is renewed before its file ends, and gives its licence back', async () => {
    const place = await newPlace();
    const licenseKey = await newKey();
    expect(codeOf(await activating(place, licenseKey, []))).toBe('agreement-not-accepted');
    expect(await activating(place, licenseKey)).toMatchObject({ ok: true, value: { bound: { change: 'bound' }, unchanged: false } });
    expect(await standing(place)).toBe('valid');
    expect((await diagnose(place)).filter(({ ok }) => !ok)).toEqual([]);
    expect(await act(place, async (workstation) => isRenewalDue(workstation))).toBe(false);
    expect(await act(at(place, 'P20D'), async (workstation) => isRenewalDue(workstation))).toBe(true);
    expect(codeOf(await withWorkstation(place, (workstation) => renew(workstation)))).toBe('done');
    expect(await booked(place)).toBe(1);
    expect(codeOf(await deactivating(place))).toBe('done');
    expect([await standing(place), await booked(place)]).toEqual(['not-active', 0]);
    // Whoever was killed before it could tell asks again, and is told the same.
    expect(codeOf(await deactivating(place))).toBe('done');
    expect(codeOf(await activating(await newPlace(), licenseKey))).toBe('done');
  });

  it('is over where it was never renewed, on the very day and not later', async () => {
    const place = await newPlace();
    await activating(place, await newKey());
    expect(await standing(at(place, 'P29D'))).toBe('valid');
    expect(await standing(at(place, 'P31D'))).toBe('expired');
    // A clock that is set back brings nothing back.
    expect(await standing(place)).toBe('clock-set-back');
  });

  it('says what differs after a repair, and goes on with a reason', async () => {
    const root = newComputer('to repair');
    const place = await newPlace(undefined, root);
    await activating(place, await newKey());
    writeMachine(root, { 'sys/class/dmi/id/board_serial': 'another board\n', 'sys/class/dmi/id/product_uuid': 'another uuid\n' });
    expect(await standing(place)).toBe('wrong-machine');
    expect(codeOf(await withWorkstation(place, (workstation) => renew(workstation)))).toBe('wrong-machine');
    const repaired = await withWorkstation(place, (workstation) => renew(workstation, { repair: 'New mainboard' }));
    expect(repaired).toMatchObject({ ok: true, value: { bound: { change: 'repaired', repairsLeft: 1 } } });
    expect(await standing(place)).toBe('valid');
  });

  it('asks one address after another', async () => {
    const broken = createServer((_, response) => void response.writeHead(502).end('no server behind this'));
    await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve));
    const gateway = `http://127.0.0.1:${(broken.address() as AddressInfo).port}`;
    const nobody = 'http://127.0.0.1:9';
    const place = await newPlace([nobody, gateway, server.url]);
    expect(codeOf(await activating(place, await newKey()))).toBe('done');
    const alone = await newPlace([nobody, gateway]);
    expect(await activating(alone, await newKey())).toMatchObject({
      refusal: { code: 'unreachable', facts: { servers: [nobody, gateway] } },
    });
    broken.close();
  });

  it('keeps what could not be asked, and asks it in the same words', async () => {
    const licenseKey = await newKey();
    const place = await newPlace();
    const answer = await withWorkstation(place, (workstation) =>
      activate(workstation, { licenseKey, agreements: terms }, { fetch: losingAll() }),
    );
    expect(codeOf(answer)).toBe('unreachable');
    expect([await standing(place), await booked(place)]).toEqual(['not-active', 1]);
    expect(codeOf(await withWorkstation(place, (workstation) => finishPending(workstation)))).toBe('done');
    expect([await standing(place), await booked(place)]).toEqual(['valid', 1]);
  });

  it('is asked again in the same words by whoever says the same once more, and that is all', async () => {
    const [first, licenseKey] = [await newPlace(), await newKey()];
    const lost = await withWorkstation(first, (own) => activate(own, { licenseKey, agreements: terms }, { fetch: losingAll() }));
    expect(codeOf(lost)).toBe('unreachable');
    expect([await standing(first), await booked(first)]).toEqual(['not-active', 1]);
    expect(await diagnose(first)).toContainEqual(
      expect.objectContaining({ code: 'not-active', facts: expect.objectContaining({ exchangePending: 'activate' }) }),
    );
    expect(codeOf(await activating(first, ` ${licenseKey} `))).toBe('done');
    expect([await standing(first), await booked(first)]).toEqual(['valid', 1]);
    // Another key is not asked for while nobody knows what became of the first, unless that is given up.
    const second = await newPlace();
    const [one, other] = [await newKey(), await newKey()];
    await withWorkstation(second, (own) =>
      activate(own, { licenseKey: one, agreements: terms }, { fetch: () => Promise.reject(new TypeError('gone')) }),
    );
    expect(await activating(second, other)).toMatchObject({
      refusal: { code: 'activation-pending', facts: { licenseKey: `…${one.slice(-4)}` } },
    });
    expect(await booked(second)).toBe(0);
    expect(codeOf(await withWorkstation(second, (own) => activate(own, { licenseKey: other, agreements: terms, forget: true })))).toBe(
      'done',
    );
    expect([await standing(second), await booked(second)]).toEqual(['valid', 1]);
  });

  it('is brought up to date by a program that asks for it, and then nobody is asked', async () => {
    const [place, licenseKey] = [await newPlace(), await newKey()];
    await withWorkstation(place, (own) => activate(own, { licenseKey, agreements: terms }, { fetch: losingAll() }));
    expect(await bringUpToDate(place)).toMatchObject({ ok: true, value: { exchange: 'activate', renewed: false } });
    expect(await standing(place)).toBe('valid');
    const nobody = { fetch: () => Promise.reject(new Error('asked')) };
    expect(await bringUpToDate(place, nobody)).toMatchObject({ ok: true, value: { exchange: null, renewed: false } });
    expect(codeOf(await bringUpToDate(at(place, 'P20D'), nobody))).toBe('unreachable');
  });

  it('keeps what one address may have booked though the next refuses it', async () => {
    const stranger = createServer((_, response) =>
      response.writeHead(404, { 'Content-Type': 'application/problem+json' }).end(
        JSON.stringify({
          type: 'about:blank',
          code: 'not-found',
          title: 'x',
          detail: 'No such vendor',
          status: 404,
          nextStep: '',
          requestId: '',
        }),
      ),
    );
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    const elsewhere = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
    const [place, licenseKey] = [await newPlace([server.url, elsewhere]), await newKey()];
    const losing = losingAll((url) => url.startsWith(server.url));
    const asked = await withWorkstation(place, (own) => activate(own, { licenseKey, agreements: terms }, { fetch: losing }));
    expect(asked).toMatchObject({ problem: { code: 'not-found' }, unanswered: [server.url] });
    expect([await standing(place), await booked(place)]).toEqual(['not-active', 1]);
    expect(codeOf(await activating(place, licenseKey))).toBe('done');
    expect([await standing(place), await booked(place)]).toEqual(['valid', 1]);
    // Who never got the question has booked nothing: then a refusal is one.
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const closed = `http://127.0.0.1:${(gone.address() as AddressInfo).port}`;
    await new Promise((resolve) => gone.close(resolve));
    const alone = await newPlace([closed, elsewhere]);
    expect(codeOf(await activating(alone, await newKey()))).toBe('not-found');
    expect(await act(alone, async ({ state }) => state().exchange)).toBeNull();
    stranger.close();
  });

  it('is not kept from carrying files by what it asks over the network meanwhile, nor the other way round', async () => {
    const [place, licenseKey] = [await newPlace(), await newKey()];
    await activating(place, licenseKey);
    const made = await act(place, (own) => requestFile(own, { purpose: 'renew' }));
    if (!made.ok) throw new Error(made.refusal.code);
    const { document } = await value(dealer.client.renewFromFile({ request: made.value.text }));
    const gone = { fetch: () => Promise.reject(new TypeError('gone')) };
    expect(codeOf(await withWorkstation(place, (own) => renew(own, {}, gone)))).toBe('unreachable');
    const bytes = new TextEncoder().encode(document!.text);
    expect(await act(place, (own) => importLicense(own, bytes))).toMatchObject({ ok: true, value: { unchanged: false } });
    // A request that is carried while an answer is lost: both come.
    const [other, key] = [await newPlace(), await newKey()];
    await withWorkstation(other, (own) => activate(own, { licenseKey: key, agreements: terms }, { fetch: losingAll() }));
    await act(other, (own) => requestFile(own, { licenseKey: key }));
    expect(codeOf(await bringUpToDate(other))).toBe('done');
    expect([await standing(other), await booked(other)]).toEqual(['valid', 1]);
  });

  it('removes nothing while the vendor cannot be reached, and says what is removed where he is lost then', async () => {
    const place = await newPlace();
    await activating(place, await newKey());
    const gone = { fetch: () => Promise.reject(new TypeError('gone')) };
    expect(codeOf(await withWorkstation(place, (own) => deactivate(own, gone)))).toBe('unreachable');
    expect(await standing(place)).toBe('valid');
    const losing = losingAll((url) => url.includes('/deactivate'));
    expect(codeOf(await withWorkstation(place, (own) => deactivate(own, { fetch: losing })))).toBe('receipt-pending');
    expect(await standing(place)).toBe('not-active');
    // The receipt is signed again, at another time: it is the same return.
    expect(await bringUpToDate(at(place, 'PT2M'))).toMatchObject({ ok: true, value: { receipt: true } });
    expect(await booked(place)).toBe(0);
  });

  it('says of a licence that it cannot use why, and not that it is back as the one before', async () => {
    const place = await newPlace();
    await activating(place, await newKey());
    expect(codeOf(await deactivating(place))).toBe('done');
    expect(codeOf(await deactivating(place))).toBe('done');
    await activating(place, await newKey());
    const otherKeys = { ...place, expected: { keys: ['of-somebody-else'] } };
    expect(codeOf(await deactivating(otherKeys))).toBe('keys-not-pinned');
    expect([await standing(place), await booked(place)]).toEqual(['valid', 1]);
    expect(codeOf(await deactivating(place))).toBe('done');
    expect(await booked(place)).toBe(0);
  });

  it('goes on with what people put there, which it cannot give back', async () => {
    const place = await newPlace();
    await activating(place, await newKey());
    expect(codeOf(await deactivating(place))).toBe('done');
    const { lots } = await ship(channel, dealer, 'SO-by-hand', { 'SF-FIELD-WS': 1 });
    const device = await deviceOf(place);
    await value(dealer.client.attachLicenses({ deviceId: device!.id, lines: [{ lotId: lots['SF-FIELD-WS']!, quantity: 1 }] }));
    await activateByHand(dealer.client, device!);
    expect(codeOf(await withWorkstation(place, (own) => renew(own)))).toBe('done');
    expect(codeOf(await deactivating(place))).toBe('held-by-people');
    expect([await standing(place), await booked(place)]).toEqual(['valid', 1]);
  });

  it('removes the newest licence where the vendor has made a newer file', async () => {
    const place = await newPlace();
    await activating(place, await newKey());
    const old = readFileSync(join(place.folder, 'state.json'));
    await withWorkstation(place, (workstation) => renew(workstation));
    // As a folder that was put back from a back-up.
    writeFileSync(join(place.folder, 'state.json'), old);
    expect(codeOf(await deactivating(place))).toBe('done');
    expect([await standing(place), await booked(place)]).toEqual(['not-active', 0]);
  });

  it('gets a token for seats by what every other device shows, once a licence key let it in', async () => {
    const place = await newPlace();
    await activating(place, await newKey());
    expect(codeOf(await withWorkstation(place, (workstation) => fetchToken(workstation)))).toBe('customer-id-unknown');
    const customerId = await customerIdOf(dealer.client, projectId);
    const token = await withWorkstation(place, (workstation) => fetchToken(workstation, { customerId }));
    if (!token.ok) throw new Error(codeOf(token));
    expect((await value(server.client(token.value).getCurrentLicense({}))).licenses).toHaveLength(1);
    expect(codeOf(await withWorkstation(await newPlace(), (workstation) => fetchToken(workstation)))).toBe('customer-id-unknown');
  });
});

describe('two directories that share nothing but files', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  it('activate, repair and deactivate by files that are carried to the portal', async () => {
    const setup = await value(server.client().getWorkstationSetup({ vendor: 'survey' }));
    const read = setupFromFile(JSON.stringify(setup), 'setup.json');
    if (!read.ok) throw new Error(read.refusal.code);
    expect(read.value.request).toMatchObject({ servers: [] });
    const place = { folder: join(work, 'offline'), root: newComputer('offline') };
    expect(await setUpWorkstation(place.folder, read.value.request)).toMatchObject({ ok: true });
    const licenseKey = await newKey();
    const ask = (more: Parameters<typeof requestFile>[1]) => act(place, (workstation) => requestFile(workstation, more));
    const made = await ask({ licenseKey });
    if (!made.ok) throw new Error(made.refusal.code);
    const { document } = await value(dealer.client.activateFromFile({ request: made.value.text, enrol: true, agreement }));
    expect(await act(place, (workstation) => importLicense(workstation, bytes(document!.text)))).toMatchObject({ ok: true });
    expect(await standing(place)).toBe('valid');
    // The portal answers a request once; the workstation takes no answer to another one.
    const again = await dealer.client.activateFromFile({ request: made.value.text, enrol: true, agreement });
    expect(again.ok).toBe(false);
    writeMachine(place.root, { 'sys/class/dmi/id/board_serial': 'new board\n', 'sys/class/dmi/id/product_uuid': 'new uuid\n' });
    const repair = await ask({ purpose: 'renew', repair: 'New mainboard' });
    if (!repair.ok) throw new Error(repair.refusal.code);
    const other = await ask({ purpose: 'renew', repair: 'New mainboard' });
    if (!other.ok) throw new Error(other.refusal.code);
    const { document: late } = await value(dealer.client.renewFromFile({ request: repair.value.text }));
    expect(await act(place, (workstation) => importLicense(workstation, bytes(late!.text)))).toMatchObject({
      refusal: { code: 'wrong-answer' },
    });
    expect(await act(place, (workstation) => importLicense(workstation, bytes(document!.text)))).toMatchObject({ ok: false });
    const receipt = await act(place, receiptFile);
    if (!receipt.ok) throw new Error(receipt.refusal.code);
    // The repaired file was made and never arrived: the licence to be given back is that one.
    expect(codeOf((await dealer.client.returnFromFile({ receipt: receipt.value.text })) as never)).toBe('receipt-outdated');
  });

  it('by files, to the end', async () => {
    const place = await newPlace([]);
    const licenseKey = await newKey();
    expect(codeOf(await activating(place, licenseKey))).toBe('no-server');
    const made = await act(place, (workstation) => requestFile(workstation, { licenseKey }));
    if (!made.ok) throw new Error(made.refusal.code);
    const { document } = await value(dealer.client.activateFromFile({ request: made.value.text, enrol: true, agreement }));
    await act(place, (workstation) => importLicense(workstation, bytes(document!.text)));
    const receipt = await act(place, receiptFile);
    if (!receipt.ok) throw new Error(receipt.refusal.code);
    expect(await standing(place)).toBe('not-active');
    await value(dealer.client.returnFromFile({ receipt: receipt.value.text }));
    expect(await act(place, (workstation) => importLicense(workstation, bytes(document!.text)))).toMatchObject({ ok: false });
    expect([await standing(place), await booked(place)]).toEqual(['not-active', 0]);
  });
});

describe('a workstation that is killed at any moment while it asks', () => {
  const run = (...args: readonly string[]): Promise<{ readonly said: string; readonly killed: boolean; readonly wrong: string }> =>
    new Promise((resolve) => {
      execFile(process.execPath, [program, ...args], (error, stdout, stderr) =>
        resolve({ said: stdout, killed: error?.signal === 'SIGKILL', wrong: error?.signal === 'SIGKILL' ? '' : stderr }),
      );
    });

  it('agrees with the vendor afterwards: no licence on both sides, none on neither', { timeout: 300_000 }, async () => {
    const whole = await newPlace();
    const { said, wrong } = await run(whole.folder, whole.root, await newKey(), '0');
    expect(wrong).toBe('');
    const moments = Number(said);
    expect(moments).toBeGreaterThan(15);
    for (let moment = 1; moment <= moments; moment++) {
      const place = await newPlace();
      const licenseKey = await newKey();
      expect(await run(place.folder, place.root, licenseKey, String(moment)), String(moment)).toMatchObject({ killed: true });
      expect(codeOf(await withWorkstation(place, (workstation) => finishPending(workstation))), String(moment)).toBe('done');
      const here = (await standing(place)) === 'valid' ? 1 : 0;
      expect([moment, await booked(place)]).toEqual([moment, here]);
      // Whoever says the same once more has what is there, and no other unit.
      expect(codeOf(await activating(place, licenseKey)), String(moment)).toBe('done');
      expect([await standing(place), await booked(place)]).toEqual(['valid', 1]);
      expect((await diagnose(place)).filter(({ ok }) => !ok)).toEqual([]);
    }
    expect(await auditLedger(server.operator)).toMatchObject({ ok: true });
    cpSync(whole.folder, join(work, 'copy'), { recursive: true });
    expect(await standing({ folder: join(work, 'copy'), root: newComputer('thief') })).toBe('wrong-machine');
    await moveClock(server.database.pool, { advance: 'PT1H' });
  });
});
