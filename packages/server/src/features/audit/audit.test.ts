import { createHash } from 'node:crypto';
import { randomPackOf, setUpChannel, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let server: TestServer;
let channel: TestChannel;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'acme', JSON.stringify(randomPackOf(9).pack));
});
afterAll(() => server.stop());

/** RFC 8785 of these leaves: they hold only texts, numbers, lists and objects with plain keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}

/** RFC 6962: SHA-256 over a zero byte and the leaf. */
function leafHash(leaf: string): string {
  return createHash('sha256')
    .update(Buffer.from([0]))
    .update(leaf)
    .digest('base64url');
}

describe('the audit log', () => {
  it('names who did what for which organization, from where, and each event is the hash of its leaf', async () => {
    const dealer = await channel.partner('dealer', 'Audited');
    await value(dealer.client.createCustomer({ name: 'Secret Name' }));
    const { items } = await value(channel.vendor.client.listAuditEvents());
    const created = items.find((event) => event.kind === 'create-customer')!;
    expect(created).toMatchObject({
      actor: { kind: 'person', name: 'audited', organization: { id: dealer.id, name: 'Audited' } },
      organization: { id: dealer.id },
      address: '127.0.0.1',
    });
    expect(created.operationId).toMatch(/^op_/);
    for (const event of items) expect(leafHash(canonical(event.leaf))).toBe(event.hash);
    expect(JSON.stringify(items)).not.toContain('Secret Name');
  });

  it('begins with the vendor itself, the first key and the first invitation, in the operator’s name', async () => {
    const { client } = await server.vendor('begun', JSON.stringify(randomPackOf(9).pack));
    const { items } = await value(client.listAuditEvents());
    expect(items.map(({ kind }) => kind).sort()).toEqual(['create-api-key', 'create-vendor', 'invite-person', 'load-catalog']);
    expect(new Set(items.map(({ actor }) => actor.kind))).toEqual(new Set(['operator']));
  });

  it('says when the operator added a person, and with which role', async () => {
    await channel.person(channel.vendor.id, 'read-only', 'added@acme.example');
    const { items } = await value(channel.vendor.client.listAuditEvents());
    const added = items.find(({ kind }) => kind === 'create-person')!;
    expect(added).toMatchObject({ actor: { kind: 'operator' }, organization: { id: channel.vendor.id } });
    expect(added.leaf).toMatchObject({ facts: { memberships: [{ role: 'read-only' }] } });
    expect(JSON.stringify(added)).not.toContain('added@acme.example');
  });

  it('shows an organization its own events and nobody else’s', async () => {
    const [one, two] = [await channel.partner('dealer', 'Own Events'), await channel.partner('dealer', 'Other Events')];
    await value(one.client.createCustomer({ name: 'Mine' }));
    const own = await value(one.client.listAuditEvents());
    expect(own.items.map((event) => event.kind)).toEqual(['create-customer', 'sign-in']);
    expect(own.total).toBe(2);
    expect((await value(two.client.listAuditEvents())).items.map((event) => event.kind)).toEqual(['sign-in']);
    const [first] = own.items;
    const other = await value(two.client.listAuditEvents({ kind: 'create-customer', from: first!.at }));
    expect(other).toEqual({ items: [], next: null, total: 0 });
  });

  it('gives one event by its hash (get-audit-event), to whoever finds it in the list and to nobody else', async () => {
    const [one, two] = [await channel.partner('dealer', 'One Event'), await channel.partner('dealer', 'No Event')];
    await value(one.client.createCustomer({ name: 'Mine as well' }));
    const [event] = (await value(one.client.listAuditEvents({ kind: 'create-customer' }))).items;
    const { hash } = event!;
    expect(await value(one.client.getAuditEvent({ hash }))).toEqual(event);
    expect(await value(channel.vendor.client.getAuditEvent({ hash }))).toMatchObject({ hash, leaf: event!.leaf });
    for (const asked of [two.client.getAuditEvent({ hash }), one.client.getAuditEvent({ hash: 'A'.repeat(43) })]) {
      expect(await asked).toMatchObject({ ok: false, problem: { code: 'not-found' } });
    }
    const foreign = await server.vendor('foreign', JSON.stringify(randomPackOf(9).pack));
    expect(await foreign.client.getAuditEvent({ hash })).toMatchObject({ ok: false, problem: { code: 'not-found' } });
  });

  it('is read by kind and by time, newest first, page by page', async () => {
    const { client } = channel.vendor;
    for (const name of ['P1', 'P2', 'P3']) await value(client.createOrganization({ name, kind: 'dealer' }));
    const first = await value(client.listAuditEvents({ kind: 'create-organization', limit: 2 }));
    const second = await value(client.listAuditEvents({ kind: 'create-organization', limit: 2, cursor: first.next! }));
    const times = [...first.items, ...second.items].map((event) => event.at);
    expect(times).toEqual(times.toSorted((one, other) => Date.parse(other) - Date.parse(one)));
    expect(new Set([...first.items, ...second.items].map((event) => event.hash)).size).toBe(first.items.length + second.items.length);
    const since = await value(client.listAuditEvents({ kind: 'create-organization', from: times[0]! }));
    expect(since.total).toBe(times.filter((time) => time === times[0]).length);
    expect((await value(client.listAuditEvents({ to: '2000-01-01T00:00:00Z' }))).total).toBe(0);
  });
});
