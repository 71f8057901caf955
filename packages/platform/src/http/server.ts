import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Operation } from '@muniment/contract/operation';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from '../log/index.ts';
import { isUnavailable } from '../postgres/index.ts';
import { isWithin, mostValues, TooManyValues } from './body-size.ts';
import { type ConsoleHandler, createConsole } from './console.ts';
import { refusalOf } from './faults.ts';
import { languageOf } from './language.ts';
import { addMetricsRoute, createMetrics, type Metrics } from './metrics.ts';
import { createProblems } from './problems.ts';
import { defaultRateLimits, RateLimiter } from './rate-limit.ts';
import { sendProblem, type ToProblem } from './respond.ts';
import { addRoute } from './route.ts';
import { isKeepableBody, textOf, UnkeepableText } from './text.ts';
import type { Authenticate, Dispatch, HttpClock, Input, Page, ProblemTable, RateLimits, Refusal } from './types.ts';

export interface HttpServerOptions<Actor> {
  readonly operations: readonly Operation[];
  readonly dispatch: Dispatch<Actor>;
  /** Without it `dispatch` finds out itself who is calling. */
  readonly authenticate?: Authenticate<Actor>;
  /** Words for the refusals of the operations. */
  readonly problems?: ProblemTable;
  readonly clock: HttpClock;
  readonly logger: Logger;
  /** Throws or says false while requests cannot be served: the database is away, migrations are missing. */
  readonly isReady: () => Promise<boolean>;
  /** Where people reach the server; the address it listens on unless said. */
  readonly publicUrl?: string | null;
  readonly rateLimits?: Partial<RateLimits>;
  /** Told when a request could not be answered because the database was away. */
  readonly onUnavailable?: () => void;
  /** Account an attempt to sign in is for, such as its e-mail address; null where the input names none. */
  readonly accountOf?: (operation: Operation, input: Input) => string | null;
  /** Directory of the console's built files; null serves none. */
  readonly consoleDirectory?: string | null;
  readonly pages?: readonly Page[];
  /** Largest body in bytes, 1 MiB unless said; larger ones by operation id. */
  readonly bodyLimitBytes?: number;
  readonly bodyLimits?: Readonly<Record<string, number>>;
  /** Most values and fields of a body, 10,000 unless said; more by operation id. */
  readonly bodyValues?: Readonly<Record<string, number>>;
  readonly trustProxy?: string | null;
  readonly metricsToken?: string | null;
  /** Compares every answer with its schema: in tests. */
  readonly checkAnswers?: boolean;
}

export interface HttpServer {
  /** Starts listening; port 0 takes a free one. Answers the address people use, such as `http://127.0.0.1:7070`. */
  listen(address: { readonly host: string; readonly port: number }): Promise<string>;
  /** Stops accepting, lets requests under way finish (at most so many seconds), then closes what is left. */
  close(drainSeconds?: number): Promise<void>;
  readonly metrics: Metrics;
  /** Fastify's own, for tests that send requests without a socket. */
  readonly app: FastifyInstance;
}

const requestId = /^[A-Za-z0-9._:-]{1,128}$/;

function createApp<Actor>(options: HttpServerOptions<Actor>): FastifyInstance {
  return Fastify({
    logger: false,
    trustProxy: options.trustProxy ?? false,
    bodyLimit: options.bodyLimitBytes ?? 1_048_576,
    // A proxy may keep its connections longer than Node's 5 seconds; ours must outlive them or requests get lost.
    keepAliveTimeout: 72_000,
    requestTimeout: 120_000,
    // While closing, what still arrives on open connections is answered.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    genReqId(request) {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && requestId.test(given) ? given : randomUUID();
    },
    frameworkErrors: (error, request, reply) =>
      handleError(options.logger, createProblems({}), error, request as FastifyRequest, reply as FastifyReply),
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: true, allErrors: true, strict: false } },
  });
}

function send(toProblem: ToProblem, refusal: Refusal, request: FastifyRequest, reply: FastifyReply): void {
  sendProblem(reply, toProblem(refusal, request.id, request.info?.language ?? languageOf(request.headers['accept-language'])));
}

function handleError(logger: Logger, toProblem: ToProblem, error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = refusalOf(error);
  if (refusal === null) logger.error({ err: error, requestId: request.id, method: request.method, url: request.url }, 'request failed');
  send(toProblem, refusal ?? { code: 'internal-error' }, request, reply);
}

/** An empty body is no body, whatever its header says; everything else is strict JSON. */
function addParsers(app: FastifyInstance, bodyValues: Readonly<Record<string, number>>): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) {
      done(null, undefined);
      return;
    }
    const most = bodyValues[(request.routeOptions.config as { operation?: string }).operation ?? ''] ?? mostValues;
    const text = textOf(body as Buffer);
    if (text === null) done(new UnkeepableText());
    else
      void parse(request, text, (error, value) => {
        if (error === null && !isKeepableBody(text, value)) done(new UnkeepableText());
        else if (error === null && !isWithin(value, most)) done(new TooManyValues(most));
        else done(error, value);
      });
  });
}

/** Methods that an address takes, though not the one it was asked with. */
function createMethodFinder(operations: readonly Operation[]): (path: string) => string[] {
  const patterns = operations.map(({ method, path }) => ({
    method,
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`),
  }));
  return (path) => [...new Set(patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))];
}

function addNotFound(app: FastifyInstance, operations: readonly Operation[], toProblem: ToProblem, console: ConsoleHandler | null): void {
  const methodsOf = createMethodFinder(operations);
  app.setNotFoundHandler((request, reply) => {
    const methods = methodsOf(request.url.split('?', 1)[0]!);
    if (methods.length > 0 && !methods.includes(request.method)) {
      reply.header('Allow', methods.join(', '));
      return send(toProblem, { code: 'method-not-allowed' }, request, reply);
    }
    if (!console?.(request, reply)) send(toProblem, { code: 'not-found' }, request, reply);
  });
}

function addHealth(app: FastifyInstance, isReady: () => Promise<boolean>, isDraining: () => boolean, toProblem: ToProblem): void {
  const headers = { 'Cache-Control': 'no-store' };
  app.get('/livez', (_, reply) => {
    reply.headers(headers).send({ status: 'live' });
  });
  app.get('/readyz', async (request, reply) => {
    const ready = !isDraining() && (await isReady().catch(() => false));
    if (ready) reply.headers(headers).send({ status: 'ready' });
    else send(toProblem, { code: 'unavailable' }, request, reply);
    return reply;
  });
}

function addPages(app: FastifyInstance, pages: readonly Page[]): void {
  for (const page of pages) {
    let body: string | undefined;
    app.get(page.path, (_, reply) => {
      reply.type(page.mediaType).headers({ 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff', ...page.headers });
      body ??= page.make();
      reply.send(body);
    });
  }
}

function addObservers(app: FastifyInstance, metrics: Metrics, logger: Logger): void {
  const logs = logger.isLevelEnabled('info');
  app.addHook('onResponse', (request, reply, done) => {
    const operation = (request.routeOptions.config as { operation?: string }).operation ?? 'other';
    metrics.observe(operation, reply.statusCode, reply.elapsedTime / 1000);
    if (logs)
      logger.info({ requestId: request.id, operation, status: reply.statusCode, milliseconds: Math.round(reply.elapsedTime) }, 'request');
    done();
  });
}

/** A host as people write it in an address; one that means every interface is reached as this machine. */
function shownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

async function close(app: FastifyInstance, drainSeconds: number): Promise<void> {
  const last = setTimeout(() => app.server.closeAllConnections(), drainSeconds * 1000);
  // A connection whose request was answered meanwhile would be kept open by its client.
  const idle = setInterval(() => app.server.closeIdleConnections(), 50);
  await app.close();
  clearTimeout(last);
  clearInterval(idle);
}

/** Builds the server out of the operation table. It answers nothing before `listen`. */
export async function createHttpServer<Actor = unknown>(options: HttpServerOptions<Actor>): Promise<HttpServer> {
  const app = createApp(options);
  const toProblem = createProblems(options.problems ?? {});
  const metrics = createMetrics();
  const publicUrl = new URL(options.publicUrl ?? 'http://127.0.0.1');
  let draining = false;
  app.decorateRequest('info', null);
  addParsers(app, options.bodyValues ?? {});
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if (isUnavailable(error)) options.onUnavailable?.();
    handleError(options.logger, toProblem, error, request, reply);
  });
  addObservers(app, metrics, options.logger);
  addHealth(app, options.isReady, () => draining, toProblem);
  addMetricsRoute(app, metrics, options.metricsToken ?? null, (request, reply) => send(toProblem, { code: 'not-found' }, request, reply));
  addPages(app, options.pages ?? []);
  const services = {
    dispatch: options.dispatch as Dispatch<unknown>,
    authenticate: (options.authenticate as Authenticate<unknown> | undefined) ?? null,
    clock: options.clock,
    limiter: new RateLimiter({ ...defaultRateLimits, ...options.rateLimits }),
    accountOf: options.accountOf ?? (() => null),
    toProblem,
    publicUrl,
    bodyLimits: options.bodyLimits ?? {},
    checkAnswers: options.checkAnswers ?? false,
  };
  for (const operation of options.operations) addRoute(app, operation, services);
  const console = options.consoleDirectory ? await createConsole(app, options.consoleDirectory) : null;
  addNotFound(app, options.operations, toProblem, console);
  return {
    app,
    metrics,
    async listen({ host, port }) {
      await app.listen({ host, port });
      const address = app.server.address() as AddressInfo;
      const url = `http://${shownHost(host)}:${address.port}`;
      if (!options.publicUrl) publicUrl.host = new URL(url).host;
      return url;
    },
    async close(drainSeconds = 10) {
      draining = true;
      await close(app, drainSeconds);
    },
  };
}
