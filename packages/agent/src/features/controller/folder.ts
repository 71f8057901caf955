import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readSealed, type Sealed, writeSealed } from '@muniment/client/machine';
import type { Identity, OwnKey, State } from './state.ts';

const fileNames = { identity: 'identity.json', key: 'key.json', state: 'state.json' } as const;
type FileKind = keyof typeof fileNames;
type ContentOf = { identity: Identity; key: OwnKey; state: State };

/** Name of a file for people. */
export const fileNameOf = (kind: FileKind): string => fileNames[kind];

export function readFile<K extends FileKind>(folder: string, kind: K): Sealed<ContentOf[K]> {
  return readSealed<ContentOf[K]>(join(folder, fileNames[kind]));
}

/** Only for whoever holds the folder. */
export function writeFile<K extends FileKind>(folder: string, kind: K, content: ContentOf[K]): void {
  writeSealed(join(folder, fileNames[kind]), content);
}

/** Where the latest time seen is kept. */
export const markIn = (folder: string): string => join(folder, 'time.json');

/**
 * Removes everything but the lock. The identity goes first: without one the folder counts as not set up, so that a reset that
 * is cut off has happened. What it left is removed by the next one, or by the next set-up.
 */
export function clear(folder: string): void {
  const others = readdirSync(folder).filter((name) => name !== 'lock' && name !== fileNames.identity);
  for (const name of [fileNames.identity, ...others]) rmSync(join(folder, name), { force: true, recursive: true });
}

/** Where the folder is unless `--data` or `MUNIMENT_CONTROLLER_DATA` says so: where each system keeps a user's own state. */
export function defaultFolder(env: Readonly<Record<string, string | undefined>>, home: string, platform: NodeJS.Platform): string {
  if (env.MUNIMENT_CONTROLLER_DATA) return env.MUNIMENT_CONTROLLER_DATA;
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'muniment', 'controller');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'muniment', 'controller');
  return join(env.XDG_STATE_HOME || join(home, '.local', 'state'), 'muniment', 'controller');
}
