import { readFile } from 'node:fs/promises';
import { fromId } from '@muniment/platform/ids';
import { inTransaction } from '@muniment/platform/postgres';
import { setUpChannel, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: TestServer;
let channel: TestChannel;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'pbx', await readFile('catalogs/pbx-channel/pack.yaml', 'utf8'));
});
afterAll(() => server?.stop());

describe('A customer that two dealers looked after', () => {
  it('shows neither the other, and gives reserved units back when the care of one ends', async () => {
    const [first, second] = [await channel.partner('dealer', 'First Dealer'), await channel.partner('dealer', 'Second Dealer')];
    const vendor = channel.vendor.client;
    const lines = [
      { part: 'EX81-SEAT-20', quantity: 4 },
      { part: 'EX81-VER-3', quantity: 1 },
    ];
    await value(vendor.shipOrder({ salesOrder: 'SO-1', receiverEmail: first.email, lines }));
    const customer = await value(first.client.createCustomer({ name: 'Shared Hotel' }));
    const device = await value(
      first.client.createDevice({ customerId: customer.id, name: 'Lobby', product: 'SV8100', hardwareKey: '190400000001' }),
    );
    await value(vendor.startServes({ partnerId: second.id, customerId: customer.id }));
    const deviceId = device.id;
    const line = (part: string, quantity: number) => ({ order: 'SO-1', part, quantity });
    await value(first.client.attachLicenses({ deviceId, lines: [line('EX81-SEAT-20', 1), line('EX81-VER-3', 1)] }));
    const [agreement] = (await value(first.client.getCatalog({}))).agreements;
    const accepted = { id: agreement!.id, version: agreement!.version, language: 'en', accepted: true };
    await value(first.client.activateLicenses({ deviceId, agreement: accepted }));
    await value(first.client.attachLicenses({ deviceId, lines: [line('EX81-SEAT-20', 2)] }));

    const seen = await value(second.client.listOperations({ deviceId }));
    expect(seen.items.map((act) => act.kind)).toContain('activate-licenses');
    const files = await value(second.client.listLicenseFiles({ deviceId }));
    expect(files.items).toHaveLength(1);
    expect(JSON.stringify([seen, files])).not.toMatch(/First Dealer|first-dealer|SO-1/);

    const own = (await value(vendor.listServes({ customerId: customer.id }))).items.find(({ partner }) => partner.id === first.id)!;
    await value(vendor.endServes({ servesId: own.id }));
    const order = await value(first.client.getOrder({ order: 'SO-1' }));
    expect(order.lines.map(({ available, reserved, active }) => [available, reserved, active])).toEqual([
      [3, 0, 1],
      [0, 0, 1],
    ]);
    const told = await value(first.client.listOperations({ kind: 'detach-licenses' }));
    expect(told.items).toHaveLength(1);
    expect(JSON.stringify(told)).not.toMatch(/Lobby|Shared Hotel/);
  });
});

describe('A partner whose care ends while it waits for somebody else’s act on a device', () => {
  it('is told that there is no such device, as ever after', async () => {
    const dealer = await channel.partner('dealer', 'Late Dealer');
    const { database } = server;
    const customer = await value(dealer.client.createCustomer({ name: 'Left Hotel' }));
    const device = await value(
      dealer.client.createDevice({ customerId: customer.id, name: 'Lobby', product: 'SV8100', hardwareKey: '190400000009' }),
    );
    const deviceId = device.id;
    const key = fromId('dev', deviceId)!;
    const waiting = async () => {
      const { rows } = await database.pool.query(
        "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      return rows[0]!.n as number;
    };
    const asked = await inTransaction(database.pool, { vendorId: channel.vendorId }, async (tx) => {
      await tx.query('test-lock', 'SELECT id FROM devices WHERE id = $1 FOR UPDATE', [key]);
      const acts = [
        dealer.client.activateLicenses({ deviceId }),
        dealer.client.regenerateLicense({ deviceId }),
        dealer.client.updateDevice({ deviceId, name: 'Bar' }, { ifMatch: '*' }),
        dealer.client.createChildDevice({ deviceId, relation: 'lm', name: 'Below' }),
      ];
      await expect.poll(waiting).toBe(acts.length);
      await tx.run('test-end', 'UPDATE serves SET until = since WHERE customer_id = $1', [fromId('org', customer.id)]);
      return { acts };
    });
    const answers = await Promise.all(asked.acts);
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.problem.code))).toEqual(asked.acts.map(() => 'not-found'));
  });
});
