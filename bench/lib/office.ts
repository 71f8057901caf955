import { join } from 'node:path';
import { unwrap } from '@muniment/client';
import { realClock } from '@muniment/platform/clock';
import { fromId } from '@muniment/platform/ids';
import type { Connection, Pool } from '@muniment/platform/postgres';
import { createServices } from '@muniment/server';
import type { ServerOrder } from '../server.ts';
import { type Child, startChild } from './child.ts';
import type { Place } from './place.ts';
import { idOf, partOf, type SeatFeature, seatFeatures, seatsPack, unitsOf } from './seats-pack.ts';
import { makePeople } from './world.ts';

/** Who takes seats of what, in the words of the database. */
export interface SeatsOf {
  readonly vendorId: string;
  readonly projectId: string;
  readonly counterId: string;
}

/** A customer whose programs share seats, with the server in a process of its own. */
export interface Office {
  readonly pool: Pool;
  readonly connection: Extract<Connection, { host: string }>;
  readonly url: string;
  readonly server: Child<ServerOrder, string>;
  /** Key of a program: for the seats of the project, and nothing else. */
  readonly token: string;
  readonly of: (feature: SeatFeature) => SeatsOf;
}

/** Makes an office in a fresh database, its seats by the product's own acts. */
export async function makeOffice(place: Place, name: string, node: readonly string[] = []): Promise<Office> {
  const { connection, pool } = await place.database(name);
  const keyDirectory = join(place.directory, `keys-${name}`);
  const server = startChild<ServerOrder, string>('server.ts', node);
  const url = await server.order({ start: { connection, keyDirectory, jobs: false } });
  const services = createServices({ keyDirectory, clock: realClock, publicUrl: url });
  const { vendor, administrator, dealer, dealerId } = await makePeople({ pool, clock: realClock, services }, url, seatsPack);
  const features = Object.keys(seatFeatures) as SeatFeature[];
  const lines = features.map((feature) => ({ part: partOf(feature), quantity: unitsOf(feature) }));
  unwrap(await administrator.shipOrder({ salesOrder: 'seats', receiverId: `org_${dealerId}`, lines }));
  const shipped = unwrap(await dealer.getOrder({ order: 'seats' })).lines;
  const projectId = unwrap(await dealer.createCustomer({ name: 'Office' })).projects[0]!.id;
  const given = shipped.map(({ lotId }, index) => ({ lotId, quantity: lines[index]!.quantity }));
  unwrap(await dealer.giveLicenses({ projectId, lines: given }));
  const { secret } = unwrap(await administrator.createApiKey({ name: 'Programs', scopes: ['seats'], projectId }));
  const counters = unwrap(await dealer.listCounters({ projectId })).items;
  const counterOf = new Map(counters.map(({ feature, id }) => [feature, fromId('ctr', id)!]));
  return {
    pool,
    connection,
    url,
    server,
    token: secret,
    of: (feature) => ({ vendorId: vendor.id, projectId: fromId('prj', projectId)!, counterId: counterOf.get(idOf(feature))! }),
  };
}
