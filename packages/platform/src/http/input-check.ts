import type { Operation } from '@muniment/contract/operation';
import type { FastifyRequest, FastifySchemaValidationError } from 'fastify';
import { createCoercer, type InputSchemas, inputSchemas } from './schemas.ts';

/** The order in which they are looked at: of several mistakes the first part's are told. */
const parts = ['params', 'body', 'querystring'] as const;
type Part = (typeof parts)[number];

interface PartCheck {
  readonly part: Part;
  readonly dataOf: (request: FastifyRequest) => unknown;
  readonly coerce: ((fields: Record<string, unknown>) => void) | null;
  readonly validate: { (data: unknown): unknown; errors?: readonly FastifySchemaValidationError[] | null };
}

const dataOf: Readonly<Record<Part, PartCheck['dataOf']>> = {
  params: (request) => request.params,
  body: (request) => request.body,
  querystring: (request) => request.query,
};

function checksOf(schemas: InputSchemas, request: FastifyRequest): readonly PartCheck[] {
  return parts.flatMap((part) => {
    const schema = schemas[part];
    if (schema === undefined) return [];
    const validate = request.compileValidationSchema(schema, part) as PartCheck['validate'];
    // Bodies are never coerced.
    return [{ part, dataOf: dataOf[part], coerce: part === 'body' ? null : createCoercer(schema), validate }];
  });
}

/**
 * Compares a request with the operation's schemas, sets what it left out, and throws where it differs, as Fastify does. The schemas are
 * compiled when the operation is first asked for: to compile those of all of them took half of a server's start.
 */
export function createInputCheck(operation: Operation): (request: FastifyRequest) => void {
  let checks: readonly PartCheck[] | null = null;
  return (request) => {
    checks ??= checksOf(inputSchemas(operation), request);
    for (const { part, dataOf: read, coerce, validate } of checks) {
      const data = read(request);
      coerce?.(data as Record<string, unknown>);
      if (validate(data) === true) continue;
      // Which fields are wrong is told from the errors themselves; a sentence of thousands of them would be for nobody.
      throw Object.assign(new Error('the input is not valid'), { validation: validate.errors ?? [], validationContext: part });
    }
  };
}
