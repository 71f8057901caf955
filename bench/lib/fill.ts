import type { Product } from '@muniment/domain/catalog';
import { binOf, placeKey, vendorPlace } from '@muniment/domain/ledger';
import { canonicalJson, sha256Bytes } from '@muniment/platform/hash';
import { uuidv7 } from '@muniment/platform/ids';
import { Temporal } from 'temporal-polyfill';
import { type Fillers, firstProjects, insertActs, insertDevices, insertLots, insertOrders, shippingAccounts } from './store.ts';
import type { Device, WorldSize } from './world.ts';

/** Units of each lot: enough that no lot runs out. */
const unitsPerLot = 1000;
/** The catalog version that everything is of. */
const packVersion = 1;
/** Lots of one transaction. */
const lotsAtOnce = 5_000;
/** More than one, so that the database works while the next rows are made. */
export const writers = 3;

interface Whole {
  readonly vendorId: string;
  readonly shipperId: string;
  readonly receiverId: string;
  /** Parts of the order lines, in turn. */
  readonly parts: readonly string[];
}

interface Act {
  readonly id: string;
  readonly kind: string;
  readonly at: string;
  readonly organizationId: string;
  readonly deviceId: string | null;
  readonly orderId: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly postings: readonly (readonly [string, string, number])[];
  /** Lots it issued: id, part, catalog version, and no dates. */
  readonly lots: readonly (readonly [string, string, number, null, null])[];
}

/** Columns of operations and of their leaves, just as an act of the product writes them. */
function columnsOf(acts: readonly Act[]) {
  const leaves = acts.map((act) =>
    canonicalJson({
      id: act.id,
      kind: act.kind,
      at: act.at,
      actor: { kind: 'operator', id: null },
      organization: act.organizationId,
      channel: 'operator',
      subject: act.deviceId ?? act.orderId,
      facts: { ...act.details, at: act.at, postings: act.postings, ...(act.lots.length === 0 ? {} : { lots: act.lots }) },
    }),
  );
  const column = <K extends keyof Act>(name: K) => acts.map((act) => act[name]);
  return {
    operations: [
      column('id'),
      column('kind'),
      column('at'),
      column('organizationId'),
      column('deviceId'),
      column('orderId'),
      acts.map((act) => JSON.stringify(act.details)),
    ],
    leaves: [
      leaves.map((leaf) => sha256Bytes(Buffer.concat([Buffer.of(0), Buffer.from(leaf)]))),
      column('at'),
      column('kind'),
      column('id'),
      leaves,
    ],
  };
}

/** Does the pieces with a few writers at once. */
async function inPieces(pieces: number, work: (piece: number) => Promise<void>): Promise<void> {
  let next = 0;
  const writer = async () => {
    while (next < pieces) await work(next++);
  };
  await Promise.all(Array.from({ length: writers }, writer));
}

/** Orders of the past years, one a minute, each an operation with postings and a leaf; answers their numbers. */
export async function fillOrders(fillers: Fillers, whole: Whole, { orders, linesPerOrder }: WorldSize): Promise<string[]> {
  const { vendorId, receiverId, parts } = whole;
  const accounts = await fillers.fill((filler) => shippingAccounts(filler, vendorId, receiverId));
  const [issue, bin] = [placeKey(vendorPlace('issue')), placeKey(binOf(receiverId, 'licence'))];
  const start = Temporal.Now.instant().subtract({ minutes: orders + 60 });
  const numberOf = (n: number) => `B${String(n).padStart(7, '0')}`;
  const atOnce = Math.max(1, Math.floor(lotsAtOnce / linesPerOrder));
  await inPieces(Math.ceil(orders / atOnce), async (piece) => {
    const numbers = Array.from({ length: Math.min(atOnce, orders - piece * atOnce) }, (_, index) => piece * atOnce + index);
    const made = numbers.map((n) => {
      const at = start.add({ minutes: n }).round('millisecond').toString();
      const lots = Array.from({ length: linesPerOrder }, (_, line) => ({
        id: uuidv7(),
        part: parts[line % parts.length]!,
        line: line + 1,
      }));
      return { n, at, orderId: uuidv7(), operationId: uuidv7(), lots };
    });
    const acts = made.map(({ at, orderId, operationId, lots }): Act => {
      const details = { orderId, organizationId: receiverId };
      const postings = lots.flatMap(({ id }) => [[issue, id, -unitsPerLot] as const, [bin, id, unitsPerLot] as const]);
      return {
        id: operationId,
        kind: 'ship-order',
        at,
        organizationId: whole.shipperId,
        deviceId: null,
        orderId,
        details,
        postings,
        lots: lots.map(({ id, part }) => [id, part, packVersion, null, null]),
      };
    });
    const lines = made.flatMap(({ lots, ...order }) => lots.map((lot) => ({ ...order, ...lot })));
    const columns = columnsOf(acts);
    await fillers.fill(async (filler) => {
      await insertActs(filler, vendorId, columns);
      await insertOrders(filler, vendorId, whole.shipperId, receiverId, [
        made.map((o) => o.orderId),
        made.map((o) => numberOf(o.n)),
        made.map((o) => o.at),
        made.map((o) => o.operationId),
      ]);
      await insertLots(filler, vendorId, accounts, unitsPerLot, [
        lines.map((l) => l.id),
        lines.map((l) => l.part),
        lines.map((l) => l.orderId),
        lines.map((l) => l.line),
        lines.map((l) => l.at),
        lines.map((l) => l.operationId),
      ]);
    });
  });
  return Array.from({ length: orders }, (_, n) => numberOf(n));
}

/** Devices without licences, spread over the customers. */
export async function fillDevices(
  fillers: Fillers,
  whole: Whole & { readonly product: Product; readonly customers: readonly string[] },
  count: number,
): Promise<Device[]> {
  const { vendorId, product, customers } = whole;
  const projects = await fillers.fill((filler) => firstProjects(filler, vendorId, customers));
  const devices: Device[] = [];
  const at = Temporal.Now.instant().round('millisecond').toString();
  const formatId = product.keyFormats[0]!.id;
  const prefix = product.keyFormats[0]!.example.slice(0, 2);
  for (let from = 0; from < count; from += 1000) {
    const made = Array.from({ length: Math.min(1000, count - from) }, (_, index) => {
      const n = from + index;
      const customerId = customers[n % customers.length]!;
      return { id: uuidv7(), name: `Building ${n}`, key: `${prefix}${String(n).padStart(10, '0')}`, customerId };
    });
    const acts = made.map(({ id, name, key }): Act => {
      const details = { name, product: product.id, hardwareKey: key };
      return {
        id: uuidv7(),
        kind: 'create-device',
        at,
        organizationId: whole.receiverId,
        deviceId: id,
        orderId: null,
        details,
        postings: [],
        lots: [],
      };
    });
    await fillers.fill(async (filler) => {
      await insertActs(filler, vendorId, columnsOf(acts));
      await insertDevices(filler, vendorId, product.id, formatId, at, [
        made.map((d) => d.id),
        made.map((d) => d.name),
        made.map((d) => d.key),
        made.map((d) => d.customerId),
        made.map((d) => projects.get(d.customerId)),
      ]);
    });
    devices.push(...made.map(({ id, key }) => ({ id: `dev_${id}`, hardwareKey: key })));
  }
  return devices;
}
