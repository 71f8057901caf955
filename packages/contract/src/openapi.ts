import { z } from 'zod';
import * as c from './common.ts';
import { operations } from './index.ts';
import { exampleOf } from './openapi/examples.ts';
import { type JsonSchema, SchemaCollector } from './openapi/schemas.ts';
import { headers, parameters, problemResponses, securitySchemes } from './openapi/shared.ts';
import type { Operation } from './operation.ts';
import { platformProblems } from './problems.ts';

export { type PageSettings, referencePage } from './openapi/page.ts';
export { problemsPage } from './openapi/problems-page.ts';
export { type JsonSchema, toJsonSchema } from './openapi/schemas.ts';

export interface OpenApiSettings {
  /** Version of Muniment. */
  readonly version: string;
  /** Address the reference page and generated clients call; relative when left out. */
  readonly serverUrl?: string;
}

/** An OpenAPI 3.1 document as plain data. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Record<string, Record<string, OpenApiOperation>>;
  readonly components: { readonly schemas: Record<string, JsonSchema>; readonly [kind: string]: unknown };
  readonly [key: string]: unknown;
}

/** One operation of the document, with what only Muniment's own tools read under `x-`. */
export interface OpenApiOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly parameters: readonly JsonSchema[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: { readonly 'application/json': { readonly schema: JsonSchema; readonly example: unknown } };
  };
  readonly responses: Record<string, JsonSchema>;
  readonly security: readonly object[];
  readonly 'x-access': string;
  readonly 'x-rate-class': string;
  readonly 'x-refusals': readonly string[];
  readonly 'x-client': string;
  readonly 'x-cli'?: string;
}

const ref = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` });
const camelCase = (id: string): string => id.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const featureTexts: Record<string, string> = {
  identity: 'Sign-in, people, invitations, API keys',
  organizations: 'Organizations, allowances, who looks after whom',
  catalog: 'Catalog packs: products, parts, key formats, rules',
  devices: 'Customers and their devices',
  channel: 'Orders, bins, attach, detach, activate',
  licenses: 'Entitlements, licence files, validation, signing keys',
  ledger: 'Undo and balances',
  history: 'Every act, with its movements',
  search: 'Easy Nav and the home page',
  mail: 'Mails that Muniment wrote',
  audit: 'The append-only log of acts and security events',
};

const description = `Muniment is the system of record for software and device licences.

Every act takes an \`Idempotency-Key\`: the same key and body are the same act, however often they arrive. \`?dryRun=true\` answers the exact effect of an act
and changes nothing; give its \`digest\` back as \`previewDigest\` and the act is refused if the outcome changed meanwhile. Edits need \`If-Match\` with the ETag
last read. Lists are keyset pages: give \`next\` back as \`cursor\`. What went wrong is an RFC 9457 problem with a stable \`code\`, a sentence, a next step and
the request id. A product decision ("not valid") is a 200 with a code: a status is about the request.`;

function fieldParameters(schema: z.ZodObject | null, place: 'path' | 'query', collector: SchemaCollector): JsonSchema[] {
  if (!schema) return [];
  const json = collector.add(schema, 'input');
  const required = new Set((json.required ?? []) as string[]);
  return Object.entries((json.properties ?? {}) as Record<string, JsonSchema>).map(([name, { description: text, ...field }]) => ({
    name,
    in: place,
    required: place === 'path' || required.has(name),
    ...(text === undefined ? {} : { description: text }),
    schema: field,
  }));
}

function parametersOf(op: Operation, collector: SchemaCollector): JsonSchema[] {
  const list = [...fieldParameters(op.params, 'path', collector), ...fieldParameters(op.query, 'query', collector)];
  if (op.dryRun) list.push(ref('parameters', 'DryRun'));
  if (op.idempotent) list.push(ref('parameters', op.dryRun ? 'IdempotencyKeyUnlessDryRun' : 'IdempotencyKey'));
  if (op.ifMatch) list.push(ref('parameters', 'IfMatch'));
  if (op.access !== 'public') list.push(ref('parameters', 'Organization'));
  list.push(ref('parameters', 'AcceptLanguage'));
  return list;
}

function successOf(op: Operation, collector: SchemaCollector): JsonSchema {
  const isFile = op.response instanceof z.ZodString;
  const schema = collector.add(op.response, 'output');
  return {
    description: isFile ? 'The file' : op.status === 201 ? 'Created' : 'Answer',
    headers: {
      'X-Request-Id': ref('headers', 'RequestId'),
      ETag: ref('headers', 'ETag'),
      RateLimit: ref('headers', 'RateLimit'),
      'RateLimit-Policy': ref('headers', 'RateLimitPolicy'),
      ...(isFile ? { 'Content-Disposition': ref('headers', 'ContentDisposition') } : {}),
    },
    content: isFile ? { 'application/octet-stream': { schema } } : { 'application/json': { schema } },
  };
}

/** Codes of the platform that this operation can meet, beside the ones that have a response of their own. */
function platformCodesOf(op: Operation): string[] {
  const input = op.params || op.query || op.body;
  const met: Record<string, unknown> = {
    'invalid-request': input,
    'body-too-large': op.body,
    'unsupported-media-type': op.body,
    'foreign-origin': op.method !== 'GET',
    'idempotency-key-missing': op.idempotent,
    'idempotency-key-reused': op.idempotent,
    'idempotency-in-progress': op.idempotent,
    'secret-already-shown': op.idempotent && op.secrets.length > 0,
    'precondition-required': op.ifMatch,
    'precondition-failed': op.ifMatch,
  };
  return platformProblems.filter(({ code }) => met[code]).map(({ code }) => code);
}

function responsesOf(op: Operation, collector: SchemaCollector): Record<string, JsonSchema> {
  const responses: Record<string, JsonSchema> = { [op.status]: successOf(op, collector) };
  if (op.access !== 'public') responses['401'] = ref('responses', 'NotSignedIn');
  if (op.access.startsWith('can:')) responses['403'] = ref('responses', 'NotAllowed');
  if (op.params) responses['404'] = ref('responses', 'NotFound');
  if (op.rateClass !== 'machine') responses['429'] = ref('responses', 'TooManyRequests');
  const codes = [...op.refusals, ...platformCodesOf(op)];
  if (codes.length > 0) {
    const schema = { allOf: [ref('schemas', 'Problem'), { type: 'object', properties: { code: { enum: codes } } }] };
    const list = (title: string, names: readonly string[]) =>
      names.length === 0 ? '' : `${title}: ${names.map((name) => `\`${name}\``).join(', ')}. `;
    const text = `${list('Refused', op.refusals)}${list('Not taken', platformCodesOf(op))}`.trim();
    responses['4XX'] = { description: text, content: { 'application/problem+json': { schema } } };
  }
  responses['5XX'] = ref('responses', 'Failure');
  return responses;
}

function operationOf(op: Operation, collector: SchemaCollector): OpenApiOperation {
  const body = op.body ? collector.add(op.body, 'input') : undefined;
  return {
    operationId: op.id,
    summary: op.summary,
    ...(op.description === undefined ? {} : { description: op.description }),
    tags: [op.feature],
    parameters: parametersOf(op, collector),
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: body, example: null } } } } : {}),
    responses: responsesOf(op, collector),
    security: op.access === 'public' ? [] : [{ bearer: [] }, { session: [] }],
    'x-access': op.access,
    'x-rate-class': op.rateClass,
    'x-refusals': op.refusals,
    'x-client': camelCase(op.id),
    ...('noun' in op.cli ? { 'x-cli': `${op.cli.noun} ${op.cli.verb}` } : {}),
  };
}

/** The API as an OpenAPI 3.1 document, read from the operation table: nothing in it is written by hand twice. */
export function openApiDocument({ version, serverUrl = '/' }: OpenApiSettings): OpenApiDocument {
  const collector = new SchemaCollector();
  collector.add(c.problem, 'output');
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const op of operations as readonly Operation[]) {
    const path = op.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [op.method.toLowerCase()]: operationOf(op, collector) };
  }
  collector.settle(paths);
  for (const methods of Object.values(paths)) {
    for (const { requestBody } of Object.values(methods)) {
      const content = requestBody?.content['application/json'] as { schema: JsonSchema; example: unknown } | undefined;
      if (content) content.example = exampleOf(content.schema, collector.schemas);
    }
  }
  const features = [...new Set(operations.map((op) => op.feature))];
  return {
    openapi: '3.1.1',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Muniment API',
      version,
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    } as OpenApiDocument['info'],
    servers: [{ url: serverUrl }],
    tags: features.map((name) => ({ name, description: featureTexts[name] ?? name })),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(collector.schemas).sort(([a], [b]) => a.localeCompare(b))),
      parameters,
      headers,
      responses: problemResponses,
      securitySchemes,
    },
  };
}
