import { createSigner, generateKey, openKey, signReturn } from '@muniment/documents/self';
import {
  type KeySet,
  type RevocationsPayload,
  readKeySet,
  revocationOfBorrow,
  revocationOfLicense,
  verifyRevocations,
} from '@muniment/documents/verify';
import { moveClock } from '@muniment/platform/clock';
import { asOwner } from '@muniment/platform/postgres';
import { machineOf, makeKeys, makeWorkstation, startTestServer, type TestServer, value } from '@muniment/testkit';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newLease, type Office, openOffice } from '../../../test/survey-office.ts';

// What counts no more (F10): download-revocations, after recall-seat, deactivate-workstation, replace-hardware and revoke-device-key.

let server: TestServer;
let office: Office;
let keys: KeySet;
let made = 0;

const slug = 'merestone';
const signer = createSigner(openKey(generateKey().privateKeyPem));
const { kid: _, use: __, ...publicKey } = signer.publicKey;
const agreements = [{ id: 'licence-terms', version: '2026-01', language: 'en', accepted: true }];

beforeAll(async () => {
  server = await startTestServer({ testClock: '2026-03-01T09:10:00Z' });
  const opened = await openOffice(server, slug);
  // A key does not end when the clock moves on, as a session does.
  const { secret } = await value(opened.channel.vendor.client.createApiKey({ name: 'Tests', scopes: ['all'] }));
  office = { ...opened, channel: { ...opened.channel, vendor: { ...opened.channel.vendor, client: server.client(secret) } } };
  await office.give('SF-FIELD-NET', 5);
});
afterAll(() => server?.stop());

const now = async () => (await server.clock.now()).epochMilliseconds;
const fetchList = (headers: Record<string, string> = {}) => fetch(`${server.url}/v1/revocations?vendor=${slug}`, { headers });
async function read(text?: string): Promise<RevocationsPayload> {
  keys = readKeySet(await value(server.client().getKeySet({ vendor: slug })))!;
  const list = text ?? (await (await fetchList()).text());
  const verified = await verifyRevocations(list, { keys, now: await now(), vendor: slug, acceptTest: true });
  if (!verified.ok) throw new Error(verified.refusal.code);
  return verified.value.payload;
}

async function borrowed(days: number) {
  const leaseId = newLease();
  await value(office.program.checkOutSeat({ leaseId, feature: 'field-seats', user: leaseId, host: 'laptop' }));
  const until = (await server.clock.now()).add({ hours: days * 24 }).toString();
  return { leaseId, ...(await value(office.program.borrowSeat({ leaseId, until, publicKey }))) };
}

/** What a borrower signs once it has removed a document. */
async function receiptFor(leaseId: string, document: string): Promise<string> {
  const { number } = JSON.parse(Buffer.from(document.split('.')[1]!, 'base64url').toString()) as { number: number };
  const iat = Math.floor((await now()) / 1000);
  return signReturn(signer, { sub: leaseId, aud: slug, iat, nonce: 'abcdefghijklmnop', number, removedAt: iat, test: true });
}

/** A workstation with a licence, and what its licence file says of itself. */
async function licensed() {
  const [licenseKey] = await makeKeys(office.channel, 'SF-DESIGN-WS', 1, { projectId: office.projectId, by: office.dealer });
  const seconds = Math.floor((await now()) / 1000);
  const hardwareKey = `WS-${String(++made).padStart(16, '0')}`;
  const one = makeWorkstation(server, { product: 'SCANFELL', vendor: slug, hardwareKey, seconds: () => seconds });
  const asked = { purpose: 'licenses', customerId: undefined, fingerprint: machineOf(`machine ${made}`), licenseKey } as const;
  const body = { request: one.request(asked), agreements, vendor: slug };
  const { device, document } = await value(server.client().activateWorkstation(body));
  const serial = { epoch: document!.epoch, number: document!.number };
  return { one, deviceId: device.id, serial, file: { device: { id: device.id }, serial } };
}
const reasonOf = async (file: { device: { id: string }; serial: { epoch: number; number: number } }) =>
  revocationOfLicense(await read(), file)?.reason ?? null;

describe('download-revocations', () => {
  it('names a recalled seat until its document ends, verified with the key set by any JOSE library', async () => {
    const [lost, kept] = [await borrowed(20), await borrowed(20)];
    const before = await read();
    const recalled = await value(office.dealer.client.recallSeat({ leaseId: lost.leaseId, reason: 'Laptop lost' }));
    expect(recalled.revocationList).toBe(`${server.url}/v1/revocations?vendor=${slug}`);
    const text = await (await fetch(recalled.revocationList)).text();
    const list = await read(text);
    expect(list.number).toBeGreaterThan(before.number);
    const until = Math.floor(Date.parse(recalled.freeAt) / 1000);
    expect(revocationOfBorrow(list, { sub: lost.leaseId })).toEqual({
      typ: 'muniment-borrow+jwt',
      lease: lost.leaseId,
      reason: 'recalled',
      until,
    });
    expect(revocationOfBorrow(list, { sub: kept.leaseId })).toBeNull();
    const jwks = createLocalJWKSet((await (await fetch(`${server.url}/.well-known/jwks.json?vendor=${slug}`)).json()) as never);
    const { payload } = await jwtVerify(text, jwks, {
      typ: 'muniment-revocations+jwt',
      issuer: slug,
      currentDate: new Date(await now()),
    });
    expect(payload).toMatchObject({ number: list.number, test: true });
    // Neither who had the seat nor where it was is anybody's business.
    for (const name of ['laptop', 'Laptop lost', 'Survey', 'user']) expect(JSON.stringify(payload)).not.toContain(name);
    await moveClock(server.database.pool, { set: recalled.freeAt });
    await moveClock(server.database.pool, { advance: 'PT1H' });
    const later = await read();
    expect(revocationOfBorrow(later, { sub: lost.leaseId })).toBeNull();
    expect(later.number).toBe(list.number);
  });

  it('names a borrowed seat that was given back before its time, until the last document ends that was signed for it', async () => {
    const early = await borrowed(20);
    const until = Math.floor(Date.parse(early.lease.expiresAt) / 1000);
    // A shorter one says nothing of the first, which may have been kept.
    const shorter = (await server.clock.now()).add({ hours: 24 }).toString();
    const { document } = await value(office.program.borrowSeat({ leaseId: early.leaseId, until: shorter, publicKey }));
    const receipt = await receiptFor(early.leaseId, document!);
    await value(office.program.returnBorrowed({ receipt, dryRun: true }));
    expect(revocationOfBorrow(await read(), { sub: early.leaseId })).toBeNull();
    await value(office.program.returnBorrowed({ receipt }));
    const list = await read();
    expect(revocationOfBorrow(list, { sub: early.leaseId })).toMatchObject({ reason: 'returned', until });
    // Twice the same receipt is once given back.
    await value(office.program.returnBorrowed({ receipt }));
    expect((await read()).number).toBe(list.number);
    await moveClock(server.database.pool, { set: early.lease.expiresAt });
    await moveClock(server.database.pool, { advance: 'PT1H' });
    expect(revocationOfBorrow(await read(), { sub: early.leaseId })).toBeNull();
  });

  it('says of a seat that was called back and came back that it came back, and nothing of one whose time was over', async () => {
    const [recalled, over] = [await borrowed(20), await borrowed(1)];
    await value(office.dealer.client.recallSeat({ leaseId: recalled.leaseId, reason: 'Laptop lost' }));
    const receipt = await receiptFor(recalled.leaseId, recalled.document!);
    await value(office.dealer.client.returnBorrowedFromFile({ receipt }));
    const list = await read();
    expect(revocationOfBorrow(list, { sub: recalled.leaseId })).toMatchObject({ reason: 'returned' });
    expect(list.entries.filter((entry) => 'lease' in entry && entry.lease === recalled.leaseId)).toHaveLength(1);
    await moveClock(server.database.pool, { set: over.documentUntil });
    await value(office.program.returnBorrowed({ receipt: await receiptFor(over.leaseId, over.document!) }));
    expect((await read()).number).toBe(list.number);
  });

  it('is not taken for an older one after the database was brought back from a copy, once something more is revoked', async () => {
    const recall = async () => office.dealer.client.recallSeat({ leaseId: (await borrowed(20)).leaseId, reason: 'Laptop lost' });
    for (const _ of [1, 2, 3]) await value(recall());
    const seen = await read();
    await asOwner(server.database.pool, { vendorId: office.channel.vendorId }, (tx) =>
      tx.run('t-copy-of-before', 'DELETE FROM revocations WHERE revoked_at >= (SELECT max(revoked_at) FROM revocations)', []),
    );
    await moveClock(server.database.pool, { advance: 'PT1M' });
    await value(recall());
    expect((await read()).number).toBeGreaterThan(seen.number);
  });

  it('is the same within the hour, and answered by its version alone to whoever has it, until something is revoked', async () => {
    const first = await fetchList();
    const etag = first.headers.get('etag')!;
    expect([first.headers.get('cache-control'), first.headers.get('content-type')]).toEqual(['public, max-age=300', 'application/jose']);
    const text = await first.text();
    expect(await (await fetchList()).text()).toBe(text);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const again = await fetchList({ 'If-None-Match': known });
      expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, '']);
    }
    const { leaseId } = await borrowed(5);
    // A dry run revokes nothing.
    await value(office.dealer.client.recallSeat({ leaseId, reason: 'Lost', dryRun: true }));
    expect((await fetchList({ 'If-None-Match': etag })).status).toBe(304);
    await value(office.dealer.client.recallSeat({ leaseId, reason: 'Lost' }));
    expect((await fetchList({ 'If-None-Match': etag })).status).toBe(200);
    const same = await fetchList();
    await moveClock(server.database.pool, { advance: 'PT1H' });
    const next = await fetchList({ 'If-None-Match': same.headers.get('etag')! });
    expect(next.status).toBe(200);
    expect((await read(await next.text())).exp).toBeGreaterThan((await read(await same.text())).exp);
  });

  it('names the files of a machine that gave its licence back, and not the one that came after', async () => {
    const { one, deviceId, file, serial } = await licensed();
    expect(await reasonOf(file)).toBeNull();
    const back = await value(server.client().deactivateWorkstation({ receipt: one.receipt(serial), vendor: slug }));
    expect(await reasonOf(file)).toBe('returned');
    const after = { epoch: back.document!.epoch, number: back.document!.number };
    expect(await reasonOf({ device: { id: deviceId }, serial: after })).toBeNull();
    // Twice the same receipt is once given back.
    const { number } = await read();
    await value(server.client().deactivateWorkstation({ receipt: one.receipt(serial), vendor: slug }));
    expect((await read()).number).toBe(number);
  });

  it('names the files of a machine that was replaced, and of a key that was taken away', async () => {
    const [dead, next, stolen] = [await licensed(), await licensed(), await licensed()];
    await value(server.client().deactivateWorkstation({ receipt: next.one.receipt(next.serial), vendor: slug }));
    const replacing = { deviceId: dead.deviceId, newDeviceId: next.deviceId, reason: 'Burnt' };
    const done = await value(office.channel.vendor.client.replaceHardware(replacing));
    expect(done.oldDevice.outstanding).toMatchObject({ revocationList: expect.stringContaining('/v1/revocations') });
    const { epoch, number } = done.document!;
    expect([await reasonOf(dead.file), await reasonOf({ device: { id: next.deviceId }, serial: { epoch, number } })]).toEqual([
      'hardware-replaced',
      null,
    ]);
    await value(office.dealer.client.revokeDeviceKey({ deviceId: stolen.deviceId, reason: 'Stolen' }));
    expect(await reasonOf(stolen.file)).toBe('key-revoked');
    const taken = await value(office.channel.vendor.client.takeBackLicenses({ deviceId: stolen.deviceId, reason: 'Stolen' }));
    expect(taken.outstanding).toMatchObject({ revocationList: expect.stringContaining('/v1/revocations') });
    expect(await reasonOf(stolen.file)).toBe('taken-back');
  });

  it('is each vendor’s own', async () => {
    const other = await openOffice(server, 'otherstone');
    await other.give('SF-FIELD-NET', 1);
    expect((await fetch(`${server.url}/v1/revocations?vendor=nobody`)).status).toBe(404);
    const leaseId = newLease();
    await value(other.program.checkOutSeat({ leaseId, feature: 'field-seats', user: 'u', host: 'h' }));
    const until = (await server.clock.now()).add({ hours: 24 }).toString();
    await value(other.program.borrowSeat({ leaseId, until, publicKey }));
    await value(other.dealer.client.recallSeat({ leaseId, reason: 'Lost' }));
    expect(revocationOfBorrow(await read(), { sub: leaseId })).toBeNull();
    const foreign = await (await fetch(`${server.url}/v1/revocations?vendor=otherstone`)).text();
    expect(await verifyRevocations(foreign, { keys, now: await now(), vendor: slug, acceptTest: true })).toMatchObject({
      refusal: { code: 'unknown-key' },
    });
  });
});
