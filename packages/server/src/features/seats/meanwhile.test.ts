import { startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newLease, type Office, openOffice } from '../../../test/survey-office.ts';
import { auditLedger } from '../../operator/index.ts';

// Licences go to and fro between two projects while programs of both take seats: whoever locks what first, nobody fails, and
// counters stay true to pools and leases. By check-out-seat, release-seat, end-lease, create-reservation and transfer-licenses at once.

let server: TestServer;
let office: Office;
let otherId: string;

beforeAll(async () => {
  server = await startTestServer({ connections: 20 });
  office = await openOffice(server, 'merestone');
  otherId = (await value(office.dealer.client.createProject({ customerId: office.customerId, name: 'Branch' }))).id;
  await office.give('SF-CLOUD-NET', 6);
  await office.give('SF-DESIGN-NET', 6);
});
afterAll(() => server?.stop());

const features = ['cloud-seats', 'design-seats'];

async function moveOne(from: string, to: string): Promise<boolean> {
  const { client } = office.dealer;
  const { items } = await value(client.listPoolLicenses({ projectId: from }));
  const one = items[Math.floor(Math.random() * items.length)];
  if (one === undefined) return false;
  const moved = await client.transferLicenses({ projectId: from, to, lines: [{ lotId: one.lotId, quantity: 1 }] });
  // Somebody else may have been faster.
  if (!moved.ok) expect(['lot-not-found', 'not-enough-units']).toContain(moved.problem.code);
  return moved.ok;
}

it('acts on pools and programs that take seats do not stand in each other\u2019s way', async () => {
  const { client } = office.dealer;
  const { secret } = await value(office.channel.vendor.client.createApiKey({ name: 'Branch', scopes: ['seats'], projectId: otherId }));
  const programs = [office.program, server.client(secret)];
  let [moves, granted, done] = [0, 0, false];
  const move = async (from: string, to: string) => {
    for (let round = 0; round < 25; round++) moves += Number(await moveOne(from, to));
  };
  const work = async (number: number) => {
    const program = programs[number % 2]!;
    while (!done) {
      const leaseId = newLease();
      const feature = features[number % 4 < 2 ? 0 : 1]!;
      const got = await value(program.checkOutSeat({ leaseId, feature, user: `user ${number}`, host: 'pc' }));
      if (!got.granted) continue;
      granted += 1;
      await value(program.heartbeatSeats({ leases: [{ leaseId }] }));
      if (number % 3 === 0) await value(client.endLease({ leaseId, reason: 'Closing time' }));
      else expect(await value(program.releaseSeat({ leaseId }))).toMatchObject({ released: true });
    }
  };
  const reserve = async () => {
    const { id: counterId } = await office.counterOf('cloud-seats');
    while (!done) {
      const { id: reservationId } = await value(client.createReservation({ counterId, seats: 1, whom: { kind: 'user', name: 'user 0' } }));
      await value(client.removeReservation({ reservationId }));
    }
  };
  const workers = [...Array.from({ length: 8 }, (_, number) => work(number)), reserve()];
  const movers = [move(office.projectId, otherId), move(otherId, office.projectId), move(office.projectId, otherId)];
  await Promise.all(movers).finally(() => {
    done = true;
  });
  await Promise.all(workers);
  expect(moves).toBeGreaterThan(5);
  expect(granted).toBeGreaterThan(10);
  for (const feature of features) {
    const counters = await Promise.all(
      [office.projectId, otherId].map(async (projectId) => (await value(client.listCounters({ projectId }))).items),
    );
    const of = counters.map((items) => items.find((one) => one.feature === feature));
    expect(
      of.reduce((total, one) => total + (one?.seats ?? 0), 0),
      feature,
    ).toBe(6);
    expect(
      of.reduce((total, one) => total + (one?.used ?? 0), 0),
      feature,
    ).toBe(0);
  }
  expect(await auditLedger(server.operator)).toMatchObject({ ok: true });
}, 120_000);
