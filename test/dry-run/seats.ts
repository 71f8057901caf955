import { readFile } from 'node:fs/promises';
import type { OperationId } from '@muniment/contract';
import { createSigner, generateKey, openKey, signReturn } from '@muniment/documents/self';
import { type Asking, type Party, setUpChannel, ship, type TestServer, value } from '@muniment/testkit';
import type { Asked } from './pools.ts';

const signer = createSigner(openKey(generateKey().privateKeyPem));
const { kid: _, use: __, ...publicKey } = signer.publicKey;
const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();

/** A vendor whose licences float, with what each act on seats needs to find. */
export async function setSeats(server: TestServer): Promise<{ readonly vendorId: string; readonly asks: Asked }> {
  const channel = await setUpChannel(server, 'survey', await readFile('catalogs/survey-network/pack.yaml', 'utf8'));
  const dealer = await channel.partner('dealer', 'Reseller');
  const { client } = dealer;
  const customer = await value(client.createCustomer({ name: 'Office' }));
  const projectId = customer.projects[0]!.id;
  const { lots } = await ship(channel, dealer, 'SO-SEATS', { 'SF-CLOUD-NET': 9 });
  await value(client.giveLicenses({ projectId, lines: [{ lotId: lots['SF-CLOUD-NET']!, quantity: 9 }] }));
  const { secret } = await value(channel.vendor.client.createApiKey({ name: 'Programs', scopes: ['seats'], projectId }));
  const program: Party = { id: projectId, name: 'Programs', email: '', client: server.client(secret), credential: secret };
  let users = 0;
  const taken = async () => {
    const leaseId = `lse_${crypto.randomUUID()}`;
    await value(program.client.checkOutSeat({ leaseId, feature: 'cloud-seats', user: `user ${++users}`, host: 'pc' }));
    return leaseId;
  };
  const borrowed = async () => {
    const leaseId = await taken();
    await value(program.client.borrowSeat({ leaseId, until: days(2), publicKey }));
    return leaseId;
  };
  const receipt = (leaseId: string) => {
    const iat = Math.floor(Date.now() / 1000);
    return signReturn(signer, {
      sub: leaseId,
      aud: 'survey',
      iat,
      nonce: 'abcdefghijklmnop',
      number: Number.MAX_SAFE_INTEGER,
      removedAt: iat,
    });
  };
  const [counter] = (await value(client.listCounters({ projectId }))).items;
  const [counterId, whom] = [counter!.id, { kind: 'user', name: 'Ada' } as const];
  const reservation = async () => (await value(client.createReservation({ counterId, seats: 1, whom }))).id;
  const byDealer: Readonly<Partial<Record<OperationId, Asking>>> = {
    'update-counter': { params: { counterId }, body: { perUser: 3, exclude: [{ kind: 'host', name: 'lab' }] } },
    'end-lease': { params: { leaseId: await taken() }, body: { reason: 'Left for the day' } },
    'recall-seat': { params: { leaseId: await borrowed() }, body: { reason: 'Lost' } },
    'take-back-seats': { params: { counterId }, body: { leaseIds: [await taken(), await borrowed()], reason: 'Closing down' } },
    'return-borrowed-from-file': { body: { receipt: receipt(await borrowed()) } },
    'create-reservation': { params: { counterId }, body: { seats: 2, whom } },
    'update-reservation': { params: { reservationId: await reservation() }, body: { seats: 2 } },
    'remove-reservation': { params: { reservationId: await reservation() } },
  };
  const byProgram: Readonly<Partial<Record<OperationId, Asking>>> = {
    'borrow-seat': { params: { leaseId: await taken() }, body: { until: days(3), publicKey } },
    'return-borrowed': { body: { receipt: receipt(await borrowed()) } },
  };
  const asked = (by: Party, asks: Readonly<Partial<Record<OperationId, Asking>>>) =>
    Object.fromEntries(Object.entries(asks).map(([id, asking]) => [id, { by, asking: asking! }]));
  return { vendorId: channel.vendorId, asks: { ...asked(dealer, byDealer), ...asked(program, byProgram) } };
}
