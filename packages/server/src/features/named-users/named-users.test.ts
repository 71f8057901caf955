import { inTransaction } from '@muniment/platform/postgres';
import { type Party, poolPack, setUpChannel, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// Named users: whom licences are assigned to as to devices (A5). What is about a person stands in one row.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let client: Party['client'];
let customerId: string;
let projectId: string;

beforeAll(async () => {
  server = await startTestServer();
  channel = await setUpChannel(server, 'quarr', poolPack());
  dealer = await channel.partner('dealer', 'Dealer');
  client = dealer.client;
  const customer = await value(client.createCustomer({ name: 'Harbour' }));
  [customerId, projectId] = [customer.id, customer.projects[0]!.id];
});
afterAll(() => server.stop());

const rows = (sql: string) => inTransaction(server.database.pool, { vendorId: channel.vendorId }, (tx) => tx.query(sql, sql));
const codeOf = (answer: { readonly ok: boolean; readonly problem?: { readonly code: string } }) =>
  answer.ok ? 'ok' : answer.problem!.code;

describe('create-named-user', () => {
  it('adds a user once per address and project, whatever the case', async () => {
    const user = await value(client.createNamedUser({ projectId, name: ' Ada ', email: 'Ada@Harbour.example', note: 'Bridge' }));
    expect(user).toMatchObject({ name: 'Ada', email: 'Ada@Harbour.example', note: 'Bridge', status: 'unlicensed', licenses: [] });
    expect(codeOf(await client.createNamedUser({ projectId, name: 'Ada again', email: 'ada@harbour.example' }))).toBe('user-email-taken');
    const second = await value(client.createProject({ customerId, name: 'Second' }));
    expect(codeOf(await client.createNamedUser({ projectId: second.id, name: 'Ada', email: 'ada@harbour.example' }))).toBe('ok');
  });

  it('of two who give the same address at the same moment adds one', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map((n) => client.createNamedUser({ projectId, name: `Twin ${n}`, email: 'twin@harbour.example' })),
    );
    expect(answers.map(codeOf).sort()).toEqual(['ok', 'user-email-taken', 'user-email-taken']);
  });
});

describe('create-named-users', () => {
  it('gives each of many lines a result of its own', async () => {
    const users = [
      { name: 'Grace', email: 'grace@harbour.example' },
      { name: '', email: 'nameless@harbour.example' },
      { name: 'Slip', email: 'slip at harbour' },
      { name: 'Grace twice', email: 'GRACE@harbour.example' },
    ];
    const { created, refused, results } = await value(client.createNamedUsers({ projectId, users }));
    expect([created, refused]).toEqual([2, 2]);
    expect(results.map(({ user, problem }) => user?.name ?? problem!.code)).toEqual([
      'Grace',
      'nameless@harbour.example',
      'email-not-valid',
      'user-email-taken',
    ]);
  });
});

describe('list-named-users', () => {
  it('finds by name and address, by page and by whether a licence is there', async () => {
    const names = async (query: object) => (await value(client.listNamedUsers({ projectId, ...query }))).items.map(({ name }) => name);
    expect(await names({ q: 'grace@' })).toEqual(['Grace']);
    expect(await names({ status: 'licensed' })).toEqual([]);
    expect((await names({ status: 'unlicensed', sort: '-email' }))[0]).toMatch(/^Twin/);
    const first = await value(client.listNamedUsers({ projectId, limit: 1 }));
    expect(first.total).toBeGreaterThan(2);
    expect(await names({ limit: 1, cursor: first.next! })).toHaveLength(1);
  });
});

describe('get-named-user', () => {
  it('reads what an edit starts from', async () => {
    const user = await value(client.createNamedUser({ projectId, name: 'Mary', email: 'mary@harbour.example', note: 'Crane' }));
    const read = await client.getNamedUser({ userId: user.id });
    if (!read.ok) throw new Error(read.problem.code);
    expect(read.value).toEqual(user);
    const changed = await value(client.updateNamedUser({ userId: user.id, note: 'Quay' }, { ifMatch: read.etag! }));
    expect(changed).toMatchObject({ name: 'Mary', note: 'Quay' });
    expect(codeOf(await client.updateNamedUser({ userId: user.id, note: 'Late' }, { ifMatch: read.etag! }))).toBe('precondition-failed');
  });

  it('does not find who was removed, nor whom the caller does not look after', async () => {
    const user = await value(client.createNamedUser({ projectId, name: 'Gone', email: 'gone@harbour.example' }));
    const other = await channel.partner('dealer', 'Another');
    expect(codeOf(await other.client.getNamedUser({ userId: user.id }))).toBe('not-found');
    await value(client.removeNamedUser({ userId: user.id }));
    expect(codeOf(await client.getNamedUser({ userId: user.id }))).toBe('not-found');
  });
});

describe('update-named-user', () => {
  it('changes what was given, and tells the history no more than which fields', async () => {
    const user = await value(client.createNamedUser({ projectId, name: 'Joan', email: 'joan@harbour.example' }));
    const changed = await value(client.updateNamedUser({ userId: user.id, name: 'Joanna', note: 'Deck' }, { ifMatch: '*' }));
    expect(changed).toMatchObject({ id: user.id, name: 'Joanna', email: 'joan@harbour.example', note: 'Deck', version: user.version + 1 });
    const taken = await client.updateNamedUser({ userId: user.id, email: 'grace@HARBOUR.example' }, { ifMatch: '*' });
    expect(codeOf(taken)).toBe('user-email-taken');
    const stale = await client.updateNamedUser({ userId: user.id, name: 'Late' }, { ifMatch: `"${user.version}"` });
    expect(codeOf(stale)).toBe('precondition-failed');
    const { items } = await value(client.listOperations({ customerId, kind: 'update-named-user' }));
    expect(items[0]!.details).toEqual({ namedUserId: user.id, changed: ['name', 'note'] });
  });

  it('is no act where everything is as it was, unless it is of a version that is no longer', async () => {
    const user = await value(client.createNamedUser({ projectId, name: 'Same', email: 'same@harbour.example', note: 'Stern' }));
    const acts = async () => (await value(client.listOperations({ customerId, kind: 'update-named-user', limit: 200 }))).items.length;
    const before = await acts();
    const same = { userId: user.id, name: ' Same ', email: 'same@harbour.example' };
    expect(await value(client.updateNamedUser(same, { ifMatch: '*' }))).toEqual(user);
    expect(await value(client.updateNamedUser({ userId: user.id }, { ifMatch: `"${user.version}"` }))).toEqual(user);
    expect(codeOf(await client.updateNamedUser(same, { ifMatch: `"${user.version + 1}"` }))).toBe('precondition-failed');
    expect(await acts()).toBe(before);
  });
});

describe('remove-named-user', () => {
  it('erases what is about the person, and lets the address be used again', async () => {
    const email = 'leaver@harbour.example';
    const user = await value(client.createNamedUser({ projectId, name: 'Lea Ver', email, note: 'moved away' }));
    expect(await value(client.removeNamedUser({ userId: user.id }))).toEqual({ id: user.id });
    expect(codeOf(await client.removeNamedUser({ userId: user.id }))).toBe('not-found');
    expect((await value(client.listNamedUsers({ projectId, q: 'leaver' }))).items).toEqual([]);
    const stored = await rows('SELECT * FROM named_users WHERE removed_at IS NOT NULL');
    expect(JSON.stringify(stored)).not.toMatch(/Lea Ver|leaver|moved away/);
    const said = await rows('SELECT details FROM operations');
    expect(JSON.stringify(said)).not.toMatch(/harbour\.example|Lea Ver/);
    expect(codeOf(await client.createNamedUser({ projectId, name: 'Somebody', email }))).toBe('ok');
  });

  it('is nobody’s business who does not look after the customer', async () => {
    const user = await value(client.createNamedUser({ projectId, name: 'Hid', email: 'hid@harbour.example' }));
    const other = await channel.partner('dealer', 'Other');
    expect(codeOf(await other.client.removeNamedUser({ userId: user.id }))).toBe('not-found');
    expect(codeOf(await other.client.listNamedUsers({ projectId }))).toBe('not-found');
    expect(codeOf(await other.client.createNamedUser({ projectId, name: 'X', email: 'x@y.example' }))).toBe('not-found');
  });
});
