import type { FastifySchemaValidationError } from 'fastify';
import type { FieldError } from './types.ts';

/** More than this many errors help nobody, and a hostile body could have thousands. */
const most = 20;

const roots: Readonly<Record<string, string>> = { body: '/body', querystring: '/query', params: '/path' };

const escapeName = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

function sentence(error: FastifySchemaValidationError): string {
  switch (error.keyword) {
    case 'required':
      return 'This field is missing.';
    case 'additionalProperties':
      return 'This field is not known here.';
    case 'pattern':
      return `This is not of the expected form: ${String(error.params.pattern)}`;
    case 'minItems':
      return `Here must be at least ${String(error.params.limit)}.`;
    case 'maxItems':
      return `Here may be at most ${String(error.params.limit)}.`;
    case 'minLength':
      return error.params.limit === 1 ? 'This must not be empty.' : `This must have at least ${String(error.params.limit)} characters.`;
    case 'maxLength':
      return `This may have at most ${String(error.params.limit)} characters.`;
    case 'minimum':
      return `This must be at least ${String(error.params.limit)}.`;
    case 'maximum':
      return `This may be at most ${String(error.params.limit)}.`;
    case 'enum':
      return `This must be one of: ${(error.params.allowedValues as unknown[]).join(', ')}.`;
    case 'type':
      return `This must be of type ${String(error.params.type)}.`;
    default:
      return `This ${error.message ?? 'is not valid'}.`;
  }
}

function pointer(root: string, error: FastifySchemaValidationError): string {
  const name =
    error.keyword === 'required'
      ? error.params.missingProperty
      : error.keyword === 'additionalProperties'
        ? error.params.additionalProperty
        : undefined;
  return `${root}${error.instancePath}${typeof name === 'string' ? `/${escapeName(name)}` : ''}`;
}

/** Ajv's errors as JSON Pointers (RFC 6901) with sentences, the same field once, at most twenty. */
export function toFieldErrors(errors: readonly FastifySchemaValidationError[], context: string | undefined): FieldError[] {
  const root = roots[context ?? ''] ?? '';
  const byPointer = new Map<string, FieldError>();
  for (const error of errors) {
    const at = pointer(root, error);
    if (!byPointer.has(at)) byPointer.set(at, { pointer: at, detail: sentence(error) });
    if (byPointer.size === most) break;
  }
  return [...byPointer.values()];
}
