import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type ClientSettings, createClient, ProblemError, unwrap } from './index.ts';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const servers: Server[] = [];

/** A real HTTP server that answers as it is told and remembers what it was asked. */
async function serve(answer: (request: Seen, response: ServerResponse, count: number) => void) {
  const seen: Seen[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const one = { method: request.method!, url: request.url!, headers: request.headers, body: Buffer.concat(chunks).toString() };
    seen.push(one);
    answer(one, response, seen.length);
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return { seen, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const json = (response: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}) =>
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(value));
const problem = (status: number, code: string) => ({
  type: `urn:x:${code}`,
  title: 'T',
  status,
  code,
  detail: 'D',
  nextStep: 'N',
  requestId: 'r1',
});

function impatient(baseUrl: string, more: Partial<ClientSettings> = {}) {
  const pauses: number[] = [];
  const settings: ClientSettings = {
    baseUrl,
    random: () => 0.5,
    wait: async (ms) => {
      pauses.push(ms);
    },
    ...more,
  };
  return { client: createClient(settings), pauses };
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

test('one merged input is sorted into path, query and body', async () => {
  const { baseUrl, seen } = await serve((_, response) => json(response, 200, {}));
  const client = createClient({ baseUrl, credential: 'k', organizationId: () => 'org_1', language: () => 'de' });
  await client.attachLicenses({ deviceId: 'dev/1', lines: [{ lotId: 'lot_1', quantity: 7 }], dryRun: true });
  await client.listDevices({ q: 'a b', limit: 10 });
  await client.resendMail({ mailId: 'mail_1' });
  expect(seen[0]).toMatchObject({ method: 'POST', url: '/v1/devices/dev%2F1/attach?dryRun=true' });
  expect(JSON.parse(seen[0]!.body)).toEqual({ lines: [{ lotId: 'lot_1', quantity: 7 }] });
  expect(seen[0]!.headers).toMatchObject({ authorization: 'Bearer k', 'muniment-organization': 'org_1', 'accept-language': 'de' });
  expect(seen[1]).toMatchObject({ method: 'GET', url: '/v1/devices?limit=10&q=a+b', body: '' });
  expect(seen[2]!.headers['content-type']).toBeUndefined();
});

test('an act carries an idempotency key and a preview does not', async () => {
  const { baseUrl, seen } = await serve((_, response) => json(response, 200, {}));
  const client = createClient({ baseUrl });
  await client.regenerateLicense({ deviceId: 'd' });
  await client.activateLicenses({ deviceId: 'd' }, { idempotencyKey: 'mine' });
  await client.activateLicenses({ deviceId: 'd', dryRun: true });
  expect(seen[0]!.headers['idempotency-key']).toMatch(/^[0-9a-f]{32}$/);
  expect(seen[1]!.headers['idempotency-key']).toBe('mine');
  expect(seen[2]!.headers['idempotency-key']).toBeUndefined();
});

test('an answer holds value, status, ETag and request id; an edit gives the ETag back', async () => {
  const { baseUrl, seen } = await serve((_, response) => json(response, 201, { a: 1 }, { ETag: '"3"', 'X-Request-Id': 'r9' }));
  const client = createClient({ baseUrl });
  const answer = await client.updateDevice({ deviceId: 'd', name: 'n' }, { ifMatch: '"2"' });
  expect(answer).toEqual({ ok: true, value: { a: 1 }, status: 201, etag: '"3"', requestId: 'r9' });
  expect(seen[0]).toMatchObject({ method: 'PATCH', headers: { 'if-match': '"2"' } });
});

test('a refusal is a value, and unwrap makes it an exception', async () => {
  const { baseUrl, seen } = await serve((_, response) => json(response, 409, problem(409, 'not-enough-units')));
  const answer = await createClient({ baseUrl }).attachLicenses({ deviceId: 'd', lines: [] });
  expect(answer).toMatchObject({ ok: false, problem: { code: 'not-enough-units', nextStep: 'N', requestId: 'r1' } });
  expect(() => unwrap(answer)).toThrow(ProblemError);
  expect(seen).toHaveLength(1);
});

test('an idempotent act is repeated with the same key until the server is back', async () => {
  const { baseUrl, seen } = await serve((_, response, count) => {
    if (count === 1) response.destroy();
    else if (count === 2) json(response, 503, problem(503, 'unavailable'), { 'Retry-After': '2' });
    else if (count === 3) json(response, 409, problem(409, 'idempotency-in-progress'));
    else json(response, 200, { done: true });
  });
  const { client, pauses } = impatient(baseUrl);
  const answer = await client.attachLicenses({ deviceId: 'd', lines: [] });
  expect(answer.ok).toBe(true);
  expect(seen).toHaveLength(4);
  expect(new Set(seen.map((one) => one.headers['idempotency-key'])).size).toBe(1);
  expect(pauses).toEqual([100, 2200, 400]);
});

test('repeats are bounded, and an edit or a sign-in is never repeated', async () => {
  const { baseUrl, seen } = await serve((_, response) => json(response, 503, problem(503, 'unavailable')));
  const { client } = impatient(baseUrl);
  expect(await client.getMe()).toMatchObject({ ok: false, problem: { code: 'unavailable' } });
  expect(seen).toHaveLength(4);
  await client.updateMe({ name: 'n' }, { ifMatch: '"1"' });
  await client.signIn({ email: 'a@b.c', password: 'p' });
  expect(seen).toHaveLength(6);
});

test('no server is the problem unreachable, a foreign page is unexpected-answer', async () => {
  const { baseUrl } = await serve((_, response) => response.writeHead(502).end('<html>gateway'));
  expect(await impatient(baseUrl).client.getMe()).toMatchObject({ ok: false, problem: { code: 'unexpected-answer', status: 502 } });
  const gone = impatient('http://127.0.0.1:1').client;
  expect(await gone.getMe()).toMatchObject({ ok: false, problem: { code: 'unreachable', status: 0 } });
});

test('a caller that gives up gets the problem cancelled', async () => {
  const stop = new AbortController();
  const { baseUrl } = await serve(() => stop.abort());
  const answer = await createClient({ baseUrl }).getMe({}, { signal: stop.signal });
  expect(answer).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
});

test('a call that takes too long counts as unreachable', async () => {
  const { baseUrl } = await serve(() => {});
  const { client } = impatient(baseUrl, { timeoutMs: 20, retry: { attempts: 1 } });
  expect(await client.getMe()).toMatchObject({ ok: false, problem: { code: 'unreachable' } });
});

test('a file comes as text under the server\u2019s name for it', async () => {
  const disposition = `attachment; filename="old.jwt"; filename*=UTF-8''SV%20190400.jwt`;
  const { baseUrl } = await serve((_, response) =>
    response.writeHead(200, { 'Content-Type': 'application/jose', 'Content-Disposition': disposition }).end('a.b.c'),
  );
  const file = unwrap(await createClient({ baseUrl }).downloadLicense({ deviceId: 'd' }));
  expect(file).toEqual({
    bytes: new Uint8Array(Buffer.from('a.b.c')),
    text: 'a.b.c',
    fileName: 'SV 190400.jwt',
    contentType: 'application/jose',
  });
});

test('lists are walked page by page, or taken whole', async () => {
  const { baseUrl, seen } = await serve(({ url }, response) => {
    const cursor = new URL(url, 'http://x').searchParams.get('cursor');
    json(response, 200, { items: [cursor ?? 'first'], next: cursor === null ? 'second' : null, total: 2 });
  });
  const client = createClient({ baseUrl });
  const pages: unknown[] = [];
  for await (const answer of client.pages.listDevices({ q: 'x' })) pages.push(unwrap(answer).items);
  expect(pages).toEqual([['first'], ['second']]);
  expect(unwrap(await client.all.listDevices({ q: 'x' }))).toEqual(['first', 'second']);
  expect(seen.map((one) => one.url).slice(2)).toEqual(['/v1/devices?limit=200&q=x', '/v1/devices?limit=200&cursor=second&q=x']);
});

test('a list that breaks half-way ends with the problem', async () => {
  const { baseUrl } = await serve((_, response, count) =>
    count === 1 ? json(response, 200, { items: [1], next: 'c', total: 2 }) : json(response, 400, problem(400, 'cursor-not-valid')),
  );
  const answers: unknown[] = [];
  for await (const answer of createClient({ baseUrl }).pages.listOrders()) answers.push(answer.ok);
  expect(answers).toEqual([true, false]);
  const again = await createClient({ baseUrl }).all.listOrders();
  expect(again).toMatchObject({ ok: false, problem: { code: 'cursor-not-valid' } });
});

test('a call can be described for a developer without its credential', () => {
  const client = createClient({ baseUrl: 'http://h/', credential: 'secret' });
  const request = client.describe('get-device', { deviceId: 'dev_1' });
  expect(request).toMatchObject({ method: 'GET', url: 'http://h/v1/devices/dev_1' });
  expect(JSON.stringify(request)).not.toContain('secret');
});

test('a file that is no text arrives byte for byte', async () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
  const { baseUrl } = await serve((_, response) => response.writeHead(200, { 'Content-Type': 'application/zip' }).end(bytes));
  const file = unwrap(await createClient({ baseUrl }).downloadLicense({ deviceId: 'd' }));
  expect(Buffer.compare(file.bytes, bytes)).toBe(0);
});
