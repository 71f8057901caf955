import { mkdtempSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { type Io, run } from '../src/index.ts';

/** One request as it came over the wire. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export interface Reply {
  readonly status?: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Record<string, string>;
  /** Never answers. */
  readonly wait?: true;
}

export interface TestServer {
  readonly url: string;
  readonly seen: Seen[];
  close(): Promise<void>;
}

/** A real HTTP server that speaks the contract's shape: it answers as told and remembers what it was asked. */
export async function startServer(answer: (seen: Seen, count: number) => Reply): Promise<TestServer> {
  const seen: Seen[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url!, 'http://x');
    const text = Buffer.concat(chunks).toString();
    const one: Seen = {
      method: request.method!,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
    seen.push(one);
    const { status = 200, json, text: plain, headers = {}, wait } = answer(one, seen.length);
    if (wait) return;
    const type = json === undefined ? 'application/octet-stream' : status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(status, { 'Content-Type': type, ...headers }).end(plain ?? JSON.stringify(json ?? {}));
  };
  const server: Server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, close };
}

export const problem = (status: number, code: string, detail = 'A sentence.'): Reply => ({
  status,
  json: { type: `/docs/problems#${code}`, title: 'Title', status, code, detail, nextStep: 'Do something else.', requestId: 'req-1' },
});

/** A new folder for one test. */
export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'muniment-cli-'));

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly env?: Record<string, string>;
  /** What stands on the standard input. */
  readonly input?: string;
  /** Keys a person presses, one for every question; makes streams look like a terminal. */
  readonly keys?: readonly string[];
  /** What the terminal says of its width; 120 unless told. */
  readonly columns?: number;
}

const asTerminal = (stream: PassThrough, columns: number) =>
  Object.assign(stream, { isTTY: true, columns, rows: 40, setRawMode: () => stream });

/** Runs one command line as a process would, with streams of its own. */
export async function muniment(argv: readonly string[], { env = {}, input, keys, columns = 120 }: RunOptions = {}): Promise<Ran> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const texts = { out: '', err: '' };
  const waiting = [...(keys ?? [])];
  stdout.on('data', (chunk: Buffer) => {
    texts.out += chunk.toString();
    // A question shows both answers, or the place of a password.
    if (/\u25cf|\u25cb No|\u2502\s+_|\u2588/.test(chunk.toString()) && waiting.length > 0) {
      const key = waiting.shift()!;
      setImmediate(() => stdin.write(key));
    }
  });
  stderr.on('data', (chunk: Buffer) => {
    texts.err += chunk.toString();
  });
  if (keys) for (const stream of [stdin, stdout]) asTerminal(stream, columns);
  else stdin.end(input ?? '');
  const io = { stdin, stdout, stderr, env: { MUNIMENT_CONFIG_HOME: newFolder(), NO_COLOR: '1', ...env } } as unknown as Io;
  const code = await run(argv, io);
  return { code, ...texts };
}
