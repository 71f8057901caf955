import { operations } from '@muniment/contract';
import { type Asking, requestOf, type Sent, send, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asks } from './isolation/asks.ts';
import { invented, markersOf, type Names, withoutNames } from './isolation/names.ts';
import { type Attacker, type Scene, setScene } from './isolation/scene.ts';

// Who may not see something must not be able to tell it from what does not exist: not by a row, a count, a status, a
// word or a header, whatever operation is asked and wherever the name stands in the request.

let server: TestServer;
let scene: Scene;

beforeAll(async () => {
  server = await startTestServer();
  scene = await setScene(server);
});
afterAll(() => server?.stop());

const kinds = [
  'an administrator of another vendor',
  'another dealer of the same vendor',
  'a distributor after its allowance ended',
] as const;
const attackers = [...kinds, 'a dealer after its care for the customer ended', 'another customer of the same dealer'] as const;
type Operation = (typeof operations)[number];

/** What depends on chance or time in any answer. */
function settled(sent: Sent): string {
  const { requestId } = sent.body ?? {};
  const text = requestId === undefined ? sent.text : sent.text.replaceAll(requestId, '<requestId>');
  return text.replaceAll(/"at":"[^"]+Z"/g, '"at":"<now>"');
}

/** Without the length: the text itself is compared, and an instant in it has as many digits as it needs. */
function headersOf({ headers }: Sent): Record<string, string> {
  const { date: _, 'x-request-id': __, 'content-length': ___, ...others } = headers;
  return others;
}

async function ask(
  attacker: Attacker,
  operation: Operation,
  asking: Asking,
  dryRun: boolean,
  more: Record<string, string> = {},
): Promise<Sent> {
  const query = dryRun ? { ...asking.query, dryRun: true } : asking.query;
  const request = requestOf(operation, { ...asking, ...(query ? { query } : {}) });
  const credential = operation.id === 'sign-out' ? await attacker.freshCredential() : attacker.credential;
  return send(server.url, { ...request, credential, headers: { ...request.headers, ...more } });
}

/** Names the victim has and the request did not say must not come back; and what is listed is all that is counted. */
function expectNothingOf(attacker: Attacker, operation: Operation, asking: Asking, sent: Sent): void {
  const said = JSON.stringify(asking).toLowerCase();
  const names = { ...attacker.victim } as Partial<Record<keyof Names, string>>;
  const ownLog = attacker.didBefore && operation.id === 'list-audit-events';
  for (const key of Object.keys(names) as (keyof Names)[]) {
    if (ownLog && key.endsWith('Id')) delete names[key];
  }
  const text = sent.text.toLowerCase();
  const found = markersOf(names as Partial<Names>).filter(
    (marker) => !said.includes(marker.toLowerCase()) && text.includes(marker.toLowerCase()),
  );
  expect(found, `${operation.id} ${JSON.stringify(asking)}: ${sent.text.slice(0, 2_000)}`).toEqual([]);
  const { items, next, total } = sent.body ?? {};
  if (sent.status === 200 && Array.isArray(items) && next === null && total !== undefined) expect(total, operation.id).toBe(items.length);
}

/** Asks with the victim's names and with names of nobody; both answers must be one. */
async function expectAlike(attacker: Attacker, operation: Operation, dryRun: boolean): Promise<number> {
  const nobody = invented(attacker.victim);
  const [victims, nobodys] = [asks[operation.id](attacker.victim, attacker.own), asks[operation.id](nobody, attacker.own)];
  let compared = 0;
  for (const [index, asking] of victims.entries()) {
    const sent = await ask(attacker, operation, asking, dryRun);
    expect(sent.status, `${operation.id}: ${sent.text}`).toBeLessThan(500);
    expectNothingOf(attacker, operation, asking, sent);
    if (withoutNames(JSON.stringify(asking), attacker.victim) === JSON.stringify(asking)) continue;
    const other = await ask(attacker, operation, nobodys[index]!, dryRun);
    const what = `${operation.id} ${JSON.stringify(asking)}`;
    expect(sent.status, what).toBe(other.status);
    expect(withoutNames(settled(sent), attacker.victim), what).toBe(withoutNames(settled(other), nobody));
    expect(headersOf(sent), what).toEqual(headersOf(other));
    compared += 1;
  }
  return compared;
}

/** What the victim sees of its own. */
async function viewOf({ victim, vendor, names }: Scene): Promise<unknown[]> {
  const { client } = victim;
  const { deviceId, customerId, personId } = names;
  const views = [
    client.listBin({}),
    client.listOrders({}),
    client.getOrder({ order: names.orderId }),
    client.getCustomer({ customerId }),
    client.getDevice({ deviceId }),
    client.listDevices({ customerId }),
    client.listDeviceLicenses({ deviceId }),
    client.listEntitlements({ deviceId, asOf: '2100-01-01T00:00:00Z' }),
    client.listLicenseFiles({ deviceId }),
    client.listDemos({ deviceId }),
    client.listLicenseKeys({ projectId: names.projectId }),
    client.listLicenseKeyBatches({}),
    vendor.client.listTasks({}),
    client.listOperations({ limit: 200 }),
    client.listInvitations({}),
    client.listApiKeys({}),
    client.listServes({}),
    vendor.client.getOrganization({ organizationId: victim.id }),
    vendor.client.listAllowances({}),
    vendor.client.getMail({ mailId: names.mailId }),
    vendor.client.listPeople({ organizationId: victim.id }),
  ];
  expect(personId).toMatch(/^per_/);
  return Promise.all(views.map((view) => value(view as Promise<Awaited<ReturnType<typeof client.listBin>>>)));
}

describe('What somebody must not see', () => {
  it('is asked for with every operation of the contract', () => {
    expect(Object.keys(asks).sort()).toEqual(operations.map(({ id }) => id).sort());
  });

  it.each(attackers)('is for %s as if it did not exist, in every operation', async (name) => {
    const attacker = scene.attackers.find((one) => one.name === name)!;
    const before = await viewOf(scene);
    let compared = 0;
    for (const operation of operations) {
      if (operation.dryRun) compared += await expectAlike(attacker, operation, true);
      compared += await expectAlike(attacker, operation, false);
    }
    expect(compared).toBeGreaterThan(100);
    expect(await viewOf(scene)).toEqual(before);
  });

  it.each(attackers)('cannot be acted for by %s: a foreign organization in the header is like none', async (name) => {
    const attacker = scene.attackers.find((one) => one.name === name)!;
    const nobody = invented(attacker.victim);
    for (const operation of operations.filter(({ access }) => access !== 'public')) {
      const asking = asks[operation.id](nobody, attacker.own)[0]!;
      const sent = await ask(attacker, operation, asking, false, { 'Muniment-Organization': attacker.victim.organizationId });
      const other = await ask(attacker, operation, asking, false, { 'Muniment-Organization': nobody.organizationId });
      expect(sent.status, operation.id).toBe(404);
      expect(settled(sent), operation.id).toBe(settled(other));
    }
  });
});

/** What needs a permission to write; one's own name or password needs none. */
const isWrite = ({ access, method }: Operation) => method !== 'GET' && access.startsWith('can:') && !access.endsWith('.read');

describe('Who may only read', () => {
  it.each(['vendor', 'distributor', 'dealer', 'customer'] as const)(
    'is refused every write in a %s, and told who can grant it',
    async (kind) => {
      const own = scene.attackers.find(({ name }) => name === 'another dealer of the same vendor')!.own;
      const before = await viewOf(scene);
      for (const operation of operations.filter(isWrite)) {
        for (const asking of asks[operation.id](scene.names, own)) {
          const request = requestOf(operation, asking);
          const sent = await send(server.url, { ...request, credential: scene.readers[kind] });
          expect(sent.status, `${operation.id}: ${sent.text}`).toBe(403);
          expect(sent.body).toMatchObject({
            code: 'not-allowed',
            facts: { action: operation.access.slice('can:'.length), role: 'read-only' },
          });
          expect(sent.body.facts.grantedBy).toContain('administrator');
          // As this vendor calls its administrators; what only devices do nobody can grant.
          expect(sent.body.nextStep).toContain(operation.access === 'can:device.act' ? 'device' : 'Licence desk');
        }
      }
      expect(await viewOf(scene)).toEqual(before);
    },
  );

  it('may still read everything of its own organization', async () => {
    for (const path of [
      '/v1/bin',
      '/v1/orders',
      `/v1/devices/${scene.names.deviceId}/licenses`,
      '/v1/operations',
      '/v1/people',
      '/v1/home',
    ])
      expect((await send(server.url, { path, credential: scene.readers.dealer })).status, path).toBe(200);
  });
});

describe('What is taken', () => {
  it('is refused without a word about whose it is: hardware key, order number, e-mail', async () => {
    const { attackers, names, vendor } = scene;
    const { credential, own, victim } = attackers.find(({ name }) => name === 'another dealer of the same vendor')!;
    const taken = async (path: string, body: unknown, who = credential) => {
      const sent = await send(server.url, {
        method: 'POST',
        path,
        body,
        credential: who,
        headers: { 'Idempotency-Key': crypto.randomUUID() },
      });
      const said = JSON.stringify(body);
      expect(markersOf(victim).filter((marker) => sent.text.includes(marker) && !said.includes(marker))).toEqual([]);
      return [sent.status, sent.body.code];
    };
    const { hardwareKey, email, salesOrder } = names;
    const device = { name: 'Mine', product: 'SV8100', hardwareKey };
    expect(await taken(`/v1/customers/${own.customerId}/devices`, device)).toEqual([409, 'hardware-key-taken']);
    expect(await taken('/v1/invitations', { email, role: 'dealer' })).toEqual([409, 'email-taken']);
    const order = { salesOrder, receiverId: own.organizationId, lines: [{ part: 'EX81-SEAT-20', quantity: 1 }] };
    expect(await taken('/v1/orders', order, vendor.credential)).toEqual([409, 'order-already-shipped']);
  });
});
