import { openPlainPool, type Pool } from '@muniment/platform/postgres';
import {
  type Party,
  poolPack,
  type Sending,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { expectWhole } from './statements/cut.ts';

// Acts on the licences of a pool, cut between any two statements, whichever two: none is on both sides, none on neither.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let executioner: Pool;
let projectId: string;
let elsewhere: string;
let customerId: string;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'cut', poolPack());
  dealer = await channel.partner('dealer', 'Dealer');
  const { client } = dealer;
  const [giver, receiver] = [
    await value(client.createCustomer({ name: 'Giver' })),
    await value(client.createCustomer({ name: 'Receiver' })),
  ];
  customerId = giver.id;
  [projectId, elsewhere] = [giver.projects[0]!.id, receiver.projects[0]!.id];
  await ship(channel, dealer, 'SO-1', { 'PLAN-365': 900, 'SEAT-365': 100 });
  const lines = [
    { order: 'SO-1', part: 'PLAN-365', quantity: 800 },
    { order: 'SO-1', part: 'SEAT-365', quantity: 100 },
  ];
  await value(client.giveLicenses({ projectId, lines }));
  executioner = openPlainPool(server.database.connection, { max: 1 });
});
afterAll(async () => {
  await executioner?.end();
  await server?.stop();
});

let made = Date.now() % 9;
async function newDevice(): Promise<string> {
  made += 1;
  const hardwareKey = `B${String(made).padStart(6, '0')}`;
  return (await value(dealer.client.createDevice({ customerId, name: `Box ${made}`, product: 'BOX', hardwareKey }))).id;
}

async function licensed(times = 1): Promise<string> {
  const id = await newDevice();
  for (let time = 1; time <= times; time++) await value(dealer.client.assignLicenses({ projectId, deviceIds: [id] }));
  return id;
}

const plans = async () => {
  const { items } = await value(dealer.client.listPoolLicenses({ projectId, part: 'PLAN-365', sort: 'registered' }));
  return items[0]!.lotId;
};

async function offered(): Promise<string> {
  const { transfer } = await value(
    dealer.client.transferLicenses({ projectId, to: elsewhere, lines: [{ lotId: await plans(), quantity: 1 }] }),
  );
  return transfer!.id;
}

const acts: Readonly<Record<string, () => Promise<Sending>>> = {
  'assign-licenses': async () => ({
    path: `/v1/projects/${projectId}/assign`,
    body: { deviceIds: [await newDevice(), await licensed()] },
  }),
  'assign-licenses to a user': async () => {
    made += 1;
    const user = await value(dealer.client.createNamedUser({ projectId, name: `User ${made}`, email: `user-${made}@giver.example` }));
    return { path: `/v1/projects/${projectId}/assign`, body: { userIds: [user.id] } };
  },
  'unassign-licenses': async () => ({ path: `/v1/projects/${projectId}/unassign`, body: { deviceIds: [await licensed(2)] } }),
  'split-license': async () => {
    const { removals } = await value(dealer.client.unassignLicenses({ projectId, deviceIds: [await licensed(2)] }));
    return { path: `/v1/projects/${projectId}/split`, body: { lotId: removals[0]!.returns!.lotId } };
  },
  'undo-operation of an extension': async () => {
    const { assignments } = await value(dealer.client.assignLicenses({ projectId, deviceIds: [await licensed()] }));
    return { path: `/v1/operations/${assignments[0]!.operationId}/undo`, body: {} };
  },
  'give-licenses': async () => ({
    path: `/v1/projects/${projectId}/give`,
    body: { lines: [{ order: 'SO-1', part: 'PLAN-365', quantity: 1 }] },
  }),
  'transfer-licenses': async () => ({
    path: `/v1/projects/${projectId}/transfer`,
    body: { to: elsewhere, lines: [{ lotId: await plans(), quantity: 1 }] },
  }),
  'accept-transfer': async () => ({ path: `/v1/transfers/${await offered()}/accept`, body: {} }),
  'withdraw-transfer': async () => ({ path: `/v1/transfers/${await offered()}/withdraw`, body: {} }),
};

describe('An act on a pool whose database goes away', () => {
  it.each(Object.keys(acts))('before any statement of %s is absent, and after the last one whole', async (name) => {
    await expectWhole({ server, vendorId: channel.vendorId, credential: dealer.credential, executioner }, acts[name]!, {
      name,
      stride: 3,
      first: made,
    });
  });
});
