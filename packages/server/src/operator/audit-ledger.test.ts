import { readFile } from 'node:fs/promises';
import { sha256 } from '@muniment/platform/hash';
import { asOwner } from '@muniment/platform/postgres';
import { poolPack, setUpChannel, ship, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditLedger, loadDemo } from './index.ts';

let server: TestServer;
let vendorId: string;

beforeAll(async () => {
  server = await startTestServer();
  await loadDemo(server.operator, 'catalogs/pbx-channel');
  vendorId = (await server.database.pool.query<{ id: string }>('SELECT id FROM vendors')).rows[0]!.id;
});
afterAll(() => server?.stop());

/** A change made behind the server's back, with the owner's rights. */
async function change(...statements: string[]): Promise<void> {
  await asOwner(server.database.pool, { vendorId }, async (tx) => {
    for (const statement of statements) await tx.run(`tamper-${sha256(statement)}`, statement);
  });
}

/** The rule that the first difference breaks; null where there is none. */
async function broken(): Promise<string | null> {
  const { lines } = await auditLedger(server.operator);
  return lines.find((line) => !line.ok)?.check ?? null;
}

const lot = '(SELECT min(lot_id::text)::uuid FROM order_lines)';
/** Another id made of an id; done twice it is the first again. */
const xor = (column: string) => `translate(${column}::text, '0123456789abcdef', 'fedcba9876543210')::uuid`;

/** Each with the statement that undoes it. Those who change both sides of a sum leave every sum right. */
const tampering: readonly [what: string, check: string, tamper: readonly string[], mend: readonly string[]][] = [
  [
    'a balance raised',
    'balances',
    ["UPDATE balances SET quantity = quantity + 1 WHERE kind = 'bin'"],
    ["UPDATE balances SET quantity = quantity - 1 WHERE kind = 'bin'"],
  ],
  [
    'units that came in earlier',
    'instants',
    ["UPDATE balances SET came_at = came_at - interval '1 day' WHERE kind = 'bin'"],
    ["UPDATE balances SET came_at = came_at + interval '1 day' WHERE kind = 'bin'"],
  ],
  [
    'a device that is licensed by another part',
    'licensed',
    ["UPDATE devices SET license_part = license_part || 'X'"],
    ['UPDATE devices SET license_part = left(license_part, -1)'],
  ],
  [
    'a posting raised',
    'zero-sums',
    ['UPDATE postings SET quantity = quantity + 1 WHERE quantity > 0'],
    ['UPDATE postings SET quantity = quantity - 1 WHERE quantity > 0'],
  ],
  [
    'units issued twice as many, in postings, balances and order lines alike',
    'logged',
    [
      `UPDATE postings SET quantity = quantity * 2 WHERE lot_id = ${lot}`,
      `UPDATE balances SET quantity = quantity * 2 WHERE lot_id = ${lot}`,
      `UPDATE order_lines SET quantity = quantity * 2 WHERE lot_id = ${lot}`,
    ],
    [
      `UPDATE postings SET quantity = quantity / 2 WHERE lot_id = ${lot}`,
      `UPDATE balances SET quantity = quantity / 2 WHERE lot_id = ${lot}`,
      `UPDATE order_lines SET quantity = quantity / 2 WHERE lot_id = ${lot}`,
    ],
  ],
  [
    'a bin with all that is in it given to somebody else',
    'logged',
    [`UPDATE accounts SET owner_id = ${xor('owner_id')} WHERE kind = 'bin'`],
    [`UPDATE accounts SET owner_id = ${xor('owner_id')} WHERE kind = 'bin'`],
  ],
  [
    'an act put down to somebody else',
    'logged',
    [`UPDATE operations SET actor_id = ${xor('actor_id')} WHERE actor_id IS NOT NULL`],
    [`UPDATE operations SET actor_id = ${xor('actor_id')} WHERE actor_id IS NOT NULL`],
  ],
  ['licences made into others', 'lots', ["UPDATE lots SET part = part || 'X'"], ['UPDATE lots SET part = left(part, -1)']],
  [
    'a lot that lasts longer',
    'lots',
    ["UPDATE lots SET valid_until = '2999-01-01' WHERE valid_until IS NULL"],
    ["UPDATE lots SET valid_until = NULL WHERE valid_until = '2999-01-01'"],
  ],
];

describe('the audit', () => {
  it('finds nothing wrong with an honest ledger', async () => {
    expect(await broken()).toBeNull();
  });

  it.each(tampering)('finds %s', async (_, check, tamper, mend) => {
    await change(...tamper);
    expect(await broken()).toBe(check);
    await change(...mend);
    expect(await broken()).toBeNull();
  });
});

describe('the audit of term licences', () => {
  const cumulative = '(SELECT min(id::text)::uuid FROM lots WHERE jsonb_array_length(components) > 1)';
  /** Adds days to the first part of the cumulative licence. */
  const part = (days: number) =>
    `UPDATE lots SET components = jsonb_set(components, '{0,days}', to_jsonb((components -> 0 ->> 'days')::int + ${days})) WHERE id = ${cumulative}`;
  /** The same in the log, with a leaf that fits: then only the sum itself is wrong, as if we had booked it so. */
  const logged = (days: number) => `WITH changed AS (
      SELECT hash, jsonb_set(leaf::jsonb, '{facts,lots,0,6,0,1}', to_jsonb((leaf::jsonb #>> '{facts,lots,0,6,0,1}')::int + ${days}))::text AS leaf
      FROM audit_leaves WHERE leaf::jsonb #>> '{facts,lots,0,0}' = ${cumulative}::text)
    UPDATE audit_leaves l SET leaf = c.leaf, hash = sha256('\\x00'::bytea || convert_to(c.leaf, 'UTF8')) FROM changed c WHERE l.hash = c.hash`;
  const details = (name: string, days: number) =>
    `UPDATE operations SET details = jsonb_set(details, '{${name}}', to_jsonb((details ->> '${name}')::int + ${days})) WHERE kind = 'unassign-license'`;

  beforeAll(async () => {
    const channel = await setUpChannel(server, 'quarr', poolPack());
    const dealer = await channel.partner('dealer', 'Dealer');
    const { client } = dealer;
    const customer = await value(client.createCustomer({ name: 'Harbour' }));
    const projectId = customer.projects[0]!.id;
    const ids = { customerId: customer.id, name: 'Box', product: 'BOX', hardwareKey: 'B000001' };
    const { id } = await value(client.createDevice(ids));
    const { lots } = await ship(channel, dealer, 'SO-TERMS', { 'PLAN-365': 2 });
    await value(client.giveLicenses({ projectId, lines: [{ lotId: lots['PLAN-365']!, quantity: 2 }] }));
    await value(client.assignLicenses({ projectId, deviceIds: [id] }));
    await value(client.assignLicenses({ projectId, deviceIds: [id] }));
    await value(client.unassignLicenses({ projectId, deviceIds: [id] }));
    vendorId = channel.vendorId;
  });

  it.each([
    ['a part of a cumulative licence made longer', 'lots', [part(5)], [part(-5)]],
    [
      'parts that are more than the whole, in the log too',
      'components',
      ['DELETE FROM leaf_addresses', part(5), logged(5)],
      [part(-5), logged(-5)],
    ],
    ['days that came out more than went in', 'days', [details('daysOut', 1)], [details('daysOut', -1)]],
    [
      'days used that nobody used, in the sum alike',
      'days',
      [details('daysUsed', 9), details('daysIn', 9)],
      [details('daysUsed', -9), details('daysIn', -9)],
    ],
    ['days given back as if they were not deducted', 'days', [details('daysDeducted', -1)], [details('daysDeducted', 1)]],
  ] as const)('finds %s', async (_, check, tamper, mend) => {
    await change(...tamper);
    expect(await broken()).toBe(check);
    await change(...mend);
    expect(await broken()).toBeNull();
  });
});

describe('the audit of seats', () => {
  beforeAll(async () => {
    const channel = await setUpChannel(server, 'merestone', await readFile('catalogs/survey-network/pack.yaml', 'utf8'));
    const dealer = await channel.partner('dealer', 'Reseller');
    const customer = await value(dealer.client.createCustomer({ name: 'Office' }));
    const projectId = customer.projects[0]!.id;
    const { lots } = await ship(channel, dealer, 'SO-SEATS', { 'SF-CLOUD-NET': 2 });
    await value(dealer.client.giveLicenses({ projectId, lines: [{ lotId: lots['SF-CLOUD-NET']!, quantity: 2 }] }));
    const { secret } = await value(channel.vendor.client.createApiKey({ name: 'Programs', scopes: ['seats'], projectId }));
    const leaseId = `lse_${crypto.randomUUID()}`;
    await value(server.client(secret).checkOutSeat({ leaseId, feature: 'cloud-seats', user: 'ada', host: 'pc' }));
    vendorId = channel.vendorId;
  });

  it('finds a counter that says otherwise than its leases', async () => {
    expect(await broken()).toBeNull();
    await change('UPDATE counters SET used = used + 1');
    expect(await broken()).toBe('seats');
    await change('UPDATE counters SET used = used - 1');
    expect(await broken()).toBeNull();
  });
});
