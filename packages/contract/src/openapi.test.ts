import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { operations } from './index.ts';
import { type OpenApiOperation, openApiDocument, problemsPage, referencePage } from './openapi.ts';
import type { Operation } from './operation.ts';

const document = openApiDocument({ version: '1.2.3', serverUrl: 'http://127.0.0.1:7070' });
const table: readonly Operation[] = operations;

function at(pointer: string): unknown {
  return pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((node, key) => (node as Record<string, unknown>)?.[key.replaceAll('~1', '/')], document);
}

function refsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(refsIn);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => (key === '$ref' ? [value as string] : refsIn(value)));
}

const described = (op: Operation): OpenApiOperation => document.paths[op.path.replace(/:(\w+)/g, '{$1}')]![op.method.toLowerCase()]!;

test('every operation of the contract is in the document, once', () => {
  const ids = Object.values(document.paths).flatMap((methods) => Object.values(methods).map((op) => op.operationId));
  expect(ids.toSorted()).toEqual(table.map((op) => op.id).toSorted());
});

test('every reference points at something', () => {
  const refs = new Set(refsIn(document));
  expect(refs.size).toBeGreaterThan(40);
  for (const ref of refs) expect(at(ref), ref).toBeDefined();
  expect(JSON.stringify(document)).not.toMatch(/\$defs|in~/);
});

test('every schema is valid JSON Schema 2020-12', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'doc');
  for (const name of Object.keys(document.components.schemas)) {
    expect(() => ajv.compile({ $ref: `doc#/components/schemas/${name}` }), name).not.toThrow();
    expect(ajv.validateSchema(document.components.schemas[name]!), name).toBe(true);
  }
});

test('every example of a body fits its schema, in JSON Schema and in the contract', () => {
  const ajv = new Ajv2020({ strict: false });
  ajv.addSchema(document, 'doc');
  for (const op of table.filter((one) => one.body)) {
    const { schema, example } = described(op).requestBody!.content['application/json'];
    const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"doc#/'));
    expect(ajv.validate(absolute, example), `${op.id}: ${ajv.errorsText()}`).toBe(true);
    expect(op.body!.safeParse(example).success, op.id).toBe(true);
  }
});

test('path parameters, security, keys and refusals are those of the contract', () => {
  for (const op of table) {
    const one = described(op);
    const names = one.parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
    expect(names, op.id).toEqual([...op.path.matchAll(/:(\w+)/g)].map((match) => match[1]));
    expect(one.security.length === 0, op.id).toBe(op.access === 'public');
    expect(JSON.stringify(one.parameters).includes('/IdempotencyKey'), op.id).toBe(op.idempotent);
    expect(JSON.stringify(one.parameters).includes('/IfMatch'), op.id).toBe(op.ifMatch);
    expect(one['x-refusals']).toEqual(op.refusals);
    for (const code of op.refusals) expect(JSON.stringify(one.responses), op.id).toContain(`\`${code}\``);
    const type = op.response instanceof z.ZodString ? 'application/octet-stream' : 'application/json';
    expect(Object.keys(one.responses[op.status]!.content as object)).toEqual([type]);
  }
});

test('what callers send and what they are answered may differ in shape, and then have two names', () => {
  expect(document.components.schemas.Address?.required).toEqual(['street', 'postalCode', 'city', 'country']);
  expect(document.components.schemas.AddressInput?.required).toBeUndefined();
});

test('the reference page holds every operation, schema and refusal, and loads nothing', () => {
  const page = referencePage(document, { nonce: 'n0nce' });
  // Where the server's address is not known, calls take it from where the command line does.
  expect(page).toContain('&quot;http://127.0.0.1:7070/v1/leases&quot;');
  expect(referencePage(openApiDocument({ version: '1.2.3' }))).toContain('&quot;$MUNIMENT_URL/v1/leases&quot;');
  for (const op of table) {
    expect(page).toContain(`<article id="${op.id}"`);
    for (const code of op.refusals) expect(page).toContain(`<code>${code}</code>`);
  }
  for (const name of Object.keys(document.components.schemas)) expect(page).toContain(`id="schema-${name}"`);
  expect(page).not.toMatch(/(src|href)="https?:/);
  for (const target of page.matchAll(/href="#([^"]+)"/g)) expect(page, target[1]).toContain(`id="${target[1]}"`);
  expect(page.match(/<(style|script) nonce="n0nce">/g)).toHaveLength(2);
});

test('the page of problems has a place for every code, where a problem\u2019s type points', () => {
  const page = problemsPage(document);
  for (const code of [...table.flatMap((op) => op.refusals), 'invalid-request', 'rate-limited'])
    expect(page).toContain(`<article id="${code}"`);
  expect(page).toContain('href="/docs#attach-licenses"');
});
