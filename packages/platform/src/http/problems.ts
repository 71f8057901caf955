import type { FieldError, ProblemTable, ProblemText, Refusal } from './types.ts';

const retryLater = 'Wait as long as the Retry-After header says, then send the same request again.';

/**
 * Problems any operation may answer: about the request, not about the matter. Business refusals bring their own texts.
 * RFC 9457; statuses by RFC 9110, 6585 and the idempotency-key draft.
 */
export const platformProblems = {
  'invalid-request': {
    status: 400,
    title: 'The request is not valid',
    detail: 'One or more fields are missing, unknown or not of the expected form.',
    nextStep: 'Correct the fields listed under errors and send the request again.',
  },
  'not-signed-in': {
    status: 401,
    title: 'You are not signed in',
    detail: 'The request carries no credentials, or they have ended.',
    nextStep: 'Sign in, or send an API key as “Authorization: Bearer …”.',
  },
  'not-allowed': {
    status: 403,
    title: 'You may not do this',
    detail: 'Your role or your API key does not include this act here.',
    nextStep: 'Ask an administrator of your organization.',
  },
  'foreign-origin': {
    status: 403,
    title: 'The request comes from another site',
    detail: 'A browser sent this request on behalf of a page that is not part of this server.',
    nextStep: 'Use this server’s own pages, or send an API key instead of a cookie.',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing here',
    detail: 'Nothing with this address exists, or it is not visible to you.',
    nextStep: 'Check the address; if you expected to see something, check which organization you act for.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not take that method',
    detail: 'The address exists, but not for this HTTP method.',
    nextStep: 'Use one of the methods in the Allow header.',
  },
  'idempotency-in-progress': {
    status: 409,
    title: 'The first request with this key is still running',
    detail: 'A request with the same Idempotency-Key has not been answered yet.',
    nextStep: retryLater,
  },
  'secret-already-shown': {
    status: 409,
    title: 'The secret was shown once and is not kept',
    detail: 'This request was carried out before; its answer held a secret that cannot be shown again.',
    nextStep: 'Revoke what was made and make a new one.',
  },
  'precondition-failed': {
    status: 412,
    title: 'It was changed meanwhile',
    detail: 'The version in If-Match is not the current one.',
    nextStep: 'Read it again, check what changed, and repeat the edit with the new ETag.',
  },
  'body-too-large': {
    status: 413,
    title: 'The request is too large',
    detail: 'The body is larger than this operation takes.',
    nextStep: 'Send less at once.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is not JSON',
    detail: 'Operations take a body of the media type application/json only.',
    nextStep: 'Send the header “Content-Type: application/json”.',
  },
  'idempotency-key-missing': {
    status: 400,
    title: 'The Idempotency-Key header is missing or not valid',
    detail: 'This operation has an effect; a key of 1 to 255 visible characters makes it safe to repeat.',
    nextStep: 'Send an Idempotency-Key header, such as a new UUID, and the same one when you repeat the request.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The Idempotency-Key was used for another request',
    detail: 'An earlier request with this key asked for something else.',
    nextStep: 'Use a new key for a new request.',
  },
  'precondition-required': {
    status: 428,
    title: 'The If-Match header is missing or not valid',
    detail: 'An edit says which version it is based on, so that it overwrites nobody’s work.',
    nextStep: 'Read the object, then send its ETag in If-Match.',
  },
  'rate-limited': {
    status: 429,
    title: 'Too many requests',
    detail: 'More requests came than are allowed in this time.',
    nextStep: retryLater,
  },
  'internal-error': {
    status: 500,
    title: 'Something went wrong here',
    detail: 'The fault is on our side; nothing was changed.',
    nextStep: 'Try again; if it happens again, report the request id.',
  },
  unavailable: {
    status: 503,
    title: 'Not available at the moment',
    detail: 'The server is starting, stopping or cannot reach its database.',
    nextStep: retryLater,
  },
} as const satisfies ProblemTable;

export type PlatformProblemCode = keyof typeof platformProblems;

/** A problem as it is sent (RFC 9457), without the request id, which every answer has its own of. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly nextStep: string;
  readonly requestId: string;
  readonly errors?: readonly FieldError[];
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Makes problems out of refusals. Codes of the platform can be given other words by the table, not another status. */
export function createProblems(table: ProblemTable) {
  const texts: Record<string, ProblemText> = { ...platformProblems };
  for (const [code, text] of Object.entries(table)) {
    const own = (platformProblems as ProblemTable)[code];
    texts[code] = own ? { ...text, status: own.status } : text;
  }
  return function toProblem(refusal: Refusal, requestId: string, language: string): Problem {
    const text = texts[refusal.code];
    // A code without words is a bug of ours; the caller still gets a well-formed answer with the code.
    if (!text) throw new TypeError(`No problem text for the refusal ${refusal.code}`);
    const facts = refusal.facts ?? {};
    const say = (sentence: ProblemText['detail']) => (typeof sentence === 'string' ? sentence : sentence(facts, language));
    return {
      type: `/docs/problems#${refusal.code}`,
      title: say(text.title),
      status: text.status,
      code: refusal.code,
      detail: say(text.detail),
      nextStep: say(text.nextStep),
      requestId,
      ...(refusal.errors && refusal.errors.length > 0 ? { errors: refusal.errors } : {}),
      ...(Object.keys(facts).length > 0 ? { facts } : {}),
    };
  };
}

/** Codes a table must have words for beside the platform's: what tests and the composition root compare. */
export function missingProblemTexts(codes: Iterable<string>, table: ProblemTable): string[] {
  return [...new Set(codes)].filter((code) => !Object.hasOwn(platformProblems, code) && !Object.hasOwn(table, code)).sort();
}
