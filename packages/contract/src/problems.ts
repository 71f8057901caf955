import type { z } from 'zod';
import type { problem } from './common.ts';

/** A problem as it is sent (RFC 9457). */
export type ProblemBody = z.output<typeof problem>;

/** Problems that any operation may answer whatever it does, with their HTTP status (RFC 9110, RFC 6585) and when they occur. */
export const platformProblems = [
  { code: 'invalid-request', status: 400, when: 'A field is missing, unknown or not of the expected form; `errors` says which.' },
  { code: 'idempotency-key-missing', status: 400, when: 'An act with effect came without a usable `Idempotency-Key`.' },
  { code: 'not-signed-in', status: 401, when: 'No credential, or one that is unknown, expired or revoked.' },
  { code: 'not-allowed', status: 403, when: 'The caller sees the object but may not do this; `facts` say who can grant it.' },
  { code: 'foreign-origin', status: 403, when: 'A browser sent the request for a page of another site.' },
  { code: 'not-found', status: 404, when: 'There is no such thing, or not for this caller.' },
  { code: 'method-not-allowed', status: 405, when: 'The address exists, but not for this method.' },
  { code: 'idempotency-in-progress', status: 409, when: 'The first request with this key is still at work.' },
  { code: 'secret-already-shown', status: 409, when: 'The first answer showed a secret, which is not kept.' },
  { code: 'precondition-failed', status: 412, when: 'The object was changed since its ETag was read.' },
  { code: 'body-too-large', status: 413, when: 'The body is larger than the operation takes.' },
  { code: 'unsupported-media-type', status: 415, when: 'The body is not `application/json`.' },
  { code: 'idempotency-key-reused', status: 422, when: 'The key was used before for another request.' },
  { code: 'precondition-required', status: 428, when: 'An edit came without `If-Match`.' },
  { code: 'rate-limited', status: 429, when: 'The rate limit is used up; `Retry-After` says for how long.' },
  { code: 'internal-error', status: 500, when: 'A fault in Muniment; nothing was changed, and the request id finds it in the log.' },
  { code: 'unavailable', status: 503, when: 'The server is starting, stopping or cannot reach its database.' },
] as const;

/** Code of a problem that any operation may answer. */
export type PlatformCode = (typeof platformProblems)[number]['code'];
