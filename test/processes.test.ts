import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { actOutside, joinOutside, type Outsider, readOutside, type Sent, send } from '@muniment/testkit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { blows, cleanUp, muniment, newDirectory, postgresIn, rise, serve, strike, until } from '../packages/muniment/test/process.ts';

// The built program, killed while many hands are at work: what was answered is there, once; what was not is there whole
// or not at all, and the same key completes it.

const pack = join(import.meta.dirname, '..', 'catalogs', 'pbx-channel', 'pack.yaml');
vi.setConfig({ testTimeout: 300_000 });
afterEach(cleanUp, 120_000);

/** An act of the storm: sent with a key, and answered or not before the lights went out. */
interface Act {
  readonly key: string;
  readonly path: string;
  readonly body: unknown;
  readonly by: 'dealer' | 'vendor';
  answer: string | null;
}

interface Estate {
  vendor: Outsider;
  dealer: Outsider & { readonly id: string };
  readonly devices: readonly string[];
}

/** A part that a device may have any number of. */
const part = 'EX81-VER-3';
const agreement = { id: 'system-software', version: '2', language: 'en', accepted: true };

async function found(url: string, directory: string): Promise<Estate> {
  const made = await muniment(['vendor', 'create', 'storm', '--catalog', pack, '--admin', 'ada@storm.example', '--json'], directory);
  const { apiKey } = JSON.parse(made.stdout) as { apiKey: string };
  const vendor = { url, credential: apiKey };
  const dealer = await joinOutside(vendor, 'dealer', 'Stormy Dealer');
  await actOutside(vendor, '/v1/orders', { salesOrder: 'SO-1', receiverId: dealer.id, lines: [{ part, quantity: 5_000 }] });
  const { id } = await actOutside(dealer, '/v1/customers', { name: 'Stormy Customer' });
  const devices: string[] = [];
  for (const number of [1, 2, 3, 4]) {
    const device = { name: `Site ${number}`, product: 'SV8100', hardwareKey: `19000000000${number}` };
    devices.push((await actOutside(dealer, `/v1/customers/${id}/devices`, device)).id);
  }
  return { vendor, dealer, devices };
}

/** What one hand does all the time: attach one, activate what is there now and then, and now and then an order. */
function nextAct(estate: Estate, hand: number, turn: number): Act {
  const device = estate.devices[hand % estate.devices.length]!;
  const common = { key: randomUUID(), answer: null };
  if (hand === 0) {
    const order = { salesOrder: `SO-${randomUUID()}`, receiverId: estate.dealer.id, lines: [{ part, quantity: 1 }] };
    return { ...common, by: 'vendor', path: '/v1/orders', body: order };
  }
  if (turn % 5 === 4) return { ...common, by: 'dealer', path: `/v1/devices/${device}/activate`, body: { agreement } };
  return { ...common, by: 'dealer', path: `/v1/devices/${device}/attach`, body: { lines: [{ order: 'SO-1', part, quantity: 1 }] } };
}

const sendAct = (estate: Estate, act: Act): Promise<Sent> =>
  send(estate.vendor.url, {
    method: 'POST',
    path: act.path,
    body: act.body,
    credential: estate[act.by].credential,
    headers: { 'Idempotency-Key': act.key },
  });

/** Six hands act until told to stop; whatever they sent is noted before it is sent. */
function storm(estate: Estate): { stop(): Promise<readonly Act[]>; readonly answered: number } {
  const acts: Act[] = [];
  let isOver = false;
  const hand = async (number: number) => {
    for (let turn = 0; !isOver; turn += 1) {
      const act = nextAct(estate, number, turn);
      acts.push(act);
      const sent = await sendAct(estate, act).catch(() => null);
      if (sent !== null && sent.status < 300) act.answer = sent.text;
      // Refused for a reason of its own: it changed nothing, and has no answer to be kept.
      else if (sent !== null && sent.status < 500) acts.splice(acts.indexOf(act), 1);
      if (sent === null || sent.status >= 500) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const hands = Promise.all([0, 1, 2, 3, 4, 5].map(hand));
  return {
    async stop() {
      isOver = true;
      await hands;
      return acts;
    },
    get answered() {
      return acts.filter(({ answer }) => answer !== null).length;
    },
  };
}

/** Every act of the storm, seen from outside: units of the stock that left the bin, orders shipped, files made. */
async function account({ vendor, dealer, devices }: Estate) {
  const { lines } = await readOutside(dealer, '/v1/orders/SO-1');
  const { total: orders } = await readOutside(vendor, '/v1/orders?limit=1');
  const kinds = async (kind: string) => (await readOutside(dealer, `/v1/operations?limit=1&kind=${kind}`)).total as number;
  const files = await Promise.all(
    devices.map(async (id) => (await readOutside(dealer, `/v1/devices/${id}/license-files?limit=1`)).total as number),
  );
  return {
    taken: 5_000 - lines[0].available,
    orders: orders - 1,
    attached: await kinds('attach-licenses'),
    activated: await kinds('activate-licenses'),
    files: files.reduce((sum, count) => sum + count, 0),
  };
}

const of = (acts: readonly Act[], end: string) => acts.filter(({ path }) => path.endsWith(end));
const answered = (acts: readonly Act[]) => acts.filter(({ answer }) => answer !== null);

/** After the restart, before anything is repeated: at least what was answered, at most what was sent; and whole. */
async function expectWhole(estate: Estate, acts: readonly Act[], directory: string): Promise<void> {
  const audit = await muniment(['audit', '--json'], directory);
  expect(audit.code, audit.stdout + audit.stderr).toBe(0);
  expect(JSON.parse(audit.stdout)).toMatchObject({ ok: true });
  const seen = await account(estate);
  for (const [kind, end] of [
    ['attached', '/attach'],
    ['activated', '/activate'],
    ['orders', '/orders'],
  ] as const) {
    expect(seen[kind], kind).toBeGreaterThanOrEqual(answered(of(acts, end)).length);
    expect(seen[kind], kind).toBeLessThanOrEqual(of(acts, end).length);
  }
  expect([seen.taken, seen.files]).toEqual([seen.attached, seen.activated]);
}

/** Every key again: what was answered is answered so again, the rest is done now, and nothing twice. */
async function expectOnce(estate: Estate, acts: readonly Act[]): Promise<void> {
  let refused = 0;
  for (const act of acts) {
    const sent = await sendAct(estate, act);
    if (act.answer !== null) {
      expect([sent.headers['idempotency-replayed'], sent.text]).toEqual(['true', act.answer]);
    } else if (sent.status >= 300) {
      // An activation that was absent may find nothing reserved any more: another one took it along.
      expect([act.path.endsWith('/activate'), sent.body.code], sent.text).toEqual([true, 'nothing-reserved']);
      refused += 1;
    }
  }
  const seen = await account(estate);
  expect(seen.attached).toBe(of(acts, '/attach').length);
  expect(seen.orders).toBe(of(acts, '/orders').length);
  expect(seen.activated).toBe(of(acts, '/activate').length - refused);
  expect([seen.taken, seen.files]).toEqual([seen.attached, seen.activated]);
}

const moment = () => 40 + Math.floor(Math.random() * 160);

describe('A storm of acts', () => {
  it('survives the server, its database and both being killed at any moment: every act once, none by halves', async () => {
    const directory = newDirectory();
    let server = await serve(directory);
    const estate = await found(server.url, directory);
    const acts: Act[] = [];
    for (const blow of blows) {
      const blowing = storm(estate);
      // Until enough was answered, then some acts more, so that the blow falls in the middle of one.
      const enough = moment();
      await until(() => blowing.answered >= enough, 120_000, server.output);
      await strike(blow, server, directory);
      acts.push(...(await blowing.stop()));
      server = await rise(blow, server, directory);
      estate.vendor = { ...estate.vendor, url: server.url };
      estate.dealer = { ...estate.dealer, url: server.url };
      await expectWhole(estate, acts, directory);
    }
    expect(acts.length - answered(acts).length).toBeGreaterThan(0);
    await expectOnce(estate, acts);
    expect((await muniment(['audit', '--json'], directory)).code).toBe(0);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(postgresIn(directory)).toBeNull();
  });
});
