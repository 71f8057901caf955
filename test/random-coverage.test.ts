import { activate, type Party, randomMechanismsOf, setUpChannel, ship, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.stop());

describe.each([7, 90_210])('With the controllers of the random pack of seed %i', (seed) => {
  const { pack, pools } = randomMechanismsOf(seed);
  const { product, feature, capacity, maintenance, activated, released, coming, keyFor } = pools.controller;
  let vendor: Parameters<typeof ship>[0];
  let partner: Party;
  let customerId: string;
  let made = 0;

  beforeAll(async () => {
    const channel = await setUpChannel(server, `nobody-${seed}`, JSON.stringify(pack));
    vendor = channel;
    partner = await channel.partner('dealer', 'Partner');
    customerId = (await value(partner.client.createCustomer({ name: 'Customer' }))).id;
  });

  /** A controller with these parts active on it. */
  async function controller(units: Readonly<Record<string, number>>): Promise<{ deviceId: string; hardwareKey: string }> {
    const hardwareKey = keyFor(++made);
    const { id } = await value(partner.client.createDevice({ customerId, name: `Controller ${made}`, product, hardwareKey }));
    const { lots } = await ship(vendor, partner, `SO-${made}`, units);
    const lines = Object.entries(units).map(([part, quantity]) => ({ lotId: lots[part]!, quantity }));
    await value(partner.client.attachLicenses({ deviceId: id, lines }));
    await activate(partner.client, { id, product });
    return { deviceId: id, hardwareKey };
  }

  it('an upgrade is granted once what maintenance covers reaches what is licensed, and what is missing is said before (E7)', async () => {
    const [small, large] = [capacity[0]!, capacity.at(-1)!];
    const cover = maintenance.find(({ quantity }) => quantity === small.quantity)!;
    const ask = async (hardwareKey: string, version: string) => value(partner.client.validateLicense({ product, hardwareKey, version }));
    const licensed = 2 * small.quantity + large.quantity;
    const enough = Math.ceil(licensed / cover.quantity);
    for (const units of [enough - 1, enough]) {
      const { deviceId, hardwareKey } = await controller({ [small.part]: 2, [large.part]: 1, [cover.part]: units });
      const covered = units * cover.quantity;
      const missing = Math.max(0, licensed - covered);
      const { coverage } = await value(partner.client.listEntitlements({ deviceId }));
      expect(coverage).toMatchObject([{ feature, capacity: licensed, covered, missing }]);
      expect(coverage[0]!.until === null).toBe(missing > 0);
      for (const version of released) {
        expect(await ask(hardwareKey, version)).toMatchObject({
          code: missing > 0 ? 'maintenance-missing' : 'valid',
          coverage: [{ feature, capacity: licensed, covered, missing }],
        });
      }
      expect((await ask(hardwareKey, coming)).code).toBe('version-not-released');
      expect((await ask(hardwareKey, `${coming}.x`)).code).toBe('version-not-known');
    }
  });

  it('a licence whose days begin with its activation has them all', async () => {
    const { deviceId } = await controller({ [activated.part]: 1 });
    const { entitlements } = await value(partner.client.listEntitlements({ deviceId }));
    const { validFrom, until } = entitlements.find((one) => one.feature === feature)!;
    expect((Date.parse(until!) - Date.parse(validFrom!)) / 86_400_000).toBe(activated.days);
  });
});
