import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, createClient } from '@muniment/client';
import { type Io, UsageError } from './io.ts';
import { keptSession } from './session-store.ts';

const defaultUrl = 'http://127.0.0.1:7070';

/** Address that a running server wrote into its data directory; undefined where none runs or ran. */
function runningServer(env: Io['env']): string | undefined {
  try {
    const runtime = JSON.parse(readFileSync(join(env.MUNIMENT_DATA || '.muniment', 'runtime.json'), 'utf8')) as { url?: unknown };
    return typeof runtime.url === 'string' ? runtime.url : undefined;
  } catch {
    return undefined;
  }
}

/** The server a command speaks to: as told, else the one that runs on this machine's data, else the usual address. */
export function serverUrl(env: Io['env'], told: string | undefined): string {
  const url = told || env.MUNIMENT_URL || runningServer(env) || defaultUrl;
  if (!URL.canParse(url) || !/^https?:/.test(url)) throw new UsageError(`\u201c${url}\u201d is not an address like ${defaultUrl}.`);
  return url.replace(/\/+$/, '');
}

/** The reader's language by the locale of the shell, ISO 639-1. */
export function languageOf(env: Io['env']): string | undefined {
  const locale = env.MUNIMENT_LANGUAGE || env.LC_ALL || env.LC_MESSAGES || env.LANG;
  return /^([a-z]{2})(?:[_.@-]|$)/.exec(locale ?? '')?.[1];
}

/** A client for this shell: its server, its credential, its language. */
export function connect(io: Io, url: string, organizationId: string | undefined): Client {
  const credential = io.env.MUNIMENT_API_KEY || keptSession(io.env, url)?.token;
  return createClient({
    baseUrl: url,
    credential,
    channel: 'cli',
    organizationId: () => organizationId,
    language: () => languageOf(io.env) ?? '',
  });
}
