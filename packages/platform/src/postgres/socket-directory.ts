import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A socket's path has at most 107 bytes on Linux and 103 on macOS (sun_path). */
const longestPath = 103;
export const socketPort = 5432;

function fits(directory: string): boolean {
  return Buffer.byteLength(join(directory, `.s.PGSQL.${socketPort}`)) <= longestPath;
}

function isPrivate(directory: string): boolean {
  const found = lstatSync(directory);
  return found.isDirectory() && (found.mode & 0o077) === 0 && (found.uid === process.getuid?.() || process.getuid?.() === 0);
}

/**
 * The directory of the server's socket, for us alone: in the data directory, or, where that path is too long, a short
 * one in the system's temporary directory. Its name is always the same for a data directory, so that a start after a
 * crash leaves no second; if somebody else sits on that name, a new one is made.
 */
export function makeSocketDirectory(dataDirectory: string): string {
  const near = join(dataDirectory, 'socket');
  if (fits(near)) {
    mkdirSync(near, { recursive: true, mode: 0o700 });
    return near;
  }
  const digest = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 12);
  for (const temporary of [tmpdir(), '/tmp']) {
    const directory = join(temporary, `muniment-${digest}`);
    if (!fits(directory)) continue;
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      if (isPrivate(directory)) return directory;
    } catch {
      // Somebody else's file or link: take a name nobody can have foreseen.
    }
    return mkdtempSync(join(temporary, 'muniment-'));
  }
  return mkdtempSync('/tmp/muniment-');
}
