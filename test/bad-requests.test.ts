import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { operations } from '@muniment/contract';
import { type Asking, requestOf, type Sending, type Sent, send, startTestServer, stateOf, type TestServer, value } from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asks } from './isolation/asks.ts';
import { type Scene, setScene } from './isolation/scene.ts';

// Requests that no client of ours would send. The answer says what is wrong with them, and is never a fault of ours.

let server: TestServer;
let scene: Scene;
let vendorId: string;

beforeAll(async () => {
  server = await startTestServer();
  scene = await setScene(server);
  const { rows } = await server.database.pool.query<{ id: string }>("SELECT id FROM vendors WHERE slug = 'alpha'");
  vendorId = rows[0]!.id;
});
afterAll(() => server?.stop());

const state = () => stateOf(server.database.pool, vendorId);
const dealer = () => scene.victim.credential;

function ask(sending: Sending, credential: string = dealer()): Promise<Sent> {
  return send(server.url, { credential, ...sending, headers: { 'Accept-Language': 'en', ...sending.headers } });
}
const post = (path: string, more: Omit<Sending, 'path'> = {}, credential?: string) =>
  ask({ method: 'POST', path, ...more, headers: { 'Idempotency-Key': randomUUID(), ...more.headers } }, credential);

const codeOf = (sent: Sent) => [sent.status, sent.body?.code];

describe('A request', () => {
  it('without credentials, with unknown or ended ones, is not signed in', async () => {
    for (const Authorization of [
      '',
      'Bearer',
      'Bearer ',
      'Bearer nobody',
      'Basic abc',
      `Bearer ${'x'.repeat(5000)}`,
      'Bearer mun_00000000000000000000',
    ])
      expect(codeOf(await send(server.url, { path: '/v1/bin', headers: Authorization ? { Authorization } : {} })), Authorization).toEqual([
        401,
        'not-signed-in',
      ]);
    const cookie = await send(server.url, { path: '/v1/bin', headers: { Cookie: 'muniment_session=nobody' } });
    expect(codeOf(cookie)).toEqual([401, 'not-signed-in']);
    expect(cookie.headers['www-authenticate']).toContain('Bearer');
  });

  it('with a path, method or address that is none says so', async () => {
    for (const path of [
      '/v1/nothing',
      '/v1/devices/',
      '/v1/devices/%',
      '/v1/devices/dev_1',
      '/v1/devices/org_01a204e2-3814-709e-a5a2-5c9688975b19',
    ])
      expect(codeOf(await ask({ path })), path).toEqual([404, 'not-found']);
    expect(codeOf(await ask({ path: '/v1/devices/%00' }))).toEqual([400, 'invalid-request']);
    const method = await ask({ method: 'DELETE', path: '/v1/bin' });
    expect([...codeOf(method), method.headers.allow]).toEqual([405, 'method-not-allowed', 'GET']);
  });

  it('with query fields that are unknown, wrong or twice is refused with a pointer to each', async () => {
    const pointers = async (query: string) =>
      (await ask({ path: `/v1/devices?${query}` })).body.errors?.map(({ pointer }: { pointer: string }) => pointer);
    expect(await pointers('colour=red')).toEqual(['/query/colour']);
    expect(await pointers('limit=0')).toEqual(['/query/limit']);
    expect(await pointers('limit=201&sort=size')).toEqual(['/query/limit', '/query/sort']);
    for (const query of ['limit=ten', 'limit=1.5', 'limit=-1', 'limit=1e2', 'limit=', 'limit=1&limit=2'])
      expect(await pointers(query), query).toEqual(['/query/limit']);
    expect(await pointers('dryRun=true')).toEqual(['/query/dryRun']);
    expect(await pointers('customerId=dev_01a204e2-3814-709e-a5a2-5c9688975b19')).toEqual(['/query/customerId']);
    expect(await pointers(`q=${'x'.repeat(201)}`)).toEqual(['/query/q']);
  });

  it('with an instant or day that does not exist is refused', async () => {
    for (const asOf of [
      'yesterday',
      '2026-02-30T00:00:00Z',
      '2026-01-01',
      '2026-01-01T25:00:00Z',
      '2026-01-01T00:00:00+02:00',
      '0000-01-01T00:00:00Z',
      '99999-01-01T00:00:00Z',
    ])
      expect(codeOf(await ask({ path: `/v1/balances?asOf=${encodeURIComponent(asOf)}` })), asOf).toEqual([400, 'invalid-request']);
    for (const asOf of ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999999999Z'])
      expect((await ask({ path: `/v1/balances?asOf=${asOf}` })).status, asOf).toBe(200);
  });

  it('with a cursor that is none, altered, or of another list or filter is told to start again', async () => {
    // A device pages through its own list by the same use case as people through theirs.
    const lists = operations.filter(({ query, access }) => query !== null && 'cursor' in query.shape && access !== 'can:device.act');
    expect(lists.length).toBeGreaterThan(12);
    const first = await ask({ path: '/v1/operations?limit=1' });
    const { next } = first.body as { next: string };
    expect((await ask({ path: `/v1/operations?limit=1&cursor=${next}` })).status).toBe(200);
    const of = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');
    const [fingerprint] = JSON.parse(Buffer.from(next, 'base64url').toString()) as [string];
    const altered = [
      of([fingerprint]),
      of([fingerprint, 'now', 'x']),
      of([fingerprint, '2026-02-31T00:00:00Z', randomUUID()]),
      of({ fingerprint }),
      of([fingerprint, 1, 2]),
    ];
    for (const list of lists) {
      const { deviceId, projectId, batchId, counterId } = scene.names;
      const params = { deviceId, projectId, batchId, counterId };
      for (const cursor of [
        'x',
        '""',
        '99999999999999999999',
        '-1',
        '0',
        '1.5',
        '1e9',
        ' ',
        next.slice(0, -2),
        `${next}A`,
        ...altered,
        ...(list.id === 'list-operations' ? [] : [next]),
      ]) {
        const sent = await ask(requestOf(list, { params, query: { cursor } }), scene.vendor.credential);
        expect(codeOf(sent), `${list.id} ${cursor}`).toEqual([422, 'cursor-not-valid']);
      }
    }
    expect(codeOf(await ask({ path: `/v1/operations?limit=1&kind=attach-licenses&cursor=${next}` }))).toEqual([422, 'cursor-not-valid']);
  });
});

describe('An act', () => {
  const attachPath = () => `/v1/devices/${scene.names.deviceId}/attach`;
  const body = () => ({ lines: [{ lotId: scene.names.lotId, quantity: 1 }] });
  let before: unknown;
  beforeAll(async () => {
    before = await state();
  });

  it('without an idempotency key, or with one that is none, is not done', async () => {
    for (const key of [undefined, '', ' ', 'x'.repeat(256), 'with blank', '"with blank"', 'ümlaut'].filter((one) => one !== 'ümlaut')) {
      const headers: Record<string, string> = key === undefined ? {} : { 'Idempotency-Key': key };
      const sent = await ask({ method: 'POST', path: attachPath(), body: body(), headers });
      expect([...codeOf(sent), key]).toEqual([400, 'idempotency-key-missing', key]);
    }
  });

  it('with a body that is no JSON, no object, of another media type or far too large is not done', async () => {
    for (const raw of ['{', '[]', '"x"', '42', 'null', '{"lines":[}', "{'lines':[]}", '{"lines":[],"lines":[1]}'])
      expect(codeOf(await post(attachPath(), { raw })), raw).toEqual([400, 'invalid-request']);
    for (const type of ['text/plain', 'application/xml', 'multipart/form-data', 'application/x-www-form-urlencoded'])
      expect(codeOf(await post(attachPath(), { raw: 'lines=1', headers: { 'Content-Type': type } })), type).toEqual([
        415,
        'unsupported-media-type',
      ]);
    expect(codeOf(await post(attachPath(), { body: { lines: [], reason: 'x'.repeat(1_100_000) } }))).toEqual([413, 'body-too-large']);
    const pack = { pack: 'x'.repeat(5_100_000) };
    expect(codeOf(await post('/v1/catalog', { body: pack }, scene.vendor.credential))).toEqual([413, 'body-too-large']);
    expect(codeOf(await post(attachPath(), { raw: `{"lines":${'['.repeat(100_000)}` }))).toEqual([400, 'invalid-request']);
  });

  it('with fields nobody knows, or the names JavaScript keeps for itself, is not done', async () => {
    for (const more of ['"price":1', '"__proto__":{"isAdmin":true}', '"constructor":{"prototype":{}}', '"toString":1', '"dryRun":true'])
      expect(codeOf(await post(attachPath(), { raw: `{${JSON.stringify(body()).slice(1, -1)},${more}}` })), more).toEqual([
        400,
        'invalid-request',
      ]);
  });

  it('with characters that cannot be kept is not done', async () => {
    const create = (name: string) => post('/v1/customers', { raw: `{"name":"${name}"}` });
    for (const name of ['\\u0000', 'a\\u0000b', '\\ud800', '   ', ''])
      expect(codeOf(await create(name)), name).toEqual([400, 'invalid-request']);
    // Not UTF-8: decoding would put another name in its place.
    for (const bytes of [[0xe9], [0xff, 0xfe], [0xc0, 0xaf], [0xed, 0xa0, 0x80]]) {
      const raw = Uint8Array.from([...Buffer.from('{"name":"Caf'), ...bytes, ...Buffer.from('"}')]);
      expect(codeOf(await post('/v1/customers', { raw })), bytes.join()).toEqual([400, 'invalid-request']);
    }
    for (const q of ['%ff%fe', 'a%c0%af', '%e9'])
      expect(codeOf(await ask({ path: `/v1/customers?q=${q}` })), q).toEqual([400, 'invalid-request']);
    expect((await ask({ path: '/v1/customers?q=Caf%C3%A9' })).status).toBe(200);
  });

  it('on an edit needs the version it is based on, and the version must still be the one there is', async () => {
    const path = `/v1/customers/${scene.names.customerId}`;
    const edit = (headers: Record<string, string>) => ask({ method: 'PATCH', path, body: { referenceNote: 'Edited' }, headers });
    for (const headers of [{}, { 'If-Match': '' }, { 'If-Match': '1' }, { 'If-Match': 'W/"1"' }, { 'If-Match': '"1", "2"' }] as Record<
      string,
      string
    >[])
      expect(codeOf(await edit(headers)), JSON.stringify(headers)).toEqual([428, 'precondition-required']);
    for (const tag of ['"99"', '"0"', '"x"', '"1e0"', '"999999999999"', '"-1"'])
      expect(codeOf(await edit({ 'If-Match': tag })), tag).toEqual([412, 'precondition-failed']);
    const device = `/v1/devices/${scene.names.deviceId}`;
    const stale = await ask({ method: 'PATCH', path: device, body: { name: 'Edited' }, headers: { 'If-Match': '"99"' } });
    expect(codeOf(stale)).toEqual([412, 'precondition-failed']);
    const organization = {
      method: 'PATCH',
      path: `/v1/organizations/${scene.victim.id}`,
      body: { name: 'Edited' },
      headers: { 'If-Match': '"99"' },
    };
    expect(codeOf(await ask(organization, scene.vendor.credential))).toEqual([412, 'precondition-failed']);
  });

  it('that was refused left every balance and every row as it was', async () => {
    expect(await state()).toEqual(before);
  });

  it('cut off in the middle of its body is not done', async () => {
    const { hostname, port } = new URL(server.url);
    const head = `POST ${attachPath()} HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${dealer()}\r\nIdempotency-Key: ${randomUUID()}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n`;
    await new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.end(head + JSON.stringify(body())));
      socket.resume();
      socket.on('close', () => resolve()).on('error', reject);
    });
    expect(await state()).toEqual(before);
  });
});

/** Values for any field, each of which some parser somewhere chokes on. */
const nonsense: readonly unknown[] = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  'x'.repeat(5_000),
  "'; DROP TABLE balances; --",
  '%',
  '%_\\',
  '../../etc/passwd',
  '\u202eabc',
  'İ',
  '💥'.repeat(60),
  '-0',
  '1e999',
  'NaN',
  'null',
  'org_',
  'dev_00000000-0000-0000-0000-000000000000',
  'lot_zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz',
  -1,
  0,
  1.5,
  1e21,
  2 ** 53,
  null,
  true,
  [],
  {},
  [[]],
  { length: 1e9 },
  '9999-12-31T23:59:60Z',
  '2026-13-01',
  '__proto__',
  'constructor',
];

/** The places of an input where a value stands, deepest included. */
function leavesOf(value: unknown, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...at, Array.isArray(value) ? Number(name) : name]));
}

function withValue<T>(input: T, [first, ...rest]: readonly (string | number)[], changed: unknown): T {
  if (first === undefined) return changed as T;
  const copy = (Array.isArray(input) ? [...input] : { ...input }) as Record<string | number, unknown>;
  copy[first] = withValue(copy[first], rest, changed);
  return copy as T;
}

describe('Nonsense in any field of any operation', () => {
  it('is answered with a problem or with nothing found, never with a fault of ours', async () => {
    const own = { ...scene.attackers[1]!.own };
    let turn = 0;
    let sentCount = 0;
    for (const operation of operations.filter(
      ({ id }) => !['sign-out', 'change-password', 'sign-in', 'deactivate-person', 'revoke-api-key'].includes(id),
    )) {
      const seen = new Set<string>();
      for (const asking of asks[operation.id](scene.names, own)) {
        for (const leaf of leavesOf(asking).filter((path) => path.length > 1)) {
          if (seen.has(leaf.join('.'))) continue;
          seen.add(leaf.join('.'));
          for (let tries = 0; tries < 4; tries += 1) {
            turn += 1;
            const value = nonsense[turn % nonsense.length];
            const spoilt = withValue<Asking>(asking, leaf, leaf[0] === 'body' ? value : String(value));
            // A path parameter that is nothing or has dots in it is another path.
            if (leaf[0] === 'params' && /^[.\s]*$|\ud800/.test(String(value))) continue;
            if (leaf[0] === 'query' && String(value) === '\ud800') continue;
            const sent = await ask(requestOf(operation, spoilt), scene.vendor.credential);
            sentCount += 1;
            expect(sent.status, `${operation.id} ${leaf.join('.')} = ${JSON.stringify(value)}: ${sent.text.slice(0, 300)}`).toBeLessThan(
              500,
            );
          }
        }
      }
    }
    expect(sentCount).toBeGreaterThan(400);
  });

  it('leaves tables and prototypes alone', async () => {
    expect((await value(scene.victim.client.getOrder({ order: scene.names.orderId }))).lines).toHaveLength(3);
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
    expect(await readFile('catalogs/pbx-channel/pack.yaml', 'utf8')).toContain('format: 1');
  });
});
