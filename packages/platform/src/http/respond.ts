import type { Operation } from '@muniment/contract/operation';
import type { FastifyReply } from 'fastify';
import { writeCookie } from './cookies.ts';
import type { createProblems, Problem } from './problems.ts';
import type { RequestInfo } from './request-info.ts';
import type { Failure, FileAnswer, Outcome, Refusal, Success } from './types.ts';

export type ToProblem = ReturnType<typeof createProblems>;

const json = 'application/json; charset=utf-8';

function isFile(value: unknown): value is FileAnswer {
  return typeof value === 'object' && value !== null && 'file' in value && Object.keys(value).length === 1;
}

/** `Content-Disposition` (RFC 6266) with a plain name for old programs and the full one for the others. */
function attachment(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\/]/g, '_');
  const full = encodeURIComponent(name).replaceAll(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`;
}

/** Strong ETag of an answer that carries its row's version. */
function etagOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('version' in value)) return null;
  const { version } = value;
  return typeof version === 'number' || typeof version === 'string' ? `"${version}"` : null;
}

/** Whether the reader has this very version already; one of several that it names, where a cache between asks for many. */
function isKnown({ method }: Operation, info: RequestInfo, etag: string | null): boolean {
  if (etag === null || method !== 'GET') return false;
  const named = (info.header('if-none-match') ?? '').split(',');
  return named.some((one) => one.trim().replace(/^W\//, '') === etag);
}

/** The version of an `If-Match` header: one strong tag or `*`; null if it is neither. */
export function readIfMatch(header: string | undefined): string | null {
  if (header?.trim() === '*') return '*';
  return /^\s*"([\x21\x23-\x7e]{1,100})"\s*$/.exec(header ?? '')?.[1] ?? null;
}

/** Sends a problem; the body depends on nothing but the refusal, the request id and the reader's language. */
export function sendProblem(reply: FastifyReply, problem: Problem): void {
  const { request } = reply;
  if (problem.status === 401) reply.header('WWW-Authenticate', 'Bearer realm="muniment"');
  if (problem.status === 503 && !reply.hasHeader('Retry-After')) reply.header('Retry-After', '1');
  reply.code(problem.status).type('application/problem+json; charset=utf-8');
  reply.headers({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'X-Request-Id': request.id });
  reply.send(JSON.stringify(problem));
}

function sendFile(reply: FastifyReply, operation: Operation, info: RequestInfo, { file }: FileAnswer): void {
  const etag = etagOf(file);
  if (etag !== null) reply.header('ETag', etag);
  if (isKnown(operation, info, etag)) {
    reply.code(304).send();
    return;
  }
  reply.type(file.mediaType).header('Content-Disposition', attachment(file.name));
  reply.send(file.body instanceof Uint8Array && !Buffer.isBuffer(file.body) ? Buffer.from(file.body) : file.body);
}

function sendJson(reply: FastifyReply, operation: Operation, info: RequestInfo, value: unknown): void {
  const etag = etagOf(value);
  if (etag !== null) reply.header('ETag', etag);
  if (isKnown(operation, info, etag)) reply.code(304).send();
  else reply.type(json).send(JSON.stringify(value));
}

function sendSuccess(reply: FastifyReply, operation: Operation, info: RequestInfo, { value, replayed, headers }: Success): void {
  // A dry run created nothing.
  reply.code(info.dryRun ? 200 : operation.status);
  reply.headers({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'X-Request-Id': info.requestId, ...headers });
  if (replayed) reply.header('Idempotency-Replayed', 'true');
  if (isFile(value)) sendFile(reply, operation, info, value);
  else sendJson(reply, operation, info, value);
}

/** Sends what the use case decided. */
export function sendOutcome(reply: FastifyReply, operation: Operation, info: RequestInfo, outcome: Outcome, toProblem: ToProblem): void {
  if (outcome.session) reply.header('Set-Cookie', writeCookie(outcome.session, info.secure));
  if (outcome.ok) {
    sendSuccess(reply, operation, info, outcome);
  } else {
    if (outcome.headers) reply.headers(outcome.headers);
    sendProblem(reply, toProblem(outcome.refusal, info.requestId, info.language));
  }
}

/** A failure without facts. */
export function refusal(code: string, headers?: Readonly<Record<string, string>>): Failure {
  return { ok: false, refusal: { code } satisfies Refusal, ...(headers ? { headers } : {}) };
}
