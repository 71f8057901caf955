import { join } from 'node:path';
import { readSealed, type Sealed, writeSealed } from '../machine/index.ts';
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

/** Where the latest time seen is kept, twice. */
export const marksIn = (folder: string): { readonly mark: string; readonly copy: string } => ({
  mark: join(folder, 'time.json'),
  copy: join(folder, 'time-copy.json'),
});

/** Where the folder is unless `MUNIMENT_WORKSTATION_DATA` says so: where each system keeps a user's own state. */
export function defaultFolder(env: Readonly<Record<string, string | undefined>>, home: string, platform: NodeJS.Platform): string {
  if (env['MUNIMENT_WORKSTATION_DATA']) return env['MUNIMENT_WORKSTATION_DATA'];
  if (platform === 'win32') return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'muniment', 'workstation');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'muniment', 'workstation');
  return join(env['XDG_STATE_HOME'] || join(home, '.local', 'state'), 'muniment', 'workstation');
}
