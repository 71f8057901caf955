import type { Operation } from '@muniment/contract/operation';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Temporal } from 'temporal-polyfill';
import { createAnswerCheck } from './check-answer.ts';
import { fingerprintOf, readIdempotencyKey } from './idempotency.ts';
import { createInputCheck } from './input-check.ts';
import { isForeign } from './origin.ts';
import { addressKey, type RateDecision, type RateLimiter, rateHeaders } from './rate-limit.ts';
import { RequestInfo } from './request-info.ts';
import { readIfMatch, refusal, sendOutcome, type ToProblem } from './respond.ts';
import { isKeepableUrl } from './text.ts';
import type { Authenticate, Dispatch, Failure, HttpClock, Input, Outcome } from './types.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Facts of a request on a route of the operation table. */
    info: RequestInfo<unknown> | null;
  }
}

/** What every route of one server shares. */
export interface RouteServices {
  readonly dispatch: Dispatch<unknown>;
  readonly authenticate: Authenticate<unknown> | null;
  readonly clock: HttpClock;
  readonly limiter: RateLimiter;
  readonly accountOf: (operation: Operation, input: Input) => string | null;
  readonly toProblem: ToProblem;
  readonly publicUrl: URL;
  readonly bodyLimits: Readonly<Record<string, number>>;
  readonly checkAnswers: boolean;
}

/** Whose bucket a request counts in: the credential's, else the address's. */
function rateKey(operation: Operation, info: RequestInfo): string {
  if (operation.rateClass === 'interactive' || operation.rateClass === 'machine') {
    const credential = info.bearer ?? info.sessionToken;
    if (credential !== null) return credential;
  }
  return addressKey(info.address);
}

function refuseRate(operation: Operation, services: RouteServices, decision: RateDecision): Failure {
  const limit = services.limiter.limitOf(operation.rateClass)!;
  return refusal('rate-limited', rateHeaders(operation.rateClass, limit, decision));
}

/** What can be refused before a byte of the body is read; null lets the request pass. */
function refuseEarly(operation: Operation, services: RouteServices, request: FastifyRequest, reply: FastifyReply): Failure | null {
  const info = request.info!;
  const limit = services.limiter.limitOf(operation.rateClass);
  if (limit !== null) {
    const decision = services.limiter.take(operation.rateClass, rateKey(operation, info))!;
    if (!decision.allowed) return refuseRate(operation, services, decision);
    reply.headers(rateHeaders(operation.rateClass, limit, decision));
  }
  if (!isKeepableUrl(request.url)) return refusal('invalid-request');
  if (isForeign(operation.method, request.headers, services.publicUrl)) return refusal('foreign-origin');
  if (operation.access !== 'public' && info.bearer === null && info.sessionToken === null) return refusal('not-signed-in');
  return null;
}

/** Reads the headers that the operation's own properties ask for. */
function readClaims(operation: Operation, request: FastifyRequest, info: RequestInfo, input: Input): Failure | null {
  if (operation.idempotent && !info.dryRun) {
    const key = readIdempotencyKey(request.headers['idempotency-key']);
    if (key === null) return refusal('idempotency-key-missing');
    info.idempotency = { key, fingerprint: fingerprintOf(operation, input) };
  }
  if (operation.ifMatch && !info.dryRun) {
    info.ifMatch = readIfMatch(request.headers['if-match']);
    if (info.ifMatch === null) return refusal('precondition-required');
  }
  return null;
}

const nothing = Object.freeze({});

function readInput(operation: Operation, request: FastifyRequest, info: RequestInfo): Input {
  const query = request.query as Record<string, unknown>;
  if (operation.dryRun) {
    info.dryRun = query.dryRun === true;
    delete query.dryRun;
  }
  return { params: (request.params ?? nothing) as Input['params'], query, body: (request.body ?? nothing) as Input['body'] };
}

/**
 * Attempts to sign in are counted per account too, so that many addresses cannot guess at one. Signing in counts for
 * nothing; what always succeeds, such as asking for a mail with a link, counts as often as it is asked.
 */
async function dispatchCounted(operation: Operation, services: RouteServices, input: Input, info: RequestInfo): Promise<Outcome> {
  const account = services.accountOf(operation, input);
  const key = account === null ? null : `account ${account.toLowerCase()}`;
  const decision = key === null ? null : services.limiter.take(operation.rateClass, key);
  if (decision && !decision.allowed) return refuseRate(operation, services, decision);
  const outcome = await services.dispatch(operation, input, info);
  if (outcome.ok && outcome.session !== undefined) {
    if (key !== null) services.limiter.giveBack(operation.rateClass, key);
    services.limiter.giveBack(operation.rateClass, rateKey(operation, info));
  }
  return outcome;
}

/** What nobody need sign in for takes a few short fields: a large body there only makes work. */
const publicBodyBytes = 16_384;

/** Adds the route of one operation. */
export function addRoute(app: FastifyInstance, operation: Operation, services: RouteServices): void {
  const checkInput = createInputCheck(operation);
  const checkAnswer = services.checkAnswers ? createAnswerCheck(app, operation) : null;
  const limit = services.bodyLimits[operation.id] ?? (operation.access === 'public' ? publicBodyBytes : undefined);
  const answer = (reply: FastifyReply, info: RequestInfo, outcome: Outcome) =>
    sendOutcome(reply, operation, info, outcome, services.toProblem);

  app.route({
    method: operation.method,
    url: operation.path,
    config: { operation: operation.id },
    ...(limit === undefined ? {} : { bodyLimit: limit }),
    // Callback style: most requests wait for nothing here, and a promise for each would be felt on the busiest routes.
    onRequest(request, reply, done) {
      const arrive = (now: Temporal.Instant) => {
        request.info = new RequestInfo(request, now, services.publicUrl);
        const failure = refuseEarly(operation, services, request, reply);
        if (failure) answer(reply, request.info, failure);
        else done();
      };
      const now = services.clock.now();
      if (now instanceof Promise) now.then(arrive, done);
      else arrive(now);
    },
    async preValidation(request, reply) {
      const info = request.info!;
      if (services.authenticate) {
        const authenticated = await services.authenticate(operation, info);
        if (!authenticated.ok) {
          answer(reply, info, authenticated);
          return reply;
        }
        info.actor = authenticated.actor;
      }
      if (request.body === undefined && operation.method !== 'GET') request.body = {};
      checkInput(request);
    },
    async handler(request, reply) {
      const info = request.info!;
      const input = readInput(operation, request, info);
      const failure = readClaims(operation, request, info, input);
      const outcome =
        failure ??
        (operation.rateClass === 'sign-in'
          ? await dispatchCounted(operation, services, input, info)
          : await services.dispatch(operation, input, info));
      if (checkAnswer && outcome.ok) checkAnswer(outcome.value);
      answer(reply, info, outcome);
      return reply;
    },
  });
}
