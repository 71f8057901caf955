import { join } from 'node:path';
import type { KeySet, Serial } from '@muniment/client/verify';
import { renameDurably } from '../../machine/durable-file.ts';
import { readSealed, type Sealed, writeSealed } from '../../machine/sealed-file.ts';
import { instantText } from '../../machine/time.ts';

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

/** Whose documents are believed. */
export interface Trust {
  readonly keys: KeySet;
  /** `iat` of the newest key set that was followed, seconds since 1970: an older one stays out. */
  readonly newestKeySet: number | null;
  /** Where the keys came from, for later fetches; null where from a file. */
  readonly server: string | null;
  readonly vendor: string | null;
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

/** The high-water mark of time. */
export interface Mark {
  /** Milliseconds since 1970. */
  readonly latest: number;
}

const fileNames = { identity: 'identity.json', holdings: 'license.json', mark: 'time.json' } as const;
export type FileKind = keyof typeof fileNames;
type ContentOf = { identity: Identity; holdings: Holdings; mark: Mark };

/** Name of a file for people. */
export const fileNameOf = (kind: FileKind): string => fileNames[kind];

export function readFile<K extends FileKind>(folder: string, kind: K): Sealed<ContentOf[K]> {
  return readSealed<ContentOf[K]>(join(folder, fileNames[kind]));
}

/** Only for whoever holds the folder. */
export function writeFile<K extends FileKind>(folder: string, kind: K, content: ContentOf[K]): void {
  writeSealed(join(folder, fileNames[kind]), content);
}

/** Gives a damaged file another name, so that a new one can take its place and nothing is lost that somebody might still read. */
export function setAside(folder: string, kind: FileKind, at: number): string {
  const name = `${fileNames[kind]}.damaged-${instantText(at).replaceAll(':', '-')}`;
  renameDurably(join(folder, fileNames[kind]), name);
  return name;
}

/** Where the folder is unless `MUNIMENT_LMC_DATA` says so: where each system keeps a user's own state. */
export function defaultFolder(env: Readonly<Record<string, string | undefined>>, home: string, platform: NodeJS.Platform): string {
  if (env.MUNIMENT_LMC_DATA) return env.MUNIMENT_LMC_DATA;
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'muniment', 'lmc');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'muniment', 'lmc');
  return join(env.XDG_STATE_HOME || join(home, '.local', 'state'), 'muniment', 'lmc');
}
