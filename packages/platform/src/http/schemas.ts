import type { Operation } from '@muniment/contract/operation';
import { z } from 'zod';

/** A JSON Schema of draft 7, as Ajv compiles it. */
export type JsonSchema = { [key: string]: unknown };

/** The schemas Fastify validates one operation's input with. */
export interface InputSchemas {
  readonly params?: JsonSchema;
  readonly querystring: JsonSchema;
  readonly body?: JsonSchema;
}

const empty: JsonSchema = { type: 'object', properties: {}, additionalProperties: false };

/**
 * Zod's JSON Schema leaves unknown fields open on the input side. A field nobody reads is a misspelt one, so every plain
 * object is closed; records and `z.looseObject` say otherwise themselves.
 */
function toJsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'input',
    override({ zodSchema, jsonSchema }) {
      const definition = zodSchema._zod.def;
      if (definition.type === 'object' && !('catchall' in definition && definition.catchall)) jsonSchema.additionalProperties = false;
    },
  }) as JsonSchema;
}

/** `dryRun` belongs to the query of operations that can, and is an unknown field everywhere else: never ignored. */
function querySchema(operation: Operation): JsonSchema {
  const schema = operation.query ? toJsonSchema(operation.query) : { ...empty };
  if (!operation.dryRun) return schema;
  return { ...schema, properties: { ...(schema.properties as object), dryRun: { type: 'boolean', default: false } } };
}

/** Schemas of one operation's path parameters, query and body. An operation without body takes none or an empty object. */
export function inputSchemas(operation: Operation): InputSchemas {
  return {
    ...(operation.params ? { params: toJsonSchema(operation.params) } : {}),
    querystring: querySchema(operation),
    ...(operation.method === 'GET' ? {} : { body: operation.body ? toJsonSchema(operation.body) : empty }),
  };
}

type Coerce = (value: unknown) => unknown;

function toNumber(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

function toBoolean(value: unknown): unknown {
  return value === 'true' ? true : value === 'false' ? false : value;
}

function coercion(property: JsonSchema): Coerce | null {
  if (property.type === 'integer' || property.type === 'number') return toNumber;
  if (property.type === 'boolean') return toBoolean;
  if (property.type !== 'array') return null;
  const item = coercion((property.items ?? {}) as JsonSchema) ?? ((value: unknown) => value);
  return (value) => (Array.isArray(value) ? value : [value]).map(item);
}

/**
 * A path and a query arrive as text; numbers, booleans and lists are read where the schema wants them. Bodies are never
 * coerced: `"7"` for a quantity is somebody's mistake. Null when there is nothing to coerce.
 */
export function createCoercer(schema: JsonSchema): ((fields: Record<string, unknown>) => void) | null {
  const coercions = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).flatMap(([name, property]) => {
    const coerce = coercion(property);
    return coerce ? [[name, coerce] as const] : [];
  });
  if (coercions.length === 0) return null;
  return (fields) => {
    for (const [name, coerce] of coercions) if (fields[name] !== undefined) fields[name] = coerce(fields[name]);
  };
}
