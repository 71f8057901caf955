import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { type Connection, openDatabase, type Pool } from '@muniment/platform/postgres';
import { answerOrders } from './lib/child.ts';
import { percentile, type Slice } from './lib/figures.ts';
import { insertCommit, makeCommits } from './lib/store.ts';

interface Target {
  readonly url: string;
  /** Bearer token of every request. */
  readonly token: string;
  readonly connections: number;
  readonly seconds: number;
}

/** One device to licence: what to attach, and which agreement to accept. */
export interface Pair {
  readonly deviceId: string;
  readonly attach: string;
  readonly activate: string;
}

export interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** JSON text of a POST. */
  readonly body?: string;
}

export type LoadOrder =
  /** The same requests again and again, in turn; `mustHave` is part of every answer. */
  | ({ readonly kind: 'requests'; readonly requests: readonly Request[]; readonly mustHave: string } & Target)
  /** Attach, then activate, each pair once. */
  | ({ readonly kind: 'pairs'; readonly pairs: readonly Pair[] } & Target)
  /** One row, one commit. */
  | {
      readonly kind: 'commits';
      readonly database: Connection;
      /** Connections to the database, and callers who wait for them. */
      readonly connections: number;
      readonly callers: number;
      readonly seconds: number;
    };

/** A slice, and how many of what was planned is done. */
export interface LoadAnswer extends Slice {
  readonly done: number;
}

const headEnd = Buffer.from('\r\n\r\n');

/** One kept connection that sends a request and waits for its answer. No parser for the general case: our own server answers. */
class Line {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #waiting: { resolve: (answer: Buffer) => void; reject: (error: Error) => void } | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#waiting?.reject(error));
    socket.on('close', () => this.#waiting?.reject(new Error('the server closed the connection')));
  }

  static open(url: string): Promise<Line> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => resolve(new Line(socket)));
      socket.once('error', reject);
    });
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const head = this.#received.indexOf(headEnd);
    if (head === -1) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(this.#received.toString('latin1', 0, head))?.[1];
    if (length === undefined) throw new Error(`no length in ${this.#received.toString('latin1', 0, head)}`);
    if (this.#received.length < head + headEnd.length + Number(length)) return;
    const answer = this.#received;
    this.#received = Buffer.alloc(0);
    const waiting = this.#waiting!;
    this.#waiting = null;
    waiting.resolve(answer);
  }

  /** The whole answer, head and body; anything but a success is an error. */
  async ask(request: Buffer): Promise<Buffer> {
    const answer = await new Promise<Buffer>((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
    // "HTTP/1.1 2xx": the ninth byte.
    if (answer[9] !== 0x32) throw new Error(answer.toString('latin1', 0, 2000));
    return answer;
  }

  close(): void {
    this.#socket.destroy();
  }
}

function requestBytes(target: Target, { method, path, body }: Request, key: string | null): Buffer {
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${new URL(target.url).host}`, `Authorization: Bearer ${target.token}`];
  if (key !== null) lines.push(`Idempotency-Key: ${key}`);
  if (body !== undefined) lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
}

/** Everybody works until the time is over or nothing is left (`work` answers false); each piece of work is timed. */
async function measure(seconds: number, workers: number, work: (worker: number) => Promise<boolean>): Promise<LoadAnswer> {
  const times: number[] = [];
  const begin = performance.now();
  const end = begin + seconds * 1000;
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      for (let at = performance.now(); at < end; ) {
        if (!(await work(worker))) return;
        const done = performance.now();
        times.push(done - at);
        at = done;
      }
    }),
  );
  const took = (performance.now() - begin) / 1000;
  return { rate: times.length / took, p50: percentile(times, 0.5), p99: percentile(times, 0.99), done: times.length };
}

async function withLines(target: Target, work: (lines: readonly Line[]) => Promise<LoadAnswer>): Promise<LoadAnswer> {
  const lines = await Promise.all(Array.from({ length: target.connections }, () => Line.open(target.url)));
  try {
    return await work(lines);
  } finally {
    for (const line of lines) line.close();
  }
}

function sendRequests(order: Extract<LoadOrder, { kind: 'requests' }>): Promise<LoadAnswer> {
  const requests = order.requests.map((request) => requestBytes(order, request, null));
  const wanted = Buffer.from(order.mustHave);
  let next = 0;
  return withLines(order, (lines) =>
    measure(order.seconds, lines.length, async (worker) => {
      const answer = await lines[worker]!.ask(requests[next++ % requests.length]!);
      if (!answer.includes(wanted)) throw new Error(`not the answer wanted: ${answer.toString('latin1')}`);
      return true;
    }),
  );
}

function sendPairs(order: Extract<LoadOrder, { kind: 'pairs' }>): Promise<LoadAnswer> {
  let next = 0;
  return withLines(order, (lines) =>
    measure(order.seconds, lines.length, async (worker) => {
      const pair = order.pairs[next++];
      if (pair === undefined) return false;
      for (const act of ['attach', 'activate'] as const) {
        const request: Request = { method: 'POST', path: `/v1/devices/${pair.deviceId}/${act}`, body: pair[act] };
        await lines[worker]!.ask(requestBytes(order, request, randomUUID()));
      }
      return true;
    }),
  );
}

async function commitRows(order: Extract<LoadOrder, { kind: 'commits' }>): Promise<LoadAnswer> {
  const pool: Pool = openDatabase(order.database, { max: order.connections, applicationName: 'bench' });
  try {
    await makeCommits(pool);
    return await measure(order.seconds, order.callers, async () => {
      await insertCommit(pool, randomUUID());
      return true;
    });
  } finally {
    await pool.end();
  }
}

answerOrders<LoadOrder, LoadAnswer>((order) => {
  switch (order.kind) {
    case 'requests':
      return sendRequests(order);
    case 'pairs':
      return sendPairs(order);
    case 'commits':
      return commitRows(order);
  }
});
