import { randomUUID } from 'node:crypto';
import { asOwner } from '@muniment/platform/postgres';
import { auditLedger } from '@muniment/server/operator';
import {
  acceptance,
  type Party,
  type Sent,
  send,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packOf } from './ledger/pack.ts';

// Many hands at the same moment, and the same hand twice.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let customerId: string;
let agreement: Awaited<ReturnType<typeof acceptance>>;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'rush', packOf({ seats: 1, takesFlag: true, agreement: '1' }));
  dealer = await channel.partner('dealer', 'Busy Dealer');
  customerId = (await value(dealer.client.createCustomer({ name: 'Busy Customer' }))).id;
  agreement = await acceptance(dealer.client, 'box');
});
afterAll(() => server?.stop());

let made = 0;
async function newDevice(): Promise<string> {
  made += 1;
  const hardwareKey = String(made).padStart(4, '0');
  return (await value(dealer.client.createDevice({ customerId, name: `Box ${hardwareKey}`, product: 'box', hardwareKey }))).id;
}

let shipped = 0;
async function stock(units: Record<string, number>): Promise<Record<string, string>> {
  shipped += 1;
  return (await ship(channel, dealer, `SO-${shipped}`, units)).lots;
}

const many = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

/** How many of the answers say what. */
function tally(answers: readonly { readonly ok: boolean; readonly problem?: { readonly code: string } }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) {
    const said = answer.ok ? 'ok' : answer.problem!.code;
    counts[said] = (counts[said] ?? 0) + 1;
  }
  return counts;
}

async function unitsOf(lotId: string): Promise<Record<string, number>> {
  const rows = await asOwner(server.database.pool, { vendorId: channel.vendorId }, (tx) =>
    tx.query<{ kind: string; units: number }>(
      'test-units-of-lot',
      'SELECT kind, sum(quantity)::int AS units FROM balances WHERE lot_id = $1 GROUP BY kind',
      [lotId.slice('lot_'.length)],
    ),
  );
  return Object.fromEntries(rows.map(({ kind, units }) => [kind, units]));
}

const expectOrder = async () => expect(await auditLedger({ pool: server.database.pool })).toMatchObject({ ok: true });

describe('A hundred at once', () => {
  it('who want the last ten units for a hundred devices succeed exactly ten times', async () => {
    const { SEAT: lotId } = await stock({ SEAT: 10 });
    const devices = await many(100, newDevice);
    const answers = await Promise.all(
      devices.map((deviceId) => dealer.client.attachLicenses({ deviceId, lines: [{ lotId: lotId!, quantity: 1 }] })),
    );
    expect(tally(answers)).toEqual({ ok: 10, 'not-enough-units': 90 });
    expect(await unitsOf(lotId!)).toEqual({ issue: -10, bin: 0, reserved: 10 });
    await expectOrder();
  });

  it('who activate the reservation of one device succeed once, and make one file', async () => {
    const { SEAT: lotId } = await stock({ SEAT: 4 });
    const deviceId = await newDevice();
    await value(dealer.client.attachLicenses({ deviceId, lines: [{ lotId: lotId!, quantity: 3 }] }));
    const answers = await many(100, () => dealer.client.activateLicenses({ deviceId, agreement: agreement! }));
    expect(tally(answers)).toEqual({ ok: 1, 'nothing-reserved': 99 });
    expect(await unitsOf(lotId!)).toEqual({ issue: -4, bin: 1, reserved: 0, active: 3 });
    expect((await value(dealer.client.listLicenseFiles({ deviceId }))).items.map(({ serial }) => serial)).toEqual([1]);
    await expectOrder();
  });

  it('who ship the same order number ship it once', async () => {
    const order = { salesOrder: 'SO-ONCE', receiverId: dealer.id, lines: [{ part: 'SEAT', quantity: 1 }] };
    expect(tally(await many(20, () => channel.vendor.client.shipOrder(order)))).toEqual({ ok: 1, 'order-already-shipped': 19 });
  });

  it('who register one hardware key register it once', async () => {
    const device = { customerId, name: 'Twin', product: 'box', hardwareKey: '9999' };
    expect(tally(await many(20, () => dealer.client.createDevice(device)))).toEqual({ ok: 1, 'hardware-key-taken': 19 });
  });

  it('who make one file again give each a serial of its own, without a gap', async () => {
    const { SEAT: lotId } = await stock({ SEAT: 1 });
    const deviceId = await newDevice();
    await value(dealer.client.attachLicenses({ deviceId, lines: [{ lotId: lotId!, quantity: 1 }] }));
    await value(dealer.client.activateLicenses({ deviceId, agreement: agreement! }));
    expect(tally(await many(20, () => dealer.client.regenerateLicense({ deviceId })))).toEqual({ ok: 20 });
    const files = await value(dealer.client.listLicenseFiles({ deviceId }));
    expect(files.items.map(({ serial }) => serial)).toEqual(Array.from({ length: 21 }, (_, index) => 21 - index));
  });
});

describe('Acts that cross', () => {
  it('attach to a device while it is being activated, without a fault and without losing a unit', async () => {
    const { SEAT: lotId } = await stock({ SEAT: 50 });
    const deviceId = await newDevice();
    const lines = [{ lotId: lotId!, quantity: 1 }];
    for (let round = 0; round < 12; round += 1) {
      await dealer.client.attachLicenses({ deviceId, lines });
      const crossing = [
        ...Array.from({ length: 3 }, () => dealer.client.attachLicenses({ deviceId, lines })),
        dealer.client.activateLicenses({ deviceId, agreement: agreement! }),
        dealer.client.detachLicenses({ deviceId, lines }),
      ];
      for (const said of Object.keys(tally(await Promise.all(crossing))))
        expect(['ok', 'nothing-reserved', 'already-active', 'lot-not-found', 'not-enough-units']).toContain(said);
    }
    const { bin, reserved, active } = await unitsOf(lotId!);
    expect(bin! + reserved! + active!).toBe(50);
    await expectOrder();
  });

  it('take two lots in opposite order without waiting for each other in a circle', async () => {
    const lots = Object.values(await stock({ SEAT: 40, 'VER-1': 40 }));
    const devices = await many(20, newDevice);
    const answers = await Promise.all(
      devices.map((deviceId, index) => {
        const lines = lots.map((lotId) => ({ lotId, quantity: 2 }));
        return dealer.client.attachLicenses({ deviceId, lines: index % 2 === 0 ? lines : lines.reverse() });
      }),
    );
    expect(tally(answers)).toEqual({ ok: 20 });
    for (const lot of lots) expect(await unitsOf(lot)).toEqual({ issue: -40, bin: 0, reserved: 40 });
  });
});

describe('The same idempotency key', () => {
  const attach = (deviceId: string, key: string, quantity: number, lotId: string, more: { credential?: string } = {}): Promise<Sent> =>
    send(server.url, {
      method: 'POST',
      path: `/v1/devices/${deviceId}/attach`,
      credential: more.credential ?? dealer.credential,
      headers: { 'Idempotency-Key': key },
      body: { lines: [{ lotId, quantity }] },
    });

  it('twice is one act and one answer, whether the second comes later or at the same moment', async () => {
    const { SEAT: lotId } = await stock({ SEAT: 9 });
    const [deviceId, key] = [await newDevice(), randomUUID()];
    const first = await attach(deviceId, key, 2, lotId!);
    const second = await attach(deviceId, key, 2, lotId!);
    expect([first.status, second.status, second.headers['idempotency-replayed']]).toEqual([200, 200, 'true']);
    expect(second.text).toBe(first.text);
    const [other, otherKey] = [await newDevice(), randomUUID()];
    const answers = await many(10, () => attach(other, otherKey, 3, lotId!));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(9);
    expect(await unitsOf(lotId!)).toEqual({ issue: -9, bin: 4, reserved: 5 });
  });

  it('with another body, or for another operation, is refused and changes nothing', async () => {
    const { SEAT: lotId } = await stock({ SEAT: 9 });
    const [deviceId, key] = [await newDevice(), randomUUID()];
    await attach(deviceId, key, 2, lotId!);
    expect((await attach(deviceId, key, 3, lotId!)).body).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
    expect((await attach(await newDevice(), key, 2, lotId!)).body.code).toBe('idempotency-key-reused');
    const detach = { method: 'POST', path: `/v1/devices/${deviceId}/detach`, body: { lines: [{ lotId, quantity: 2 }] } };
    const reused = await send(server.url, { ...detach, credential: dealer.credential, headers: { 'Idempotency-Key': key } });
    expect(reused.body.code).toBe('idempotency-key-reused');
    expect(await unitsOf(lotId!)).toEqual({ issue: -9, bin: 7, reserved: 2 });
  });

  it('of somebody else is another key', async () => {
    const { SEAT: lotId } = await stock({ SEAT: 9 });
    const [deviceId, key] = [await newDevice(), randomUUID()];
    const colleague = await channel.session(dealer.id, 'dealer', 'colleague@rush.example');
    expect((await attach(deviceId, key, 2, lotId!)).status).toBe(200);
    expect((await attach(deviceId, key, 3, lotId!, { credential: colleague.credential })).status).toBe(200);
    expect(await unitsOf(lotId!)).toEqual({ issue: -9, bin: 4, reserved: 5 });
  });

  it('of a refused act is free: what was refused is decided anew', async () => {
    const { SEAT: lotId } = await stock({ SEAT: 2 });
    const [deviceId, key] = [await newDevice(), randomUUID()];
    expect((await attach(deviceId, key, 3, lotId!)).body.code).toBe('not-enough-units');
    expect((await attach(deviceId, key, 2, lotId!)).status).toBe(200);
    expect(await unitsOf(lotId!)).toEqual({ issue: -2, bin: 0, reserved: 2 });
  });

  it('does not tell a secret twice', async () => {
    const create = { method: 'POST', path: '/v1/api-keys', body: { name: 'Once', scopes: ['read'] }, credential: dealer.credential };
    const headers = { 'Idempotency-Key': randomUUID() };
    const first = await send(server.url, { ...create, headers });
    const second = await send(server.url, { ...create, headers });
    expect([first.status, second.status, second.body.code]).toEqual([201, 409, 'secret-already-shown']);
    expect(second.text).not.toContain(first.body.secret);
    expect((await value(dealer.client.listApiKeys({}))).items.filter(({ name }) => name === 'Once')).toHaveLength(1);
  });
});
