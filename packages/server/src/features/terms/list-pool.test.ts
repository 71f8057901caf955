import { type Party, poolPack, setUpChannel, ship, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: TestServer;
let dealer: Party;
let projectId: string;

/** Capacity in two sizes of one category, and care for it. */
const pack = poolPack()
  .replace('categories:\n', 'categories:\n  - id: light\n    label: { en: Light, de: Licht }\n')
  .replace('{ part: CAP-50 }', '{ category: light }')
  .replace('number: CAP-50\n', 'number: CAP-50\n    category: light\n')
  .replace(
    '    grants: [{ feature: care }]\n  - number: PLUG',
    '    covers: { feature: lamps, quantity: 50 }\n    grants: []\n  - number: PLUG',
  )
  .replace(
    '\nparts:\n',
    '\nparts:\n  - number: CAP-10\n    label: { en: 10 lamps, de: 10 Leuchten }\n    category: light\n    grants: [{ feature: lamps, quantity: 10 }]\n',
  );

beforeAll(async () => {
  server = await startTestServer();
  const channel = await setUpChannel(server, 'quarr', pack);
  dealer = await channel.partner('dealer', 'Dealer');
  projectId = (await value(dealer.client.createCustomer({ name: 'Pier' }))).projects[0]!.id;
  const units: Readonly<Record<string, number>> = { 'CAP-10': 3, 'CAP-50': 1, 'CARE-365': 2, 'PLAN-365': 4 };
  const { lots } = await ship(channel, dealer, 'SO-POOL', units);
  const lines = Object.entries(units).map(([part, quantity]) => ({ lotId: lots[part]!, quantity }));
  await value(dealer.client.giveLicenses({ projectId, lines }));
});
afterAll(() => server.stop());

describe('list-pool', () => {
  it('names a part only where all of a group are of it, and says what they give together where that adds up', async () => {
    const { items, total } = await value(dealer.client.listPool({ projectId }));
    expect(total).toBe(10);
    const told = items.map(({ category, part, partLabel, parts, count, together }) => ({
      category,
      part,
      partLabel,
      parts,
      count,
      together,
    }));
    expect(told).toEqual([
      { category: 'box', part: 'PLAN-365', partLabel: 'Plan, 1 year', parts: ['PLAN-365'], count: 4, together: [] },
      {
        category: null,
        part: 'CARE-365',
        partLabel: 'Care, 1 year',
        parts: ['CARE-365'],
        count: 2,
        together: ['maintenance for 100 × Lamps'],
      },
      { category: 'light', part: null, partLabel: null, parts: ['CAP-10', 'CAP-50'], count: 4, together: ['80 × Lamps'] },
    ]);
  });
});
