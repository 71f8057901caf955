import { readFile } from 'node:fs/promises';
import { createLeasing, type Leasing } from '@muniment/leasing';
import { moveClock } from '@muniment/platform/clock';
import { randomUuid } from '@muniment/platform/ids';
import { inTransaction } from '@muniment/platform/postgres';
import { type Party, setUpChannel, ship, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

// Counters follow the pool, in the transaction of whatever changes it, and nothing else (C3). Days are those of Europe/Zurich.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let leasing: Leasing;
let projectId: string;
/** Another project of the same customer. */
let otherId: string;
let pack: string;
let orders = 0;
/** Milliseconds that the engine has been there longer than this test. */
let longer = 0;

/** Whose key does not end when the clock moves on. */
async function lasting(party: Party): Promise<Party> {
  const { secret } = await value(party.client.createApiKey({ name: 'Tests', scopes: ['all'] }));
  return { ...party, client: server.client(secret), credential: secret };
}

beforeAll(async () => {
  server = await startTestServer({ testClock: '2026-01-10T09:00:00Z' });
  pack = await readFile('catalogs/survey-network/pack.yaml', 'utf8');
  channel = await setUpChannel(server, 'merestone', pack);
  dealer = await lasting(await channel.partner('dealer', 'Reseller'));
  const shift = async () => (await server.clock.now()).epochMilliseconds - Date.now();
  leasing = createLeasing({ pool: server.database.pool, shift, monotonic: () => performance.now() + longer });
});
afterAll(() => server?.stop());

beforeEach(async () => {
  const customer = await value(dealer.client.createCustomer({ name: `Office ${++orders}` }));
  otherId = (await value(dealer.client.createProject({ customerId: customer.id, name: 'Branch' }))).id;
  projectId = (await value(dealer.client.createProject({ customerId: customer.id, name: 'Office' }))).id;
});

interface Row {
  readonly id: string;
  readonly feature: string;
  readonly step_seats: number[];
  readonly seats: number;
  readonly overdraft: number;
  readonly used: number;
  readonly rules: { perUser: number | null } | null;
  readonly over_since: unknown;
}

async function counter(feature = 'design-seats', project = projectId): Promise<Row> {
  const now = await server.clock.now();
  const rows = await inTransaction(server.database.pool, { vendorId: channel.vendorId }, (tx) =>
    tx.query<Row>(
      't-counter',
      `SELECT id, feature, step_seats, COALESCE(step_seats[width_bucket($3::timestamptz, step_from)], 0) AS seats, overdraft, used, rules, over_since
       FROM counters WHERE project_id = $1 AND feature = $2`,
      [project.slice(4), feature, now],
    ),
  );
  return rows[0]!;
}

async function give(part: string, quantity: number) {
  const { lots } = await ship(channel, dealer, `SO ${orders}-${part}-${quantity}`, { [part]: quantity });
  return value(dealer.client.giveLicenses({ projectId, lines: [{ lotId: lots[part]!, quantity }] }));
}

/** Moves everything of a part from one project of the customer to the other. */
async function moveAway(part: string) {
  const { items } = await value(dealer.client.listPoolLicenses({ projectId }));
  const lines = items.filter((one) => one.part === part).map(({ lotId, count }) => ({ lotId, quantity: count }));
  return (await value(dealer.client.transferLicenses({ projectId, to: otherId, lines }))).outcome;
}

async function takeSeats(counterId: string, count: number) {
  const asks = Array.from({ length: count }, (_, index) => ({
    counterId,
    leaseId: randomUuid(),
    projectId: projectId.slice(4),
    seats: 1,
    user: `user ${index}`,
    host: 'office',
    groups: [],
    waits: false,
  }));
  const answers = await Promise.all(asks.map((asked) => leasing.checkOut(channel.vendorId, asked)));
  return answers.filter(({ ok }) => ok).length;
}

describe('the counters of a project', () => {
  it('have the seats of the floating licences that were given to its pool, of every pack size together', async () => {
    await give('SF-DESIGN-NET', 3);
    expect(await counter()).toMatchObject({ seats: 3, overdraft: 1, rules: { perUser: null, idleSeconds: 7200 } });
    await give('SF-DESIGN-NET-25', 2);
    expect(await counter()).toMatchObject({ step_seats: [53] });
  });

  it('have none of what waits for a workstation', async () => {
    await give('SF-DESIGN-WS', 3);
    expect(await counter()).toBeUndefined();
  });

  it('follow a licence key that is registered, and licences that another customer offered', async () => {
    await ship(channel, dealer, `SO ${orders} keys`, { 'SF-FIELD-NET-25': 1 });
    const made = await value(
      dealer.client.makeLicenseKeys({ part: 'SF-FIELD-NET-25', keys: 1, source: 'bin', salesOrder: `SO ${orders} keys` }),
    );
    expect(await counter('field-seats')).toBeUndefined();
    const agreement = { id: 'licence-terms', version: '2026-01', language: 'en', accepted: true };
    await value(dealer.client.redeemLicenseKeys({ projectId, keys: [made.keys[0]!.key], agreement }));
    expect(await counter('field-seats')).toMatchObject({ seats: 25 });
    const other = await value(dealer.client.createCustomer({ name: `Receiver ${orders}` }));
    otherId = other.projects[0]!.id;
    const { items } = await value(dealer.client.listPoolLicenses({ projectId }));
    const lines = [{ lotId: items[0]!.lotId, quantity: 1 }];
    const { transfer } = await value(dealer.client.transferLicenses({ projectId, to: otherId, lines }));
    // What is offered is nobody's to use until it is accepted.
    expect(await counter('field-seats')).toMatchObject({ seats: 0 });
    await value(dealer.client.acceptTransfer({ transferId: transfer!.id }));
    expect(await counter('field-seats', otherId)).toMatchObject({ seats: 25 });
  });

  it('follow several who give at once', async () => {
    const lots = await Promise.all(
      [1, 2, 3, 4].map(async (quantity) => (await ship(channel, dealer, `SO ${orders} ${quantity}`, { 'SF-FIELD-NET': quantity })).lots),
    );
    await Promise.all(
      lots.map((one, index) =>
        value(dealer.client.giveLicenses({ projectId, lines: [{ lotId: one['SF-FIELD-NET']!, quantity: index + 1 }] })),
      ),
    );
    expect(await counter('field-seats')).toMatchObject({ seats: 10, rules: { perUser: 1 } });
  });

  it('are what they were before an act that is undone', async () => {
    await give('SF-DESIGN-NET', 3);
    await give('SF-DESIGN-NET-25', 1);
    const { operationId } = await moveAway('SF-DESIGN-NET-25');
    expect(await counter()).toMatchObject({ seats: 3 });
    expect(await counter('design-seats', otherId)).toMatchObject({ seats: 25 });
    await value(dealer.client.undoOperation({ operationId: operationId! }));
    expect(await counter()).toMatchObject({ seats: 28 });
    expect(await counter('design-seats', otherId)).toMatchObject({ seats: 0 });
  });

  it('throw nobody out who has a seat when there are fewer, and give no more until there are enough', async () => {
    await give('SF-DESIGN-NET', 2);
    await give('SF-DESIGN-NET-25', 1);
    const { id } = await counter();
    expect(await takeSeats(id, 20)).toBe(20);
    await moveAway('SF-DESIGN-NET-25');
    const now = await counter();
    expect(now).toMatchObject({ seats: 2, used: 20 });
    expect(now.over_since).not.toBeNull();
    expect(await takeSeats(id, 1)).toBe(0);
  });

  it('have nobody too many where those who had seats were dead before there were fewer', async () => {
    await give('SF-DESIGN-NET', 2);
    await give('SF-DESIGN-NET-25', 1);
    const { id } = await counter();
    expect(await takeSeats(id, 20)).toBe(20);
    const later = (await server.clock.now()).add({ minutes: 30 });
    expect(await moveClock(server.database.pool, { set: later.toString() })).toMatchObject({ ok: true });
    await moveAway('SF-DESIGN-NET-25');
    // Nobody has taken them back yet.
    expect(await counter()).toMatchObject({ seats: 2, used: 20, over_since: null });
    expect(await value(dealer.client.getCounter({ counterId: `ctr_${id}` }))).toMatchObject({ used: 0, over: null });
  });

  it('have fewer seats from midnight on when a subscription ends, without anybody writing', async () => {
    await give('SF-DESIGN-NET', 1);
    await give('SF-DESIGN-NET-1Y', 4);
    const before = await counter();
    expect(before).toMatchObject({ seats: 5, step_seats: [5, 1] });
    const { items } = await value(dealer.client.listPoolLicenses({ projectId, category: 'network' }));
    const { until } = items.find(({ part }) => part === 'SF-DESIGN-NET-1Y')!;
    expect(await takeSeats(before.id, 5)).toBe(5);
    expect(await moveClock(server.database.pool, { set: `${until}T10:00:00Z` })).toMatchObject({ ok: true });
    expect(await counter()).toMatchObject({ seats: 1 });
    // What had run out by then is taken back: of five who ask now, one gets the seat and one the overdraft.
    longer += 10_000_000;
    expect(await takeSeats(before.id, 5)).toBe(2);
  });

  it('give seats by the rules of the pack that is loaded last', async () => {
    const { client } = channel.vendor;
    await give('SF-DESIGN-NET', 3);
    expect(await counter()).toMatchObject({ overdraft: 1, rules: { idleSeconds: 7200 } });
    const changed = pack
      .replace('version: "2026.1"', 'version: "2026.2"')
      .replace('idleMinutes: 120, overdraft: 1', 'perUser: 1, overdraft: 2');
    await value(client.loadCatalog({ pack: changed }));
    expect(await counter()).toMatchObject({ overdraft: 2, rules: { perUser: 1 } });
  });
});
