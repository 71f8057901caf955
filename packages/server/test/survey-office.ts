import { readFile } from 'node:fs/promises';
import type { Client } from '@muniment/client';
import { type Party, setUpChannel, ship, type TestChannel, type TestServer, value } from '@muniment/testkit';

/** A survey office whose seats programs take, for tests of seats. */
export interface Office {
  readonly channel: TestChannel;
  readonly dealer: Party;
  readonly projectId: string;
  readonly customerId: string;
  /** A program with a key for the seats of the project. */
  readonly program: Client;
  readonly programKey: string;
  readonly give: (part: string, quantity: number) => Promise<void>;
  readonly counterOf: (feature: string) => Promise<Awaited<ReturnType<typeof listCounters>>[number]>;
}

async function listCounters(client: Client, projectId: string) {
  return (await value(client.listCounters({ projectId }))).items;
}

let orders = 0;

/** A vendor of its own, so that tests see nothing of each other. `change` changes the pack. */
export async function openOffice(server: TestServer, slug: string, change: (pack: string) => string = (pack) => pack): Promise<Office> {
  const channel = await setUpChannel(server, slug, change(await readFile('catalogs/survey-network/pack.yaml', 'utf8')));
  const session = await channel.partner('dealer', `Reseller of ${slug}`);
  // A key does not end when the clock moves on, as a session does.
  const { secret: key } = await value(session.client.createApiKey({ name: 'Tests', scopes: ['all'] }));
  const dealer = { ...session, client: server.client(key), credential: key };
  const customer = await value(dealer.client.createCustomer({ name: 'Survey office' }));
  const projectId = customer.projects[0]!.id;
  const { secret } = await value(channel.vendor.client.createApiKey({ name: 'Programs', scopes: ['seats'], projectId }));
  return {
    channel,
    dealer,
    projectId,
    customerId: customer.id,
    program: server.client(secret),
    programKey: secret,
    async give(part, quantity) {
      const { lots } = await ship(channel, dealer, `SO ${++orders}`, { [part]: quantity });
      await value(dealer.client.giveLicenses({ projectId, lines: [{ lotId: lots[part]!, quantity }] }));
    },
    counterOf: async (feature) => (await listCounters(dealer.client, projectId)).find((one) => one.feature === feature)!,
  };
}

export const newLease = () => `lse_${crypto.randomUUID()}`;
