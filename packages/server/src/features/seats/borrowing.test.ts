import { borrowSeat } from '@muniment/contract';
import { createSigner, generateKey, openKey, signReturn } from '@muniment/documents/self';
import { checkMachine, verifyBorrow } from '@muniment/documents/verify';
import { createLeasing } from '@muniment/leasing';
import { moveClock } from '@muniment/platform/clock';
import { requestOf, send, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { holdCounters, waitingForLocks } from '../../../test/held-counters.ts';
import { newLease, type Office, openOffice } from '../../../test/survey-office.ts';

// Seats that are away from the network (C7, F10): borrow-seat, recall-seat, return-borrowed and return-borrowed-from-file.

let server: TestServer;
let office: Office;
let leaseId: string;
/** Number of the document that was signed last. */
let newest = 0;

const signer = createSigner(openKey(generateKey().privateKeyPem));
const stranger = createSigner(openKey(generateKey('ES256').privateKeyPem));
const jwk = ({ publicKey: { kid: _, use: __, ...key } }: typeof signer) => key;
const hash = 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg';

beforeAll(async () => {
  server = await startTestServer({ testClock: '2026-03-01T09:00:00Z' });
  office = await openOffice(server, 'merestone');
  await office.give('SF-FIELD-NET', 2);
});
afterAll(() => server?.stop());

let users = 0;
async function taken(feature = 'field-seats'): Promise<string> {
  const id = newLease();
  users += 1;
  const got = await value(office.program.checkOutSeat({ leaseId: id, feature, user: `user ${users}`, host: 'laptop' }));
  expect(got.code).toBe('granted');
  return id;
}

beforeEach(async () => {
  leaseId = await taken();
});

const after = async (days: number) => (await server.clock.now()).add({ hours: days * 24 }).toString();
const borrow = async (until: string, more: object = {}) => {
  const got = await value(office.program.borrowSeat({ leaseId, until, publicKey: jwk(signer), ...more }));
  newest = JSON.parse(Buffer.from(got.document!.split('.')[1]!, 'base64url').toString()).number;
  return got;
};
const codeOf = async (answer: Promise<{ ok: boolean; problem?: { code: string } }>) => {
  const got = await answer;
  return got.ok ? 'done' : got.problem!.code;
};
const refusedFor = async (until: string, more: object = {}) =>
  codeOf(office.program.borrowSeat({ leaseId, until, publicKey: jwk(signer), ...more }));
const receipt = async (number: number, by = signer) => {
  const iat = Math.floor((await server.clock.now()).epochMilliseconds / 1000);
  return signReturn(by, { sub: leaseId, aud: 'merestone', iat, nonce: 'abcdefghijklmnop', number, removedAt: iat, test: true });
};
const giveBack = async (number = newest) => value(office.program.returnBorrowed({ receipt: await receipt(number) }));
/** At least that of whichever document is the newest. */
const anyNumber = Number.MAX_SAFE_INTEGER;
const used = async (feature = 'field-seats') => (await office.counterOf(feature)).used;

async function read(document: string | null) {
  const keys = await value(office.channel.vendor.client.getKeySet({}));
  const now = (await server.clock.now()).epochMilliseconds;
  const verified = await verifyBorrow(document!, { keys: keys as never, now, ownKey: signer.publicKey.kid, acceptTest: true });
  if (!verified.ok) throw new Error(verified.refusal.code);
  return verified.value.payload;
}

describe('borrow-seat', () => {
  it('signs a document for this key and this machine, which is renewed within its time', async () => {
    const until = await after(20);
    const fingerprint = { 'machine-id': [hash] };
    const first = await borrow(until, { fingerprint });
    expect(first).toMatchObject({ borrowedUntil: until, renewalsLeft: 2, lease: { state: 'borrowed', expiresAt: first.documentUntil } });
    const payload = await read(first.document);
    expect(payload).toMatchObject({ iss: 'merestone', sub: leaseId, aud: 'field-seats', number: payload.iat, seats: 1, host: 'laptop' });
    // Seven days at most: a laptop that is lost keeps its seat no longer.
    expect(payload.exp - payload.iat).toBe(7 * 86_400);
    expect(checkMachine(payload, { fingerprint, ownKey: signer.publicKey.kid }).ok).toBe(true);
    const other = { 'machine-id': [hash.replace('n', 'm')] };
    expect(checkMachine(payload, { fingerprint: other, ownKey: signer.publicKey.kid })).toMatchObject({
      refusal: { code: 'wrong-machine' },
    });
    await moveClock(server.database.pool, { advance: 'P6D' });
    // Nobody was heard of for six days, and the seat is still held.
    expect(await office.counterOf('field-seats')).toMatchObject({ used: 1, borrowed: 1 });
    const second = await borrow(until, { fingerprint });
    expect(second).toMatchObject({ borrowedUntil: until, renewalsLeft: 2 });
    expect(await read(second.document)).toMatchObject({ borrowedUntil: payload.borrowedUntil });
    expect(newest).toBeGreaterThan(payload.number);
    expect(await giveBack()).toMatchObject({ returned: true });
  });

  it('keeps to the longest time, and to how often it may be prolonged', async () => {
    expect(await refusedFor(await after(31))).toBe('borrowed-too-long');
    expect(await refusedFor(await after(-1))).toBe('borrowed-past');
    await borrow(await after(1));
    await borrow(await after(2));
    expect(await borrow(await after(3))).toMatchObject({ renewalsLeft: 0 });
    expect(await refusedFor(await after(4))).toBe('borrow-renewals-used-up');
    // Shorter is always possible.
    await borrow(await after(2));
    await giveBack();
  });

  it('is for a seat that is held, of a feature that may go away, and for one key', async () => {
    const held = leaseId;
    leaseId = newLease();
    expect(await refusedFor(await after(1))).toBe('lease-not-held');
    await office.give('SF-DESIGN-NET', 1);
    leaseId = await taken('design-seats');
    expect(await refusedFor(await after(1))).toBe('borrowing-not-allowed');
    await value(office.program.releaseSeat({ leaseId }));
    leaseId = held;
    expect(await refusedFor(await after(1), { fingerprint: { 'shoe-size': [hash] } })).toBe('fingerprint-not-valid');
    expect(await refusedFor(await after(1), { publicKey: { ...jwk(signer), kty: 'EC' } })).toBe('borrower-key-not-valid');
    // No point of the curve, and one of a small order: what is borrowed with them could never be given back.
    for (const publicKey of [
      { alg: 'ES256', kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) },
      { alg: 'EdDSA', kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) },
    ])
      expect(await refusedFor(await after(1), { publicKey })).toBe('borrower-key-not-valid');
    await borrow(await after(1));
    expect(await refusedFor(await after(1), { publicKey: jwk(stranger) })).toBe('borrower-key-other');
    await giveBack();
  });

  it('goes no further than there are seats', async () => {
    await office.give('SF-CLOUD-NET-1Y', 1);
    const { next } = await office.counterOf('cloud-seats');
    await moveClock(server.database.pool, { set: new Date(Date.parse(next!.from) - 5 * 86_400_000).toISOString() });
    leaseId = await taken('cloud-seats');
    expect(await refusedFor(await after(6))).toBe('seats-end-before');
    await borrow(next!.from);
    await giveBack();
  });
});

describe('the same request to borrow-seat again', () => {
  const sent = async () => {
    const body = { until: await after(5), publicKey: jwk(signer) };
    const request = { ...requestOf(borrowSeat, { params: { leaseId }, body }), credential: office.programKey };
    return { first: await send(server.url, request), again: () => send(server.url, request) };
  };

  it('brings the same document while the seat is away, and none once it was given back or its time is over', async () => {
    const { first, again } = await sent();
    const { document } = first.body as { document: string };
    const { number } = await read(document);
    expect([(await again()).text, (await again()).status]).toEqual([first.text, 200]);
    await giveBack(number);
    expect(await again()).toMatchObject({ status: 409, body: { code: 'lease-not-held' } });
    leaseId = await taken();
    const other = await sent();
    await moveClock(server.database.pool, { advance: 'P5D' });
    expect(await other.again()).toMatchObject({ status: 409, body: { code: 'lease-not-held' } });
    await giveBack(anyNumber);
  });

  it('brings none of a seat that was called back: its documents count no more', async () => {
    const { again } = await sent();
    const { freeAt } = await value(office.dealer.client.recallSeat({ leaseId, reason: 'Lost' }));
    expect(await again()).toMatchObject({ status: 409, body: { code: 'lease-recalled', facts: { latest: freeAt, reason: 'Lost' } } });
    expect(await refusedFor(await after(5))).toBe('lease-recalled');
    await giveBack(anyNumber);
  });
});

describe('a seat that is away', () => {
  it('is held until the last document ends that was ever signed for it, whichever of them the borrower has', async () => {
    const first = await borrow(await after(6));
    const second = await borrow(await after(1));
    expect(second).toMatchObject({ borrowedUntil: second.documentUntil, lease: { expiresAt: first.documentUntil } });
    await moveClock(server.database.pool, { advance: 'P2D' });
    // The answer may have been lost: the first document still says that the seat is there.
    await expect(read(first.document)).resolves.toMatchObject({ sub: leaseId });
    expect(await used()).toBe(1);
    expect(await refusedFor(await after(1))).toBe('done');
    const recalled = await value(office.dealer.client.recallSeat({ leaseId, reason: 'Lost' }));
    expect(recalled.freeAt).toBe(first.documentUntil);
    await moveClock(server.database.pool, { set: first.documentUntil });
    expect(await used()).toBe(0);
    // What has ended is not borrowed again, as it is kept by no heartbeat.
    expect(await refusedFor(await after(1))).toBe('lease-not-held');
    await giveBack(anyNumber);
  });

  it('goes no further than there are seats for all who are away', async () => {
    const { client } = office.dealer;
    await office.give('SF-FIELD-NET-25', 1);
    const leases = [leaseId, await taken(), await taken(), await taken()];
    const until = await after(20);
    const ask = (one: string) => codeOf(office.program.borrowSeat({ leaseId: one, until, publicKey: jwk(signer) }));
    expect(await ask(leases[0]!)).toBe('done');
    expect(await ask(leases[1]!)).toBe('done');
    expect(await ask(leases[2]!)).toBe('done');
    const other = (await value(client.createProject({ customerId: office.customerId, name: 'Branch' }))).id;
    const { items } = await value(client.listPoolLicenses({ projectId: office.projectId }));
    const lines = items.filter(({ part }) => part === 'SF-FIELD-NET-25').map(({ lotId }) => ({ lotId, quantity: 1 }));
    await value(client.transferLicenses({ projectId: office.projectId, to: other, lines }));
    // Two seats are left: whoever is here keeps the seat here, and of the three who are away the first two are renewed.
    expect(await office.counterOf('field-seats')).toMatchObject({ seats: 2, borrowed: 3, used: 4 });
    expect(await ask(leases[3]!)).toBe('seats-end-before');
    await moveClock(server.database.pool, { advance: 'P1D' });
    expect([await ask(leases[0]!), await ask(leases[1]!), await ask(leases[2]!)]).toEqual(['done', 'done', 'seats-end-before']);
    await moveClock(server.database.pool, { advance: 'P6D' });
    expect(await office.counterOf('field-seats')).toMatchObject({ seats: 2, borrowed: 2 });
    await moveClock(server.database.pool, { advance: 'P14D' });
    expect(await used()).toBe(0);
    await value(client.endLease({ leaseId: leases[3]!, reason: 'Over' }));
    for (leaseId of leases.slice(0, 3)) await giveBack(anyNumber);
  });
});

describe('two who borrow at once', () => {
  it('take along no more than there are: the later sees what the earlier took', async () => {
    const { client } = office.dealer;
    await office.give('SF-FIELD-NET-25', 1);
    const leases = [leaseId, await taken(), await taken()];
    const other = (await value(client.createProject({ customerId: office.customerId, name: 'Other branch' }))).id;
    const { items } = await value(client.listPoolLicenses({ projectId: office.projectId }));
    const lines = items.filter(({ part }) => part === 'SF-FIELD-NET-25').map(({ lotId }) => ({ lotId, quantity: 1 }));
    await value(client.transferLicenses({ projectId: office.projectId, to: other, lines }));
    const release = await holdCounters(server.database.pool, office.channel.vendorId);
    const until = await after(5);
    const asked = leases.map((one) => codeOf(office.program.borrowSeat({ leaseId: one, until, publicKey: jwk(signer) })));
    await waitingForLocks(server.database.pool, leases.length);
    await release();
    expect((await Promise.all(asked)).toSorted()).toEqual(['done', 'done', 'seats-end-before']);
    for (leaseId of leases) if ((await codeOf(client.endLease({ leaseId, reason: 'Over' }))) !== 'done') await giveBack(anyNumber);
  });
});

describe('return-borrowed', () => {
  it('frees the seat once, by the newest document\u2019s receipt and the borrower\u2019s own key', async () => {
    await borrow(await after(2));
    await borrow(await after(3));
    expect(await used()).toBe(1);
    expect(await value(office.program.releaseSeat({ leaseId }))).toMatchObject({ released: false });
    const early = await office.program.returnBorrowed({ receipt: await receipt(newest - 1) });
    const made = new Date(newest * 1000).toISOString().replace('.000', '');
    expect(early).toMatchObject({ problem: { code: 'borrow-receipt-outdated', facts: { newest, newestMade: made } } });
    expect((early as { problem: { detail: string } }).problem.detail).toMatch(/The newest was made on \d+ \w+ \d{4}, \d\d:\d\d UTC\.$/);
    expect(await codeOf(office.program.returnBorrowed({ receipt: await receipt(newest, stranger) }))).toBe('unknown-key');
    expect(await giveBack()).toMatchObject({ returned: true, leaseId });
    expect(await used()).toBe(0);
    // A lost answer comes again, to the borrower alone.
    expect(await giveBack()).toMatchObject({ returned: true });
    expect(await codeOf(office.program.returnBorrowed({ receipt: await receipt(newest, stranger) }))).toBe('unknown-key');
    const [header, claims] = (await receipt(newest)).split('.');
    expect(await codeOf(office.program.returnBorrowed({ receipt: `${header}.${claims}.${'A'.repeat(86)}` }))).toBe('document-altered');
    const { leases } = await value(office.program.heartbeatSeats({ leases: [{ leaseId }] }));
    expect(leases[0]).toMatchObject({ held: false, code: 'returned' });
  });

  it('is told no with a receipt of an earlier lease under the same id, once that one ran out', async () => {
    await borrow(await after(1));
    const before = await receipt(newest);
    await moveClock(server.database.pool, { advance: 'P2D' });
    const shift = async () => (await server.clock.now()).epochMilliseconds - Date.now();
    let up = 0;
    const leasing = createLeasing({ pool: server.database.pool, shift, monotonic: () => up });
    up += 1e9;
    await leasing.sweep(office.channel.vendorId);
    expect(await value(office.program.checkOutSeat({ leaseId, feature: 'field-seats', user: 'eve', host: 'laptop' }))).toMatchObject({
      code: 'granted',
    });
    await borrow(await after(1));
    expect(await codeOf(office.program.returnBorrowed({ receipt: before }))).toBe('borrow-receipt-outdated');
    expect(await used()).toBe(1);
    await giveBack();
  });

  it('return-borrowed-from-file takes a receipt that somebody carried', async () => {
    await borrow(await after(2));
    const { client } = office.dealer;
    expect(await value(client.returnBorrowedFromFile({ receipt: await receipt(newest) }))).toMatchObject({ returned: true });
    expect(await used()).toBe(0);
    leaseId = newLease();
    expect(await codeOf(client.returnBorrowedFromFile({ receipt: await receipt(newest) }))).toBe('receipt-of-no-lease');
    expect(await codeOf(client.returnBorrowedFromFile({ receipt: 'nothing' }))).toBe('document-malformed');
  });
});

describe('recall-seat', () => {
  it('renews no more, and frees the seat when the document that is away ends', async () => {
    const borrowed = await borrow(await after(20));
    const { client } = office.dealer;
    expect(await codeOf(client.endLease({ leaseId, reason: 'Lost' }))).toBe('lease-is-borrowed');
    const recalled = await value(client.recallSeat({ leaseId, reason: 'Laptop lost' }));
    expect(recalled).toMatchObject({ freeAt: borrowed.documentUntil, lease: { state: 'recalled' } });
    expect(await codeOf(client.recallSeat({ leaseId, reason: 'Again' }))).toBe('lease-recalled');
    expect(await refusedFor(borrowed.borrowedUntil)).toBe('lease-recalled');
    expect(await used()).toBe(1);
    await moveClock(server.database.pool, { set: borrowed.documentUntil });
    expect(await used()).toBe(0);
    // Its time is over, whether or not anybody has taken it back yet.
    const { leases } = await value(office.program.heartbeatSeats({ leases: [{ leaseId }] }));
    expect(leases[0]).toMatchObject({ held: false, code: 'lost' });
    const { items } = await value(client.listOperations({ projectId: office.projectId }));
    expect(items.find(({ kind }) => kind === 'recall-seat')).toMatchObject({ reason: 'Laptop lost' });
  });
});
