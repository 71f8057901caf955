import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isRunning } from './processes.ts';

/** `license.json.4711.8f3a.tmp`: whose it is can be read from its name. */
const temporaryName = /\.(\d+)\.[0-9a-f]+\.tmp$/;

/** A name beside a file for what will take its place. */
export const temporaryFor = (path: string): string => `${path}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`;

/** A name is on the disk once its folder is. Windows has no such call and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Puts a text in place of a file in one step: whoever looks, or is killed, at any moment finds the old file or the new one.
 * It is on the disk when this returns.
 */
export function writeDurably(path: string, text: string): void {
  const temporary = temporaryFor(path);
  try {
    const handle = openSync(temporary, 'wx', 0o600);
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, path);
    syncFolder(dirname(path));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** As much as the largest of our files needs; characters. */
const enoughRoom = 65_536;

/** Why nothing can be written into a folder, as the system calls it; null where it can. Nothing stays behind. */
export function whyNotWritable(folder: string): string | null {
  const probe = join(folder, 'probe');
  try {
    const path = temporaryFor(probe);
    try {
      writeFileSync(path, ' '.repeat(enoughRoom), { mode: 0o600, flag: 'wx', flush: true });
    } finally {
      rmSync(path, { force: true });
    }
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return code;
  }
}

/** Gives a file another name in its folder, for good. */
export function renameDurably(path: string, name: string): void {
  renameSync(path, join(dirname(path), name));
  syncFolder(dirname(path));
}

/** Removes what processes that were killed had not yet put in place. Only for whoever holds the folder. */
export function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = Number(temporaryName.exec(name)?.[1]);
    // Another process may just be asking for the folder. Our own number was that of an earlier one.
    if (pid === process.pid || (pid > 0 && !isRunning(pid))) rmSync(join(folder, name), { force: true });
  }
}
