import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Io } from './io.ts';

/** A kept sign-in. */
export interface KeptSession {
  readonly token: string;
  readonly expiresAt: string;
  readonly name: string;
}

/** Folder of the command line's own settings: `MUNIMENT_CONFIG_HOME`, else XDG's, else `~/.config/muniment`. */
function configFolder(env: Io['env']): string {
  if (env.MUNIMENT_CONFIG_HOME) return env.MUNIMENT_CONFIG_HOME;
  return join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'muniment');
}

const fileIn = (env: Io['env']): string => join(configFolder(env), 'sessions.json');

function readSessions(env: Io['env']): Record<string, KeptSession> {
  try {
    const sessions: unknown = JSON.parse(readFileSync(fileIn(env), 'utf8'));
    return typeof sessions === 'object' && sessions !== null ? (sessions as Record<string, KeptSession>) : {};
  } catch {
    // Missing or broken: nobody is signed in, and the next sign-in writes it anew.
    return {};
  }
}

/** The session kept for a server. */
export const keptSession = (env: Io['env'], url: string): KeptSession | undefined => readSessions(env)[url];

/** Keeps a session for a server, or forgets it; only the user may read the file. */
export function keepSession(env: Io['env'], url: string, session: KeptSession | undefined): void {
  const { [url]: _, ...others } = readSessions(env);
  const sessions = session === undefined ? others : { ...others, [url]: session };
  mkdirSync(configFolder(env), { recursive: true, mode: 0o700 });
  const temporary = join(configFolder(env), `.sessions-${randomUUID()}`);
  writeFileSync(temporary, `${JSON.stringify(sessions, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, fileIn(env));
}
