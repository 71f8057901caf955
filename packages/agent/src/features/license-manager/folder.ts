import { join } from 'node:path';
import { readSealed, type Sealed, setAside as setAsideFile, writeSealed } from '@muniment/client/machine';
import type { Trust } from '@muniment/client/vendor';
import type { Serial } from '@muniment/client/verify';

/** What was decided once, when the folder was set up, and holds for its life. */
export interface Identity {
  /** The PBX's, as the vendor's portal shows it, or one made here. */
  readonly hardwareKey: string;
  /** The key of the child device that licences are issued for, where that is another one. */
  readonly childKey: string | null;
  /** Made here, because there is no PBX to ask. */
  readonly isOwn: boolean;
  /** Files of another product stay out; null until the first file says which it is. */
  readonly product: string | null;
  /** Takes documents of test installations, and no others; its clock can be shifted. */
  readonly isTest: boolean;
  readonly createdAt: string;
}

/** The licence file in use. */
export interface StoredLicense {
  /** As it was installed, letter by letter. */
  readonly text: string;
  /** As it says, kept readable for the day on which its key is no longer known. */
  readonly serial: Serial;
  readonly product: string;
  /** The instant by which it was judged then: at it, it is valid for good. Milliseconds since 1970. */
  readonly judgedAt: number;
  readonly installedAt: string;
}

/** Keys and licence change together, in one step. */
export interface Holdings {
  readonly trust: Trust;
  readonly license: StoredLicense | null;
}

const fileNames = { identity: 'identity.json', holdings: 'license.json', mark: 'time.json' } as const;
export type FileKind = keyof typeof fileNames;
type ContentOf = { identity: Identity; holdings: Holdings };

/** Name of a file for people. */
export const fileNameOf = (kind: FileKind): string => fileNames[kind];

export function readFile<K extends keyof ContentOf>(folder: string, kind: K): Sealed<ContentOf[K]> {
  return readSealed<ContentOf[K]>(join(folder, fileNames[kind]));
}

/** Only for whoever holds the folder. */
export function writeFile<K extends keyof ContentOf>(folder: string, kind: K, content: ContentOf[K]): void {
  writeSealed(join(folder, fileNames[kind]), content);
}

/** Only for whoever holds the folder. */
export const setAside = (folder: string, kind: FileKind, at: number): string => setAsideFile(join(folder, fileNames[kind]), at);

/** Where the latest time seen is kept. */
export const markIn = (folder: string): string => join(folder, fileNames.mark);

/** Where the folder is unless `MUNIMENT_LMC_DATA` says so: where each system keeps a user's own state. */
export function defaultFolder(env: Readonly<Record<string, string | undefined>>, home: string, platform: NodeJS.Platform): string {
  if (env.MUNIMENT_LMC_DATA) return env.MUNIMENT_LMC_DATA;
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'muniment', 'lmc');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'muniment', 'lmc');
  return join(env.XDG_STATE_HOME || join(home, '.local', 'state'), 'muniment', 'lmc');
}
