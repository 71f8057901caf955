import { moveClock } from '@muniment/platform/clock';
import { type Party, poolPack, setUpChannel, ship, startTestServer, type TestChannel, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// The licence log (A12): a project's whole history, as a list and as a file, for everybody who sees its customer.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let customer: Pick<Party, 'client' | 'credential'>;
let customerId: string;
let projectId: string;
let branchId: string;
let deviceId: string;
let userId: string;

const labels = `labels:
  hardwareKey:
    one: { en: Serial number, de: Seriennummer }
    other: { en: Serial numbers, de: Seriennummern }
`;

const days = (count: number) => moveClock(server.database.pool, { advance: `P${count}D` });

beforeAll(async () => {
  server = await startTestServer({ testClock: '2026-03-27T22:30:00Z' });
  channel = await setUpChannel(server, 'logged', poolPack().replace('\nfeatures:\n', `\n${labels}features:\n`));
  const party = await channel.partner('dealer', 'Giver');
  // Sessions do not last for days.
  const { secret } = await value(party.client.createApiKey({ name: 'log', scopes: ['all'] }));
  const client = server.client(secret);
  dealer = { ...party, client, credential: secret };
  const made = await value(client.createCustomer({ name: 'Lighthouse' }));
  [customerId, projectId] = [made.id, made.projects[0]!.id];
  branchId = (await value(client.createProject({ customerId, name: 'Branch' }))).id;
  deviceId = (await value(client.createDevice({ customerId, projectId, name: '=Lamp', product: 'BOX', hardwareKey: 'B000001' }))).id;
  userId = (await value(client.createNamedUser({ projectId, name: 'Ada', email: 'ada@lighthouse.example' }))).id;
  const { lots } = await ship(channel, dealer, 'SO-LOG', { 'PLAN-365': 3, 'SEAT-365': 2 });
  await value(
    client.giveLicenses({
      projectId,
      lines: [
        { lotId: lots['PLAN-365']!, quantity: 3 },
        { lotId: lots['SEAT-365']!, quantity: 2 },
      ],
    }),
  );
  await value(client.assignLicenses({ projectId, deviceIds: [deviceId], reason: 'because "he" said so,\nyes' }));
  await value(client.assignLicenses({ projectId, userIds: [userId] }));
  await days(1);
  await value(client.assignLicenses({ projectId, deviceIds: [deviceId] }));
  await days(10);
  await value(client.unassignLicenses({ projectId, deviceIds: [deviceId] }));
  const pool = await value(client.listPoolLicenses({ projectId, part: 'PLAN-365' }));
  const cumulative = pool.items.find(({ components }) => components.length > 1)!;
  await value(client.splitLicense({ projectId, lotId: cumulative.lotId }));
  const single = pool.items.find(({ components }) => components.length === 1)!;
  await value(client.transferLicenses({ projectId, to: branchId, lines: [{ lotId: single.lotId, quantity: 1 }] }));
  customer = await channel.session(customerId, 'customer', 'keeper@lighthouse.example');
});
afterAll(() => server.stop());

const kindsOf = async (client: Party['client'], query: object) => {
  const { items, total } = await value(client.listOperations(query));
  expect(total).toBe(items.length);
  return items.map(({ kind }) => kind);
};

const whole = [
  'transfer-licenses',
  'split-license',
  'unassign-license',
  'extend-license',
  'assign-license',
  'assign-license',
  'give-licenses',
];
const moving = { kinds: [...new Set(whole)].join(',') };

describe('list-operations of a project', () => {
  it('tells everybody who sees the customer all that happened to its pool, by whom it is done and out of which bin', async () => {
    const other = await channel.partner('dealer', 'Second');
    await value(channel.vendor.client.startServes({ partnerId: other.id, customerId }));
    for (const client of [channel.vendor.client, dealer.client, customer.client, other.client]) {
      expect(await kindsOf(client, { projectId, ...moving })).toEqual(whole);
      expect(await kindsOf(client, { projectId: branchId, ...moving })).toEqual(['transfer-licenses']);
    }
    const given = (await value(other.client.listOperations({ projectId, kind: 'give-licenses' }))).items[0]!;
    expect(given).toMatchObject({ organization: null, order: null, project: { id: projectId } });
    expect(JSON.stringify(given)).not.toMatch(/Giver|SO-LOG/);
  });

  it('does not know the project for who does not look after the customer, and says nothing of its users', async () => {
    const stranger = await channel.partner('dealer', 'Stranger');
    const answer = await stranger.client.listOperations({ projectId });
    expect(!answer.ok && answer.problem.code).toBe('not-found');
    expect(await kindsOf(stranger.client, { namedUserId: userId })).toEqual([]);
    const { answer: log } = await download(stranger.credential, `projectId=${projectId}`);
    expect(log.status).toBe(404);
  });

  it('can be asked by user, by several kinds, and by days of the vendor', async () => {
    const named = (await value(customer.client.listOperations({ namedUserId: userId, kind: 'assign-license' }))).items;
    expect(named).toMatchObject([{ namedUser: { id: userId, name: 'Ada' }, project: { id: projectId }, device: null }]);
    expect(await kindsOf(customer.client, { projectId, kinds: 'split-license,extend-license' })).toEqual([
      'split-license',
      'extend-license',
    ]);
    // 23:30 on the 27th in Berlin, where the next day begins an hour before that of UTC.
    expect(await kindsOf(customer.client, { projectId, ...moving, until: '2026-03-28' })).toEqual(whole.slice(4));
    expect(await kindsOf(customer.client, { projectId, ...moving, from: '2026-03-28', until: '2026-03-29' })).toEqual(['extend-license']);
    expect(
      await kindsOf(customer.client, { projectId, ...moving, from: '2026-03-27T22:30:00Z', until: '2026-03-27T23:00:00Z' }),
    ).toHaveLength(3);
  });

  it('says until when acts on terms can be undone, and why others cannot', async () => {
    const { items } = await value(dealer.client.listOperations({ projectId, ...moving }));
    expect(items.map(({ kind, canUndo, undoUntil, undoRefusal }) => [kind, canUndo, undoUntil, undoRefusal]).slice(0, 4)).toEqual([
      ['transfer-licenses', true, null, null],
      // Midnight in Berlin after 8 April.
      ['split-license', true, '2026-04-08T22:00:00Z', null],
      ['unassign-license', false, '2026-04-08T22:00:00Z', 'built-upon'],
      ['extend-license', false, '2026-03-28T23:00:00Z', 'undo-too-late'],
    ]);
    const others = (await value(customer.client.listOperations({ projectId, kind: 'split-license' }))).items;
    expect(others).toMatchObject([{ canUndo: false, undoRefusal: 'done-by-others' }]);
    expect((await value(dealer.client.listOperations({ projectId, kind: 'give-licenses' }))).items[0]!.undoRefusal).toBe(
      'cannot-undo-kind',
    );
  });
});

async function download(credential: string, query: string, language = 'en') {
  const answer = await fetch(`${server.url}/v1/license-log?${query}`, {
    headers: { Authorization: `Bearer ${credential}`, 'Accept-Language': language },
  });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return { answer, body: new TextDecoder().decode(bytes), mark: [...bytes.slice(0, 3)] };
}

/** Rows of a CSV file as RFC 4180 has it. */
function rowsOf(text: string): Record<string, string>[] {
  const cells = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)].map(([, quoted, plain, end]) => ({
    text: quoted === undefined ? plain! : quoted.replaceAll('""', '"'),
    end: end === '\r\n',
  }));
  const rows: string[][] = [[]];
  for (const { text: cell, end } of cells) {
    rows.at(-1)!.push(cell);
    if (end) rows.push([]);
  }
  const [heads, ...others] = rows.filter((row) => row.length > 0);
  return others.map((row) => Object.fromEntries(heads!.map((head, index) => [head, row[index]!])));
}

describe('export-operations', () => {
  it('gives the log as a file: every licence of every act, days as the vendor counts them', async () => {
    const { answer, body, mark } = await download(customer.credential, `projectId=${projectId}`);
    // A spreadsheet reads it as what it is.
    expect(mark).toEqual([0xef, 0xbb, 0xbf]);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toContain('licence-log-2026-04-08.csv');
    const rows = rowsOf(body);
    const told = rows.map((row) => [
      row['Date'],
      row['What happened'],
      row['Part'],
      row['Term (days)'],
      row['Days before'],
      row['Days after'],
    ]);
    expect(told).toEqual([
      ['2026-03-27', 'Licences given', 'PLAN-365', '365', '365', '365'],
      ['2026-03-27', 'Licences given', 'SEAT-365', '365', '365', '365'],
      ['2026-03-27', 'Licence assigned', 'PLAN-365', '365', '0', '365'],
      ['2026-03-27', 'Licence assigned', 'SEAT-365', '365', '0', '365'],
      ['2026-03-28', 'Licence extended', 'PLAN-365', '730', '365', '730'],
      ['2026-04-08', 'Licence taken off', 'PLAN-365', '715', '730', '715'],
      ['2026-04-08', 'Licence split', 'PLAN-365', '350', '715', '350'],
      ['2026-04-08', 'Licence split', 'PLAN-365', '365', '715', '365'],
      ['2026-04-08', 'Licences transferred', 'PLAN-365', '365', '365', '365'],
    ]);
    expect(rows[2]).toMatchObject({
      'Time (Europe/Berlin)': expect.stringMatching(/^23:3\d:\d\d$/),
      Who: 'log',
      For: 'Giver',
      Device: "'=Lamp",
      'Serial number': 'B000001',
      Project: expect.stringMatching(/./),
      From: expect.stringMatching(/^Pool: /),
      To: 'Active: =Lamp',
      'Last day': '2027-03-26',
      Note: 'because "he" said so,\nyes',
      Undone: '',
    });
    expect(rows[3]).toMatchObject({ User: 'Ada', Device: '', To: 'Assigned: Ada' });
    expect(rows[5]).toMatchObject({ 'Days used': '14', 'Days deducted': '1' });
    expect(rows[6]!['Made of']).toBe(rows[5]!['Licence']);
    expect(body).not.toContain('SO-LOG');
  });

  it('speaks the reader’s language, takes the same filters, and pages through as much as there is', async () => {
    const { body } = await download(dealer.credential, `projectId=${projectId}&kinds=split-license`, 'de');
    expect(rowsOf(body).map((row) => row['Was geschah'])).toEqual(['Lizenz aufgeteilt', 'Lizenz aufgeteilt']);
    expect((await download(dealer.credential, 'kinds=Not,A,Kind')).answer.status).toBe(400);
  });

  it('tells of a split that was taken back with the days of all its parts', async () => {
    const [split] = (await value(dealer.client.listOperations({ projectId, kind: 'split-license' }))).items;
    await value(dealer.client.undoOperation({ operationId: split!.id }));
    const { body } = await download(dealer.credential, `projectId=${projectId}&kinds=undo-operation`);
    expect(rowsOf(body)).toMatchObject([{ 'Term (days)': '715', 'Days before': '715', 'Days after': '715' }]);
  });

  it('keeps to itself what was used of a customer that one no longer looks after', async () => {
    const used = async () => {
      const { body } = await download(dealer.credential, 'kinds=unassign-license');
      return rowsOf(body).map((row) => [row['Customer'], row['Days used'], row['Days deducted']]);
    };
    expect(await used()).toEqual([['Lighthouse', '14', '1']]);
    const { items } = await value(channel.vendor.client.listServes({}));
    await value(channel.vendor.client.endServes({ servesId: items.find(({ partner }) => partner.id === dealer.id)!.id }));
    expect(await used()).toEqual([['', '', '']]);
  });
});
