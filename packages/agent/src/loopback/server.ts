import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accept, type Outcome, type Refusal, refuse } from '../outcome.ts';
import { refusalOf } from './guard.ts';
import { type RequestRefusal, requestWords } from './request-words.ts';
import { inWords, type Language, languageOf, type Problem } from './words.ts';

/** A request as a route sees it. */
export interface Asked {
  readonly query: URLSearchParams;
  readonly language: Language;
  /** The body's bytes; empty for what has none. */
  readonly body: Uint8Array;
}

/** What a route answers: JSON, a problem, or a text of another kind with headers of its own. */
export type Answered =
  | { readonly json: unknown }
  | { readonly problem: Problem }
  | { readonly refusal: Refusal<RequestRefusal> }
  | { readonly text: string; readonly headers: Readonly<Record<string, string>> };

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Takes JSON only; else any bytes. */
  readonly json?: true;
  handle(asked: Asked): Promise<Answered> | Answered;
}

export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** Nothing that is sent here is larger; bytes. */
const largestBody = 1_000_000;

/** Nothing of it may be kept by a browser, framed, guessed at, or used by a page of somebody else. */
const everyAnswer = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

type Headers = Readonly<Record<string, string>>;

function send(response: ServerResponse, status: number, text: string, headers: Headers): void {
  response.writeHead(status, { ...everyAnswer, 'Content-Length': String(Buffer.byteLength(text)), ...headers });
  response.end(response.req.method === 'HEAD' ? undefined : text);
}

function sendProblem(response: ServerResponse, problem: Problem, language: Language, headers: Headers = {}): void {
  send(response, problem.status, JSON.stringify(problem), {
    'Content-Type': 'application/problem+json',
    'Content-Language': language,
    ...headers,
  });
}

function sendAnswer(response: ServerResponse, answered: Answered, language: Language): void {
  if ('problem' in answered) sendProblem(response, answered.problem, language);
  else if ('refusal' in answered) sendProblem(response, inWords(answered.refusal, requestWords[answered.refusal.code], language), language);
  else if ('json' in answered)
    send(response, 200, JSON.stringify(answered.json), { 'Content-Type': 'application/json', 'Content-Language': language });
  else send(response, 200, answered.text, { 'Content-Language': language, ...answered.headers });
}

/** The body; null if it is too large. What comes beyond is read and dropped, so that whoever sends it gets to hear the answer. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > largestBody) chunks.length = 0;
    else chunks.push(chunk as Buffer);
  }
  return size > largestBody ? null : Buffer.concat(chunks);
}

const isJson = (contentType: string | undefined): boolean => /^application\/json\s*(;|$)/i.test(contentType ?? '');

async function respond(routes: readonly Route[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const language = languageOf(request.headers['accept-language']);
  const refused = (code: RequestRefusal, facts: Refusal['facts'] = {}, headers: Headers = {}) =>
    sendProblem(response, inWords(refuse(code, facts).refusal, requestWords[code], language), language, headers);

  const unwelcome = refusalOf(request);
  if (unwelcome !== null) return refused(unwelcome.code, unwelcome.facts, { Connection: 'close' });
  if (!URL.canParse(request.url ?? '', 'http://localhost')) return refused('not-found');
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
  const here = routes.filter(({ path }) => path === pathname);
  if (here.length === 0) return refused('not-found');
  const route = here.find(({ method }) => method === request.method || (method === 'GET' && request.method === 'HEAD'));
  if (route === undefined) {
    const allowed = here.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    return refused('method-not-allowed', {}, { Allow: allowed.join(', ') });
  }
  if (route.json && !isJson(request.headers['content-type'])) return refused('unsupported-media-type');
  const body = await readBody(request);
  if (body === null) return refused('body-too-large', { most: largestBody }, { Connection: 'close' });
  sendAnswer(response, await route.handle({ query: searchParams, language, body }), language);
}

/**
 * Serves routes to programs and browsers of this computer, and to nobody else: on the loopback address only, for requests
 * that name it, and without any permission for pages of others (no CORS).
 */
export function listenOnLoopback(
  routes: readonly Route[],
  port: number,
  onFault: (error: unknown) => void,
): Promise<Outcome<Listening, 'cannot-listen'>> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 16_384 }, (request, response) => {
    respond(routes, request, response).catch((error: unknown) => {
      // Whoever sent it left in the middle: nobody is there to be told.
      if (request.destroyed && !request.complete) return;
      onFault(error);
      const language = languageOf(request.headers['accept-language']);
      if (!response.headersSent)
        sendProblem(response, inWords(refuse('internal-error').refusal, requestWords['internal-error'], language), language);
      else response.destroy();
    });
  });
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(refuse('cannot-listen', { port, reason: error.code ?? error.message })));
    server.listen(port, '127.0.0.1', () => {
      server.on('error', onFault);
      const close = () =>
        new Promise<void>((done) => {
          server.close(() => done());
          server.closeIdleConnections();
          // An answer under way is given; who keeps a connection open without asking is not waited for.
          setTimeout(() => server.closeAllConnections(), 2000).unref();
        });
      resolve(accept({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }));
    });
  });
}
