import { z } from 'zod';

/** A JSON Schema (2020-12) as plain data. */
export type JsonSchema = { [keyword: string]: unknown };

const componentRef = (name: string) => `#/components/schemas/${name}`;

function eachSchema(node: unknown, visit: (schema: JsonSchema) => void): void {
  if (Array.isArray(node)) for (const item of node) eachSchema(item, visit);
  else if (typeof node === 'object' && node !== null) {
    visit(node as JsonSchema);
    for (const value of Object.values(node)) eachSchema(value, visit);
  }
}

/** Takes out what zod writes for its own sake: bounds of safe integers, closed answers (they may grow), names of string keys. */
function tidy(schema: JsonSchema, io: 'input' | 'output'): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (io === 'output' && schema.additionalProperties === false) delete schema.additionalProperties;
  if (io === 'output' && schema.type !== 'object') delete schema.default;
  const keys = schema.propertyNames as JsonSchema | undefined;
  if (keys?.type === 'string' && Object.keys(keys).length === 1) delete schema.propertyNames;
}

/** A contract schema as JSON Schema 2020-12: what callers send (`input`) or are answered (`output`); named parts stand in `$defs`. */
export function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  return z.toJSONSchema(schema, { target: 'draft-2020-12', io, reused: 'inline' }) as JsonSchema;
}

const inputMark = 'in~';

/** Collects the named schemas of all operations, so that each is written once. */
export class SchemaCollector {
  /** By name; what callers send is marked until `settle`. */
  readonly schemas: Record<string, JsonSchema> = {};

  /** The JSON Schema of a zod schema, its named parts lifted out and referred to. */
  add(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const { $schema: _, $defs, ...root } = toJsonSchema(schema, io);
    const named = Object.entries(($defs ?? {}) as Record<string, JsonSchema>);
    const mark = io === 'input' ? inputMark : '';
    for (const part of [root, ...named.map(([, one]) => one)]) {
      eachSchema(part, (one) => {
        tidy(one, io);
        if (typeof one.$ref === 'string') one.$ref = componentRef(mark + one.$ref.replace('#/$defs/', ''));
      });
    }
    for (const [name, { id: _id, ...part }] of named) this.schemas[mark + name] = part;
    return root;
  }

  /** Gives marked schemas their final names: the plain one where callers send what they are answered, else one ending in `Input`. */
  settle(document: unknown): void {
    const marked = () => Object.keys(this.schemas).filter((name) => name.startsWith(inputMark));
    const sameAsAnswer = (name: string) => {
      const answer = this.schemas[name.slice(inputMark.length)];
      return answer === undefined || JSON.stringify(answer) === JSON.stringify(this.schemas[name]);
    };
    for (let name = marked().find(sameAsAnswer); name !== undefined; name = marked().find(sameAsAnswer)) {
      this.#rename(name, name.slice(inputMark.length), document);
    }
    for (const name of marked()) this.#rename(name, `${name.slice(inputMark.length)}Input`, document);
  }

  #rename(from: string, to: string, document: unknown): void {
    this.schemas[to] = this.schemas[from]!;
    delete this.schemas[from];
    eachSchema([document, this.schemas], (one) => {
      if (one.$ref === componentRef(from)) one.$ref = componentRef(to);
    });
  }
}
