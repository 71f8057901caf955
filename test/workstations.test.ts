import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  activate,
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
import { makeKeys, type Party, setUpChannel, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
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
const standing = async (place: Settings) => (await act(place, standingOf)).code;
const deactivating = (place: Settings) => withWorkstation(place, (workstation) => deactivate(workstation));
/** What the vendor has booked on a workstation. */
async function booked(place: Settings): Promise<number> {
  const opened = await openWorkstation(place);
  if (!opened.ok) throw new Error(opened.refusal.code);
  const { items } = await value(dealer.client.listDevices({ q: opened.value.identity.hardwareKey }));
  if (items.length === 0) return 0;
  return (await value(dealer.client.listDeviceCloudLicenses({ deviceId: items[0]!.id }))).active.length;
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
    expect(codeOf(await deactivating(place))).toBe('nothing-to-remove');
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
    let lost = 0;
    /** The request arrives and is booked; its answer does not. */
    const losing: typeof fetch = async (...asked) => {
      const answer = await fetch(...asked);
      if (lost >= 2) return answer;
      lost += 1;
      throw new TypeError('cut off');
    };
    const answer = await withWorkstation(place, (workstation) =>
      activate(workstation, { licenseKey, agreements: terms }, { fetch: losing }),
    );
    expect(codeOf(answer)).toBe('unreachable');
    expect([await standing(place), await booked(place)]).toEqual(['not-active', 1]);
    expect(codeOf(await withWorkstation(place, (workstation) => finishPending(workstation)))).toBe('done');
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

  it('gets a token for seats with the key it was activated with', async () => {
    const place = await newPlace();
    await activating(place, await newKey());
    const token = await withWorkstation(place, (workstation) => fetchToken(workstation));
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
      expect(codeOf(await activating(place, licenseKey)), String(moment)).toBe(here === 1 ? 'license-key-in-use' : 'done');
      expect(await standing(place)).toBe('valid');
      expect((await diagnose(place)).filter(({ ok }) => !ok)).toEqual([]);
    }
    expect(await auditLedger(server.operator)).toMatchObject({ ok: true });
    cpSync(whole.folder, join(work, 'copy'), { recursive: true });
    expect(await standing({ folder: join(work, 'copy'), root: newComputer('thief') })).toBe('wrong-machine');
    await moveClock(server.database.pool, { advance: 'PT1H' });
  });
});
