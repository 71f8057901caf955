import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Client } from '@muniment/client';
import { customerIdOf, type Party, setUpChannel, ship, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { type SetUpRequest, setUpFolder, vendorFromServer } from '../src/features/controller/index.ts';
import { controllerIn, newFolder, type TestController } from './controller.ts';

/** What becomes of a request on its way to the cloud: cut before it gets there, or before its answer comes back. */
export type Passage = 'through' | 'cut-before' | 'cut-after';

/** A network between controllers and the cloud that can be cut. */
export interface Network {
  readonly url: string;
  /** What becomes of the next requests, by their path. */
  let(passage: (path: string) => Passage): void;
  close(): Promise<void>;
}

const read = async (stream: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

function forward(to: string, incoming: IncomingMessage, body: Buffer): Promise<{ answer: IncomingMessage; text: Buffer }> {
  const { hostname, port } = new URL(to);
  const { method, headers } = incoming;
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path: incoming.url, method, headers, agent: false }, (answer) => {
      read(answer).then((text) => resolve({ answer, text }), reject);
    });
    sent.on('error', reject).end(body);
  });
}

/** Starts a network to a server. */
export async function startNetwork(to: string): Promise<Network> {
  let passage: (path: string) => Passage = () => 'through';
  const carry = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const body = await read(incoming);
    const way = passage(incoming.url ?? '');
    if (way === 'cut-before') return void incoming.socket.destroy();
    const { answer, text } = await forward(to, incoming, body);
    if (way === 'cut-after') return void incoming.socket.destroy();
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers).end(text);
  };
  const server = createServer((incoming, outgoing) => void carry(incoming, outgoing).catch(() => incoming.socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    let(next) {
      passage = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A vendor of controllers with its server, a partner, a customer with a project, and a network to it. */
export interface Cloud {
  readonly server: TestServer;
  readonly channel: TestChannel;
  readonly dealer: Party;
  /** Somebody of the customer. */
  readonly tenant: Client;
  readonly projectId: string;
  /** What its controllers are given. */
  readonly customerId: string;
  readonly network: Network;
  /** Puts licences into the project's pool, or another one's. */
  give(units: Readonly<Record<string, number>>, projectId?: string): Promise<void>;
  /** Another project of the same customer. */
  anotherProject(name: string): Promise<{ readonly id: string; readonly customerId: string }>;
  /** Units in the pool, by part. */
  pool(): Promise<Readonly<Record<string, number>>>;
  /** Units that the cloud has on a device, by part. */
  on(deviceId: string): Promise<Readonly<Record<string, number>>>;
  /** A new controller of the project; the install code is written as people do, not as it is kept. */
  controller(more?: Partial<SetUpRequest>): Promise<TestController & { readonly installCode: string }>;
  stop(): Promise<void>;
}

const pack = () => readFileSync(join(import.meta.dirname, '..', '..', '..', 'catalogs', 'edge-controller', 'pack.yaml'), 'utf8');
let number = 0;

function unitsOf(rows: readonly { readonly part: string; readonly count: number }[]): Readonly<Record<string, number>> {
  const units: Record<string, number> = {};
  for (const { part, count } of rows) units[part] = (units[part] ?? 0) + count;
  return units;
}

/** Starts one; `parts` are added to those that its vendor sells. */
export async function startCloud({ testClock = false, parts = '' } = {}): Promise<Cloud> {
  const server = await startTestServer({ testClock });
  const channel = await setUpChannel(server, 'edge', `${pack()}${parts}`);
  const dealer = await channel.partner('dealer', 'Lakeside Automation');
  const customer = await value(dealer.client.createCustomer({ name: 'Town of Harrow' }));
  const projectId = customer.projects[0]!.id;
  const tenant = await channel.person(customer.id, 'customer', 'facility@harrow.example');
  const customerId = await customerIdOf(tenant, projectId);
  const network = await startNetwork(server.url);
  return {
    server,
    channel,
    dealer,
    tenant,
    projectId,
    customerId,
    network,
    async anotherProject(name) {
      const { id } = await value(dealer.client.createProject({ customerId: customer.id, name }));
      return { id, customerId: await customerIdOf(tenant, id) };
    },
    async give(units, to = projectId) {
      const { lots } = await ship(channel, dealer, `SO-${++number}`, units);
      const lines = Object.entries(units).map(([part, quantity]) => ({ lotId: lots[part]!, quantity }));
      await value(dealer.client.giveLicenses({ projectId: to, lines }));
    },
    pool: async () => unitsOf((await value(tenant.listPoolLicenses({ projectId, limit: 200 }))).items),
    on: async (deviceId) =>
      unitsOf((await value(tenant.listDeviceCloudLicenses({ deviceId }))).active.map(({ part, quantity }) => ({ part, count: quantity }))),
    async controller(more = {}) {
      const trust = await vendorFromServer(network.url, 'edge');
      if (!trust.ok) throw new Error(JSON.stringify(trust));
      const folder = newFolder();
      const code = String(++number).padStart(8, '0');
      const installCode = `17qe-${code.slice(0, 4)}-${code.slice(4)}`;
      const request = {
        installCode,
        product: 'ESC-400',
        variant: null,
        name: null,
        protocols: [{ id: 'lon', feature: 'devices' }],
        order: 'oldest-first',
        isTest: testClock,
        trust: trust.value,
        server: network.url,
        customerId,
        ...more,
      } as const;
      const made = await setUpFolder(folder, request);
      if (!made.ok) throw new Error(made.refusal.code);
      return { ...controllerIn(folder), installCode };
    },
    async stop() {
      await network.close();
      await server.stop();
    },
  };
}
