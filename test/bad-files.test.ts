import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { largestDocument, readKeySet, verifyLicense } from '@muniment/documents/verify';
import {
  activate,
  type Party,
  send,
  setUpChannel,
  ship,
  startTestServer,
  stateOf,
  type TestChannel,
  type TestServer,
  value,
} from '@muniment/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// Files that arrive broken: licence files, which nobody may alter unseen, and catalog packs, whose author must be told where.

let server: TestServer;
let channel: TestChannel;
let dealer: Party;
let folder: string;
let good: string;
let jwks: { keys: Record<string, unknown>[] };
const key = '190400324412';

beforeAll(async () => {
  server = await startTestServer();
  folder = await mkdtemp(path.join(tmpdir(), 'muniment-files-'));
  channel = await setUpChannel(server, 'pbx', await readFile('catalogs/pbx-channel/pack.yaml', 'utf8'));
  dealer = await channel.partner('dealer', 'Dealer');
  const { lots } = await ship(channel, dealer, 'SO-1', { 'EX81-SEAT-20': 9 });
  const customer = await value(dealer.client.createCustomer({ name: 'Customer' }));
  const device = await value(dealer.client.createDevice({ customerId: customer.id, name: 'Site', product: 'SV8100', hardwareKey: key }));
  await value(dealer.client.attachLicenses({ deviceId: device.id, lines: [{ lotId: lots['EX81-SEAT-20']!, quantity: 3 }] }));
  await activate(dealer.client, device);
  good = (await value(dealer.client.downloadLicense({ deviceId: device.id }))).text;
  jwks = (await value(server.client().getKeySet({ vendor: 'pbx' }))) as typeof jwks;
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A file with other claims in it, under the old signature. */
function withClaims(change: (claims: Record<string, unknown>) => object): string {
  const [head, payload, signature] = good.split('.') as [string, string, string];
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  return [head, Buffer.from(JSON.stringify(change(claims))).toString('base64url'), signature].join('.');
}

function withHeader(header: object): string {
  const [, payload, signature] = good.split('.');
  return [Buffer.from(JSON.stringify(header)).toString('base64url'), payload, signature].join('.');
}

const flip = (text: string, at: number) => `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;

/** Every way to break a file, by what was done to it. */
const broken: Readonly<Record<string, () => string>> = {
  'is empty': () => '',
  'is cut in half': () => good.slice(0, good.length / 2),
  'lacks its last character': () => good.slice(0, -1),
  'lacks its signature': () => good.slice(0, good.lastIndexOf('.') + 1),
  'grants more seats': () => withClaims((claims) => ({ ...claims, entitlements: { seats: 9999 } })),
  'names another device': () => withClaims((claims) => ({ ...claims, sub: '190000000000' })),
  'is signed by nobody': () =>
    `${withHeader({ alg: 'none', kid: jwks.keys[0]!.kid, typ: 'muniment-license+jwt' }).split('.').slice(0, 2).join('.')}.`,
  'names another algorithm': () => withHeader({ alg: 'HS256', kid: jwks.keys[0]!.kid, typ: 'muniment-license+jwt' }),
  'names an unknown key': () => withHeader({ alg: 'EdDSA', kid: 'unknown', typ: 'muniment-license+jwt' }),
  'is of another kind': () => withHeader({ alg: 'EdDSA', kid: jwks.keys[0]!.kid, typ: 'muniment-keyset+jwt' }),
  'has another character in its middle': () => flip(good, Math.floor(good.length / 2)),
  'has something before it': () => `x${good}`,
  'is a picture': () => '\u0089PNG\r\n\u001a\n',
};

const keys = () => readKeySet(jwks)!;

describe('A licence file', () => {
  it('as it was downloaded holds, for its own device only', async () => {
    const now = Date.now();
    expect(await verifyLicense(good, { keys: keys(), now, hardwareKey: key })).toMatchObject({
      ok: true,
      value: { entitlements: { seats: 60 } },
    });
    expect(await verifyLicense(good, { keys: keys(), now, hardwareKey: '190000000000' })).toMatchObject({ ok: false });
  });

  it.each(Object.keys(broken))('that %s is refused with a code and advice', async (how) => {
    const verified = await verifyLicense(broken[how]!(), { keys: keys(), now: Date.now(), hardwareKey: key });
    expect(verified.ok).toBe(false);
    if (!verified.ok) expect(verified.refusal.code).toMatch(/^[a-z]+(-[a-z]+)+$/);
  });

  it('is refused whichever single character of it is changed', async () => {
    for (let at = 0; at < good.length; at += 7) {
      const verified = await verifyLicense(flip(good, at), { keys: keys(), now: Date.now(), hardwareKey: key });
      // The last character of a part may hold bits that belong to no byte: such a file is the same file, or refused.
      if (verified.ok) expect(verified.value.payload).toMatchObject({ sub: key, entitlements: { seats: 60 } });
    }
  });

  it('larger than any licence is refused unread', async () => {
    const verified = await verifyLicense('a'.repeat(largestDocument + 1), { keys: keys(), now: Date.now() });
    expect(verified.ok).toBe(false);
  });

  it('is judged the same by a program that is not ours', async () => {
    await writeFile(path.join(folder, 'jwks.json'), JSON.stringify(jwks));
    const judge = async (name: string, text: string) => {
      await writeFile(path.join(folder, name), text);
      const argv = ['examples/verify-licence.mjs', path.join(folder, name), path.join(folder, 'jwks.json')];
      return promisify(execFile)(process.execPath, argv).then(
        ({ stdout }) => JSON.parse(stdout) as { valid: boolean; sub: string },
        (error: { stderr: string }) => error.stderr,
      );
    };
    expect(await judge('good', good)).toMatchObject({ valid: true, sub: key, entitlements: { seats: 60 } });
    for (const how of ['is cut in half', 'grants more seats', 'is signed by nobody', 'names an unknown key', 'is of another kind'])
      expect(await judge(how, broken[how]!()), how).toMatch(/^not valid: \S/);
  });
});

describe('A catalog pack', () => {
  const text = () => readFile('catalogs/pbx-channel/pack.yaml', 'utf8');
  const post = (route: string, body: unknown) =>
    send(server.url, {
      method: 'POST',
      path: `/v1/catalog${route}`,
      body,
      credential: channel.vendor.credential,
      headers: { 'Idempotency-Key': crypto.randomUUID() },
    });

  /** Replaces the n-th line that holds a text; answers the pack and the line's number. */
  async function spoil(from: string | RegExp, to: string): Promise<{ pack: string; line: number }> {
    const lines = (await text()).split('\n');
    const line = lines.findIndex((one) => (typeof from === 'string' ? one.includes(from) : from.test(one)));
    lines[line] = lines[line]!.replace(from, to);
    return { pack: lines.join('\n'), line: line + 1 };
  }

  const mistakes: readonly (readonly [string, string | RegExp, string])[] = [
    ['that is no YAML', 'timeZone: Europe/Amsterdam', 'timeZone: [Europe'],
    ['with a field nobody knows', 'validUntil: last-day', 'validTill: last-day'],
    ['with a time zone that does not exist', 'Europe/Amsterdam', 'Europe/Atlantis'],
    ['whose example fits no format', 'example: "190400324412"', 'example: "180400324412"'],
    ['with a part that is not there', '{ part: EX81-SEAT-20 }', '{ part: EX81-SEAT-21 }'],
    ['with a grant of an unknown feature', 'feature: seats, quantity: 20', 'feature: chairs, quantity: 20'],
    ['with a version outside the order', 'version: V6 }', 'version: V66 }'],
    ['with a rule that is no CEL', "selection.features['trunks'] == 0 ||", "selection.features['trunks'] == 0 OR"],
    ['with a pattern that is none', String.raw`'19\d{10}'`, String.raw`'19\d{10'`],
    ['with a text missing in a language', 'label: { en: Seats, de: Teilnehmer }', 'label: { en: Seats }'],
  ];

  it.each(mistakes)('%s is refused with line and column, whether checked or loaded', async (_, from, to) => {
    const { pack, line } = await spoil(from, to);
    const before = await stateOf(server.database.pool, channel.vendorId);
    const checked = await post('/check', { pack });
    expect(checked.body).toMatchObject({ ok: false });
    const loaded = await post('', { pack });
    expect([loaded.status, loaded.body.code]).toEqual([422, 'pack-not-valid']);
    for (const [first] of [checked.body.issues, loaded.body.facts.issues]) {
      expect(first.message).toMatch(/\S/);
      expect(Math.abs(first.line - line), JSON.stringify(first)).toBeLessThanOrEqual(2);
      expect(first.column).toBeGreaterThan(0);
    }
    expect((await post('?dryRun=true', { pack })).body.code).toBe('pack-not-valid');
    expect(await stateOf(server.database.pool, channel.vendorId)).toEqual(before);
  });

  it('that is the same as before, or leaves out what was sold, is refused and says what', async () => {
    expect((await post('', { pack: await text() })).body.code).toBe('pack-unchanged');
    const gone = (await text()).replaceAll('EX81-OPT-VM', 'EX81-OPT-VOICE');
    const sent = await post('', { pack: gone });
    expect([sent.status, sent.body.code]).toEqual([409, 'part-missing']);
    expect(JSON.stringify(sent.body)).toContain('EX81-OPT-VM');
  });

  it.each(['', ' ', '[]', 'null', '42', 'just words', '{"format":2}', '- a\n- b', '&a [*a]', `a: ${'['.repeat(500)}`])(
    'of nothing sensible is refused: %j',
    async (pack) => {
      const sent = await post('', { pack: pack || undefined });
      expect([400, 422]).toContain(sent.status);
      expect(['invalid-request', 'pack-not-valid']).toContain(sent.body.code);
    },
  );

  it('that grows a thousandfold through its own aliases is refused', async () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'.split('').map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`),
    ];
    expect((await post('', { pack: bomb.join('\n') })).body.code).toBe('pack-not-valid');
  });
});
