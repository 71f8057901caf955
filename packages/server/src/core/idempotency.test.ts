import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createCustomer, operations } from '@muniment/contract';
import { type Outcome, once } from '@muniment/platform/http';
import { inTransaction } from '@muniment/platform/postgres';
import {
  type Asking,
  requestOf,
  type Sent,
  send,
  setUpChannel,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersOf } from './idempotency.ts';

let server: TestServer;
let channel: TestChannel;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'acme', await readFile('catalogs/pbx-channel/pack.yaml', 'utf8'));
});
afterAll(() => server?.stop());

/** Without what every answer has its own of. */
const words = ({ status, body }: Sent) => {
  const { requestId: _, ...rest } = body;
  return { status, rest };
};

describe('an answer kept for an idempotency key', () => {
  it('is gone for a dealer who looks after the customer no more, and there again with the care', async () => {
    const dealer = await channel.partner('dealer', 'Was Here');
    const vendor = channel.vendor.client;
    await value(vendor.shipOrder({ salesOrder: 'SO-1', receiverId: dealer.id, lines: [{ part: 'EX81-VER-3', quantity: 9 }] }));
    const sent: { again: () => Promise<Sent>; first: Sent }[] = [];
    /** Acts, and remembers how to send the very same request once more. */
    const act = async (id: string, asking: Asking): Promise<Sent['body']> => {
      const request = { ...requestOf(operations.find((one) => one.id === id)!, asking), credential: dealer.credential };
      const again = () => send(server.url, request);
      const first = await again();
      expect(first.status, first.text).toBeLessThan(300);
      sent.push({ again, first });
      return first.body;
    };
    const { id: customerId } = await act('create-customer', { body: { name: 'Left Behind' } });
    const device = { name: 'Site', product: 'SV8100', hardwareKey: '190400000007' };
    const { id: deviceId } = await act('create-device', { params: { customerId }, body: device });
    const line = { order: 'SO-1', part: 'EX81-VER-3', quantity: 2 };
    const attached = await act('attach-licenses', { params: { deviceId }, body: { lines: [line] } });
    await act('undo-operation', { params: { operationId: attached.operationId } });
    await act('attach-licenses', { params: { deviceId }, body: { lines: [line] } });
    const [agreement] = (await value(dealer.client.getCatalog({}))).agreements;
    const accepted = { id: agreement!.id, version: agreement!.version, language: 'en', accepted: true };
    await act('activate-licenses', { params: { deviceId }, body: { agreement: accepted } });
    await act('regenerate-license', { params: { deviceId } });

    const own = (await value(vendor.listServes({ customerId }))).items[0]!;
    await value(vendor.endServes({ servesId: own.id }));
    const missing = `dev_${randomUUID()}`;
    const nothing = { ...requestOf(operations.find(({ id }) => id === 'regenerate-license')!, { params: { deviceId: missing } }) };
    const notFound = words(await send(server.url, { ...nothing, credential: dealer.credential }));
    expect(notFound.status).toBe(404);
    for (const { again } of sent) {
      const repeat = words(await again());
      expect({ ...repeat, rest: { ...repeat.rest, instance: undefined } }).toEqual({
        ...notFound,
        rest: { ...notFound.rest, instance: undefined },
      });
    }

    await value(vendor.startServes({ partnerId: dealer.id, customerId }));
    for (const { again, first } of sent) {
      const repeat = await again();
      expect([repeat.status, repeat.text]).toEqual([first.status, first.text]);
      expect(repeat.headers['idempotency-replayed']).toBe('true');
    }
  });

  it('is repeated whatever somebody wrote in a note: a text that looks like an id names nothing', async () => {
    const [writer, other] = [await channel.partner('dealer', 'Writer'), await channel.partner('dealer', 'Other')];
    const { id: customerId } = await value(other.client.createCustomer({ name: 'Of the other' }));
    const device = { customerId, name: 'Site', product: 'SV8100', hardwareKey: '190400000008' };
    const { id: deviceId } = await value(other.client.createDevice(device));
    for (const referenceNote of [`see ${deviceId}`, deviceId, other.id, `dev_${randomUUID()}`]) {
      const body = { name: `Noted ${randomUUID()}`, referenceNote };
      const request = { ...requestOf(createCustomer, { body }), credential: writer.credential };
      const first = await send(server.url, request);
      const again = await send(server.url, request);
      expect([again.status, again.text, again.headers['idempotency-replayed']]).toEqual([201, first.text, 'true']);
    }
  });

  it('is none where a refusal was kept: the key is free, also for who comes next', async () => {
    const input = { params: {}, query: {}, body: { name: 'Once' } };
    const now = await server.clock.now();
    const owner = { vendorId: channel.vendorId, principal: 'test', operation: createCustomer.id, organization: null, input, now };
    const claim = { key: randomUUID(), fingerprint: 'Zm9v' };
    const perform = (outcome: Outcome) =>
      inTransaction(server.database.pool, { vendorId: channel.vendorId }, (tx) =>
        once(answersOf(owner), tx, createCustomer, claim, async () => outcome),
      );
    const refused: Outcome = { ok: false, refusal: { code: 'not-now' }, keep: true };
    expect(await perform(refused)).toEqual(refused);
    expect(await perform({ ok: true, value: { id: 'made' } })).toEqual({ ok: true, value: { id: 'made' } });
    expect(await perform(refused)).toEqual({ ok: true, value: { id: 'made' }, replayed: true });
  });
});
