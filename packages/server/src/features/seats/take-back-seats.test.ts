import { createSigner, generateKey, openKey } from '@muniment/documents/self';
import { startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newLease, type Office, openOffice } from '../../../test/survey-office.ts';

let server: TestServer;
let office: Office;
beforeAll(async () => {
  server = await startTestServer({ testClock: '2026-03-01T09:00:00Z' });
  office = await openOffice(server, 'merestone');
  await office.give('SF-FIELD-NET', 4);
});
afterAll(() => server?.stop());

describe('take-back-seats', () => {
  it('says of each what would happen, who is at it and when it is free, and then does that; what is gone is told', async () => {
    const { client } = office.dealer;
    const { id: counterId } = await office.counterOf('field-seats');
    const [leaseId, busy, idle, gone] = [newLease(), newLease(), newLease(), newLease()];
    for (const [id, user] of [
      [leaseId, 'lea'],
      [busy, 'bea'],
      [idle, 'ida'],
    ] as const)
      await value(office.program.checkOutSeat({ leaseId: id, feature: 'field-seats', user, host: `${user}-pc` }));
    await value(office.program.heartbeatSeats({ leases: [{ leaseId: idle, idleSeconds: 600 }] }));
    const until = (await server.clock.now()).add({ hours: 72 }).toString();
    const { kid: _, use: __, ...publicKey } = createSigner(openKey(generateKey().privateKeyPem)).publicKey;
    const borrowed = await value(office.program.borrowSeat({ leaseId, until, publicKey }));
    const asked = { counterId, leaseIds: [busy, leaseId, gone, idle, busy], reason: 'Closing down' };
    const before = (await office.counterOf('field-seats')).used;
    const preview = await value(client.takeBackSeats({ ...asked, dryRun: true }));
    expect(preview).toMatchObject({
      dryRun: true,
      leases: [
        { act: 'end', busy: true, lease: { id: busy, user: 'bea' } },
        { act: 'recall', busy: false, freeAt: borrowed.documentUntil, lease: { id: leaseId } },
        { act: 'end', busy: false, lease: { id: idle, user: 'ida' } },
      ],
      gone: [gone],
    });
    expect((await office.counterOf('field-seats')).used).toBe(before);
    const done = await value(client.takeBackSeats(asked));
    expect(done.leases.map(({ act }) => act)).toEqual(preview.leases.map(({ act }) => act));
    expect((await office.counterOf('field-seats')).used).toBe(before - 2);
    const { leases } = await value(office.program.heartbeatSeats({ leases: [{ leaseId: busy }] }));
    expect(leases[0]).toMatchObject({ held: false, code: 'ended', reason: 'Closing down' });
    expect((await value(client.takeBackSeats(asked))).leases).toMatchObject([{ act: 'none', lease: { id: leaseId, state: 'recalled' } }]);
    const { items } = await value(client.listOperations({ projectId: office.projectId }));
    expect(
      items
        .filter(({ reason }) => reason === 'Closing down')
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['end-lease', 'end-lease', 'recall-seat']);
  });
});
