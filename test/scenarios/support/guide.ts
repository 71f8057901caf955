import { readFile } from 'node:fs/promises';
import {
  activate,
  type Party,
  setUpChannel,
  ship,
  startTestServer,
  type TestChannel,
  type TestServer,
  type TestServerOptions,
  type Units,
  value,
} from '@muniment/testkit';

/** A dealer of the channel guide's vendor with a customer, and the guide's steps as it takes them. */
export interface Guide {
  readonly server: TestServer;
  readonly channel: TestChannel;
  readonly dealer: Party;
  readonly customerId: string;
  /** Step I and II: a location of a system type, with whatever the guide enters for it. */
  location(system: string, name: string, entered?: Entered): Promise<Location>;
  /** A changed location, based on the version that was read. */
  edit(location: Location, changes: Entered): ReturnType<Party['client']['updateDevice']>;
  /** An order arrives in the dealer's bin. */
  ship(salesOrder: string, units: Units): Promise<void>;
  /** Step III: licences of an order are attached to a location. */
  attach(location: Location, salesOrder: string, units: Units): ReturnType<Party['client']['attachLicenses']>;
  /** Step IV: everything attached is activated, the agreement accepted. */
  activate(location: Location): ReturnType<typeof activate>;
  /** Steps III and IV with an order of its own. */
  license(location: Location, salesOrder: string, units: Units): ReturnType<typeof activate>;
  /** What is granted, by feature. */
  granted(location: Location): Promise<Readonly<Record<string, boolean | number | string>>>;
}

export interface Entered {
  readonly variant?: string;
  readonly hardwareKey?: string;
  readonly secondaryKey?: string;
  readonly productKey?: string;
  readonly keyInput?: string;
}

export type Location = Extract<Awaited<ReturnType<Party['client']['createDevice']>>, { ok: true }>['value'];

/** The server with the guide's pack, a dealer and its customer. */
export async function openGuide(options: TestServerOptions = {}): Promise<Guide> {
  const server = await startTestServer(options);
  const channel = await setUpChannel(server, 'pbx', await readFile('catalogs/pbx-channel/pack.yaml', 'utf8'));
  const dealer = await channel.partner('dealer', 'Nordlicht Telecom');
  const { client } = dealer;
  const customerId = (await value(client.createCustomer({ name: 'Hafenklinik Bremen' }))).id;
  const guide: Guide = {
    server,
    channel,
    dealer,
    customerId,
    location: (product, name, entered) => value(client.createDevice({ customerId, name, product, ...entered })),
    edit: ({ id, version }, { variant: _, ...changes }) => client.updateDevice({ deviceId: id, ...changes }, { ifMatch: `"${version}"` }),
    async ship(salesOrder, units) {
      await ship(channel, dealer, salesOrder, units);
    },
    attach: ({ id }, salesOrder, units) =>
      client.attachLicenses({
        deviceId: id,
        lines: Object.entries(units).map(([part, quantity]) => ({ order: salesOrder, part, quantity })),
      }),
    activate: (location) => activate(client, location),
    async license(location, salesOrder, units) {
      await guide.ship(salesOrder, units);
      await value(guide.attach(location, salesOrder, units));
      return guide.activate(location);
    },
    async granted({ id }) {
      const { entitlements } = await value(client.listEntitlements({ deviceId: id }));
      return Object.fromEntries(entitlements.map(({ feature, value: granted }) => [feature, granted]));
    },
  };
  return guide;
}

/** Code and facts of an answer that has to be a refusal. */
export async function refusalOf(answer: Promise<{ readonly ok: boolean; readonly problem?: unknown }>): Promise<Refusal> {
  const got = await answer;
  if (got.ok) throw new Error('this was not refused');
  return got.problem as Refusal;
}

interface Refusal {
  readonly code: string;
  readonly detail: string;
  readonly nextStep: string;
  readonly facts: Readonly<Record<string, unknown>>;
}
