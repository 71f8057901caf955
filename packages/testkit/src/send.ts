import { randomUUID } from 'node:crypto';
import type { Operation } from '@muniment/contract';

/** An answer as it came over the wire, byte for byte: for tests that compare answers or send what no client would. */
export interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The body as JSON; null where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the answer holds.
  readonly body: any;
}

export interface Sending {
  readonly method?: string;
  /** With its query string. */
  readonly path: string;
  readonly credential?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
}

/** Sends one request, as `curl` would. */
export async function send(url: string, { method = 'GET', path, credential, headers = {}, body, raw }: Sending): Promise<Sent> {
  const payload = raw ?? (body === undefined ? null : JSON.stringify(body));
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(payload === null ? {} : { 'Content-Type': 'application/json' }),
      ...(credential === undefined ? {} : { Authorization: `Bearer ${credential}` }),
      ...headers,
    },
    body: payload,
  });
  const text = await response.text();
  return { status: response.status, headers: Object.fromEntries(response.headers), text, body: jsonOf(text) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Input of an operation, sorted as the contract sorts it. */
export interface Asking {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** The request of an operation with this input: with every header that the operation asks for. */
export function requestOf(operation: Operation, { params = {}, query = {}, body }: Asking): Sending {
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const asked = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString();
  return {
    method: operation.method,
    path: asked === '' ? path : `${path}?${asked}`,
    headers: {
      'Accept-Language': 'en',
      ...(operation.idempotent ? { 'Idempotency-Key': randomUUID() } : {}),
      ...(operation.ifMatch ? { 'If-Match': '*' } : {}),
    },
    ...(operation.method === 'GET' || operation.body === null ? {} : { body: body ?? {} }),
  };
}
