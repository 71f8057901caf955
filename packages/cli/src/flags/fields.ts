import type { Operation } from '@muniment/contract';
import { type JsonSchema, toJsonSchema } from '@muniment/contract/openapi';

/** How one value is written on a command line. */
export type Shape =
  | { readonly kind: 'text'; readonly secret: boolean }
  /** A text too long for a command line: given as the name of a file that holds it; in base64 its bytes, whatever they are; a signed document as one line. */
  | { readonly kind: 'file'; readonly encoding: 'text' | 'base64' | 'line' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'map' }
  | { readonly kind: 'object'; readonly fields: readonly Field[] }
  | { readonly kind: 'list'; readonly of: Shape };

/** One field of an operation's input, read from the contract's schema. */
export interface Field {
  readonly name: string;
  readonly place: 'params' | 'query' | 'body';
  readonly required: boolean;
  readonly description: string;
  readonly shape: Shape;
  /** Whether null is a value of its own (“as the catalog has it”), written as the word null. */
  readonly nullable: boolean;
  /** Prefix of an id (`dev`, `org`), where the field holds one or a list of them: a name may be given instead. */
  readonly idPrefix: string | undefined;
}

/** Beyond this many characters a text belongs into a file. */
const longestArgument = 50_000;

function shapeOf(schema: JsonSchema, name: string, place: Field['place'], definitions: Record<string, JsonSchema>): Shape {
  if (typeof schema.$ref === 'string') return shapeOf(definitions[schema.$ref.replace('#/$defs/', '')]!, name, place, definitions);
  if (Array.isArray(schema.enum)) return { kind: 'choice', choices: schema.enum.map(String) };
  if (schema.type === 'integer' || schema.type === 'number') return { kind: 'integer' };
  if (schema.type === 'boolean') return { kind: 'boolean' };
  if (schema.type === 'array') return { kind: 'list', of: shapeOf(schema.items as JsonSchema, name, place, definitions) };
  if (schema.type === 'object' && schema.properties === undefined) return { kind: 'map' };
  if (schema.type === 'object') return { kind: 'object', fields: fieldsIn(schema, place, definitions) };
  if (schema.contentMediaType === 'application/jose') return { kind: 'file', encoding: 'line' };
  if (schema.type === 'string' && Number(schema.maxLength ?? 0) > longestArgument) {
    return { kind: 'file', encoding: schema.contentEncoding === 'base64' ? 'base64' : 'text' };
  }
  if (schema.type === 'string') return { kind: 'text', secret: /password$/i.test(name) };
  throw new TypeError(`The field ${name} has a shape that no flag can express: ${JSON.stringify(schema)}`);
}

function describe(schema: JsonSchema): string {
  const parts = typeof schema.description === 'string' ? [schema.description] : [];
  if (schema.default !== undefined && schema.default !== '' && JSON.stringify(schema.default) !== '{}')
    parts.push(`default: ${schema.default}`);
  return parts.join('; ');
}

/** `dev` of a schema that takes ids of devices only. */
function idPrefixOf({ pattern }: JsonSchema): string | undefined {
  return /^\^(?:\(\?:)?([a-z]+)_(?:\)\?)?\[0-9a-f\]/.exec(String(pattern ?? ''))?.[1];
}

/** What a schema takes besides null. */
function besidesNull(schema: JsonSchema): { readonly schema: JsonSchema; readonly nullable: boolean } {
  if (!Array.isArray(schema.anyOf)) return { schema, nullable: false };
  const [one, ...more] = (schema.anyOf as JsonSchema[]).filter(({ type }) => type !== 'null');
  if (!one || more.length > 0) return { schema, nullable: false };
  const { anyOf: _anyOf, ...said } = schema;
  return { schema: { ...one, ...said }, nullable: true };
}

function fieldsIn(schema: JsonSchema, place: Field['place'], definitions: Record<string, JsonSchema>): Field[] {
  const required = new Set((schema.required ?? []) as string[]);
  return Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).map(([name, whole]) => {
    const { schema: property, nullable } = besidesNull(whole);
    return {
      name,
      place,
      required: place === 'params' || required.has(name),
      description: describe(property),
      shape: shapeOf(property, name, place, definitions),
      nullable,
      idPrefix: idPrefixOf(property) ?? (property.type === 'array' ? idPrefixOf(property.items as JsonSchema) : undefined),
    };
  });
}

/** Every field of an operation's input: path first, then query, then body. */
export function fieldsOf(operation: Operation): Field[] {
  return (['params', 'query', 'body'] as const).flatMap((place) => {
    const schema = operation[place];
    if (!schema) return [];
    const json = toJsonSchema(schema, 'input');
    return fieldsIn(json, place, (json.$defs ?? {}) as Record<string, JsonSchema>);
  });
}
