import { platformProblems } from '../problems.ts';
import type { JsonSchema } from './schemas.ts';

const key: JsonSchema = { type: 'string', minLength: 1, maxLength: 255 };

/** Parameters that many operations take. */
export const parameters: Record<string, JsonSchema> = {
  DryRun: {
    name: 'dryRun',
    in: 'query',
    description: 'Answers what would happen and changes nothing.',
    schema: { type: 'boolean', default: false },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description: 'Names this act: the same key and body never act twice, and are answered alike.',
    schema: key,
  },
  IdempotencyKeyUnlessDryRun: {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'Needed unless `dryRun` is true. Names this act: the same key and body never act twice, and are answered alike.',
    schema: key,
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The ETag last read; the edit is refused if somebody else was faster.',
    schema: { type: 'string' },
  },
  Organization: {
    name: 'Muniment-Organization',
    in: 'header',
    description: 'Id of the organization the call acts for, where the caller belongs to several.',
    schema: { type: 'string' },
  },
  AcceptLanguage: { name: 'Accept-Language', in: 'header', description: 'Language of sentences and labels.', schema: { type: 'string' } },
};

/** Headers of answers. */
export const headers: Record<string, JsonSchema> = {
  RequestId: { description: 'Finds this request in the log.', schema: { type: 'string' } },
  ETag: { description: 'Version of the object, for `If-Match`.', schema: { type: 'string' } },
  RateLimit: { description: 'What is left of the limit and when it refills (IETF RateLimit fields).', schema: { type: 'string' } },
  RateLimitPolicy: { description: 'The limit itself: requests per window.', schema: { type: 'string' } },
  RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 0 } },
  ContentDisposition: { description: 'The file\u2019s name.', schema: { type: 'string' } },
};

function problemResponse(codes: readonly string[], more: JsonSchema = {}): JsonSchema {
  const said = platformProblems.filter(({ code }) => codes.includes(code)).map(({ code, when }) => `\`${code}\`: ${when}`);
  return {
    description: said.join(' '),
    ...more,
    content: {
      'application/problem+json': {
        schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'object', properties: { code: { enum: codes } } }] },
      },
    },
  };
}

const retry = { headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } };

/** Problems that look the same everywhere. */
export const problemResponses: Record<string, JsonSchema> = {
  NotSignedIn: problemResponse(['not-signed-in']),
  NotAllowed: problemResponse(['not-allowed']),
  NotFound: problemResponse(['not-found']),
  TooManyRequests: problemResponse(['rate-limited'], retry),
  Failure: problemResponse(['internal-error', 'unavailable'], retry),
};

export const securitySchemes: Record<string, JsonSchema> = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An API key, or the token that `sign-in` answers.' },
  session: { type: 'apiKey', in: 'cookie', name: 'muniment_session', description: 'The console\u2019s session cookie, set by `sign-in`.' },
};
