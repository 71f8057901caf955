import type { FastifyError } from 'fastify';
import { isUnavailable } from '../postgres/index.ts';
import { TooManyValues } from './body-size.ts';
import { toFieldErrors } from './field-errors.ts';
import { UnkeepableText } from './text.ts';
import type { Refusal } from './types.ts';

/** What an exception on the way in means to the caller; null when it is a fault of ours. */
export function refusalOf(error: FastifyError): Refusal | null {
  if (error.validation) {
    // A path parameter that is not even an id names nothing that could exist.
    if (error.validationContext === 'params') return { code: 'not-found' };
    return { code: 'invalid-request', errors: toFieldErrors(error.validation, error.validationContext) };
  }
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return { code: 'body-too-large' };
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return { code: 'unsupported-media-type' };
  if (error.code === 'FST_ERR_BAD_URL') return { code: 'not-found' };
  if (error.code === 'FST_ERR_CTP_INVALID_JSON_BODY' || error instanceof SyntaxError) {
    return { code: 'invalid-request', errors: [{ pointer: '/body', detail: 'The body is not valid JSON.' }] };
  }
  if (error instanceof UnkeepableText) {
    return {
      code: 'invalid-request',
      errors: [{ pointer: '/body', detail: 'A text cannot be kept as it is: it holds NUL or half of a surrogate pair, or is not UTF-8.' }],
    };
  }
  if (error instanceof TooManyValues) {
    return { code: 'invalid-request', errors: [{ pointer: '/body', detail: `The body holds more than ${error.most} values.` }] };
  }
  if (isUnavailable(error)) return { code: 'unavailable' };
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) return { code: 'invalid-request' };
  return null;
}
