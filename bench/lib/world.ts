import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client, createClient, unwrap } from '@muniment/client';
import { type CatalogPack, findProduct, type Product } from '@muniment/domain/catalog';
import { realClock } from '@muniment/platform/clock';
import { fromId } from '@muniment/platform/ids';
import type { Connection, Pool } from '@muniment/platform/postgres';
import { createServices } from '@muniment/server';
import { checkCatalog, createPerson, createVendor, type OperatorParts } from '@muniment/server/operator';
import type { LoadAnswer, LoadOrder, Pair } from '../load.ts';
import type { ServerOrder } from '../server.ts';
import { type Child, startChild } from './child.ts';
import { fillDevices, fillOrders, writers } from './fill.ts';
import type { Place } from './place.ts';
import { openFillers, tidy } from './store.ts';

/** The product that everything here is licensed for: any one of a pack whose parts have no term would do. */
const productId = 'SV8100';
const pack = new URL('../../catalogs/pbx-channel/pack.yaml', import.meta.url);
const password = 'correct horse battery staple';

export interface WorldSize {
  /** Orders in the dealer's bin, and lots of each. */
  readonly orders: number;
  readonly linesPerOrder: number;
  readonly devices: number;
  /** Whether the server does background jobs too. */
  readonly jobs?: boolean;
}

export interface Device {
  readonly id: string;
  readonly hardwareKey: string;
}

/** A vendor with a dealer whose bin is full, the server on it in a process of its own, and devices without licences. */
export interface World {
  readonly pool: Pool;
  readonly connection: Connection;
  readonly url: string;
  readonly server: Child<ServerOrder, string>;
  readonly dealer: Client;
  /** The dealer's session. */
  readonly token: string;
  /** API key of the vendor that may only validate. */
  readonly validateKey: string;
  readonly devices: readonly Device[];
  readonly orderNumbers: readonly string[];
  /** Devices without licences. */
  readonly bare: readonly Device[];
  /**
   * Attaches and activates for so many seconds, on at most so many devices, each out of another order: two units of the
   * first part, one of the last but one.
   */
  license(load: Child<LoadOrder, LoadAnswer>, most: number, seconds: number, connections: number): Promise<LoadAnswer>;
  readonly product: Product;
  /** Seconds it took to fill. */
  readonly filledIn: number;
}

/** A vendor with a catalog, and a dealer who is signed in. */
export async function makePeople(parts: OperatorParts, url: string, catalog: string) {
  const created = await createVendor(parts, { slug: 'bench', catalog, admin: 'admin@bench.example' });
  if (!created.ok) throw new Error(created.refusal.code);
  const { vendor, apiKey } = created.value;
  const administrator = createClient({ baseUrl: url, credential: apiKey });
  const dealerOrganization = unwrap(await administrator.createOrganization({ name: 'Nordlicht Telecom', kind: 'dealer' }));
  const email = 'dealer@bench.example';
  const memberships = [{ organizationId: fromId('org', dealerOrganization.id)!, role: 'dealer' as const }];
  await createPerson(parts, vendor, { email, name: 'Dealer', language: 'en', password, memberships });
  const { token } = unwrap(await createClient({ baseUrl: url }).signIn({ email, password, vendor: 'bench' }));
  const key = unwrap(await administrator.createApiKey({ name: 'Devices', scopes: ['validate'] }));
  const me = unwrap(await administrator.getMe({}));
  return {
    vendor,
    administrator,
    token,
    validateKey: key.secret,
    vendorOrganizationId: fromId('org', me.current.organization.id)!,
    dealerId: memberships[0]!.organizationId,
    dealer: createClient({ baseUrl: url, credential: token }),
  };
}

interface Accepted {
  readonly id: string;
  readonly version: string;
}

async function readProduct(catalog: string): Promise<{ product: Product; parts: readonly string[]; agreement: Accepted }> {
  const checked = await checkCatalog(catalog);
  if (!checked.ok || !checked.value.ok) throw new Error('the pack has mistakes');
  const pack = JSON.parse(checked.value.json) as CatalogPack;
  const product = findProduct(pack, productId)!;
  const { id, version } = pack.agreements[0]!;
  // What is accepted by category has no number of its own.
  return { product, parts: product.parts.flatMap(({ part }) => part ?? []), agreement: { id, version } };
}

/** Makes a world in a fresh database: people by the product's own acts, the many rows by SQL. */
export async function makeWorld(place: Place, name: string, size: WorldSize, node: readonly string[] = []): Promise<World> {
  const { connection, pool } = await place.database(name);
  const keyDirectory = join(place.directory, `keys-${name}`);
  const server = startChild<ServerOrder, string>('server.ts', node);
  const url = await server.order({ start: { connection, keyDirectory, jobs: size.jobs ?? false } });
  const catalog = await readFile(pack, 'utf8');
  const people = await makePeople(
    { pool, clock: realClock, services: createServices({ keyDirectory, clock: realClock, publicUrl: url }) },
    url,
    catalog,
  );
  const { vendor, administrator, dealer, dealerId } = people;
  const { product, parts, agreement } = await readProduct(catalog);
  const first = parts.map((part) => ({ part, quantity: 1 }));
  unwrap(await administrator.shipOrder({ salesOrder: 'first', receiverId: `org_${dealerId}`, lines: first }));
  const customers: string[] = [];
  for (let n = 0; n < 20; n++) customers.push(fromId('org', unwrap(await dealer.createCustomer({ name: `Customer ${n}` })).id)!);

  const begin = performance.now();
  const whole = { vendorId: vendor.id, shipperId: people.vendorOrganizationId, receiverId: dealerId, parts };
  const fillers = await openFillers(connection, writers);
  const orderNumbers = await fillOrders(fillers, whole, size);
  const devices = await fillDevices(fillers, { ...whole, product, customers }, size.devices);
  await fillers.end();
  await tidy(pool);
  const stride = 7_919;
  let used = 0;
  const accepted = { ...agreement, language: 'en', accepted: true };
  return {
    pool,
    connection,
    url,
    server,
    dealer,
    token: people.token,
    validateKey: people.validateKey,
    devices,
    orderNumbers,
    product,
    filledIn: (performance.now() - begin) / 1000,
    get bare() {
      return devices.slice(used);
    },
    async license(load, most, seconds, connections) {
      const pairs = devices.slice(used, used + most).map(({ id }, index): Pair => {
        // Far apart, so that those at work at the same time take from different lots.
        const order = orderNumbers[((used + index) * stride) % orderNumbers.length]!;
        const lines = [
          { order, part: parts[0], quantity: 2 },
          { order, part: parts.at(-2), quantity: 1 },
        ];
        return { deviceId: id, attach: JSON.stringify({ lines }), activate: JSON.stringify({ agreement: accepted }) };
      });
      if (pairs.length === 0) throw new Error(`${name} has no devices left`);
      const answer = await load.order({ kind: 'pairs', url, token: people.token, pairs, connections, seconds });
      used += answer.done;
      return answer;
    },
  };
}
