/** Problems that any operation may answer whatever it does, with their HTTP status (RFC 9110) and when they occur. */
export const platformProblems = [
  { code: 'input-not-valid', status: 422, when: 'A field is missing, of the wrong shape or unknown; `errors` says which.' },
  { code: 'body-not-json', status: 400, when: 'The body cannot be read as JSON.' },
  { code: 'body-too-large', status: 413, when: 'The body is larger than the server takes.' },
  { code: 'not-signed-in', status: 401, when: 'No credential, or one that is unknown, expired or revoked.' },
  { code: 'not-allowed', status: 403, when: 'The caller sees the object but may not do this; `facts` say who can grant it.' },
  { code: 'not-found', status: 404, when: 'There is no such thing, or not for this caller.' },
  { code: 'idempotency-key-missing', status: 400, when: 'An act with effect came without `Idempotency-Key`.' },
  { code: 'idempotency-key-reused', status: 422, when: 'The key was used before with another body.' },
  { code: 'idempotency-in-progress', status: 409, when: 'The first request with this key is still at work.' },
  { code: 'secret-already-shown', status: 409, when: 'The first answer showed a secret, which is not stored.' },
  { code: 'if-match-missing', status: 428, when: 'An edit came without `If-Match`.' },
  { code: 'version-outdated', status: 412, when: 'The object was changed since its ETag was read.' },
  { code: 'too-many-requests', status: 429, when: 'The rate limit is used up; `Retry-After` says for how long.' },
  { code: 'internal-error', status: 500, when: 'A mistake in Muniment; the request id finds it in the log.' },
  { code: 'unavailable', status: 503, when: 'The server or its database is starting or stopping.' },
] as const;

export type PlatformCode = (typeof platformProblems)[number]['code'];
