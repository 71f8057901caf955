import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Route, routes } from '@muniment/client';
import { type Operation, operations, startsBatch } from '@muniment/contract';
import { toJsonSchema } from '@muniment/contract/openapi';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { muniment, newFolder, type Seen, startServer, type TestServer } from '../test/support.ts';

type Json = { [key: string]: unknown };
/** A text that belongs into a file. */
const lines = 'a text\nof several lines\n';
/** What a device signed, as it lies in a file: with a line end behind it. */
const signed = 'a.signed.document';
/** Entries whose names the catalog chooses. */
const map = { size: 'a=b' };
/** Bytes that are no text, as a field that holds a file has them. */
const bytes = Buffer.from([0, 255, 13, 10, 128]).toString('base64');
const all = operations as readonly Operation[];
const commands = all.filter((op) => 'noun' in op.cli) as (Operation & { cli: { noun: string; verb: string } })[];
const folder = newFolder();
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function valueFor(schema: Json, definitions: Record<string, Json>): unknown {
  if (typeof schema.$ref === 'string') return valueFor(definitions[schema.$ref.split('/').at(-1)!]!, definitions);
  if (Array.isArray(schema.anyOf)) return valueFor((schema.anyOf as Json[]).find(({ type }) => type !== 'null')!, definitions);
  if (Array.isArray(schema.enum)) return schema.enum.at(-1);
  if (schema.type === 'object') {
    const properties = Object.entries((schema.properties ?? {}) as Record<string, Json>);
    return properties.length === 0 ? map : Object.fromEntries(properties.map(([name, one]) => [name, valueFor(one, definitions)]));
  }
  if (schema.type === 'array') return [valueFor(schema.items as Json, definitions)];
  if (schema.type === 'integer') return Math.max(3, Number(schema.minimum));
  if (schema.type === 'boolean') return true;
  if (schema.contentEncoding === 'base64') return bytes;
  if (schema.contentMediaType === 'application/jose') return signed;
  if (Number(schema.maxLength ?? 0) > 50_000) return lines;
  return textFor(String(schema.pattern ?? ''), Number(schema.minLength ?? 0));
}

function textFor(pattern: string, minLength: number): string {
  const prefix = /^\^(?:\(\?:)?([a-z]+)_/.exec(pattern)?.[1];
  if (prefix) return `${prefix}_01890a5d-ac96-774b-bcce-b302099a8057`;
  if (pattern.includes('T')) return '2027-01-31T00:00:00Z';
  if (pattern.includes('{43}')) return 'a'.repeat(43);
  if (pattern.includes('@')) return 'ada@example.com';
  if (pattern.includes('{2}$')) return 'de';
  return `one, "two" ${'x'.repeat(minLength)}`.trim();
}

/** Every field of an operation's input with some value, by place. */
function fullInput(op: Operation): Record<'params' | 'query' | 'body', Json> {
  const read = (schema: Operation['body']): Json => {
    if (!schema) return {};
    const json = toJsonSchema(schema, 'input') as Json;
    const { cursor: _, ...rest } = valueFor(json, (json.$defs ?? {}) as Record<string, Json>) as Json;
    return rest;
  };
  return { params: read(op.params), query: read(op.query), body: read(op.body) };
}

const pair = (name: string, value: unknown) => `${name}="${String(value).replaceAll('"', '""')}"`;
const pairs = (object: Json) =>
  Object.entries(object)
    .flatMap(([name, value]) => {
      if (value === map) return Object.entries(map).map(([key, one]) => pair(`${kebab(name)}.${key}`, one));
      return Array.isArray(value) ? value.map((one) => pair(kebab(name), one)) : [pair(kebab(name), value)];
    })
    .join(',');

/** The same input as a person would type it. */
function toArgv(input: Json): string[] {
  return Object.entries(input).flatMap(([name, value]) => {
    const flag = `--${kebab(name)}`;
    if (value === lines || value === bytes || value === signed) {
      const file = join(folder, 'given');
      writeFileSync(file, value === signed ? `${signed}\n` : value, value === bytes ? 'base64' : 'utf8');
      return [flag, file];
    }
    if (value === true) return [flag];
    if (Array.isArray(value))
      return value.flatMap((one) => [flag.replace(/s$/, ''), typeof one === 'object' ? pairs(one as Json) : String(one)]);
    if (typeof value !== 'object') return [flag, String(value)];
    return value === map
      ? Object.entries(map).flatMap(([key, one]) => [flag.replace(/s$/, ''), `${key}=${one}`])
      : [flag, pairs(value as Json)];
  });
}

let server: TestServer;
beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  server = await startServer(({ method, path }) =>
    method === 'GET' && /key-set|license-file$|external-files\/[^/]+\/(file|upload)$/.test(path)
      ? { text: 'a.b.c' }
      : { json: { items: [], next: null, total: 0 }, headers: { ETag: '"7"' } },
  );
});
afterAll(() => server.close());

const sent = (): Seen => server.seen.at(-1)!;

interface Case {
  readonly op: Operation;
  readonly name: string[];
  readonly input: Record<'params' | 'query' | 'body', Json>;
  readonly merged: Json;
  readonly path: string;
  /** Flags that every run needs. */
  readonly usual: () => string[];
}

function toCase(op: (typeof commands)[number]): readonly [string, Case] {
  const input = fullInput(op);
  const isFile = (routes[op.id as keyof typeof routes] as Route).file === true;
  const output = isFile ? ['-o', join(folder, 'file')] : [];
  const path = op.path.replace(/:(\w+)/g, (_all, parameter: string) => encodeURIComponent(String(input.params[parameter])));
  // Whatever is no read takes --yes, whether it asks or not.
  const chosen = [...(op.method === 'GET' ? [] : ['--yes']), ...(startsBatch(op) ? ['--no-wait'] : [])];
  const usual = () => ['--url', server.url, '--json', ...chosen, ...output];
  const merged = { ...input.params, ...input.query, ...input.body };
  return [`muniment ${op.cli.noun} ${op.cli.verb}`, { op, name: [op.cli.noun, op.cli.verb], input, merged, path, usual }];
}

const cases = commands.map(toCase);
const only = (which: (one: Case) => boolean) => cases.filter(([, one]) => which(one));

test.each(cases)('%s explains itself and every field', async (_, { op, name, merged }) => {
  const { code, out } = await muniment([...name, '--help']);
  expect(code).toBe(0);
  const flat = out.replace(/\s+/g, ' ');
  expect(flat).toContain(op.summary);
  for (const field of Object.keys(merged)) expect(flat).toContain(`--${kebab(field).replace(/s$/, '')}`);
});

test.each(cases)('%s sends exactly what the flags say', async (_, { op, name, input, merged, path, usual }) => {
  const { code, err } = await muniment([...name, ...toArgv(merged), ...usual()]);
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(sent()).toMatchObject({ method: op.method, path });
  expect(sent().query).toEqual(Object.fromEntries(Object.entries(input.query).map(([key, value]) => [key, String(value)])));
  expect(sent().body ?? {}).toEqual(input.body);
  expect(sent().headers['idempotency-key'] !== undefined).toBe(op.idempotent);
  expect(sent().headers['if-match']).toBe(op.ifMatch ? '"7"' : undefined);
});

test.each(only(({ merged }) => Object.keys(merged).length > 0))(
  '%s takes the same input as one JSON object',
  async (_, { op, name, input, merged, path, usual }) => {
    const { code, err } = await muniment([...name, '--input', '-', ...usual()], { input: JSON.stringify(merged) });
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(sent()).toMatchObject({ method: op.method, path });
    expect(sent().body ?? {}).toEqual(input.body);
  },
);

test.each(only(({ op }) => op.dryRun))('%s previews with --dry-run', async (_, { name, merged, usual }) => {
  await muniment([...name, ...toArgv(merged), '--dry-run', ...usual()]);
  expect(sent().query.dryRun).toBe('true');
  expect(sent().headers['idempotency-key']).toBeUndefined();
});

test.each(only(({ input }) => Object.keys(input.params).length > 0))(
  '%s takes what it is about without a flag',
  async (_, { name, input, path, usual }) => {
    const { code, err } = await muniment([...name, ...Object.values(input.params).map(String), ...toArgv(input.body), ...usual()]);
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(sent().path).toBe(path);
  },
);

test('a list and the entries of a map inside an object are given once each, as a flag of their own or inside the whole', async () => {
  const project = 'prj_01890a5d-ac96-774b-bcce-b302099a8057';
  const usual = ['--url', server.url, '--json'];
  const filter = ['--devices', 'product=BOX,attribute=site:Bremen', '--devices.attribute', 'site:Aachen', '--devices.attribute', 'rack:7'];
  expect((await muniment(['licenses', 'assign-many', project, ...filter, '--expected', '7', '--no-wait', ...usual])).err).toBe('');
  expect(sent().body).toEqual({ devices: { product: 'BOX', attribute: ['site:Aachen', 'rack:7'] }, expected: 7 });
  const create = ['devices', 'create-many', 'org_01890a5d-ac96-774b-bcce-b302099a8057', '--product', 'BOX', ...usual];
  expect((await muniment([...create, '--device', 'name=One,attributes.site=Aachen,attributes.ip.v4="1, 2"'])).err).toBe('');
  expect(sent().body).toEqual({ product: 'BOX', devices: [{ name: 'One', attributes: { site: 'Aachen', 'ip.v4': '1, 2' } }] });
  for (const wrong of ['attributes=Aachen', 'attributes.=Aachen', 'name.site=Aachen'])
    expect((await muniment([...create, '--device', wrong])).err).toMatch(/There is no field .*attributes\.NAME/);
});

test('every operation has a command, or says why not', () => {
  for (const op of all) expect('noun' in op.cli ? op.cli.verb : op.cli.none, op.id).toMatch(/\S/);
  const names = commands.map((op) => `${op.cli.noun} ${op.cli.verb}`);
  expect(new Set(names).size).toBe(names.length);
});
