import type { FastifyRequest } from 'fastify';
import type { Temporal } from 'temporal-polyfill';
import { cookieNames, readCookie } from './cookies.ts';
import { readerLanguage } from './language.ts';
import { baseUrlFor } from './public-url.ts';

/** What an idempotent request carries: its key and what it asked for. */
export interface IdempotencyClaim {
  /** 1 to 255 visible ASCII characters. */
  readonly key: string;
  /** SHA-256 (base64url) of operation, path, query and canonical body: the same key with another fingerprint is refused. */
  readonly fingerprint: string;
}

/** Fields the server fills in as a request passes its stations. */
interface Stations<Actor> {
  now: Temporal.Instant;
  actor: Actor | null;
  chosenLanguage: string | null;
  dryRun: boolean;
  idempotency: IdempotencyClaim | null;
  ifMatch: string | null;
}

/** Facts of one request beside its input. What costs something to find out is read when asked for. */
export class RequestInfo<Actor = unknown> implements Stations<Actor> {
  readonly #request: FastifyRequest;
  readonly #publicUrl: URL;
  /** The one reading of the clock for this request. */
  now: Temporal.Instant;
  /** Who is calling, once `authenticate` said so. */
  actor: Actor | null = null;
  /** The language that the caller has chosen for itself, ISO 639-1, once it is known who calls. */
  chosenLanguage: string | null = null;
  /** `?dryRun=true` on an operation that can. */
  dryRun = false;
  /** The idempotency key, on operations that take one, when this is no dry run. */
  idempotency: IdempotencyClaim | null = null;
  /** Version of `If-Match` without quotes, `*` for any; null where the operation needs none. */
  ifMatch: string | null = null;

  constructor(request: FastifyRequest, now: Temporal.Instant, publicUrl: URL) {
    this.#request = request;
    this.now = now;
    this.#publicUrl = publicUrl;
  }

  get requestId(): string {
    return this.#request.id;
  }

  /** Token of `Authorization: Bearer …`. */
  get bearer(): string | null {
    const header = this.#request.headers.authorization;
    return header !== undefined && /^bearer /i.test(header) ? header.slice(7).trim() : null;
  }

  /** Token of the session cookie; over https only the `__Host-` cookie counts. */
  get sessionToken(): string | null {
    const header = this.#request.headers.cookie;
    return header === undefined ? null : readCookie(header, cookieNames(this.secure).session);
  }

  /** Whether the caller's connection is encrypted, as far as this process or a trusted proxy knows. */
  get secure(): boolean {
    return this.#request.protocol === 'https';
  }

  /** Host name of the request without port, in lower case, such as `acme.localhost`. */
  get hostName(): string {
    return (this.#request.hostname ?? '').toLowerCase();
  }

  /** Where people reach this server, for links in mails, without slash at the end; never a host that only the caller named. */
  get baseUrl(): string {
    return baseUrlFor(this.#request.host ?? '', this.#publicUrl);
  }

  /** The caller's network address. */
  get address(): string {
    return this.#request.ip;
  }

  get userAgent(): string | null {
    return this.#request.headers['user-agent'] ?? null;
  }

  /** The reader's language, ISO 639-1: by `Accept-Language`; where that names none, the caller's own choice. */
  get language(): string {
    return readerLanguage(this.#request.headers['accept-language'], this.chosenLanguage);
  }

  /** Any other header, by its lower-case name. */
  header(name: string): string | null {
    const value = this.#request.headers[name];
    return (Array.isArray(value) ? value[0] : value) ?? null;
  }
}
