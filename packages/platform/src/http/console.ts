import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * Scripts, fonts and data come from this server only. Styles may stand in the page, because the component library sets
 * colours and sizes that way; scripts may not.
 */
const contentSecurityPolicy = [
  "default-src 'self'",
  // WebAssembly reads the codes on labels. This word allows compiling it, and no `eval`.
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), microphone=(), geolocation=()',
};

/** Paths of files under a directory with `/`, without the compressed twins that are only sent in a file's place. */
function filesUnder(directory: string): Set<string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'));
  return new Set(paths.filter((path) => !/\.(br|gz)$/.test(path)));
}

/** Serves the console's built files; true if the request was theirs. */
export type ConsoleHandler = (request: FastifyRequest, reply: FastifyReply) => boolean;

/** The file a path stands for: itself, or the application's page for every path that names a place in it. */
function fileFor(files: ReadonlySet<string>, url: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(url.split('?', 1)[0]!).slice(1);
  } catch {
    return null;
  }
  if (files.has(path)) return path;
  const isPage = !/^(v1|assets|\.well-known)(\/|$)/.test(path) && !/\.[a-z0-9]+$/i.test(path);
  return isPage && files.has('index.html') ? 'index.html' : null;
}

/** The console as files of a directory, listed once at start: a path can only ever name one of these. */
export async function createConsole(app: FastifyInstance, directory: string): Promise<ConsoleHandler> {
  const files = filesUnder(directory);
  await app.register(fastifyStatic, { root: directory, serve: false, preCompressed: true, cacheControl: false, index: false });
  return (request, reply) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const file = fileFor(files, request.url);
    if (file === null) return false;
    reply.code(200).headers(pageHeaders);
    // The builder puts a digest into the names of assets; everything else may change with the next version.
    reply.header('Cache-Control', file.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    void reply.sendFile(file);
    return true;
  };
}
