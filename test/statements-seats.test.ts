import { readFile } from 'node:fs/promises';
import { createSigner, generateKey, openKey, signReturn } from '@muniment/documents/self';
import { openPlainPool, type Pool } from '@muniment/platform/postgres';
import { type Party, type Sending, setUpChannel, ship, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { expectWhole } from './statements/cut.ts';

// Acts on seats, cut between any two statements, whichever two: a seat is there or not, and the counter says the same.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let executioner: Pool;
let projectId: string;
let counterId: string;
/** Of the program that takes seats. */
let secret: string;
let lotId: string;

const signer = createSigner(openKey(generateKey().privateKeyPem));
const { kid: _, use: __, ...publicKey } = signer.publicKey;
const until = new Date(Date.now() + 2 * 86_400_000).toISOString();

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'cut', await readFile('catalogs/survey-network/pack.yaml', 'utf8'));
  dealer = await channel.partner('dealer', 'Reseller');
  const customer = await value(dealer.client.createCustomer({ name: 'Office' }));
  projectId = customer.projects[0]!.id;
  const { lots } = await ship(channel, dealer, 'SO-1', { 'SF-CLOUD-NET': 900 });
  lotId = lots['SF-CLOUD-NET']!;
  await value(dealer.client.giveLicenses({ projectId, lines: [{ lotId, quantity: 500 }] }));
  counterId = (await value(dealer.client.listCounters({ projectId }))).items[0]!.id;
  ({ secret } = await value(channel.vendor.client.createApiKey({ name: 'Programs', scopes: ['seats'], projectId })));
  executioner = openPlainPool(server.database.connection, { max: 1 });
});
afterAll(async () => {
  await executioner?.end();
  await server?.stop();
});

let users = 0;
const program = () => server.client(secret);
async function taken(): Promise<string> {
  const leaseId = `lse_${crypto.randomUUID()}`;
  users += 1;
  await value(program().checkOutSeat({ leaseId, feature: 'cloud-seats', user: `user ${users}`, host: 'pc' }));
  return leaseId;
}
async function borrowed(): Promise<string> {
  const leaseId = await taken();
  await value(program().borrowSeat({ leaseId, until, publicKey }));
  return leaseId;
}
/** About whichever document is the newest. */
function receipt(leaseId: string): string {
  const iat = Math.floor(Date.now() / 1000);
  return signReturn(signer, { sub: leaseId, aud: 'cut', iat, nonce: 'abcdefghijklmnop', number: Number.MAX_SAFE_INTEGER, removedAt: iat });
}
const whom = { kind: 'group', name: 'field' } as const;

const acts: Readonly<Record<string, () => Promise<Sending>>> = {
  'give-licenses of seats': async () => ({ path: `/v1/projects/${projectId}/give`, body: { lines: [{ lotId, quantity: 1 }] } }),
  'end-lease': async () => ({ path: `/v1/leases/${await taken()}/end`, body: { reason: 'Closing time' } }),
  'recall-seat': async () => ({ path: `/v1/leases/${await borrowed()}/recall`, body: { reason: 'Lost' } }),
  'take-back-seats': async () => ({
    path: `/v1/counters/${counterId}/take-back`,
    body: { leaseIds: [await taken(), await borrowed()], reason: 'Closing down' },
  }),
  'borrow-seat': async () => ({ path: `/v1/leases/${await taken()}/borrow`, body: { until, publicKey }, credential: secret }),
  'return-borrowed': async () => ({ path: '/v1/leases/return', body: { receipt: receipt(await borrowed()) }, credential: secret }),
  'create-reservation': async () => ({ path: `/v1/counters/${counterId}/reservations`, body: { seats: 1, whom } }),
  'remove-reservation': async () => {
    const { id } = await value(dealer.client.createReservation({ counterId, seats: 1, whom }));
    return { path: `/v1/reservations/${id}/remove`, body: {} };
  },
};

describe('An act on seats whose database goes away', () => {
  it.each(Object.keys(acts))('before any statement of %s is absent, and after the last one whole', async (name) => {
    await expectWhole({ server, vendorId: channel.vendorId, credential: dealer.credential, executioner }, acts[name]!, {
      name,
      stride: 2,
      first: users,
    });
  });
});
