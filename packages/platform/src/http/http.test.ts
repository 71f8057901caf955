import { type Operation, operation } from '@muniment/contract/operation';
import { Temporal } from 'temporal-polyfill';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createLogger } from '../log/index.ts';
import { createHttpServer, type HttpServer, type HttpServerOptions, type Input, type Outcome, type RequestInfo } from './index.ts';

const thing = z.object({ id: z.string(), quantity: z.int(), version: z.int() });
const getThing = operation({
  id: 'get-thing',
  feature: 'things',
  method: 'GET',
  path: '/v1/things/:thingId',
  summary: 'One thing',
  access: 'signed-in',
  params: z.object({ thingId: z.string().regex(/^thg_\d+$/) }),
  query: z.object({ limit: z.int().min(1).max(200).default(50), part: z.array(z.string()).optional(), all: z.boolean().optional() }),
  response: thing,
  cli: { none: 'test' },
});
const makeThing = operation({
  id: 'make-thing',
  feature: 'things',
  method: 'POST',
  path: '/v1/things',
  summary: 'Make one',
  access: 'signed-in',
  body: z.object({
    quantity: z.int().min(1),
    inner: z.object({ note: z.string() }).optional(),
    free: z.record(z.string(), z.unknown()).optional(),
    tags: z
      .array(
        z
          .string()
          .min(1)
          .max(3)
          .regex(/^[a-z]*$/),
      )
      .min(1)
      .max(4)
      .optional(),
  }),
  response: thing,
  status: 201,
  refusals: ['quantity-not-there'],
  cli: { none: 'test' },
});
const editThing = operation({
  id: 'edit-thing',
  feature: 'things',
  method: 'PATCH',
  path: '/v1/things/:thingId',
  summary: 'Edit one',
  access: 'signed-in',
  ifMatch: true,
  params: getThing.params,
  body: z.object({ quantity: z.int() }),
  response: thing,
  cli: { none: 'test' },
});
const signIn = operation({
  id: 'sign-in',
  feature: 'people',
  method: 'POST',
  path: '/v1/sign-in',
  summary: 'Sign in',
  access: 'public',
  rateClass: 'sign-in',
  idempotent: false,
  body: z.object({ email: z.string(), password: z.string() }),
  response: z.object({ token: z.string() }),
  cli: { none: 'test' },
});
const getFile = operation({
  id: 'get-file',
  feature: 'things',
  method: 'GET',
  path: '/v1/file',
  summary: 'A file',
  access: 'public',
  rateClass: 'machine',
  response: z.string(),
  cli: { none: 'test' },
});
const operations: readonly Operation[] = [getThing, makeThing, editThing, signIn, getFile];

const now = Temporal.Instant.from('2024-01-31T10:00:00Z');
const found = { id: 'thg_1', quantity: 7, version: 3 };
let server: HttpServer | null = null;
/** What the last request's use case was given. */
let seen: { operation: string; input: Input; info: RequestInfo } | null = null;

async function serve(
  answer: (operation: Operation, input: Input, info: RequestInfo) => Outcome | Promise<Outcome>,
  options: Partial<HttpServerOptions<unknown>> = {},
) {
  seen = null;
  server = await createHttpServer({
    operations,
    clock: { now: () => now },
    logger: createLogger('silent'),
    isReady: async () => true,
    checkAnswers: true,
    problems: {
      'quantity-not-there': {
        status: 409,
        title: 'Not that many',
        detail: (facts, language) => (language === 'de' ? `Nur ${facts.there} da.` : `Only ${facts.there} are there.`),
        nextStep: 'Take fewer.',
      },
    },
    dispatch(one, input, info) {
      seen = { operation: one.id, input, info };
      return answer(one, input, info);
    },
    ...options,
  });
  const { app } = server;
  return async (method: string, url: string, headers: Record<string, string> = {}, body?: unknown) => {
    const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const sent = { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers };
    return await app.inject({ method: method as 'GET', url, headers: sent, ...(payload === undefined ? {} : { payload }) });
  };
}

afterEach(async () => {
  await server?.close();
  server = null;
});

const signedIn = { authorization: 'Bearer secret' };
const withKey = { ...signedIn, 'idempotency-key': 'k1' };
const ok = (): Outcome => ({ ok: true, value: found });

describe('input', () => {
  it('reaches the use case parsed, with defaults, and its answer goes out with an ETag', async () => {
    const call = await serve(ok);
    const answer = await call('GET', '/v1/things/thg_1?part=A&all=true', signedIn);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual(found);
    expect(answer.headers).toMatchObject({ etag: '"3"', 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
    expect(seen).toMatchObject({
      operation: 'get-thing',
      input: { params: { thingId: 'thg_1' }, query: { limit: 50, part: ['A'], all: true } },
    });
    expect(seen!.info).toMatchObject({ now, bearer: 'secret', sessionToken: null, language: 'en' });
    const unchanged = await call('GET', '/v1/things/thg_1', { ...signedIn, 'if-none-match': '"3"' });
    expect([unchanged.statusCode, unchanged.body]).toEqual([304, '']);
  });

  it('is refused with a pointer to every field that is missing, wrong or unknown, and the use case is not asked', async () => {
    const call = await serve(ok);
    const answer = await call('POST', '/v1/things', withKey, { quantity: '7', inner: { wrong: 1 }, extra: true, free: { anything: [1] } });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    const problem = answer.json();
    expect(problem).toMatchObject({ code: 'invalid-request', status: 400, requestId: answer.headers['x-request-id'] });
    expect(problem.nextStep).toBeTruthy();
    expect(problem.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/body/extra',
      '/body/inner/note',
      '/body/inner/wrong',
      '/body/quantity',
    ]);
    expect(seen).toBeNull();
    const told = async (body: object) => {
      const { errors } = (await call('POST', '/v1/things', withKey, body)).json();
      return errors.map((error: { detail: string }) => error.detail);
    };
    // In our words, with the form that is expected: whoever writes a program need not guess.
    expect(await told({ quantity: 0, tags: [] })).toEqual(['This must be at least 1.', 'Here must be at least 1.']);
    expect(await told({ quantity: 1, tags: ['', 'long', 'A'] })).toEqual([
      'This must not be empty.',
      'This may have at most 3 characters.',
      'This is not of the expected form: ^[a-z]*$',
    ]);
    expect(await told({ quantity: 1, tags: ['a', 'a', 'a', 'a', 'a'] })).toEqual(['Here may be at most 4.']);
    const query = await call('GET', '/v1/things/thg_1?limit=999&dryRun=true', signedIn);
    expect(
      query
        .json()
        .errors.map((error: { pointer: string }) => error.pointer)
        .sort(),
    ).toEqual(['/query/dryRun', '/query/limit']);
  });

  it.each([
    ['no body where one is needed', undefined, 400, 'invalid-request'],
    ['a body that is not JSON', '{"quantity": 1', 400, 'invalid-request'],
    ['a list', [], 400, 'invalid-request'],
    ['a body that reaches for prototypes', '{"quantity": 1, "__proto__": {"x": 1}}', 400, 'invalid-request'],
  ])('refuses %s', async (_, body, status, code) => {
    const call = await serve(ok);
    const answer = await call('POST', '/v1/things', withKey, body);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
    expect(seen).toBeNull();
  });

  it('tells at most twenty of the mistakes in a body, and looks through none with more values than any act has', async () => {
    const call = await serve(ok);
    const extra = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`extra${i}`, i]));
    const some = await call('POST', '/v1/things', withKey, { quantity: 1, ...extra(5_000) });
    expect([some.statusCode, some.json().errors.length]).toEqual([400, 20]);
    for (const body of [extra(10_001), { quantity: 1, free: { list: Array(10_001).fill(0) } }, Array(5_001).fill([0])]) {
      const answer = await call('POST', '/v1/things', withKey, body as never);
      expect([answer.statusCode, answer.json().code, answer.json().errors]).toEqual([
        400,
        'invalid-request',
        [{ pointer: '/body', detail: 'The body holds more than 10000 values.' }],
      ]);
    }
    expect(seen).toBeNull();
    const honest = await call('POST', '/v1/things', withKey, { quantity: 1, free: { list: Array(9_000).fill({}) } });
    expect(honest.statusCode).toBe(201);
  });

  it('refuses other media types and bodies that are too large', async () => {
    const call = await serve(ok, { bodyLimitBytes: 100 });
    const form = await call('POST', '/v1/things', { ...withKey, 'content-type': 'application/x-www-form-urlencoded' }, 'quantity=1');
    expect([form.statusCode, form.json().code]).toEqual([415, 'unsupported-media-type']);
    const large = await call('POST', '/v1/things', withKey, { quantity: 1, free: { text: 'x'.repeat(200) } });
    expect([large.statusCode, large.json().code]).toEqual([413, 'body-too-large']);
  });
});

describe('problems', () => {
  it('carry the code, words in the reader’s language, the facts and what to do', async () => {
    const call = await serve(() => ({ ok: false, refusal: { code: 'quantity-not-there', facts: { there: 3 } } }));
    const answer = await call(
      'POST',
      '/v1/things',
      { ...withKey, 'accept-language': 'de-DE,de;q=0.9,en;q=0.8', 'x-request-id': 'mine-1' },
      { quantity: 9 },
    );
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toEqual({
      type: '/docs/problems#quantity-not-there',
      title: 'Not that many',
      status: 409,
      code: 'quantity-not-there',
      detail: 'Nur 3 da.',
      nextStep: 'Take fewer.',
      requestId: 'mine-1',
      facts: { there: 3 },
    });
    expect(answer.headers['x-request-id']).toBe('mine-1');
  });

  it('say of what is hidden, missing, misspelt or no address at all exactly the same but for the request id', async () => {
    const call = await serve(() => ({ ok: false, refusal: { code: 'not-found' } }));
    const answers = [
      await call('GET', '/v1/things/thg_1', signedIn),
      await call('GET', '/v1/things/x', signedIn),
      await call('GET', '/v1/nothing', signedIn),
    ];
    const bodies = answers.map((answer) => answer.body.replace(answer.headers['x-request-id'] as string, 'ID'));
    expect(answers.map((answer) => answer.statusCode)).toEqual([404, 404, 404]);
    expect(new Set(bodies).size).toBe(1);
    expect(new Set(answers.map((answer) => answer.headers['x-request-id'])).size).toBe(3);
  });

  it('name the methods an address takes', async () => {
    const call = await serve(ok);
    const answer = await call('DELETE', '/v1/things/thg_1', signedIn);
    expect([answer.statusCode, answer.json().code, answer.headers.allow]).toEqual([405, 'method-not-allowed', 'GET, PATCH']);
  });

  it('tell nothing of a fault of ours but its request id', async () => {
    const call = await serve(() => {
      throw new Error('the secret reason');
    });
    const answer = await call('GET', '/v1/things/thg_1', signedIn);
    expect([answer.statusCode, answer.json().code]).toEqual([500, 'internal-error']);
    expect(answer.body).not.toContain('secret reason');
  });

  it.each([
    Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
    new Error('Client has encountered a connection error and is not queryable'),
  ])('%s: say that a database which does not answer is only away for the moment', async (away) => {
    const call = await serve(() => {
      throw away;
    });
    const answer = await call('GET', '/v1/things/thg_1', signedIn);
    expect([answer.statusCode, answer.json().code, answer.headers['retry-after']]).toEqual([503, 'unavailable', '1']);
  });

  it('never let an answer out in a test that its schema does not describe', async () => {
    const call = await serve(() => ({ ok: true, value: { ...found, extra: 1 } }));
    expect((await call('GET', '/v1/things/thg_1', signedIn)).statusCode).toBe(500);
  });
});

describe('credentials', () => {
  it('are asked for before anything else is looked at', async () => {
    const call = await serve(ok);
    const answer = await call('POST', '/v1/things', {}, 'no JSON');
    expect([answer.statusCode, answer.json().code, answer.headers['www-authenticate']]).toEqual([
      401,
      'not-signed-in',
      'Bearer realm="muniment"',
    ]);
  });

  it('are checked before the input, and the actor is handed on', async () => {
    const authenticate: HttpServerOptions<unknown>['authenticate'] = (_, info) =>
      info.bearer === 'secret' ? { ok: true, actor: 'ada' } : { ok: false, refusal: { code: 'not-signed-in' } };
    const call = await serve(ok, { authenticate });
    expect((await call('POST', '/v1/things', { ...withKey, authorization: 'Bearer wrong' }, { nonsense: 1 })).statusCode).toBe(401);
    expect((await call('POST', '/v1/things', withKey, { quantity: 1 })).statusCode).toBe(201);
    expect(seen!.info.actor).toBe('ada');
  });

  it('in a cookie are hidden from scripts, tied to the host over https, and readable again', async () => {
    const call = await serve(() => ({ ok: true, value: { token: 't' }, session: { token: 'tok-1', maxAgeSeconds: 60 } }), {
      trustProxy: '127.0.0.1',
    });
    const body = { email: 'a@example.com', password: 'x' };
    const plain = await call('POST', '/v1/sign-in', {}, body);
    expect(plain.headers['set-cookie']).toBe('muniment_session=tok-1; Max-Age=60; Path=/; HttpOnly; SameSite=Lax');
    const secure = await call('POST', '/v1/sign-in', { 'x-forwarded-proto': 'https' }, body);
    expect(secure.headers['set-cookie']).toBe('__Host-muniment_session=tok-1; Max-Age=60; Path=/; HttpOnly; SameSite=Lax; Secure');
    await call('POST', '/v1/sign-in', { cookie: 'a=b; muniment_session=tok-1' }, body);
    expect(seen!.info.sessionToken).toBe('tok-1');
    await call('POST', '/v1/sign-in', { cookie: 'muniment_session=tok-1', 'x-forwarded-proto': 'https' }, body);
    expect(seen!.info.sessionToken).toBeNull();
  });

  it.each([
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a page of a neighbouring site', { 'sec-fetch-site': 'same-site' }, 403],
    ['another origin, by a browser that says no more', { origin: 'https://evil.example' }, 403],
    ['a page without an origin', { origin: 'null' }, 403],
    ['a page whose browser adds a name and password', { 'sec-fetch-site': 'cross-site', authorization: 'Basic eDp5' }, 403],
    ['our own page', { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:80' }, 201],
    ['our own page, by a browser that says no more', { origin: 'http://localhost' }, 201],
    ['a program', {}, 201],
  ])('in a cookie serve a write that comes from %s accordingly', async (_, headers, status) => {
    const call = await serve(ok);
    const answer = await call(
      'POST',
      '/v1/things',
      { cookie: 'muniment_session=x', 'idempotency-key': 'k', host: 'localhost', ...headers },
      { quantity: 1 },
    );
    expect(answer.statusCode).toBe(status);
    if (status === 403) expect(answer.json().code).toBe('foreign-origin');
    const byKey = await call('POST', '/v1/things', { ...headers, ...withKey }, { quantity: 1 });
    expect(byKey.statusCode).toBe(201);
  });
});

describe('acts', () => {
  it('need an idempotency key, and hand it on with a fingerprint of what is asked', async () => {
    const call = await serve(ok);
    for (const key of [undefined, '', 'with space', 'x'.repeat(256), '"unended']) {
      const answer = await call(
        'POST',
        '/v1/things',
        { ...signedIn, ...(key === undefined ? {} : { 'idempotency-key': key }) },
        { quantity: 1 },
      );
      if (key === '"unended') expect(answer.statusCode).toBe(201);
      else expect([answer.statusCode, answer.json().code]).toEqual([400, 'idempotency-key-missing']);
    }
    const claimOf = async (headers: Record<string, string>, body: unknown) => {
      await call('POST', '/v1/things', { ...signedIn, ...headers }, body);
      return seen!.info.idempotency!;
    };
    const one = await claimOf({ 'idempotency-key': 'k' }, '{"quantity": 1, "free": {"a": 1, "b": 2}}');
    const same = await claimOf({ 'idempotency-key': '"k"' }, '{"free":{"b":2,"a":1},"quantity":1}');
    const other = await claimOf({ 'idempotency-key': 'k' }, { quantity: 2 });
    expect(same).toEqual(one);
    expect(other.key).toBe('k');
    expect(other.fingerprint).not.toBe(one.fingerprint);
  });

  it('tried dry need no key, answer 200 and say so to the use case', async () => {
    const call = await serve(ok);
    const answer = await call('POST', '/v1/things?dryRun=true', signedIn, { quantity: 1 });
    expect(answer.statusCode).toBe(200);
    expect(seen!.info).toMatchObject({ dryRun: true, idempotency: null });
    expect(seen!.input.query).toEqual({});
    expect((await call('POST', '/v1/things', withKey, { quantity: 1 })).statusCode).toBe(201);
    expect(seen!.info.dryRun).toBe(false);
  });

  it('that were answered before say so', async () => {
    const call = await serve(() => ({ ok: true, value: found, replayed: true }));
    expect((await call('POST', '/v1/things', withKey, { quantity: 1 })).headers['idempotency-replayed']).toBe('true');
  });

  it('that edit need the version they are based on', async () => {
    const call = await serve(ok);
    const edit = (ifMatch?: string) =>
      call('PATCH', '/v1/things/thg_1', { ...signedIn, ...(ifMatch ? { 'if-match': ifMatch } : {}) }, { quantity: 1 });
    expect((await edit()).json().code).toBe('precondition-required');
    expect((await edit('W/"3"')).statusCode).toBe(428);
    expect((await edit('"3"')).statusCode).toBe(200);
    expect(seen!.info.ifMatch).toBe('3');
    await edit('*');
    expect(seen!.info.ifMatch).toBe('*');
  });
});

describe('limits', () => {
  it('are told in headers, kept per credential, and refuse with the time to wait', async () => {
    const call = await serve(ok, { rateLimits: { interactive: { limit: 2, windowSeconds: 60 } } });
    const first = await call('GET', '/v1/things/thg_1', signedIn);
    expect(first.headers).toMatchObject({ 'ratelimit-policy': '"interactive";q=2;w=60', ratelimit: '"interactive";r=1;t=30' });
    await call('GET', '/v1/things/thg_1', signedIn);
    const third = await call('GET', '/v1/things/thg_1', signedIn);
    expect([third.statusCode, third.json().code]).toEqual([429, 'rate-limited']);
    expect(Number(third.headers['retry-after'])).toBeGreaterThan(25);
    expect((await call('GET', '/v1/things/thg_1', { authorization: 'Bearer other' })).statusCode).toBe(200);
  });

  it('count failed attempts to sign in per account, whatever the address, and successful ones not at all', async () => {
    let right = false;
    const call = await serve(
      () =>
        right
          ? { ok: true, value: { token: 't' }, session: { token: 't', maxAgeSeconds: 60 } }
          : { ok: false, refusal: { code: 'not-signed-in' } },
      {
        trustProxy: '127.0.0.1',
        rateLimits: { 'sign-in': { limit: 3, windowSeconds: 60 } },
        accountOf: (_, input) => String(input.body.email),
      },
    );
    const attempt = (email: string, address: string) =>
      call('POST', '/v1/sign-in', { 'x-forwarded-for': address }, { email, password: 'x' });
    right = true;
    for (let n = 0; n < 5; n++) expect((await attempt('ada@example.com', '10.0.0.1')).statusCode).toBe(200);
    right = false;
    for (let n = 0; n < 3; n++) expect((await attempt('ada@example.com', `10.0.0.${n}`)).statusCode).toBe(401);
    expect((await attempt('ADA@example.com', '10.0.0.9')).statusCode).toBe(429);
    expect((await attempt('eve@example.com', '10.0.0.9')).statusCode).toBe(401);
  });

  it('count what signs nobody in though it succeeds, such as asking for a mail', async () => {
    const call = await serve(() => ({ ok: true, value: { token: '' } }), { rateLimits: { 'sign-in': { limit: 2, windowSeconds: 60 } } });
    const ask = () => call('POST', '/v1/sign-in', {}, { email: 'ada@example.com', password: 'x' });
    expect([(await ask()).statusCode, (await ask()).statusCode, (await ask()).statusCode]).toEqual([200, 200, 429]);
  });

  it('let nobody send a large body who need not be signed in', async () => {
    const call = await serve(ok);
    const body = { email: 'x'.repeat(20_000), password: 'x' };
    expect((await call('POST', '/v1/sign-in', {}, body)).json().code).toBe('body-too-large');
  });
});

describe('a file', () => {
  it('comes with its name, plain and in full, and its bytes unchanged', async () => {
    const call = await serve(() => ({
      ok: true,
      value: { file: { name: 'Müller "1".lic', mediaType: 'application/octet-stream', body: new Uint8Array([0, 255, 10]) } },
    }));
    const answer = await call('GET', '/v1/file');
    expect(answer.rawPayload).toEqual(Buffer.from([0, 255, 10]));
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="M_ller _1_.lic"; filename*=UTF-8''M%C3%BCller%20%221%22.lic`);
    expect(answer.headers['content-type']).toBe('application/octet-stream');
  });
});

describe('links in mails', () => {
  it.each([
    ['acme.localhost:7070', 'https://licences.example.com'],
    ['127.0.0.1:7070', 'https://licences.example.com'],
    ['acme.licences.example.com', 'https://acme.licences.example.com'],
    ['evil.example', 'https://licences.example.com'],
    ['licences.example.com.evil.example', 'https://licences.example.com'],
  ])('for a request to %s begin with %s', async (host, url) => {
    const call = await serve(ok, { publicUrl: 'https://licences.example.com' });
    await call('GET', '/v1/things/thg_1', { ...signedIn, host });
    expect(seen!.info.baseUrl).toBe(url);
  });

  it.each(['acme.localhost:7070', '127.0.0.1:7070'])('begin with %s where only this machine can be reached', async (host) => {
    const call = await serve(ok);
    await call('GET', '/v1/things/thg_1', { ...signedIn, host });
    expect(seen!.info.baseUrl).toBe(`http://${host}`);
  });
});
