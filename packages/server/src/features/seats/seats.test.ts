import { signReturn } from '@muniment/documents/self';
import { moveClock } from '@muniment/platform/clock';
import { asOwner, readMigrations } from '@muniment/platform/postgres';
import { customerIdOf, machineOf, makeController, send, startTestServer, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newLease, type Office, openOffice } from '../../../test/survey-office.ts';
import { migrationsDirectory } from '../../compose.ts';

// Seats over HTTP, as programs and administrators see them (C3, C8): check-out-seat, heartbeat-seats, release-seat, list-counters,
// get-counter, update-counter, list-overuses, list-leases, list-tickets, end-lease and the reservations.

let server: TestServer;
let office: Office;

beforeAll(async () => {
  server = await startTestServer({ testClock: '2026-01-10T09:00:00Z' });
  office = await openOffice(server, 'merestone');
  await office.give('SF-CLOUD-NET', 3);
  await office.give('SF-DESIGN-NET', 1);
});
afterAll(() => server?.stop());

const ask = (user: string, more: { feature?: string; leaseId?: string; seats?: number; queue?: boolean; groups?: string[] } = {}) =>
  value(office.program.checkOutSeat({ leaseId: newLease(), feature: 'cloud-seats', user, host: `${user}-pc`, ...more }));
const beat = async (leaseId: string, idleSeconds?: number) =>
  (await value(office.program.heartbeatSeats({ leases: [{ leaseId, ...(idleSeconds === undefined ? {} : { idleSeconds }) }] }))).leases[0]!;
const release = async (leaseId: string) => (await value(office.program.releaseSeat({ leaseId }))).released;
const cloud = () => office.counterOf('cloud-seats');
const codeOf = async (answer: Promise<{ ok: boolean; problem?: { code: string } }>) => {
  const got = await answer;
  return got.ok ? 'done' : got.problem!.code;
};

describe('check-out-seat', () => {
  it('gives a seat once under one id, and no second one when it is asked again', async () => {
    const leaseId = newLease();
    const first = await ask('ada', { leaseId });
    expect(first).toMatchObject({ granted: true, code: 'granted', holdsSeconds: 300, heartbeatSeconds: 100, leaseId });
    expect(await ask('ada', { leaseId })).toMatchObject({ granted: true });
    expect(await cloud()).toMatchObject({ seats: 3, used: 1, perUser: 2, perUserIsOwn: false });
    // A seat waits for nobody to assign it.
    const { counts } = await value(office.dealer.client.getProject({ projectId: office.projectId }));
    expect(counts.poolUnits).toBe(0);
    expect(await ask('bob', { leaseId })).toMatchObject({ granted: false, code: 'lease-id-taken' });
    expect(await release(leaseId)).toBe(true);
    expect(await release(leaseId)).toBe(false);
    expect(await cloud()).toMatchObject({ used: 0 });
  });

  it('says no with a code and a sentence where there are no seats, or none of the feature', async () => {
    expect(await ask('ada', { seats: 4 })).toMatchObject({ code: 'more-than-there-are', seats: 3, used: 0 });
    expect(await ask('ada', { feature: 'field' })).toMatchObject({
      granted: false,
      code: 'no-counter',
      reason: 'The project has no seats of this feature.',
    });
    const leases = [newLease(), newLease()];
    for (const leaseId of leases) expect(await ask('ada', { leaseId })).toMatchObject({ granted: true });
    expect(await ask('ADA')).toMatchObject({ code: 'user-limit', perUser: 2 });
    expect(await ask('eve', { seats: 3 })).toMatchObject({ code: 'user-limit', perUser: 2 });
    for (const leaseId of leases) await release(leaseId);
  });

  it('knows a user again, whatever cannot be seen is in the name, and knows nobody of whose name nothing can', async () => {
    // A space of no width, a soft hyphen, a joiner, one between a letter and its accent.
    const names = ['Zoë', 'Zo\u200be\u2060\u0308', 'Z\u00adOË\u200d', '\ufeffzoë'];
    const [first, second, third] = [newLease(), newLease(), newLease()];
    expect(await ask(names[0]!, { leaseId: first })).toMatchObject({ granted: true });
    expect(await ask(names[1]!, { leaseId: second })).toMatchObject({ granted: true });
    for (const name of names) expect(await ask(name)).toMatchObject({ code: 'user-limit' });
    await release(first);
    expect(await ask(names[2]!, { leaseId: third })).toMatchObject({ granted: true });
    for (const leaseId of [second, third]) await release(leaseId);
    const unseen = { leaseId: newLease(), feature: 'cloud-seats', user: '\u200b\u2060', host: 'pc' };
    expect(await office.program.checkOutSeat(unseen)).toMatchObject({
      problem: { code: 'invalid-request', errors: [{ pointer: '/body/user' }] },
    });
    const { id: counterId } = await cloud();
    const reservation = { counterId, seats: 1, whom: { kind: 'group', name: '\u00ad' } } as const;
    expect(await codeOf(office.dealer.client.createReservation(reservation))).toBe('invalid-request');
  });

  it('knows users again whose seats are from before what cannot be seen was left out', async () => {
    const held = [newLease(), newLease()];
    for (const leaseId of held) await ask('zoë', { leaseId });
    const { pool } = server.database;
    const { vendorId } = office.channel;
    await asOwner(pool, { vendorId }, (tx) => tx.run('t-old-names', "UPDATE leases SET user_key = 'zo' || chr(8203) || 'e' || chr(776)"));
    const migration = (await readMigrations(migrationsDirectory)).find(({ name }) => name.endsWith('_unseen_in_names.sql'))!;
    await asOwner(pool, { vendorId }, (tx) => tx.run('t-migrate-names', migration.sql));
    expect(await ask('Zoë')).toMatchObject({ code: 'user-limit' });
    for (const leaseId of held) await release(leaseId);
  });

  it('lets whoever wants wait, tells the place, and gives the seat to who waits first', async () => {
    const [ada, bob] = [newLease(), newLease()];
    const held = ['kim', 'eve', 'joe'].map((user) => ({ user, leaseId: newLease() }));
    for (const { user, leaseId } of held) await ask(user, { leaseId });
    expect(await ask('ada', { leaseId: ada, queue: true })).toMatchObject({ code: 'waiting', position: 1, askAgainSeconds: 20 });
    expect(await ask('bob', { leaseId: bob, queue: true })).toMatchObject({ code: 'waiting', position: 2 });
    const { id: counterId } = await cloud();
    const { items, total } = await value(office.dealer.client.listTickets({ counterId }));
    expect([total, ...items.map(({ user, position }) => `${position} ${user}`)]).toEqual([2, '1 ada', '2 bob']);
    expect(await cloud()).toMatchObject({ used: 3, waiting: 2 });
    await release(held[0]!.leaseId);
    expect(await ask('kim')).toMatchObject({ code: 'no-seat-free' });
    expect(await ask('ada', { leaseId: ada, queue: true })).toMatchObject({ code: 'granted' });
    await release(held[1]!.leaseId);
    expect(await ask('bob', { leaseId: bob, queue: true })).toMatchObject({ code: 'granted' });
    for (const leaseId of [ada, bob, held[2]!.leaseId]) await release(leaseId);
  });

  it('is for a key of the project and of nobody else', async () => {
    const body = { leaseId: newLease(), feature: 'cloud-seats', user: 'ada', host: 'pc' };
    const refused = await send(server.url, { method: 'POST', path: '/v1/leases', body, credential: office.dealer.credential });
    expect([refused.status, refused.body.code, refused.body.facts.reason]).toEqual([403, 'not-allowed', 'scope']);
    const { client } = office.channel.vendor;
    expect(await client.createApiKey({ name: 'None', scopes: ['seats'] })).toMatchObject({
      problem: { code: 'seats-key-not-possible', nextStep: expect.stringContaining('Name a project') },
    });
    const { projectId } = office;
    expect(await codeOf(client.createApiKey({ name: 'Both', scopes: ['seats', 'read'], projectId }))).toBe('seats-key-not-possible');
    expect(await codeOf(office.dealer.client.createApiKey({ name: 'Not own', scopes: ['seats'], projectId }))).toBe(
      'seats-key-not-possible',
    );
    const keeper = await office.channel.session(office.customerId, 'customer', 'keeper@office.example');
    const own = await value(keeper.client.createApiKey({ name: 'Own', scopes: ['seats'], projectId }));
    expect(own.apiKey).toMatchObject({ projectId, scopes: ['seats'] });
    const leaseId = newLease();
    expect(await value(server.client(own.secret).checkOutSeat({ ...body, leaseId }))).toMatchObject({ granted: true });
    // Who may take seats may do nothing else, and takes none of another project.
    expect(await codeOf(server.client(own.secret).listCounters({ projectId }))).toBe('not-allowed');
    const other = (await value(office.dealer.client.createProject({ customerId: office.customerId, name: 'Branch' }))).id;
    const foreign = await value(client.createApiKey({ name: 'Branch', scopes: ['seats'], projectId: other }));
    const branch = server.client(foreign.secret);
    expect(await value(branch.checkOutSeat({ ...body, leaseId: newLease() }))).toMatchObject({ code: 'no-counter' });
    expect(await value(branch.releaseSeat({ leaseId }))).toMatchObject({ released: false });
    expect((await value(branch.heartbeatSeats({ leases: [{ leaseId }] }))).leases[0]).toMatchObject({ held: false, code: 'lost' });
    await release(leaseId);
  });
});

describe('release-seat', () => {
  it('keeps a seat for a moment for the same user on the same computer, where it lingers', async () => {
    await office.give('SF-FIELD-NET', 1);
    const [first, second] = [newLease(), newLease()];
    const asked = (leaseId: string, user = 'ada') => ask(user, { feature: 'field-seats', leaseId });
    expect(await asked(first)).toMatchObject({ granted: true });
    expect(await release(first)).toBe(true);
    const counter = await office.counterOf('field-seats');
    expect(counter).toMatchObject({ used: 1, lingerSeconds: 120 });
    const { items } = await value(office.dealer.client.listLeases({ counterId: counter.id }));
    expect(items).toMatchObject([{ id: first, state: 'lingering' }]);
    expect(await beat(first)).toMatchObject({ held: false });
    expect(await asked(newLease(), 'bob')).toMatchObject({ code: 'no-seat-free' });
    expect(await asked(second)).toMatchObject({ granted: true });
    expect(await office.counterOf('field-seats')).toMatchObject({ used: 1 });
    await release(second);
    await moveClock(server.database.pool, { advance: 'PT121S' });
    // Whoever looks does not see it any more, though nobody has taken it back yet.
    expect(await office.counterOf('field-seats')).toMatchObject({ used: 0 });
  });

  it('ends the wait of whoever leaves the queue, and the next is served', async () => {
    const held = await Promise.all(['kim', 'eve', 'joe'].map(async (user) => (await ask(user)).leaseId));
    const [ada, bob] = [newLease(), newLease()];
    for (const [user, leaseId] of [['ada', ada] as const, ['bob', bob] as const])
      expect(await ask(user, { leaseId, queue: true })).toMatchObject({ code: 'waiting' });
    expect(await release(ada)).toBe(true);
    expect(await cloud()).toMatchObject({ used: 3, waiting: 1 });
    expect(await ask('bob', { leaseId: bob, queue: true })).toMatchObject({ code: 'waiting', position: 1 });
    await release(held[0]!);
    expect(await ask('bob', { leaseId: bob, queue: true })).toMatchObject({ code: 'granted' });
    for (const leaseId of [bob, ...held.slice(1)]) await release(leaseId);
  });
});

describe('an enrolled workstation', () => {
  it('takes seats of its own project with its token, until its key is revoked', async () => {
    const { client } = office.dealer;
    const customerId = await customerIdOf(client, office.projectId);
    const seconds = () => Math.floor(clockNow / 1000);
    const clockNow = (await server.clock.now()).epochMilliseconds;
    const facts = { product: 'SCANFELL', hardwareKey: 'WS-0123456789ABCDEF', vendor: 'merestone', customerId, seconds };
    const workstation = makeController(server, facts);
    const { token, deviceId } = await value(workstation.enrol({ request: workstation.request({ test: true }) }));
    const mine = { leaseId: newLease(), feature: 'cloud-seats', user: 'ada', host: 'ws' };
    const device = server.client(token!);
    expect(await value(device.checkOutSeat(mine))).toMatchObject({ granted: true });
    const { kid: _, use: __, ...publicKey } = workstation.signer.publicKey;
    const fingerprint = machineOf('ada') as Record<string, string[]>;
    const until = (await server.clock.now()).add({ hours: 48 }).toString();
    const borrow = (told: Record<string, string[]>) => device.borrowSeat({ leaseId: mine.leaseId, until, publicKey, fingerprint: told });
    // One that its own document would not fit is not given any.
    expect(await codeOf(borrow({ 'machine-id': fingerprint['machine-id']! }))).toBe('fingerprint-too-weak');
    const borrowed = await value(borrow(fingerprint));
    // How its machine is known, the catalog says of its product.
    const claims = JSON.parse(Buffer.from(borrowed.document!.split('.')[1]!, 'base64url').toString());
    expect(claims.machine.policy).toMatchObject({ atLeast: 6, yearlyRepairs: 2 });
    const iat = seconds();
    const { number } = claims as { number: number };
    const about = { sub: mine.leaseId, aud: 'merestone', iat, nonce: 'abcdefghijklmnop', number, removedAt: iat, test: true } as const;
    expect(await value(device.returnBorrowed({ receipt: signReturn(workstation.signer, about) }))).toMatchObject({ returned: true });
    const again = { ...mine, leaseId: newLease() };
    expect(await value(device.checkOutSeat(again))).toMatchObject({ granted: true });
    await value(client.revokeDeviceKey({ deviceId: deviceId! }));
    expect(await codeOf(device.checkOutSeat({ ...mine, leaseId: newLease() }))).toBe('not-signed-in');
    await value(client.endLease({ leaseId: again.leaseId, reason: 'Stolen' }));
  });
});

describe('heartbeat-seats', () => {
  it('keeps many at once, and tells which are lost', async () => {
    const [ada, none] = [newLease(), newLease()];
    await ask('ada', { leaseId: ada });
    const { leases } = await value(office.program.heartbeatSeats({ leases: [{ leaseId: ada }, { leaseId: none }] }));
    expect(leases).toMatchObject([
      { leaseId: ada, held: true, code: 'held' },
      { leaseId: none, held: false, code: 'lost', expiresAt: null, holdsSeconds: null },
    ]);
    await release(ada);
  });

  it('tells whose seat was idle that somebody else wanted it', async () => {
    const leases = ['ada', 'bob', 'eve'].map((user) => ({ user, leaseId: newLease() }));
    for (const { user, leaseId } of leases) await ask(user, { leaseId });
    await beat(leases[1]!.leaseId, 3600);
    const kim = newLease();
    expect(await ask('kim', { leaseId: kim })).toMatchObject({ granted: true });
    expect(await beat(leases[1]!.leaseId)).toMatchObject({ held: false, code: 'idle' });
    for (const leaseId of [leases[0]!.leaseId, leases[2]!.leaseId, kim]) await release(leaseId);
  });
});

describe('list-leases and end-lease', () => {
  it('show who holds seats, where and since when; taken back with a reason, the holder is told', async () => {
    const leaseId = newLease();
    await ask('Ada Lovelace', { leaseId, groups: ['field'] });
    const { id: counterId } = await cloud();
    const { client } = office.dealer;
    const found = await value(client.listLeases({ counterId, q: 'lovel' }));
    expect(found).toMatchObject({
      total: 1,
      items: [{ id: leaseId, user: 'Ada Lovelace', host: 'Ada Lovelace-pc', groups: ['field'], state: 'live' }],
    });
    expect((await value(client.listLeases({ counterId, state: 'borrowed' }))).total).toBe(0);
    expect(await codeOf(client.recallSeat({ leaseId, reason: 'Away' }))).toBe('lease-not-borrowed');
    expect(await value(client.endLease({ leaseId, reason: 'Closing time' }))).toMatchObject({ lease: { id: leaseId } });
    expect(await beat(leaseId)).toMatchObject({ held: false, code: 'ended', reason: 'Closing time' });
    expect(await codeOf(client.endLease({ leaseId, reason: 'Again' }))).toBe('not-found');
    expect(await cloud()).toMatchObject({ used: 0 });
    const { items } = await value(client.listOperations({ projectId: office.projectId }));
    const ended = items.find(({ kind }) => kind === 'end-lease')!;
    expect(ended).toMatchObject({ reason: 'Closing time' });
    // Names of people can be erased, the history cannot.
    expect(JSON.stringify(ended)).not.toContain('Lovelace');
  });
});

describe('update-counter', () => {
  it('sets the limit of one user in place of the catalog\u2019s, and who may take seats', async () => {
    const { client } = office.dealer;
    const { id: counterId, version } = await cloud();
    const ifMatch = `"${version}"`;
    const changed = await value(client.updateCounter({ counterId, perUser: 1, exclude: [{ kind: 'host', name: 'lab' }] }, { ifMatch }));
    expect(changed).toMatchObject({ perUser: 1, perUserIsOwn: true, exclude: [{ kind: 'host', name: 'lab' }] });
    expect(await codeOf(client.updateCounter({ counterId, perUser: 3 }, { ifMatch }))).toBe('precondition-failed');
    const leaseId = newLease();
    await ask('ada', { leaseId });
    expect(await ask('ada')).toMatchObject({ code: 'user-limit' });
    const lab = { leaseId: newLease(), feature: 'cloud-seats', user: 'bob', host: 'LAB' };
    expect(await value(office.program.checkOutSeat(lab))).toMatchObject({ code: 'excluded' });
    expect(await value(office.program.checkOutSeat({ ...lab, host: 'lab\u200b' }))).toMatchObject({ code: 'excluded' });
    const included = await value(
      client.updateCounter({ counterId, include: [{ kind: 'group', name: 'survey' }] }, { ifMatch: `"${changed.version}"` }),
    );
    expect(await ask('bob')).toMatchObject({ code: 'not-included' });
    await value(client.updateCounter({ counterId, perUser: null, include: [], exclude: [] }, { ifMatch: `"${included.version}"` }));
    await release(leaseId);
    expect(await cloud()).toMatchObject({ perUser: 2, perUserIsOwn: false });
  });
});

describe('reservations', () => {
  it('list-reservations, get-reservation, create-reservation, update-reservation and remove-reservation keep seats for whom they are made', async () => {
    const { client } = office.dealer;
    const { id: counterId } = await cloud();
    const made = await value(client.createReservation({ counterId, seats: 2, whom: { kind: 'group', name: 'Field' }, note: 'Campaign' }));
    expect(made).toMatchObject({ seats: 2, used: 0, note: 'Campaign' });
    const [ada, kim] = [newLease(), newLease()];
    expect(await ask('ada', { leaseId: ada })).toMatchObject({ granted: true });
    // Nobody has the other two: they are for others, and whoever is told no is told so.
    expect(await ask('bob')).toMatchObject({ code: 'no-seat-free', seats: 3, used: 1, reserved: 2 });
    expect(await cloud()).toMatchObject({ reserved: 2, reservedFree: 2, used: 1 });
    expect(await ask('kim', { leaseId: kim, groups: ['field'] })).toMatchObject({ granted: true });
    expect(await ask('bob')).toMatchObject({ code: 'no-seat-free', seats: 3, used: 2, reserved: 1 });
    expect((await value(client.listReservations({ counterId }))).items).toMatchObject([{ id: made.id, used: 1 }]);
    expect(await cloud()).toMatchObject({ reserved: 2, reservedFree: 1, used: 2 });
    const fewer = { reservationId: made.id, seats: 1 };
    const changed = await value(client.updateReservation(fewer, { ifMatch: `"${made.version}"` }));
    expect(changed).toMatchObject({ seats: 1, version: made.version + 1 });
    expect(await value(client.getReservation({ reservationId: made.id }))).toEqual(changed);
    expect(await codeOf(client.updateReservation(fewer, { ifMatch: `"${made.version}"` }))).toBe('precondition-failed');
    const bob = newLease();
    expect(await ask('bob', { leaseId: bob })).toMatchObject({ granted: true });
    await release(bob);
    const reservedFor = async () => (await value(client.listLeases({ counterId, q: 'kim' }))).items[0]!.reservationId;
    expect(await reservedFor()).toBe(made.id);
    await value(client.removeReservation({ reservationId: made.id }));
    // Whoever has one of its seats keeps it, and names no reservation that is gone.
    expect(await reservedFor()).toBeNull();
    expect(await codeOf(client.removeReservation({ reservationId: made.id }))).toBe('not-found');
    expect(await cloud()).toMatchObject({ reserved: 0 });
    for (const leaseId of [ada, kim]) await release(leaseId);
  });
});

describe('list-overuses', () => {
  it('tells how much over since when, while it lasts and after', async () => {
    const { client } = office.dealer;
    const leases = ['ada', 'bob'].map((user) => ({ user, leaseId: newLease() }));
    for (const { user, leaseId } of leases) expect(await ask(user, { feature: 'design-seats', leaseId })).toMatchObject({ granted: true });
    expect(await ask('eve', { feature: 'design-seats' })).toMatchObject({ code: 'no-seat-free', seats: 1, used: 2 });
    const counter = await office.counterOf('design-seats');
    expect(counter).toMatchObject({ seats: 1, overdraft: 1, used: 2, over: { seats: 1, most: 1 } });
    const { id: counterId } = counter;
    const running = await value(client.listOveruses({ counterId }));
    expect(running).toMatchObject({ total: 1, items: [{ until: null, most: 1, since: counter.over!.since }] });
    await moveClock(server.database.pool, { advance: 'PT1M' });
    await release(leases[0]!.leaseId);
    expect((await office.counterOf('design-seats')).over).toBeNull();
    const past = await value(client.listOveruses({ counterId }));
    expect(past).toMatchObject({ total: 1, items: [{ most: 1, since: counter.over!.since }] });
    expect(Date.parse(past.items[0]!.until!) - Date.parse(past.items[0]!.since)).toBeGreaterThanOrEqual(59_000);
    await release(leases[1]!.leaseId);
  });
});

describe('get-counter', () => {
  it('says from when on there are how many seats, and why', async () => {
    await office.give('SF-CLOUD-NET-1Y', 2);
    const { id: counterId } = await cloud();
    const counter = await value(office.dealer.client.getCounter({ counterId }));
    expect(counter).toMatchObject({ seats: 5, next: { seats: 3 }, borrow: { longestDays: 14, renewals: 1, documentDays: 7 } });
    expect(counter.steps.map(({ seats }) => seats)).toEqual([5, 3]);
    expect(counter.steps[0]!.why.join(' ')).toContain('SF-CLOUD-NET-1Y');
  });
});
