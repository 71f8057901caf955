import { createHash } from 'node:crypto';
import type { Client } from '@muniment/client';
import { createSigner, generateKey, openKey, signReturn } from '@muniment/documents/self';
import { readKeySet, verifyBorrow, verifyLicense } from '@muniment/documents/verify';
import type { Fingerprint } from '@muniment/domain/fingerprint';
import { moveClock } from '@muniment/platform/clock';
import { auditLedger } from '@muniment/server/operator';
import {
  makeWorkstation,
  type Party,
  type RandomSeats,
  randomMechanismsOf,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestController,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// Seats and workstations of packs that nobody has written: lease times, limits, queues, borrowing, fingerprints and keys that stand nowhere
// in this repository. What is expected is counted from the pack by hand.

const stamp = Date.now() % 2 ** 31;
const codeOf = async (answer: Promise<{ ok: true } | { ok: false; problem: { code: string } }>) => {
  const got = await answer;
  return got.ok ? 'done' : got.problem.code;
};
const newLease = () => `lse_${crypto.randomUUID()}`;

describe.each([5, 60_902, stamp])('With the seats and workstations of the random pack of seed %i', (seed) => {
  const { pack, floating } = randomMechanismsOf(seed);
  const { seats: counted, workstation } = floating;
  const slug = `floating-${seed}`;
  let server: TestServer;
  let channel: TestChannel;
  let dealer: Party;
  let client: Client;
  let program: Client;
  let projectId: string;
  let orders = 0;
  /** Seats of each feature that are there for good, and those that end. */
  const owned = new Map<string, { forGood: number; dated: number }>();

  beforeAll(async () => {
    server = await startTestServer({ testClock: true });
    channel = await setUpChannel(server, slug, JSON.stringify(pack));
    dealer = await channel.partner('dealer', 'Partner');
    // A key does not end when the clock moves on, as a session does.
    client = server.client((await value(dealer.client.createApiKey({ name: 'Tests', scopes: ['all'] }))).secret);
    projectId = (await value(client.createCustomer({ name: 'Customer' }))).projects[0]!.id;
    const key = await value(channel.vendor.client.createApiKey({ name: 'Programs', scopes: ['seats'], projectId }));
    program = server.client(key.secret);
  });
  afterAll(async () => {
    if (server === undefined) return;
    expect(await auditLedger({ pool: server.database.pool })).toMatchObject({ ok: true });
    await server.stop();
  });

  async function give(part: string, quantity: number): Promise<void> {
    const { lots } = await ship(channel, dealer, `SO ${++orders}`, { [part]: quantity });
    await value(client.giveLicenses({ projectId, lines: [{ lotId: lots[part]!, quantity }] }));
    const isDated = pack.parts.find(({ number }) => number === part)!.model === 'term';
    for (const { feature, parts } of counted) {
      const per = parts.find((one) => one.part === part)?.seats ?? 0;
      const had = owned.get(feature) ?? { forGood: 0, dated: 0 };
      owned.set(feature, isDated ? { ...had, dated: had.dated + per * quantity } : { ...had, forGood: had.forGood + per * quantity });
    }
  }
  const counterOf = async (feature: string) =>
    (await value(client.listCounters({ projectId }))).items.find((one) => one.feature === feature)!;
  const ask = (feature: string, user: string, more: { leaseId?: string; queue?: boolean } = {}) =>
    value(program.checkOutSeat({ leaseId: newLease(), feature, user, host: `${user}-pc`, ...more }));
  const release = (leaseId: string) => value(program.releaseSeat({ leaseId }));
  const after = async (days: number) => (await server.clock.now()).add({ hours: days * 24 }).toString();

  it('counts the seats of every floating part that came into the pool, and says when there will be fewer', async () => {
    for (const { parts } of counted) for (const { part } of parts) await give(part, 2);
    for (const { feature, rules } of counted) {
      const { forGood, dated } = owned.get(feature)!;
      const counter = await counterOf(feature);
      expect(counter).toMatchObject({ seats: forGood + dated, used: 0, overdraft: rules.overdraft, next: { seats: forGood } });
      const { steps } = await value(client.getCounter({ counterId: counter.id }));
      expect(steps.map(({ seats }) => seats)).toEqual([forGood + dated, forGood]);
      for (const { why } of steps) expect(why.length).toBeGreaterThan(0);
    }
  });

  it('lets no floating part onto a device', async () => {
    const hardwareKey = workstation.keyFor(9);
    const { id: customerId } = (await value(client.listCustomers({}))).items[0]!;
    const made = await value(client.createDevice({ customerId, name: 'Device', product: workstation.product, hardwareKey }));
    const { part } = counted[0]!.parts[0]!;
    const { lots } = await ship(channel, dealer, `SO ${++orders}`, { [part]: 1 });
    const lines = [{ lotId: lots[part]!, quantity: 1 }];
    expect(await codeOf(client.attachLicenses({ deviceId: made.id, lines }))).toMatch(/^part-(floating|not-accepted)$/);
  });

  describe.each(counted.map((one) => [one.feature, one] as const))('seats of %s', (feature, { rules }: RandomSeats) => {
    const most = () => {
      const { forGood, dated } = owned.get(feature)!;
      return forGood + dated + rules.overdraft;
    };
    const held: string[] = [];

    it('are given to so many and to no more, however many ask at the same moment', async () => {
      const asked = Array.from({ length: most() + 7 }, (_, index) => ({ leaseId: newLease(), user: `user ${index}` }));
      const answers = await Promise.all(asked.map(({ user, leaseId }) => ask(feature, user, { leaseId })));
      held.push(...answers.filter(({ granted }) => granted).map(({ leaseId }) => leaseId));
      expect(held).toHaveLength(most());
      expect(new Set(answers.filter(({ granted }) => !granted).map(({ code }) => code))).toEqual(new Set(['no-seat-free']));
      const counter = await counterOf(feature);
      expect(counter.used).toBe(most());
      expect(counter.over?.seats ?? 0).toBe(rules.overdraft);
      for (const answer of answers.filter(({ granted }) => granted)) expect(answer.heartbeatSeconds).toBe(rules.heartbeatSeconds);
      const { leases } = await value(program.heartbeatSeats({ leases: held.slice(0, 5).map((leaseId) => ({ leaseId })) }));
      expect(leases.every(({ held: isHeld }) => isHeld)).toBe(true);
    });

    it('are waited for where the pack lets people wait', async () => {
      const waiting = newLease();
      const { queue, lingerSeconds } = rules;
      const first = await ask(feature, 'late', { leaseId: waiting, queue: true });
      if (queue === undefined) return expect(first.code).toBe('no-seat-free');
      expect(first).toMatchObject({ code: 'waiting', position: 1 });
      expect(first.askAgainSeconds!).toBeLessThanOrEqual(queue.ticketSeconds);
      // So many are beyond what there is that one seat less is enough for nobody, unless all seats that may be used are.
      const given = held.pop()!;
      await release(given);
      const next = await ask(feature, 'late', { leaseId: waiting, queue: true });
      // Kept for a moment for who gave it back; else it is theirs who waited.
      expect(next.code).toBe(lingerSeconds > 0 ? 'waiting' : 'granted');
      if (next.granted) held.push(waiting);
    });

    it('come back, and lead to an over-use that is over', async () => {
      for (const leaseId of held.splice(0)) expect(await release(leaseId)).toMatchObject({ released: true });
      await moveClock(server.database.pool, { advance: `PT${rules.lingerSeconds + 1}S` });
      // What lingered is free once somebody asks.
      await expect.poll(async () => (await ask(feature, 'after all')).code, { timeout: 20_000 }).toBe('granted');
      await expect.poll(async () => (await counterOf(feature)).used, { timeout: 20_000 }).toBeLessThanOrEqual(rules.perUser ?? 10);
      const counter = await counterOf(feature);
      const { items } = await value(client.listOveruses({ counterId: counter.id }));
      expect(items.every(({ most: beyond }) => beyond <= rules.overdraft)).toBe(true);
      expect(items.length > 0).toBe(rules.overdraft > 0);
    });

    it('are as many for one user as the pack says', async () => {
      const { perUser } = rules;
      const mine = [];
      const limit = Math.min(perUser ?? 3, most() - 2);
      for (let index = 0; index < limit; index++) mine.push(await ask(feature, 'one', {}));
      expect(mine.every(({ granted }) => granted)).toBe(true);
      expect((await ask(feature, 'ONE')).code).toBe(perUser === undefined || limit < perUser ? 'granted' : 'user-limit');
      for (const { leaseId } of mine) await release(leaseId);
    });

    it('go away with a document for as long as the pack says, and come back early by a receipt', async () => {
      const { borrow } = rules;
      const { leaseId } = await ask(feature, 'field', {});
      const signer = createSigner(openKey(generateKey().privateKeyPem));
      const { kid: _, use: __, ...publicKey } = signer.publicKey;
      const take = async (days: number) => program.borrowSeat({ leaseId, until: await after(days), publicKey } as never);
      if (borrow === undefined) {
        expect(await codeOf(take(1))).toBe('borrowing-not-allowed');
        return;
      }
      expect(await codeOf(take(borrow.longestDays + 1))).toBe('borrowed-too-long');
      const away = await value(take(borrow.longestDays));
      const length = (Date.parse(away.documentUntil) - (await server.clock.now()).epochMilliseconds) / 86_400_000;
      expect(Math.round(length)).toBe(Math.min(borrow.longestDays, borrow.documentDays ?? borrow.longestDays));
      expect(away.renewalsLeft).toBe(borrow.renewals);
      const before = await counterOf(feature);
      expect(before.borrowed).toBe(1);
      const now = (await server.clock.now()).epochMilliseconds;
      const keys = readKeySet(await value(server.client().getKeySet({ vendor: slug })))!;
      const read = await verifyBorrow(away.document!, { keys, now, ownKey: signer.publicKey.kid, acceptTest: true });
      if (!read.ok) throw new Error(read.refusal.code);
      const { payload } = read.value;
      expect(payload).toMatchObject({ iss: slug, sub: leaseId, aud: feature, seats: 1, user: 'field' });
      const iat = Math.floor((await server.clock.now()).epochMilliseconds / 1000);
      const about = {
        sub: leaseId,
        aud: slug,
        iat,
        nonce: 'abcdefghijklmnop',
        number: payload.number,
        removedAt: iat,
        test: true,
      } as const;
      await value(program.returnBorrowed({ receipt: signReturn(signer, about) }));
      const back = await counterOf(feature);
      expect([back.used, back.borrowed]).toEqual([before.used - 1, 0]);
    });
  });

  describe('a workstation', () => {
    const { policy } = workstation;
    let licenseKey: string;
    let one: TestController;
    let agreements: { id: string; version: string; language: string; accepted: boolean }[];
    const seconds = () => now;
    let now = 0;
    const parts = policy.components.toSorted((a, b) => a.weight - b.weight);
    /** A machine whose parts are called after it, but for those that were changed. */
    const machine = (changed: readonly string[] = []): Fingerprint =>
      Object.fromEntries(
        parts.map(({ id }) => [
          id,
          [
            createHash('sha256')
              .update(`${id}${changed.includes(id) ? ' changed' : ''}`)
              .digest('base64url'),
          ],
        ]),
      );
    const request = (more: object, by = one) => by.request({ customerId: undefined, test: true, ...more } as never);
    const newOne = (n: number) =>
      makeWorkstation(server, { product: workstation.product, vendor: slug, hardwareKey: workstation.keyFor(n), seconds });
    const activate = (text: string) => server.client().activateWorkstation({ request: text, agreements, vendor: slug } as never);
    const renew = (more: object) =>
      server.client().renewWorkstation({ request: request({ purpose: 'renew', ...more }), vendor: slug } as never);

    beforeAll(async () => {
      now = Math.floor((await server.clock.now()).epochMilliseconds / 1000);
      const setup = await value(server.client().getWorkstationSetup({ vendor: slug, product: workstation.product }));
      agreements = setup.agreements.map(({ id, version, language }) => ({ id, version, language, accepted: true }));
      expect(setup).toMatchObject({ binding: workstation.binding, offlineDays: workstation.offlineDays });
      const terms = await value(client.getLicenseKeyTerms({}));
      const agreement = terms.agreement === null ? {} : { agreement: { ...agreements[0]!, ...pickTerms(terms.agreement), accepted: true } };
      const made = await value(
        channel.vendor.client.makeLicenseKeys({ part: workstation.part, keys: 2, source: 'issue', projectId, ...agreement }),
      );
      licenseKey = made.keys[0]!.key;
      one = newOne(1);
    });

    it('activates with a key that is all it is told, and its file is for this machine', async () => {
      const weak = Object.fromEntries(Object.entries(machine()).slice(0, 1));
      expect(await codeOf(activate(request({ purpose: 'licenses', licenseKey, fingerprint: weak })))).toBe('fingerprint-too-weak');
      const done = await value(activate(request({ purpose: 'licenses', licenseKey, fingerprint: machine() })));
      const keys = readKeySet(await value(server.client().getKeySet({ vendor: slug })))!;
      const read = await verifyLicense(done.document!.text, { keys, now: now * 1000, acceptTest: true });
      if (!read.ok) throw new Error(read.refusal.code);
      const { payload } = read.value;
      expect(payload).toMatchObject({
        sub: workstation.keyFor(1),
        entitlements: { [workstation.feature]: true },
        machine: { fingerprint: machine(), policy: { atLeast: policy.atLeast, yearlyRepairs: policy.yearlyRepairs } },
      });
      if (workstation.offlineDays === null) expect(payload.exp).toBeUndefined();
      else expect(payload.exp! - payload.iat).toBe(workstation.offlineDays * 86_400);
      const other = newOne(2);
      expect(await codeOf(activate(request({ purpose: 'licenses', licenseKey, fingerprint: machine() }, other)))).toBe(
        'license-key-in-use',
      );
    });

    it('is itself while enough of it is the same, and after a repair as often as the pack says', async () => {
      now += 60;
      const lightest = parts[0]!.id;
      expect(await codeOf(renew({ fingerprint: machine([lightest]) }))).toBe('done');
      /** What may be left of it, and how much it weighs; something that not every computer has, or not. */
      const remains = Array.from({ length: 2 ** parts.length }, (_, n) => parts.filter((_part, bit) => (n >> bit) & 1)).map((left) => ({
        weight: left.reduce((sum, { weight }) => sum + weight, 0),
        isOwn: left.some(({ id }) => id !== 'host-name' && id !== 'cpu-model'),
        fingerprint: machine(parts.filter((part) => !left.includes(part)).map(({ id }) => id)),
      }));
      const less = remains.filter(({ weight }) => weight < policy.atLeast);
      const repair = (fingerprint: Fingerprint) => {
        now += 60;
        return renew({ fingerprint, repair: 'Another board' });
      };
      const none = less.find(({ weight, isOwn }) => !isOwn || 3 * weight < policy.atLeast)!;
      now += 60;
      expect(await codeOf(renew({ fingerprint: none.fingerprint }))).toBe('wrong-machine');
      expect(await codeOf(repair(none.fingerprint))).toBe('repair-of-another-machine');
      const some = less.find(({ weight, isOwn }) => isOwn && 3 * weight >= policy.atLeast);
      if (some === undefined) return;
      const repaired = await repair(some.fingerprint);
      if (policy.yearlyRepairs === 0) expect(repaired).toMatchObject({ problem: { code: 'repairs-used-up' } });
      else expect(repaired).toMatchObject({ value: { machine: { change: 'repaired', repairsLeft: policy.yearlyRepairs - 1 } } });
    });

    it('goes to the machine that takes its place, and comes back into the pool', async () => {
      now += 60;
      const next = newOne(3);
      const { items } = await value(client.listDevices({ q: workstation.keyFor(1) }));
      const asked = request({ purpose: 'licenses', fingerprint: machine(), licenseKey: undefined }, next);
      const replaced = await value(channel.vendor.client.replaceHardware({ deviceId: items[0]!.id, request: asked, reason: 'It burnt' }));
      expect(replaced.licenses).toMatchObject([{ part: workstation.part, quantity: 1 }]);
      now += 60;
      const { epoch, number } = replaced.document!;
      await value(
        server.client().deactivateWorkstation({ receipt: next.receipt({ epoch, number }, { test: true }), vendor: slug } as never),
      );
      const { items: pool } = await value(client.listPoolLicenses({ projectId, part: workstation.part }));
      expect(pool.reduce((sum, { count }) => sum + count, 0)).toBe(2);
      now += 60;
      expect(await codeOf(activate(request({ purpose: 'licenses', licenseKey, fingerprint: machine() }, newOne(4))))).toBe('done');
    });
  });

  it('loses dated seats on their day, and keeps the others', async () => {
    await moveClock(server.database.pool, { advance: 'P61D' });
    for (const { feature } of counted) expect(await counterOf(feature)).toMatchObject({ seats: owned.get(feature)!.forGood, next: null });
  });
});

const pickTerms = ({ id, version, language }: { id: string; version: string; language: string }) => ({ id, version, language });
