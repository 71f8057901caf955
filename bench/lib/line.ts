import { connect, type Socket } from 'node:net';

/** Where a load goes. */
export interface Target {
  readonly url: string;
  /** Bearer token of every request. */
  readonly token: string;
  readonly connections: number;
  readonly seconds: number;
}

export interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** JSON text of a POST. */
  readonly body?: string;
}

const headEnd = Buffer.from('\r\n\r\n');

/** One kept connection that sends a request and waits for its answer. No parser for the general case: our own server answers. */
export class Line {
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
  async ask(request: Buffer | string): Promise<Buffer> {
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

/** A request as it goes over the wire. */
export function requestText(target: Pick<Target, 'url' | 'token'>, { method, path, body }: Request, key: string | null = null): string {
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${new URL(target.url).host}`, `Authorization: Bearer ${target.token}`];
  if (key !== null) lines.push(`Idempotency-Key: ${key}`);
  if (body !== undefined) lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`);
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`;
}

/** Does something over kept connections, which are closed afterwards. */
export async function withLines<T>(target: Pick<Target, 'url' | 'connections'>, work: (lines: readonly Line[]) => Promise<T>): Promise<T> {
  const lines = await Promise.all(Array.from({ length: target.connections }, () => Line.open(target.url)));
  try {
    return await work(lines);
  } finally {
    for (const line of lines) line.close();
  }
}
